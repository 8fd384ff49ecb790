//! Entries of one document in; by what each of them is known again out (DESIGN.md 4.1, 4.2).

use crate::{
    address, html,
    model::{ArticleId, Entry, SourceId, Timestamp},
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// The namespace of our ids: version 5 of the DNS name `clusterwire.invalid`. Changing it would
/// show every article to every reader again.
const NAMESPACE: Uuid = Uuid::from_u128(0x6f1d_8a52_4c0e_5b7a_9e43_2d57_c9a0_1b68);

/// A guid over so many bytes is a text.
const LONGEST_GUID: usize = 2048;

/// By what an entry is known again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Identity<'e> {
    /// The publisher's own.
    Guid(&'e str),
    /// Its address.
    Link(&'e str),
    /// Nothing but what it says.
    Text,
}

impl Identity<'_> {
    /// The published id, minted from what is there at first sight.
    pub(super) fn id(
        &self,
        source: &SourceId,
        title: &str,
        day: Option<Timestamp>,
        text: &str,
    ) -> ArticleId {
        let own = match self {
            Self::Guid(guid) => format!("guid\0{guid}"),
            Self::Link(link) => format!("link\0{}", address::link_key(link)),
            Self::Text => {
                let day = day
                    .map(|day| day.date_naive().to_string())
                    .unwrap_or_default();
                format!("text\0{title}\0{day}\0{}", html::excerpt(text, usize::MAX))
            }
        };
        ArticleId(Uuid::new_v5(
            &NAMESPACE,
            format!("{source}\0{own}").as_bytes(),
        ))
    }
}

/// Which guids and links of a document name one thing only.
pub(super) struct Identities {
    /// What each guid stands with: its link, else its title. None: with several.
    guids: BTreeMap<String, Option<String>>,
    /// The same of links: with their titles.
    links: BTreeMap<String, Option<String>>,
}

impl Identities {
    /// Counts what the entries of one document, with their permalinks, stand for.
    pub(super) fn of(entries: &[(Entry, Option<String>)]) -> Self {
        let mut found = Self {
            guids: BTreeMap::new(),
            links: BTreeMap::new(),
        };
        for (entry, permalink) in entries {
            let title = entry
                .title
                .as_ref()
                .map(|title| title.value.trim().to_owned());
            let link = permalink.as_deref().map(address::link_key);
            if let Some(guid) = guid(entry) {
                let other = link.clone().or_else(|| title.clone()).unwrap_or_default();
                meet(&mut found.guids, guid.to_owned(), other);
            } else if let Some(link) = link {
                meet(&mut found.links, link, title.unwrap_or_default());
            }
        }
        found
    }

    /// A guid that the document uses for several links, and a link that it uses for several
    /// titles, is no identity (RELIABILITY.md 53).
    pub(super) fn of_entry<'e>(
        &self,
        entry: &'e Entry,
        permalink: Option<&'e str>,
    ) -> Identity<'e> {
        let single = |met: Option<&Option<String>>| met.is_none_or(Option::is_some);
        if let Some(guid) = guid(entry)
            && single(self.guids.get(guid))
        {
            return Identity::Guid(guid);
        }
        match permalink {
            Some(link) if single(self.links.get(&address::link_key(link))) => Identity::Link(link),
            _ => Identity::Text,
        }
    }
}

fn meet(seen: &mut BTreeMap<String, Option<String>>, key: String, other: String) {
    seen.entry(key)
        .and_modify(|known| {
            if known.as_ref() != Some(&other) {
                *known = None;
            }
        })
        .or_insert(Some(other));
}

/// The guid, where there is one that can tell entries apart.
fn guid(entry: &Entry) -> Option<&str> {
    let guid = entry.guid.as_deref()?.trim();
    let says_something = guid.len() <= LONGEST_GUID
        && guid.chars().any(|c| c.is_alphanumeric() && c != '0')
        && !NOTHING.iter().any(|word| guid.eq_ignore_ascii_case(word))
        && !address::is_home_page(guid);
    says_something.then_some(guid)
}

/// What programs write where they have no guid.
const NOTHING: &[&str] = &[
    "false",
    "guid",
    "id",
    "n/a",
    "nan",
    "none",
    "null",
    "true",
    "undefined",
];
