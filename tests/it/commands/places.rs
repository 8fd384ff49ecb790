//! Where the program publishes, and where it never does.

use super::*;
use std::fs;

const REPLAY: [&str; 3] = ["run", "--replay", "recording"];

#[test]
fn a_replay_publishes_beside_its_own_state_and_says_where() {
    let desk = Desk::with_sources(&["a"]);
    desk.publishes("a", 0, 0..8);
    desk.run(0, &[]).exit(0);
    let before = desk.files("output");
    desk.publishes("a", 12, 0..30);
    let said = said(desk.bare(&REPLAY).output().expect("the program")).exit(0);
    assert!(
        desk.files("output") == before,
        "the real output was written"
    );
    let own = ".clusterwire/replay/recording/output/index.html";
    assert!(said.out.contains(own), "{said:?}");
    assert!(desk.path(own).exists());
}

#[test]
fn a_replay_publishes_where_it_is_told_to() {
    let desk = Desk::with_sources(&["a"]);
    desk.publishes("a", 0, 0..8);
    let mut replay = desk.bare(&REPLAY);
    said(replay.args(["-o", "there"]).output().expect("the program")).exit(0);
    assert!(desk.path("there/index.html").exists());
    assert!(!desk.path("output").exists());
}

/// A run that is to publish into `dir` is refused, and makes nothing.
#[track_caller]
fn refused(dir: &str, words: &[&str]) {
    let desk = Desk::with_sources(&["a"]);
    desk.publishes("a", 0, 0..8);
    fs::create_dir(desk.path("home")).expect("a folder");
    let mut run = desk.bare(&["run", "-o", dir]);
    run.env("HOME", desk.path("home"));
    let by_option = said(run.output().expect("the program")).exit(2);
    by_option.complains(words).complains(&["dir", "-o"]);
    desk.configure(&format!("{}[output]\ndir = \"{dir}\"\n", sources(&["a"])));
    let mut run = desk.bare(&["run"]);
    run.env("HOME", desk.path("home"));
    let by_key = said(run.output().expect("the program")).exit(2);
    by_key.complains(words);
    assert!(!desk.path(".clusterwire").exists());
}

#[test]
fn the_state_folder_is_no_place_to_publish() {
    refused(".clusterwire", &["state folder"]);
    refused("./x/../.clusterwire/", &["state folder"]);
}

#[test]
fn nothing_is_published_inside_the_state_folder() {
    refused(".clusterwire/output", &["lies in", "state folder"]);
}

#[test]
fn a_folder_that_holds_the_state_is_no_place_to_publish() {
    refused(".", &["holds the state folder"]);
    refused("..", &["holds the state folder"]);
}

#[test]
fn the_root_and_a_home_are_no_places_to_publish() {
    refused("/", &["root"]);
    refused("home", &["home folder"]);
}

#[test]
fn a_folder_that_holds_feeds_toml_is_no_place_to_publish() {
    let desk = Desk::with_sources(&["a"]);
    let elsewhere = tempfile::tempdir().expect("a folder");
    let mut run = desk.bare(&["run", "-o", ".", "--state"]);
    let said = said(run.arg(elsewhere.path()).output().expect("the program"));
    said.exit(2).complains(&["feeds.toml", "published"]);
}

#[test]
fn a_link_does_not_hide_where_a_folder_is() {
    let desk = Desk::with_sources(&["a"]);
    fs::create_dir(desk.path(".clusterwire")).expect("a folder");
    std::os::unix::fs::symlink(desk.path(".clusterwire"), desk.path("www")).expect("a link");
    let said = said(
        desk.bare(&["run", "-o", "www"])
            .output()
            .expect("the program"),
    );
    said.exit(2).complains(&["state folder"]);
}

/// feeds.toml with one source that gives no id.
fn called(name: &str, url: &str) -> String {
    let site = sources(&[]);
    format!(
        "{site}[[source]]\nname = \"{name}\"\nkind = \"feed\"\nlang = \"en\"\nurl = \"{url}\"\n"
    )
}

#[test]
fn a_source_that_changes_its_name_or_its_address_keeps_its_id() {
    let desk = Desk::new(&called("Ana", "http://a.example/feed"));
    desk.publishes("a", 0, 0..3);
    desk.run(0, &[]).exit(0);
    let ids = |desk: &Desk| -> Vec<serde_json::Value> {
        let items = desk.feed()["items"].as_array().cloned().unwrap_or_default();
        items.iter().map(|item| item["id"].clone()).collect()
    };
    let before = ids(&desk);
    assert_eq!(before.len(), 3);
    desk.configure(&called("Ivo", "http://a.example/feed"));
    desk.run(24, &[]).exit(0);
    assert_eq!(ids(&desk), before, "another name");
    assert_eq!(desk.feed()["items"][0]["_source"]["id"], "ana");
    assert_eq!(desk.feed()["items"][0]["_source"]["name"], "Ivo");
    for name in ["ana", "ivo"] {
        let status = desk.say(&["status", "--only", name]).exit(0);
        assert!(status.out.contains(" ana "), "{status:?}");
        desk.say(&["explain", name]).exit(0);
    }
    desk.configure(&called("Ana", "http://b.example/feed"));
    desk.answer("http://b.example/feed", 0, 200, &rss("a", "a", 0..3));
    desk.run(48, &[]).exit(0);
    assert_eq!(ids(&desk), before, "another address");
}

#[test]
fn a_new_source_of_an_old_name_is_another_one() {
    let desk = Desk::new(&called("Ana", "http://a.example/feed"));
    desk.publishes("a", 0, 0..3);
    desk.run(0, &[]).exit(0);
    let view = "[[view]]\nname = \"v\"\nwhen = \"source == 'ivo'\"\n";
    let renamed = called("Ivo", "http://a.example/feed");
    desk.configure(&format!("{renamed}{view}"));
    let checked = desk.say(&["check", "--strict"]);
    checked.complains(&["asks for the source `ivo`", "write `ana`"]);
    let new = "[[source]]\nname = \"Ana\"\nkind = \"feed\"\nlang = \"en\"\nurl = \"http://b.example/feed\"\n";
    desk.configure(&format!("{renamed}{new}"));
    desk.answer("http://b.example/feed", 24, 200, &rss("b", "b", 3..5));
    desk.run(24, &[]).exit(0);
    let items = desk.feed()["items"].as_array().cloned().unwrap_or_default();
    let of = |id: &str| {
        items
            .iter()
            .filter(|item| item["_source"]["id"] == id)
            .count()
    };
    assert_eq!((of("ana"), of("ana-2")), (3, 2));
    let status = desk.say(&["status", "--only", "ana"]).exit(0);
    // An id goes before a name.
    assert!(!status.out.contains("ana-2"), "{status:?}");
    let list = "<opml><body><outline text='Ivo' xmlUrl='http://c.example/feed'/></body></opml>";
    fs::write(desk.path("list.opml"), list).expect("it is written");
    desk.say(&["import", "list.opml"]).exit(0);
    let none = "<opml><body><outline text='F' xmlUrl='ftp://f.example/'/></body></opml>";
    fs::write(desk.path("none.opml"), none).expect("it is written");
    let said = desk.say(&["import", "none.opml", "-q"]);
    said.exit(1)
        .complains(&["ftp://f.example/", "no address in it can be asked"]);
}

#[test]
fn an_empty_variable_names_no_configuration() {
    let desk = Desk::with_sources(&["a"]);
    let mut command = desk.bare(&["check"]);
    command
        .env("CLUSTERWIRE_CONFIG", "")
        .env("XDG_CONFIG_HOME", "");
    said(command.output().expect("the program")).exit(0);
}
