//! Rows on when a server is asked.

use super::*;

fn gaps(path: &str) -> Vec<i64> {
    minutes(path)
        .windows(2)
        .map(|pair| pair[1] - pair[0])
        .collect()
}

#[track_caller]
fn never_sooner_than(path: &str, hours: i64) {
    let gaps = gaps(path);
    assert!(!gaps.is_empty(), "{path} was asked once");
    assert!(
        gaps.iter().all(|gap| *gap >= hours * HOUR),
        "{path}: {gaps:?}"
    );
}

#[track_caller]
fn never_later_than(path: &str, hours: i64) {
    let gaps = gaps(path);
    assert!(
        gaps.iter().all(|gap| *gap <= hours * HOUR),
        "{path}: {gaps:?}"
    );
    let last = minutes(path).last().copied().unwrap_or_default();
    assert!(
        DAYS * DAY - last <= hours * HOUR,
        "{path} was left alone in minute {last}"
    );
}

#[track_caller]
fn at_most_eight_times_in_any_day(path: &str) {
    let asked = minutes(path);
    for first in &asked {
        let count = asked
            .iter()
            .filter(|at| (*first..first + DAY).contains(*at))
            .count();
        assert!(count <= 8, "{path}: {count} times from minute {first}");
    }
}

/// After the first request of `refused`, nothing for so many hours.
#[track_caller]
fn waits_after_a_refusal(path: &str, hours: i64) {
    let asked = minutes(path);
    let refused = asked
        .iter()
        .position(|at| *at >= 2 * DAY)
        .expect("a refusal");
    assert!(
        asked[refused] < 2 * DAY + 12 * HOUR,
        "{path} was never refused"
    );
    let gap = asked[refused + 1] - asked[refused];
    assert!(
        gap >= hours * HOUR,
        "{path}: asked again after {gap} minutes"
    );
    assert!(
        gap <= (hours + 13) * HOUR,
        "{path}: asked again only after {gap} minutes"
    );
}

#[test]
fn min_gap_no_address_is_asked_more_than_once_an_hour() {
    let mut last: BTreeMap<&str, i64> = BTreeMap::new();
    for line in WEEK.log.iter().filter(|line| line.path != "/reset") {
        if let Some(before) = last.insert(&line.path, line.minute) {
            assert!(
                line.minute - before >= HOUR,
                "{} in minute {}",
                line.path,
                line.minute
            );
        }
    }
}

#[test]
fn restart_a_second_start_at_the_same_moment_fetches_nothing() {
    assert_eq!(WEEK.again, 0);
}

#[test]
fn max_age_is_a_not_before() {
    never_sooner_than("/max-age", 8);
}

#[test]
fn max_age_of_a_304_counts_too() {
    let lines = of("/max-age-304");
    let after_304 = lines.windows(2).filter(|pair| pair[0].gave.is_none());
    let gaps: Vec<_> = after_304
        .map(|pair| pair[1].minute - pair[0].minute)
        .collect();
    assert!(
        !gaps.is_empty() && gaps.iter().all(|gap| *gap >= 7 * HOUR),
        "{gaps:?}"
    );
}

#[test]
fn expires_is_a_not_before() {
    never_sooner_than("/expires", 8);
}

#[test]
fn expires_skew_is_measured_from_the_servers_own_date() {
    never_sooner_than("/skew", 6);
    never_later_than("/skew", 12);
}

#[test]
fn no_cache_does_not_raise_the_rate() {
    never_sooner_than("/no-cache", 1);
}

#[test]
fn cap_a_max_age_of_a_year_is_asked_again_within_the_week() {
    never_later_than("/cap", 3 * 24);
}

#[test]
fn retry_429_in_seconds_is_obeyed() {
    waits_after_a_refusal("/retry-429", 10);
}

#[test]
fn retry_429_as_a_date_is_obeyed() {
    waits_after_a_refusal("/retry-429-date", 10);
}

#[test]
fn retry_503_is_obeyed() {
    waits_after_a_refusal("/retry-503", 10);
}

#[test]
fn retry_long_two_days_are_obeyed_in_full() {
    waits_after_a_refusal("/retry-long", 48);
}

#[test]
fn retry_max_age_of_a_429_is_obeyed() {
    waits_after_a_refusal("/retry-max-age", 10);
}

#[test]
fn retry_none_means_an_hour_at_least() {
    waits_after_a_refusal("/retry-none", 1);
}

#[test]
fn back_off_a_feed_that_fails_is_asked_at_most_eight_times_a_day() {
    at_most_eight_times_in_any_day("/failing");
    at_most_eight_times_in_any_day("/trickle");
}

#[test]
fn recover_a_feed_that_is_well_again_is_found_within_two_days() {
    let well_again = 3 * DAY;
    let found = of("/recover")
        .into_iter()
        .find(|line| line.minute >= well_again);
    assert!(found.is_some_and(|line| line.minute <= well_again + 2 * DAY));
    never_later_than("/recover", 36);
}

#[test]
fn no_instant_retry_after_an_error_status_and_one_after_a_reset() {
    for (path, most) in [("/failing", 1), ("/reset", 2), ("/mute", 1), ("/v6", 1)] {
        let asked = minutes(path);
        for at in &asked {
            let times = asked.iter().filter(|other| *other == at).count();
            assert!(times <= most, "{path}: {times} times in minute {at}");
        }
    }
}

#[test]
fn ttl_is_a_not_before() {
    never_sooner_than("/ttl", 5);
}

#[test]
fn skip_hours_are_kept() {
    let hours: BTreeSet<_> = minutes("/skip-hours")
        .iter()
        .skip(1)
        .map(|at| at / HOUR % 24)
        .collect();
    assert!(hours.is_disjoint(&[0, 1, 2, 3, 12, 23].into()), "{hours:?}");
    never_later_than("/skip-hours", 18);
}

#[test]
fn skip_days_are_kept() {
    let days: BTreeSet<_> = minutes("/skip-days").iter().map(|at| at / DAY).collect();
    assert!(days.is_disjoint(&[5, 6].into()), "{days:?}");
    assert!(days.contains(&7), "{days:?}");
}

#[test]
fn sy_period_daily_means_once_a_day() {
    never_sooner_than("/daily", 24);
    never_later_than("/daily", 36);
}

#[test]
fn freshness_feeds_without_hints_are_asked_twice_a_day() {
    for path in [
        "/plain",
        "/weak",
        "/odd-date",
        "/bare",
        "/no-cache",
        "/no-validators",
    ] {
        never_later_than(path, 12);
    }
}

#[test]
fn no_validators_at_most_eight_times_a_day() {
    at_most_eight_times_in_any_day("/no-validators");
}
