//! Through the whole program: who leads when a partner copies everything, what stays apart once
//! readers know it, and what `explain` says of it.

use crate::desk::{Desk, at, sources};

const CALL: [&str; 4] = [
    "Bit Alliance announced today a new call worth 40,000 euros for young technology companies.",
    "Up to 202 teams will be selected and each of them may receive support for product development.",
    "Last year 485 companies applied and more than half of the supported teams still employ people.",
    "An information day for applicants will be held on 18 March in the premises of the park.",
];
const TITLE: &str = "Bit Alliance opens a call for startups in Tuzla";

/// A feed with one entry: guid, link, title, day of October 2026, text.
fn feed(guid: &str, link: &str, title: &str, day: u32, text: &str) -> Vec<u8> {
    format!(
        "<rss version=\"2.0\"><channel><title>t</title><link>{link}</link>\
         <description>d</description><item><title>{title}</title><guid>{guid}</guid>\
         <link>{link}</link><pubDate>{day:02} Oct 2026 08:00:00 +0000</pubDate>\
         <description>{text}</description></item></channel></rss>"
    )
    .into_bytes()
}

/// `a` owns a site, `net` republishes others.
fn desk() -> Desk {
    let mut config = sources(&["a", "b", "net"]);
    config.push_str("partner = true\n");
    Desk::new(&config)
}

fn publish(desk: &Desk, source: &str, hour: i64, body: &[u8]) {
    desk.answer(&format!("http://{source}.example/feed"), hour, 200, body);
}

/// `lead: title + carriers`, in the order of the feed.
fn told(desk: &Desk) -> Vec<String> {
    let feed = desk.feed();
    let items = feed["items"].as_array().expect("items");
    let tell = |item: &serde_json::Value| {
        let also = item["_also"].as_array().into_iter().flatten();
        let names = [&item["_source"]["id"]]
            .into_iter()
            .chain(also.map(|c| &c["id"]));
        let names: Vec<&str> = names.filter_map(|name| name.as_str()).collect();
        format!(
            "{}: {}",
            names.join(" + "),
            item["title"].as_str().expect("a title")
        )
    };
    items.iter().map(tell).collect()
}

fn explain(desk: &Desk, what: &[&str]) -> String {
    let arguments = [&["explain"], what].concat();
    desk.say(&arguments).exit(0).out
}

#[track_caller]
fn check_says(text: &str, words: &[&str]) {
    for word in words {
        assert!(text.contains(word), "no {word:?} in:\n{text}");
    }
}

/// Polls `first`, then both.
#[track_caller]
fn check_hostile(first: &str) {
    let desk = desk();
    let link = "http://a.example/call";
    let own = feed("call", link, TITLE, 20, &CALL.concat());
    let copy = feed("call", link, "Ours: look here", 1, &CALL.concat());
    if first == "a" {
        publish(&desk, "a", 0, &own);
    } else {
        publish(&desk, "net", 0, &copy);
    }
    desk.run(0, &[]).exit(0);
    let id = desk.feed()["items"][0]["id"].clone();
    publish(&desk, "a", 12, &own);
    publish(&desk, "net", 12, &copy);
    desk.run(12, &[]).exit(0);
    assert_eq!(told(&desk), [format!("a + net: {TITLE}")]);
    assert_eq!(desk.feed()["items"][0]["id"], id);
    let said = explain(&desk, &[link]);
    check_says(
        &said,
        &["told by      a: its own site hosts it", "a partner's copy"],
    );
}

#[test]
fn a_partner_that_copies_guid_link_and_text_with_an_earlier_date_neither_leads_nor_hides() {
    check_hostile("a");
}

#[test]
fn not_even_where_its_copy_came_first() {
    check_hostile("net");
}

/// Two stories that readers know; then the one becomes what the other says by half.
fn grown_alike(more: &str) -> Desk {
    let desk = desk();
    desk.configure(&format!(
        "{}partner = true\n{more}",
        sources(&["a", "b", "net"])
    ));
    let half = format!(
        "{} {} Nobody knows yet who will sit in the jury of this year. More of that later.",
        CALL[0], CALL[1]
    );
    let other = "The bakery in the upper town has a new oven and three new apprentices since then.";
    let theirs = "http://b.example/2";
    publish(
        &desk,
        "a",
        0,
        &feed("1", "http://a.example/1", TITLE, 20, &CALL.concat()),
    );
    publish(&desk, "b", 0, &feed("2", theirs, "Bread", 20, other));
    desk.run(0, &[]).exit(0);
    let title = "Bit Alliance opens a call for startups";
    publish(&desk, "b", 12, &feed("2", theirs, title, 20, &half));
    desk.run(12, &[]).exit(0);
    desk
}

#[test]
fn two_stories_that_readers_know_are_not_joined_on_half_of_a_text() {
    let desk = grown_alike("");
    let titles = [
        "a: Bit Alliance opens a call for startups in Tuzla",
        "b: Bit Alliance opens a call for startups",
    ];
    assert_eq!(told(&desk), titles);
    let said = explain(&desk, &["http://b.example/2"]);
    check_says(
        &said,
        &[
            "the same by their texts, and not joined",
            "same by rule 7, strength 4",
            "joined on strength 5 only",
        ],
    );
}

#[test]
fn a_person_may_join_them() {
    let order = "[dedupe]\nalways_merge = [[\"http://a.example/1\", \"http://b.example/2\"]]\n";
    let desk = grown_alike(order);
    assert_eq!(told(&desk), [format!("a + b: {TITLE}")]);
}

#[test]
fn the_verdict_on_two_articles_names_the_words_that_differ() {
    let desk = desk();
    let later = CALL.concat().replace("18 March", "26 March");
    publish(
        &desk,
        "a",
        0,
        &feed("1", "http://a.example/1", TITLE, 20, &CALL.concat()),
    );
    publish(
        &desk,
        "b",
        0,
        &feed("2", "http://b.example/2", TITLE, 20, &later),
    );
    desk.run(0, &[]).exit(0);
    let said = explain(&desk, &["http://a.example/1", "b.example/2"]);
    check_says(&said, &["series by rule 5", "18 / 26", "two stories"]);
    let json = explain(
        &desk,
        &["http://a.example/1", "http://b.example/2", "--json"],
    );
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["verdict"], "series");
    assert_eq!(json["differing"], serde_json::json!([["18", "26"]]));
}

#[test]
fn a_story_is_explained_by_its_id_with_date_rule_and_files() {
    let desk = desk();
    let rule = "[[rule]]\nname = \"calls\"\nwhen = 'title is matching(\"call\")'\ndo = \"pin\"\n";
    desk.configure(&format!(
        "{}partner = true\n{rule}",
        sources(&["a", "b", "net"])
    ));
    publish(
        &desk,
        "a",
        0,
        &feed("1", "http://a.example/1", TITLE, 20, &CALL.concat()),
    );
    desk.run(0, &[]).exit(0);
    let id = desk.feed()["items"][0]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let said = explain(&desk, &[&id]);
    let seen = format!(
        "first seen {}",
        at(0).replace('T', " ").replace(":00Z", " UTC")
    );
    check_says(
        &said,
        &[
            "\"calls\": pin",
            "as its publisher states",
            "archive/2026-11.atom.xml",
            "guid 1",
            &seen,
        ],
    );
}

#[test]
fn what_nobody_stores_is_said_with_the_nearest_source() {
    let desk = desk();
    publish(
        &desk,
        "a",
        0,
        &feed("1", "http://a.example/1", TITLE, 20, &CALL.concat()),
    );
    desk.run(0, &[]).exit(0);
    let said = desk.say(&["explain", "nett"]).exit(2);
    said.complains(&["no source `nett`", "did you mean `net`"]);
    let said = desk.say(&["explain", "http://a.example/404"]).exit(2);
    said.complains(&["nothing is stored of `http://a.example/404`"]);
}
