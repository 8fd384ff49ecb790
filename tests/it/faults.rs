//! The real program where things go wrong: it says so in a line, leaves with the right status, and
//! the last good output stays (DESIGN.md sections 4 and 5; RELIABILITY.md 59-71).

use crate::desk::{Desk, at, rss, said, sources};
use clusterwire::{model::OutputFile, render};
use std::{fs, path::Path, process::Stdio, time::Duration};

mod configuration;
mod kills;
mod memory;
mod store;

/// A desk with two sources that were read and published.
fn published() -> Desk {
    let desk = Desk::with_sources(&["a", "b"]);
    desk.publishes("a", 0, 0..8);
    desk.publishes("b", 0, 0..8);
    desk.run(0, &[]).exit(0);
    desk
}

/// A strict reader takes every file.
#[track_caller]
fn every_file_is_whole(desk: &Desk) {
    let root = desk.path("output");
    for (path, (bytes, _)) in desk.files("output") {
        let inside = path.strip_prefix(&root).expect("inside").to_string_lossy();
        let file = OutputFile {
            path: inside.into_owned(),
            bytes,
        };
        assert_eq!(render::verify(&file), Ok(()));
        assert!(!file.path.contains(".tmp"), "{} was left", file.path);
    }
}

#[test]
fn an_unchanged_run_touches_no_file() {
    let desk = published();
    let before = desk.files("output");
    desk.run(12, &[]).exit(0);
    assert!(desk.files("output") == before);
}

#[test]
fn a_second_run_at_the_same_moment_asks_nobody() {
    let desk = published();
    let said = desk.run(0, &["--json"]).exit(0);
    let report: serde_json::Value = serde_json::from_str(&said.out).expect("JSON");
    assert_eq!(
        (&report["asked"], &report["not_due"]),
        (&0.into(), &2.into())
    );
}

#[test]
fn when_all_sources_fail_the_output_stays_byte_for_byte() {
    let desk = published();
    let before = desk.files("output");
    for name in ["a", "b"] {
        desk.answer(&format!("http://{name}.example/feed"), 12, 503, b"");
    }
    desk.run(12, &[])
        .exit(0)
        .complains(&["a (a)", "b (b)", "503"]);
    assert!(desk.files("output") == before);
}

/// What a source answers instead of a feed is a line of the report, and nothing of it is lost.
#[track_caller]
fn instead_of_a_feed(body: &[u8], words: &[&str]) {
    let desk = published();
    let before = desk.titles();
    desk.answer("http://a.example/feed", 12, 200, body);
    desk.publishes("b", 12, 0..9);
    desk.run(12, &[]).exit(0).complains(words);
    let after = desk.titles();
    assert_eq!(after.len(), before.len() + 1, "{after:?}");
}

#[test]
fn a_source_that_answers_html_is_told_and_kept() {
    let page = b"<!DOCTYPE html><html><body><p>Maintenance</p></body></html>";
    instead_of_a_feed(page, &["warning: a (a)", "asked again from"]);
}

#[test]
fn a_source_that_answers_garbage_is_told_and_kept() {
    instead_of_a_feed(b"\x00\xff\xfe garbage \x01", &["warning: a (a)"]);
}

#[test]
fn a_source_that_answers_nothing_is_told_and_kept() {
    instead_of_a_feed(b"", &["warning: a (a)"]);
}

#[test]
fn a_source_without_an_answer_is_told_and_the_others_are_published() {
    let desk = Desk::with_sources(&["a", "dead"]);
    desk.publishes("a", 0, 0..8);
    desk.run(0, &[])
        .exit(0)
        .complains(&["warning: dead (dead)"]);
    assert_eq!(desk.titles().len(), 8);
}

#[test]
fn an_output_folder_that_was_deleted_is_written_again() {
    let desk = published();
    let before: Vec<_> = desk
        .files("output")
        .into_iter()
        .map(|(path, file)| (path, file.0))
        .collect();
    fs::remove_dir_all(desk.path("output")).expect("a folder");
    desk.run(0, &[]).exit(0);
    let after: Vec<_> = desk
        .files("output")
        .into_iter()
        .map(|(path, file)| (path, file.0))
        .collect();
    assert_eq!(after.len(), before.len());
    assert!(after == before);
}

#[test]
fn a_file_in_the_place_of_the_output_folder_is_named() {
    let desk = Desk::with_sources(&["a"]);
    desk.publishes("a", 0, 0..8);
    fs::write(desk.path("output"), "not a folder").expect("a file");
    desk.run(0, &[])
        .exit(1)
        .complains(&["error:", "output", "--output"]);
    assert_eq!(
        fs::read(desk.path("output")).expect("a file"),
        b"not a folder"
    );
}

#[test]
fn a_file_in_the_place_of_the_state_folder_is_named() {
    let desk = Desk::with_sources(&["a"]);
    fs::write(desk.path("state"), "not a folder").expect("a file");
    desk.run(0, &[])
        .exit(1)
        .complains(&["error:", "state", "--state"]);
}

#[test]
fn a_disk_that_is_full_leaves_the_last_good_output_and_a_database_that_is_whole() {
    let desk = published();
    let before = desk.files("output");
    desk.publishes("a", 12, 0..60);
    // No file may grow beyond 8 KiB: neither the log of the database nor a feed.
    let command = desk.command(&["run", "--replay", "recording", "--now", &at(12)]);
    let mut line = String::from("ulimit -f 16; exec");
    for word in std::iter::once(command.get_program()).chain(command.get_args()) {
        line.extend([" '", &word.to_string_lossy(), "'"]);
    }
    let mut shell = std::process::Command::new("sh");
    shell.args(["-c", &line]).current_dir(desk.path(""));
    let said = said(shell.output().expect("sh"));
    assert_eq!(said.code, Some(1), "{said:?}");
    assert!(said.err.contains("error:"), "{said:?}");
    assert!(desk.files("output") == before);
    desk.run(12, &[]).exit(0);
    every_file_is_whole(&desk);
    // 8 old, of which all are listed, and 52 new.
    assert_eq!(
        desk.titles()
            .iter()
            .filter(|title| title.starts_with("a "))
            .count(),
        20
    );
}

#[test]
fn a_dry_run_writes_nothing_at_all() {
    let desk = published();
    desk.publishes("a", 12, 0..9);
    let (output, state) = (desk.files("output"), desk.files("state"));
    let said = desk.run(12, &["--dry-run"]).exit(0);
    assert!(said.out.contains("would write"), "{said:?}");
    assert!(desk.files("output") == output);
    let names = |files: &std::collections::BTreeMap<_, (Vec<u8>, _)>| -> Vec<_> {
        files
            .iter()
            .map(|(path, file): (&std::path::PathBuf, _)| (path.clone(), file.0.clone()))
            .collect()
    };
    assert!(names(&desk.files("state")) == names(&state));
}

#[test]
fn a_dry_run_in_an_empty_folder_makes_none() {
    let desk = Desk::with_sources(&["a"]);
    desk.publishes("a", 0, 0..8);
    desk.run(0, &["--dry-run"]).exit(0);
    assert!(!desk.path("output").exists());
    assert!(!desk.path("state").exists());
}

#[test]
fn quiet_says_nothing_of_passing_faults() {
    let desk = Desk::with_sources(&["a", "dead"]);
    desk.publishes("a", 0, 0..8);
    desk.run(0, &["-q"]).exit(0).silent();
}

#[test]
fn the_summary_as_json_is_one_object_that_names_every_source() {
    let desk = Desk::with_sources(&["a", "dead"]);
    desk.publishes("a", 0, 0..8);
    let said = desk.run(0, &["--json"]).exit(0);
    assert_eq!(said.out.lines().count(), 1);
    let report: serde_json::Value = serde_json::from_str(&said.out).expect("JSON");
    let numbers = [
        "asked",
        "read",
        "sources_unchanged",
        "failed",
        "not_due",
        "new",
        "unlisted",
        "revised",
        "joined",
        "stories",
    ];
    for name in numbers {
        assert!(report[name].is_u64(), "{name}: {report}");
    }
    let sources = report["sources"].as_array().expect("sources");
    let ends: Vec<_> = sources
        .iter()
        .map(|source| (&source["source"], &source["end"]))
        .collect();
    assert_eq!(
        ends,
        [
            (&"a".into(), &"read".into()),
            (&"dead".into(), &"failed".into())
        ]
    );
    assert!(sources[1]["message"].is_string() && sources[1]["next_at"].is_string());
}

#[test]
fn sources_that_were_taken_out_of_feeds_toml_leave_and_come_back() {
    let desk = published();
    let before = desk.titles();
    desk.configure(&sources(&["a"]));
    desk.run(0, &[]).exit(0);
    assert_eq!(desk.titles().len(), 8);
    assert!(!desk.path("output/source/b").exists());
    desk.configure(&sources(&["a", "b"]));
    desk.run(0, &[]).exit(0);
    assert_eq!(desk.titles(), before);
}
