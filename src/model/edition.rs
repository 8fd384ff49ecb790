//! What we publish.

use crate::model::{Language, SourceId, Story, Timestamp};
use std::sync::Arc;

/// A selection of stories with all that a file about them needs, in the order of publication.
#[derive(Clone, Debug, PartialEq)]
pub struct Edition {
    /// Which stories these are.
    pub selection: Selection,
    /// Its title for readers.
    pub title: String,
    /// The language of the frame.
    pub language: Language,
    /// Newest first, ties by id.
    pub stories: Vec<Arc<Story>>,
    /// The last real change of any of them; None of an empty edition.
    pub changed: Option<Timestamp>,
}

/// What an edition selects; also its folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Selection {
    /// Everything: the top level.
    All,
    /// What one source carries.
    Source(SourceId),
    /// What has a tag.
    Tag(String),
    /// What is in a language.
    Language(Language),
}

/// What a file is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// RSS 2.0
    Rss,
    /// Atom 1.0
    Atom,
    /// JSON Feed 1.1
    Json,
    /// OPML 2.0
    Opml,
    /// The page.
    Html,
}

/// A file to publish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputFile {
    /// Below the output folder, with `/`; `[a-z0-9./_-]` only.
    pub path: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}
