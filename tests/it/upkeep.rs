//! Commands that keep an installation in order: prune, schema, completions, man.

use crate::desk::{Desk, at, rss, sources};
use serde_json::{Value, json};
use std::{fs, path::Path};

/// What a schema says against a value: nothing where it fits. As much of JSON Schema as ours uses.
fn faults(root: &Value, schema: &Value, value: &Value, at: &str) -> Vec<String> {
    if let Some(target) = schema["$ref"].as_str() {
        let target = root
            .pointer(target.trim_start_matches('#'))
            .expect("a definition");
        return faults(root, target, value, at);
    }
    if let Some(choices) = schema["anyOf"].as_array() {
        let fits = choices
            .iter()
            .any(|one| faults(root, one, value, at).is_empty());
        return if fits {
            Vec::new()
        } else {
            vec![format!("{at} fits no choice")]
        };
    }
    let named = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let mut found = Vec::new();
    if schema["type"]
        .as_str()
        .is_some_and(|wanted| wanted != named)
    {
        found.push(format!("{at} is a {named}, not a {}", schema["type"]));
    }
    if schema["enum"]
        .as_array()
        .is_some_and(|words| !words.contains(value))
    {
        found.push(format!("{at} is no choice: {value}"));
    }
    for (place, one) in value.as_array().into_iter().flatten().enumerate() {
        found.extend(faults(
            root,
            &schema["items"],
            one,
            &format!("{at}[{place}]"),
        ));
    }
    if let Some(fields) = value.as_object() {
        found.extend(of_fields(root, schema, fields, at));
    }
    found
}

fn of_fields(
    root: &Value,
    schema: &Value,
    fields: &serde_json::Map<String, Value>,
    at: &str,
) -> Vec<String> {
    let mut found = Vec::new();
    for name in schema["required"].as_array().into_iter().flatten() {
        if !fields.contains_key(name.as_str().expect("a name")) {
            found.push(format!("{at} has no {name}"));
        }
    }
    for (name, one) in fields {
        let other = &schema["additionalProperties"];
        let known = schema["properties"].get(name);
        match known.or(other.as_object().map(|_| other)) {
            Some(schema) => found.extend(faults(root, schema, one, &format!("{at}.{name}"))),
            None => found.push(format!("{at} has an unknown key {name}")),
        }
    }
    found
}

fn schema() -> Value {
    let said = Desk::with_sources(&[]).say(&["schema"]).exit(0);
    serde_json::from_str(&said.out).expect("JSON")
}

#[track_caller]
fn check(text: &str, sound: bool) {
    let table: toml::Table = text.parse().expect("TOML");
    let value = serde_json::to_value(table).expect("JSON");
    let schema = schema();
    let faults = faults(&schema, &schema, &value, "feeds.toml");
    assert_eq!(faults.is_empty(), sound, "{faults:#?}");
}

#[test]
fn the_shipped_configurations_fit_the_schema() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for file in [
        "feeds.toml",
        "samples/clusters/feeds.toml",
        "src/cli/init.toml",
    ] {
        check(&fs::read_to_string(root.join(file)).expect("a file"), true);
    }
}

#[test]
fn every_table_fits_that_the_program_reads() {
    let text = r#"
[site]
icon = "icon.png"
[defaults]
content = "excerpt"
[fetch]
dns = "system"
allow_networks = ["10.0.0.0/8"]
[[source]]
url = "https://a.example/"
lang = "bs"
date_langs = ["bs", "en"]
headers = { Authorization = "env:TOKEN" }
[source.page]
item = ".a"
link = ["h3 a@href", "a@href"]
[source.article_page]
remove = [".share"]
[[rule]]
when = "true"
do = "tag"
tag = "x"
[[tag_map]]
from = "Vijesti"
to = "news"
[[view]]
name = "v"
when = "true"
[dedupe]
never_merge = [["https://a.example/1", "https://a.example/2"]]
[output]
per = ["tag"]
[output.gate]
max_loss = "20%"
[store]
backups = 1
"#;
    check(text, true);
    let desk = Desk::new(text);
    let said = desk
        .command(&["check"])
        .env("TOKEN", "t")
        .output()
        .expect("the program");
    assert!(said.status.success(), "{said:?}");
}

#[test]
fn what_the_program_refuses_does_not_fit() {
    check("[sites]\ntitle = \"a\"\n", false);
    check("[site]\ntitel = \"a\"\n", false);
    check("[[source]]\nname = \"no address\"\n", false);
    check(
        "[[source]]\nurl = \"https://a.example/\"\nkind = \"feeed\"\n",
        false,
    );
    check(
        "[[source]]\nurl = \"https://a.example/\"\n[source.page]\nitems = \"a\"\n",
        false,
    );
    check("[output]\nitems = \"fifty\"\n", false);
    check("[output]\nformats = [\"rss\", \"opml\"]\n", false);
    check("[[rule]]\nwhen = \"true\"\ndo = \"delete\"\n", false);
}

#[test]
fn every_key_says_what_it_is() {
    let schema = schema();
    let definitions = schema["$defs"].as_object().expect("definitions");
    let tables = definitions.values().chain([&schema]);
    let mut keys = 0;
    for (name, key) in tables
        .filter_map(|table| table["properties"].as_object())
        .flatten()
    {
        assert!(key["description"].is_string(), "{name}");
        keys += 1;
    }
    assert!(keys > 70, "{keys}");
}

#[track_caller]
fn says(arguments: &[&str], expected: &str) {
    let said = Desk::with_sources(&[]).say(arguments).exit(0);
    assert!(said.out.contains(expected), "{}", said.out);
}

#[test]
fn shells_learn_our_commands() {
    says(&["completions", "bash"], "inspect");
    says(&["completions", "zsh"], "#compdef clusterwire");
    says(&["completions", "fish"], "complete -c clusterwire");
}

#[test]
fn the_manual_names_every_command_and_has_a_page_for_each() {
    says(&["man"], ".TH clusterwire 1");
    let desk = Desk::with_sources(&[]);
    desk.say(&["man", "pages"]).exit(0);
    for page in [
        "clusterwire.1",
        "clusterwire-prune.1",
        "clusterwire-inspect-feed.1",
    ] {
        assert!(desk.path("pages").join(page).is_file(), "{page}");
    }
}

#[test]
fn a_dry_run_of_the_manual_writes_no_page_and_is_an_object() {
    let desk = Desk::with_sources(&[]);
    let man = ["man", "pages", "--dry-run", "--json"];
    let object = desk.say(&man).exit(0).json();
    assert!(object["folder"].is_string(), "{object}");
    assert!(!desk.path("pages").exists());
}

/// A year of a source that told 70 stories at the beginning; then it told 10 more.
fn old() -> Desk {
    let desk = Desk::new(&format!(
        "{}first_run = 100\n[store]\nkeep = \"300d\"\n",
        sources(&["a"])
    ));
    let text = |entries| {
        let feed = String::from_utf8(rss("a", "a", entries)).expect("text");
        let told = "<description>&lt;p&gt;Words.&lt;/p&gt;</description><guid>";
        feed.replace("<guid>", told).into_bytes()
    };
    desk.answer("http://a.example/feed", 0, 200, &text(0..70));
    desk.run(0, &[]).exit(0);
    desk.answer("http://a.example/feed", 24 * 350, 200, &text(60..80));
    desk.run(24 * 350, &[]);
    desk
}

fn count(desk: &Desk, sql: &str) -> i64 {
    desk.database()
        .query_row(sql, [], |row| row.get(0))
        .expect("a number")
}

#[test]
fn prune_lets_old_texts_go_and_keeps_the_stories() {
    let desk = old();
    let now = at(24 * 350);
    assert_eq!(count(&desk, "SELECT count(*) FROM body"), 80);
    let said = desk.say(&["prune", "--dry-run", "--now", &now]);
    said.exit(0).complains(&["would let go 30 texts"]);
    assert_eq!(count(&desk, "SELECT count(*) FROM body"), 80);
    let said = desk.say(&["prune", "--now", &now]);
    said.exit(0)
        .complains(&["let go 30 texts that were seen before"]);
    assert_eq!(count(&desk, "SELECT count(*) FROM body"), 50);
    assert_eq!(count(&desk, "SELECT count(*) FROM article"), 80);
    let said = desk.say(&["prune", "--now", &now]);
    said.exit(0).complains(&["nothing to let go"]);
}

#[test]
fn a_story_that_was_let_go_is_told_nowhere_and_is_no_news_when_it_comes_back() {
    let desk = old();
    let now = at(24 * 350);
    let months = || -> String {
        let files = desk.files("output/archive");
        let texts = files
            .values()
            .map(|(bytes, _)| String::from_utf8_lossy(bytes).into_owned());
        texts.collect()
    };
    assert!(months().contains("http://a.example/7\""));
    let id = |title: &str| -> Vec<u8> {
        let database = desk.database();
        let sql = "SELECT id FROM article WHERE title = ?1";
        database
            .query_row(sql, [title], |row| row.get(0))
            .expect("an id")
    };
    let before = id("a 7");
    let said = desk.say(&["prune", "--stories", "--now", &now]);
    said.exit(0)
        .complains(&["let go 30 stories", "their ids stay"]);
    assert!(
        !months().contains("http://a.example/7\""),
        "it stands in the archive"
    );
    assert!(months().contains("http://a.example/79\""));
    desk.publishes("a", 24 * 351, 0..80);
    let said = desk.run(24 * 352, &[]);
    assert!(said.out.contains("0 new articles"), "{said:?}");
    assert!(!months().contains("http://a.example/7\""), "it came back");
    assert_eq!(id("a 7"), before);
    desk.say(&["check"]).exit(0);
}

#[test]
fn prune_tells_programs_one_object() {
    let desk = old();
    let said = desk
        .say(&["prune", "--stories", "--json", "--now", &at(24 * 350)])
        .exit(0);
    let told: Value = serde_json::from_str(&said.out).expect("JSON");
    assert_eq!(
        (&told["stories"], &told["dry_run"]),
        (&json!(30), &json!(false))
    );
}

#[test]
fn a_database_that_lost_its_first_bytes_is_told_with_its_newest_backup() {
    let desk = Desk::with_sources(&["a"]);
    desk.publishes("a", 0, 0..3);
    desk.run(0, &[]).exit(0);
    let database = desk.path("state/state.db");
    fs::create_dir(desk.path("state/backups")).expect("a folder");
    let copy = desk.path("state/backups/state-2026-11-02.db");
    fs::copy(&database, copy).expect("a copy");
    let mut bytes = fs::read(&database).expect("a database");
    bytes.iter_mut().take(16).for_each(|byte| *byte = 0xff);
    fs::write(&database, &bytes).expect("a file");
    desk.say(&["build"])
        .exit(1)
        .complains(&["is not a database", "newest backup is whole", "cp "]);
    assert_eq!(fs::read(&database).expect("a file"), bytes, "left alone");
}
