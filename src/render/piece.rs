//! A told story in, its parts as every format needs them out: clean lines, checked links, names.

use super::{body, tidy::tidy, words::Words, xml};
use crate::model::{
    Article, Carrier, ContentPolicy, Edition, Enclosure, Image, Language, Outlet, Selection, Story,
    TextFrom, Timestamp, Told, Version,
};
use chrono::SubsecRound;
use std::collections::BTreeSet;
use url::Url;

/// A story as a format tells it.
pub(super) struct Piece<'a> {
    pub(super) story: &'a Story,
    pub(super) lead: &'a Article,
    pub(super) text: ContentPolicy,
    pub(super) pinned: bool,
    /// The same news in other languages.
    pub(super) versions: &'a [Version],
    /// One line, never empty.
    pub(super) title: String,
    /// One line; empty where only the title may be told.
    pub(super) summary: String,
    /// Markup: who tells and carries it, in words.
    pub(super) credits: String,
    /// The original.
    pub(super) link: Option<&'a str>,
    /// The source's name.
    pub(super) name: String,
    /// The source, where it still stands in feeds.toml.
    pub(super) outlet: Option<&'a Outlet>,
    /// The source's site.
    pub(super) site_url: String,
    pub(super) also: Vec<Also<'a>>,
    /// Whose text it is told by, where that is a carrier's: its place in `also`.
    text_from: Option<usize>,
    /// Where it is not that of the frame.
    pub(super) language: Option<&'a Language>,
    pub(super) image: Option<&'a Image>,
    pub(super) rights: Option<String>,
    /// The publisher's labels and ours, each once.
    pub(super) labels: Vec<String>,
    pub(super) published: Timestamp,
    /// Never before `published`.
    pub(super) updated: Timestamp,
}

/// Somebody who wrote it.
pub(super) struct Author<'a> {
    pub(super) name: String,
    pub(super) url: Option<&'a str>,
}

/// A carrier of a story, as a format names it.
pub(super) struct Also<'a> {
    pub(super) carrier: &'a Carrier,
    pub(super) name: String,
    pub(super) title: String,
    /// Its copy, else its site.
    pub(super) link: Option<&'a str>,
}

impl Also<'_> {
    /// `Someș Digital Cluster: Memorandum semnat la Sarajevo`
    pub(super) fn heading(&self) -> String {
        if self.title.is_empty() {
            return self.name.clone();
        }
        format!("{}: {}", self.name, self.title)
    }
}

/// Every story of an edition, in its order.
pub(super) fn pieces<'a>(edition: &'a Edition, words: &Words) -> Vec<Piece<'a>> {
    edition
        .stories
        .iter()
        .map(|told| piece(told, edition, words))
        .collect()
}

fn piece<'a>(told: &'a Told, edition: &'a Edition, words: &Words) -> Piece<'a> {
    let story = &*told.story;
    let lead = &story.lead;
    let outlet = edition.masthead.outlet(&lead.source);
    let link = [&lead.permalink, &lead.canonical]
        .into_iter()
        .find_map(|link| web(link.as_deref()));
    let host = link.and_then(host);
    let name = outlet.map(|outlet| outlet.name.clone());
    let unnamed = || host.clone().unwrap_or_else(|| lead.source.to_string());
    let tells = told.text != ContentPolicy::Title;
    let language = lead.language.as_ref();
    let rights = outlet.and_then(|outlet| outlet.rights.as_ref());
    let mut piece = Piece {
        story,
        lead,
        text: told.text,
        pinned: told.pinned,
        versions: &told.versions,
        title: xml::line(&lead.title),
        summary: tidy(&xml::line(if tells { &lead.summary } else { "" })),
        credits: String::new(),
        link,
        name: xml::line(&name.unwrap_or_else(unnamed)),
        outlet,
        site_url: outlet.map_or_else(|| edition.masthead.site.url.clone(), |o| o.site_url.clone()),
        also: story
            .also
            .iter()
            .map(|carrier| also(carrier, edition))
            .collect(),
        text_from: None,
        language: language.filter(|language| **language != edition.language),
        image: lead
            .image
            .as_ref()
            .filter(|image| tells && web(Some(&image.url)).is_some()),
        rights: rights
            .or(lead.rights.as_ref())
            .map(|rights| xml::line(rights)),
        labels: labels(lead),
        published: story.date.trunc_subsecs(0),
        updated: story.changed.max(story.date).trunc_subsecs(0),
    };
    if let (Some(from), ContentPolicy::Full) = (&story.text_from, told.text) {
        let lender = |also: &Also| also.carrier.source == from.source;
        piece.text_from = piece.also.iter().position(lender);
        piece.rights = both_rights(piece.rights.take(), from, edition);
    }
    piece.credits = body::credits(&piece, words);
    piece
}

fn also<'a>(carrier: &'a Carrier, edition: &'a Edition) -> Also<'a> {
    let site = edition.masthead.outlet(&carrier.source);
    let site = site.map(|outlet| outlet.site_url.as_str());
    Also {
        carrier,
        name: xml::line(&carrier.name),
        title: xml::line(&carrier.title),
        link: web(carrier.permalink.as_deref()).or(site),
    }
}

/// The rights of a story whose text is not its lead's: what the lead says, and what is said of the
/// text.
fn both_rights(own: Option<String>, from: &TextFrom, edition: &Edition) -> Option<String> {
    let Some(lender) = edition.masthead.outlet(&from.source) else {
        return own;
    };
    let theirs = lender.rights.as_ref().or(from.rights.as_ref());
    let Some(theirs) = theirs.map(|rights| xml::line(rights)) else {
        return own;
    };
    let theirs = format!("{}: {theirs}", xml::line(&lender.name));
    Some(own.map_or_else(|| theirs.clone(), |own| format!("{own} · {theirs}")))
}

fn labels(lead: &Article) -> Vec<String> {
    let terms = lead.categories.iter();
    let terms = terms.map(|category| category.label.as_ref().unwrap_or(&category.term));
    let mut labels: Vec<String> = Vec::new();
    let mut known = BTreeSet::new();
    for label in lead.tags.iter().chain(terms).map(|label| xml::line(label)) {
        if !label.is_empty() && known.insert(label.to_lowercase()) {
            labels.push(label);
        }
    }
    labels
}

/// The address, if it is one that a reader can follow.
pub(super) fn web(link: Option<&str>) -> Option<&str> {
    link.filter(|link| link.starts_with("https://") || link.starts_with("http://"))
        .filter(|link| !link.contains(|c: char| c.is_whitespace() || c.is_control()))
}

/// The type of an attached file, if it is one at all (RFC 6838, section 4.2).
pub(super) fn mime(file: &Enclosure) -> &str {
    let name = |part: &str| {
        let allowed = |b: u8| b.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&b);
        !part.is_empty() && part.bytes().all(allowed)
    };
    let sound = file
        .mime
        .split_once('/')
        .is_some_and(|(kind, sub)| name(kind) && name(sub));
    if sound {
        &file.mime
    } else {
        "application/octet-stream"
    }
}

fn host(link: &str) -> Option<String> {
    Url::parse(link).ok()?.host_str().map(str::to_owned)
}

impl Piece<'_> {
    /// The people who wrote it; the source where nobody is named.
    pub(super) fn authors(&self) -> Vec<Author<'_>> {
        let people = self.lead.authors.iter().map(|person| Author {
            name: xml::line(person.name.as_deref().unwrap_or_default()),
            url: web(person.href.as_deref()),
        });
        let mut authors: Vec<Author> = people.filter(|author| !author.name.is_empty()).collect();
        if authors.is_empty() {
            authors.push(Author {
                name: self.name.clone(),
                url: Some(&self.site_url),
            });
        }
        authors
    }

    /// The carrier by whose text it is told; None: by its own.
    pub(super) fn text_from(&self) -> Option<&Also<'_>> {
        self.also.get(self.text_from?)
    }

    /// Attached files that a reader can fetch: a host without a dot is nobody's but the publisher's.
    pub(super) fn files(&self) -> impl Iterator<Item = &Enclosure> {
        let public = |link| host(link).is_some_and(|host| host.contains(['.', ':']));
        let files = self.lead.enclosures.iter();
        files.filter(move |file| web(Some(&file.url)).is_some_and(public))
    }

    /// The folder of the source's own edition, if it has one.
    pub(super) fn folder<'e>(&self, edition: &'e Edition) -> Option<&'e str> {
        let own = Selection::Source(self.lead.source.clone());
        edition.masthead.folder(&own)
    }

    /// The folder of its own page, which stories told by several or in several languages have.
    pub(super) fn page(&self) -> Option<String> {
        let several = !self.also.is_empty() || !self.versions.is_empty();
        several.then(|| format!("story/{}/", self.story.id.0))
    }
}
