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
    for digest in ["Our week in a few words", "The Week in Brief"] {
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

#[test]
fn nearly_all_of_it_under_a_headline_that_names_nobody_is_the_same() {
    let fewer = REST.rsplit_once('\n').map_or("", |(first, _)| first);
    let other = article("b", 5, "No more waiting", &format!("{LEAD} {fewer}"));
    check(&news(), &other, Kind::Same, 7);
}

#[test]
fn a_place_and_a_day_before_an_excerpt_are_no_other_numbers() {
    let dated = article("b", 5, TITLE, &format!("Zadar, 6 February 2026. {LEAD}…"));
    check(&news(), &dated, Kind::Same, 7);
    let other = LEAD.replace("90,000", "70,000");
    let dated = article("b", 5, TITLE, &format!("Zadar, 6 February 2026. {other}…"));
    check(&news(), &dated, Kind::Series, 5);
}

#[test]
fn umlauts_are_the_same_however_they_are_written() {
    let text = "Die Hochschule in Görlitz hat mit der Firma Brückner eine Fußgängerbrücke aus \
        wiederverwertetem Beton vorgestellt.\nFür den Entwurf wählten die Prüfer im März zwölf große \
        Büros aus, darunter Müller und Jäger aus Köln.";
    let mut plain = text.replace('ß', "ss");
    for (umlaut, written) in [("ä", "ae"), ("ö", "oe"), ("ü", "ue")] {
        plain = plain.replace(umlaut, written);
    }
    let title = "Brücke aus altem Beton";
    let one = article("a", 0, title, text);
    let other = article("b", 5, &title.replace('ü', "ue"), &plain);
    check(&one, &other, Kind::Same, 7);
}

#[test]
fn a_deadline_that_was_moved_is_told_before_the_old_call() {
    let moved = "Applications are open until 30 June, the cluster has decided after many requests.";
    let call = format!("{LEAD} {REST}");
    let more_time = format!("More time: {TITLE}");
    let later = article("a", 70, &more_time, &format!("{moved}\n{call}"));
    check(&news(), &later, Kind::Quote, 7);
    let passed_on = "Dear members, we pass on what may be of interest to all of you these days.";
    let title = format!("Partners: {TITLE}");
    let repost = article("b", 9, &title, &format!("{passed_on}\n{call}"));
    check(&news(), &repost, Kind::Same, 7);
}
