//! What we believe of an entry.

use crate::model::{Category, CleanHtml, Language, Person, SourceId, Timestamp};
use std::fmt;
use uuid::Uuid;

/// A believed entry: every string clean, every address checked, every date settled.
#[derive(Clone, Debug, PartialEq)]
pub struct Article {
    /// Minted once, at first sight (DESIGN.md 4.2).
    pub id: ArticleId,
    /// Who carries it.
    pub source: SourceId,
    /// RSS guid, Atom id, JSON Feed id; opaque, never an address by itself.
    pub guid: Option<String>,
    /// The cleaned absolute http(s) address.
    pub permalink: Option<String>,
    /// The address that its page declares as canonical.
    pub canonical: Option<String>,
    /// Plain text, one line; never empty (first words of the text where the publisher gave none).
    pub title: String,
    /// Short plain text; may be empty.
    pub summary: String,
    /// Full markup; may be empty.
    pub content: CleanHtml,
    /// The markup as published, from which `content` was cleaned: kept so that a better sanitiser
    /// can clean it again (RELIABILITY.md 48). Never loaded with a story.
    pub raw: Option<String>,
    /// `content` was read from the article's page: the publisher did not hand it out as a feed.
    pub from_page: bool,
    /// As the publisher says.
    pub published: Option<Timestamp>,
    /// The last real change, as the publisher says.
    pub updated: Option<Timestamp>,
    /// The `now` of the run that saw it first.
    pub first_seen: Timestamp,
    /// The effective date: the earlier of `published` and `first_seen`, fixed at first sight.
    pub date: Timestamp,
    /// Declared, else the source's only language.
    pub language: Option<Language>,
    /// Who wrote it.
    pub authors: Vec<Person>,
    /// The publisher's labels.
    pub categories: Vec<Category>,
    /// Ours, from feeds.toml.
    pub tags: Vec<String>,
    /// The picture to show with it.
    pub image: Option<Image>,
    /// Attached files.
    pub enclosures: Vec<Enclosure>,
    /// The page of its comments.
    pub comments: Option<String>,
    /// Itself in other languages, as its page declares.
    pub alternates: Vec<Alternate>,
    /// Whom the publisher names as its own source: a claim.
    pub via: Option<Via>,
    /// Rights as the publisher states them, plain text.
    pub rights: Option<String>,
    /// Hash of what a reader sees (title, text, link, enclosures): changes on real change only.
    pub content_hash: u64,
}

/// The published id of an article: `urn:uuid:` version 5.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ArticleId(pub Uuid);

impl fmt::Display for ArticleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "urn:uuid:{}", self.0)
    }
}

/// A picture.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Image {
    /// Absolute http(s) address.
    pub url: String,
    /// Pixels, where known.
    pub width: Option<u32>,
    /// Pixels, where known.
    pub height: Option<u32>,
    /// What it shows, where said.
    pub alt: Option<String>,
}

/// An attached file.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Enclosure {
    /// Absolute http(s) address.
    pub url: String,
    /// MIME type.
    pub mime: String,
    /// Bytes; 0 where unknown.
    pub length: u64,
    /// Seconds that it plays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration: Option<u32>,
}

/// The same article in another language (`hreflang`).
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Alternate {
    /// Which language.
    pub language: Language,
    /// Absolute http(s) address.
    pub url: String,
}

/// The source that the publisher claims.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Via {
    /// Its name, plain text.
    pub name: String,
    /// Its address, where it is http(s).
    pub url: Option<String>,
}
