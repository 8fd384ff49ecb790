//! Made-up articles in; what it costs to tell which are new and to store them out, from an empty
//! store and beside a million.
//!
//! `dedupe FOLDER [MANY]`: CPU time of keys, look-up, decision and transaction, on all threads, the
//! making of the articles left out.

use clusterwire::{
    dedupe::{self, Owner, Policy},
    model::{Article, ArticleId, CleanHtml, SourceId, SourceState, Timestamp, Weight},
    store::{SourceUpdate, Store},
};
use cpu_time::ProcessTime;
use std::{collections::BTreeMap, env, fs, path::Path, sync::Arc, time::Duration};

/// As the program has it.
#[cfg(target_os = "linux")]
#[global_allocator]
static HEAP: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

const SOURCES: usize = 1000;
/// Entries of one poll.
const ENTRIES: usize = 20;
/// Polls under way at once.
const TOGETHER: usize = 64;
/// Articles of one measurement.
const MEASURED: usize = 20_000;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let arguments: Vec<String> = env::args().collect();
    let folder = arguments.get(1).expect("dedupe FOLDER [MANY]");
    let many = arguments.get(2).map_or(1_000_000, |many| many.parse().expect("MANY is a number"));
    let path = Path::new(folder).join("state.db");
    let store = Store::open(&path).expect("a store");
    let mut world = World::new();
    let empty = world.grow(&store, MEASURED).await;
    let memory = peak();
    report("from an empty store", MEASURED, empty, memory);
    let known = world.repeat(&store, MEASURED).await;
    report("all of them again", MEASURED, known, peak());
    while world.made + MEASURED < many {
        world.grow(&store, MEASURED).await;
    }
    let full = world.grow(&store, MEASURED).await;
    report(&format!("at {} stored", world.made), MEASURED, full, peak());
    drop(store);
    let size: u64 = ["", "-wal"]
        .iter()
        .filter_map(|end| fs::metadata(path.with_file_name(format!("state.db{end}"))).ok())
        .map(|file| file.len())
        .sum();
    println!(
        "cost {:.2} x, memory {:.2} x, {} bytes an article ({} of text)",
        full.as_secs_f64() / empty.as_secs_f64(),
        peak() / memory,
        size / world.made as u64,
        Weight::of(&world.article(0)).content,
    );
}

fn report(what: &str, articles: usize, time: Duration, memory: f64) {
    let each = time.as_secs_f64() / articles as f64;
    println!(
        "{what:22} {:6.0} articles/s, {:5.0} us each, peak {memory:5.1} MB",
        1.0 / each,
        each * 1e6
    );
}

struct World {
    policy: Arc<Policy>,
    made: usize,
}

impl World {
    fn new() -> Self {
        let owner = |number| {
            let owner = Owner {
                name: format!("Source {number}"),
                site: Some(format!("s{number}.example")),
                partner: false,
            };
            (source(number), owner)
        };
        let owners: BTreeMap<_, _> = (0..SOURCES).map(owner).collect();
        Self { policy: Arc::new(Policy { owners, ..Policy::default() }), made: 0 }
    }

    async fn grow(&mut self, store: &Store, count: usize) -> Duration {
        let from = self.made;
        self.made += count;
        self.save(store, from, count).await
    }

    async fn repeat(&mut self, store: &Store, count: usize) -> Duration {
        self.save(store, self.made - count, count).await
    }

    async fn save(&self, store: &Store, from: usize, count: usize) -> Duration {
        let mut spent = Duration::ZERO;
        for first in (from..from + count).step_by(ENTRIES * TOGETHER) {
            let end = (from + count).min(first + ENTRIES * TOGETHER);
            let polls: Vec<Vec<Article>> = (first..end)
                .step_by(ENTRIES)
                .map(|first| (first..end.min(first + ENTRIES)).map(|n| self.article(n)).collect())
                .collect();
            let start = ProcessTime::now();
            let saved = polls.into_iter().map(|articles| self.poll(store, articles));
            futures_util::future::join_all(saved).await;
            spent += start.elapsed();
        }
        spent
    }

    async fn poll(&self, store: &Store, articles: Vec<Article>) {
        let policy = Arc::clone(&self.policy);
        let state = SourceState { id: Some(articles[0].source.clone()), ..SourceState::default() };
        let prints = dedupe::Prints::of(&articles);
        let keys = dedupe::keys_of(&articles, &prints);
        let decide = move |known: &dedupe::Known| {
            let changes = dedupe::decide_with(&policy, known, articles, prints);
            (SourceUpdate { changes, state, visit: None }, ())
        };
        store.decide_and_save(keys, decide).await.expect("saved");
    }

    /// The `number`th article; every poll is of one source.
    fn article(&self, number: usize) -> Article {
        let of = (number / ENTRIES) % SOURCES;
        let link = format!("https://s{of}.example/2026/11/news-number-{number}/");
        let paragraph = |at: usize| {
            let words = (0..40).map(|place| word(hash(number << 10 | at << 6 | place)));
            format!("<p>{}.</p>\n", words.collect::<Vec<_>>().join(" "))
        };
        let text: String = (0..8).map(paragraph).collect();
        let now = Timestamp::from_timestamp(1_790_000_000 + number as i64, 0).expect("a time");
        Article {
            id: ArticleId(uuid::Uuid::new_v5(&uuid::Uuid::NAMESPACE_URL, link.as_bytes())),
            source: source(of),
            guid: Some(format!("https://s{of}.example/?p={number}")),
            permalink: Some(link),
            canonical: None,
            title: format!("{} {} {number}", word(hash(number)), word(hash(number << 1))),
            summary: text.chars().filter(|c| c.is_alphanumeric() || *c == ' ').take(280).collect(),
            from_page: false,
            raw: Some(text.replace("<p>", "<p class=\"wp-block\">")),
            content: CleanHtml::trusted(text),
            published: Some(now),
            updated: None,
            first_seen: now,
            date: now,
            language: None,
            authors: Vec::new(),
            categories: Vec::new(),
            tags: Vec::new(),
            image: None,
            enclosures: Vec::new(),
            comments: None,
            alternates: Vec::new(),
            via: None,
            rights: None,
            content_hash: number as u64,
        }
    }
}

/// One of some thousand words; a few of them are half of every text, as in any language.
fn word(hash: usize) -> String {
    let skewed = (hash % 4096).pow(3) >> 24;
    let (stem, rest) = (skewed % WORDS.len(), skewed / WORDS.len());
    let beginning = BEGINNINGS[rest / ENDINGS.len() % BEGINNINGS.len()];
    format!("{beginning}{}{}", WORDS[stem], ENDINGS[rest % ENDINGS.len()])
}

const BEGINNINGS: &[&str] = &["", "pre", "ne", "un", "pod", "sub", "über", "re", "na", "ex"];
const ENDINGS: &[&str] = &["", "a", "e", "i", "om", "ima", "ul", "ului", "en", "s", "ing"];
const WORDS: &[&str] = &[
    "vlada", "općina", "škola", "cesta", "rijeka", "izložba", "utakmica", "tržište", "banka", "guvern",
    "primărie", "spital", "stradă", "pădure", "teatru", "meci", "piață", "salariu", "Regierung", "Straße",
    "Krankenhaus", "Mannschaft", "Ausstellung", "council", "hospital", "railway", "forest", "theatre",
    "exhibition", "market", "savings", "investment", "software", "release", "server", "network", "kernel",
];

/// Neighbours have nothing in common (the finisher of SplitMix64).
fn hash(number: usize) -> usize {
    let mixed = (number as u64).wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    (mixed ^ (mixed >> 31)) as usize >> 8
}

fn source(number: usize) -> SourceId {
    SourceId::new(&format!("s{number}")).expect("an id")
}

/// The most memory this process ever had, in MB.
fn peak() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let number = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    number.unwrap_or_default() / 1024.0
}
