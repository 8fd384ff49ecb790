//! Two programs that aggregate each other: they come to rest, and each piece of news is there once.

use super::world::wait;
use crate::sites::Web;
use chrono::TimeDelta;
use clusterwire::{
    config,
    model::{Config, Timestamp},
    pipeline::{self, Build, Run, Totals},
    store::Store,
};
use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

/// A program with its store and its folder, which is served at `https://NAME.example/`.
struct Program {
    name: &'static str,
    folder: tempfile::TempDir,
    store: Store,
    config: Config,
}

const FORMATS: [&str; 3] = ["rss.xml", "atom.xml", "feed.json"];

impl Program {
    /// One that reads these feeds: id, address, whether it republishes others.
    fn new(name: &'static str, sources: &[(&str, &str, bool)]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let mut text = format!(
            "[site]\nurl = \"https://{name}.example/\"\nlanguage = \"en\"\n\
             [defaults]\narticle = \"never\"\n"
        );
        for (id, url, partner) in sources {
            let _ = write!(
                text,
                "[[source]]\nid = \"{id}\"\nurl = \"{url}\"\nkind = \"feed\"\npartner = {partner}\n"
            );
        }
        let around = config::Surroundings {
            folder: folder.path(),
            secret: &|_| Ok(String::new()),
            selector: &|_| true,
            what_lies: &|_| config::Lies::Folder,
        };
        Self {
            name,
            store: Store::in_memory().expect("a store"),
            config: config::read(&text, &around).expect("a configuration"),
            folder,
        }
    }

    /// Fetches, publishes, and puts its feeds where the others find them.
    fn run(&self, web: &Web, now: Timestamp) -> Totals {
        let run = Run::new(&self.config, web, &self.store, now);
        let report = wait(pipeline::update(&run)).expect("an update");
        let manifest = self.folder.path().join("manifest");
        let published =
            pipeline::publish(&self.config, &self.store, &manifest, now, Build::Guarded);
        wait(published).expect("published");
        for format in FORMATS {
            let text = fs::read_to_string(self.folder.path().join("output").join(format));
            let url = format!("https://{}.example/{format}", self.name);
            web.put(&url, text.expect("a feed"));
        }
        report.totals()
    }

    /// `lead + carriers: title`, as the combined feed says it.
    fn told(&self) -> Vec<String> {
        let text = fs::read(self.folder.path().join("output/feed.json")).expect("feed.json");
        let feed: serde_json::Value = serde_json::from_slice(&text).expect("JSON");
        let mut told: Vec<String> = feed["items"]
            .as_array()
            .expect("items")
            .iter()
            .map(|item| {
                let also = item["_also"].as_array().into_iter().flatten();
                let names = [&item["_source"]["id"]]
                    .into_iter()
                    .chain(also.map(|c| &c["id"]));
                let names: Vec<&str> = names.filter_map(|name| name.as_str()).collect();
                format!("{}: {}", names.join(" + "), item["title"]).replace('"', "")
            })
            .collect();
        told.sort();
        told
    }

    fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut files = BTreeMap::new();
        read_all(&self.folder.path().join("output"), &mut files);
        files
    }
}

fn read_all(folder: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for item in fs::read_dir(folder).expect("a folder") {
        let path = item.expect("an entry").path();
        if path.is_dir() {
            read_all(&path, files);
        } else {
            let bytes = fs::read(&path).expect("a file");
            files.insert(path, bytes);
        }
    }
}

/// Two texts of one organisation, the first as often corrected as `corrected` says.
fn feed(of: &str, corrected: usize) -> String {
    let items: Vec<String> = (1..3)
        .map(|number| {
            let text = match (of, number) {
                ("x", 1) => {
                    "More than forty companies from five towns meet in the old factory hall."
                }
                ("x", _) => "The school by the river teaches sixty children to build small robots.",
                (_, 1) => {
                    "A bakery in the upper town no longer writes its bills by hand since May."
                }
                _ => "Who repairs old computers for libraries may ask the county for money now.",
            };
            let sign = "!".repeat(if number == 1 { corrected } else { 0 });
            format!(
                "<item><title>News {number} of {of}{sign}</title><guid>{of}-{number}</guid>\
                 <link>https://{of}.example/{number}</link>\
                 <pubDate>Thu, 19 Nov 2026 0{number}:00:00 +0000</pubDate>\
                 <description>{text}</description></item>"
            )
        })
        .collect();
    format!(
        "<rss version=\"2.0\"><channel><title>{of}</title><link>https://{of}.example/</link>\
         <description>d</description>{}</channel></rss>",
        items.concat()
    )
}

/// Ten rounds, half a day apart; in the middle an owner corrects himself.
#[track_caller]
fn check(format: &str) {
    let web = Web::default();
    let (x, y) = ("https://x.example/feed", "https://y.example/feed");
    let (north, south) = (
        format!("https://north.example/{format}"),
        format!("https://south.example/{format}"),
    );
    let programs = [
        Program::new("north", &[("x", x, false), ("south", &south, true)]),
        Program::new(
            "south",
            &[("ex", x, false), ("y", y, false), ("north", &north, true)],
        ),
    ];
    let start: Timestamp = "2026-11-20T06:00:00Z".parse().expect("an instant");
    let mut files = Vec::new();
    let mut returned = 0;
    for round in 0..10_i32 {
        let corrected = usize::from(round >= 5);
        web.put(x, feed("x", corrected));
        web.put(y, feed("y", 0));
        let now = start + TimeDelta::hours(12) * round;
        for program in &programs {
            returned += program.run(&web, now).returned;
        }
        let lie: Vec<_> = programs.iter().map(Program::files).collect();
        // Two rounds after the last word of an owner nothing moves any more.
        if matches!(round, 3..5 | 8..) {
            assert!(files == lie, "{format}, round {round}: files still change");
        }
        files = lie;
    }
    let north = [
        "south: News 1 of y",
        "south: News 2 of y",
        "x + south: News 1 of x!",
        "x + south: News 2 of x",
    ];
    assert_eq!(programs[0].told(), north, "{format}");
    let south = [
        "ex + north: News 1 of x!",
        "ex + north: News 2 of x",
        "y: News 1 of y",
        "y: News 2 of y",
    ];
    assert_eq!(programs[1].told(), south, "{format}");
    assert!(returned > 0, "{format}: what came back is counted");
}

#[test]
fn two_programs_that_aggregate_each_other_by_rss_come_to_rest() {
    check("rss.xml");
}

#[test]
fn two_programs_that_aggregate_each_other_by_atom_come_to_rest() {
    check("atom.xml");
}

#[test]
fn two_programs_that_aggregate_each_other_by_json_feed_come_to_rest() {
    check("feed.json");
}
