//! Articles in, the keys out by which the store finds what may be the same.

use super::prints::Prints;
use crate::{
    address,
    model::{Article, ArticleId, SourceId},
};
use std::collections::BTreeSet;
use uuid::Uuid;
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// Raised whenever an article of yesterday gets other keys today: the store then makes them anew.
pub const KEYS_VERSION: u32 = 1;

/// More different titles than this, and a guid or a link identifies nothing (DEDUPE.md).
pub(super) const MOST_TITLES: usize = 4;

const GUID_SEED: u64 = 1;
const LINK_SEED: u64 = 2;

/// By what an article may be found. Two articles that share a key are candidates, no more: a
/// hash is never proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// The published id.
    Article(ArticleId),
    /// A guid, which means something within its source only.
    Guid(i64),
    /// A link, whoever carries it.
    Link(i64),
    /// A landmark of the text: see [`super::Fingerprint::landmarks`].
    Text(i64),
}

impl Key {
    /// What the index of guids and links holds; None of an id and of a landmark, which are looked
    /// up elsewhere.
    pub fn hash(self) -> Option<i64> {
        match self {
            Self::Article(_) | Self::Text(_) => None,
            Self::Guid(hash) | Self::Link(hash) => Some(hash),
        }
    }
}

/// A key that carries too many different titles and identifies nothing any more, for ever.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hot {
    /// The hash of the guid or link.
    pub hash: i64,
    /// For whose articles; None: for everybody's.
    pub source: Option<SourceId>,
}

/// Every key of these articles, sorted, each once: what to ask the store for.
pub fn keys(articles: &[Article]) -> Vec<Key> {
    keys_of(articles, &Prints::of(articles))
}

/// As [`keys`], where the texts were read.
pub fn keys_of(articles: &[Article], prints: &Prints) -> Vec<Key> {
    let mut found = Vec::new();
    for article in articles {
        found.push(Key::Article(article.id));
        found.push(Key::Article(second_id(article)));
        found.extend(Marks::of(article).keys());
        let landmarks = prints.marks(article).iter();
        found.extend(landmarks.map(|mark| Key::Text(mark.cast_signed())));
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// The key of an address, whoever carries it; None of a home page, which identifies no article.
pub fn link(address: &str) -> Option<Key> {
    let web = address.starts_with("http://") || address.starts_with("https://");
    link_hash(address).filter(|_| web).map(Key::Link)
}

/// The id of an article whose first id is taken by another one (a publisher who gives several
/// entries one guid, or one link).
pub(super) fn second_id(article: &Article) -> ArticleId {
    let link = article.permalink.as_deref().unwrap_or_default();
    let name = format!("{link}\n{}", article.title);
    ArticleId(Uuid::new_v5(&article.id.0, name.as_bytes()))
}

/// What of an article says which one it is.
#[derive(Clone, Copy, Debug)]
pub struct Marks<'a> {
    /// Who carries it.
    pub source: &'a SourceId,
    /// See [`Article::guid`].
    pub guid: Option<&'a str>,
    /// See [`Article::permalink`].
    pub permalink: Option<&'a str>,
    /// See [`Article::canonical`].
    pub canonical: Option<&'a str>,
}

impl<'a> Marks<'a> {
    /// The marks of a believed entry.
    pub fn of(article: &'a Article) -> Self {
        Self {
            source: &article.source,
            guid: article.guid.as_deref(),
            permalink: article.permalink.as_deref(),
            canonical: article.canonical.as_deref(),
        }
    }

    /// Its guid and every link that may be its own: what the store files it under.
    pub fn keys(self) -> Vec<Key> {
        let links = [self.canonical, self.permalink, self.guid_link()];
        let mut keys: Vec<Key> = links
            .into_iter()
            .flatten()
            .filter_map(link_hash)
            .map(Key::Link)
            .collect();
        keys.extend(self.guid_hash().map(Key::Guid));
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    /// The guid, unless it is empty or somebody's home page.
    pub(super) fn guid_hash(self) -> Option<i64> {
        let guid = self.guid?.trim();
        if guid.is_empty() || address::is_home_page(guid) {
            return None;
        }
        let scoped = format!("{}\n{guid}", self.source);
        Some(hash(&scoped, GUID_SEED))
    }

    /// The link under which its source lists it.
    pub(super) fn permalink_hash(self) -> Option<i64> {
        self.permalink.and_then(link_hash)
    }

    /// The one link by which others know it: what its page declares, else where it is.
    pub(super) fn home_hash(self) -> Option<i64> {
        let declared = self.canonical.and_then(link_hash);
        declared.or_else(|| self.permalink_hash())
    }

    /// Where it says it is at home.
    pub(super) fn home(self) -> Option<&'a str> {
        let declared = self.canonical.filter(|link| link_hash(link).is_some());
        declared.or(self.permalink)
    }

    /// The guid where it is an address: `WordPress` lists `?p=12` there beside the permalink.
    pub(super) fn guid_link(self) -> Option<&'a str> {
        self.guid
            .filter(|guid| guid.starts_with("http://") || guid.starts_with("https://"))
    }
}

/// The hash of a link's key; None of a home page, which identifies no article.
pub(super) fn link_hash(link: &str) -> Option<i64> {
    if link.is_empty() {
        return None;
    }
    address::page_key(link).map(|key| hash(&key, LINK_SEED))
}

fn hash(text: &str, seed: u64) -> i64 {
    xxh3_64_with_seed(text.as_bytes(), seed).cast_signed()
}

/// The words of a title in lower case: two titles with one key are one title.
pub(super) fn title_key(title: &str) -> String {
    title
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect::<Vec<_>>()
        .join(" ")
}

/// At least three of ten words are in both titles (DEDUPE.md, rule 1).
pub(super) fn titles_alike(a: &str, b: &str) -> bool {
    let (a, b) = (title_key(a), title_key(b));
    let a: BTreeSet<&str> = a.split(' ').collect();
    let b: BTreeSet<&str> = b.split(' ').collect();
    let both = a.intersection(&b).count();
    let either = a.union(&b).count();
    both * 10 >= either * 3
}
