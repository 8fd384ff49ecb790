//! Commands that only look: they need no right to write, and leave no trace.

use super::*;
use std::{
    fs,
    os::unix::{fs::PermissionsExt as _, process::CommandExt as _},
};

const LOOKING: &[&[&str]] = &[
    &["status"],
    &["check"],
    &["explain", "a"],
    &["inspect", "rule", "title is matching(\"a\")"],
    &["export", "opml"],
    &["run", "--dry-run", "--replay", "recording"],
];

fn published() -> Desk {
    let desk = Desk::with_sources(&["a"]);
    desk.publishes("a", 0, 0..8);
    desk.run(0, &[]).exit(0);
    desk
}

#[test]
fn looking_changes_no_byte_and_no_time_of_the_state() {
    let desk = published();
    let changed = || {
        fs::metadata(desk.path("state"))
            .and_then(|folder| folder.modified())
            .ok()
    };
    let before = (desk.files("state"), changed());
    for arguments in LOOKING {
        desk.say(arguments).exit(0);
        assert!((desk.files("state"), changed()) == before, "{arguments:?}");
    }
}

#[test]
fn what_a_killed_run_left_in_its_log_is_seen() {
    let desk = published();
    let reader = desk.database();
    let one: i64 = reader
        .query_row("SELECT count(*) FROM article", [], |row| row.get(0))
        .expect("a number");
    assert_eq!(one, 8);
    // While somebody reads, the log stays.
    desk.publishes("a", 12, 0..9);
    desk.run(12, &[]).exit(0);
    assert!(
        fs::metadata(desk.path("state/state.db-wal"))
            .expect("a log")
            .len()
            > 0
    );
    let said = desk
        .say(&["inspect", "rule", "title is matching(\"a 8\")"])
        .exit(0);
    assert!(said.out.contains("1 of 9 stories match"), "{said:?}");
}

/// Somebody without any right to write there; root may write everywhere, and becomes `nobody`.
fn as_a_stranger(desk: &Desk, arguments: &[&str]) -> crate::desk::Said {
    const NOBODY: u32 = 65_534;
    let program = desk.path("clusterwire");
    if !program.exists() {
        let built = desk.bare(&[]).get_program().to_owned();
        if fs::hard_link(&built, &program).is_err() {
            fs::copy(&built, &program).expect("a copy of the program");
        }
    }
    let mut command = std::process::Command::new(program);
    command
        .current_dir(desk.path(""))
        .args(arguments)
        .args(["--state", "state"]);
    if fs::metadata("/proc/self").is_ok_and(|me| std::os::unix::fs::MetadataExt::uid(&me) == 0) {
        command.uid(NOBODY);
    }
    said(command.output().expect("the program"))
}

fn set_rights(desk: &Desk, folders: u32, files: u32) {
    for (path, _) in desk.files("state") {
        fs::set_permissions(path, fs::Permissions::from_mode(files)).expect("rights");
    }
    for folder in ["", "recording", "state", "state/backups"] {
        let path = desk.path(folder);
        if path.exists() {
            fs::set_permissions(path, fs::Permissions::from_mode(folders)).expect("rights");
        }
    }
}

#[test]
fn looking_needs_no_right_to_write() {
    let desk = published();
    as_a_stranger(&desk, &["--version"]);
    set_rights(&desk, 0o555, 0o444);
    for arguments in LOOKING {
        as_a_stranger(&desk, arguments).exit(0);
    }
    as_a_stranger(&desk, &["build"])
        .exit(1)
        .complains(&["error", "state"]);
    set_rights(&desk, 0o755, 0o644);
}

#[test]
fn looking_needs_no_right_to_write_though_a_log_is_there() {
    let desk = published();
    let reader = desk.database();
    let _: i64 = reader
        .query_row("SELECT count(*) FROM article", [], |row| row.get(0))
        .expect("a number");
    desk.publishes("a", 12, 0..9);
    desk.run(12, &[]).exit(0);
    let log = fs::read(desk.path("state/state.db-wal")).expect("a log");
    let database = fs::read(desk.path("state/state.db")).expect("a database");
    drop(reader);
    for with_index in [true, false] {
        fs::write(desk.path("state/state.db"), &database).expect("a file");
        fs::write(desk.path("state/state.db-wal"), &log).expect("a file");
        let index = desk.path("state/state.db-shm");
        if with_index {
            fs::write(&index, b"").expect("a file");
        } else {
            fs::remove_file(&index).expect("a file");
        }
        as_a_stranger(&desk, &["--version"]);
        set_rights(&desk, 0o555, 0o444);
        let rule = ["inspect", "rule", "title is matching(\"a 8\")"];
        let said = as_a_stranger(&desk, &rule).exit(0);
        set_rights(&desk, 0o755, 0o644);
        assert!(said.out.contains("1 of 9 stories match"), "{said:?}");
    }
}

#[test]
fn a_replay_without_now_looks_from_when_it_was_recorded() {
    let desk = Desk::with_sources(&["a"]);
    desk.publishes("a", 0, 0..2);
    desk.publishes("a", 30, 0..3);
    let now = |arguments: &[&str]| {
        let all = [&["status", "--json", "--replay", "recording"], arguments].concat();
        desk.say(&all).exit(0).json()["now"].clone()
    };
    assert_eq!(now(&[]), at(30).as_str());
    assert_eq!(now(&["--now", &at(7)]), at(7).as_str());
    desk.say(&["build", "--replay", "recording"]).exit(0);
    let report = std::fs::read(desk.path("state/status.json")).expect("a report");
    let report: serde_json::Value = serde_json::from_slice(&report).expect("JSON");
    assert_eq!(report["now"], at(30).as_str());
}

#[test]
fn help_is_there_by_its_name() {
    let desk = Desk::with_sources(&["a"]);
    let said = desk.bare(&["help"]).output().expect("the program");
    assert!(said.status.success(), "{said:?}");
    let said = desk.bare(&["help", "run"]).output().expect("the program");
    assert!(
        String::from_utf8_lossy(&said.stdout).contains("--replay"),
        "{said:?}"
    );
}
