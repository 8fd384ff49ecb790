//! Markup that is made to cost: the work is bounded by what the pre-scan counts.

use super::{assert_inert, cleaned};
use crate::html::{MAX_BYTES, MAX_INPUT, cut, repair::repair};

/// Steps for a text of any length, and what the last tag before the cut may have cost.
const STEPS: usize = 4_000_000 + 100_000;

#[track_caller]
fn cheap(markup: &str) {
    let repaired = repair(cut(markup, MAX_INPUT));
    assert!(repaired.steps <= STEPS, "{} steps", repaired.steps);
    let html = cleaned(markup);
    assert!(html.len() <= MAX_BYTES);
    assert_inert(&html, "a hostile body");
}

/// How many times the serialiser would look at a byte again (html5ever 0.40): for each special byte of a text
/// the rest of the text.
fn looked_at_again(html: &str) -> usize {
    let texts = html.split(['<', '>']);
    texts
        .map(|text| text.len() * text.bytes().filter(|b| matches!(b, b'&' | 0xC2)).count())
        .sum()
}

#[test]
fn a_text_of_ampersands_is_cut_before_writing_it_costs() {
    for piece in [
        "a & ",
        "a\u{a0}",
        "&#65;",
        "a & </x>",
        "<select>& <br>",
        "<table>& <tr>",
    ] {
        let repaired = repair(&piece.repeat(100_000)).markup.into_owned();
        let texts = repaired
            .replace("</x>", "")
            .replace("<select>", "")
            .replace("<br>", "");
        let texts = texts.replace("<table>", "").replace("<tr>", "");
        assert!(looked_at_again(&texts) <= 1 << 32, "again {piece}");
        assert!(repaired.len() > 10_000, "{piece}: {}", repaired.len());
    }
}

#[test]
fn ampersands_in_paragraphs_are_kept() {
    let html = cleaned(&"<p>Riječ &amp; riječ&nbsp;§ 3</p>".repeat(10_000));
    assert_eq!(html.matches("&amp;").count(), 10_000);
}

#[test]
fn a_short_text_may_not_cost_as_much_as_a_long_one() {
    let piece = "<p><b title=x><i title=y>";
    assert!(repair(&piece.repeat(1000)).steps <= 200_000 + 8 * 32_768 + 10_000);
}

#[test]
fn a_long_value_is_cut() {
    let html = cleaned(&format!("<a title='{}'>x</a>", "& ".repeat(10_000)));
    assert!(
        html.len() < 20_000 && html.ends_with(">x</a>"),
        "{}",
        html.len()
    );
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
    let html = cleaned(&"<b><p>Riječ <i>dva</b> tri</i></p><table>x<tr><td>y</table>".repeat(100));
    assert_eq!(html.matches("Riječ").count(), 100);
}
