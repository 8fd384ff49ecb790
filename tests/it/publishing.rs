//! What feeds.toml and a person's word do to what is published, through the whole program.

use crate::desk::{Desk, at, rss, sources};
use std::fs;

/// Everything that lies in the output folder, as text, by path.
fn published(desk: &Desk) -> Vec<(String, String)> {
    let files = desk.files("output").into_iter();
    files
        .map(|(path, (bytes, _))| {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            (path.to_string_lossy().into_owned(), text)
        })
        .collect()
}

/// The files that hold these words.
fn holding(desk: &Desk, words: &str) -> Vec<String> {
    let files = published(desk).into_iter();
    files
        .filter(|(_, text)| text.contains(words))
        .map(|(path, _)| path)
        .collect()
}

fn read(desk: &Desk, path: &str) -> String {
    fs::read_to_string(desk.path(&format!("output/{path}")))
        .unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The titles in a feed.
fn titles(desk: &Desk, path: &str) -> Vec<String> {
    let feed: serde_json::Value = serde_json::from_str(&read(desk, path)).expect("JSON");
    let items = feed["items"].as_array().cloned().unwrap_or_default();
    items
        .iter()
        .filter_map(|item| item["title"].as_str().map(ToOwned::to_owned))
        .collect()
}

/// `b` carries the news of `a` as well as its own.
fn shared() -> Desk {
    let desk = Desk::with_sources(&["a", "b"]);
    desk.publishes("a", 0, 0..5);
    let own = String::from_utf8(rss("b", "b", 0..3)).expect("text");
    let copies = String::from_utf8(rss("b", "a", 2..4)).expect("text");
    let items = copies
        .split_once("<item>")
        .map(|(_, items)| items.replace("<guid>a-", "<guid>copy-"));
    let items = items.expect("items").replace("</channel></rss>", "");
    let feed = own.replace("</channel>", &format!("<item>{items}</channel>"));
    desk.answer("http://b.example/feed", 0, 200, feed.as_bytes());
    desk.run(0, &[]).exit(0);
    desk
}

#[test]
fn what_is_hidden_is_in_no_file_any_more() {
    let desk = shared();
    let before = holding(&desk, "a 3");
    for place in ["archive/", "story/", "search.json", "source/b/", "widget/"] {
        assert!(
            before.iter().any(|path| path.contains(place)),
            "{place}: {before:?}"
        );
    }
    desk.say(&["hide", "http://a.example/3", "--now", &at(1)])
        .exit(0);
    assert_eq!(holding(&desk, "a 3"), Vec::<String>::new());
    assert_eq!(holding(&desk, "a.example/3"), Vec::<String>::new());
    assert!(!holding(&desk, "a 2").is_empty());
}

#[test]
fn a_source_that_is_taken_out_leaves_every_file_and_comes_back_with_its_news() {
    let desk = shared();
    desk.configure(&sources(&["a"]));
    desk.say(&["build", "--now", &at(1)]).exit(0);
    assert_eq!(holding(&desk, "b 1"), Vec::<String>::new());
    assert_eq!(holding(&desk, "b.example"), Vec::<String>::new());
    assert!(!desk.path("output/source/b").exists());
    desk.configure(&sources(&["a", "b"]));
    desk.say(&["build", "--now", &at(2)]).exit(0);
    assert!(titles(&desk, "source/b/feed.json").contains(&"b 1".to_owned()));
}

#[test]
fn a_month_that_is_over_changes_only_by_what_leaves_it() {
    let desk = Desk::with_sources(&["a"]);
    desk.publishes("a", 0, 0..5);
    desk.run(0, &[]).exit(0);
    let december = 24 * 35;
    desk.publishes("a", december, 3..8);
    desk.run(december, &[]);
    let month = read(&desk, "archive/2026-11.atom.xml");
    assert!(month.contains("a 4") && !month.contains("a 7"), "{month}");
    let feed = String::from_utf8(rss("a", "a", 3..9)).expect("text");
    let edited = feed.replace("<title>a 4<", "<title>a 4, edited<");
    desk.answer(
        "http://a.example/feed",
        december + 24,
        200,
        edited.as_bytes(),
    );
    desk.run(december + 48, &[]);
    assert!(titles(&desk, "feed.json").contains(&"a 4, edited".to_owned()));
    assert_eq!(read(&desk, "archive/2026-11.atom.xml"), month);
    desk.say(&["hide", "http://a.example/4", "--now", &at(december + 49)])
        .exit(0);
    assert!(!read(&desk, "archive/2026-11.atom.xml").contains("a 4"));
    assert!(read(&desk, "archive/2026-11.atom.xml").contains("a 3"));
}

#[test]
fn a_theme_replaces_single_files_and_a_wrong_one_is_told_by_its_name() {
    let desk = Desk::new(&format!("{}[output]\ntheme = \"mine\"\n", sources(&["a"])));
    desk.publishes("a", 0, 0..2);
    fs::create_dir(desk.path("mine")).expect("a folder");
    fs::write(
        desk.path("mine/story.html"),
        "<p>mine: {{ story.title }}</p>",
    )
    .expect("a file");
    fs::write(desk.path("mine/logo.txt"), "a file of its own").expect("a file");
    desk.run(0, &[]).exit(0);
    let page = read(&desk, "index.html");
    assert!(
        page.contains("<p>mine: a 1</p>") && page.contains("<main"),
        "{page}"
    );
    assert_eq!(read(&desk, "assets/logo.txt"), "a file of its own");
    assert!(read(&desk, "assets/page.css").contains("--paper"));
    fs::write(desk.path("mine/story.html"), "{% if %}").expect("a file");
    desk.say(&["build", "--now", &at(1)])
        .exit(1)
        .complains(&["story.html"]);
    assert!(
        read(&desk, "index.html").contains("mine: a 1"),
        "the last good output stays"
    );
}

#[test]
fn rules_tag_maps_and_views_work_on_what_came_in() {
    let rules = "
[[rule]]
when = \"title is matching('^a 1$')\"
do = \"drop\"
[[rule]]
when = \"title is matching('^a 2$')\"
do = \"tag\"
tag = \"even\"
[[rule]]
when = \"title is matching('^a 3$')\"
do = \"pin\"
[[tag_map]]
from = [\"Vijesti\"]
to = \"news\"
[[view]]
name = \"Fours\"
when = \"'4' in title\"
";
    let desk = Desk::new(&format!("{}{rules}", sources(&["a"])));
    let feed = String::from_utf8(rss("a", "a", 0..6)).expect("text");
    let labelled = feed.replace("<guid>a-0", "<category>VIJESTI</category><guid>a-0");
    desk.answer("http://a.example/feed", 0, 200, labelled.as_bytes());
    desk.run(0, &[]).exit(0);
    assert_eq!(holding(&desk, "a 1<"), Vec::<String>::new());
    assert_eq!(titles(&desk, "tag/even/feed.json"), ["a 2"]);
    assert_eq!(titles(&desk, "tag/news/feed.json"), ["a 0"]);
    assert_eq!(titles(&desk, "view/fours/feed.json"), ["a 4"]);
    let page = read(&desk, "index.html");
    assert!(page.find("a 3").expect("it is there") < page.find("a 5").expect("it is there"));
    assert_eq!(
        titles(&desk, "feed.json").first().map(String::as_str),
        Some("a 5")
    );
}

#[test]
fn the_published_sample_stands_the_rules_of_validators() {
    let place = tempfile::tempdir().expect("a folder");
    let root = env!("CARGO_MANIFEST_DIR");
    let run = |arguments: &[&str]| {
        let mut command = std::process::Command::new(assert_cmd::cargo::cargo_bin!("clusterwire"));
        command.current_dir(root).args(arguments);
        command.args(["--config", "samples/clusters/feeds.toml"]);
        command.arg("--state").arg(place.path().join("state"));
        command.arg("--output").arg(place.path().join("output"));
        crate::desk::said(command.output().expect("the program"))
    };
    run(&["run", "--replay", "samples/clusters", "--fail-on", "never"]).exit(0);
    run(&["check", "--strict"]).exit(0);
}

#[test]
fn a_publisher_sees_what_he_should_mend_until_it_is_mended() {
    let desk = Desk::with_sources(&["a", "b"]);
    let url = "http://a.example/feed";
    let sound = String::from_utf8(rss("a", "a", 0..3)).expect("text").replace(
        "<description>",
        "<language>en</language><atom:link xmlns:atom=\"http://www.w3.org/2005/Atom\" rel=\"self\" \
         href=\"http://a.example/feed\"/><description>",
    );
    let odd = sound
        .replace(
            "<language>en</language>",
            "<language>whatever it is</language>",
        )
        .replace("<guid>a-1</guid>", "")
        .replace("</channel>", "");
    desk.publishes("b", 0, 0..2);
    desk.answer(url, 0, 200, odd.as_bytes());
    desk.run(0, &[]).exit(0);
    let page = read(&desk, "partner/a/index.html");
    for words in [
        "What your feed makes its readers forgive",
        "the XML is not well-formed",
        "an entry has no guid, and may be shown again when it is edited<br><code dir=\"auto\">entry 2</code>",
        "the feed&#39;s language is no language tag<br><code dir=\"auto\">whatever it is</code>",
    ] {
        assert!(page.contains(words), "no {words:?} in {page}");
    }
    let before = published(&desk);
    desk.run(6, &["--only", "a"]).exit(0);
    assert_eq!(published(&desk), before, "nobody answered anything else");
    desk.answer(url, 12, 200, odd.replace("whatever it is", "en").as_bytes());
    desk.run(12, &["--only", "a"]).exit(0);
    let changed: Vec<String> = published(&desk)
        .into_iter()
        .zip(before)
        .filter(|(after, before)| after != before)
        .map(|((path, _), _)| path)
        .collect();
    assert!(
        matches!(changed.as_slice(), [one] if one.ends_with("partner/a/index.html")),
        "{changed:?}"
    );
    let page = read(&desk, "partner/a/index.html");
    assert!(!page.contains("language tag"), "{page}");
    assert!(page.contains("an entry has no guid"), "{page}");
}
