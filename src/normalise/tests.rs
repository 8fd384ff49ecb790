//! Entries as feeds write them, and the articles they become.

mod identity;
mod parts;
mod texts;

use super::{Normalised, normalise};
use crate::model::{
    Article, ArticlePolicy, Category, DateOrder, Enclosed, Entry, Feed, Link, Person, Source,
    SourceId, SourceKind, Text, TextKind, Timestamp, Warning,
};
use std::time::Duration;

fn now() -> Timestamp {
    "2026-11-22T12:00:00Z".parse().expect("a date")
}

fn source() -> Source {
    Source {
        id: SourceId::new("bit-alliance").expect("an id"),
        name: "Bit Alliance".to_owned(),
        url: "https://bit.example/feed/".to_owned(),
        kind: SourceKind::Auto,
        languages: Vec::new(),
        tags: vec!["sarajevo".to_owned()],
        rights: None,
        partner: false,
        every: Duration::from_hours(1),
        every_max: Duration::from_hours(11),
        first_run: 10,
        content: None,
        article: ArticlePolicy::Auto,
        expect_every: Duration::from_hours(1001),
        per_source: 20,
        timezone: chrono_tz::Europe::Sarajevo,
        date_order: DateOrder::Auto,
        date_languages: Vec::new(),
        headers: Vec::new(),
        page: crate::model::PageSelectors::default(),
        article_page: crate::model::ArticleSelectors::default(),
    }
}

fn html(value: &str) -> Text {
    Text {
        kind: TextKind::Html,
        value: value.to_owned(),
        ..Text::default()
    }
}

fn plain(value: &str) -> Text {
    Text {
        value: value.to_owned(),
        ..Text::default()
    }
}

fn link(href: &str) -> Link {
    Link {
        rel: "alternate".to_owned(),
        href: href.to_owned(),
        ..Link::default()
    }
}

/// An ordinary entry to change something about.
fn entry() -> Entry {
    Entry {
        guid: Some("https://bit.example/?p=7".to_owned()),
        guid_is_link: false,
        title: Some(plain("Memorandum")),
        links: vec![link("https://bit.example/memorandum/?utm_source=rss")],
        summary: Some(html("<p>Kratko</p>")),
        content: vec![html("<p>Potpisan je memorandum.</p>")],
        published: Some("Fri, 01 Nov 2019 10:00:00 +0100".to_owned()),
        ..Entry::default()
    }
}

fn of(entries: Vec<Entry>) -> Normalised {
    let feed = Feed {
        entries,
        ..Feed::default()
    };
    normalise(&source(), feed, Some("news.example.org"), now())
}

#[track_caller]
fn one(entry: Entry) -> Article {
    let mut found = of(vec![entry]);
    assert_eq!(found.articles.len(), 1, "{:?}", found.dropped);
    found.articles.remove(0)
}

#[test]
fn an_ordinary_entry_becomes_an_article() {
    let article = one(entry());
    assert_eq!(article.title, "Memorandum");
    assert_eq!(
        article.permalink.as_deref(),
        Some("https://bit.example/memorandum/")
    );
    assert_eq!(article.guid.as_deref(), Some("https://bit.example/?p=7"));
    assert_eq!(article.content.as_str(), "<p>Potpisan je memorandum.</p>");
    assert_eq!(
        article.raw.as_deref(),
        Some("<p>Potpisan je memorandum.</p>")
    );
    assert_eq!(article.summary, "Kratko");
    assert_eq!(
        article.published.map(|at| at.to_rfc3339()).as_deref(),
        Some("2019-11-01T09:00:00+00:00")
    );
    assert_eq!(Some(article.date), article.published);
    assert_eq!(article.updated, None);
    assert_eq!(article.first_seen, now());
    assert_eq!(article.tags, ["sarajevo"]);
}

#[test]
fn the_alternate_link_is_the_address() {
    let guid = Entry {
        links: Vec::new(),
        ..entry()
    };
    assert_eq!(
        one(guid).permalink.as_deref(),
        Some("https://bit.example/?p=7")
    );
    let home = Entry {
        links: vec![link("https://bit.example/")],
        ..entry()
    };
    assert_eq!(
        one(home).permalink.as_deref(),
        Some("https://bit.example/?p=7")
    );
    let file = Entry {
        guid: Some("urn:x:1".to_owned()),
        links: Vec::new(),
        enclosures: vec![Enclosed {
            href: "/a.mp3".to_owned(),
            ..Enclosed::default()
        }],
        ..entry()
    };
    assert_eq!(
        one(file).permalink.as_deref(),
        Some("https://bit.example/a.mp3")
    );
    let none = Entry {
        guid: Some("tag:x".to_owned()),
        links: vec![link("javascript:alert(1)")],
        ..entry()
    };
    assert_eq!(one(none).permalink, None);
}

#[test]
fn a_date_in_the_future_puts_nothing_on_top() {
    let article = one(Entry {
        published: Some("2035-01-01T00:00:00Z".to_owned()),
        updated: Some("2036-01-01T00:00:00Z".to_owned()),
        ..entry()
    });
    assert_eq!(article.date, now());
    assert_eq!(article.updated, Some(now()));
    assert!(article.published.is_some_and(|at| at > now()));
}

#[test]
fn without_a_date_it_is_dated_when_it_was_first_seen() {
    for published in [
        None,
        Some("soon"),
        Some("0001-01-01T00:00:00Z"),
        Some("1970-01-01T00:00:00Z"),
    ] {
        let article = one(Entry {
            published: published.map(str::to_owned),
            ..entry()
        });
        assert_eq!(
            (article.published, article.date),
            (None, now()),
            "{published:?}"
        );
    }
}

#[test]
fn an_unreadable_date_is_a_warning() {
    let found = of(vec![Entry {
        published: Some("soon".to_owned()),
        ..entry()
    }]);
    assert_eq!(
        found.warnings,
        [Warning::Date {
            text: "soon".to_owned()
        }]
    );
}

#[test]
fn only_a_later_instant_is_an_update() {
    let updated = |text: &str| {
        one(Entry {
            updated: Some(text.to_owned()),
            ..entry()
        })
        .updated
    };
    assert_eq!(updated("2019-11-01T09:00:30Z"), None);
    assert_eq!(updated("2019-10-01T09:00:00Z"), None);
    assert!(updated("2019-11-02T09:00:00Z").is_some());
}

#[test]
fn what_came_back_to_us_is_left_out() {
    let linked = Entry {
        links: vec![link("https://news.example.org/story/x/")],
        ..entry()
    };
    let named = Entry {
        guid: Some("https://www.news.example.org/story/x/".to_owned()),
        ..entry()
    };
    let found = of(vec![linked, named]);
    assert!(found.articles.is_empty());
    assert_eq!(found.dropped.len(), 2);
}

#[test]
fn what_another_aggregator_told_is_an_article_that_says_so() {
    let ids = [
        "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
        "6ba7b811-9dad-11d1-80b4-00c04fd430c8",
    ];
    let told = Entry {
        provenance: Some(format!("urn:uuid:{}", ids[0])),
        original: Some(format!("urn:uuid:{}", ids[1])),
        guid: Some("urn:uuid:none".to_owned()),
        ..entry()
    };
    let found = of(vec![told]);
    let claims: Vec<String> = found.claims[&found.articles[0].id]
        .iter()
        .map(|id| id.0.to_string())
        .collect();
    assert_eq!(claims, ids);
    assert!(found.dropped.is_empty());
}

#[test]
fn floods_are_cut_and_said() {
    let entries = (0..600).map(|n| Entry {
        guid: Some(format!("g{n}")),
        links: Vec::new(),
        ..entry()
    });
    let found = of(entries.collect());
    assert_eq!(found.articles.len(), 500);
    assert_eq!(
        found.warnings,
        [Warning::Limit {
            what: "entries",
            kept: 500
        }]
    );
    let many = Entry {
        categories: (0..200)
            .map(|n| Category {
                term: format!("c{n}"),
                ..Category::default()
            })
            .collect(),
        enclosures: (0..200)
            .map(|n| Enclosed {
                href: format!("/f{n}.pdf"),
                ..Enclosed::default()
            })
            .collect(),
        authors: (0..200)
            .map(|n| Person {
                name: Some(format!("A{n}")),
                ..Person::default()
            })
            .collect(),
        title: Some(plain(&"dugo ".repeat(300))),
        ..entry()
    };
    let article = one(many);
    assert_eq!(
        (
            article.categories.len(),
            article.enclosures.len(),
            article.authors.len()
        ),
        (64, 32, 16)
    );
    assert!(article.title.chars().count() <= 512);
}

#[test]
fn what_a_reader_would_not_notice_changes_no_hash() {
    let hash = |content: &str, link_to: &str| {
        let changed = Entry {
            content: vec![html(content)],
            links: vec![link(link_to)],
            ..entry()
        };
        one(changed).content_hash
    };
    let first = hash("<p>Jedan dva.</p>", "https://bit.example/x?utm_source=a");
    assert_eq!(
        first,
        hash(
            "<p> Jedan\n dva.</p>\n",
            "http://www.bit.example/x/?fbclid=b"
        )
    );
    assert_eq!(
        first,
        hash("<div><b>Jedan</b> dva.</div>", "https://bit.example/x")
    );
    assert_ne!(first, hash("<p>Jedan tri.</p>", "https://bit.example/x"));
    assert_ne!(first, hash("<p>Jedan dva.</p>", "https://bit.example/y"));
}

#[test]
fn the_language_is_declared_or_read() {
    let bosnian = "<p>Prošle sedmice je održan sastanak na kojem su učestvovale kompanije iz cijele zemlje.</p>";
    let article = one(Entry {
        language: Some("en-US".to_owned()),
        content: vec![html(bosnian)],
        ..entry()
    });
    assert_eq!(
        article
            .language
            .map(|language| language.to_string())
            .as_deref(),
        Some("bs")
    );
}
