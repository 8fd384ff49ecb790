//! The shipped files in: that the recording is whole, and that both feeds.toml can be read.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn recording() -> PathBuf {
    root().join("samples/clusters")
}

/// Every line of the index as JSON.
fn lines() -> Vec<serde_json::Value> {
    let index = fs::read_to_string(recording().join("index.jsonl")).expect("the index is there");
    index
        .lines()
        .map(|line| serde_json::from_str(line).expect(line))
        .collect()
}

fn texts(key: &str) -> Vec<String> {
    lines()
        .iter()
        .map(|line| line[key].as_str().expect(key).to_owned())
        .collect()
}

fn sources(file: &Path) -> Vec<toml::Table> {
    let text = fs::read_to_string(file).expect("the configuration is there");
    let config: toml::Table = text.parse().expect("it is TOML");
    let sources = config["source"].as_array().expect("it has sources");
    sources
        .iter()
        .map(|source| source.as_table().expect("a table").clone())
        .collect()
}

fn files_below(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path
            .strip_prefix(recording())
            .expect("below")
            .to_string_lossy()
            .into_owned();
        match name.as_str() {
            "feeds.toml" | "index.jsonl" | ".clusterwire" => {}
            _ if path.is_dir() => files_below(&path, found),
            _ => {
                found.insert(name);
            }
        }
    }
}

#[test]
fn every_recorded_answer_has_its_body_and_every_body_its_answer() {
    let mut bodies = BTreeSet::new();
    files_below(&recording(), &mut bodies);
    assert_eq!(texts("file").into_iter().collect::<BTreeSet<_>>(), bodies);
}

#[test]
fn no_address_of_the_sample_was_recorded_twice() {
    let addresses = texts("url");
    assert_eq!(
        addresses.iter().collect::<BTreeSet<_>>().len(),
        addresses.len()
    );
}

#[test]
fn every_recorded_answer_has_an_instant_and_headers_in_pairs() {
    for line in lines() {
        let instant = line["fetched_at"].as_str().expect("fetched_at");
        assert!(
            chrono::DateTime::parse_from_rfc3339(instant).is_ok(),
            "{instant}"
        );
        for header in line["headers"].as_array().expect("headers") {
            let pair: Vec<_> = header
                .as_array()
                .expect("a pair")
                .iter()
                .map(serde_json::Value::is_string)
                .collect();
            assert_eq!(pair, [true, true], "{header}");
        }
    }
}

#[test]
fn only_the_dead_source_of_the_sample_has_no_answer() {
    let answered = texts("url");
    let dead: Vec<_> = sources(&recording().join("feeds.toml"))
        .into_iter()
        .filter(|source| {
            !answered
                .iter()
                .any(|url| source["url"].as_str() == Some(url))
        })
        .map(|source| source["id"].to_string())
        .collect();
    assert_eq!(dead, [r#""it-most""#]);
}

#[test]
fn the_sample_stays_on_hosts_that_cannot_exist() {
    for address in texts("url") {
        let host = url::Url::parse(&address)
            .expect(&address)
            .host_str()
            .map(str::to_owned);
        assert!(
            host.is_some_and(|host| host.ends_with(".example")),
            "{address}"
        );
    }
}

#[test]
fn the_shipped_sources_begin_with_the_two_who_began() {
    let ids: Vec<_> = sources(&root().join("feeds.toml"))
        .iter()
        .filter_map(|source| {
            source
                .get("id")
                .and_then(|id| id.as_str())
                .map(str::to_owned)
        })
        .take(2)
        .collect();
    assert_eq!(ids, ["bit-alliance", "cluj-it-cluster"]);
}
