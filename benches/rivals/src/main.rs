//! A folder of feeds in, CPU time a reader and what each of them read out.
//!
//! `rivals DIR [ROUNDS]`: every round runs every reader over all documents, one after the other on
//! one core, so that a machine that changes its speed changes it for all. The median is printed.

use clusterwire::{html, model::Document, parse};
use cpu_time::ThreadTime;
use std::{collections::BTreeMap, env, fs, hint::black_box, path::Path, time::Duration};

/// A document in, true where it was read. Whoever reads it had its bytes before the clock started.
type Reader = fn(&Document) -> bool;

const READERS: &[(&str, Reader)] = &[
    ("quick-xml events", events),
    ("clusterwire", clusterwire_feed),
    ("feed-rs", feed_rs),
    ("rss or atom crate", rss_or_atom),
];

fn main() {
    let arguments: Vec<String> = env::args().collect();
    let folder = arguments.get(1).expect("rivals DIR [ROUNDS]");
    let rounds = arguments.get(2).map_or(5, |rounds| rounds.parse().expect("ROUNDS is a number"));
    let documents = read(Path::new(folder));
    let bytes: usize = documents.iter().map(|document| document.body.len()).sum();
    println!("{} documents, {:.1} MB, {rounds} rounds, CPU time", documents.len(), mega(bytes));

    let mut times: BTreeMap<&str, Vec<Duration>> = BTreeMap::new();
    let mut counts = BTreeMap::new();
    for _ in 0..rounds {
        for (name, reader) in READERS {
            let (time, read) = timed(&documents, *reader);
            times.entry(name).or_default().push(time);
            counts.insert(*name, read);
        }
    }
    let feed_rs = median(&times["feed-rs"]);
    for (name, _) in READERS {
        let time = median(&times[name]);
        println!(
            "{name:20} {:8.1} ms {:7.1} MB/s {:5.2} x feed-rs, {} read",
            time.as_secs_f64() * 1000.0,
            mega(bytes) / time.as_secs_f64(),
            feed_rs.as_secs_f64() / time.as_secs_f64(),
            counts[name]
        );
    }
    cleaning(&documents, rounds);
}

/// Cleaning the bodies that the feeds hold, ours and ammonia's own.
fn cleaning(documents: &[Document], rounds: usize) {
    let bodies: Vec<String> = documents
        .iter()
        .filter_map(|document| parse::parse(document).ok())
        .flat_map(|parsed| parsed.feed.entries)
        .flat_map(|entry| entry.content.into_iter().chain(entry.summary))
        .map(|text| text.value)
        .collect();
    let bytes: usize = bodies.iter().map(String::len).sum();
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        let start = ThreadTime::now();
        for body in &bodies {
            black_box(html::clean(body, None));
        }
        ours.push(start.elapsed());
        let start = ThreadTime::now();
        for body in &bodies {
            black_box(ammonia::clean(body));
        }
        theirs.push(start.elapsed());
    }
    for (name, times) in [("clean: clusterwire", ours), ("clean: ammonia", theirs)] {
        let time = median(&times);
        let speed = mega(bytes) / time.as_secs_f64();
        println!("{name:20} {:8.1} ms {speed:7.1} MB/s", time.as_secs_f64() * 1000.0);
    }
}

fn timed(documents: &[Document], reader: Reader) -> (Duration, usize) {
    let start = ThreadTime::now();
    let read = documents.iter().filter(|document| reader(document)).count();
    (start.elapsed(), read)
}

fn events(document: &Document) -> bool {
    let mut reader = quick_xml::Reader::from_reader(document.body.as_slice());
    reader.config_mut().check_end_names = false;
    loop {
        match reader.read_event() {
            Ok(quick_xml::events::Event::Eof) => return true,
            Ok(event) => {
                black_box(event);
            }
            Err(_) => return false,
        }
    }
}

fn clusterwire_feed(document: &Document) -> bool {
    black_box(parse::parse(document)).is_ok()
}

fn feed_rs(document: &Document) -> bool {
    black_box(feed_rs::parser::parse(document.body.as_slice())).is_ok()
}

fn rss_or_atom(document: &Document) -> bool {
    let body = document.body.as_slice();
    black_box(rss::Channel::read_from(body)).is_ok()
        || black_box(atom_syndication::Feed::read_from(body)).is_ok()
}

fn read(folder: &Path) -> Vec<Document> {
    let mut paths: Vec<_> = fs::read_dir(folder)
        .expect("the folder is readable")
        .map(|item| item.expect("the folder is readable").path())
        .filter(|path| path.is_file())
        .collect();
    paths.sort();
    let body = |path| fs::read(path).expect("the file is readable");
    paths.iter().map(|path| Document { body: body(path), ..Document::default() }).collect()
}

fn median(times: &[Duration]) -> Duration {
    let mut sorted = times.to_vec();
    sorted.sort();
    sorted[sorted.len() / 2]
}

#[expect(clippy::cast_precision_loss, reason = "megabytes with one digit")]
fn mega(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}
