//! A schedule of so many sources in; what it costs to pick the few that are due out.
//!
//! `due FOLDER [SOURCES]`

use clusterwire::{
    model::{SourceId, SourceState, Timestamp},
    store::{SourceUpdate, Store},
};
use cpu_time::ProcessTime;
use std::{env, path::Path, time::Instant};

const DUE: usize = 50;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let arguments: Vec<String> = env::args().collect();
    let folder = arguments.get(1).expect("due FOLDER [SOURCES]");
    let many: usize = arguments.get(2).map_or(100_000, |many| many.parse().expect("a number"));
    let store = Store::open(&Path::new(folder).join("due.db")).expect("a store");
    let now = Timestamp::from_timestamp(1_790_000_000, 0).expect("a time");
    let sources: Vec<(SourceId, String)> = (0..many)
        .map(|number| {
            let id = SourceId::new(&format!("source-{number:06}")).expect("an id");
            (id, format!("https://s{number}.example/feed/"))
        })
        .collect();
    for some in sources.chunks(256) {
        let saves = some.iter().map(|(id, url)| {
            let number: usize = id.as_str()[7..].parse().expect("a number");
            let late = number % (many / DUE) == 0;
            let wait = if late { -60 } else { 60 + number as i64 % 3600 };
            let state = SourceState {
                id: Some(id.clone()),
                configured_url: Some(url.clone()),
                next_at: Some(now + chrono::TimeDelta::seconds(wait)),
                next_reason: "its rhythm".to_owned(),
                last_good: Some(now),
                ..SourceState::default()
            };
            store.save(SourceUpdate { state, ..SourceUpdate::default() })
        });
        futures_util::future::try_join_all(saves).await.expect("saved");
    }
    let mut times = Vec::new();
    let mut found = 0;
    for _ in 0..5 {
        let (start, cpu) = (Instant::now(), ProcessTime::now());
        let named = sources.iter().map(|(id, url)| (id, url.as_str()));
        found = store.due(named, now).await.expect("read").len();
        times.push((start.elapsed(), cpu.elapsed()));
    }
    times.sort();
    let (wall, cpu) = times[2];
    println!(
        "{found} due of {many}: wall {:.1} ms, CPU {:.1} ms",
        wall.as_secs_f64() * 1e3,
        cpu.as_secs_f64() * 1e3
    );
}
