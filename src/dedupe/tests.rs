//! The small tables under the decisions; the decisions themselves are in `tests/it/stories.rs`.

mod excerpts;
mod prints;
mod series;
mod stories;
mod verdicts;

use super::key::{link, title_key, titles_alike};
use crate::{
    html,
    model::{Article, ArticleId, SourceId, Timestamp},
};
use uuid::Uuid;

/// An article of `source`, `hours` after the beginning of 2026, with a text of one paragraph a line.
pub(super) fn article(source: &str, hours: i64, title: &str, text: &str) -> Article {
    let start: Timestamp = "2026-01-01T00:00:00Z".parse().expect("a time");
    let at = start + chrono::TimeDelta::hours(hours);
    let paragraphs = text.split('\n').map(|line| format!("<p>{line}</p>"));
    let name = format!("{source}\n{hours}\n{title}\n{text}");
    Article {
        from_page: false,
        id: ArticleId(Uuid::new_v5(&Uuid::NAMESPACE_URL, name.as_bytes())),
        source: SourceId::new(source).expect("an id"),
        guid: None,
        permalink: None,
        canonical: None,
        title: title.to_owned(),
        summary: String::new(),
        content: html::clean(&paragraphs.collect::<String>(), None),
        raw: None,
        published: Some(at),
        updated: None,
        first_seen: at,
        date: at,
        language: None,
        authors: Vec::new(),
        categories: Vec::new(),
        tags: Vec::new(),
        image: None,
        enclosures: Vec::new(),
        comments: None,
        alternates: Vec::new(),
        via: None,
        rights: None,
        content_hash: 0,
    }
}

#[track_caller]
fn check_titles(a: &str, b: &str, alike: bool) {
    assert_eq!(titles_alike(a, b), alike, "{a:?} and {b:?}");
    assert_eq!(titles_alike(b, a), alike, "{b:?} and {a:?}");
}

#[test]
fn an_edited_title_is_still_alike() {
    check_titles(
        "Call for startups opens",
        "UPDATE: call for startups opens today",
        true,
    );
}

#[test]
fn another_title_under_the_same_guid_is_not_alike() {
    check_titles(
        "Call for startups opens",
        "Annual meeting of members",
        false,
    );
}

#[test]
fn signs_and_case_do_not_make_another_title() {
    assert_eq!(
        title_key("Poziv – za  Članice!"),
        title_key("poziv za članice")
    );
}

#[test]
fn the_key_of_an_address_forgives_what_addresses_differ_in() {
    let one = link("https://a.example/one");
    assert!(one.is_some());
    for same in [
        "http://www.a.example/one/",
        "https://A.example/one?utm_source=x#top",
    ] {
        assert_eq!(link(same), one, "{same}");
    }
}

#[test]
fn a_home_page_and_what_is_no_address_have_no_key() {
    for none in [
        "https://a.example/",
        "https://a.example",
        "urn:uuid:1",
        "",
        "one",
    ] {
        assert_eq!(link(none), None, "{none}");
    }
}
