//! After a good answer.

use super::*;

/// What the headers of a good answer make of the next poll.
#[track_caller]
fn check(fields: &[(&str, &str)], expected: Duration) {
    let said = hints(&fields_of(fields), Some(&Feed::default()), at(START));
    assert_eq!(wait(&good(said)), expected, "{fields:?}");
}

/// What a feed's own words make of the next poll.
#[track_caller]
fn check_feed(feed: Feed, expected: Duration) {
    let said = hints(&Headers::default(), Some(&feed), at(START));
    assert_eq!(wait(&good(said)), expected);
}

#[test]
fn max_age_is_a_not_before() {
    check(&[("cache-control", "public, Max-Age=\"18000\"")], hours(5));
}

#[test]
fn time_in_caches_on_the_way_counts() {
    check(
        &[("cache-control", "max-age=18000"), ("age", "7200")],
        hours(3),
    );
}

#[test]
fn max_age_goes_before_expires() {
    check(
        &[
            ("expires", "Mon, 02 Nov 2026 20:00:00 GMT"),
            ("cache-control", "max-age=7200"),
        ],
        hours(2),
    );
}

#[test]
fn expires_is_a_not_before() {
    check(&[("expires", "Mon, 02 Nov 2026 13:00:00 GMT")], hours(3));
    check(&[("expires", "Monday, 02-Nov-26 13:00:00 GMT")], hours(3));
    check(&[("expires", "Mon Nov  2 13:00:00 2026")], hours(3));
    check(&[("expires", "Mon, 02 Nov 2026 13:00:00 UTC")], hours(3));
    check(&[("expires", "Mon, 2 Nov 2026 13:0:00 GMT")], hours(3));
    check(&[("expires", "Mon, 02 Nov 2026 14:00:00 +0100")], hours(3));
}

#[test]
fn expires_is_measured_from_the_date_of_the_answer() {
    check(
        &[
            ("date", "Sat, 02 Nov 2019 10:00:00 GMT"),
            ("expires", "Sat, 02 Nov 2019 14:00:00 GMT"),
        ],
        hours(4),
    );
    check(
        &[
            ("date", "Sat, 02 Nov 2069 10:00:00 GMT"),
            ("expires", "Sat, 02 Nov 2069 14:00:00 GMT"),
        ],
        hours(4),
    );
}

#[test]
fn what_may_not_be_cached_is_not_asked_more_often() {
    check(&[("cache-control", "no-cache")], hours(1));
    check(&[("cache-control", "no-store, max-age=0")], hours(1));
    check(&[("cache-control", "max-age=-1")], hours(1));
    check(&[("expires", "0")], hours(1));
}

#[test]
fn a_year_of_freshness_is_capped() {
    check(&[("cache-control", "max-age=31536000")], hours(48));
    check(
        &[("cache-control", "max-age=99999999999999999999999")],
        hours(48),
    );
}

#[test]
fn ttl_is_minutes() {
    let ttl = |text: &str| Feed {
        ttl: Some(text.to_owned()),
        ..Feed::default()
    };
    check_feed(ttl(" 240 "), hours(4));
    check_feed(ttl("999999"), hours(48));
    check_feed(ttl("soon"), hours(1));
}

#[test]
fn the_syndication_module_says_how_often() {
    let period = |period: Option<&str>, frequency: Option<&str>| Feed {
        update_period: period.map(str::to_owned),
        update_frequency: frequency.map(str::to_owned),
        ..Feed::default()
    };
    check_feed(period(Some("daily"), None), hours(24));
    check_feed(period(Some("daily"), Some("4")), hours(6));
    check_feed(period(None, Some("2")), hours(12));
    check_feed(period(Some("weekly"), Some("1")), hours(48));
    check_feed(period(Some("hourly"), Some("0")), hours(1));
}

#[test]
fn the_latest_of_all_hints_wins_and_is_named() {
    let said = Hints {
        fresh_for: Some(hours(2)),
        ttl: Some(hours(6)),
        period: Some(hours(4)),
        ..Hints::default()
    };
    let next = poll(&SourceState::default(), &good(said), at(START));
    assert_eq!(next.next_at, Some(at("2026-11-02T16:00:00Z")));
    assert_eq!(next.next_reason, "its ttl is 6 h");
}

#[test]
fn skipped_hours_are_left_out() {
    check_feed(
        Feed {
            skip_hours: vec![11, 12, 13],
            ..Feed::default()
        },
        hours(4),
    );
}

#[test]
fn skipped_days_are_left_out() {
    check_feed(
        Feed {
            skip_days: vec!["Monday".to_owned(), "tuesday".to_owned()],
            ..Feed::default()
        },
        hours(14 + 24),
    );
}

#[test]
fn hints_that_leave_no_time_at_all_are_none() {
    check_feed(
        Feed {
            skip_hours: (0..24).collect(),
            ..Feed::default()
        },
        hours(1),
    );
}

#[test]
fn a_late_run_does_not_ask_in_a_skipped_hour() {
    let state = SourceState {
        next_at: Some(at("2026-11-02T10:59:00Z")),
        hints: Hints {
            skip_hours: vec![11],
            ..Hints::default()
        },
        ..SourceState::default()
    };
    assert!(is_due(&state, at("2026-11-02T10:59:00Z")));
    assert!(!is_due(&state, at("2026-11-02T11:00:00Z")));
    assert!(is_due(&state, at("2026-11-02T12:00:00Z")));
    assert!(
        is_due(&state, at("2026-11-05T11:00:00Z")),
        "two days late is late enough"
    );
}

#[test]
fn freshness_of_a_304_counts() {
    let said = hints(
        &fields_of(&[("cache-control", "max-age=14400")]),
        None,
        at(START),
    );
    let known = poll(&SourceState::default(), &good(Hints::default()), at(START));
    let next = poll(&known, &unchanged(said), at(START));
    assert_eq!(next.next_at, Some(at("2026-11-02T14:00:00Z")));
}

#[test]
fn a_bare_304_leaves_everything_as_it_was() {
    let said = Hints {
        fresh_for: Some(hours(3)),
        ttl: Some(hours(5)),
        ..Hints::default()
    };
    let known = poll(&SourceState::default(), &good(said.clone()), at(START));
    let next = poll(&known, &unchanged(Hints::default()), at(START));
    assert_eq!(next.hints, said);
    assert_eq!(next.validators, validators());
    assert_eq!(next.next_at, Some(at("2026-11-02T15:00:00Z")));
}

#[test]
fn validators_are_replaced_as_a_pair() {
    let known = poll(&SourceState::default(), &good(Hints::default()), at(START));
    let only_date = Validators {
        etag: None,
        last_modified: Some("earlier".to_owned()),
        given_by: None,
        given_at: None,
    };
    let again = Outcome::Unchanged {
        validators: Some(only_date.clone()),
        hints: Hints::default(),
        moved: None,
    };
    assert_eq!(poll(&known, &again, at(START)).validators, only_date);
}

#[test]
fn a_feed_without_validators_is_asked_less_than_eight_times_a_day() {
    let mut outcome = good(Hints::default());
    if let Outcome::Good { validators, .. } = &mut outcome {
        *validators = Validators::default();
    }
    let waited = wait(&outcome);
    assert!(waited >= hours(3) && waited * 8 > DAY, "{waited:?}");
}

#[test]
fn a_busy_source_is_asked_every_hour_and_a_quiet_one_twice_a_day() {
    let quiet = |days: i64| {
        let mut outcome = good(Hints::default());
        if let Outcome::Good { entry_dates, .. } = &mut outcome {
            *entry_dates = (0..10)
                .map(|n| at(START) - TimeDelta::days(n * days))
                .collect();
        }
        wait(&outcome)
    };
    assert_eq!(wait(&good(Hints::default())), hours(1));
    assert!((hours(5)..hours(7)).contains(&quiet(1)), "{:?}", quiet(1));
    assert_eq!(quiet(30), hours(11), "jitter included");
}

#[test]
fn without_dates_the_wait_grows_until_something_is_new() {
    let dateless = |new| {
        let mut outcome = good(Hints::default());
        if let Outcome::Good {
            entry_dates,
            new_entries,
            ..
        } = &mut outcome
        {
            entry_dates.clear();
            *new_entries = new;
        }
        outcome
    };
    let mut state = poll(&SourceState::default(), &dateless(3), at(START));
    assert_eq!(state.interval, Some(hours(1)));
    for _ in 0..9 {
        state = poll(&state, &unchanged(Hints::default()), at(START));
    }
    assert_eq!(state.interval, Some(hours(11)));
    assert_eq!(state.next_at, Some(at("2026-11-02T21:00:00Z")));
    assert_eq!(
        poll(&state, &dateless(1), at(START)).interval,
        Some(hours(1))
    );
}

#[test]
fn no_address_is_asked_more_than_once_an_hour_whatever_feeds_toml_says() {
    let eager = Source {
        every: Duration::from_mins(1),
        ..source()
    };
    let next = next_poll(
        &eager,
        &SourceState::default(),
        &good(Hints::default()),
        at(START),
    );
    assert_eq!(next.next_at, Some(at("2026-11-02T11:00:00Z")));
}

#[test]
fn nothing_is_asked_before_its_time_and_everything_at_it() {
    let state = poll(&SourceState::default(), &good(Hints::default()), at(START));
    assert!(
        !is_due(&state, at(START)),
        "a second start at the same moment"
    );
    assert!(!is_due(&state, at("2026-11-02T10:59:59Z")));
    assert!(is_due(&state, at("2026-11-02T11:00:00Z")));
}

#[test]
fn a_time_set_by_a_wrong_clock_counts_as_past() {
    let state = poll(
        &SourceState::default(),
        &good(Hints::default()),
        at("2027-11-02T10:00:00Z"),
    );
    assert!(is_due(&state, at(START)));
}

#[test]
fn a_long_plan_is_no_wrong_clock() {
    let monthly = Source {
        every: DAY * 20,
        every_max: DAY * 20,
        ..source()
    };
    let next = next_poll(
        &monthly,
        &SourceState::default(),
        &good(Hints::default()),
        at(START),
    );
    assert!(!is_due(&next, at("2026-11-03T10:00:00Z")), "{next:?}");
    assert!(is_due(&next, at("2026-11-22T10:00:00Z")), "{next:?}");
    assert!(
        is_due(&next, at("2026-10-01T10:00:00Z")),
        "the clock was wrong"
    );
}

#[test]
fn a_plan_that_feeds_toml_would_not_make_any_more_is_outgrown() {
    let rare = Source {
        every: DAY * 300,
        every_max: DAY * 300,
        ..source()
    };
    let (none, good) = (SourceState::default(), good(Hints::default()));
    let next = next_poll(&rare, &none, &good, at(START));
    assert!(!is_outgrown(&rare, &next), "{next:?}");
    assert!(is_outgrown(&source(), &next), "{next:?}");
    let often = poll(&none, &good, at(START));
    assert!(!is_outgrown(&source(), &often), "{often:?}");
    assert!(!is_outgrown(&source(), &none));
    let busy = poll(
        &often,
        &failure(429, &[("retry-after", "604800")]),
        at(START),
    );
    assert!(!is_outgrown(&source(), &busy), "{busy:?}");
}

#[test]
fn a_long_retry_after_that_ends_in_skip_days_is_obeyed() {
    let skip_days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat"].map(|day| day.parse().expect(day));
    let hints = Hints {
        skip_days: skip_days.into(),
        ..Hints::default()
    };
    let state = poll(&SourceState::default(), &good(hints), at(START));
    let busy = failure(429, &[("retry-after", "604800")]);
    let state = poll(&state, &busy, at(START));
    // A Monday in a week is none to ask on either.
    assert_eq!(state.next_at, Some(at("2026-11-15T00:00:00Z")));
    assert!(!is_due(&state, at(START) + TimeDelta::days(4)), "{state:?}");
}

#[test]
fn an_interval_of_two_months_is_kept() {
    let rare = Source {
        every: DAY * 60,
        every_max: DAY * 60,
        ..source()
    };
    let mut state = SourceState::default();
    for outcome in [good(Hints::default()), unchanged(Hints::default())] {
        state = next_poll(&rare, &state, &outcome, at(START));
        assert_eq!(state.next_at, Some(at(START) + TimeDelta::days(60)));
        assert!(!is_due(&state, at("2026-12-02T10:00:00Z")));
    }
}
