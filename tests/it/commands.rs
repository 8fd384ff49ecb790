//! What a person says to the program, and what he is told (DESIGN.md section 5).

use crate::desk::{Desk, at, rss, said, sources};

mod looking;
mod places;
mod refusals;
mod streams;

#[test]
fn a_new_source_shows_its_newest_entries_and_keeps_the_others() {
    let desk = Desk::with_sources(&["a"]);
    desk.publishes("a", 0, 0..30);
    let said = desk.run(0, &["--json"]).exit(0);
    assert_eq!(desk.titles().len(), 10);
    assert_eq!(desk.titles()[0], "a 29");
    let report: serde_json::Value = serde_json::from_str(&said.out).expect("JSON");
    assert_eq!(
        (&report["new"], &report["unlisted"]),
        (&30.into(), &20.into())
    );
}

#[test]
fn what_comes_later_is_shown_whatever_first_run_says() {
    let desk = Desk::with_sources(&["a"]);
    desk.publishes("a", 0, 0..30);
    desk.run(0, &[]).exit(0);
    desk.publishes("a", 12, 0..35);
    desk.run(12, &[]).exit(0);
    assert_eq!(desk.titles().len(), 15);
}

#[test]
fn an_old_article_is_shown_when_another_source_carries_it_now() {
    let desk = Desk::with_sources(&["a", "b"]);
    desk.publishes("a", 0, 0..30);
    desk.publishes("b", 0, 0..1);
    desk.run(0, &[]).exit(0);
    let copy = rss("b", "a", 3..4);
    desk.answer("http://b.example/feed", 12, 200, &copy);
    desk.run(12, &[]).exit(0);
    assert!(
        desk.titles().contains(&"a 3".to_owned()),
        "{:?}",
        desk.titles()
    );
}

fn flooded() -> Desk {
    let desk = Desk::new(&sources(&["a"]).replace("[defaults]", "[defaults]\nper_source = 500"));
    let config = format!("{}\n[output]\nitems = 400\n", sources(&["a"]));
    desk.configure(&config.replace("[defaults]", "[defaults]\nper_source = 500"));
    desk.publishes("a", 0, 0..5);
    desk.run(0, &[]).exit(0);
    desk.publishes("a", 12, 0..305);
    desk
}

#[test]
fn a_flood_shows_a_hundred_articles_a_day_and_is_reported() {
    let desk = flooded();
    desk.run(12, &[])
        .exit(0)
        .complains(&["a (a)", "205 of them", "accept a"]);
    assert_eq!(desk.titles().len(), 100);
    desk.publishes("a", 18, 0..310);
    desk.run(18, &["--only", "a"]).exit(0);
    assert_eq!(desk.titles().len(), 100, "the same day");
    desk.publishes("a", 36, 0..315);
    desk.run(36, &[]).exit(0);
    assert_eq!(desk.titles().len(), 105, "the next day");
}

/// The state of a replay lies where `--state` says.
fn accept(desk: &Desk, source: &str, hour: i64) -> crate::desk::Said {
    desk.say(&["accept", source, "--now", at(hour).as_str()])
}

#[test]
fn accept_publishes_what_a_flood_brought() {
    let desk = flooded();
    desk.run(12, &[]).exit(0);
    accept(&desk, "a", 13).exit(0).complains(&["205 articles"]);
    assert_eq!(desk.titles().len(), 305);
}

#[test]
fn accept_says_that_nothing_waits() {
    let desk = Desk::with_sources(&["a"]);
    desk.publishes("a", 0, 0..5);
    desk.run(0, &[]).exit(0);
    accept(&desk, "a", 1)
        .exit(0)
        .complains(&["nothing of a waits"]);
    accept(&desk, "b", 1)
        .exit(2)
        .complains(&["no source `b`", "did you mean `a`"]);
}

#[test]
fn a_site_that_became_another_is_held_back_until_it_is_accepted() {
    let desk = Desk::with_sources(&["a"]);
    desk.publishes("a", 0, 0..5);
    desk.run(0, &[]).exit(0);
    desk.answer(
        "http://a.example/feed",
        12,
        200,
        &rss("Casino", "casino", 0..5),
    );
    let said = desk.run(12, &["-q"]).exit(3);
    said.complains(&["held back", "accept a"]);
    assert_eq!(desk.titles().len(), 5);
    accept(&desk, "a", 13).exit(0);
    desk.run(24, &["-q"]).exit(0).silent();
    assert_eq!(desk.titles().len(), 10);
}

#[test]
fn hide_takes_an_article_out_at_once_by_its_address() {
    let desk = Desk::with_sources(&["a"]);
    desk.publishes("a", 0, 0..5);
    desk.run(0, &[]).exit(0);
    let said = desk.say(&["hide", "http://a.example/3?utm_source=x"]);
    said.exit(0).complains(&["hidden: a 3"]);
    assert_eq!(desk.titles(), ["a 4", "a 2", "a 1", "a 0"]);
    desk.run(12, &[]).exit(0);
    assert_eq!(desk.titles().len(), 4, "it came back");
}

#[test]
fn hide_takes_a_story_out_by_the_id_in_the_feed() {
    let desk = Desk::with_sources(&["a"]);
    desk.publishes("a", 0, 0..5);
    desk.run(0, &[]).exit(0);
    let id = desk.feed()["items"][1]["id"].clone();
    desk.say(&["hide", id.as_str().expect("an id")]).exit(0);
    assert_eq!(desk.titles(), ["a 4", "a 2", "a 1", "a 0"]);
}

#[test]
fn hide_knows_an_id_from_a_word() {
    let desk = Desk::with_sources(&["a"]);
    desk.say(&["hide", "nonsense"])
        .exit(2)
        .complains(&["neither an address nor an id"]);
    let nobody = "urn:uuid:6ba7b810-9dad-11d1-80b4-00c04fd430c8";
    desk.say(&["hide", nobody])
        .exit(2)
        .complains(&["nothing has the id"]);
}

#[test]
fn a_source_that_fails_for_days_is_told_once_a_week_and_nothing_else_is_said() {
    let desk = Desk::with_sources(&["a", "b"]);
    desk.publishes("a", 0, 0..5);
    desk.publishes("b", 0, 0..5);
    desk.run(0, &["-q"]).exit(0).silent();
    desk.answer("http://a.example/feed", 1, 500, b"");
    let mut told = Vec::new();
    for day in 1..=14 {
        // An hour more than a day: a wait of a day has its jitter.
        let said = desk.run(day * 27, &["-q"]);
        if said.code == Some(3) {
            assert!(
                said.err.contains("a (a)") && said.err.contains("feeds.toml"),
                "{said:?}"
            );
            assert_eq!(said.err.lines().count(), 1, "{said:?}");
            told.push(day);
        } else {
            said.exit(0).silent();
        }
    }
    assert_eq!(told.len(), 2, "{told:?}");
}

#[test]
fn fail_on_says_what_counts() {
    let desk = Desk::with_sources(&["a", "dead"]);
    desk.publishes("a", 0, 0..5);
    for (which, code) in [("never", 0), ("attention", 0), ("any", 3)] {
        let said = desk.run(0, &["--dry-run", "--fail-on", which]);
        said.exit(code)
            .complains(&["dead (dead)", "asked again from"]);
    }
}

#[test]
fn status_says_what_is_expected_and_why_then() {
    let desk = Desk::with_sources(&["a", "dead"]);
    desk.publishes("a", 0, 0..5);
    desk.run(0, &[]).exit(0);
    let said = desk.say(&["status", "--now", &at(1)]).exit(0);
    let rows: Vec<&str> = said
        .out
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    assert!(
        rows.iter().all(|row| row.chars().count() <= 100),
        "{}",
        said.out
    );
    assert!(
        said.out.contains("dead") && said.out.contains("failed once"),
        "{}",
        said.out
    );
    let json = desk.say(&["status", "--json", "--now", &at(1)]).exit(0);
    let json: serde_json::Value = serde_json::from_str(&json.out).expect("JSON");
    let source = &json["sources"][0];
    for field in [
        "source",
        "name",
        "url",
        "asked_at",
        "expected",
        "due",
        "why",
        "attention",
    ] {
        assert!(source.get(field).is_some(), "no {field}: {source}");
    }
}
