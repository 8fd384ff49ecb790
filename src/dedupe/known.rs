//! What the store has in, as little of it as a decision needs; what was decided, out.

use super::{
    fingerprint::Fingerprint,
    key::{Hot, Marks},
    prints::Prints,
    verdict::{Kind, Verdict},
};
use crate::model::{Article, ArticleId, SourceId, StoryId, Timestamp, Unlisted};
use std::collections::BTreeSet;

/// What the store has for some keys: the articles that have one of them, every other article of
/// their stories, and so on until nothing new is found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Known {
    /// By id, each once.
    pub articles: Vec<KnownArticle>,
    /// Their stories.
    pub stories: Vec<KnownStory>,
    /// Keys of these articles, or asked for, that identify nothing.
    pub hot: BTreeSet<Hot>,
    /// Of those that have one of the landmarks asked for: what their texts are compared by.
    pub prints: Vec<Print>,
    /// What was found of the articles' texts before.
    pub verdicts: Vec<Judged>,
}

/// What an article's text is compared by.
#[derive(Clone, Debug, PartialEq)]
pub struct Print {
    /// Whose.
    pub article: ArticleId,
    /// Without guid and links.
    pub print: Fingerprint,
    /// See [`Fingerprint::landmarks`].
    pub marks: Vec<u64>,
}

impl Print {
    /// What `article` is compared by.
    pub fn of(article: &Article) -> Self {
        Prints::default().take(article)
    }
}

/// What the texts of two articles are to each other, as it is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Judged {
    /// The lesser id.
    pub a: ArticleId,
    /// The greater id.
    pub b: ArticleId,
    /// See [`Verdict::kind`].
    pub kind: Kind,
    /// See [`Verdict::rule`].
    pub rule: u8,
    /// See [`Verdict::strength`].
    pub strength: u8,
}

impl Judged {
    /// The verdict on two articles.
    pub fn new(a: ArticleId, b: ArticleId, verdict: &Verdict) -> Self {
        Self {
            a: a.min(b),
            b: a.max(b),
            kind: verdict.kind,
            rule: verdict.rule,
            strength: verdict.strength,
        }
    }

    /// Whom it is about.
    pub fn pair(&self) -> (ArticleId, ArticleId) {
        (self.a, self.b)
    }
}

/// An article of the store without its text.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownArticle {
    /// See [`Article::id`].
    pub id: ArticleId,
    /// Who carries it.
    pub source: SourceId,
    /// The story it is in.
    pub story: StoryId,
    /// See [`Article::guid`].
    pub guid: Option<String>,
    /// See [`Article::permalink`].
    pub permalink: Option<String>,
    /// See [`Article::canonical`].
    pub canonical: Option<String>,
    /// See [`Article::title`].
    pub title: String,
    /// See [`Article::first_seen`].
    pub first_seen: Timestamp,
    /// See [`Article::date`].
    pub date: Timestamp,
    /// See [`Article::content_hash`].
    pub content_hash: u64,
    /// The `now` of the run that saw its last visible change; None: never changed.
    pub revised: Option<Timestamp>,
    /// Visible changes on the day (UTC) of `revised`.
    pub edits: u32,
}

impl KnownArticle {
    /// What of it says which one it is.
    pub fn marks(&self) -> Marks<'_> {
        Marks {
            source: &self.source,
            guid: self.guid.as_deref(),
            permalink: self.permalink.as_deref(),
            canonical: self.canonical.as_deref(),
        }
    }
}

/// A story of the store, no alias.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownStory {
    /// Minted once.
    pub id: StoryId,
    /// See [`crate::model::Story::date`].
    pub date: Timestamp,
    /// See [`crate::model::Story::changed`].
    pub changed: Timestamp,
    /// When it was first in a published file: from then on its id is kept for ever.
    pub published: Option<Timestamp>,
}

/// What is to be saved.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Changes {
    /// Seen for the first time.
    pub new: Vec<Article>,
    /// Known, and different from what is stored; with the id and dates of their first sight.
    pub revised: Vec<Revision>,
    /// Known, and as they are stored.
    pub unchanged: Vec<ArticleId>,
    /// Said twice in one document; the first is kept.
    pub repeated: usize,
    /// Known, and different, but not believed yet: they stay as they are stored.
    pub held: Vec<Held>,
    /// Stories that are not as they were.
    pub stories: Vec<StoryChange>,
    /// Keys that identify nothing from now on.
    pub hot: Vec<Hot>,
    /// What the texts of the new and the revised are compared by.
    pub prints: Vec<Print>,
    /// What was found of these texts.
    pub verdicts: Vec<Judged>,
    /// Of the new ones, those that readers do not get to see; the pipeline says which.
    pub unlisted: Vec<(ArticleId, Unlisted)>,
    /// What its publisher should mend is not what it was: a page shows it. The pipeline says so.
    pub new_findings: bool,
}

/// A new state of a known article.
#[derive(Clone, Debug, PartialEq)]
pub struct Revision {
    /// As it is now.
    pub article: Article,
    /// The `now` of the last visible change; None: only its guid or canonical address differ.
    pub revised: Option<Timestamp>,
    /// Visible changes on that day (UTC).
    pub edits: u32,
}

/// A change that was not believed (RELIABILITY.md 54).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Of which article.
    pub id: ArticleId,
    /// Why.
    pub why: HeldReason,
}

/// Why a change was not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeldReason {
    /// Its link went to another site, which is not its source's own.
    LinkMoved,
    /// It changed too often today.
    Restless,
}

/// A story that is not as it was.
#[derive(Clone, Debug, PartialEq)]
pub enum StoryChange {
    /// It is told like this now; the store may or may not have it.
    Told(Told),
    /// Its published id lives on as another name of `into`.
    Merged {
        /// The name that is no story any more.
        id: StoryId,
        /// What it means now.
        into: StoryId,
    },
    /// It was never published, and its articles are told elsewhere: the id is forgotten.
    Forgotten(StoryId),
}

/// A story as it is to be stored.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// The published id.
    pub id: StoryId,
    /// The effective date of the article that began it.
    pub date: Timestamp,
    /// When its lead last changed visibly.
    pub changed: Timestamp,
    /// By which article it is told.
    pub lead: ArticleId,
    /// All its articles, the lead among them, by id.
    pub members: Vec<ArticleId>,
}
