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
fn a_place_and_the_day_of_publication_before_an_excerpt_are_no_other_numbers() {
    let dated = |line: &str, text: &str| article("b", 5, TITLE, &format!("{line} {text}…"));
    for line in [
        "Zadar, 1 January 2026.",
        "Zadar, Thursday, 1.1.2026 -",
        "31 December.",
    ] {
        check(&news(), &dated(line, LEAD), Kind::Same, 7);
    }
    let other = LEAD.replace("90,000", "70,000");
    check(
        &news(),
        &dated("Zadar, 1 January 2026.", &other),
        Kind::Series,
        5,
    );
}

#[test]
fn a_day_and_a_place_before_an_excerpt_may_be_those_of_another_event() {
    for line in [
        "Zadar, 6 February 2026.",
        "Zadar, 1 January 2027.",
        "Zadar, 1 January 2026 at 14:00.",
        "Zadar, 1 and 2 January 2026.",
        "Mostar, 1 January 2026.",
    ] {
        let other = article("b", 5, TITLE, &format!("{line} {LEAD}…"));
        check(&news(), &other, Kind::Series, 5);
    }
    let line = "Zadar, 1 January 2026.";
    let later = article("a", 5, TITLE, &format!("{line} {LEAD}…"));
    check(&news(), &later, Kind::Series, 5);
}

#[test]
fn a_digest_that_names_its_items_is_not_the_first_of_them() {
    let item = format!("{LEAD} {REST}");
    let second = "Ottera Systems has opened an office near the river, in which twelve people work. \
        The mayor opened it together with Kvantis, a partner of Ottera Systems for years.";
    for title in [
        "News of members: Polarcode with Railmind, Ottera Systems grows",
        "Railmind of Polarcode, twelve people and Kvantis",
        "Ottera Systems opens an office",
    ] {
        let digest = article("b", 20, title, &format!("{item}\n{second}"));
        check(&news(), &digest, Kind::Related, 7);
    }
}

#[test]
fn a_headline_that_names_what_the_cut_sentence_tells_is_that_of_the_excerpt() {
    let (lead, _) = LEAD.split_once("Railmind").expect("the name");
    let other = "Fresh capital for Polarcode from Zadar";
    let cut = article("b", 20, other, &format!("{lead}…"));
    check(&news(), &cut, Kind::Same, 7);
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

#[test]
fn what_stops_in_a_sentence_with_which_the_other_goes_on_is_the_beginning_of_it() {
    let begins = "With 58 votes in favour, parliament on Thursday adopted the law on electronic \
        identification that the industry had waited for since 2021. From 1 January a qualified \
        electronic signature is equal to one in ink,";
    let rest = " also in dealings with courts.\nThe chamber of commerce estimates that companies will \
        save many hours a year.\nAn amendment that would have limited certification to a public body \
        was rejected.";
    let whole = |rest: &str| {
        let title = "Parliament adopts law on electronic signatures after four years";
        article("a", 0, title, &format!("{begins}{rest}"))
    };
    let ink = "Electronic signatures become equal to ink";
    let cut = |title, text: &str| article("b", 8, title, text);
    check(
        &whole(rest),
        &cut(ink, &format!("{begins} …")),
        Kind::Same,
        7,
    );
    let digest = "The council chose a new head.\nThe fair opens on Monday and lasts for three days, \
        and everybody who has something to show may come to the town hall and ask for a table there.";
    check(
        &whole(&format!("\n{digest}")),
        &cut(ink, &format!("{begins} …")),
        Kind::Related,
        7,
    );
    let other = cut("The head of the council was chosen", &format!("{begins} …"));
    check(&whole(rest), &other, Kind::Related, 7);
}
