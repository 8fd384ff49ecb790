//! Documents made to hurt in; a limit that holds, out. RELIABILITY.md 28 to 33.

use super::*;
use std::fmt::Write;

fn limited(parsed: &Parsed, what: &str) -> bool {
    parsed
        .warnings
        .iter()
        .any(|warning| matches!(warning, Warning::Limit { what: found, .. } if *found == what))
}

fn many(count: usize, piece: impl Fn(usize) -> String) -> String {
    (0..count).map(piece).collect()
}

#[test]
fn depth_has_an_end() {
    let text = format!(
        "<rss><item><title>A</title>{}{}</item></rss>",
        "<x>".repeat(9_000),
        "</x>".repeat(9_000)
    );
    let parsed = read(&text);
    assert!(limited(&parsed, "elements inside one another"));
    assert_eq!(title(&only(parsed.feed)).0, "A");
}

#[test]
fn depth_inside_a_text_has_an_end() {
    let text = format!(
        "<rss><item><description>{}</description><title>A</title></item></rss>",
        "<b>".repeat(9_000)
    );
    let parsed = read(&text);
    assert!(limited(&parsed, "elements inside one another"));
    assert_eq!(title(&only(parsed.feed)).0, "A");
}

#[test]
fn too_many_attributes_refuse_the_feed() {
    let text = format!("<rss {}><item/></rss>", many(300, |n| format!("a{n}='1' ")));
    refused(
        &text,
        &ParseError::TooLarge {
            what: "number of attributes",
            limit: limits::ATTRIBUTES,
        },
    );
}

#[test]
fn a_huge_tag_refuses_the_feed() {
    let text = format!("<rss a='{}'><item/></rss>", "x".repeat(limits::TAG));
    refused(
        &text,
        &ParseError::TooLarge {
            what: "tag",
            limit: limits::TAG,
        },
    );
}

#[test]
fn a_huge_document_type_refuses_the_feed() {
    let text = format!("<!DOCTYPE rss [{}]><rss/>", "<!ENTITY a 'b'>".repeat(5_000));
    refused(
        &text,
        &ParseError::TooLarge {
            what: "document type",
            limit: limits::DOCTYPE,
        },
    );
}

#[track_caller]
fn flood(inside: &str, what: &str, count: impl Fn(&Entry) -> usize, kept: usize) {
    let parsed = read(&format!("<rss><item>{inside}</item></rss>"));
    assert!(limited(&parsed, what));
    assert_eq!(count(&only(parsed.feed)), kept);
}

#[test]
fn categories_have_an_end() {
    let text = many(100, |n| format!("<category>{n}</category>"));
    flood(
        &text,
        "categories",
        |entry| entry.categories.len(),
        limits::CATEGORIES,
    );
}

#[test]
fn enclosures_have_an_end() {
    let text = many(100, |n| format!("<enclosure url='http://a.example/{n}'/>"));
    flood(
        &text,
        "enclosures",
        |entry| entry.enclosures.len(),
        limits::ENCLOSURES,
    );
}

#[test]
fn links_have_an_end() {
    let text = many(100, |n| format!("<link>http://a.example/{n}</link>"));
    flood(&text, "links", |entry| entry.links.len(), limits::LINKS);
}

#[test]
fn authors_have_an_end() {
    let text = many(100, |n| format!("<author>{n}</author>"));
    flood(
        &text,
        "authors",
        |entry| entry.authors.len(),
        limits::AUTHORS,
    );
}

#[test]
fn a_long_address_is_left_out() {
    let text = format!(
        "<link>http://a.example/{}</link>",
        "x".repeat(limits::ADDRESS)
    );
    flood(&text, "bytes of an address", |entry| entry.links.len(), 0);
}

#[test]
fn entries_have_an_end() {
    let parsed = read(&format!(
        "<rss>{}</rss>",
        "<item><title>A</title></item>".repeat(600)
    ));
    assert!(limited(&parsed, "entries"));
    assert_eq!(parsed.feed.entries.len(), limits::ENTRIES);
}

#[test]
fn prefixes_have_an_end() {
    let declared = many(100, |n| format!("xmlns:p{n}='urn:{n}' "));
    let parsed = read(&format!(
        "<rss {declared}><item><title>A</title></item></rss>"
    ));
    assert!(limited(&parsed, "namespace prefixes"));
}

/// Bytes looked at in vain, for each byte of the document.
fn vain(text: &str) -> u64 {
    let mut reader = xml::Reader::new(text);
    while let Ok(Some(_)) = reader.next() {}
    reader.vain() / text.len() as u64
}

#[test]
fn quotes_that_never_close_are_not_looked_for_again_and_again() {
    let mut text = "<rss>".to_owned();
    for _ in 0..20_000 {
        write!(text, "<a \">\" ").expect("a string takes it");
    }
    assert!(vain(&text) <= limits::VAIN + 1);
}

#[test]
fn instructions_that_never_close_are_not_looked_for_again_and_again() {
    assert!(vain(&format!("<rss>{}", "<?x>".repeat(20_000))) <= limits::VAIN + 1);
}

#[test]
fn end_tags_of_nothing_do_not_search_for_ever() {
    let text = format!("<rss>{}{}", "<a>".repeat(250), "</b>".repeat(100_000));
    assert!(read(&text).warnings.contains(&Warning::Cut));
}

#[test]
fn addresses_inside_are_only_text() {
    let entry = item("<!DOCTYPE x SYSTEM 'file:///etc/passwd'><title>&xxe;</title>");
    assert_eq!(title(&entry).0, "&xxe;");
}
