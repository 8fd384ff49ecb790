//! Whom we never ask.

use super::*;

/// Ways to write an address of this machine or its networks; PORT is a server that must not hear
/// of it.
const INSIDE: &[&str] = &[
    "http://127.0.0.1:PORT/",
    "http://127.0.0.2:PORT/",
    "http://127.1:PORT/",
    "http://127.0.1:PORT/",
    "http://127.0.0.1.:PORT/",
    "http://127.000.000.001:PORT/",
    "http://0x7f.1:PORT/",
    "http://0x7F.0.0x0.1:PORT/",
    "http://0x7f000001:PORT/",
    "http://0177.0.0.1:PORT/",
    "http://017700000001:PORT/",
    "http://2130706433:PORT/",
    "http://%31%32%37.0.0.1:PORT/",
    "http://\u{ff11}\u{ff12}\u{ff17}.0.0.1:PORT/",
    "http://\u{2460}\u{2461}\u{2466}.0.0.1:PORT/",
    "http://127\u{3002}0\u{3002}0\u{3002}1:PORT/",
    "http://127.0.\t0.1:PORT/",
    "http:127.0.0.1:PORT/",
    "http:\\\\127.0.0.1:PORT\\",
    " http://127.0.0.1:PORT/ ",
    "HTTP://127.0.0.1:PORT/",
    "http://0:PORT/",
    "http://0.0.0.0:PORT/",
    "http://[::]:PORT/",
    "http://[::1]:PORT/",
    "http://[0:0:0:0:0:0:0:1]:PORT/",
    "http://[::127.0.0.1]:PORT/",
    "http://[::ffff:127.0.0.1]:PORT/",
    "http://[::ffff:7f00:1]:PORT/",
    "http://[::ffff:0:127.0.0.1]:PORT/",
    "http://[64:ff9b::127.0.0.1]:PORT/",
    "http://[2002:7f00:1::]:PORT/",
    "http://localhost:PORT/",
    "http://LocalHost.:PORT/",
    "http://example.org@127.0.0.1:PORT/",
    "http://10.0.0.1:PORT/",
    "http://100.64.0.1:PORT/",
    "http://169.254.169.254/latest/meta-data/",
    "http://172.16.0.1:PORT/",
    "http://192.168.0.1:PORT/",
    "http://[fc00::1]:PORT/",
    "http://[fe80::1]:PORT/",
    "http://[ff02::1]:PORT/",
    "https://127.0.0.1:PORT/",
    "file:///etc/passwd",
    "ftp://127.0.0.1:PORT/",
    "gopher://127.0.0.1:PORT/",
    "data:text/xml,<rss/>",
    "javascript:alert(1)",
    "unix:/run/docker.sock",
    "//127.0.0.1:PORT/",
    "127.0.0.1:PORT",
    "",
];

#[tokio::test]
async fn no_spelling_of_a_private_address_is_asked() {
    for own_resolver in [false, true] {
        let canary = Server::start(Vec::new()).await;
        let port = canary.address.port();
        let canary_v6 = Server::start_on(&format!("[::1]:{port}"), Vec::new()).await;
        let live = live(&FetchSettings {
            own_resolver,
            ..walled()
        });
        for spelling in INSIDE {
            let url = spelling.replace("PORT", &port.to_string());
            let error = live.fetch(request(&url)).await.expect_err(&url);
            let refused = matches!(error, FetchError::Refused { .. });
            assert!(refused, "{url}: {error:?}");
        }
        assert_eq!(canary.connections() + canary_v6.connections(), 0);
    }
}

#[tokio::test]
async fn a_redirect_inside_is_not_followed() {
    let canary = Server::start(Vec::new()).await;
    let port = canary.address.port();
    let canary_v6 = Server::start_on(&format!("[::1]:{port}"), Vec::new()).await;
    let narrow = FetchSettings {
        allow_networks: vec!["127.0.0.99/32".parse().expect("a network")],
        ..settings()
    };
    // These are no addresses of their own where they stand in a redirect.
    let absolute = |target: &&&str| {
        !(target.is_empty() || target.starts_with("127") || target.starts_with("http:127"))
    };
    for target in INSIDE.iter().filter(absolute) {
        let target = target.trim().replace("PORT", &port.to_string());
        let hop = Reply::redirect(302, &target);
        let server = Server::start_on("127.0.0.99:0", vec![("/", hop)]).await;
        let error = live(&narrow).fetch(request(&server.url("/"))).await;
        let error = error.expect_err(&target);
        let refused = matches!(error, FetchError::Refused { .. });
        assert!(refused, "{target}: {error:?}");
        assert_eq!(server.asked().len(), 1);
    }
    assert_eq!(canary.connections() + canary_v6.connections(), 0);
}

#[tokio::test]
async fn only_the_allowed_network_is_open() {
    let v6 = Server::start_on("[::1]:0", Vec::new()).await;
    let server = Server::start(vec![("/", Reply::redirect(301, &v6.url("/")))]).await;
    let error = live(&settings()).fetch(request(&server.url("/"))).await;
    assert!(matches!(error, Err(FetchError::Refused { .. })));
    assert_eq!((server.connections(), v6.connections()), (1, 0));
}

#[tokio::test]
async fn a_name_is_looked_up_and_its_address_checked() {
    for own_resolver in [false, true] {
        let server = Server::start(vec![("/", Reply::ok(b"here"))]).await;
        let url = format!("http://localhost:{}/", server.address.port());
        let live = live(&FetchSettings {
            own_resolver,
            ..settings()
        });
        let fetched = live.fetch(request(&url)).await.expect("allowed");
        assert_eq!(body_of(fetched), b"here");
    }
}

#[tokio::test]
async fn the_ports_of_other_services_are_refused() {
    for port in [1, 22, 25, 53, 110, 995, 1023, 6667] {
        let url = format!("http://93.184.215.14:{port}/");
        let error = live(&walled()).fetch(request(&url)).await;
        assert!(matches!(error, Err(FetchError::Refused { .. })), "{port}");
    }
}

#[tokio::test]
async fn an_allowed_network_may_use_any_port() {
    let error = live(&settings())
        .fetch(request("http://127.0.0.1:1/"))
        .await;
    assert!(
        matches!(error, Err(FetchError::Network { .. })),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_password_in_an_address_is_refused_and_not_shown() {
    let url = "https://user:hunter2@example.org/feed";
    let error = live(&walled())
        .fetch(request(url))
        .await
        .expect_err("refused");
    let shown = format!("{error} {error:?}");
    assert!(
        shown.contains("`headers`") && !shown.contains("hunter2"),
        "{shown}"
    );
}

#[tokio::test]
async fn a_header_that_would_break_the_request_is_refused_and_not_shown() {
    for (name, value) in [
        ("X-Key", "a\r\nHost: evil"),
        ("X Key", "a"),
        ("X-Key\r\n", "a"),
    ] {
        let asked = Request {
            headers: secret(name, value),
            ..request("http://127.0.0.1:9999/")
        };
        let error = live(&settings()).fetch(asked).await.expect_err(name);
        assert!(matches!(error, FetchError::Refused { .. }), "{error:?}");
        assert!(!error.to_string().contains("evil"));
    }
}

#[tokio::test]
async fn a_proxy_of_the_environment_is_never_used() {
    const INNER: &str = "CLUSTERWIRE_TEST_INNER";
    const NAME: &str = "fetch::walls::a_proxy_of_the_environment_is_never_used";
    let inner = std::env::vars().any(|(name, _)| name == INNER);
    let server = Server::start(vec![("/", Reply::ok(b"direct"))]).await;
    if inner {
        let fetched = live(&settings()).fetch(request(&server.url("/"))).await;
        assert_eq!(body_of(fetched.expect("no proxy")), b"direct");
        return;
    }
    let canary = Server::start(Vec::new()).await;
    let proxy = canary.url("");
    let mut command = tokio::process::Command::new(std::env::current_exe().expect("a test"));
    command.args(["--exact", NAME]).env(INNER, "1");
    for name in [
        "http_proxy",
        "HTTP_PROXY",
        "https_proxy",
        "all_proxy",
        "ALL_PROXY",
    ] {
        command.env(name, &proxy);
    }
    let output = command.output().await.expect("it runs");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && said.contains("1 passed"),
        "{said}"
    );
    assert_eq!(canary.connections(), 0);
}

#[tokio::test]
async fn a_configured_proxy_is_trusted_and_its_target_is_not() {
    let proxy = Server::start(vec![("http://93.184.215.14/feed", Reply::ok(b"by proxy"))]).await;
    let live = live(&FetchSettings {
        proxy: Some(proxy.url("")),
        ..walled()
    });
    let fetched = live.fetch(request("http://93.184.215.14/feed")).await;
    assert_eq!(body_of(fetched.expect("by proxy")), b"by proxy");
    for inside in ["http://10.0.0.1/", "http://localhost/", "http://127.0.0.1/"] {
        let error = live.fetch(request(inside)).await;
        assert!(
            matches!(error, Err(FetchError::Refused { .. })),
            "{inside}: {error:?}"
        );
    }
    assert_eq!(proxy.asked().len(), 1);
}
