//! `[dedupe] carrier_text`: a carrier's full text in the place of an owner's excerpt, through the whole
//! program.

use super::world::{World, at as minutes, entry, id};
use crate::desk::{Desk, at, sources};
use clusterwire::{dedupe::InFull, html};
use serde_json::Value;

const TITLE: &str = "Bit Alliance opens a call for startups in Tuzla";
const LINK: &str = "http://a.example/call";
const COPY: &str = "http://net.example/copy";
const EXCERPT: &str = "Bit Alliance announced today a new call worth 40,000 euros for young technology \
    companies. Up to 202 teams will be selected and each of them may […]";
const FULL: &str = "Bit Alliance announced today a new call worth 40,000 euros for young technology \
    companies. Up to 202 teams will be selected and each of them may receive support for product \
    development. Last year 485 companies applied and more than half of the supported teams still \
    employ people. An information day for applicants will be held on 18 March in the premises of \
    the park.";
/// Words of the full text that are not in the excerpt.
const BEHIND: &str = "An information day";

const ON: &str = "[dedupe]\ncarrier_text = true\n";

/// `a` owns a site, `net` republishes others.
fn desk(more_of_net: &str, tables: &str) -> Desk {
    let config = sources(&["a", "net"]);
    Desk::new(&format!("{config}partner = true\n{more_of_net}{tables}"))
}

fn publish(desk: &Desk, source: &str, hour: i64, link: &str, text: &str) {
    let feed = format!(
        "<rss version=\"2.0\"><channel><title>t</title><link>http://{source}.example/</link>\
         <description>d</description><item><title>{TITLE}</title><guid>{link}</guid>\
         <link>{link}</link><pubDate>20 Oct 2026 08:00:00 +0000</pubDate>\
         <description>{text}</description></item></channel></rss>"
    );
    let url = format!("http://{source}.example/feed");
    desk.answer(&url, hour, 200, feed.as_bytes());
}

/// The one story, as the combined feed tells it.
#[track_caller]
fn item(desk: &Desk) -> Value {
    let feed = desk.feed();
    let items = feed["items"].as_array().expect("items");
    assert_eq!(items.len(), 1, "{feed}");
    items[0].clone()
}

/// An hour in which both come.
fn both(desk: &Desk, own: &str, copy: (&str, &str)) -> Value {
    publish(desk, "a", 0, LINK, own);
    publish(desk, "net", 0, copy.0, copy.1);
    desk.run(0, &[]).exit(0);
    item(desk)
}

#[track_caller]
fn check_own_text(item: &Value) {
    let text = item["content_html"].as_str().expect("a text");
    assert!(!text.contains(BEHIND), "{text}");
    assert!(!text.contains("Text from"), "{text}");
    assert_eq!(item["_text_from"], Value::Null);
}

#[track_caller]
fn check_lent(item: &Value) {
    let text = item["content_html"].as_str().expect("a text");
    assert!(text.contains(BEHIND), "{text}");
    assert_eq!(item["_text_from"]["id"], "net");
}

#[test]
fn a_carriers_text_stands_in_for_an_excerpt_in_every_feed_and_nothing_else_of_it_does() {
    let desk = desk("", ON);
    publish(&desk, "a", 0, LINK, EXCERPT);
    desk.run(0, &[]).exit(0);
    let before = item(&desk);
    check_own_text(&before);
    publish(&desk, "net", 12, COPY, FULL);
    desk.run(12, &[]).exit(0);
    let after = item(&desk);
    check_lent(&after);
    for field in [
        "id",
        "url",
        "title",
        "date_published",
        "summary",
        "_source",
        "authors",
    ] {
        assert_eq!(after[field], before[field], "{field}");
    }
    assert_eq!(after["date_modified"], at(12).as_str());
    let credit = format!("Text from: <a href=\"{COPY}\">net</a>");
    for file in [
        "atom.xml",
        "rss.xml",
        "source/a/atom.xml",
        "source/net/rss.xml",
        "lang/en/rss.xml",
    ] {
        let text = std::fs::read_to_string(desk.path("output").join(file)).expect("a file");
        assert!(text.contains(BEHIND), "{file}");
        let plain = text
            .replace("&quot;", "\"")
            .replace("&lt;", "<")
            .replace("&gt;", ">");
        assert!(plain.contains(&credit), "{file}: {text}");
    }
    let atom = std::fs::read_to_string(desk.path("output/atom.xml")).expect("a file");
    assert!(atom.contains("<contributor><name>net</name>"), "{atom}");
    let said = desk.say(&["explain", LINK]).exit(0).out;
    assert!(
        said.contains("text from    net: its full text begins"),
        "{said}"
    );
    let unchanged = desk.run(13, &[]).exit(0);
    assert_eq!(item(&desk), after, "{unchanged:?}");
}

#[test]
fn nobodys_text_is_lent_where_feeds_toml_does_not_say_so() {
    check_own_text(&both(&desk("", ""), EXCERPT, (COPY, FULL)));
}

#[test]
fn an_owner_who_tells_everything_keeps_his_text_however_much_a_copy_adds() {
    let more = format!(
        "{FULL} {} And that is our opinion of it.",
        FULL.replace("Bit", "Byte")
    );
    let item = both(&desk("", ON), FULL, (LINK, &more));
    let text = item["content_html"].as_str().expect("a text");
    assert!(!text.contains("our opinion"), "{text}");
    assert_eq!(item["_text_from"], Value::Null);
}

/// A copy under the owner's guid and link.
#[track_caller]
fn check_hostile(text: &str) {
    let item = both(&desk("", ON), EXCERPT, (LINK, text));
    assert_eq!(
        item["_also"][0]["id"], "net",
        "it is one story by its address"
    );
    let told = item["content_html"].as_str().expect("a text");
    assert!(told.contains("each of them may"), "{told}");
    assert_eq!(item["_text_from"], Value::Null, "{told}");
}

#[test]
fn who_claims_guid_and_link_and_tells_something_else_is_not_read_under_the_owners_name() {
    check_hostile(
        "Buy our new phones, which are as good as the old ones and cost half as much. They come in \
         nine colours, and whoever orders two of them before the end of the month gets a third one \
         for nothing, with a case in which it looks as if it were made of gold, and a year of calls.",
    );
}

#[test]
fn another_sum_in_the_text_makes_it_another_text() {
    check_hostile(&FULL.replace("40,000", "90,000"));
}

#[test]
fn an_excerpt_in_the_middle_of_something_else_is_a_quote() {
    let start = "What the others wrote this week was not worth a line, but for one piece that we \
                 give here, with our own opinion of it at the end, which is not a good one at all. ";
    check_hostile(&format!("{start}{FULL}"));
}

#[test]
fn another_excerpt_is_no_full_text() {
    check_hostile(&FULL.replace("of the park.", "of the […]"));
}

#[test]
fn content_of_either_source_forbids_it() {
    for of_net in ["content = \"excerpt\"\n", "content = \"title\"\n"] {
        check_own_text(&both(&desk(of_net, ON), EXCERPT, (COPY, FULL)));
    }
    let config = sources(&["net", "a"]);
    let own = Desk::new(&format!("{config}content = \"excerpt\"\n{ON}"));
    check_own_text(&both(&own, EXCERPT, (COPY, FULL)));
}

#[test]
fn both_rights_are_told() {
    let config = sources(&["net", "a"]).replacen(
        "id = \"net\"\n",
        "id = \"net\"\npartner = true\nrights = \"CC BY\"\n",
        1,
    );
    let desk = Desk::new(&format!("{config}rights = \"By contract\"\n{ON}"));
    let item = both(&desk, EXCERPT, (COPY, FULL));
    check_lent(&item);
    assert_eq!(item["_source"]["rights"], "By contract · net: CC BY");
}

#[test]
fn a_text_that_a_person_hid_is_not_told_under_another_name() {
    let desk = desk("", ON);
    check_lent(&both(&desk, EXCERPT, (LINK, FULL)));
    let known: Value =
        serde_json::from_str(&desk.say(&["explain", LINK, "--json"]).exit(0).out).expect("JSON");
    let copy = known["stories"][0]["articles"]
        .as_array()
        .expect("articles")
        .iter();
    let copy = copy
        .filter(|piece| piece["source"] == "net")
        .map(|piece| piece["id"].as_str());
    let copy = copy.flatten().next().expect("its copy").to_owned();
    desk.say(&["hide", &copy]).exit(0);
    let feed = desk.feed();
    assert!(!feed.to_string().contains(BEHIND), "{feed}");
}

#[test]
fn what_a_carrier_writes_takes_no_owners_story_away() {
    let rule = "[[rule]]\nname = \"days\"\nwhen = '\"information day\" in text'\ndo = \"drop\"\n";
    check_lent(&both(
        &desk("", &format!("{ON}{rule}")),
        EXCERPT,
        (COPY, FULL),
    ));
}

#[test]
fn of_two_copies_of_a_carrier_the_other_is_told_when_one_is_hidden() {
    let desk = desk("", "");
    publish(&desk, "a", 0, LINK, FULL);
    let copy = |number: i64| {
        format!(
            "<item><title>{TITLE}</title><guid>{COPY}/{number}</guid><link>{COPY}/{number}</link>\
             <pubDate>20 Oct 2026 0{number}:00:00 +0000</pubDate><description>{FULL}</description></item>"
        )
    };
    let feed = format!(
        "<rss version=\"2.0\"><channel><title>t</title><link>http://net.example/</link>\
         <description>d</description>{}{}</channel></rss>",
        copy(8),
        copy(9)
    );
    desk.answer("http://net.example/feed", 0, 200, feed.as_bytes());
    desk.run(0, &[]).exit(0);
    let link = |item: &Value| item["_also"][0]["url"].as_str().expect("a link").to_owned();
    let shown = link(&item(&desk));
    desk.say(&["hide", &shown]).exit(0);
    let after = link(&item(&desk));
    assert!(
        after != shown && after.starts_with(COPY),
        "{shown}, {after}"
    );
}

#[test]
fn a_month_that_is_over_keeps_no_text_that_may_be_lent_no_more() {
    let desk = desk("", ON);
    check_lent(&both(&desk, EXCERPT, (COPY, FULL)));
    let december = 24 * 35;
    desk.publishes("a", december, 3..4);
    desk.run(december, &[]);
    let month =
        || std::fs::read_to_string(desk.path("output/archive/2026-11.atom.xml")).expect("a month");
    let written = month();
    assert!(written.contains(BEHIND), "{written}");
    let build = |hour: i64| desk.say(&["build", "--now", &at(hour)]).exit(0);
    std::fs::write(
        desk.path("output/archive/2026-11.atom.xml"),
        "something else",
    )
    .expect("written");
    build(december + 1);
    assert_eq!(month(), written, "what somebody else wrote there goes");
    desk.configure(&format!("{}partner = true\n", sources(&["a", "net"])));
    build(december + 2);
    assert!(!month().contains(BEHIND), "{}", month());
    assert!(month().contains(COPY), "{}", month());
    desk.configure(&sources(&["a"]));
    build(december + 3);
    assert!(!month().contains(COPY), "{}", month());
}

#[test]
fn what_is_too_old_to_be_seen_of_a_carrier_is_not_read_either() {
    let desk = desk("first_run = 1\n", ON);
    publish(&desk, "a", 0, LINK, EXCERPT);
    let feed = format!(
        "<rss version=\"2.0\"><channel><title>t</title><link>http://net.example/</link>\
         <description>d</description><item><title>New</title><guid>1</guid>\
         <link>http://net.example/1</link><pubDate>30 Oct 2026 08:00:00 +0000</pubDate>\
         <description>Something else.</description></item><item><title>{TITLE}</title>\
         <guid>2</guid><link>{COPY}</link><pubDate>20 Oct 2026 08:00:00 +0000</pubDate>\
         <description>{FULL}</description></item></channel></rss>"
    );
    desk.answer("http://net.example/feed", 0, 200, feed.as_bytes());
    desk.run(0, &[]).exit(0);
    let feed = desk.feed();
    assert_eq!(feed["items"].as_array().expect("items").len(), 2, "{feed}");
    assert!(!feed.to_string().contains(BEHIND), "{feed}");
}

#[test]
fn the_order_of_arrival_does_not_choose_the_text() {
    let told = |order: [&str; 3]| {
        let mut world = World::new(&[
            ("a", "https://a.example/", false),
            ("b", "https://b.example/", false),
            ("net", "https://net.example/", true),
        ]);
        let every = InFull {
            feed: true,
            pages: false,
        };
        world.policy().in_full = ["a", "b", "net"].map(|name| (id(name), every)).into();
        for source in order {
            let link = format!("https://{source}.example/call");
            let mut said = entry(source, &link, TITLE);
            let text = match source {
                "a" => EXCERPT.to_owned(),
                source => format!("{FULL} That is what {source} says."),
            };
            said.content = html::clean(&format!("<p>{text}</p>"), None);
            said.published = Some(minutes(if source == "a" { -60 } else { -30 }));
            world.poll(source, 0, [said]);
        }
        world.stories()
    };
    let first = told(["a", "b", "net"]);
    assert_eq!(first.len(), 1, "{first:?}");
    assert_eq!(first[0].lead.source, id("a"));
    let from = first[0].text_from.as_ref().map(|from| &from.source);
    assert_eq!(
        from,
        Some(&id("b")),
        "it leads where the owner does not, and `net` is a partner"
    );
    for order in [
        ["net", "b", "a"],
        ["b", "a", "net"],
        ["net", "a", "b"],
        ["a", "net", "b"],
    ] {
        assert_eq!(told(order), first, "{order:?}");
    }
}
