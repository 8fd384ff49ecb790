//! A folder that is kept up, run after run: the same as one that is made anew, and touched nowhere
//! without need.

use crate::{sites::Web, stories::wait};
use chrono::TimeDelta;
use clusterwire::{
    config,
    model::{Config, Timestamp},
    pipeline::{self, Build, Run},
    store::Store,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

/// Two sources in two languages, one of them a partner, with every kind of selection.
const FEEDS: &str = "
[site]
url = \"https://news.example/\"
[defaults]
article = \"never\"
every = \"15m\"
[[source]]
id = \"x\"
url = \"https://x.example/feed\"
kind = \"feed\"
lang = [\"en\"]
tags = [\"river\"]
[[source]]
id = \"y\"
url = \"https://y.example/feed\"
kind = \"feed\"
lang = [\"de\"]
partner = true
[[view]]
name = \"bridges\"
when = 'title is matching(\"(?i)bridge\")'
";

/// A feed of these titles, oldest first; each text is its title again.
fn feed(of: &str, titles: &[&str]) -> String {
    let items: Vec<String> = titles
        .iter()
        .zip(1..)
        .map(|(title, number)| {
            format!(
                "<item><title>{title}</title><guid>{of}-{number}</guid>\
                 <link>https://{of}.example/{number}</link>\
                 <pubDate>Thu, 19 Nov 2026 0{number}:00:00 +0000</pubDate>\
                 <description>{title}.</description></item>"
            )
        })
        .collect();
    format!(
        "<rss version=\"2.0\"><channel><title>{of}</title><link>https://{of}.example/</link>\
         <description>d</description>{}</channel></rss>",
        items.concat()
    )
}

struct Desk {
    folder: tempfile::TempDir,
    store: Store,
    config: Config,
    web: Web,
    now: Timestamp,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let around = config::Surroundings {
            folder: folder.path(),
            secret: &|_| Ok(String::new()),
            selector: &|_| true,
            what_lies: &|_| config::Lies::Folder,
        };
        let desk = Self {
            store: Store::open(&folder.path().join("state.db")).expect("a store"),
            config: config::read(FEEDS, &around).expect("a configuration"),
            folder,
            web: Web::default(),
            now: "2026-11-20T06:00:00Z".parse().expect("an instant"),
        };
        desk.say("x", &["A bridge is built", "The school has a garden"]);
        desk.say(
            "y",
            &["Eine Bank wird gebaut", "Das Rathaus hat einen Garten"],
        );
        desk
    }

    fn say(&self, of: &str, titles: &[&str]) {
        let url = format!("https://{of}.example/feed");
        self.web.put(&url, feed(of, titles));
    }

    /// Hours later: fetches and publishes; the folder is then as one that is made anew.
    #[track_caller]
    fn run(&mut self) {
        self.now += TimeDelta::hours(12);
        let run = Run::new(&self.config, &self.web, &self.store, self.now);
        wait(pipeline::update(&run)).expect("an update");
        self.publish();
    }

    #[track_caller]
    fn publish(&self) {
        let manifest = self.folder.path().join("manifest");
        let (store, now) = (&self.store, self.now);
        let published = pipeline::publish(&self.config, store, &manifest, now, Build::AcceptLoss);
        wait(published).expect("published");
        let (kept, anew) = (read(&self.output()), self.anew());
        let names = |files: &BTreeMap<PathBuf, _>| files.keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&kept), names(&anew));
        for (path, bytes) in &kept {
            assert!(
                anew.get(path) == Some(bytes),
                "{path:?} is not as if made anew"
            );
        }
    }

    fn output(&self) -> PathBuf {
        self.folder.path().join("output")
    }

    fn anew(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let place = tempfile::tempdir().expect("a folder");
        let store = Store::scratch(&self.folder.path().join("state.db")).expect("a copy");
        let mut config = self.config.clone();
        config.output.dir = place.path().join("anew");
        let manifest = place.path().join("manifest");
        let published = pipeline::publish(&config, &store, &manifest, self.now, Build::AcceptLoss);
        wait(published).expect("published");
        read(&config.output.dir)
    }

    /// When each file was written.
    fn times(&self) -> BTreeMap<PathBuf, SystemTime> {
        let written = |path: &PathBuf| {
            let file = fs::metadata(self.output().join(path)).expect("a file");
            file.modified().expect("a time")
        };
        let files = read(&self.output()).into_keys();
        files.map(|path| (path.clone(), written(&path))).collect()
    }
}

/// Every file below a folder, by its path there.
fn read(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(inner) = folders.pop() {
        for item in fs::read_dir(inner).expect("a folder") {
            let path = item.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let bytes = fs::read(&path).expect("a file");
                let below = path.strip_prefix(folder).expect("below").to_owned();
                files.insert(below, bytes);
            }
        }
    }
    files
}

#[test]
fn one_new_story_rewrites_only_the_selections_that_hold_it() {
    let mut desk = Desk::new();
    desk.run();
    let before = desk.times();
    let news = "Robots weld the new bridge at night";
    desk.say("x", &["A bridge is built", "The school has a garden", news]);
    desk.run();
    let after = desk.times();
    let written: BTreeSet<&str> = after
        .iter()
        .filter(|(path, at)| before.get(*path) != Some(at))
        .filter_map(|(path, _)| path.to_str())
        .collect();
    for path in [
        "rss.xml",
        "source/x/atom.xml",
        "lang/en/feed.json",
        "view/bridges/index.html",
    ] {
        assert!(written.contains(path), "{path} is not written");
    }
    let strangers = written.iter().filter(|path| path.starts_with("source/y/"));
    assert_eq!(strangers.count(), 0, "{written:?}");
    assert!(!written.contains("lang/de/rss.xml"), "{written:?}");
}

#[test]
fn an_edit_and_a_second_teller_reach_every_file() {
    let mut desk = Desk::new();
    desk.run();
    desk.say(
        "x",
        &["A bridge is built at last", "The school has a garden"],
    );
    desk.run();
    desk.say("y", &["Eine Bank wird gebaut", "The school has a garden"]);
    desk.run();
}

#[test]
fn what_is_hidden_leaves_every_file_and_nothing_else() {
    let mut desk = Desk::new();
    desk.run();
    let hidden = desk.store.hide("https://x.example/1", desk.now);
    wait(hidden).expect("hidden");
    desk.publish();
}

#[test]
fn an_index_that_somebody_changed_unseen_is_not_taken_over() {
    let mut desk = Desk::new();
    desk.run();
    let index = desk.output().join("search.json");
    let at = fs::metadata(&index)
        .and_then(|there| there.modified())
        .expect("a time");
    let text = fs::read_to_string(&index).expect("an index");
    assert!(text.contains("garden"), "{text}");
    fs::write(&index, text.replace("garden", "jardin")).expect("written");
    let file = fs::File::options()
        .write(true)
        .open(&index)
        .expect("a file");
    file.set_modified(at).expect("the same time");
    desk.say(
        "x",
        &["A bridge is built", "The school has a garden", "A third"],
    );
    desk.run();
}

#[test]
fn a_file_that_somebody_changed_or_took_away_is_written_again() {
    let mut desk = Desk::new();
    desk.run();
    let page = desk.output().join("source/y/index.html");
    fs::write(&page, "mine").expect("written");
    fs::remove_file(desk.output().join("source/x/rss.xml")).expect("removed");
    desk.publish();
}
