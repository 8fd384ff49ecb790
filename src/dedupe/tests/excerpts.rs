//! Excerpts under a headline of the carrier's own, and digests that begin as they do.

use super::{article, verdicts::check};
use crate::{dedupe::Kind, model::Article};

const LEAD: &str = "Polarcode, a startup based in Zadar, has closed an investment round of 90,000 \
    euros led by two regional funds. The money will be spent on the next version of Railmind, a \
    platform that hospitals use";
const REST: &str = "to plan the work of operating theatres.\nThe team has 16 employees at the moment \
    and wants to hire 24 more before the end of the year.\nThe cluster supported the founders with \
    mentoring and with a voucher for legal advice.\nThe first customers outside the region are \
    expected after 13 April, when certification ends.";
const TITLE: &str = "Polarcode raises 90,000 euros for its platform Railmind";

fn news() -> Article {
    article("a", 0, TITLE, &format!("{LEAD} {REST}"))
}

fn excerpt(hours: i64, title: &str) -> Article {
    article("b", hours, title, &format!("{LEAD}…"))
}

#[test]
fn an_excerpt_under_another_headline_is_the_same() {
    let fresh = "Fresh capital for Polarcode from Zadar";
    check(&news(), &excerpt(20, fresh), Kind::Same, 7);
    check(&news(), &excerpt(24 * 5, fresh), Kind::Related, 7);
}

#[test]
fn a_headline_that_names_another_number_of_the_text_is_no_other_news() {
    let other = article(
        "b",
        5,
        "Hospitals and 24 new jobs",
        &format!("{LEAD} {REST}"),
    );
    check(&news(), &other, Kind::Same, 7);
    let shorter = REST.rsplit_once('\n').map_or("", |(first, _)| first);
    let fewer = format!("{LEAD} {shorter}");
    let other = article("b", 5, "Polarcode hires 24 people in Zadar", &fewer);
    check(&news(), &other, Kind::Same, 7);
}

#[test]
fn a_headline_that_tells_nothing_of_the_text_may_be_that_of_a_digest() {
    for digest in ["Our week in a few words", "The Week in Brief, no. 22"] {
        check(&news(), &excerpt(20, digest), Kind::Related, 7);
    }
}

#[test]
fn the_first_item_of_a_digest_stands_under_its_heading() {
    let item = format!("{LEAD} {REST}");
    let digest = article(
        "b",
        20,
        "Our week in a few words",
        &format!("{TITLE}\n{item}"),
    );
    check(&news(), &digest, Kind::Quote, 7);
    let cut = article(
        "b",
        20,
        "Our week in a few words",
        &format!("{TITLE}\n{LEAD}…"),
    );
    check(&news(), &cut, Kind::Quote, 7);
    // Who repeats the title above the text has one that tells of it.
    let repeated = article("b", 20, "Money for Polarcode", &format!("{TITLE}\n{item}"));
    check(&news(), &repeated, Kind::Same, 7);
}
