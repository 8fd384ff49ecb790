//! What we publish, read by our own parser and by strict ones: the stories come back.

use super::text;
use crate::newsroom::{self, language, source, story};
use chrono::{DateTime, SubsecRound};
use clusterwire::{
    edition::{FeedAddresses, editions},
    html,
    model::{
        Category, Dialect, Document, Edition, Enclosure, Entry, Format, Headers, Image, OutputFile,
        Parsed, Person, Story,
    },
    parse, render,
};
use proptest::{collection::vec, option, prelude::*, sample::select};
use std::sync::Arc;

/// What publishers, and those who wish them ill, put into a title.
const PIECES: &[&str] = &[
    "News ",
    "&",
    "&amp;",
    "&#8211;",
    "&nbsp",
    "<b>",
    "</b>",
    "<script>alert(1)</script>",
    "]]>",
    "<![CDATA[",
    "<!--",
    "\"",
    "'",
    "\u{8}",
    "\u{0}",
    "\u{85}",
    "\u{FFFD}",
    "\u{FFFE}",
    "\u{FDD0}",
    "\u{202E}",
    "\u{2067}",
    "\u{2069}",
    "\u{200D}",
    "e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}",
    "\u{1F469}\u{200D}\u{1F4BB}",
    "שלום",
    "žđș",
    "{{ 7 * 7 }}",
    "\r\n",
    "\t",
    " ",
    "%s",
    "\\u0041",
    "a very long word of many words, and then some more of them until nobody reads on ",
];

const PICTURE: &str = "https://a.example/a.png";

fn hostile() -> impl Strategy<Value = String> {
    vec(select(PIECES), 0..12).prop_map(|pieces| format!("T{}", pieces.concat()))
}

fn markup() -> impl Strategy<Value = String> {
    let text = hostile().prop_map(|text| html::clean(&text, None).as_str().to_owned());
    vec(text, 1..4).prop_map(|texts| {
        let paragraphs = texts
            .iter()
            .map(|text| format!("<p>{text} &amp; ]]&gt;</p>"));
        html::clean(&paragraphs.collect::<String>(), None)
            .as_str()
            .to_owned()
    })
}

prop_compose! {
    fn stories()(
        title in hostile(),
        summary in hostile(),
        content in markup(),
        authors in vec(hostile(), 0..3),
        labels in vec(hostile(), 0..3),
        tongue in option::of(select(&["bs", "ro", "sr-Cyrl", "en-GB"][..])),
        files in 0..3_usize,
        pictured in any::<bool>(),
        query in select(&["", "?a=1&b=2", "?a[]=1|2", "?q=\u{10D}"][..]),
        second in 0..1_000_000_i64,
        later in 0..1_000_000_i64,
    ) -> Story {
        let mut story = story("a", 1, "2026-01-01T00:00:00Z");
        story.date += chrono::TimeDelta::milliseconds(second * 7_777);
        story.changed = story.date + chrono::TimeDelta::seconds(later);
        let lead = &mut story.lead;
        lead.title = title;
        lead.summary = summary;
        lead.content = clusterwire::model::CleanHtml::trusted(content);
        lead.permalink = Some(format!("https://a.example/news/{query}"));
        lead.language = tongue.map(language);
        lead.authors = authors.into_iter().enumerate().map(|(number, name)| Person {
            name: Some(format!("{name} {number}")),
            ..Person::default()
        }).collect();
        lead.categories = labels.into_iter().enumerate().map(|(number, label)| Category {
            term: format!("{label} {number}"),
            ..Category::default()
        }).collect();
        lead.enclosures = (0..files).map(|number| Enclosure {
            url: format!("https://a.example/{number}.mp3{query}"),
            mime: "audio/mpeg".to_owned(),
            length: number as u64 * 1000,
            duration: [None, Some(61)][number % 2],
        }).collect();
        lead.image = pictured.then(|| Image {
            url: PICTURE.to_owned(),
            width: None,
            height: Some(2),
            alt: Some("T".to_owned()),
        });
        story
    }
}

fn edition(story: Story, name: &str) -> Edition {
    let config = newsroom::config(vec![source("a", name, &["en"], &[])]);
    let feed = "https://a.example/feed".to_owned();
    let feeds = FeedAddresses::from([(newsroom::id("a"), feed)]);
    editions(&config, &[Arc::new(story)], &feeds).remove(0)
}

fn parsed(edition: &Edition, format: Format) -> Parsed {
    let document = Document {
        url: edition.address(format),
        headers: Headers::default(),
        body: text(edition, format).into_bytes(),
    };
    parse::parse(&document).unwrap()
}

/// A text as far as every format keeps it: no white space, no marks, no controls, no sign for what
/// cannot be written.
fn essence(text: &str) -> String {
    let kept =
        |c: &char| c.is_alphanumeric() && *c != '\u{25A1}' || "<>&;#\"'{}[]!/%*\\-".contains(*c);
    text.chars().filter(kept).collect()
}

/// An address as feeds write it, and as it was.
fn same_address(found: &str, expected: &str) -> bool {
    found == expected || url::Url::parse(found) == url::Url::parse(expected) || {
        let encoded = expected
            .replace('[', "%5B")
            .replace(']', "%5D")
            .replace('|', "%7C");
        found == encoded.replace('\u{10D}', "%C4%8D")
    }
}

fn check(story: &Story, entry: &Entry, format: Format) {
    let lead = &story.lead;
    let title = entry.title.as_ref().map(|title| essence(&title.value));
    assert_eq!(title, Some(essence(&lead.title)), "{format:?}");
    assert_eq!(entry.guid, Some(story.id.to_string()));
    let link = entry
        .links
        .iter()
        .find(|link| link.rel == "alternate")
        .unwrap();
    assert!(
        same_address(&link.href, lead.permalink.as_deref().unwrap()),
        "{link:?}"
    );
    let instant = |date: &Option<String>| {
        let date = date.as_deref().unwrap();
        let read =
            DateTime::parse_from_rfc3339(date).or_else(|_| DateTime::parse_from_rfc2822(date));
        read.unwrap().to_utc()
    };
    assert_eq!(instant(&entry.published), story.date.trunc_subsecs(0));
    if format != Format::Rss {
        assert_eq!(instant(&entry.updated), story.changed.trunc_subsecs(0));
    }
    let tongue = lead
        .language
        .as_ref()
        .map(|tag| tag.as_str().to_lowercase());
    // In Atom it stands on the texts.
    let title = entry
        .title
        .as_ref()
        .and_then(|title| title.language.as_ref());
    let found = match format {
        Format::Atom => title,
        Format::Rss | Format::Json | Format::Opml | Format::Html => entry.language.as_ref(),
    };
    let found = found.map(|tag| tag.to_lowercase());
    // What is not said is in the language of the feed.
    assert_eq!(
        found.unwrap_or("en".to_owned()),
        tongue.unwrap_or("en".to_owned())
    );
    check_people_and_files(story, entry, format);
}

fn check_people_and_files(story: &Story, entry: &Entry, format: Format) {
    let lead = &story.lead;
    let names: Vec<String> = entry
        .authors
        .iter()
        .filter_map(|one| one.name.as_deref())
        .map(essence)
        .collect();
    let expected: Vec<String> = lead
        .authors
        .iter()
        .filter_map(|one| one.name.as_deref())
        .map(essence)
        .collect();
    let expected = if expected.is_empty() {
        vec![essence("Tname")]
    } else {
        expected
    };
    assert_eq!(names, expected, "{format:?}");
    let labels: Vec<String> = entry
        .categories
        .iter()
        .map(|one| essence(&one.term))
        .collect();
    let expected: Vec<String> = lead
        .categories
        .iter()
        .map(|one| essence(&one.term))
        .collect();
    assert_eq!(labels, expected, "{format:?}");
    let files: Vec<_> = entry
        .enclosures
        .iter()
        .filter(|file| file.href != PICTURE)
        .collect();
    assert_eq!(files.len(), lead.enclosures.len(), "{format:?}");
    for (file, expected) in files.iter().zip(&lead.enclosures) {
        assert!(same_address(&file.href, &expected.url), "{file:?}");
        assert_eq!(file.mime.as_deref(), Some("audio/mpeg"));
        let length = file.length.as_deref().unwrap_or("0");
        assert_eq!(length, expected.length.to_string());
        if format != Format::Atom {
            let duration = expected.duration.map(|seconds| seconds.to_string());
            assert_eq!(file.duration, duration, "{format:?}");
        }
    }
    let body = &entry.content.first().unwrap().value;
    assert!(
        essence(body).contains(&essence(lead.content.as_str())),
        "{format:?}: {body}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn our_own_output_gives_back_the_stories(story in stories()) {
        let edition = edition(story.clone(), "Tname");
        for format in [Format::Rss, Format::Atom, Format::Json] {
            let parsed = parsed(&edition, format);
            prop_assert_eq!(&parsed.warnings, &[]);
            prop_assert_eq!(parsed.feed.entries.len(), 1);
            check(&story, &parsed.feed.entries[0], format);
            let file = OutputFile {
                path: edition.path(format),
                bytes: text(&edition, format).into_bytes(),
            };
            prop_assert_eq!(render::faults(&file), Vec::<String>::new());
        }
        let rss = rss::Channel::read_from(text(&edition, Format::Rss).as_bytes()).unwrap();
        prop_assert_eq!(rss.items.len(), 1);
        let atom = atom_syndication::Feed::read_from(text(&edition, Format::Atom).as_bytes()).unwrap();
        prop_assert_eq!(atom.entries.len(), 1);
    }

    #[test]
    fn our_own_list_gives_back_the_sources(names in vec(hostile(), 1..4)) {
        let slugs = ["a", "b", "c"];
        let sources = names.iter().zip(slugs).map(|(name, slug)| source(slug, name, &["en"], &[]));
        let config = newsroom::config(sources.collect());
        let feeds: FeedAddresses = config.sources.iter()
            .map(|source| (source.id.clone(), format!("{}feed?a=1&b=2", source.url)))
            .collect();
        let edition = editions(&config, &[], &feeds).remove(0);
        let parsed = parsed(&edition, Format::Opml);
        prop_assert_eq!(parsed.feed.dialect, Dialect::Opml);
        let listed = parsed.feed.links.iter().skip(1);
        let found: Vec<String> = listed.filter_map(|link| link.title.as_deref()).map(essence).collect();
        let expected: Vec<String> = names.iter().map(|name| essence(name)).collect();
        prop_assert_eq!(found, expected);
    }
}
