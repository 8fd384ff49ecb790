//! What a server sees of us.

use super::*;
use crate::server::Asked;

async fn asked_with(change: impl FnOnce(&mut Request)) -> Asked {
    let server = Server::start(vec![("/", Reply::ok(b"x"))]).await;
    let mut asked = request(&server.url("/"));
    change(&mut asked);
    live(&settings()).fetch(asked).await.expect("an answer");
    server.asked().remove(0)
}

#[tokio::test]
async fn every_request_says_who_asks_and_whom_to_tell() {
    let asked = asked_with(|_| {}).await;
    let agent = asked.header("user-agent").expect("a User-Agent");
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(
        agent,
        format!("clusterwire/{version} (+mailto:news@cluster.example)")
    );
}

#[test]
fn the_contact_in_the_user_agent_is_an_address() {
    let version = env!("CARGO_PKG_VERSION");
    for (contact, shown) in [
        (None, ""),
        (
            Some("https://cluster.example/about"),
            " (+https://cluster.example/about)",
        ),
        (Some("mailto:a@b.example"), " (+mailto:a@b.example)"),
        (Some("cluster.example"), " (+https://cluster.example)"),
        (Some("a@b.example)\r\nEvil: (x"), " (+a@b.exampleEvil:x)"),
    ] {
        let expected = format!("clusterwire/{version}{shown}");
        assert_eq!(clusterwire::fetch::user_agent(contact), expected);
    }
}

#[tokio::test]
async fn a_request_asks_for_a_feed_in_a_coding_that_saves_bytes_and_nothing_else() {
    let asked = asked_with(|_| {}).await;
    let names: Vec<&str> = asked
        .headers
        .iter()
        .map(|(name, _)| name.as_str())
        .collect();
    let mut sorted = names.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, ["accept", "accept-encoding", "host", "user-agent"]);
    assert!(
        asked
            .header("accept")
            .is_some_and(|accept| accept.contains("application/rss+xml"))
    );
    assert!(
        asked
            .header("accept-encoding")
            .is_some_and(|offer| offer.contains("gzip"))
    );
}

#[tokio::test]
async fn validators_are_sent_back_byte_for_byte() {
    for (etag, date) in [
        ("\"plain\"", "Mon, 02 Nov 2026 10:00:00 GMT"),
        ("W/\"weak\"", ""),
        ("unquoted", "yesterday"),
        ("\"a,b\"", "0"),
        ("\"x-gzip\"", "Mon, 02 Nov 2026 10:00:00 +0000"),
        ("\"\u{e4}\u{ff}\"", ""),
        ("", "Mon,  2 Nov 2026 10:00:00 GMT"),
    ] {
        let asked = asked_with(|asked| asked.validators = validators(etag, date)).await;
        assert_eq!(asked.header("if-none-match").unwrap_or_default(), etag);
        assert_eq!(asked.header("if-modified-since").unwrap_or_default(), date);
    }
}

#[tokio::test]
async fn an_address_that_did_not_give_the_validators_sees_only_those_that_are_lent() {
    for (given_by, lent, sent) in [
        ("/feed?signed=1", false, true),
        ("/feed", false, true),
        ("/", false, false),
        ("/", true, true),
        ("/feed/other", false, false),
        ("", false, false),
    ] {
        let server = Server::start(vec![
            ("/", Reply::redirect(302, "/feed?signed=2")),
            ("/feed?signed=2", Reply::head(304, &[])),
        ])
        .await;
        let known = Validators {
            given_by: (!given_by.is_empty()).then(|| server.url(given_by)),
            ..validators("\"a\"", "Mon, 02 Nov 2026 10:00:00 GMT")
        };
        let asked = Request {
            validators: known,
            lends_validators: lent,
            ..request(&server.url("/"))
        };
        let fetched = live(&settings()).fetch(asked).await.expect("an answer");
        let with: Vec<_> = server
            .asked()
            .iter()
            .map(|asked| {
                let pair = ["if-none-match", "if-modified-since"];
                pair.map(|name| asked.header(name).is_some())
            })
            .collect();
        assert_eq!(with, [[true; 2], [sent; 2]], "{given_by}");
        // A 304 that nobody asked for says nothing.
        let unchanged = matches!(fetched.answer, Answer::Unchanged(_));
        assert_eq!(unchanged, sent, "{given_by}");
    }
}

#[tokio::test]
async fn a_304_is_its_own_answer() {
    let server = Server::start(vec![("/", Reply::head(304, &[("ETag", "\"a\"")]))]).await;
    let asked = Request {
        validators: validators("\"a\"", ""),
        ..request(&server.url("/"))
    };
    let fetched = live(&settings()).fetch(asked).await.expect("an answer");
    assert!(matches!(fetched.answer, Answer::Unchanged(_)));
    let unasked = live(&settings()).fetch(request(&server.url("/"))).await;
    assert!(matches!(
        unasked.expect("an answer").answer,
        Answer::Status(304, _)
    ));
}

#[tokio::test]
async fn the_address_is_asked_for_as_configured() {
    for path in [
        "/feed",
        "/feed?",
        "/feed?null",
        "/feed/?b=2&a=1&&c",
        "/%7Euser/%e4%C4",
        "//feed//x/",
        "/feed?x=a+b%20c&y=%2F",
        "/a;b=c,d/(e)!*$@:",
        "/feed|x",
        "/feed?q=[1]|{2}^`",
    ] {
        let server = Server::start(vec![(path, Reply::ok(b"exact"))]).await;
        let fetched = live(&settings()).fetch(request(&server.url(path))).await;
        let line = server.asked().remove(0).line;
        assert_eq!(line, format!("GET {path} HTTP/1.1"));
        assert_eq!(fetched.expect(path).hops[0].url, server.url(path));
    }
}

#[tokio::test]
async fn no_cookie_and_no_referer_on_any_hop() {
    let first = Reply::new(
        302,
        &[("Location", "/b"), ("Set-Cookie", "session=1; Path=/")],
        b"",
    );
    let server = Server::start(vec![("/", first), ("/b", Reply::ok(b"x"))]).await;
    let live = live(&settings());
    for _ in 0..2 {
        live.fetch(request(&server.url("/")))
            .await
            .expect("an answer");
    }
    assert_eq!(server.asked().len(), 4);
    for asked in server.asked() {
        assert_eq!(
            (asked.header("cookie"), asked.header("referer")),
            (None, None)
        );
    }
}

#[tokio::test]
async fn configured_headers_go_to_the_configured_host_and_to_no_other() {
    let other = Server::start(vec![("/", Reply::ok(b"x"))]).await;
    let server = Server::start(vec![
        ("/", Reply::redirect(302, "/here")),
        ("/here", Reply::redirect(302, &other.url("/"))),
    ])
    .await;
    let asked = Request {
        headers: secret("Authorization", "Bearer hunter2"),
        ..request(&server.url("/"))
    };
    live(&settings()).fetch(asked).await.expect("an answer");
    let sent = |asked: &[Asked]| -> Vec<bool> {
        asked
            .iter()
            .map(|asked| asked.header("authorization").is_some())
            .collect()
    };
    assert_eq!(sent(&server.asked()), [true, true]);
    assert_eq!(sent(&other.asked()), [false]);
}

#[tokio::test]
async fn what_is_no_secret_may_be_told_back() {
    let told = [
        ("Content-Type", "application/rss+xml; charset=windows-1250"),
        ("Location", "/?t=hunter2hunter"),
    ];
    let server = Server::start(vec![
        ("/cluster/news", Reply::new(200, &told, b"x")),
        ("/", Reply::redirect(302, "/cluster/news")),
    ])
    .await;
    let home = server.url("/");
    for (name, value) in [
        ("Content-Type", "application/rss+xml"),
        ("Referer", home.as_str()),
        ("X-Tenant", "cluster"),
        ("Authorization", "Bearer hunter2hunter"),
    ] {
        let asked = Request {
            headers: secret(name, value),
            ..request(&home)
        };
        let fetched = live(&settings()).fetch(asked).await.expect(name);
        let fields = &fetched.hops.last().expect("a hop").headers;
        assert_eq!(fields.first("content-type"), Some(told[0].1), "{name}");
        // Nobody is led there; who shows himself by it is not told of it.
        let kept = fields.first("location").is_some();
        assert_eq!(kept, name != "Authorization", "{name}");
    }
}

#[tokio::test]
async fn a_secret_is_known_however_it_is_written() {
    for (name, value, to) in [
        (
            "Cookie",
            "PHPSESSID=k8s7d6f5; lang=bs",
            "/feed?PHPSESSID=k8s7d6f5",
        ),
        ("Cookie", "JSESSIONID=k8s7d6f5", "/feed;jsessionid=k8s7d6f5"),
        (
            "Authorization",
            "Bearer ab+cd/efgh12==",
            "/?t=ab+cd%2Fefgh12==",
        ),
        ("X-Api-Key", "ab/cdefgh12", "/feed/ab%252Fcdefgh12"),
    ] {
        let server = Server::start(vec![("/", Reply::redirect(302, to))]).await;
        let asked = Request {
            headers: secret(name, value),
            ..request(&server.url("/"))
        };
        let refused = live(&settings()).fetch(asked).await.expect_err(to);
        assert!(matches!(refused, FetchError::Refused { .. }), "{refused}");
        assert_eq!(server.asked().len(), 1, "{to}");
    }
}

#[tokio::test]
async fn a_secret_that_is_told_back_is_neither_followed_nor_kept() {
    let other = Server::start(vec![]).await;
    let to = other.url("/?jwt=c2VjcmV0IGtleQ%3d%3d");
    let told = [("X-You-Sent", "Basic c2VjcmV0IGtleQ=="), ("ETag", "\"1\"")];
    let server = Server::start(vec![
        ("/away", Reply::redirect(301, &to)),
        ("/here", Reply::redirect(302, "/feed?c2VjcmV0IGtleQ==")),
        ("/feed", Reply::new(200, &told, b"x")),
    ])
    .await;
    let ask = async |path: &str| {
        let asked = Request {
            headers: secret("Authorization", "Basic c2VjcmV0IGtleQ=="),
            ..request(&server.url(path))
        };
        live(&settings()).fetch(asked).await
    };
    for path in ["/away", "/here"] {
        let refused = ask(path).await.expect_err("refused");
        assert!(!refused.to_string().contains("c2VjcmV0"), "{refused}");
    }
    assert_eq!(other.connections(), 0);
    assert_eq!(server.asked().len(), 2);
    let fetched = ask("/feed").await.expect("an answer");
    let fields = &fetched.hops[0].headers;
    assert_eq!(fields.first("x-you-sent"), None);
    assert_eq!(fields.first("etag"), Some("\"1\""));
}
