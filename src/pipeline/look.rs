//! An address in; what a source there would bring out. Nothing is stored, no article's page read.

use super::{
    Run,
    ask::{Ended, news},
};
use crate::{
    fetch::Fetch,
    model::{Article, Failure, Source, SourceKind, SourceState},
    schedule,
};
use std::sync::Arc;

/// What was found at an address.
#[derive(Clone, Debug, PartialEq)]
pub struct Look {
    /// What each rung of the ladder answered.
    pub rungs: Vec<String>,
    /// The news; or why there is none.
    pub found: Result<Sight, Failure>,
}

/// News, and where it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Sight {
    /// What it was read as.
    pub kind: SourceKind,
    /// The address that it came from.
    pub url: String,
    /// What it calls itself; empty where it does not.
    pub title: String,
    /// Newest first.
    pub articles: Vec<Article>,
}

/// Looks for the news of a source as a run does that never saw it.
pub async fn look<F: Fetch>(run: &Run<'_, F>, source: &Source) -> Look {
    let source = Arc::new(source.clone());
    let visit = news(run, &source, SourceState::default()).await;
    let url = schedule::address(&source, &visit.state).to_owned();
    let found = match visit.end {
        Ended::Feed(read) => {
            let mut articles = read.articles;
            articles.sort_by(|a, b| b.date.cmp(&a.date).then_with(|| a.id.cmp(&b.id)));
            Ok(Sight {
                kind: read.kind,
                url,
                title: read.portrait.title,
                articles,
            })
        }
        Ended::Failed(failure) => Err(failure),
        // Without validators nobody may say so; then there is nothing to see.
        Ended::Unchanged { .. } => Ok(Sight {
            kind: source.kind,
            url,
            title: String::new(),
            articles: Vec::new(),
        }),
    };
    Look {
        rungs: visit.state.rungs,
        found,
    }
}
