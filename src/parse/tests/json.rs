//! JSON Feeds in, entries out.

use super::*;

#[test]
fn a_json_feed_is_read() {
    let feed = read(
        r#"{"version": "https://jsonfeed.org/version/1.1", "title": "T", "home_page_url": "http://a.example/",
            "authors": [{"name": "Ana"}], "hubs": [{"type": "WebSub", "url": "http://h.example/"}],
            "items": [{"id": 7, "url": "/b", "content_html": "<p>x</p>", "tags": ["news", 1, null],
                       "date_published": "2026-01-01", "_clusterwire": {"id": "urn:uuid:2"},
                       "attachments": [{"url": "http://a.example/a.mp3", "size_in_bytes": 5, "duration_in_seconds": 90.5}]}]}"#,
    )
    .feed;
    assert_eq!(feed.dialect, Dialect::Json11);
    let rels: Vec<_> = feed.links.iter().map(|link| link.rel.as_str()).collect();
    assert_eq!(rels, ["alternate", "hub"]);
    let entry = only(feed);
    assert_eq!(entry.guid.as_deref(), Some("7"));
    assert_eq!(entry.provenance.as_deref(), Some("urn:uuid:2"));
    assert_eq!(entry.content.first().expect("a body").kind, TextKind::Html);
    assert_eq!(entry.categories.len(), 2);
    let file = entry.enclosures.first().expect("a file");
    assert_eq!(
        (file.length.as_deref(), file.duration.as_deref()),
        (Some("5"), Some("90.5"))
    );
}

#[test]
fn values_of_the_wrong_type_are_not_there() {
    let entry = only(
        read(r#"{"items": [{"id": {}, "title": [1], "url": null, "authors": "Ana"}, 3]}"#).feed,
    );
    assert_eq!(
        (entry.guid, entry.title, entry.links.len()),
        (None, None, 0)
    );
}

#[test]
fn the_author_of_version_one_is_read() {
    let entry = only(
        read(r#"{"items": [{"id": "1", "author": {"name": "Bo", "url": "http://b.example/"}}]}"#)
            .feed,
    );
    assert_eq!(
        entry.authors.first().expect("an author").name.as_deref(),
        Some("Bo")
    );
}

#[test]
fn complete_items_survive_a_cut() {
    let parsed =
        read(r#"{"title": "T", "items": [{"id": "1", "title": "a } b"}, {"id": "2", "tit"#);
    assert_eq!(parsed.warnings, [Warning::Cut]);
    assert_eq!(only(parsed.feed).guid.as_deref(), Some("1"));
}

#[test]
fn a_list_is_no_feed() {
    let why = "it is a list".to_owned();
    refused("[1]", &ParseError::OtherJson { why });
}

#[test]
fn a_sign_that_json_does_not_know_costs_no_feed() {
    let text = "{\"title\": \"T\", \"items\": [{\"id\": \"1\", \"title\": \"cut \\ud83d\", \
                \"content_text\": \"one\ntwo\",}]}";
    let read = read(text);
    assert_eq!(read.warnings.len(), 1, "{:?}", read.warnings);
    let entry = only(read.feed);
    assert_eq!(title(&entry).0, "cut \u{fffd}");
    assert_eq!(entry.content.first().expect("a body").value, "one\ntwo");
}
