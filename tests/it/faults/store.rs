//! A database that is not as it should be.

use super::*;

#[test]
fn a_newer_database_is_refused_and_left_as_it_is() {
    let desk = published();
    desk.database()
        .pragma_update(None, "user_version", 99)
        .expect("a version");
    let (before, output) = (
        fs::read(desk.path("state/state.db")).expect("a file"),
        desk.files("output"),
    );
    desk.run(12, &[]).exit(1).complains(&["error", "99"]);
    assert!(fs::read(desk.path("state/state.db")).expect("a file") == before);
    assert!(desk.files("output") == output);
}

#[test]
fn check_tells_a_newer_database_with_both_versions() {
    let desk = published();
    desk.database()
        .pragma_update(None, "user_version", 99)
        .expect("a version");
    desk.say(&["check"])
        .exit(1)
        .complains(&["schema 99", "knows", "newer"]);
    desk.say(&["status"]).exit(1).complains(&["schema 99"]);
}

#[test]
fn check_tells_how_a_damaged_database_is_restored() {
    let desk = published();
    let now = at(24);
    // A run of a recording makes no backup.
    let live = ["run", "-q", "--now", now.as_str(), "--only", "a"];
    desk.say(&live);
    let path = desk.path("state/state.db");
    fs::write(&path, [0xa5; 8192]).expect("a file");
    let said = desk.say(&["check"]);
    assert_eq!(said.code, Some(1), "{said:?}");
    let mut bytes = fs::read(desk.path("state/backups/state-2026-11-03.db")).expect("a backup");
    bytes[5 * 4096..7 * 4096].fill(0xa5);
    fs::write(&path, &bytes).expect("a file");
    let said = desk.say(&["check"]).exit(1).complains(&["damaged"]);
    let command = said.err.split('`').nth(1).expect("a command").to_owned();
    let mut shell = std::process::Command::new("sh");
    assert!(shell.args(["-c", &command]).status().expect("sh").success());
    desk.say(&["check", "--backup"]).exit(0);
    desk.say(&["build"]).exit(0);
    assert_eq!(desk.titles().len(), 16);
}

#[test]
fn a_damaged_database_is_refused_and_never_deleted() {
    let desk = published();
    let output = desk.files("output");
    let path = desk.path("state/state.db");
    let mut bytes = fs::read(&path).expect("a file");
    for byte in bytes.iter_mut().skip(4096) {
        *byte = 0xa5;
    }
    fs::write(&path, &bytes).expect("a file");
    let said = desk.run(12, &[]).exit(1);
    assert!(said.err.contains("state.db"), "{said:?}");
    assert_eq!(fs::read(&path).expect("a file").len(), bytes.len());
    assert!(desk.files("output") == output);
}

#[test]
fn an_emptied_database_with_copies_beside_it_is_no_beginning() {
    let desk = published();
    // A run of a recording makes no backup.
    desk.say(&["run", "-q", "--now", &at(24), "--only", "a"]);
    let output = desk.files("output");
    for rest in [b"".as_slice(), b"S"] {
        fs::write(desk.path("state/state.db"), rest).expect("a file");
        for arguments in [&["build"][..], &["status"], &["check"]] {
            desk.say(arguments)
                .exit(1)
                .complains(&["state.db", "it is empty"]);
        }
    }
    assert!(desk.files("output") == output);
}

#[test]
fn something_else_in_the_place_of_the_database_is_refused() {
    let desk = Desk::with_sources(&["a"]);
    fs::create_dir(desk.path("state")).expect("a folder");
    fs::write(
        desk.path("state/state.db"),
        "this is a letter, and no database",
    )
    .expect("a file");
    desk.run(0, &[]).exit(1).complains(&["state.db"]);
    assert!(!desk.path("output").exists());
}

#[test]
fn a_clock_that_jumps_stops_nothing() {
    let desk = published();
    let year = 365 * 24;
    desk.publishes("a", year, 0..9);
    desk.run(year, &["--fail-on", "never"]).exit(0);
    desk.publishes("a", 13, 0..10);
    desk.run(13, &["--fail-on", "never"]).exit(0);
    assert!(
        desk.titles().contains(&"a 9".to_owned()),
        "{:?}",
        desk.titles()
    );
}
