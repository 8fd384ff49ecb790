//! Rows on conditional requests: what is asked with is what the last good answer gave.

use super::*;

/// Every request after a good answer has its validators, byte for byte, and nothing else.
#[track_caller]
fn check(path: &str) {
    let mut right: Option<&(String, String)> = None;
    let mut conditional = 0;
    for line in of(path) {
        let field = |name| line.asked.header(name).unwrap_or_default();
        let sent = (field("if-none-match"), field("if-modified-since"));
        let (tag, date) = right.map_or(("", ""), |(tag, date)| (tag, date));
        assert_eq!(sent, (tag, date), "{path} in minute {}", line.minute);
        conditional += usize::from(right.is_some());
        right = line.gave.as_ref().or(right);
    }
    assert!(
        conditional > 3,
        "{path} was asked {conditional} times after an answer"
    );
}

macro_rules! rows {
    ($($test:ident: $path:literal,)*) => {
        $(#[test] fn $test() { check($path); })*
    };
}

rows! {
    conditional_after_one_good_answer_every_request_is: "/plain",
    inm_exact_a_weak_tag: "/weak",
    inm_exact_a_tag_without_quotes: "/unquoted",
    inm_exact_a_tag_with_a_comma: "/comma",
    inm_exact_a_tag_with_a_suffix: "/suffix",
    ims_exact_a_date_that_is_none: "/odd-date",
    ims_exact_no_date_is_invented: "/tag-only",
    stale_validators_one_vanishes_and_one_goes_back_in_time: "/vanish",
    bare_304_leaves_them: "/bare",
    trunc_validators_of_a_length_that_is_not_reached: "/cut",
    trunc_validators_of_a_gzip_that_ends_early: "/cut-gzip",
    trunc_validators_of_xml_that_ends_early: "/cut-xml",
    junk_validators_of_a_page: "/junk",
    junk_validators_of_nothing: "/empty",
    no_cache_stays_conditional: "/no-cache",
    conditional_through_failures: "/recover",
    conditional_through_refusals: "/retry-long",
}
