//! The shipped sample, from fetch to files: which pieces of news are one story, and who tells it.

use super::world::wait;
use clusterwire::{
    config,
    fetch::Replay,
    pipeline::{self, Build, Run},
    store::Store,
};
use serde_json::Value;
use std::{collections::BTreeMap, fs, path::Path, sync::LazyLock};

/// Every published item by its title, from the feeds of all sources.
static TOLD: LazyLock<BTreeMap<String, Value>> = LazyLock::new(|| {
    let recording = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/clusters");
    let folder = tempfile::tempdir().expect("a folder");
    let text = fs::read_to_string(recording.join("feeds.toml")).expect("feeds.toml");
    let around = config::Surroundings {
        folder: folder.path(),
        secret: &|_| Ok(String::new()),
        selector: &|_| true,
        what_lies: &|_| config::Lies::Folder,
    };
    let config = config::read(&text, &around).expect("a configuration");
    let replay = Replay::open(&recording).expect("the recording");
    let now = replay.last_fetched_at().expect("it has answers");
    let replay = replay.at(now);
    let store = Store::in_memory().expect("a store");
    let run = Run::new(&config, &replay, &store, now);
    wait(pipeline::update(&run)).expect("an update");
    let manifest = folder.path().join("manifest");
    let published = pipeline::publish(&config, &store, &manifest, now, Build::Guarded);
    wait(published).expect("published");
    let mut told = BTreeMap::new();
    for source in &config.sources {
        let path = format!("source/{}/feed.json", source.id);
        let bytes = fs::read(config.output.dir.join(path)).expect("a feed");
        let feed: Value = serde_json::from_slice(&bytes).expect("JSON");
        for item in feed["items"].as_array().into_iter().flatten() {
            let title = item["title"].as_str().expect("a title");
            told.insert(title.to_owned(), item.clone());
        }
    }
    told
});

fn item(title: &str) -> &'static Value {
    TOLD.get(title).unwrap_or_else(|| panic!("no {title:?}"))
}

fn lead(item: &Value) -> &str {
    item["_source"]["id"].as_str().expect("a lead")
}

fn carriers(item: &Value) -> Vec<&str> {
    let also = item["_also"].as_array().into_iter().flatten();
    also.map(|carrier| carrier["id"].as_str().expect("an id"))
        .collect()
}

/// Each is a story of its own.
#[track_caller]
fn check_apart(titles: &[&str]) {
    let ids: std::collections::BTreeSet<String> = titles
        .iter()
        .map(|title| item(title)["id"].to_string())
        .collect();
    assert_eq!(ids.len(), titles.len(), "{titles:?}");
}

const ENGLISH: &str = "Bit Alliance and Cluj IT Cluster signed a memorandum of cooperation";
const BOSNIAN: &str = "Bit Alijansa i Cluj IT Cluster potpisali memorandum o saradnji";

#[test]
fn the_memorandum_is_one_story_that_names_both_who_took_it_over() {
    let told = item(ENGLISH);
    assert_eq!(lead(told), "bit-alliance");
    assert_eq!(carriers(told), ["3b-network", "cluj-it-cluster"]);
}

#[test]
fn the_memorandum_is_linked_with_itself_in_bosnian() {
    for (one, other, language) in [(ENGLISH, BOSNIAN, "bs-BA"), (BOSNIAN, ENGLISH, "en-US")] {
        let versions = item(one)["_versions"].as_array().expect("versions");
        let named: Vec<_> = versions
            .iter()
            .map(|version| (&version["title"], &version["language"]))
            .collect();
        assert_eq!(named, [(&Value::from(other), &Value::from(language))]);
    }
}

#[test]
fn the_network_leads_nothing_that_a_member_told() {
    let carried = TOLD
        .values()
        .filter(|item| carriers(item).contains(&"3b-network"));
    assert!(carried.count() > 10, "the network repeats its members");
    let led = TOLD.values().filter(|item| lead(item) == "3b-network");
    for item in led {
        assert_eq!(carriers(item), Vec::<&str>::new(), "{}", item["title"]);
    }
}

#[test]
fn a_series_stays_apart() {
    check_apart(&["Open Office Thursday #41", "Open Office Thursday #42"]);
    check_apart(&[
        "Save the date: Cluj Innovation Week 2026",
        "Save the date: Cluj Innovation Week 2027",
    ]);
    check_apart(&[
        "Network digest: September 2026",
        "Network digest: October 2026",
    ]);
}
