//! Decisions that go wrong.

use super::*;
use crate::config;
use std::path::Path;

#[tokio::test]
async fn a_decision_that_panics_is_a_failed_source() {
    let around = config::Surroundings {
        folder: Path::new("/"),
        secret: &|_| Ok(String::new()),
        selector: &|_| true,
        what_lies: &|_| config::Lies::Folder,
    };
    let text = "[[source]]\nid = \"a\"\nurl = \"http://a.example/\"";
    let mut config = config::read(text, &around).expect("a configuration");
    let store = Store::in_memory().expect("a store");
    let source = config.sources.remove(0);
    let before = Before {
        state: SourceState::default(),
        now: Timestamp::UNIX_EPOCH,
        answer: None,
        minutes_later: 0,
        learnt: SourceState::default(),
        late: Vec::new(),
        moved: None,
        source: Arc::new(source),
    };
    let report = decided(&store, before, Vec::new(), |_| panic!("injected")).await;
    let end = report.expect("a report").end;
    assert!(matches!(end, End::Failed(failure) if failure.kind == FailureKind::Panic));
    let states = store.states().await.expect("states");
    let failures: Vec<u32> = states.values().map(|state| state.failures).collect();
    assert_eq!(failures, [1]);
}

#[test]
fn a_long_run_does_not_ask_again_too_soon() {
    let around = config::Surroundings {
        folder: Path::new("/"),
        secret: &|_| Ok(String::new()),
        selector: &|_| true,
        what_lies: &|_| config::Lies::Folder,
    };
    let text = "[[source]]\nid = \"a\"\nurl = \"http://a.example/\"";
    let mut config = config::read(text, &around).expect("a configuration");
    let before = Before {
        state: SourceState::default(),
        now: Timestamp::UNIX_EPOCH,
        answer: None,
        minutes_later: 7,
        learnt: SourceState::default(),
        late: Vec::new(),
        moved: None,
        source: Arc::new(config.sources.remove(0)),
    };
    let next = before.after(&Outcome::Failed(our_fault())).next_at;
    assert_eq!(next, Some(before.now + TimeDelta::minutes(67)));
}
