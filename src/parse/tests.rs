//! Documents in; what must be read from them, and why others are refused.

use super::*;
use crate::model::{Dialect, Entry, Feed, Headers, TextKind, Warning};

mod atom;
mod hostile;
mod json;
mod rss;
mod tolerance;

fn document(text: &str) -> Document {
    Document {
        url: String::new(),
        headers: Headers::default(),
        body: text.as_bytes().to_vec(),
    }
}

#[track_caller]
fn read(text: &str) -> Parsed {
    parse(&document(text)).unwrap_or_else(|error| panic!("{error}"))
}

/// The only entry of an RSS 2.0 channel.
#[track_caller]
fn item(inside: &str) -> Entry {
    let text = format!(
        "<rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/' \
         xmlns:content='http://purl.org/rss/1.0/modules/content/' \
         xmlns:media='http://search.yahoo.com/mrss/' \
         xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd'>\
         <channel><title>A channel</title><item>{inside}</item></channel></rss>"
    );
    only(read(&text).feed)
}

/// The only entry of an Atom 1.0 feed.
#[track_caller]
fn entry(inside: &str) -> Entry {
    let text = format!("<feed xmlns='http://www.w3.org/2005/Atom'><entry>{inside}</entry></feed>");
    only(read(&text).feed)
}

#[track_caller]
fn only(feed: Feed) -> Entry {
    let mut entries = feed.entries.into_iter();
    let first = entries.next().expect("an entry");
    assert!(entries.next().is_none(), "more than one entry");
    first
}

fn title(entry: &Entry) -> (&str, TextKind) {
    entry.title.as_ref().map_or(("", TextKind::Plain), |title| {
        (title.value.as_str(), title.kind)
    })
}

#[track_caller]
fn refused(text: &str, expected: &ParseError) {
    assert_eq!(parse(&document(text)).as_ref(), Err(expected));
}

#[test]
fn nothing_is_refused_as_nothing() {
    refused(" \n", &ParseError::Empty);
}

#[test]
fn a_page_is_refused_as_a_page() {
    refused(
        "<!DOCTYPE html><html><body><p>News</p></body></html>",
        &ParseError::Html,
    );
}

#[test]
fn a_sitemap_is_refused_as_a_sitemap() {
    refused(
        "<urlset><url><loc>http://a.example/</loc></url></urlset>",
        &ParseError::Sitemap,
    );
}

#[test]
fn another_xml_is_refused_by_its_root() {
    let root = "svg".to_owned();
    refused(
        "<svg><title>A drawing</title></svg>",
        &ParseError::OtherXml { root },
    );
}

#[test]
fn words_are_refused_as_garbage() {
    refused("Service unavailable", &ParseError::Garbage);
}

#[test]
fn another_json_is_refused_with_the_reason() {
    let why = "it has no list of items".to_owned();
    refused(
        r#"{"message": "not found"}"#,
        &ParseError::OtherJson { why },
    );
}

#[track_caller]
fn dialect(text: &str, expected: Dialect) {
    assert_eq!(read(text).feed.dialect, expected);
}

#[test]
fn rss_090_is_told_by_its_namespace() {
    dialect(
        "<r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#' \
         xmlns='http://my.netscape.com/rdf/simple/0.9/'><channel/></r:RDF>",
        Dialect::Rss090,
    );
}

#[test]
fn netscape_s_rss_091_is_told_by_its_document_type() {
    dialect(
        "<!DOCTYPE rss PUBLIC '-//Netscape Communications//DTD RSS 0.91//EN' 'x'>\
         <rss version='0.91'><channel/></rss>",
        Dialect::Rss091Netscape,
    );
}

#[test]
fn rss_201_is_rss_20() {
    dialect("<rss version='2.01'><channel/></rss>", Dialect::Rss20);
}

#[test]
fn rss_with_an_atom_link_stays_rss() {
    dialect(
        "<rss version='2.0' xmlns:a='http://www.w3.org/2005/Atom'><channel/></rss>",
        Dialect::Rss20,
    );
}

#[test]
fn atom_03_is_told_by_its_version() {
    dialect(
        "<feed version='0.3' xmlns='http://purl.org/atom/ns#'/>",
        Dialect::Atom03,
    );
}

#[test]
fn atom_10_is_known_under_any_prefix() {
    dialect(
        "<x:feed xmlns:x='http://www.w3.org/2005/Atom'/>",
        Dialect::Atom10,
    );
}

#[test]
fn opml_is_a_list_of_links() {
    let feed = read(
        "<opml version='2.0'><head><title>Ours</title></head><body><outline text='Group'>\
         <outline type='rss' text='A &amp; B' xmlUrl='http://a.example/feed' htmlUrl='http://a.example/'/>\
         <outline text='Only a page' htmlUrl='http://b.example/'/></outline></body></opml>",
    )
    .feed;
    let links: Vec<_> = feed
        .links
        .iter()
        .map(|l| (l.rel.as_str(), l.href.as_str(), l.title.as_deref()))
        .collect();
    assert_eq!(
        links,
        [
            ("feed", "http://a.example/feed", Some("A & B")),
            ("alternate", "http://b.example/", Some("Only a page")),
        ]
    );
}

#[track_caller]
fn link_of(url: &str, headers: &[(&str, &str)], text: &str, expected: &str) {
    let headers = headers
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let document = Document {
        url: url.to_owned(),
        headers: Headers(headers.collect()),
        body: text.as_bytes().to_vec(),
    };
    let feed = parse(&document).expect("a feed").feed;
    assert_eq!(
        feed.links.first().map(|link| link.href.as_str()),
        Some(expected)
    );
}

#[test]
fn a_relative_link_is_relative_to_the_document() {
    let text = "<rss><channel><link>../b</link></channel></rss>";
    link_of(
        "http://a.example/x/y/feed",
        &[],
        text,
        "http://a.example/x/b",
    );
}

#[test]
fn content_location_comes_before_the_address() {
    let text = "<rss><channel><link>b</link></channel></rss>";
    let headers = [("content-location", "/deep/feed.xml")];
    link_of(
        "http://a.example/feed",
        &headers,
        text,
        "http://a.example/deep/b",
    );
}

#[test]
fn xml_base_comes_before_both_and_nests() {
    let text = "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='http://b.example/x/'>\
                <link xml:base='y/' href='z'/></feed>";
    link_of("http://a.example/", &[], text, "http://b.example/x/y/z");
}

#[test]
fn a_base_of_another_scheme_is_passed_over() {
    let text = "<rss xml:base='javascript:alert(1)//'><channel><link>b</link></channel></rss>";
    link_of("http://a.example/", &[], text, "http://a.example/b");
}

#[test]
fn an_absolute_link_is_not_rewritten() {
    let text = "<rss><channel><link>HTTP://A.Example/%7Ea</link></channel></rss>";
    link_of("http://b.example/", &[], text, "HTTP://A.Example/%7Ea");
}

#[test]
fn an_error_in_the_encoding_is_told_beside_the_feed() {
    let document = Document {
        url: String::new(),
        headers: Headers::default(),
        body: b"<?xml version='1.0' encoding='utf-16'?><rss><channel><title>\xC5\xBE</title></channel></rss>".to_vec(),
    };
    let warnings = parse(&document).expect("a feed").warnings;
    let expected = Warning::Encoding {
        declared: "utf-16".to_owned(),
        used: "utf-8".to_owned(),
    };
    assert_eq!(warnings, [expected]);
}
