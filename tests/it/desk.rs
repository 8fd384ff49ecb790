//! A folder with a feeds.toml and a recording in; what the program says and leaves there, out.

use assert_cmd::cargo::cargo_bin;
use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs::{self, OpenOptions},
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Output},
    time::SystemTime,
};

/// Where the program works in a test.
pub(crate) struct Desk {
    folder: tempfile::TempDir,
}

/// What the program said.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Desk {
    /// A folder with this feeds.toml and an empty recording.
    pub(crate) fn new(config: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let desk = Self { folder };
        fs::create_dir(desk.path("recording")).expect("a folder");
        fs::write(desk.path("recording/index.jsonl"), "").expect("a file");
        desk.configure(config);
        desk
    }

    /// Sources with these ids, each a feed at `http://ID.example/feed`, all languages English.
    pub(crate) fn with_sources(ids: &[&str]) -> Self {
        Self::new(&sources(ids))
    }

    pub(crate) fn configure(&self, config: &str) {
        fs::write(self.path("feeds.toml"), config).expect("a file");
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// From that hour on, `url` answers this.
    pub(crate) fn answer(&self, url: &str, hour: i64, status: u16, body: &[u8]) {
        let name = format!(
            "{}-{hour}",
            url.replace(|c: char| !c.is_alphanumeric(), "-")
        );
        fs::write(self.path("recording").join(&name), body).expect("a file");
        let line = serde_json::json!({
            "url": url, "status": status, "headers": [], "file": name, "fetched_at": at(hour),
        });
        let index = self.path("recording/index.jsonl");
        let mut index = OpenOptions::new()
            .append(true)
            .open(index)
            .expect("the index");
        writeln!(index, "{line}").expect("a line");
    }

    /// From that hour on, the feed of `source` has these entries, the highest number the newest.
    pub(crate) fn publishes(&self, source: &str, hour: i64, entries: std::ops::Range<i64>) {
        let url = format!("http://{source}.example/feed");
        self.answer(&url, hour, 200, &rss(source, source, entries));
    }

    /// The program with these arguments, not started yet; a replay publishes where a run would.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.bare(arguments);
        command.args(["--state", "state"]);
        if arguments.contains(&"--replay") && !arguments.contains(&"-o") {
            command.args(["-o", "output"]);
        }
        command
    }

    /// The program with these arguments and no others, not started yet.
    pub(crate) fn bare(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(cargo_bin!("clusterwire"));
        command
            .current_dir(self.folder.path())
            .args(arguments)
            .env_remove("CLUSTERWIRE_CONFIG");
        command
    }

    pub(crate) fn say(&self, arguments: &[&str]) -> Said {
        said(self.command(arguments).output().expect("the program"))
    }

    /// A run at that hour, from the recording.
    pub(crate) fn run(&self, hour: i64, more: &[&str]) -> Said {
        let now = at(hour);
        let mut arguments = vec!["run", "--replay", "recording", "--now", now.as_str()];
        arguments.extend(more);
        self.say(&arguments)
    }

    /// The titles of the combined feed, in its order.
    pub(crate) fn titles(&self) -> Vec<String> {
        let items = self.feed()["items"].as_array().cloned().unwrap_or_default();
        let title = |item: &serde_json::Value| item["title"].as_str().map(ToOwned::to_owned);
        items.iter().filter_map(title).collect()
    }

    /// The combined feed.
    pub(crate) fn feed(&self) -> serde_json::Value {
        let text = fs::read(self.path("output/feed.json")).expect("feed.json");
        serde_json::from_slice(&text).expect("JSON")
    }

    /// Every file below `name`, with its bytes and the time of its last change.
    pub(crate) fn files(&self, name: &str) -> BTreeMap<PathBuf, (Vec<u8>, SystemTime)> {
        let mut files = BTreeMap::new();
        collect(&self.path(name), &mut files);
        files
    }

    /// The database, to look at.
    pub(crate) fn database(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.path("state/state.db")).expect("the database")
    }
}

impl Said {
    /// The program ended with this status; what it said stands in the failure.
    #[track_caller]
    pub(crate) fn exit(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self:?}");
        self
    }

    /// The one object that it printed.
    #[track_caller]
    pub(crate) fn json(&self) -> serde_json::Value {
        assert_eq!(self.out.lines().count(), 1, "{self:?}");
        serde_json::from_str(&self.out).expect("JSON")
    }

    /// All of these words are in what it said on stderr.
    #[track_caller]
    pub(crate) fn complains(self, words: &[&str]) -> Self {
        for word in words {
            assert!(self.err.contains(word), "no {word:?}: {self:?}");
        }
        self
    }

    /// Nothing at all was said.
    #[track_caller]
    pub(crate) fn silent(self) -> Self {
        assert_eq!((self.out.as_str(), self.err.as_str()), ("", ""));
        self
    }
}

pub(crate) fn said(output: Output) -> Said {
    Said {
        code: output.status.code(),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// A feeds.toml with these sources.
pub(crate) fn sources(ids: &[&str]) -> String {
    let mut text = "[site]\ntitle = \"News\"\nurl = \"https://news.example.org/\"\n\
                    contact = \"news@example.org\"\n[defaults]\narticle = \"never\"\n"
        .to_owned();
    for id in ids {
        let _ = write!(
            text,
            "[[source]]\nid = \"{id}\"\nname = \"{id}\"\nkind = \"feed\"\nlang = \"en\"\n\
             url = \"http://{id}.example/feed\"\n"
        );
    }
    text
}

/// So many hours after the beginning.
pub(crate) fn at(hour: i64) -> String {
    instant(hour).to_rfc3339_opts(SecondsFormat::Secs, true)
}

fn instant(hour: i64) -> DateTime<Utc> {
    let start: DateTime<Utc> = "2026-11-02T00:00:00Z".parse().expect("a time");
    start + TimeDelta::hours(hour)
}

/// A feed of `title` whose entries link to `host`.example; each is an hour newer than the one
/// before, and all are past.
pub(crate) fn rss(title: &str, host: &str, entries: std::ops::Range<i64>) -> Vec<u8> {
    let mut text = format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>{title}</title>\
         <link>http://{host}.example/</link><description>d</description>"
    );
    for number in entries {
        let date = instant(number - 1000).to_rfc2822();
        let _ = write!(
            text,
            "<item><title>{host} {number}</title><link>http://{host}.example/{number}</link>\
             <guid>{host}-{number}</guid><pubDate>{date}</pubDate></item>"
        );
    }
    text.push_str("</channel></rss>");
    text.into_bytes()
}

fn collect(folder: &Path, files: &mut BTreeMap<PathBuf, (Vec<u8>, SystemTime)>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else {
            let bytes = fs::read(&path).expect("a file");
            let changed = fs::metadata(&path).and_then(|file| file.modified());
            files.insert(path, (bytes, changed.expect("a time")));
        }
    }
}
