//! What must hold for every input, tried on many: the bodies of the fuzz targets, on stable Rust.
//!
//! Random bytes seldom get past a parser's first sign, so most inputs are put together from pieces
//! that formats are made of.

use proptest::{collection::vec, prelude::*, sample::select};

#[path = "../../fuzz/attacks.rs"]
mod attacks;
#[path = "../../fuzz/bodies.rs"]
mod bodies;

#[test]
fn every_attack_keeps_its_limits() {
    for attack in attacks::attacks(100_000) {
        println!("{}", attack.name);
        bodies::parse(&attack.body);
        bodies::html(&attack.body);
    }
}

#[test]
fn what_stands_in_a_value_is_no_attribute() {
    bodies::html(b"<a title='x &quot; onclick=y>' href=z>z</a>");
}

const PIECES: &[&str] = &[
    "<rss version=\"2.0\"><channel>",
    "<item>",
    "</item>",
    "<title>",
    "</title>",
    "<entry>",
    "</entry>",
    "<feed xmlns=\"http://www.w3.org/2005/Atom\">",
    "<rdf:RDF>",
    "<link href=\"/x?a=1&b=2\"/>",
    "<link>",
    "</link>",
    "<![CDATA[",
    "]]>",
    "<!--",
    "-->",
    "<!DOCTYPE x [<!ENTITY e \"v\">]>",
    "&e;",
    "&amp;",
    "&#0;",
    "&#x110000;",
    "&nbsp",
    "<content type=\"xhtml\">",
    "<div xmlns=\"http://www.w3.org/1999/xhtml\">",
    "{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[",
    "{\"id\":1,\"title\":\"a\"},",
    "]}",
    "<script>",
    "</script>",
    "<svg>",
    "<math>",
    "<style>",
    "<a href=\"javascript:x\" onclick=y>",
    "<a href=\" \u{1}javascript:x\">",
    "<img src=x data-src=\"http://e.example/a.png\" width=1 height=1>",
    "<table><tr><td>",
    "<b><p>",
    "<noscript>",
    "<iframe srcdoc=\"&lt;script&gt;\">",
    "<p>",
    "</p>",
    "\u{202e}",
    "\u{0}",
    "\u{feff}",
    "<?xml version=\"1.0\" encoding=\"utf-16\"?>",
    "Fri, 20 Nov 2026 25:61:00 +9999",
    "2026-11-20T06:00:00Z",
    "31.02.2026.",
    "29. februar 2023. godine",
    "prije 3 dana",
    "12/13/14",
    "W53-7",
    "листопад",
    "http://e.example/",
    "//e.example:0/",
    "https://u:p@e.example/a/../b?utm_source=x&id=3#f",
    "http://[::ffff:127.0.0.1]/",
    "mailto:a@b",
    "%zz",
    "?p=1",
    " ",
];

fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        8 => select(PIECES).prop_map(|piece| piece.as_bytes().to_vec()),
        1 => vec(any::<u8>(), 0..8),
    ];
    vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// Bytes that a failing test shows as text.
#[derive(Clone)]
struct Input(Vec<u8>);

impl std::fmt::Debug for Input {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", String::from_utf8_lossy(&self.0))
    }
}

fn inputs() -> impl Strategy<Value = Input> {
    prop_oneof![9 => pieces(), 1 => vec(any::<u8>(), 0..200)].prop_map(Input)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_document_is_read_or_refused(input in inputs()) {
        bodies::parse(&input.0);
    }

    #[test]
    fn any_markup_comes_out_clean_and_stays_so(input in inputs()) {
        bodies::html(&input.0);
    }

    #[test]
    fn what_is_published_of_any_document_reads_as_it_was_meant(input in inputs()) {
        bodies::round_trip(&input.0);
    }

    #[test]
    fn any_text_is_a_date_or_none(input in inputs()) {
        bodies::date(&input.0);
    }

    #[test]
    fn any_link_is_a_permalink_or_none(input in inputs()) {
        bodies::address(&input.0);
    }
}
