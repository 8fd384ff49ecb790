//! Markup that is made to cost: the work is bounded by what the pre-scan counts.

use super::{assert_inert, cleaned};
use std::time::Instant;

/// Far above what is needed on a slow machine in a debug build, far below what these cost unbounded.
const SECONDS: u64 = 8;

#[track_caller]
fn cheap(markup: &str) {
    let begun = Instant::now();
    let html = cleaned(markup);
    let spent = begun.elapsed();
    let start: String = markup.chars().take(40).collect();
    println!(
        "{spent:9.2?} {:8} -> {:8} {start:?}",
        markup.len(),
        html.len()
    );
    assert!(spent.as_secs() < SECONDS, "{spent:?}");
    assert!(html.len() <= crate::html::MAX_BYTES);
    assert_inert(&html, "a hostile body");
}

/// So many copies of a piece, each with a number of its own.
fn numbered(copies: usize, piece: &str) -> String {
    let mut markup = String::new();
    for n in 0..copies {
        markup.push_str(&piece.replace('#', &n.to_string()));
    }
    markup
}

#[test]
fn a_hundred_thousand_open_elements_are_harmless() {
    for name in [
        "b", "div", "table", "a", "span", "p", "li", "svg", "ul", "td", "select", "button", "i",
        "rt", "option", "dd", "h1", "object", "template", "math", "form", "ruby",
    ] {
        cheap(&format!("<{name}>").repeat(100_000));
    }
}

#[test]
fn deep_but_well_formed_nesting_is_flattened() {
    for name in ["div", "b", "blockquote", "span"] {
        cheap(&(format!("<{name}>").repeat(50_000) + "x" + &format!("</{name}>").repeat(50_000)));
    }
}

#[test]
fn formatting_that_is_opened_again_in_every_paragraph_is_harmless() {
    let open: String = numbered(5000, "<b title=#>");
    cheap(&(open + &"<p>x".repeat(100_000)));
    let each: String = numbered(30_000, "<p><font color=#>x");
    cheap(&each);
    let hidden: String = numbered(30_000, "<p><b title=#><marquee></b></marquee>x");
    cheap(&hidden);
    let quoted: String = numbered(30_000, "<p><b title=#><!-- </b> --><i title='</b>'>x</i>");
    cheap(&quoted);
    let styled = numbered(30_000, "<p><b title=#><style></b></style>x");
    cheap(&format!("<svg></svg>{styled}"));
    cheap(&format!("<svg><style>{}", numbered(30_000, "<b title=#>")));
    cheap(&format!(
        "<svg>{}",
        numbered(30_000, "<b title=#><![CDATA[></b>]]>")
    ));
}

#[test]
fn the_adoption_agency_is_kept_from_work() {
    cheap(&"<a><div>".repeat(50_000));
    cheap(&"<b><p>x</b></p>".repeat(60_000));
    cheap(&"<a><p><b><div></a></b>".repeat(30_000));
    cheap(&"<i><b><div></i></b></div>".repeat(30_000));
}

#[test]
fn what_is_put_before_its_table_is_kept_from_work() {
    cheap(&("<table>".to_owned() + &"<i></i>".repeat(100_000)));
    cheap(&("<table>".to_owned() + &"x<tr>".repeat(100_000)));
    cheap(&"<table><tr><td><table>x".repeat(30_000));
    cheap(&"<table><tbody><b>x<tr><td></b>".repeat(30_000));
}

#[test]
fn huge_attributes_and_many_of_them_are_harmless() {
    cheap(&format!("<a title='{}'>x</a>", "y".repeat(3_000_000)));
    let many: String = numbered(60_000, " a#=b");
    cheap(&format!("<p{many}>x</p>"));
    cheap(&format!("<a href='{}'>x</a>", "../".repeat(300_000)));
}

#[test]
fn unfinished_things_are_harmless() {
    for part in [
        "<!--",
        "<a href='",
        "<script>",
        "&",
        "&#",
        "</",
        "<noscript>",
        "<![CDATA[",
        "<textarea>",
        "<img srcset='a 1w,",
        "<plaintext>",
    ] {
        cheap(&part.repeat(100_000));
    }
}

#[test]
fn paragraphs_without_end_tags_are_not_depth() {
    let html = cleaned(&"<p>Jedan<li>dva".repeat(3000));
    assert_eq!(html.matches("Jedan").count(), 3000);
    assert_eq!(html.matches("<p>").count(), 3000);
}

#[test]
fn text_below_the_limit_of_depth_is_kept() {
    let html =
        cleaned(&("<div>".repeat(300) + "duboko" + &"</div>".repeat(300) + "<p>poslije</p>"));
    assert!(
        html.contains("duboko") && html.ends_with("<p>poslije</p>"),
        "{html}"
    );
}

#[test]
fn a_long_article_in_tangled_markup_is_kept_whole() {
    let html = cleaned(&"<b><p>Riječ <i>dva</b> tri</i></p><table>x<tr><td>y</table>".repeat(400));
    assert_eq!(html.matches("Riječ").count(), 400);
}
