//! One piece of news, told by one or several.

use crate::model::{Article, ArticleId, Language, SourceId, Timestamp};
use std::sync::Arc;

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
    /// Whose text stands in the lead's content, where that is not the lead's own.
    pub text_from: Option<TextFrom>,
    /// The other sources that carry it, by `first_seen`, ties by source id.
    pub also: Vec<Carrier>,
    /// The same news in other languages: their stories.
    pub translations: Vec<(Language, StoryId)>,
}

/// A carrier whose full text stands in for the lead's excerpt (`[dedupe] carrier_text`). Nothing but
/// the text is its: id, date, title, link and name stay those of the lead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextFrom {
    /// Who; one of [`Story::also`].
    pub source: SourceId,
    /// Rights as its publisher states them for this text.
    pub rights: Option<String>,
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

/// A story without its texts: enough to choose where it stands. A store has many more stories than
/// are published, and memory for none of their bodies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outline {
    /// See [`Story::id`].
    pub id: StoryId,
    /// See [`Story::date`].
    pub date: Timestamp,
    /// See [`Story::changed`].
    pub changed: Timestamp,
    /// Whose article leads.
    pub source: SourceId,
    /// See [`Article::language`], of the lead.
    pub language: Option<Language>,
    /// See [`Article::tags`], of the lead.
    pub tags: Arc<[String]>,
    /// The other sources that carry it.
    pub also: Vec<SourceId>,
    /// See [`Article::from_page`], of the lead.
    pub from_page: bool,
    /// How heavy the texts are by which it is told.
    pub weight: Weight,
    /// Another number where anything else is told; 0: nobody kept count.
    pub stamp: u64,
}

/// Bytes of an article's texts, as far as they decide how much of it is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Weight {
    /// Of the markup.
    pub content: usize,
    /// What the markup takes beyond that where it is escaped.
    pub escapes: usize,
    /// Of the summary.
    pub summary: usize,
}

impl Weight {
    /// Atom writes four bytes more for each of these signs.
    pub fn of(article: &Article) -> Self {
        Self {
            summary: article.summary.len(),
            ..Self::of_markup(article.content.as_str())
        }
    }

    /// Of markup without a summary.
    pub fn of_markup(content: &str) -> Self {
        let escaped = content.bytes().filter(|byte| b"<>&\"".contains(byte));
        Self {
            content: content.len(),
            escapes: 4 * escaped.count(),
            summary: 0,
        }
    }
}

impl Outline {
    /// What of a story decides where it stands.
    pub fn of(story: &Story) -> Self {
        let carriers = story.also.iter().map(|carrier| carrier.source.clone());
        Self {
            id: story.id,
            date: story.date,
            changed: story.changed,
            source: story.lead.source.clone(),
            language: story.lead.language.clone(),
            tags: story.lead.tags.as_slice().into(),
            also: carriers.collect(),
            from_page: story.lead.from_page,
            weight: Weight::of(&story.lead),
            stamp: 0,
        }
    }
}
