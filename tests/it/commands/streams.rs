//! What goes to standard output and standard error, and what becomes of it there.

use super::*;
use std::{
    fs::{self, File},
    process::Stdio,
};

fn published() -> Desk {
    let desk = Desk::with_sources(&["a"]);
    desk.publishes("a", 0, 0..8);
    desk.run(0, &[]).exit(0);
    desk
}

#[test]
fn every_failure_is_an_object_with_its_reason() {
    let desk = published();
    let cases: &[(&[&str], i32)] = &[
        (&["accept", "nobody", "--json"], 2),
        (&["hide", "nonsense", "--json"], 2),
        (&["status", "--config", "none.toml", "--json"], 2),
        (&["inspect", "feed", "none.xml", "--json"], 1),
        (&["inspect", "rule", "title is", "--json"], 2),
        (&["run", "--replay", "none", "--json"], 1),
        (&["build", "-o", "/", "--json"], 2),
        (&["unheard-of", "--json"], 2),
    ];
    for (arguments, code) in cases {
        let object = desk.say(arguments).exit(*code).json();
        let error = object["error"].as_str().unwrap_or_default();
        assert!(!error.is_empty(), "{arguments:?}: {object}");
        assert_eq!(object["exit"], *code, "{object}");
    }
    desk.configure("[site\n");
    for command in ["run", "build", "check", "status"] {
        let object = desk.say(&[command, "--json"]).exit(2).json();
        assert!(object["error"].is_string(), "{object}");
    }
}

#[test]
fn an_accept_with_nothing_to_do_is_an_object() {
    let desk = published();
    assert_eq!(
        desk.say(&["accept", "a", "--json"]).exit(0).json()["source"],
        "a"
    );
}

#[test]
fn check_finds_a_theme_that_nothing_can_be_published_with() {
    let desk = published();
    let feeds = fs::read_to_string(desk.path("feeds.toml")).expect("feeds.toml");
    desk.configure(&format!("{feeds}\n[output]\ntheme = \"mine\"\n"));
    for command in ["check", "build"] {
        let said = desk.say(&[command]).exit(2);
        said.complains(&["feeds.toml:", "there is no folder", "mine", "make it"]);
    }
    fs::write(desk.path("mine"), "a template").expect("a file");
    for command in ["check", "build"] {
        let said = desk.say(&[command]).exit(2);
        said.complains(&["feeds.toml:", "mine is a file", "name the folder"]);
    }
    fs::remove_file(desk.path("mine")).expect("it is gone");
    fs::create_dir(desk.path("mine")).expect("a folder");
    desk.say(&["check"]).exit(0);
    fs::write(desk.path("mine/story.html"), "{% if %}").expect("a template");
    let object = desk.say(&["check", "--json"]).exit(1).json();
    let error = object["error"].as_str().unwrap_or_default();
    assert!(error.contains("story.html:1"), "{object}");
}

/// A template of the owner's; where the theme breaks when it is filled.
#[track_caller]
fn check_theme(name: &str, template: &str, place: &str) {
    let desk = published();
    let feeds = fs::read_to_string(desk.path("feeds.toml")).expect("feeds.toml");
    desk.configure(&format!("{feeds}\n[output]\ntheme = \"mine\"\n"));
    fs::create_dir(desk.path("mine")).expect("a folder");
    fs::write(desk.path("mine").join(name), template).expect("a template");
    let object = desk.say(&["check", "--json"]).exit(1).json();
    let error = object["error"].as_str().unwrap_or_default();
    assert!(error.contains(place), "no {place} in {object}");
}

#[test]
fn check_finds_what_a_theme_asks_for_in_vain() {
    check_theme(
        "story.html",
        "<p>{{ story.title }}\n{{ story.titel }}</p>",
        "story.html:2",
    );
    check_theme("telling.html", "{{ title|shout }}", "telling.html:1");
    check_theme(
        "month.html",
        "{% for one in stories %}\n\n{{ one.who.name }}{% endfor %}",
        "month.html:3",
    );
    check_theme("partner.html", "{{ nobody }}", "partner.html:1");
    check_theme("status.html", "{{ nobody }}", "status.html:1");
    check_theme("widget.html", "{{ nobody }}", "widget.html:1");
}

#[test]
fn what_is_a_text_is_an_object_with_json() {
    let desk = published();
    let text = |arguments: &[&str], name: &str| {
        let plain = desk.say(arguments).exit(0).out;
        let object = desk.say(&[arguments, &["--json"]].concat()).exit(0).json();
        let told = object[name].as_str().expect("a text").to_owned();
        assert_eq!(told.trim_end(), plain.trim_end(), "{arguments:?}");
    };
    text(&["export", "opml"], "opml");
    text(&["completions", "bash"], "completions");
    text(&["man"], "man");
}

#[test]
fn check_tells_as_an_object_what_is_wrong() {
    let desk = published();
    assert_eq!(
        desk.say(&["check", "--json"]).exit(0).json()["errors"],
        serde_json::json!([])
    );
    fs::write(desk.path("output/feed.json"), "{").expect("a file");
    let object = desk.say(&["check", "--json"]).exit(1).json();
    assert!(
        object["error"]
            .as_str()
            .is_some_and(|error| error.contains("feed.json")),
        "{object}"
    );
}

/// Its reader has gone.
fn into_a_closed_pipe(desk: &Desk, arguments: &[&str]) -> crate::desk::Said {
    let mut command = desk.command(arguments);
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    said(command.stdout(writer).output().expect("the program"))
}

#[test]
fn a_reader_that_went_away_is_no_fault() {
    let desk = published();
    for arguments in [
        &["status"][..],
        &["check", "--json"],
        &["export", "opml"],
        &["--help"],
    ] {
        let said = into_a_closed_pipe(&desk, arguments).exit(0);
        assert!(!said.err.contains("error"), "{said:?}");
    }
    into_a_closed_pipe(&desk, &["accept", "nobody", "--json"]).exit(2);
}

#[test]
fn a_result_that_cannot_be_written_is_told() {
    let desk = published();
    let case = "{\"id\":\"1\",\"input\":\"none.xml\"}\n".repeat(2000);
    fs::write(desk.path("cases.jsonl"), case).expect("a file");
    let commands = [
        &["status"][..],
        &["build", "--json"],
        &["export", "opml"],
        &["inspect", "feed", "--cases", "cases.jsonl"],
        &["--help"],
    ];
    for arguments in commands {
        let full = File::options()
            .write(true)
            .open("/dev/full")
            .expect("a full disk");
        let mut command = desk.command(arguments);
        let said = said(
            command
                .stdout(Stdio::from(full))
                .output()
                .expect("the program"),
        );
        said.exit(1).complains(&["error: cannot write", "space"]);
    }
}

#[test]
fn names_cannot_write_lines_of_their_own() {
    let config = sources(&["a"]).replace(
        "name = \"a\"",
        "name = \"A\\nerror: \\u001b[2Jall is lost\"",
    );
    let desk = Desk::new(&config);
    let said = desk.run(0, &[]).exit(0);
    assert_eq!(said.err.lines().count(), 1, "{said:?}");
    assert!(
        !said.err.contains('\u{1b}') && said.err.contains("all is lost"),
        "{said:?}"
    );
}

#[test]
fn quiet_says_nothing_where_nobody_is_needed() {
    let desk = published();
    desk.say(&["check", "-q"]).exit(0).silent();
    desk.say(&["status", "-q", "--now", &at(1)])
        .exit(0)
        .silent();
    desk.say(&["build", "-q"]).exit(0).silent();
    desk.say(&["hide", "-q", "http://a.example/3"])
        .exit(0)
        .silent();
    desk.configure("[[source]]\nid = \"a\"\nurl = \"http://a.example/feed\"\n");
    desk.say(&["check", "-q"]).exit(0).silent();
    desk.say(&["check"])
        .exit(0)
        .complains(&["nobody to write to"]);
}

#[test]
fn one_is_told_in_the_singular() {
    let desk = published();
    desk.say(&["check"])
        .exit(0)
        .complains(&[": 1 source, nothing wrong"]);
    desk.configure(&sources(&["a"]).replace("[defaults]", "[defaults]\nper_source = 1"));
    let said = desk.say(&["build"]).exit(4);
    said.complains(&["8 stories to 1"]);
}

#[test]
fn a_recording_that_is_not_there_is_told_once() {
    let desk = published();
    let said = desk.say(&["run", "--replay", "none"]).exit(1);
    assert_eq!(said.err.matches("No such file").count(), 1, "{said:?}");
}

#[test]
fn a_recording_that_is_not_there_is_said_with_what_to_name() {
    let desk = Desk::with_sources(&["a"]);
    desk.say(&["run", "--replay", "nowhere"])
        .exit(1)
        .complains(&["nowhere", "name a folder"]);
}
