//! Visits that go wrong.

use super::*;
use crate::{
    config,
    fetch::{Answer, FetchError, Fetched, Held, Request},
    model::{Config, Document, FailureKind, Headers, Hop, Timestamp},
    store::Store,
};
use std::path::Path;

/// Panics for one host, and has a feed for every other.
struct Fragile;

impl Fetch for Fragile {
    async fn fetch(&self, request: Request) -> Result<Fetched, FetchError> {
        assert!(!request.url.contains("bad"), "injected");
        let body = "<rss version='2.0'><channel><title>T</title><item><title>News</title>\
                    <link>http://good.example/1</link></item></channel></rss>";
        let hop = Hop {
            url: request.url.clone(),
            status: 200,
            headers: Headers(Vec::new()),
        };
        Ok(Fetched {
            hops: vec![hop],
            answer: Answer::Found(Document {
                url: request.url,
                headers: Headers(Vec::new()),
                body: body.as_bytes().to_vec(),
            }),
            spent: std::time::Duration::ZERO,
            held: Held::default(),
        })
    }
}

fn configured(text: &str) -> Config {
    let around = config::Surroundings {
        folder: Path::new("/"),
        secret: &|_| Ok(String::new()),
        selector: &|_| true,
        what_lies: &|_| config::Lies::Folder,
    };
    config::read(text, &around).expect("a configuration")
}

#[tokio::test]
async fn a_panic_while_one_source_is_visited_is_a_failed_source_and_the_others_are_read() {
    let text = "[defaults]\narticle = \"never\"\n\
                [[source]]\nurl = \"http://bad.example/\"\nkind = \"feed\"\n\
                [[source]]\nurl = \"http://good.example/\"\nkind = \"feed\"";
    let config = configured(text);
    let store = Store::in_memory().expect("a store");
    let run = Run::new(&config, &Fragile, &store, Timestamp::UNIX_EPOCH);
    let report = update(&run).await.expect("a report");
    let kinds: Vec<_> = report
        .asked
        .iter()
        .map(|report| match &report.end {
            End::Failed(failure) => Some(failure.kind),
            End::Read { .. } | End::Unchanged => None,
        })
        .collect();
    assert_eq!(kinds, [Some(FailureKind::Panic), None]);
    assert_eq!(report.totals().new, 1);
}

#[test]
fn hosts_take_turns_and_sources_of_one_address_follow_each_other() {
    let urls = ["a/1", "a/2", "b/1", "a/1", "b/2", "c/1", "b/1", "a/1"];
    let tables = urls
        .iter()
        .zip(0..)
        .map(|(url, number)| format!("[[source]]\nid = \"s{number}\"\nurl = \"http://{url}\"\n"));
    let config = configured(&tables.collect::<String>());
    let sources = config.sources.into_iter().enumerate();
    let due = sources.map(|(place, source)| (place, Arc::new(source), SourceState::default()));
    let order: Vec<usize> = fairly(due.collect())
        .iter()
        .map(|(place, ..)| *place)
        .collect();
    assert_eq!(order, [0, 3, 7, 2, 6, 5, 1, 4]);
}

#[tokio::test]
async fn an_address_that_was_just_asked_is_not_asked_in_another_spelling() {
    let tables = |urls: &[&str]| -> String {
        let table =
            |url| format!("[[source]]\nurl = \"{url}\"\nkind = \"feed\"\nname = \"{url}\"\n");
        "[defaults]\narticle = \"never\"\n".to_owned() + &urls.iter().map(table).collect::<String>()
    };
    let store = Store::in_memory().expect("a store");
    let urls = [
        "http://good.example/feed",
        "HTTP://Good.example:80/feed#top",
    ];
    for (urls, asked) in [(&urls[..1], 1), (&urls[..], 0)] {
        let config = configured(&tables(urls));
        let run = Run::new(&config, &Fragile, &store, Timestamp::UNIX_EPOCH);
        assert_eq!(update(&run).await.expect("a report").asked.len(), asked);
    }
}
