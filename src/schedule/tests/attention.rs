//! When a person is told of a source, and how often.

use super::*;
use crate::model::Reason;

/// A source that worked until START and has failed since then, at 10:00 of each of these days.
fn failing(state: &SourceState, days: std::ops::RangeInclusive<u32>) -> SourceState {
    days.fold(state.clone(), |state, day| {
        let now = at(&format!("2026-11-{day:02}T10:00:00Z"));
        poll(&state, &failure(500, &[]), now)
    })
}

fn worked() -> SourceState {
    poll(&SourceState::default(), &good(Hints::default()), at(START))
}

fn found(state: &SourceState, day: u32) -> Option<Reason> {
    let now = at(&format!("2026-11-{day:02}T10:00:00Z"));
    reason(&source(), state, now).map(|(reason, _)| reason)
}

#[test]
fn three_days_of_failures_need_a_person() {
    assert_eq!(found(&failing(&worked(), 3..=5), 5), None);
    assert_eq!(found(&failing(&worked(), 3..=6), 6), Some(Reason::Broken));
}

#[test]
fn one_failure_that_was_long_ago_does_not() {
    assert_eq!(found(&failing(&worked(), 3..=3), 9), None);
}

#[test]
fn a_source_that_never_worked_needs_a_person_after_a_day() {
    let new = SourceState::default();
    assert_eq!(found(&failing(&new, 2..=2), 2), None);
    assert_eq!(found(&failing(&new, 2..=4), 4), Some(Reason::Broken));
}

#[test]
fn what_failed_and_works_again_needs_nobody() {
    let broken = failing(&worked(), 3..=9);
    let well = poll(&broken, &good(Hints::default()), at("2026-11-10T10:00:00Z"));
    assert_eq!(found(&well, 10), None);
}

#[test]
fn a_source_is_quiet_when_nothing_new_came_for_as_long_as_was_promised() {
    let quiet = |days: i64| {
        let now = at(START) + TimeDelta::days(days);
        reason(&source(), &worked(), now).map(|(reason, _)| reason)
    };
    assert_eq!((quiet(44), quiet(45)), (None, Some(Reason::Quiet)));
}

#[test]
fn an_old_site_that_is_new_to_us_is_not_quiet() {
    let mut old = good(Hints::default());
    if let Outcome::Good { entry_dates, .. } = &mut old {
        *entry_dates = vec![at("2019-11-01T00:00:00Z")];
    }
    let state = poll(&SourceState::default(), &old, at(START));
    assert_eq!(found(&state, 3), None);
}

#[test]
fn one_that_is_gone_is_told_of_once() {
    let gone = (3..=6).fold(worked(), |state, day| {
        let now = at(&format!("2026-11-{day:02}T10:00:00Z"));
        poll(&state, &failure(410, &[]), now)
    });
    assert_eq!(told_on(gone, &[6, 13, 20, 27]), [6]);
}

#[test]
fn one_that_moved_for_good_has_its_address_to_mend() {
    let moved = |to: &str| SourceState {
        feed_url: Some(to.to_owned()),
        former_urls: vec![source().url],
        ..worked()
    };
    let text = reason(&source(), &moved("http://new.example/feed"), at(START)).map(|found| found.1);
    assert!(text.is_some_and(|text| text.contains("mend its `url`")));
    assert_eq!(found(&moved("https://cluster.example/feed"), 2), None);
}

/// On which of these days of November a person is told of that state.
fn told_on(mut state: SourceState, days: &[u32]) -> Vec<u32> {
    let mut told = |day: u32| {
        let now = at(&format!("2026-11-{day:02}T10:00:00Z"));
        attention(&source(), &mut state, now).is_some()
    };
    days.iter().copied().filter(|day| told(*day)).collect()
}

#[test]
fn what_lasts_is_told_once_a_week() {
    let broken = failing(&worked(), 3..=6);
    let days: Vec<u32> = (6..=28).collect();
    assert_eq!(told_on(broken, &days), [6, 13, 20, 27]);
}

#[test]
fn what_ended_and_began_again_is_told_again() {
    let mut state = failing(&worked(), 3..=6);
    assert!(attention(&source(), &mut state, at("2026-11-06T10:00:00Z")).is_some());
    let mut well = poll(&state, &good(Hints::default()), at("2026-11-07T10:00:00Z"));
    assert!(attention(&source(), &mut well, at("2026-11-07T10:00:00Z")).is_none());
    let mut again = failing(&well, 8..=11);
    assert!(attention(&source(), &mut again, at("2026-11-11T10:00:00Z")).is_some());
}

#[test]
fn every_reason_names_a_next_step() {
    let mut held = worked();
    held.held_since = Some(at(START));
    let mut quiet = worked();
    quiet.first_good = Some(at("2020-01-01T00:00:00Z"));
    quiet.newest_entry = quiet.first_good;
    for state in [failing(&worked(), 3..=6), held, quiet] {
        let found = reason(&source(), &state, at("2026-11-06T10:00:00Z"));
        let (_, text) = found.expect("a reason");
        assert!(text.contains("feeds.toml"), "{text}");
    }
}
