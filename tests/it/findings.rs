//! What a publisher is told to mend in his feed.

use clusterwire::{
    model::{Document, Headers},
    normalise::findings,
    parse,
};

const SOUND: &str = "<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\"><channel>\
    <title>T</title><link>https://a.example/</link><description>D</description>\
    <language>en</language><atom:link rel=\"self\" href=\"https://a.example/rss.xml\"/>\
    <item><title>One</title><link>https://a.example/1</link><guid>1</guid>\
    <pubDate>Fri, 20 Nov 2026 12:00:00 +0000</pubDate>\
    <enclosure url=\"https://a.example/a.mp3\" length=\"0\" type=\"audio/mpeg\"/>\
    <description>&lt;p&gt;Text &lt;a href=\"https://a.example/\"&gt;here&lt;/a&gt;&lt;/p&gt;\
    </description></item></channel></rss>";

fn found(text: &str) -> Vec<String> {
    let document = Document {
        url: "https://a.example/rss.xml".to_owned(),
        headers: Headers::default(),
        body: text.as_bytes().to_vec(),
    };
    let parsed = parse::parse(&document).unwrap();
    let findings = findings(&parsed.feed, &parsed.warnings).into_iter();
    findings
        .map(|finding| format!("{} x {}: {}", finding.times, finding.what, finding.example))
        .collect()
}

/// The feed with `from` made `to` has this fault and no other.
#[track_caller]
fn check(from: &str, to: &str, expected: &str) {
    assert!(SOUND.contains(from), "{from}");
    let found = found(&SOUND.replace(from, to));
    let [one] = found.as_slice() else {
        panic!("{found:?}");
    };
    assert!(one.contains(expected), "{one} does not say {expected:?}");
}

#[test]
fn a_sound_feed_has_no_fault() {
    assert_eq!(found(SOUND), Vec::<String>::new());
}

#[test]
fn what_is_missing_is_a_fault() {
    check(
        "<guid>1</guid>",
        "",
        "1 x an entry has no guid, and may be shown again when it is edited: entry 1",
    );
    check(
        "<pubDate>Fri, 20 Nov 2026 12:00:00 +0000</pubDate>",
        "",
        "no date",
    );
    check("<title>One</title>", "", "no title: entry 1");
    check(
        "<link>https://a.example/1</link>",
        "",
        "leads nowhere: entry 1",
    );
    check("<language>en</language>", "", "its language");
    check(" type=\"audio/mpeg\"", "", "no media type: entry 1");
}

#[test]
fn what_cannot_be_believed_is_a_fault() {
    check(
        ">en<",
        ">English language<",
        "no language tag: English language",
    );
    check("</channel>", "", "well-formed");
    check(
        "href=\"https://a.example/\"&gt;here",
        "href=\"/x\"&gt;here",
        "relative addresses",
    );
}

#[test]
fn a_kind_is_told_once_with_how_often_it_was_found() {
    let item = "<item><title>Two</title><link>https://a.example/2</link></item>";
    let found = found(&SOUND.replace("<item>", &format!("{item}{item}<item>")));
    assert!(
        found[0].starts_with("2 x an entry has no guid"),
        "{found:?}"
    );
    assert!(found[0].ends_with(": entry 1"), "{found:?}");
}
