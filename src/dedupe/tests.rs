//! The small tables under the decisions; the decisions themselves are in `tests/it/stories.rs`.

use super::key::{link, title_key, titles_alike};

#[track_caller]
fn check_titles(a: &str, b: &str, alike: bool) {
    assert_eq!(titles_alike(a, b), alike, "{a:?} and {b:?}");
    assert_eq!(titles_alike(b, a), alike, "{b:?} and {a:?}");
}

#[test]
fn an_edited_title_is_still_alike() {
    check_titles(
        "Call for startups opens",
        "UPDATE: call for startups opens today",
        true,
    );
}

#[test]
fn another_title_under_the_same_guid_is_not_alike() {
    check_titles(
        "Call for startups opens",
        "Annual meeting of members",
        false,
    );
}

#[test]
fn signs_and_case_do_not_make_another_title() {
    assert_eq!(
        title_key("Poziv – za  Članice!"),
        title_key("poziv za članice")
    );
}

#[test]
fn the_key_of_an_address_forgives_what_addresses_differ_in() {
    let one = link("https://a.example/one");
    assert!(one.is_some());
    for same in [
        "http://www.a.example/one/",
        "https://A.example/one?utm_source=x#top",
    ] {
        assert_eq!(link(same), one, "{same}");
    }
}

#[test]
fn a_home_page_and_what_is_no_address_have_no_key() {
    for none in [
        "https://a.example/",
        "https://a.example",
        "urn:uuid:1",
        "",
        "one",
    ] {
        assert_eq!(link(none), None, "{none}");
    }
}
