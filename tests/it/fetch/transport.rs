//! Servers that are slow, endless, broken or going round in circles.

use super::*;
use crate::server::Asked;
use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Instant,
};

async fn ask_hastily(reply: Reply) -> Result<Fetched, FetchError> {
    let server = Server::start(vec![("/", reply)]).await;
    live(&hasty()).fetch(request(&server.url("/"))).await
}

#[track_caller]
fn check_slow(result: Result<Fetched, FetchError>, started: Instant) {
    assert!(
        matches!(result, Err(FetchError::TooSlow { .. })),
        "{result:?}"
    );
    assert!(started.elapsed() < SOON * 10, "{:?}", started.elapsed());
}

#[tokio::test]
async fn a_silent_server_is_dropped() {
    let started = Instant::now();
    check_slow(ask_hastily(Reply::raw(b"").then_silence()).await, started);
}

#[tokio::test]
async fn a_body_that_trickles_is_dropped() {
    let mut reply = Reply::head(200, &[]);
    for _ in 0..50 {
        reply = reply.bytes(b"x").pause(Duration::from_millis(20));
    }
    let started = Instant::now();
    check_slow(ask_hastily(reply).await, started);
}

#[tokio::test]
async fn a_head_that_trickles_is_dropped() {
    let mut reply = Reply::raw(b"HTTP/1.1 200 OK\r\n");
    for _ in 0..50 {
        reply = reply.bytes(b"x-a: b\r\n").pause(Duration::from_millis(20));
    }
    let started = Instant::now();
    check_slow(ask_hastily(reply).await, started);
}

#[tokio::test]
async fn the_deadline_is_one_for_all_hops() {
    let slow = |to| {
        Reply::raw(b"")
            .pause(SOON * 2 / 5)
            .bytes(&redirect_bytes(to))
    };
    let server = Server::start(vec![
        ("/", slow("/1")),
        ("/1", slow("/2")),
        ("/2", slow("/3")),
        ("/3", Reply::ok(b"late")),
    ])
    .await;
    let started = Instant::now();
    let result = live(&hasty()).fetch(request(&server.url("/"))).await;
    check_slow(result, started);
}

fn redirect_bytes(to: &str) -> Vec<u8> {
    format!("HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n").into_bytes()
}

#[tokio::test]
async fn endless_headers_are_dropped() {
    let endless = Reply::raw(b"HTTP/1.1 200 OK\r\n").endless(b"x-a: b\r\n");
    let result = ask(endless).await;
    assert!(
        matches!(result, Err(FetchError::Network { .. })),
        "{result:?}"
    );
    let long = Reply::raw(b"HTTP/1.1 200 OK\r\nx-a: ").endless(&[b'a'; 4096]);
    let result = ask(long).await;
    assert!(
        matches!(result, Err(FetchError::Network { .. })),
        "{result:?}"
    );
}

#[tokio::test]
async fn a_redirect_in_a_circle_is_seen_at_once() {
    let server = Server::start(vec![
        ("/", Reply::redirect(301, "/b")),
        ("/b", Reply::redirect(302, "/")),
    ])
    .await;
    let result = live(&settings()).fetch(request(&server.url("/"))).await;
    assert!(
        matches!(result, Err(FetchError::Redirects { .. })),
        "{result:?}"
    );
    assert_eq!(server.asked().len(), 2);
}

#[tokio::test]
async fn a_redirect_without_end_is_left_after_ten_requests() {
    let paths: Vec<String> = (0..20).map(|n| format!("/{n}")).collect();
    let chain = paths.iter().zip(paths.iter().skip(1));
    let hops = chain.map(|(from, to)| (from.as_str(), Reply::redirect(301, to)));
    let server = Server::start(hops.collect()).await;
    let result = live(&settings()).fetch(request(&server.url("/0"))).await;
    assert!(
        matches!(result, Err(FetchError::Redirects { .. })),
        "{result:?}"
    );
    assert_eq!(server.asked().len(), 10);
}

#[tokio::test]
async fn a_redirect_that_leads_nowhere_is_the_last_answer() {
    for status in [300, 301, 302] {
        let fetched = ask(Reply::new(status, &[], b"")).await.expect("an answer");
        assert!(matches!(fetched.answer, Answer::Status(code, _) if code == status));
    }
}

#[tokio::test]
async fn a_part_of_an_answer_is_none() {
    let fetched = ask(Reply::new(206, &[], b"<rss>"))
        .await
        .expect("an answer");
    assert!(matches!(fetched.answer, Answer::Status(206, _)));
}

#[tokio::test]
async fn odd_header_lines_are_forgiven() {
    let reply = Reply::raw(
        b"HTTP/1.1 200 OK\r\nContent-Length : 4\r\nX Y: z\r\nno colon\r\nX-Old: a\r\n  b\r\n\r\nhere",
    );
    assert_eq!(body_of(ask(reply).await.expect("an answer")), b"here");
}

#[tokio::test]
async fn an_answer_of_http_1_0_without_a_length_is_read() {
    let reply = Reply::raw(b"HTTP/1.0 200 OK\r\nContent-Type: text/xml\r\n\r\n<rss/>");
    assert_eq!(body_of(ask(reply).await.expect("an answer")), b"<rss/>");
}

#[tokio::test]
async fn every_hop_is_told_and_a_fragment_is_kept_at_home() {
    let server = Server::start(vec![
        ("/", Reply::redirect(301, "a%20b?x=1#top")),
        ("/a%20b?x=1", Reply::redirect(302, "/c")),
        ("/c", Reply::ok(b"here")),
    ])
    .await;
    let fetched = live(&settings()).fetch(request(&server.url("/"))).await;
    let fetched = fetched.expect("an answer");
    let hops: Vec<_> = fetched
        .hops
        .iter()
        .map(|hop| (hop.url.clone(), hop.status))
        .collect();
    let expected = [("/", 301), ("/a%20b?x=1", 302), ("/c", 200)];
    assert_eq!(
        hops,
        expected.map(|(path, status)| (server.url(path), status))
    );
}

#[tokio::test]
async fn a_reset_connection_is_tried_once_more() {
    let server = Server::start(vec![
        ("/", Reply::raw(b"").then_reset()),
        ("/", Reply::ok(b"well")),
    ])
    .await;
    let fetched = live(&settings()).fetch(request(&server.url("/"))).await;
    assert_eq!(body_of(fetched.expect("the second time")), b"well");
}

#[tokio::test]
async fn a_connection_that_is_always_reset_is_tried_twice() {
    let server = Server::start(vec![("/", Reply::raw(b"").then_reset())]).await;
    let result = live(&settings()).fetch(request(&server.url("/"))).await;
    assert!(
        matches!(result, Err(FetchError::Network { .. })),
        "{result:?}"
    );
    assert_eq!(server.asked().len(), 2);
}

#[tokio::test]
async fn an_error_status_is_an_answer_and_not_tried_again() {
    let busy = Reply::new(503, &[("Retry-After", "120")], b"busy");
    let server = Server::start(vec![("/", busy)]).await;
    let fetched = live(&settings()).fetch(request(&server.url("/"))).await;
    let fetched = fetched.expect("an answer");
    assert!(
        matches!(&fetched.answer, Answer::Status(503, headers) if headers.first("retry-after") == Some("120"))
    );
    assert_eq!(server.asked().len(), 1);
}

#[tokio::test]
async fn no_more_requests_at_once_than_one_host_should_have() {
    let slow = Reply::raw(b"")
        .pause(Duration::from_millis(10))
        .bytes(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    let server = Server::start(vec![("/", slow)]).await;
    let live = Arc::new(live(&settings()));
    let tasks: Vec<_> = (0..12)
        .map(|_| {
            let (live, url) = (live.clone(), server.url("/"));
            tokio::spawn(async move { live.fetch(request(&url)).await.is_ok() })
        })
        .collect();
    for task in tasks {
        assert!(task.await.expect("no panic"));
    }
    assert_eq!(server.most_at_once(), 2);
}

#[tokio::test]
async fn the_ports_of_a_host_are_one_host() {
    let (open, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let mut servers = Vec::new();
    for _ in 0..4 {
        let (open, most) = (open.clone(), most.clone());
        let play = move |_: &Asked| {
            most.fetch_max(open.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            let open = open.clone();
            tokio::spawn(async move {
                tokio::time::sleep(Duration::from_millis(5)).await;
                open.fetch_sub(1, Ordering::SeqCst);
            });
            Reply::raw(b"")
                .pause(Duration::from_millis(10))
                .bytes(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        };
        servers.push(Server::play("127.0.0.1:0", play).await);
    }
    let live = Arc::new(live(&settings()));
    let tasks: Vec<_> = servers
        .iter()
        .cycle()
        .take(12)
        .map(|server| {
            let (live, url) = (live.clone(), server.url("/"));
            tokio::spawn(async move { live.fetch(request(&url)).await.is_ok() })
        })
        .collect();
    for task in tasks {
        assert!(task.await.expect("no panic"));
    }
    assert!(most.load(Ordering::SeqCst) <= 2);
}

#[tokio::test]
async fn waiting_for_a_place_does_not_count_as_slow() {
    let slow = Reply::raw(b"")
        .pause(SOON / 4)
        .bytes(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    let server = Server::start(vec![("/", slow)]).await;
    let live = Arc::new(live(&FetchSettings {
        concurrency: 1,
        ..hasty()
    }));
    let tasks: Vec<_> = (0..8)
        .map(|_| {
            let (live, url) = (live.clone(), server.url("/"));
            tokio::spawn(async move { live.fetch(request(&url)).await.is_ok() })
        })
        .collect();
    for task in tasks {
        assert!(task.await.expect("no panic"));
    }
}

#[tokio::test]
async fn a_certificate_that_nobody_vouches_for_is_refused() {
    use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
    let _ = rustls::crypto::ring::default_provider().install_default();
    let certificate = include_bytes!("../../fixtures/tls/self-signed.crt.der");
    let key = include_bytes!("../../fixtures/tls/self-signed.key.der");
    let config = rustls::ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(
            vec![CertificateDer::from(&certificate[..])],
            PrivateKeyDer::from(PrivatePkcs8KeyDer::from(&key[..])),
        )
        .expect("a certificate");
    let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(config));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let server = tokio::spawn(async move {
        let (stream, _) = listener.accept().await.expect("a connection");
        acceptor.accept(stream).await.is_ok()
    });
    let url = format!("https://127.0.0.1:{port}/");
    let error = live(&settings())
        .fetch(request(&url))
        .await
        .expect_err("refused");
    assert!(error.to_string().contains("certificate"), "{error}");
    assert!(!server.await.expect("no panic"), "the handshake must fail");
}

#[tokio::test]
async fn no_redirect_is_followed_to_an_address_that_is_asked_by_itself() {
    let server = Server::start(vec![
        ("/", Reply::redirect(302, "/feed")),
        ("/feed", Reply::ok(b"feed")),
    ])
    .await;
    let apart = [server.url("/feed")].into();
    let asked = Request {
        apart: std::sync::Arc::new(apart),
        ..request(&server.url("/"))
    };
    let error = live(&settings()).fetch(asked).await.expect_err("apart");
    assert!(error.to_string().contains("another source"), "{error}");
    assert_eq!(server.asked().len(), 1);
}
