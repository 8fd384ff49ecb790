//! Broken documents in; entries, and what was forgiven, out.

use super::*;

/// The titles of the entries, and what was complained of.
#[track_caller]
fn check(text: &str, titles: &[&str], warning: Option<&str>) {
    let parsed = read(text);
    let found: Vec<_> = parsed
        .feed
        .entries
        .iter()
        .map(|entry| title(entry).0)
        .collect();
    assert_eq!(found, titles);
    let first = parsed.warnings.first().map(ToString::to_string);
    assert!(
        first
            .as_deref()
            .is_none_or(|first| warning.is_some_and(|warning| first.contains(warning)))
            && first.is_some() == warning.is_some(),
        "{first:?} is not {warning:?}"
    );
}

#[test]
fn a_sound_feed_gives_no_warning() {
    check(
        "<rss><channel><item><title>A</title></item></channel></rss>",
        &["A"],
        None,
    );
}

#[test]
fn a_tag_that_lost_its_name_is_no_text() {
    let parsed =
        read("<rss><item><description><![CDATA[a <b>c</b> <>d]]></description></item></rss>");
    let summary = parsed.feed.entries[0].summary.clone().unwrap_or_default();
    assert_eq!(summary.value, "a <b>c</b> d");
}

#[test]
fn bare_ampersands_and_unknown_entities_stay() {
    check(
        "<rss><item><title>R&D &unknown; &nbsp;&scaron;</title></item></rss>",
        &["R&D &unknown; \u{a0}š"],
        None,
    );
}

#[test]
fn entities_of_the_document_type_are_never_expanded() {
    let bomb = "<!DOCTYPE rss [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]><rss><item><title>x&b;</title></item></rss>";
    check(bomb, &["x&b;"], None);
}

#[test]
fn a_missing_end_tag_of_a_title_is_found() {
    check(
        "<rss><item><title>A<guid>1</guid></item><item><title>B</title></item></rss>",
        &["A", "B"],
        Some("missing end tag"),
    );
}

#[test]
fn a_missing_end_tag_of_an_item_is_found() {
    check(
        "<rss><item><title>A</title><item><title>B</title></item></rss>",
        &["A", "B"],
        Some("missing end tag"),
    );
}

#[test]
fn an_end_tag_too_many_is_passed_over() {
    check(
        "<rss><item></b><title>A</title></item></p></rss>",
        &["A"],
        Some("end tag without start"),
    );
}

#[test]
fn end_tags_in_the_wrong_order_are_sorted_out() {
    check(
        "<rss><item><title>A <b><i>x</b></i></title></item></rss>",
        &["A <b><i>x</i></b>"],
        Some("missing end tag"),
    );
}

#[test]
fn words_before_the_prolog_are_passed_over() {
    check(
        "<br />\n<b>Warning</b>: x in <b>y</b><br />\n<?xml version='1.0'?><rss><item><title>A</title></item></rss>",
        &["A"],
        None,
    );
}

#[test]
fn a_cut_keeps_what_was_finished() {
    check(
        "<rss><channel><item><title>A</title></item><item><title>B",
        &["A"],
        Some("ends in the middle"),
    );
}

#[test]
fn a_cut_in_the_last_end_tag_is_none() {
    check(
        "<rss><item><title>A</title></item></rss",
        &["A"],
        Some("broken markup"),
    );
}

#[test]
fn a_cut_before_the_root_is_an_empty_feed() {
    check(
        "<?xml version='1.0'?>\n<!-- soon -->",
        &[],
        Some("ends in the middle"),
    );
}

#[test]
fn a_sign_that_begins_no_tag_is_text() {
    check(
        "<rss><item><title>1 < 2 <3</title></item></rss>",
        &["1 < 2 <3"],
        None,
    );
}

#[test]
fn an_unclosed_quote_costs_one_tag() {
    check(
        "<rss><channel><item><enclosure url=\"x></item><item><title a=\"b\">B</title></item></channel></rss>",
        &["", "B"],
        Some("broken markup"),
    );
}

#[test]
fn a_cdata_section_that_never_ends_is_text() {
    check(
        "<rss><item><title>A</title></item><item><title><![CDATA[B",
        &["A"],
        Some("broken markup"),
    );
}

#[test]
fn prefixes_without_a_declaration_mean_what_they_usually_do() {
    check(
        "<rss><item><dc:title>A</dc:title></item></rss>",
        &["A"],
        None,
    );
}

#[test]
fn a_prefix_bound_to_an_unknown_address_means_what_it_usually_does() {
    check(
        "<rss xmlns:dc='http://other.example/'><item><dc:title>A</dc:title></item></rss>",
        &["A"],
        None,
    );
}

#[test]
fn a_known_address_under_another_prefix_is_known() {
    check(
        "<rss xmlns:x='HTTP://PURL.ORG/dc/elements/1.1/'><item><x:title>A</x:title></item></rss>",
        &["A"],
        None,
    );
}

#[test]
fn windows_quotes_as_control_characters_are_quotes() {
    check(
        "<rss><item><title>don&#146;t</title></item></rss>",
        &["don’t"],
        None,
    );
}

#[test]
fn text_encoded_twice_is_decoded_twice() {
    check(
        "<rss><item><title>Äá&#x10D;</title></item><item><title>Å¡koda</title></item></rss>",
        &["Äáč", "škoda"],
        None,
    );
}

#[test]
fn control_characters_and_carriage_returns_go() {
    check(
        "<rss><item><title>A\u{1}\r\n\u{c}B</title></item></rss>",
        &["A\nB"],
        None,
    );
}

#[test]
fn attributes_without_quotes_are_read() {
    let entry = item("<guid isPermaLink=false>1</guid>");
    assert!(!entry.guid_is_link);
}

#[test]
fn no_more_room_is_taken_than_there_are_entries() {
    let item = "<item><title>Title of an entry</title><link>https://a.example/1</link><category>c</category></item>";
    let text = format!(
        "<rss version='2.0'><channel>{}</channel></rss>",
        item.repeat(40)
    );
    let entries = read(&text).feed.entries;
    assert!(entries.capacity() <= 44, "{}", entries.capacity());
    for entry in &entries {
        assert_eq!(
            (entry.links.capacity(), entry.categories.capacity()),
            (1, 1)
        );
    }
}
