//! Tables of (state, outcome, now) -> state.

use super::*;
use crate::model::{
    ArticlePolicy, DateOrder, Feed, Headers, Hop, Language, SourceId, SourceKind, Validators,
};

mod answers;
mod attention;
mod failures;
mod lasting;
mod week;

const START: &str = "2026-11-02T10:00:00Z"; // a Monday

fn at(text: &str) -> Timestamp {
    text.parse().expect(text)
}

fn hours(count: u64) -> Duration {
    HOUR * u32::try_from(count).expect("hours")
}

fn source() -> Source {
    Source {
        id: SourceId::new("cluster").expect("an id"),
        name: "Cluster".to_owned(),
        url: "http://cluster.example/feed".to_owned(),
        kind: SourceKind::Feed,
        languages: Language::parse("en").into_iter().collect(),
        tags: Vec::new(),
        rights: None,
        partner: false,
        every: HOUR,
        every_max: hours(11),
        first_run: 10,
        content: None,
        article: ArticlePolicy::Never,
        expect_every: DAY * 45,
        per_source: 20,
        timezone: chrono_tz::UTC,
        date_order: DateOrder::Auto,
        date_languages: Vec::new(),
        headers: Vec::new(),
        page: crate::model::PageSelectors::default(),
        article_page: crate::model::ArticleSelectors::default(),
    }
}

fn validators() -> Validators {
    Validators {
        etag: Some("W/\"a,b-gzip".to_owned()),
        last_modified: Some("Yesterday".to_owned()),
        given_by: Some("http://cluster.example/feed".to_owned()),
        given_at: None,
    }
}

/// A good answer with validators and entries an hour apart: nothing but `every` holds.
fn good(hints: Hints) -> Outcome {
    let start = at(START);
    Outcome::Good {
        validators: validators(),
        body_hash: Some("hash".to_owned()),
        hints,
        entry_dates: (1..=10).map(|n| start - TimeDelta::hours(n)).collect(),
        new_entries: 1,
        known_entries: 9,
        portrait: Portrait {
            title: "Cluster".to_owned(),
            hosts: vec!["cluster.example".to_owned()],
        },
        moved: None,
    }
}

fn unchanged(hints: Hints) -> Outcome {
    Outcome::Unchanged {
        validators: None,
        hints,
        moved: None,
    }
}

fn failure(status: u16, fields: &[(&str, &str)]) -> Outcome {
    Outcome::Failed(refusal(status, &fields_of(fields), at(START)))
}

fn fields_of(fields: &[(&str, &str)]) -> Headers {
    let pairs = fields.iter();
    Headers(
        pairs
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect(),
    )
}

fn poll(state: &SourceState, outcome: &Outcome, now: Timestamp) -> SourceState {
    next_poll(&source(), state, outcome, now)
}

/// How long an answer makes us wait.
fn wait(outcome: &Outcome) -> Duration {
    let now = at(START);
    let next = poll(&SourceState::default(), outcome, now);
    since(now, next.next_at.expect("it is asked again"))
}
