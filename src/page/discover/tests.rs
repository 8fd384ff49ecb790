//! Pages and headers in, the order of the candidates out.

use super::feeds;
use crate::model::{Document, Headers};

#[track_caller]
fn check(url: &str, html: &str, expected: &[&str]) {
    check_with("", url, html, expected);
}

#[track_caller]
fn check_with(link: &str, url: &str, html: &str, expected: &[&str]) {
    let headers = if link.is_empty() {
        vec![]
    } else {
        vec![("link".to_owned(), link.to_owned())]
    };
    let document = Document {
        url: url.to_owned(),
        headers: Headers(headers),
        body: html.as_bytes().to_vec(),
    };
    let found: Vec<String> = feeds(&document)
        .into_iter()
        .map(|found| found.url)
        .collect();
    let found: Vec<&str> = found
        .iter()
        .map(String::as_str)
        .take(expected.len())
        .collect();
    assert_eq!(found, expected);
}

#[track_caller]
fn refuses(html: &str, url: &str) {
    let document = Document {
        url: "https://site.example/".into(),
        body: html.as_bytes().to_vec(),
        ..Document::default()
    };
    assert!(
        feeds(&document).iter().all(|found| found.url != url),
        "{url} was offered"
    );
}

const SITE: &str = "https://site.example/";

#[test]
fn a_declared_feed_comes_first() {
    check(
        SITE,
        r#"<a href="/old.rss">x</a><link rel="alternate" type="application/rss+xml" href="/news.php">"#,
        &[
            "https://site.example/news.php",
            "https://site.example/old.rss",
        ],
    );
}

#[test]
fn a_wrong_xml_type_is_still_a_feed() {
    check(
        SITE,
        r#"<link rel="alternate" type="text/xml" href="rss/all">"#,
        &["https://site.example/rss/all"],
    );
}

#[test]
fn a_relative_address_follows_the_base() {
    check(
        "https://site.example/a/b",
        r#"<base href="/c/"><link rel=alternate type=application/atom+xml href=x.atom>"#,
        &["https://site.example/c/x.atom"],
    );
}

#[test]
fn a_link_header_declares_a_feed() {
    check_with(
        r#"<https://site.example/x?a=1,2>; rel="alternate"; type="application/atom+xml"; title="a, b""#,
        SITE,
        "",
        &["https://site.example/x?a=1,2"],
    );
}

#[test]
fn comment_feeds_are_refused() {
    refuses(
        r#"<link rel="alternate" type="application/rss+xml" title="Site &raquo; Feed komentara" href="/kf/">"#,
        "https://site.example/kf/",
    );
    refuses(
        r#"<link rel="alternate" type="application/rss+xml" href="/comments/feed/">"#,
        "https://site.example/comments/feed/",
    );
}

#[test]
fn oembed_and_rest_are_no_feeds() {
    refuses(
        r#"<link rel="alternate" type="application/json+oembed" href="/o">"#,
        "https://site.example/o",
    );
    refuses(
        r#"<link rel="alternate" type="application/json" href="/wp-json/wp/v2/posts/1">"#,
        "https://site.example/wp-json/wp/v2/posts/1",
    );
    refuses(
        r#"<a href="/sitemap.xml">map</a>"#,
        "https://site.example/sitemap.xml",
    );
    refuses(
        r#"<link rel="alternate" hreflang="en" href="/en/">"#,
        "https://site.example/en/",
    );
}

#[test]
fn the_sections_own_feed_is_preferred() {
    let html = r#"<link rel="alternate" type="application/rss+xml" href="/feed/">
        <link rel="alternate" type="application/rss+xml" href="/category/news/feed/">"#;
    check(
        "https://site.example/category/news/",
        html,
        &[
            "https://site.example/category/news/feed/",
            "https://site.example/feed/",
        ],
    );
    check(
        "https://site.example/",
        html,
        &[
            "https://site.example/feed/",
            "https://site.example/category/news/feed/",
        ],
    );
}

#[test]
fn the_feed_in_the_pages_language_is_preferred() {
    let html = r#"<html lang="bs-BA"><link rel="alternate" type="application/rss+xml" href="/en/feed/">
        <link rel="alternate" type="application/rss+xml" href="/feed/">"#;
    check(
        SITE,
        html,
        &[
            "https://site.example/feed/",
            "https://site.example/en/feed/",
        ],
    );
}

#[test]
fn a_visible_icon_link_is_found() {
    check(
        SITE,
        r#"<a href="?feed=rss2"><img alt="RSS"></a>"#,
        &["https://site.example/?feed=rss2"],
    );
    check(
        SITE,
        r#"<a href="/izvoz">RSS</a>"#,
        &["https://site.example/izvoz"],
    );
    check(
        SITE,
        r#"<a href="feed://site.example/x.rss">x</a>"#,
        &["http://site.example/x.rss"],
    );
    check(
        SITE,
        r#"<a href="https://feedly.com/i/subscription/feed%2Fhttps%3A%2F%2Fsite.example%2Frss/z">f</a>"#,
        &["https://site.example/rss/z"],
    );
    refuses(
        r#"<a href="http://other.example/feed/">y</a>"#,
        "http://other.example/feed/",
    );
}

#[test]
fn wordpress_is_asked_in_its_own_places() {
    check(
        "https://site.example/news/",
        r#"<link rel="stylesheet" href="/wp-content/themes/x.css">"#,
        &[
            "https://site.example/news/feed/",
            "https://site.example/feed/",
            "https://site.example/?feed=rss2",
            "https://site.example/wp-json/wp/v2/posts?per_page=20&_embed=author,wp:featuredmedia",
            "https://site.example/?rest_route=/wp/v2/posts&per_page=20&_embed=author,wp:featuredmedia",
        ],
    );
}

#[test]
fn wordpress_in_a_folder_is_asked_there() {
    check_with(
        r#"<https://site.example/blog/wp-json/>; rel="https://api.w.org/""#,
        "https://site.example/blog/x/",
        "",
        &[
            "https://site.example/blog/x/feed/",
            "https://site.example/blog/feed/",
            "https://site.example/blog/?feed=rss2",
            "https://site.example/blog/wp-json/wp/v2/posts?per_page=20&_embed=author,wp:featuredmedia",
        ],
    );
}

#[test]
fn joomla_keeps_the_query_that_is_the_page() {
    check(
        "https://site.example/index.php?option=com_content&id=4",
        r#"<meta name="generator" content="Joomla! - Open">"#,
        &["https://site.example/index.php?option=com_content&id=4&format=feed&type=rss"],
    );
}

#[test]
fn no_site_is_asked_more_than_six_guesses() {
    let document = Document {
        url: "https://site.example/a/b/".into(),
        ..Document::default()
    };
    assert!(feeds(&document).len() <= 6);
}
