//! A list of addresses in; each is asked once, read with feed-rs, cleaned with ammonia and kept in one
//! table of SQLite: what an aggregator of other people's parts costs that compares and publishes nothing.
//!
//! `parts URLS.txt CONCURRENCY DATABASE`: the floor is `bare`, and this stands between it and us.

use futures_util::StreamExt;
use rusqlite::{Connection, params};
use std::{env, fs};

const TABLE: &str = "PRAGMA journal_mode = wal; PRAGMA synchronous = full;
    CREATE TABLE article (key INTEGER PRIMARY KEY, id TEXT NOT NULL, source TEXT NOT NULL, title TEXT,
    link TEXT, date INTEGER, body TEXT, UNIQUE (source, id));";

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = env::args().collect();
    let [_, list, concurrency, database] = arguments.as_slice() else {
        panic!("parts URLS CONCURRENCY DATABASE")
    };
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder().no_proxy().build().expect("a client");
    let list = fs::read_to_string(list).expect("the list is readable");
    let mut store = Connection::open(database).expect("a database");
    store.execute_batch(TABLE).expect("a table");
    let mut read = futures_util::stream::iter(list.lines().map(|url| one(&client, url)))
        .buffer_unordered(concurrency.parse().expect("a number"));
    let mut articles = 0;
    while let Some((source, feed)) = read.next().await {
        articles += feed.as_ref().map_or(0, |feed| feed.entries.len());
        feed.map(|feed| keep(&mut store, source, feed).expect("rows"));
    }
    println!("{articles} articles");
}

/// A feed of clean texts; nothing where it could not be had or read.
async fn one<'a>(client: &reqwest::Client, url: &'a str) -> (&'a str, Option<feed_rs::model::Feed>) {
    let Ok(answer) = client.get(url).send().await else { return (url, None) };
    let Ok(body) = answer.bytes().await else { return (url, None) };
    let read = tokio::task::spawn_blocking(move || {
        let mut feed = feed_rs::parser::parse(&body[..]).ok()?;
        for entry in &mut feed.entries {
            let content = entry.content.as_mut().and_then(|content| content.body.as_mut());
            let summary = entry.summary.as_mut().map(|summary| &mut summary.content);
            for text in content.into_iter().chain(summary) {
                *text = ammonia::clean(text);
            }
        }
        Some(feed)
    });
    (url, read.await.expect("no panic"))
}

fn keep(store: &mut Connection, source: &str, feed: feed_rs::model::Feed) -> rusqlite::Result<()> {
    let transaction = store.transaction()?;
    for entry in feed.entries {
        let body = entry.content.and_then(|content| content.body).or(entry.summary.map(|text| text.content));
        transaction
            .prepare_cached(
                "INSERT OR IGNORE INTO article (id, source, title, link, date, body) VALUES (?, ?, ?, ?, ?, ?)",
            )?
            .execute(params![
                entry.id,
                source,
                entry.title.map(|title| title.content),
                entry.links.first().map(|link| &link.href),
                entry.published.or(entry.updated).map(|time| time.timestamp()),
                body
            ])?;
    }
    transaction.commit()
}
