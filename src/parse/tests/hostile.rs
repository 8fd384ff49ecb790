//! Documents made to hurt in; a limit that holds, out. RELIABILITY.md 28 to 33.

use super::*;
use crate::parse::json::{self, Json};
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

/// Bytes looked at in vain, and steps.
fn work(text: &str) -> (u64, u64) {
    let mut reader = xml::Reader::new(text);
    while let Ok(Some(_)) = reader.next() {}
    reader.work()
}

#[test]
fn quotes_that_never_close_are_not_looked_for_again_and_again() {
    let mut text = "<rss>".to_owned();
    for _ in 0..100_000 {
        write!(text, "<a \">\" ").expect("a string takes it");
    }
    assert!(work(&text).0 <= limits::VAIN + text.len() as u64);
}

#[test]
fn instructions_that_never_close_are_not_looked_for_again_and_again() {
    let text = format!("<rss>{}", "<?x>".repeat(200_000));
    assert!(work(&text).0 <= limits::VAIN + text.len() as u64);
}

#[test]
fn some_broken_places_in_a_long_document_are_forgiven() {
    let items = "<item><title>A</title><link>b</link></item>".repeat(400);
    let broken = "<item><a \"><title>A title of more than a few words</title><link>b</link></item>"
        .repeat(50);
    let parsed = read(&format!("<rss>{broken}{items}</rss>"));
    assert_eq!(parsed.feed.entries.len(), 450);
}

#[test]
fn more_markup_than_people_write_is_left() {
    let text = format!(
        "<rss><item><title>A</title></item>{}",
        "<a>".repeat(1_100_000)
    );
    assert!(work(&text).1 <= limits::STEPS + 1);
    let parsed = read(&text);
    assert!(parsed.warnings.contains(&Warning::Cut));
    assert_eq!(title(&only(parsed.feed)).0, "A");
}

#[track_caller]
fn dear(piece: &str, steps: u64) {
    let text = format!("<rss><item>{}</item></rss>", piece.repeat(1000));
    let base = Url::parse("http://a.example/").ok();
    let mut walk = walk::Walk::new(&text, base, &Headers::default());
    walk.walk().expect("a feed");
    assert!(
        walk.reader.work().1 >= steps * 1000,
        "{:?}",
        walk.reader.work()
    );
}

#[test]
fn fields_and_declarations_are_worth_several_steps() {
    dear("<link>a</link>", 3 + limits::STEPS_OF_FIELD);
    dear("<x xmlns:a='b'/>", 1 + limits::STEPS_OF_DECLARATION);
    dear("<x xml:base='b'/>", 1 + limits::STEPS_OF_DECLARATION);
}

#[test]
fn texts_have_an_end() {
    let text = many(100, |n| format!("<content>{n}</content>"));
    flood(
        &text,
        "texts",
        |entry| entry.content.len(),
        limits::CONTENTS,
    );
}

#[track_caller]
fn long_text(field: &str) {
    let parsed = read(&format!(
        "<rss><item><description>{field}</description></item></rss>"
    ));
    assert!(limited(&parsed, "bytes of a text"));
    let entry = only(parsed.feed);
    let length = entry.summary.map_or(0, |text| text.value.len());
    assert!(
        length > limits::TEXT / 2 && length <= limits::TEXT + 100,
        "{length}"
    );
}

#[test]
fn a_long_text_is_cut() {
    long_text(&"a ".repeat(limits::TEXT));
    long_text(&format!("<![CDATA[{}]]>", "a ".repeat(limits::TEXT)));
    long_text(&"<b>a</b>".repeat(limits::TEXT / 7));
}

#[test]
fn a_long_text_is_cut_in_no_reference() {
    for reference in ["&amp;#x41;", "&#38;#x41;", "<![CDATA[&#x41;]]>"] {
        let many = reference.repeat(limits::TEXT / 5);
        let parsed = read(&format!(
            "<rss><item><description>{many}</description></item></rss>"
        ));
        assert!(limited(&parsed, "bytes of a text"));
        let text = only(parsed.feed)
            .summary
            .map_or(String::new(), |text| text.value);
        assert!(text.ends_with(';'), "{:?}", text.get(text.len() - 12..));
    }
}

#[test]
fn what_stands_before_the_items_of_a_cut_json_feed_is_none_of_them() {
    let objects = many(limits::ENTRIES + 20, |n| format!("{{\"url\":\"{n}\"}},"));
    for before in [
        "\"hubs\":[{}]",
        "\"authors\":[{\"items\":[{}]}]",
        "\"_x\":[[{}]]",
        "\"_x\":{\"a\":[{}]}",
    ] {
        let before = before.replace("{}", objects.trim_end_matches(','));
        let parsed = read(&format!(
            "{{{before},\"items\":[{{\"id\":\"a\"}},{{\"id\":\"b\"}},{{\"i"
        ));
        assert_eq!(
            parsed.feed.entries.len(),
            2,
            "{}",
            before.get(..20).unwrap_or_default()
        );
        assert!(parsed.warnings.contains(&Warning::Cut));
    }
}

#[test]
fn a_json_feed_that_ends_in_its_last_entries_keeps_the_first() {
    let items = many(limits::ENTRIES + 20, |n| format!("{{\"id\":\"{n}\"}},"));
    let parsed = read(&format!("{{\"version\":\"x\",\"items\":[{items}"));
    assert!(limited(&parsed, "entries"));
    assert!(parsed.warnings.contains(&Warning::Cut));
    assert_eq!(parsed.feed.entries.len(), limits::ENTRIES);
}

#[test]
fn a_long_base_and_a_long_language_are_passed_over() {
    let long = "x/".repeat(1000);
    let text = format!(
        "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='http://a.example/' xml:lang='{long}'>\
         <entry xml:base='{long}'><title>A</title><link href='b'/></entry></feed>"
    );
    let entry = only(read(&text).feed);
    assert_eq!(
        entry.links.first().map(|link| link.href.as_str()),
        Some("http://a.example/b")
    );
    assert_eq!(entry.language, None);
}

#[test]
fn entries_without_an_end_tag_have_an_end() {
    assert_eq!(
        read(&format!("<rss>{}", "<item/>".repeat(600)))
            .feed
            .entries
            .len(),
        limits::ENTRIES
    );
}

#[test]
fn json_that_is_none_of_ours_is_not_kept() {
    let deep = format!("{{\"items\":[],\"a\":{}", "[".repeat(100_000));
    let refusal = parse(&document(&deep));
    assert!(matches!(refusal, Err(ParseError::OtherJson { .. })));
    let many = format!(
        "{{\"items\":[{{\"id\":1,\"tags\":[{}1]}}]}}",
        "[1,2],".repeat(200_000)
    );
    assert_eq!(only(read(&many).feed).guid.as_deref(), Some("1"));
}

#[test]
fn values_of_json_have_an_end() {
    let item = format!("{{\"tags\":[{}1]}},", "1,".repeat(400));
    let text = format!("{{\"items\":[{}{{}}]}}", item.repeat(490));
    let Ok(Json::Object(mut root)) = json::read(&text) else {
        panic!("an object")
    };
    let Some(Json::List(items)) = root.take("items") else {
        panic!("a list")
    };
    assert!(items.len() < 490, "{}", items.len());
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
