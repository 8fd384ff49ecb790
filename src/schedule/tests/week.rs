//! Eight days of cron runs every half hour against servers that answer by the clock: what they
//! see of us (RELIABILITY.md, "Manners in detail"). The whole program does the same in
//! `tests/it`; here it is the schedule alone.

use super::*;

const HOURS: i64 = 60;

/// Asks a server, which answers by the time, for eight days; the times it was asked at, in minutes
/// since the start.
fn week(answer: impl Fn(Timestamp) -> Outcome) -> Vec<i64> {
    let start = at(START);
    let mut state = SourceState::default();
    let mut asked = Vec::new();
    for tick in 0..8 * 48 {
        let now = start + TimeDelta::minutes(30 * tick);
        if is_due(&state, now) {
            asked.push(30 * tick);
            state = poll(&state, &answer(now), now);
        }
    }
    asked
}

/// The same answer for ever: 200 the first time, then 304 with the same fields.
fn always(fields: &'static [(&str, &str)], feed: &Feed) -> Vec<i64> {
    let feed = feed.clone();
    week(move |now| {
        if now == at(START) {
            good(hints(&fields_of(fields), Some(&feed), now))
        } else {
            unchanged(hints(&fields_of(fields), None, now))
        }
    })
}

fn shortest_gap(asked: &[i64]) -> i64 {
    gaps(asked).min().expect("two requests")
}

fn longest_gap(asked: &[i64]) -> i64 {
    gaps(asked).max().expect("two requests")
}

fn gaps(asked: &[i64]) -> impl Iterator<Item = i64> {
    asked.windows(2).map(|pair| pair[1] - pair[0])
}

/// The most requests in any 24 hours, both ends included.
fn busiest_day(asked: &[i64]) -> usize {
    let day = |from: &i64| {
        asked
            .iter()
            .filter(|at| (*from..=from + 24 * HOURS).contains(*at))
            .count()
    };
    asked.iter().map(day).max().unwrap_or_default()
}

#[test]
fn a_feed_without_hints_is_asked_at_least_twice_a_day_and_at_most_every_hour() {
    let asked = always(&[], &Feed::default());
    assert!(
        shortest_gap(&asked) >= HOURS && longest_gap(&asked) <= 11 * HOURS,
        "{asked:?}"
    );
}

#[test]
fn freshness_is_kept_to_the_tick_and_not_longer() {
    let asked = always(&[("cache-control", "max-age=18000")], &Feed::default());
    assert!(shortest_gap(&asked) >= 5 * HOURS, "{asked:?}");
    let asked = always(&[("cache-control", "max-age=18001")], &Feed::default());
    assert!(shortest_gap(&asked) >= 5 * HOURS + 30, "{asked:?}");
}

#[test]
fn a_year_of_freshness_is_asked_again_within_the_week() {
    let asked = always(&[("cache-control", "max-age=31536000")], &Feed::default());
    assert!(
        asked.len() >= 4 && shortest_gap(&asked) >= 48 * HOURS,
        "{asked:?}"
    );
}

#[test]
fn skipped_hours_see_no_request_on_any_day() {
    let feed = Feed {
        skip_hours: vec![0, 1, 2, 3, 4, 5, 11, 13, 15],
        ..Feed::default()
    };
    let asked = always(&[], &feed);
    let hour_of = |at: i64| (at / HOURS + 10) % 24;
    let skipped = |at: &&i64| {
        feed.skip_hours
            .iter()
            .any(|hour| i64::from(*hour) == hour_of(**at))
    };
    assert_eq!(asked.iter().find(skipped), None);
    assert!(longest_gap(&asked) <= 12 * HOURS, "{asked:?}");
}

#[test]
fn skipped_days_see_no_request() {
    let feed = Feed {
        skip_days: ["Saturday", "Sunday"].map(str::to_owned).to_vec(),
        ..Feed::default()
    };
    // It starts on a Monday at 10: Saturday begins after 110 hours and Sunday ends after 158.
    let asked = always(&[], &feed);
    assert!(
        !asked
            .iter()
            .any(|at| (110 * HOURS..158 * HOURS).contains(at)),
        "{asked:?}"
    );
    assert!(asked.contains(&(158 * HOURS)), "{asked:?}");
}

#[test]
fn daily_means_once_a_day() {
    let feed = Feed {
        update_period: Some("daily".to_owned()),
        ..Feed::default()
    };
    let asked = always(&[], &feed);
    assert_eq!(
        (shortest_gap(&asked), longest_gap(&asked)),
        (24 * HOURS, 24 * HOURS)
    );
}

#[test]
fn a_feed_without_validators_is_sent_at_most_eight_times_in_any_day() {
    let asked = week(|now| {
        let mut outcome = good(Hints::default());
        if let Outcome::Good {
            validators,
            entry_dates,
            ..
        } = &mut outcome
        {
            *validators = Validators::default();
            *entry_dates = (1..=10).map(|n| now - TimeDelta::hours(n)).collect();
        }
        outcome
    });
    assert!(busiest_day(&asked) <= 8, "{asked:?}");
    assert!(longest_gap(&asked) <= 12 * HOURS, "{asked:?}");
}

#[test]
fn a_feed_that_fails_all_week_is_asked_at_most_eight_times_a_day_and_every_two_days() {
    for status in [404, 429, 500, 503] {
        let asked = week(|_| failure(status, &[]));
        assert!(busiest_day(&asked) <= 8, "{asked:?}");
        assert!(longest_gap(&asked) < 48 * HOURS, "{asked:?}");
    }
}

#[test]
fn a_feed_that_fails_now_and_then_is_not_asked_more_often() {
    let asked = week(|now| match now.timestamp() / 3600 % 2 {
        0 => failure(500, &[]),
        _ => good(Hints::default()),
    });
    assert!(shortest_gap(&asked) >= HOURS, "{asked:?}");
}

#[test]
fn a_permanent_redirect_is_the_address_within_eight_days() {
    let source = source();
    let mut state = SourceState::default();
    let mut adopted = None;
    for tick in 0..8 * 48 {
        let now = at(START) + TimeDelta::minutes(30 * tick);
        if adopted.is_none() && is_due(&state, now) {
            let outcome = Outcome::Unchanged {
                validators: None,
                hints: Hints::default(),
                moved: Some("http://new.example/feed".to_owned()),
            };
            let first = SourceState::default() == state;
            let known = if first {
                good(Hints::default())
            } else {
                outcome
            };
            state = next_poll(&source, &state, &known, now);
            adopted = state.feed_url.is_some().then_some(tick / 2);
        }
    }
    let adopted = adopted.expect("it was adopted");
    assert!(
        (7 * 24..8 * 24 - 11).contains(&adopted),
        "after {adopted} hours"
    );
}

#[test]
fn a_hundred_thousand_sources_are_looked_through_in_no_time() {
    let due_at = |n: i64| SourceState {
        next_at: Some(at(START) + TimeDelta::seconds(n)),
        hints: Hints {
            skip_hours: vec![3],
            ..Hints::default()
        },
        ..SourceState::default()
    };
    let states: Vec<SourceState> = (0..100_000).map(due_at).collect();
    let now = at(START) + TimeDelta::seconds(49_999);
    assert_eq!(
        states.iter().filter(|state| is_due(state, now)).count(),
        50_000
    );
}
