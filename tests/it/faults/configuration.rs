//! A feeds.toml that is wrong, or not there.

use super::*;

/// The run ends with 2 and these words; nothing was made.
#[track_caller]
fn refused(config: &str, words: &[&str]) {
    let desk = Desk::new(config);
    desk.run(0, &[]).exit(2).complains(words);
    assert!(!desk.path("output").exists());
}

#[test]
fn an_unknown_key_is_told_with_its_place_and_the_nearest_known_one() {
    let config = "[site]\ntitle = \"x\"\n[[source]]\nurl = \"http://a.example/\"\nnmae = \"A\"\n";
    refused(config, &["feeds.toml:5:1", "nmae", "name"]);
}

#[test]
fn a_value_that_makes_no_sense_is_told_with_its_place() {
    let config = "[defaults]\nevery = \"often\"\n[[source]]\nurl = \"http://a.example/\"\n";
    refused(config, &["feeds.toml:2:9", "often", "1h"]);
}

#[test]
fn nothing_to_work_with_is_told_with_its_place() {
    for (table, key) in [
        ("fetch", "concurrency = 0"),
        ("fetch", "per_host = 0"),
        ("fetch", "timeout = \"0s\""),
        ("fetch", "max_body = \"0\""),
        ("output", "items = 0"),
    ] {
        let config = format!("[{table}]\n{key}\n[[source]]\nurl = \"http://a.example/\"\n");
        refused(&config, &["feeds.toml:2:"]);
    }
}

#[test]
fn text_that_is_no_toml_is_told_with_its_place() {
    refused("[site\ntitle = 3", &["feeds.toml:1:"]);
}

#[test]
fn a_scheme_that_is_not_http_is_told() {
    refused(
        "[[source]]\nurl = \"file:///etc/passwd\"\n",
        &["feeds.toml:2:7", "http"],
    );
}

#[test]
fn many_sources_and_nobody_to_write_to_are_refused() {
    let ids: Vec<String> = (0..11).map(|number| format!("s{number}")).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let config = sources(&ids).replace("contact = \"news@example.org\"\n", "");
    refused(&config, &["11 sources", "contact"]);
}

#[test]
fn a_feeds_toml_that_is_not_there_is_told_with_the_next_step() {
    let desk = Desk::with_sources(&[]);
    fs::remove_file(desk.path("feeds.toml")).expect("a file");
    desk.run(0, &["--config", "feeds.toml"])
        .exit(2)
        .complains(&["feeds.toml", "--config"]);
}

#[test]
fn a_broken_feeds_toml_leaves_the_last_good_output() {
    let desk = published();
    let before = desk.files("output");
    desk.configure("[site\n");
    desk.run(12, &[]).exit(2);
    assert!(desk.files("output") == before);
}
