//! Documents made to hurt in; CPU time and peak memory of reading each, and of cleaning what it holds, out.
//!
//! `attacks BYTES [DIR]`: the dearest first; then the memory for the honest documents of a folder. Goals: under 0.1 s
//! each, and under four times the document.

#[path = "../../../../fuzz/attacks.rs"]
mod attacks;

use clusterwire::{html, model::Document, model::TextKind, parse};
use cpu_time::ThreadTime;
use peak_alloc::PeakAlloc;
use std::{env, fs};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// What one attack cost.
struct Cost {
    name: &'static str,
    reading: f64,
    cleaning: f64,
    /// The document itself counted, in documents.
    memory: f64,
}

fn main() {
    let bytes = env::args().nth(1).map_or(10 << 20, |bytes| bytes.parse().expect("BYTES is a number"));
    let mut costs: Vec<Cost> = attacks::attacks(bytes).map(measured).collect();
    costs.sort_by(|a, b| b.slower().total_cmp(&a.slower()));
    println!("{:>10}{:>10}{:>10}  attack of {} MB", "reading", "cleaning", "memory", bytes >> 20);
    for cost in &costs {
        let Cost { name, reading, cleaning, memory } = cost;
        println!("{reading:7.1} ms{cleaning:7.1} ms{memory:8.1} x  {name}");
    }
    let dear = costs.iter().filter(|cost| cost.slower() > 100.0 || cost.memory > 4.0).count();
    println!("{} attacks, {dear} of them beyond 100 ms or four times the document", costs.len());
    if let Some(folder) = env::args().nth(2) {
        honest(&folder);
    }
}

/// Small documents are left out: what every feed needs is more than they are.
fn honest(folder: &str) {
    let files = fs::read_dir(folder).expect("the folder is readable");
    let paths = files.map(|file| file.expect("the folder is readable").path());
    let bodies = paths.filter_map(|path| fs::read(path).ok()).filter(|body| body.len() > 10_000);
    let mut memory: Vec<f64> =
        bodies.map(|body| measured(attacks::Attack { name: "", body }).memory).collect();
    memory.sort_by(f64::total_cmp);
    if let (Some(most), Some(middle)) = (memory.last(), memory.get(memory.len() / 2)) {
        let count = memory.len();
        println!("{count} honest documents: {middle:.1} times the document, {most:.1} at most");
    }
}

impl Cost {
    fn slower(&self) -> f64 {
        self.reading.max(self.cleaning)
    }
}

#[expect(clippy::cast_precision_loss, reason = "a ratio with one digit")]
fn measured(attack: attacks::Attack) -> Cost {
    let bytes = attack.body.len();
    let document = Document { body: attack.body, ..Document::default() };
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let start = ThreadTime::now();
    let parsed = parse::parse(&document);
    let reading = start.elapsed().as_secs_f64() * 1000.0;
    let memory = (MEMORY.peak_usage() - before + bytes) as f64 / bytes as f64;
    let start = ThreadTime::now();
    for entry in parsed.into_iter().flat_map(|parsed| parsed.feed.entries) {
        for text in entry.content.iter().chain(&entry.summary).chain(&entry.title) {
            match text.kind {
                TextKind::Html | TextKind::Xhtml => _ = html::clean(&text.value, None),
                TextKind::Plain => {}
            }
        }
    }
    let cleaning = start.elapsed().as_secs_f64() * 1000.0;
    Cost { name: attack.name, reading, cleaning, memory }
}
