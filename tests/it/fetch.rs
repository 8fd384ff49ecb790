//! Fetching, from outside: a real server on 127.0.0.1 plays the other side (RELIABILITY.md 1-18).

use crate::server::{Reply, Server};
use clusterwire::{
    fetch::{Answer, Fetch as _, FetchError, Fetched, Live, Request},
    model::{FetchSettings, Secret, Validators},
};
use std::time::Duration;

mod body;
mod manners;
mod recording;
mod transport;
mod walls;

const SOON: Duration = Duration::from_millis(200);

/// The defaults of `[fetch]`, small bodies, and leave to ask 127.0.0.0/8.
fn settings() -> FetchSettings {
    FetchSettings {
        max_body: 1 << 20,
        allow_networks: vec!["127.0.0.0/8".parse().expect("a network")],
        ..walled()
    }
}

/// The same with a deadline that a test can wait for.
fn hasty() -> FetchSettings {
    FetchSettings {
        timeout: SOON,
        ..settings()
    }
}

/// The defaults of `[fetch]`.
fn walled() -> FetchSettings {
    FetchSettings {
        concurrency: 32,
        per_host: 2,
        timeout: Duration::from_secs(30),
        max_body: 10 << 20,
        allow_networks: Vec::new(),
        own_resolver: false,
        proxy: None,
    }
}

fn live(settings: &FetchSettings) -> Live {
    Live::new(settings, Some("news@cluster.example")).expect("a client")
}

fn request(url: &str) -> Request {
    Request {
        url: url.to_owned(),
        ..Request::default()
    }
}

/// Asks a server that answers `/` with `reply`.
async fn ask(reply: Reply) -> Result<Fetched, FetchError> {
    let server = Server::start(vec![("/", reply)]).await;
    live(&settings()).fetch(request(&server.url("/"))).await
}

fn body_of(fetched: Fetched) -> Vec<u8> {
    match fetched.answer {
        Answer::Found(document) => document.body,
        Answer::Unchanged(_) | Answer::Status(..) => panic!("no body: {:?}", fetched.hops),
    }
}

fn status_of(fetched: &Fetched) -> u16 {
    fetched.hops.last().expect("a hop").status
}

fn validators(etag: &str, last_modified: &str) -> Validators {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Validators {
        etag: some(etag),
        last_modified: some(last_modified),
        given_by: None,
        given_at: None,
    }
}

fn secret(name: &str, value: &str) -> Vec<(String, Secret)> {
    vec![(name.to_owned(), Secret::new(value.to_owned()))]
}
