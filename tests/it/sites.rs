//! Sites without a feed in; their news in the store, and what their servers were asked, out.

use clusterwire::{
    config,
    fetch::{Answer, Fetch, FetchError, Fetched, Held, Request},
    model::{Article, Config, Document, Headers, Hop, SourceId, SourceState, Timestamp},
    pipeline::{self, Run, SourceReport},
    store::Store,
};
use std::{
    collections::BTreeMap,
    path::Path,
    sync::{Mutex, MutexGuard, PoisonError},
};

mod commands;
mod ladder;
mod learnt;
mod lists;
mod pages;
mod sample;

/// Sites that exist only here, and who asked for what.
#[derive(Default)]
pub(crate) struct Web {
    answers: Mutex<BTreeMap<String, (u16, String)>>,
    asked: Mutex<Vec<Request>>,
}

fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Web {
    pub(crate) fn put(&self, url: &str, body: impl Into<String>) {
        held(&self.answers).insert(url.to_owned(), (200, body.into()));
    }

    fn refuse(&self, url: &str, status: u16) {
        held(&self.answers).insert(url.to_owned(), (status, String::new()));
    }

    /// The addresses that were asked since the last call.
    fn asked(&self) -> Vec<String> {
        let asked = std::mem::take(&mut *held(&self.asked));
        asked.into_iter().map(|request| request.url).collect()
    }

    fn requests(&self) -> Vec<Request> {
        std::mem::take(&mut *held(&self.asked))
    }
}

/// What is not there is a 404; robots.txt too.
impl Fetch for Web {
    async fn fetch(&self, request: Request) -> Result<Fetched, FetchError> {
        let url = request.url.clone();
        held(&self.asked).push(request);
        let found = held(&self.answers).get(&url).cloned();
        let (status, body) = found.unwrap_or((404, String::new()));
        if status == 0 {
            let why = "connection refused".to_owned();
            return Err(FetchError::Network { url, why });
        }
        let document = Document {
            url: url.clone(),
            headers: Headers::default(),
            body: body.into_bytes(),
        };
        Ok(Fetched {
            hops: vec![Hop {
                url,
                status,
                headers: Headers::default(),
            }],
            answer: match status {
                200 => Answer::Found(document),
                status => Answer::Status(status, Headers::default()),
            },
            spent: std::time::Duration::ZERO,
            held: Held::default(),
        })
    }
}

/// A newsroom with one source, `[[source]]` and what follows, over some days.
struct Room {
    web: Web,
    store: Store,
    config: Config,
    now: Timestamp,
}

const SITE: &str = "https://site.example/";
const LIST: &str = "https://site.example/news/";

impl Room {
    /// A source at `LIST`, with these further lines of feeds.toml.
    fn new(lines: &str) -> Self {
        Self::at(LIST, lines)
    }

    fn at(url: &str, lines: &str) -> Self {
        let text = format!(
            "[site]\nurl = \"https://news.example.org/\"\n[[source]]\nid = \"site\"\nurl = \"{url}\"\n{lines}\n"
        );
        let around = config::Surroundings {
            folder: Path::new("/nowhere"),
            secret: &|_| Ok("secret".to_owned()),
            selector: &|_| true,
            what_lies: &|_| config::Lies::Folder,
        };
        Self {
            web: Web::default(),
            store: Store::in_memory().expect("a store"),
            config: config::read(&text, &around).expect(&text),
            now: "2026-11-20T06:00:00Z".parse().expect("an instant"),
        }
    }

    /// Polls the source, due or not; half a day goes by after it.
    async fn poll(&mut self) -> SourceReport {
        let id = id();
        let run = Run {
            only: Some(&id),
            ..Run::new(&self.config, &self.web, &self.store, self.now)
        };
        let report = pipeline::update(&run).await.expect("the store works");
        self.now += chrono::TimeDelta::hours(12);
        report.asked.into_iter().next().expect("a report")
    }

    /// What is stored, newest first.
    async fn articles(&self) -> Vec<Article> {
        let policy = std::sync::Arc::new(clusterwire::dedupe::Policy::of(&self.config));
        let stories = self.store.stories(&policy, 500).await.expect("the stories");
        stories.into_iter().map(|story| story.lead).collect()
    }

    async fn state(&self) -> SourceState {
        let state = self.store.state(&id()).await.expect("the store works");
        state.expect("a state")
    }
}

fn id() -> SourceId {
    SourceId::new("site").expect("an id")
}

/// A page with a list of so many pieces of news, newest first.
fn list(head: &str, count: usize) -> String {
    let item = |number: usize| {
        format!(
            "<article class='item'><h3><a href='/news/story-number-{number}-of-the-site'>Story number {number} of the \
             site is told here</a></h3><time datetime='2026-11-{number:02}'>{number} Nov 2026</time><p>What happened \
             on that day, in one sentence, number {number}.</p></article>"
        )
    };
    let items: Vec<String> = (1..=count).rev().map(item).collect();
    let items = items.concat();
    format!(
        "<!doctype html><html lang='en'><head><title>News</title>{head}</head><body><nav><a href='/'>Home</a> \
         <a href='/about'>About</a></nav><main><h1>News</h1><div class='list'>{items}</div></main></body></html>"
    )
}

fn story(number: usize) -> String {
    format!("{SITE}news/story-number-{number}-of-the-site")
}

/// The page of one of them.
fn page(number: usize, text: &str) -> String {
    format!(
        "<!doctype html><html lang='en'><head><title>Story number {number} of the site is told here</title></head>\
         <body><nav><a href='/'>Home</a></nav><main><article><h1>Story number {number} of the site is told here</h1>\
         <p class='date'>{number} November 2026</p><p>{text}</p>\
         <p>A second paragraph goes on about number {number}, with more words than any list would have, so that there \
         is something to read.</p></article></main></body></html>"
    )
}

/// A feed with so many entries; `body` goes into each item.
fn feed(count: usize, body: &str) -> String {
    let item = |number: usize| {
        let url = story(number);
        format!(
            "<item><title>Story number {number} of the site is told here</title><link>{url}</link>\
             <pubDate>{number:02} Nov 2026 10:00:00 GMT</pubDate>{body}</item>"
        )
    };
    let items: Vec<String> = (1..=count).map(item).collect();
    let items = items.concat();
    format!(
        "<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><title>Site</title>{items}</channel></rss>"
    )
}

const FULL: &str = "<content:encoded>&lt;p&gt;All that is to be said of it, from the beginning to the end.&lt;/p&gt;</content:encoded>";
const CUT: &str = "<description>The beginning of what is to be said […]</description>";
