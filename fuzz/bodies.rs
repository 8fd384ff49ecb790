//! Bytes in; whatever must hold for every input is asserted. The fuzz targets and the property
//! tests (`tests/it/properties.rs`) run the same bodies.

use chrono::DateTime;
use clusterwire::{
    address, config, date,
    edition::{FeedAddresses, editions},
    html,
    model::{Article, Config, Document, Edition, Entry, Format, Headers, Story, TextKind},
    normalise::normalise,
    parse, render,
};
use std::{path::Path, sync::Arc};

/// A document never makes the parser panic, and what it yields keeps its limits.
pub(crate) fn parse(bytes: &[u8]) {
    let headers = Headers(vec![("content-type".to_owned(), "text/xml".to_owned())]);
    let url = "https://fuzz.example/feed.xml".to_owned();
    if let Ok(parsed) = parse::parse(&Document {
        url,
        headers,
        body: bytes.to_vec(),
    }) {
        assert!(parsed.feed.entries.len() <= 500);
        for entry in &parsed.feed.entries {
            assert!(entry.categories.len() <= 64 && entry.links.len() <= 64);
        }
    }
}

/// What we publish of any document is well-formed, and reads as what we believed: as many entries, under the same ids,
/// titles, links and texts.
pub(crate) fn round_trip(bytes: &[u8]) {
    let url = "https://fuzz.example/feed.xml".to_owned();
    let headers = Headers::default();
    let body = bytes.to_vec();
    let Ok(parsed) = parse::parse(&Document { url, headers, body }) else {
        return;
    };
    let config = newsroom();
    let source = config.sources.first().expect("a source");
    let now = DateTime::from_timestamp(1_795_000_000, 0).expect("an instant");
    let believed = normalise(source, parsed.feed, None, now);
    let stories: Vec<Arc<Story>> = believed.articles.into_iter().map(story).collect();
    let theme = render::Theme::built_in().expect("a theme");
    for edition in editions(&config, &stories, &FeedAddresses::new())
        .iter()
        .take(1)
    {
        for format in [Format::Rss, Format::Atom, Format::Json, Format::Html] {
            let file = render::render(edition, format, &theme).expect("a file");
            render::verify(&file).expect("a well-formed file");
            if format != Format::Html {
                reads_back(edition, format, file.bytes);
            }
        }
    }
}

fn newsroom() -> Config {
    let text = r#"
        [site]
        title = "News"
        url = "https://news.example/"
        [[source]]
        id = "a"
        name = "Alpha"
        url = "https://fuzz.example/feed.xml"
    "#;
    let around = config::Surroundings {
        folder: Path::new("/"),
        secret: &|_| Err("none".to_owned()),
        selector: &|_| true,
        what_lies: &|_| config::Lies::Folder,
    };
    config::read(text, &around).expect("a config")
}

fn story(article: Article) -> Arc<Story> {
    Arc::new(Story {
        id: article.id,
        date: article.date,
        changed: article.date,
        lead: article,
        text_from: None,
        also: Vec::new(),
        translations: Vec::new(),
    })
}

/// A title without blanks: one that could be taken for markup is told with some. What could not be
/// decoded is told with a sign that validators know.
fn joined(title: &str) -> String {
    let words = title.split_whitespace().collect::<String>();
    words.replace('\u{fffd}', "□")
}

/// An address as bytes: what RFC 3986 does not know is published with a percent sign.
fn unescaped(address: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = address.as_bytes();
    while let [first, after @ ..] = rest {
        let hex = after.get(..2).and_then(|two| str::from_utf8(two).ok());
        let byte = hex.and_then(|two| u8::from_str_radix(two, 16).ok());
        if let Some(byte) = byte.filter(|_| *first == b'%') {
            bytes.push(byte);
            rest = &after[2..];
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    bytes
}

fn reads_back(edition: &Edition, format: Format, body: Vec<u8>) {
    let written = Document {
        url: edition.address(format),
        body,
        ..Document::default()
    };
    let read = parse::parse(&written).expect("what we publish is a feed");
    assert_eq!(read.warnings, [], "in {format:?}");
    assert_eq!(read.feed.entries.len(), edition.stories.len());
    for (entry, told) in read.feed.entries.iter().zip(&edition.stories) {
        let lead = &told.story.lead;
        assert_eq!(entry.guid, Some(told.story.id.to_string()), "in {format:?}");
        assert_eq!(joined(&title(entry)), joined(&lead.title), "in {format:?}");
        let link = entry.links.iter().find(|link| link.rel == "alternate");
        if let Some(permalink) = &lead.permalink {
            assert_eq!(
                link.map(|link| unescaped(&link.href)),
                Some(unescaped(permalink)),
                "in {format:?}"
            );
        }
    }
}

fn title(entry: &Entry) -> String {
    let title = entry.title.clone().unwrap_or_default();
    match title.kind {
        TextKind::Plain => title.value,
        TextKind::Html | TextKind::Xhtml => html::plain(&title.value),
    }
}

/// What was cleaned holds nothing active, and is clean when it is read again.
pub(crate) fn html(bytes: &[u8]) {
    let markup = String::from_utf8_lossy(bytes);
    let once = html::clean(&markup, None);
    if let Some(by_tree) = html::clean_by_tree(&markup, None) {
        assert_eq!(
            once, by_tree,
            "markup is clean in one way, whichever way it went"
        );
    }
    // In serialised HTML a `<` begins a tag: in a text it is written `&lt;`.
    for tag in once.as_str().split('<').skip(1) {
        let tag = tag
            .split('>')
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase();
        let name = tag
            .trim_start_matches('/')
            .split(' ')
            .next()
            .unwrap_or_default();
        let active = ["script", "iframe", "svg", "math", "style", "form"];
        assert!(!active.contains(&name), "{tag} is active");
        // Quotes in a value are written `&quot;`: what stands between two is a value.
        let names: String = tag.split('"').step_by(2).collect();
        assert!(
            !tag.contains("=\"javascript:") && !names.contains(" onclick"),
            "{tag} is active"
        );
    }
    assert_eq!(
        html::clean(once.as_str(), None),
        once,
        "cleaning twice is cleaning once"
    );
    let _ = html::text(&once);
    let _ = html::first_image(&once);
    let _ = html::plain(&markup);
}

/// A string never makes the date reader panic.
pub(crate) fn date(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let _ = date::machine(&text);
    let _ = date::read(&text, &date::Context::at(DateTime::UNIX_EPOCH));
}

/// A permalink is http(s), absolute, and stays as it is when it is cleaned again.
pub(crate) fn address(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let base = url::Url::parse("https://fuzz.example/a/b").ok();
    if let Some(link) = address::permalink(&text, base.as_ref()) {
        assert!(
            link.starts_with("http://") || link.starts_with("https://"),
            "{link}"
        );
        assert_eq!(
            address::permalink(&link, None).as_deref(),
            Some(link.as_str())
        );
        let _ = address::link_key(&link);
    }
}
