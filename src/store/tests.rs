//! What the store keeps, and what it refuses; what it makes of articles is in `tests/it/stories.rs`.

mod damage;
mod files;
mod history;
mod keeping;
mod marks;
mod together;

use super::{SourceUpdate, Store};
use crate::{
    dedupe::{Changes, Owner, Policy, StoryChange, Told},
    model::{Article, ArticleId, CleanHtml, SourceId, SourceState, Timestamp},
};
use std::sync::Arc;
use uuid::Uuid;

fn at(minutes: i64) -> Timestamp {
    Timestamp::default() + chrono::TimeDelta::minutes(minutes)
}

fn id(name: &str) -> SourceId {
    SourceId::new(name).unwrap()
}

fn policy(sources: &[&str]) -> Arc<Policy> {
    let owner = |name: &&str| {
        let owner = Owner {
            name: name.to_uppercase(),
            site: Some(format!("{name}.example")),
            partner: false,
        };
        (id(name), owner)
    };
    Arc::new(Policy {
        owners: sources.iter().map(owner).collect(),
        ..Policy::default()
    })
}

/// The `number`th article of a source; with a body of its own.
fn article(source: &str, number: i64) -> Article {
    let name = format!("{source} {number}");
    Article {
        id: ArticleId(Uuid::new_v5(&Uuid::NAMESPACE_URL, name.as_bytes())),
        source: id(source),
        guid: Some(format!("guid {number}")),
        permalink: Some(format!("https://{source}.example/{number}")),
        canonical: None,
        title: format!("Title {number}"),
        summary: format!("Summary {number}"),
        content: CleanHtml::trusted(format!("<p>Text of {name}</p>")),
        raw: Some(format!("<p onclick=x>Text of {name}</p>")),
        published: None,
        updated: None,
        first_seen: at(number),
        date: at(number),
        language: None,
        authors: Vec::new(),
        categories: Vec::new(),
        tags: Vec::new(),
        image: None,
        enclosures: Vec::new(),
        comments: None,
        alternates: Vec::new(),
        via: None,
        rights: None,
        content_hash: 1,
        from_page: false,
    }
}

fn state(source: &str, next_at: Option<Timestamp>) -> SourceState {
    SourceState {
        id: Some(id(source)),
        next_at,
        ..SourceState::default()
    }
}

/// New articles, each a story of its own.
fn update(source: &str, articles: Vec<Article>) -> SourceUpdate {
    let told = |article: &Article| {
        StoryChange::Told(Told {
            id: article.id,
            date: article.date,
            changed: article.date,
            lead: article.id,
            members: vec![article.id],
        })
    };
    SourceUpdate {
        changes: Changes {
            stories: articles.iter().map(told).collect(),
            new: articles,
            ..Changes::default()
        },
        state: state(source, None),
        visit: None,
    }
}

async fn filled(store: &Store, source: &str, articles: i64) {
    let articles = (1..=articles)
        .map(|number| article(source, number))
        .collect();
    store.save(update(source, articles)).await.unwrap();
}

/// An article as it comes back: the raw markup stays in the store.
fn without_raw(article: Article) -> Article {
    Article {
        raw: None,
        ..article
    }
}

impl Store {
    /// Something on its connection that only a test does.
    fn run(
        &self,
        work: impl FnOnce(&mut rusqlite::Connection) -> super::error::Done<()> + Send + 'static,
    ) {
        let asked = self.worker.ask(super::thread::Job::alone(work));
        // Sent at the first look; done before anything that is asked later.
        let _ = futures_util::FutureExt::now_or_never(asked);
    }
}
