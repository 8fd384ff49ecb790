//! By what an article is known again.

use super::{entry, link, of, one, plain};
use crate::model::{ArticleId, Entry};

fn with(guid: Option<&str>, href: &str, title: &str) -> Entry {
    Entry {
        guid: guid.map(str::to_owned),
        links: if href.is_empty() {
            Vec::new()
        } else {
            vec![link(href)]
        },
        title: Some(plain(title)),
        ..entry()
    }
}

fn ids(entries: Vec<Entry>) -> Vec<ArticleId> {
    of(entries)
        .articles
        .into_iter()
        .map(|article| article.id)
        .collect()
}

#[test]
fn a_guid_outlives_title_text_and_link() {
    let first = one(with(Some("g1"), "https://bit.example/a", "A"));
    let later = one(Entry {
        content: Vec::new(),
        ..with(Some("g1"), "https://bit.example/b", "B")
    });
    assert_eq!(first.id, later.id);
    assert_ne!(
        first.id,
        one(with(Some("g2"), "https://bit.example/a", "A")).id
    );
}

#[test]
fn an_id_never_changes_between_versions() {
    let id = one(with(Some("g1"), "https://bit.example/a", "A")).id;
    assert_eq!(
        id.to_string(),
        "urn:uuid:57385d76-699f-5341-87c4-9a31a905f815"
    );
}

#[test]
fn without_a_guid_the_link_is_the_identity() {
    for guid in [
        None,
        Some(""),
        Some("  "),
        Some("0"),
        Some("null"),
        Some("https://bit.example/"),
    ] {
        let first = one(with(guid, "https://bit.example/a?utm_source=x", "A"));
        let later = one(with(guid, "http://www.bit.example/a/", "B"));
        assert_eq!(first.id, later.id, "{guid:?}");
        assert_eq!(first.guid, None, "{guid:?}");
    }
}

#[test]
fn without_either_title_day_and_text_are() {
    let first = one(with(None, "", "A"));
    assert_eq!(first.id, one(with(None, "https://bit.example/", "A")).id);
    assert_ne!(first.id, one(with(None, "", "B")).id);
    let later = Entry {
        published: Some("2020-01-01".to_owned()),
        ..with(None, "", "A")
    };
    assert_ne!(first.id, one(later).id);
}

#[test]
fn a_guid_used_for_several_links_is_no_identity() {
    let found = of(vec![
        with(Some("same"), "https://bit.example/a", "A"),
        with(Some("same"), "https://bit.example/b", "B"),
    ]);
    assert_eq!(found.articles.len(), 2);
    assert!(found.articles.iter().all(|article| article.guid.is_none()));
    assert_ne!(found.articles[0].id, found.articles[1].id);
}

#[test]
fn a_link_used_for_several_titles_is_no_identity() {
    let found = ids(vec![
        with(None, "https://bit.example/news", "A"),
        with(None, "https://bit.example/news", "B"),
    ]);
    assert_eq!(found.len(), 2);
    assert_ne!(found[0], found[1]);
}

#[test]
fn an_entry_that_stands_twice_is_kept_once_the_newer() {
    let newer = Entry {
        updated: Some("2020-02-02T00:00:00Z".to_owned()),
        ..with(Some("g1"), "https://bit.example/a", "Newer")
    };
    let found = of(vec![
        with(Some("g1"), "https://bit.example/a", "Older"),
        newer,
    ]);
    assert_eq!(found.articles.len(), 1);
    assert_eq!(found.articles[0].title, "Newer");
    assert_eq!(found.dropped.len(), 1);
}
