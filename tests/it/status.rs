//! What the admin finds in the status report, and what of it everybody may see.

use crate::desk::{Desk, at, sources};
use clusterwire::{model::OutputFile, render};
use serde_json::Value;
use std::fs;

const FILES: [&str; 3] = ["status.html", "status.json", "status.xml"];

/// Two sources, of which `b` fails after its first answer; the report is published too.
fn public() -> Desk {
    let desk = Desk::new(&format!(
        "{}[output]\nstatus = true\n",
        sources(&["a", "b"])
    ));
    desk.publishes("a", 0, 0..5);
    desk.publishes("b", 0, 0..5);
    desk.answer("http://b.example/feed", 1, 500, b"");
    desk
}

fn read(desk: &Desk, path: &str) -> String {
    fs::read_to_string(desk.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn json(desk: &Desk, path: &str) -> Value {
    serde_json::from_str(&read(desk, path)).expect("JSON")
}

/// Runs on so many days, an hour more than a day each.
fn days(desk: &Desk, days: std::ops::RangeInclusive<i64>) {
    for day in days {
        desk.run(day * 27, &["-q"]);
    }
}

/// The ids of the entries of a feed, which has to be sound.
fn ids(desk: &Desk, path: &str) -> Vec<(String, String)> {
    let text = read(desk, path);
    let file = OutputFile {
        path: path.to_owned(),
        bytes: text.clone().into_bytes(),
    };
    render::verify(&file).expect("sound XML");
    let feed = atom_syndication::Feed::read_from(text.as_bytes()).expect("Atom");
    let entries = feed.entries.into_iter();
    entries.map(|entry| (entry.id, entry.title.value)).collect()
}

#[test]
fn the_report_lies_in_the_state_folder_with_a_row_and_a_drawing_for_each_source() {
    let desk = Desk::with_sources(&["a", "b"]);
    desk.publishes("a", 0, 0..5);
    desk.run(0, &[]).exit(0);
    let page = read(&desk, "state/status.html");
    assert_eq!(page.matches("<tr id=").count(), 2);
    assert_eq!(page.matches("<svg ").count(), 2);
    assert!(
        page.contains("aria-label=\"5 entries, 1 visit in 26 weeks\""),
        "{page}"
    );
    assert!(page.contains("0 entries, 1 visit in 26 weeks, 1 failed"));
    for forbidden in ["<style", " style=", "<script"] {
        assert!(!page.contains(forbidden), "{forbidden}");
    }
    assert!(desk.path("state/status.css").is_file());
    for name in FILES {
        assert!(!desk.path("output").join(name).exists(), "{name}");
    }
}

#[test]
fn a_week_counts_its_visits_failures_and_the_entries_dated_in_it() {
    let desk = public();
    desk.run(0, &[]).exit(0);
    days(&desk, 1..=2);
    let report = json(&desk, "state/status.json");
    let weeks = &report["sources"][1]["weeks"];
    let sum = |key: &str| -> u64 {
        let weeks = weeks.as_array().expect("weeks");
        weeks.iter().filter_map(|week| week[key].as_u64()).sum()
    };
    assert_eq!((sum("visits"), sum("failures"), sum("entries")), (3, 2, 5));
    // The entries are from six weeks before the first visit.
    assert_eq!(weeks[0]["monday"], "2026-09-21");
    assert_eq!(report["sources"][1]["failures"], 2);
}

#[test]
fn the_feed_has_an_entry_when_a_problem_begins_and_one_when_it_is_over() {
    let desk = public();
    desk.run(0, &[]).exit(0);
    assert_eq!(ids(&desk, "state/status.xml"), []);
    days(&desk, 1..=5);
    let began = ids(&desk, "state/status.xml");
    assert_eq!(began.len(), 1, "{began:?}");
    assert_eq!(began[0].1, "b: it has failed for long");
    days(&desk, 6..=8);
    assert_eq!(ids(&desk, "state/status.xml"), began, "it is told once");
    desk.publishes("b", 9 * 27, 0..6);
    days(&desk, 9..=10);
    let over = ids(&desk, "state/status.xml");
    assert_eq!(over.len(), 2, "{over:?}");
    assert_eq!(over[0].1, "Over: b: it has failed for long");
    assert_eq!(over[1], began[0], "ids last");
    days(&desk, 11..=12);
    assert_eq!(ids(&desk, "state/status.xml"), over);
}

#[test]
fn the_public_copy_names_no_address_and_repeats_no_message() {
    let desk = public();
    desk.run(0, &[]).exit(0);
    days(&desk, 1..=5);
    for name in FILES {
        let private = read(&desk, &format!("state/{name}"));
        assert!(
            private.contains("http://b.example/feed"),
            "{name}: {private}"
        );
        let copy = read(&desk, &format!("output/{name}"));
        for secret in ["b.example", "500", "feeds.toml", "recording", "tmp"] {
            assert!(!copy.contains(secret), "{name} holds {secret}: {copy}");
        }
        assert!(copy.contains("it has failed for long"), "{name}: {copy}");
    }
    let feed = read(&desk, "output/status.xml");
    assert!(feed.contains("href=\"https://news.example.org/status.xml\" rel=\"self\""));
    for (path, _) in desk.files("output") {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let text = String::from_utf8_lossy(&fs::read(&path).expect("a file")).into_owned();
        let own = FILES.contains(&name.as_str());
        assert!(
            own || !text.contains("failed for long"),
            "{}",
            path.display()
        );
    }
}

#[test]
fn a_run_without_news_writes_nothing_but_the_report() {
    let desk = public();
    desk.run(0, &[]).exit(0);
    desk.run(27, &[]).exit(0);
    let before = desk.files("output");
    desk.run(54, &[]).exit(0);
    let after = desk.files("output");
    let changed = after
        .iter()
        .filter(|(path, file)| before.get(*path) != Some(file));
    let changed: Vec<_> = changed.filter_map(|(path, _)| path.file_name()).collect();
    assert!(
        changed
            .iter()
            .all(|name| FILES.iter().any(|own| own == name)),
        "{changed:?}"
    );
    assert!(
        changed.iter().any(|name| *name == "status.html"),
        "{changed:?}"
    );
}

#[test]
fn a_report_that_is_no_longer_wanted_is_taken_away() {
    let desk = public();
    desk.run(0, &[]).exit(0);
    assert!(desk.path("output/status.xml").is_file());
    desk.configure(&sources(&["a", "b"]));
    desk.say(&["build", "--now", &at(1)]).exit(0);
    for name in FILES {
        assert!(!desk.path("output").join(name).exists(), "{name}");
    }
}

#[test]
fn a_dry_run_writes_no_report() {
    let desk = public();
    desk.run(0, &["--dry-run"]).exit(0);
    assert!(!desk.path("state/status.html").exists());
}

#[test]
fn a_refused_publish_is_a_problem_until_one_goes_through() {
    let desk = Desk::with_sources(&["a"]);
    desk.publishes("a", 0, 0..9);
    desk.run(0, &[]).exit(0);
    let rule = "[[rule]]\nname = \"too much\"\nwhen = \"'7' not in title\"\ndo = \"drop\"\n";
    desk.configure(&format!("{}{rule}", sources(&["a"])));
    desk.say(&["build", "--now", &at(1)]).exit(4);
    let told = ids(&desk, "state/status.xml");
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0].1, "News: nothing could be published");
    desk.say(&["build", "--accept-loss", "--now", &at(2)])
        .exit(0);
    assert_eq!(ids(&desk, "state/status.xml").len(), 2);
}
