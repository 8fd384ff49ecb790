//! After no usable answer.

use super::*;
use crate::model::Sightings;

#[track_caller]
fn check_refusal(status: u16, fields: &[(&str, &str)], expected: Duration) {
    assert_eq!(
        wait(&failure(status, fields)),
        expected,
        "{status} {fields:?}"
    );
}

#[test]
fn retry_after_is_obeyed_in_seconds() {
    check_refusal(429, &[("retry-after", "14400")], hours(4));
    check_refusal(503, &[("retry-after", "14400")], hours(4));
}

#[test]
fn retry_after_is_obeyed_as_a_date() {
    check_refusal(
        429,
        &[("retry-after", "Mon, 02 Nov 2026 15:00:00 GMT")],
        hours(5),
    );
    check_refusal(
        503,
        &[("retry-after", "Monday, 02-Nov-26 15:00:00 GMT")],
        hours(5),
    );
}

#[test]
fn retry_after_is_measured_by_the_clock_of_its_server() {
    check_refusal(
        429,
        &[
            ("date", "Sat, 02 Nov 2019 10:00:00 GMT"),
            ("retry-after", "Sat, 02 Nov 2019 14:00:00 GMT"),
        ],
        hours(4),
    );
    check_refusal(
        429,
        &[
            ("date", "Sat, 02 Nov 2019 10:00:00 GMT"),
            ("retry-after", "Mon, 02 Nov 2026 15:00:00 GMT"),
        ],
        hours(5),
    );
}

#[test]
fn a_retry_after_of_days_is_obeyed_in_full_up_to_seven() {
    check_refusal(429, &[("retry-after", "172800")], hours(48));
    check_refusal(
        503,
        &[("retry-after", "99999999999999999999")],
        hours(7 * 24),
    );
}

#[test]
fn the_freshness_of_a_429_is_obeyed() {
    check_refusal(429, &[("cache-control", "max-age=10800")], hours(3));
}

#[test]
fn a_refusal_without_a_usable_time_costs_an_hour() {
    check_refusal(429, &[], hours(1));
    check_refusal(429, &[("retry-after", "0")], hours(1));
    check_refusal(429, &[("retry-after", "a while")], hours(1));
    check_refusal(
        429,
        &[("retry-after", "Mon, 02 Nov 2020 15:00:00 GMT")],
        hours(1),
    );
}

#[test]
fn failures_double_the_wait_up_to_a_day() {
    let mut state = SourceState::default();
    let mut waits = Vec::new();
    for _ in 0..9 {
        state = poll(&state, &failure(500, &[]), at(START));
        let wait = since(at(START), state.next_at.expect("asked again"));
        waits.push(wait.as_secs() / 3600);
    }
    let plain = [1, 2, 4, 8, 16, 24, 24, 24, 24];
    for (wait, plain) in waits.iter().zip(plain) {
        assert!((plain..=plain + plain / 10).contains(wait), "{waits:?}");
    }
    assert_eq!(state.failures, 9);
    assert_eq!(state.failing_since, Some(at(START)));
}

#[test]
fn a_good_answer_ends_the_row_of_failures() {
    let mut state = SourceState::default();
    for _ in 0..5 {
        state = poll(&state, &failure(500, &[]), at(START));
    }
    let well = poll(&state, &good(Hints::default()), at(START));
    assert_eq!(
        (well.failures, well.last_failure, well.failing_since),
        (0, None, None)
    );
    assert_eq!(well.next_at, Some(at("2026-11-02T11:00:00Z")));
}

#[test]
fn a_failure_keeps_the_validators() {
    let known = poll(&SourceState::default(), &good(Hints::default()), at(START));
    let next = poll(&known, &failure(500, &[]), at(START));
    assert_eq!(next.validators, validators());
    assert_eq!(next.body_hash, known.body_hash);
}

#[test]
fn a_failing_source_is_not_asked_in_its_skipped_hours_either() {
    let said = Hints {
        skip_hours: vec![11, 12],
        ..Hints::default()
    };
    let known = poll(&SourceState::default(), &good(said), at(START));
    let next = poll(&known, &failure(500, &[]), at(START));
    assert_eq!(next.next_at, Some(at("2026-11-02T13:00:00Z")));
}

#[test]
fn three_410s_over_two_days_end_it() {
    let mut state = SourceState::default();
    let mut now = at(START);
    let mut asked = 0;
    while let (true, None) = (asked < 9, &state.off) {
        if is_due(&state, now) {
            state = poll(&state, &failure(410, &[]), now);
            asked += 1;
        }
        now += TimeDelta::minutes(30);
    }
    assert_eq!(asked, 3);
    assert!(!is_due(&state, now + TimeDelta::days(400)));
    assert_eq!(notices(&SourceState::default(), &state).len(), 1);
    assert_eq!(
        notices(&state, &state).len(),
        0,
        "the operator is told once"
    );
}

#[test]
fn a_410_between_good_answers_is_forgotten() {
    let gone = failure(410, &[]);
    let mut state = poll(&SourceState::default(), &gone, at(START));
    state = poll(&state, &gone, at("2026-11-04T10:00:00Z"));
    state = poll(&state, &good(Hints::default()), at("2026-11-05T10:00:00Z"));
    state = poll(&state, &gone, at("2026-11-06T10:00:00Z"));
    assert_eq!(state.off, None);
}

#[test]
fn what_is_off_comes_back_when_a_person_says_so() {
    let off = SourceState {
        off: Some(Off {
            since: at(START),
            reason: "gone".to_owned(),
        }),
        ..SourceState::default()
    };
    assert!(!is_due(&off, at(START)));
    assert!(is_due(&accept(&off), at(START)));
    let just_asked = SourceState {
        last_asked: Some(at(START)),
        ..off
    };
    assert!(
        !is_due(&accept(&just_asked), at("2026-11-02T10:30:00Z")),
        "manners come first"
    );
    assert!(is_due(&accept(&just_asked), at("2026-11-02T11:00:00Z")));
}

#[test]
fn what_a_wrong_clock_noted_begins_anew() {
    let gone = failure(410, &[]);
    let mut state = poll(&SourceState::default(), &gone, at("2027-11-02T10:00:00Z"));
    state = poll(&state, &gone, at(START));
    assert_eq!(
        state.going,
        Some(Sightings {
            first: at(START),
            times: 1
        })
    );
    assert_eq!(state.failing_since, Some(at(START)));
    assert_eq!(state.next_at, Some(at("2026-11-03T10:00:00Z")));
}
