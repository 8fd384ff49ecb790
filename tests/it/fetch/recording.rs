//! Recording what the network says, and running from it.

use super::*;
use clusterwire::{
    fetch::{Record, Replay},
    model::Timestamp,
};
use std::{error::Error as _, fs, path::Path};

fn at(text: &str) -> Timestamp {
    text.parse().expect(text)
}

fn index(folder: &Path, lines: &[&str]) {
    fs::write(folder.join("index.jsonl"), lines.join("\n")).expect("written");
}

async fn replayed(replay: &Replay, url: &str) -> Option<String> {
    let fetched = replay.fetch(request(url)).await.ok()?;
    String::from_utf8(body_of(fetched)).ok()
}

#[tokio::test]
async fn what_was_recorded_is_replayed_without_the_network() {
    let folder = tempfile::tempdir().expect("a folder");
    let gzip = [
        0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0x4b, 4, 0, 0x43, 0xbe, 0xb7, 0xe8, 1, 0, 0, 0,
    ];
    let feed = Reply::new(
        200,
        &[
            ("Content-Type", "application/rss+xml"),
            ("Content-Encoding", "gzip"),
            ("ETag", "\"1\""),
            ("Set-Cookie", "session=1"),
        ],
        &gzip,
    );
    let server = Server::start(vec![("/", Reply::redirect(301, "/feed")), ("/feed", feed)]).await;
    let url = server.url("/");
    let now = at("2026-11-02T10:00:00Z");
    let recorder = Record::new(live(&settings()), folder.path(), now).expect("a folder");
    let asked = Request {
        headers: secret("X-Key", "hunter2"),
        ..request(&url)
    };
    let fetched = recorder.fetch(asked).await.expect("an answer");
    drop(server);

    let replay = Replay::open(folder.path()).expect("an index");
    assert_eq!(replay.last_fetched_at(), Some(now));
    let again = replay.fetch(request(&url)).await.expect("recorded");
    let paths = |fetched: &Fetched| -> Vec<(String, u16)> {
        fetched
            .hops
            .iter()
            .map(|hop| (hop.url.clone(), hop.status))
            .collect()
    };
    assert_eq!(paths(&fetched), paths(&again));
    assert_eq!(body_of(again), b"a");
    let text = fs::read_to_string(folder.path().join("index.jsonl")).expect("an index");
    for hidden in ["hunter2", "session", "gzip"] {
        assert!(!text.contains(hidden), "{hidden} in {text}");
    }
    assert!(folder.path().join("127.0.0.1-feed.xml").is_file(), "{text}");
}

#[tokio::test]
async fn answers_of_one_address_do_not_overwrite_each_other() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(vec![("/", Reply::ok(b"one")), ("/", Reply::ok(b"two"))]).await;
    let url = server.url("/");
    let days = ["2026-11-02T10:00:00Z", "2026-11-03T10:00:00Z"];
    for day in days {
        let recorder = Record::new(live(&settings()), folder.path(), at(day)).expect("a folder");
        recorder.fetch(request(&url)).await.expect("an answer");
    }
    for (now, expected) in [
        ("2026-11-01T00:00:00Z", "one"),
        ("2026-11-02T10:00:00Z", "one"),
        ("2026-11-02T23:00:00Z", "one"),
        ("2026-11-03T10:00:00Z", "two"),
        ("2027-01-01T00:00:00Z", "two"),
    ] {
        let replay = Replay::open(folder.path()).expect("an index").at(at(now));
        assert_eq!(
            replayed(&replay, &url).await.as_deref(),
            Some(expected),
            "{now}"
        );
    }
}

#[tokio::test]
async fn matching_validators_give_304() {
    let folder = tempfile::tempdir().expect("a folder");
    index(
        folder.path(),
        &[
            r#"{"url":"http://a.example/","status":200,"headers":[["ETag","\"1\""],["Last-Modified","then"]],"fetched_at":"2026-11-02T10:00:00Z"}"#,
        ],
    );
    let replay = Replay::open(folder.path()).expect("an index");
    for (etag, date, status) in [
        ("\"1\"", "", 304),
        ("W/\"1\"", "", 304),
        ("\"2\"", "then", 200),
        ("", "then", 304),
        ("", "later", 200),
        ("", "", 200),
    ] {
        let asked = Request {
            validators: validators(etag, date),
            ..request("http://a.example/")
        };
        let fetched = replay.fetch(asked).await.expect("recorded");
        assert_eq!(status_of(&fetched), status, "{etag} {date}");
    }
}

#[tokio::test]
async fn an_address_without_a_line_is_a_network_failure() {
    let folder = tempfile::tempdir().expect("a folder");
    index(folder.path(), &[]);
    let replay = Replay::open(folder.path()).expect("an index");
    let error = replay.fetch(request("http://a.example/")).await;
    assert!(matches!(error, Err(FetchError::Network { .. })));
    assert_eq!(replay.last_fetched_at(), None);
}

#[tokio::test]
async fn a_recorded_304_stands_for_the_answer_before_it() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("a.xml"), "body").expect("written");
    index(
        folder.path(),
        &[
            r#"{"url":"http://a.example/","status":200,"file":"a.xml","fetched_at":"2026-11-02T10:00:00Z"}"#,
            "",
            r#"{"url":"http://a.example/","status":304,"headers":[],"file":null,"fetched_at":"2026-11-03T10:00:00Z"}"#,
        ],
    );
    let replay = Replay::open(folder.path()).expect("an index");
    assert_eq!(
        replayed(&replay, "http://a.example/").await.as_deref(),
        Some("body")
    );
}

#[tokio::test]
async fn a_recording_holds_every_body_though_the_store_has_validators() {
    let folder = tempfile::tempdir().expect("a folder");
    let feed = |tag: &str, body: &str| {
        let fields = [("Content-Type", "application/rss+xml"), ("ETag", tag)];
        Reply::new(200, &fields, body.as_bytes())
    };
    let server = Server::start(vec![("/feed", feed("\"1\"", "one"))]).await;
    let url = server.url("/feed");
    let ask = async |tag: &str| {
        let now = at("2026-11-02T10:00:00Z");
        let recorder = Record::new(live(&settings()), folder.path(), now).expect("a folder");
        let asked = Request {
            validators: Validators {
                etag: Some(tag.to_owned()),
                ..Validators::default()
            },
            ..request(&url)
        };
        recorder.fetch(asked).await.expect("an answer")
    };
    let conditional = |tag: &str| {
        let asked = server.asked();
        let last = asked.last().expect("a request");
        last.header("if-none-match") == Some(tag)
    };
    ask("\"1\"").await;
    assert!(!conditional("\"1\""), "nothing is recorded yet");
    let replay = Replay::open(folder.path()).expect("an index");
    assert_eq!(replayed(&replay, &url).await.as_deref(), Some("one"));
    ask("\"1\"").await;
    assert!(conditional("\"1\""), "what is recorded need not come again");
    ask("\"of another run\"").await;
    assert!(
        !conditional("\"of another run\""),
        "that answer was not recorded"
    );
}

#[tokio::test]
async fn a_body_outside_of_the_recording_is_not_read() {
    let folder = tempfile::tempdir().expect("a folder");
    for file in ["../secret", "/etc/passwd"] {
        let line = format!(
            r#"{{"url":"http://a.example/","status":200,"file":"{file}","fetched_at":"2026-11-02T10:00:00Z"}}"#
        );
        index(folder.path(), &[&line]);
        let replay = Replay::open(folder.path()).expect("an index");
        let error = replay.fetch(request("http://a.example/")).await;
        assert!(matches!(error, Err(FetchError::Recording { .. })), "{file}");
    }
}

#[test]
fn a_broken_index_names_its_line() {
    let folder = tempfile::tempdir().expect("a folder");
    index(folder.path(), &["", "{}"]);
    let error = Replay::open(folder.path()).expect_err("broken");
    assert!(error.to_string().contains("index.jsonl"), "{error}");
    let cause = error.source().expect("a cause").to_string();
    assert!(cause.contains("line 2"), "{cause}");
    let error = Replay::open(Path::new("/nowhere/at/all")).expect_err("missing");
    assert!(matches!(error, FetchError::Recording { .. }));
}

#[tokio::test]
async fn a_mark_before_the_first_line_is_forgiven() {
    let folder = tempfile::tempdir().expect("a folder");
    let line = r#"{"url":"http://a.example/","status":200,"fetched_at":"2026-11-20T06:00:00Z"}"#;
    index(folder.path(), &[&format!("\u{feff}{line}")]);
    let replay = Replay::open(folder.path()).expect("a recording");
    assert_eq!(
        replayed(&replay, "http://a.example/").await.as_deref(),
        Some("")
    );
}
