//! Bytes in; whatever must hold for every input is asserted. The fuzz targets and the property
//! tests (`tests/it/properties.rs`) run the same bodies.

use clusterwire::{
    address, date, html,
    model::{Document, Headers},
    parse,
};

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

/// What was cleaned holds nothing active, and is clean when it is read again.
pub(crate) fn html(bytes: &[u8]) {
    let markup = String::from_utf8_lossy(bytes);
    let once = html::clean(&markup, None);
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
        assert!(
            !tag.contains("=\"javascript:") && !tag.contains(" onclick"),
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
    let _ = date::read(&text, &date::Context::at(chrono::DateTime::UNIX_EPOCH));
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
