//! Eight days of polling by cron, every half hour, as the servers see it: the last table of
//! RELIABILITY.md, one test for each row.
//!
//! The week is played once (`play`), by a server of 127.0.0.1 that has a path for each row
//! (`paths`) and writes down who asked for what, when, and which validators it gave out. The tests
//! (`rows`) read what was written down.

use crate::server::{Asked, Reply, Server};
use chrono::TimeDelta;
use clusterwire::{
    config,
    fetch::Live,
    model::{Config, Timestamp},
    pipeline::{self, Build, End, Run},
    render,
    store::Store,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    path::Path,
    sync::{
        Arc, LazyLock, Mutex,
        atomic::{AtomicI64, Ordering},
    },
    time::{Duration, Instant},
};

mod feeds;
mod paths;
mod rows;
mod timing;
mod validators;

const START: &str = "2026-11-02T00:00:00Z"; // a Monday
const TICK: i64 = 30;
const DAYS: i64 = 8;
const HOUR: i64 = 60;
const DAY: i64 = 24 * HOUR;
/// How often what was stored is published: each time waits for the disk.
const PUBLISH: i64 = 6 * HOUR;
/// Runs that are started a second time at the same moment, in minutes of the week.
const RESTARTS: [i64; 3] = [0, 26 * HOUR, 100 * HOUR];

/// A request, and what was answered.
#[derive(Clone, Debug)]
struct Line {
    /// Minutes of simulated time since the beginning.
    minute: i64,
    path: String,
    asked: Asked,
    /// `ETag` and Last-Modified of a good answer: from now on these are right.
    gave: Option<(String, String)>,
}

/// What was written down.
struct Week {
    log: Vec<Line>,
    most_at_once: usize,
    /// Requests of the second runs of `RESTARTS`.
    again: usize,
    /// Wall time of the slowest run.
    slowest: Duration,
    /// Published files that a strict reader would refuse, with the minute.
    broken: Vec<String>,
    /// The last `feed.json`.
    output: String,
    /// How each source ended when it was asked for the first time.
    first_ends: BTreeMap<String, End>,
    /// Addresses that were moved to, by source.
    moved: BTreeMap<String, Option<String>>,
    /// Connections to `[::1]`, where there is such an address.
    inside: usize,
}

static WEEK: LazyLock<Week> = LazyLock::new(|| {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    runtime.expect("a runtime").block_on(play())
});

/// All requests for a path, in order.
fn of(path: &str) -> Vec<&'static Line> {
    let lines: Vec<_> = WEEK.log.iter().filter(|line| line.path == path).collect();
    assert!(!lines.is_empty(), "{path} was never asked");
    lines
}

fn minutes(path: &str) -> Vec<i64> {
    of(path).iter().map(|line| line.minute).collect()
}

fn start() -> Timestamp {
    START.parse().expect("a time")
}

async fn play() -> Week {
    let clock = Arc::new(AtomicI64::new(0));
    let log: Arc<Mutex<Vec<Line>>> = Arc::default();
    let inside = Server::start_on("[::1]:0", Vec::new());
    let inside = tokio::time::timeout(Duration::from_secs(1), inside).await;
    let inside = inside.expect("a server on [::1]");
    let server = serve(clock.clone(), log.clone(), inside.url("/inside")).await;
    let folder = tempfile::tempdir().expect("a folder");
    let config = configuration(&server, folder.path());
    let store = Store::in_memory().expect("a store");
    let mut week = Week {
        log: Vec::new(),
        most_at_once: 0,
        again: 0,
        slowest: Duration::ZERO,
        broken: Vec::new(),
        output: String::new(),
        first_ends: BTreeMap::new(),
        moved: BTreeMap::new(),
        inside: 0,
    };
    for minute in (0..DAYS * DAY / TICK).map(|tick| tick * TICK) {
        clock.store(minute, Ordering::SeqCst);
        tick(&config, &store, minute, &mut week, folder.path()).await;
        if RESTARTS.contains(&minute) {
            let before = log.lock().expect("no panic").len();
            tick(&config, &store, minute, &mut week, folder.path()).await;
            week.again += log.lock().expect("no panic").len() - before;
        }
    }
    let states = store.states().await.expect("states");
    week.moved = states
        .into_iter()
        .map(|(id, state)| (id.to_string(), state.feed_url))
        .collect();
    let output = config.output.dir.join("feed.json");
    week.output = std::fs::read_to_string(output).expect("the combined feed");
    week.most_at_once = server.most_at_once();
    week.inside = inside.connections();
    week.log = log.lock().expect("no panic").clone();
    week
}

/// Answers as `paths` says, and writes down what was asked.
async fn serve(clock: Arc<AtomicI64>, log: Arc<Mutex<Vec<Line>>>, inside: String) -> Server {
    let play = move |asked: &Asked| {
        let minute = clock.load(Ordering::SeqCst);
        let mut log = log.lock().expect("no panic");
        let path = asked.path().to_owned();
        let number = log.iter().filter(|line| line.path == path).count();
        let call = paths::Call {
            minute,
            number,
            asked,
            inside: &inside,
        };
        let answer = paths::answer(&path, &call);
        log.push(Line {
            minute,
            path,
            asked: asked.clone(),
            gave: answer.gave,
        });
        answer.reply
    };
    Server::play("127.0.0.1:0", play).await
}

/// One run of cron: a new client, what is due, now and then a publish.
async fn tick(config: &Config, store: &Store, minute: i64, week: &mut Week, folder: &Path) {
    let now = start() + TimeDelta::minutes(minute);
    let began = Instant::now();
    let live = Live::new(&config.fetch, config.site.contact.as_deref()).expect("a client");
    let run = Run::new(config, &live, store, now);
    let updated = pipeline::update(&run).await.expect("an update");
    week.slowest = week.slowest.max(began.elapsed());
    for report in &updated.asked {
        let id = report.source.to_string();
        week.first_ends
            .entry(id)
            .or_insert_with(|| report.end.clone());
    }
    let last = minute + TICK == DAYS * DAY;
    if minute % PUBLISH != 0 && !last {
        return;
    }
    let manifest = folder.join("manifest");
    pipeline::publish(config, store, &manifest, now, Build::Guarded)
        .await
        .expect("a publish");
    for name in ["rss.xml", "atom.xml", "feed.json"] {
        let bytes = std::fs::read(config.output.dir.join(name)).unwrap_or_default();
        let file = clusterwire::model::OutputFile {
            path: name.to_owned(),
            bytes,
        };
        if let Err(broken) = render::verify(&file) {
            week.broken.push(format!("{minute}: {broken}"));
        }
    }
}

/// A source for each path; limits that a test can wait for.
fn configuration(server: &Server, folder: &Path) -> Config {
    let mut text = "[site]\ncontact = \"news@cluster.example\"\n\
                    [defaults]\narticle = \"never\"\nfirst_run = 50\nper_source = 2\n\
                    [fetch]\nallow_networks = [\"127.0.0.0/8\"]\nmax_body = \"256KiB\"\n\
                    [output]\nitems = 200\nformats = [\"rss\", \"atom\", \"json\"]\nper = []\n"
        .to_owned();
    for (id, path) in paths::SOURCES {
        let _ = write!(
            text,
            "[[source]]\nid = \"{id}\"\nkind = \"{}\"\nurl = \"{}\"\n",
            if id.ends_with("-auto") {
                "auto"
            } else {
                "feed"
            },
            server.url(path)
        );
    }
    let around = config::Surroundings {
        folder,
        secret: &|_| Ok(String::new()),
        selector: &|_| true,
        what_lies: &|_| config::Lies::Folder,
    };
    let mut config = config::read(&text, &around).expect("a configuration");
    config.fetch.timeout = Duration::from_millis(200);
    config.fetch.own_resolver = false;
    config
}
