//! People, labels, files, pictures and claims.

use super::{entry, html, normalise, now, one, source};
use crate::model::{Category, Enclosed, Entry, EntrySource, Feed, Person};

#[test]
fn an_attached_file_has_a_type_and_a_length() {
    let file = |href: &str, mime: Option<&str>, length: Option<&str>| Enclosed {
        href: href.to_owned(),
        mime: mime.map(str::to_owned),
        length: length.map(str::to_owned),
        ..Enclosed::default()
    };
    let article = one(Entry {
        enclosures: vec![
            file("https://bit.example/a.MP3?x=1", None, Some("12")),
            file("https://bit.example/b", Some("not a type"), Some("-4")),
            file("https://bit.example/c.pdf", Some("Application/PDF"), None),
            file("javascript:alert(1)", None, None),
            file("https://bit.example/c.pdf", None, None),
        ],
        ..entry()
    });
    let found: Vec<_> = article
        .enclosures
        .iter()
        .map(|file| (file.mime.as_str(), file.length))
        .collect();
    assert_eq!(
        found,
        [
            ("audio/mpeg", 12),
            ("application/octet-stream", 0),
            ("application/pdf", 0)
        ]
    );
}

#[test]
fn a_file_that_is_played_takes_its_time() {
    let check = |said: &str, expected: Option<u32>| {
        let file = |href: &str| Enclosed {
            href: href.to_owned(),
            ..Enclosed::default()
        };
        let article = one(Entry {
            enclosures: vec![
                file("https://bit.example/a.pdf"),
                file("https://bit.example/a.mp3"),
            ],
            duration: Some(said.to_owned()),
            ..entry()
        });
        let found: Vec<_> = article
            .enclosures
            .iter()
            .map(|file| file.duration)
            .collect();
        assert_eq!(found, [None, expected], "{said}");
    };
    check("1:23:45", Some(5025));
    check(" 83:45", Some(5025));
    check("5025", Some(5025));
    check("61.6", Some(62));
    for nothing in [
        "", "0", "00:00", "-5", "an hour", "1:2:3:4", "inf", "NaN", "1e99", "9999999",
    ] {
        check(nothing, None);
    }
}

#[test]
fn people_who_are_nobody_are_not_named() {
    let person = |name: &str| Person {
        name: Some(name.to_owned()),
        email: Some("x<script>@y".to_owned()),
        href: Some("javascript:alert(1)".to_owned()),
    };
    let article = one(Entry {
        authors: vec![person("admin"), person("Amra <b>H</b>"), person("Root")],
        ..entry()
    });
    let name = Some("Amra <b>H</b>".to_owned());
    assert_eq!(
        article.authors,
        [Person {
            name,
            ..Person::default()
        }]
    );
}

#[test]
fn labels_that_nobody_chose_are_left_out() {
    let label = |term: &str| Category {
        term: term.to_owned(),
        ..Category::default()
    };
    let article = one(Entry {
        categories: vec![
            label("Uncategorized"),
            label(" Novosti &amp; vijesti "),
            label("Novosti & vijesti"),
            label(""),
        ],
        ..entry()
    });
    assert_eq!(article.categories, [label("Novosti & vijesti")]);
}

#[test]
fn a_claimed_source_is_a_claim_and_no_attribution() {
    let claimed = |href: &str| EntrySource {
        href: Some(href.to_owned()),
        title: Some(html("<b>Cluj</b> IT")),
        ..EntrySource::default()
    };
    let article = one(Entry {
        source: Some(Box::new(claimed("https://cluj.example/feed"))),
        ..entry()
    });
    assert_eq!(article.source.as_str(), "bit-alliance");
    assert_eq!(article.via.map(|via| via.name).as_deref(), Some("Cluj IT"));
    let own = one(Entry {
        source: Some(Box::new(claimed("https://www.bit.example/feed"))),
        ..entry()
    });
    assert_eq!(own.via, None);
}

#[test]
fn the_picture_is_named_attached_or_the_first_in_the_body() {
    let body = vec![html("<p>x<img src='http://bit.example/c.jpg' width=600>")];
    let attached = vec![Enclosed {
        href: "http://bit.example/b.jpg".to_owned(),
        ..Enclosed::default()
    }];
    let full = Entry {
        images: vec![
            "javascript:x".to_owned(),
            "http://bit.example/a.jpg".to_owned(),
        ],
        enclosures: attached,
        content: body,
        ..entry()
    };
    let shown = |entry: &Entry| one(entry.clone()).image.map(|image| image.url);
    assert_eq!(shown(&full).as_deref(), Some("https://bit.example/a.jpg"));
    let full = Entry {
        images: Vec::new(),
        ..full
    };
    assert_eq!(shown(&full).as_deref(), Some("https://bit.example/b.jpg"));
    let full = Entry {
        enclosures: Vec::new(),
        ..full
    };
    assert_eq!(shown(&full).as_deref(), Some("https://bit.example/c.jpg"));
    assert_eq!(shown(&entry()), None);
}

#[test]
fn a_podcast_that_does_not_want_to_be_republished_keeps_its_episodes() {
    let file = |href: &str| Enclosed {
        href: href.to_owned(),
        ..Enclosed::default()
    };
    let told = |blocked: bool, entry_blocked: bool| {
        let enclosures = vec![
            file("https://bit.example/1.mp3"),
            file("https://bit.example/1.pdf"),
        ];
        let feed = Feed {
            blocked,
            entries: vec![Entry {
                enclosures,
                blocked: entry_blocked,
                ..entry()
            }],
            ..Feed::default()
        };
        let article = normalise(&source(), feed, None, now()).articles.remove(0);
        article.enclosures.len()
    };
    assert_eq!((told(false, false), told(true, false)), (2, 1));
    assert_eq!(told(false, true), 1, "one episode");
}
