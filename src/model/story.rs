//! One piece of news, told by one or several.

use crate::model::{Article, ArticleId, Language, SourceId, Timestamp};

/// A story's published id is that of the article that began it, for ever.
pub type StoryId = ArticleId;

/// One piece of news.
#[derive(Clone, Debug, PartialEq)]
pub struct Story {
    /// Minted once; survives a change of lead.
    pub id: StoryId,
    /// The effective date of the article that began it, for ever.
    pub date: Timestamp,
    /// When the lead's visible content last changed, as we saw it; `date` if it never did.
    pub changed: Timestamp,
    /// The article the story is told by.
    pub lead: Article,
    /// The other sources that carry it, by `first_seen`, ties by source id.
    pub also: Vec<Carrier>,
    /// The same news in other languages: their stories.
    pub translations: Vec<(Language, StoryId)>,
}

/// A source that carries a story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Carrier {
    /// Who.
    pub source: SourceId,
    /// Its name, from feeds.toml.
    pub name: String,
    /// Its copy, where it has an address.
    pub permalink: Option<String>,
    /// Its title for it.
    pub title: String,
    /// The language of its copy.
    pub language: Option<Language>,
}
