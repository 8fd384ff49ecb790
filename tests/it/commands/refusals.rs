//! The gate refuses (exit 4), and what a person's word does about it.

use super::*;
use std::fs;

/// A desk whose 40 articles of `a` would leave at the next build, and 2 of `b` would stay: feeds.toml
/// publishes fewer than half of them.
fn shrinking() -> Desk {
    let desk = Desk::new(&wide(40));
    desk.publishes("a", 0, 0..40);
    desk.publishes("b", 0, 0..2);
    desk.run(0, &[]).exit(0);
    assert_eq!(desk.titles().len(), 42);
    desk.configure(&wide(3));
    desk
}

fn wide(per_source: usize) -> String {
    let defaults = format!("[defaults]\nfirst_run = 40\nper_source = {per_source}");
    sources(&["a", "b"]).replace("[defaults]", &defaults)
}

#[test]
fn a_shrinking_that_nobody_ordered_is_refused_by_every_command_that_publishes_by_itself() {
    let desk = shrinking();
    let before = desk.files("output");
    for arguments in [&["build"][..], &["run", "--replay", "recording"]] {
        let said = desk.say(arguments).exit(4);
        assert!(desk.files("output") == before, "{arguments:?}");
        let said = said.complains(&["42 stories", "--accept-loss"]);
        let good = said.err.matches("last good output").count();
        assert_eq!(good, 1, "said twice: {said:?}");
    }
    desk.say(&["build", "--dry-run"]).exit(4);
    desk.say(&["build", "--accept-loss", "--dry-run"]).exit(0);
    assert!(desk.files("output") == before);
    desk.say(&["build", "--accept-loss"]).exit(0);
    assert_eq!(desk.titles().len(), 5);
}

#[test]
fn a_refusal_is_an_object_too() {
    let desk = shrinking();
    let built = desk.say(&["build", "--json"]).exit(4).json();
    assert!(
        built["refused"]
            .as_str()
            .is_some_and(|why| why.contains("42 stories")),
        "{built}"
    );
    desk.publishes("b", 12, 0..3);
    let run = desk.run(12, &["--json"]).exit(4).json();
    assert!(run["refused"].is_string(), "{run}");
    assert_eq!((&run["exit"], &run["new"]), (&4.into(), &1.into()), "{run}");
    assert_eq!(run["sources"].as_array().map(Vec::len), Some(2), "{run}");
}

#[test]
fn what_a_person_hides_goes_though_the_gate_refuses_something_else() {
    let desk = shrinking();
    desk.say(&["build"]).exit(4);
    let said = desk.say(&["hide", "http://a.example/39"]).exit(0);
    said.complains(&["held back", "from 41 stories to 5", "--accept-loss"]);
    assert!(!desk.titles().contains(&"a 39".to_owned()));
    assert_eq!(desk.titles().len(), 41, "the rest stays");
    let report = fs::read(desk.path("state/status.json")).expect("a report");
    let report: serde_json::Value = serde_json::from_slice(&report).expect("JSON");
    assert!(report["problems"][0]["ended"].is_null(), "{report}");
    let before = desk.files("output");
    desk.say(&["build"]).exit(4);
    assert!(desk.files("output") == before);
    let hidden = desk.say(&["hide", "http://a.example/38", "--json"]).exit(0);
    let why = &hidden.json()["held_back"];
    assert!(
        why.as_str().is_some_and(|why| why.contains("40 stories")),
        "{why}"
    );
    assert_eq!(desk.titles().len(), 40);
    desk.say(&["build", "--accept-loss"]).exit(0);
    assert_eq!(desk.titles().len(), 5);
}

#[test]
fn what_cannot_be_held_back_is_told_when_a_person_hides_one() {
    let desk = Desk::new(&wide(40));
    desk.publishes("a", 0, 0..40);
    desk.run(0, &[]).exit(0);
    // All but a few become one, as a person's `always_merge` can make them.
    let merged = "UPDATE story SET merged_into = (SELECT story FROM article WHERE title = 'a 0')
         WHERE id IN (SELECT story FROM article WHERE key BETWEEN 5 AND 35 AND title <> 'a 0');
         UPDATE article SET story = (SELECT story FROM article WHERE title = 'a 0')
         WHERE key BETWEEN 5 AND 35;
         UPDATE remark SET value = value + 1 WHERE name = 'generation'";
    desk.database().execute_batch(merged).expect("SQL");
    desk.say(&["build"]).exit(4);
    let url = desk.feed()["items"][0]["url"].clone();
    let url = url.as_str().expect("a link");
    let hidden = desk.say(&["hide", url, "--json"]).exit(0);
    let said = hidden
        .complains(&["not all there to be held back", "to 8"])
        .json();
    assert!(
        said["held_back"].is_string() && said["lost"].is_string(),
        "{said}"
    );
    // What is gone is gone: nothing is refused any more.
    desk.say(&["build"]).exit(0);
}

#[test]
fn what_a_rule_drops_too_much_of_stays_when_a_person_hides_one() {
    let desk = Desk::new(&wide(40));
    desk.publishes("a", 0, 0..40);
    desk.run(0, &[]).exit(0);
    let rule = "[[rule]]\ndo = \"drop\"\nwhen = 'source == \"a\" and title != \"a 7\"'\n";
    desk.configure(&format!("{}{rule}", wide(40)));
    desk.say(&["build"]).exit(4);
    desk.say(&["hide", "http://a.example/39"]).exit(0);
    let titles = desk.titles();
    assert_eq!(titles.len(), 39, "{titles:?}");
    assert!(!titles.contains(&"a 39".to_owned()), "{titles:?}");
    let month = || {
        let month = fs::read_to_string(desk.path("output/archive/2026-11.atom.xml"));
        let month = month.expect("a month");
        ["a 39<", "a 12<", "a 7<"].map(|title| month.contains(title))
    };
    assert_eq!(month(), [false, true, true]);
    desk.say(&["build"]).exit(4);
    desk.say(&["build", "--accept-loss"]).exit(0);
    assert_eq!(desk.titles(), ["a 7"]);
    assert_eq!(month(), [false, false, true]);
}

#[test]
fn what_a_person_accepts_comes_though_the_gate_refuses_something_else() {
    let desk = shrinking();
    desk.publishes("b", 12, 0..140);
    desk.run(12, &[]).exit(4);
    accept(&desk, "b", 13).exit(0).complains(&["articles"]);
    assert!(
        desk.titles().contains(&"b 139".to_owned()),
        "{:?}",
        desk.titles()
    );
}

/// A desk that published, and whose state folder was deleted.
fn forgotten() -> Desk {
    let desk = Desk::with_sources(&["a"]);
    desk.publishes("a", 0, 0..8);
    desk.run(0, &[]).exit(0);
    fs::remove_dir_all(desk.path("state")).expect("a folder");
    desk
}

#[test]
fn a_state_folder_that_was_lost_empties_no_output() {
    let desk = forgotten();
    let before = desk.files("output");
    desk.say(&["build"])
        .exit(4)
        .complains(&["state folder", "--accept-loss"]);
    desk.answer("http://a.example/feed", 12, 500, b"");
    desk.run(12, &[]).exit(4).complains(&["state folder"]);
    let run = desk.run(12, &["--json"]).exit(4).json();
    assert!(run["refused"].is_string(), "{run}");
    assert!(desk.files("output") == before);
}

#[test]
fn hiding_something_with_a_lost_state_empties_no_output() {
    let desk = forgotten();
    let before = desk.files("output");
    desk.say(&["hide", "http://a.example/3"])
        .exit(4)
        .complains(&["state folder", "--accept-loss"]);
    assert!(desk.files("output") == before);
    desk.publishes("a", 12, 0..9);
    desk.run(12, &[]).exit(0);
    assert!(!desk.titles().contains(&"a 3".to_owned()));
}

#[test]
fn a_lost_state_is_made_anew_as_soon_as_the_sources_answer() {
    let desk = forgotten();
    desk.publishes("a", 12, 0..9);
    desk.run(12, &[]).exit(0);
    assert_eq!(desk.titles().len(), 9);
}

#[test]
fn a_lost_state_may_empty_the_output_where_a_person_says_so() {
    let desk = forgotten();
    desk.say(&["build", "--accept-loss"]).exit(0);
    assert_eq!(desk.titles().len(), 0);
}
