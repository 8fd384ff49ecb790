//! What is known of a source in, how long to wait out.

use crate::{
    model::{Hints, Source, SourceState, Timestamp},
    schedule::{DAY, HOUR, LONGEST_BACK_OFF, later, since, words},
};
use chrono::{Datelike as _, Timelike as _};
use std::time::Duration;
use xxhash_rust::xxh3::xxh3_64;

/// Hints of a good answer count for no longer: a max-age of a year is a mistake.
const LONGEST_HINT: Duration = Duration::from_hours(48);
/// A feed without validators is sent whole every time: fewer than eight times in any day.
const WITHOUT_VALIDATORS: Duration = Duration::from_mins(3 * 60 + 10);
/// How many entries a rhythm is read from.
const RHYTHM_ENTRIES: usize = 10;
/// A source is asked so many times between two of its entries.
const POLLS_PER_ENTRY: u32 = 4;
/// Waits below this need no jitter: a cron run every half hour would make it a lost run.
const NO_JITTER: Duration = Duration::from_hours(2);

/// The latest of everything that asks us to wait after a good answer, and which one it was.
pub(super) fn after_answer(
    source: &Source,
    state: &SourceState,
    now: Timestamp,
) -> (Duration, String) {
    let hints = &state.hints;
    let (usual, usual_reason) = rhythm(source, state, now);
    let mut latest = (usual, usual_reason);
    let asked = [
        (
            state.validators.is_empty().then_some(WITHOUT_VALIDATORS),
            "it cannot be asked whether anything changed (no ETag, no Last-Modified)",
        ),
        (hints.fresh_for, "its server calls the answer fresh for"),
        (hints.ttl, "its ttl is"),
        (hints.period, "its sy:updatePeriod is"),
    ];
    for (wait, reason) in asked {
        let Some(wait) = wait.map(|wait| wait.min(LONGEST_HINT)) else {
            continue;
        };
        if wait > latest.0 {
            latest = (wait, format!("{reason} {}", words::span(wait)));
        }
    }
    latest
}

/// How long to wait after so many failures in a row: an hour, doubled up to a day.
pub(super) fn back_off(failures: u32) -> Duration {
    let doubled = 1_u32
        .checked_shl(failures.saturating_sub(1))
        .unwrap_or(u32::MAX);
    HOUR.saturating_mul(doubled.clamp(1, 24))
        .min(LONGEST_BACK_OFF)
}

/// Up to a tenth of `wait`, always the same for a source, so that sources that failed together
/// do not come back together.
pub(super) fn jitter(source: &Source, wait: Duration) -> Duration {
    if wait < NO_JITTER {
        return Duration::ZERO;
    }
    let share = xxh3_64(source.id.as_str().as_bytes()) % (wait.as_secs() / 10).max(1);
    Duration::from_secs(share)
}

/// The interval after an answer with nothing new, where there are no dates to go by.
pub(super) fn slower(source: &Source, interval: Option<Duration>) -> Duration {
    let (shortest, longest) = bounds(source);
    let interval = interval.unwrap_or(shortest).clamp(shortest, longest);
    (interval + interval / 2).min(longest)
}

/// The newest dates that are not in the future, newest first.
pub(super) fn recent(dates: &[Timestamp], now: Timestamp) -> Vec<Timestamp> {
    let mut past: Vec<Timestamp> = dates.iter().copied().filter(|date| *date <= now).collect();
    past.sort_unstable();
    past.reverse();
    past.truncate(RHYTHM_ENTRIES);
    past
}

/// Whether nobody should ask at that time. Hints that leave no time at all are none.
pub(super) fn skipped(at: Timestamp, hints: &Hints) -> bool {
    let hour = u8::try_from(at.hour()).unwrap_or_default();
    let every_hour = (0..24).all(|hour| hints.skip_hours.contains(&hour));
    let day = at.weekday();
    let every_day = (0..7).all(|number| {
        chrono::Weekday::try_from(number).is_ok_and(|day| hints.skip_days.contains(&day))
    });
    (!every_hour && hints.skip_hours.contains(&hour))
        || (!every_day && hints.skip_days.contains(&day))
}

/// The first instant from `at` on at which one may ask.
pub(super) fn out_of_skipped(at: Timestamp, hints: &Hints) -> Timestamp {
    let mut moved = at;
    for _ in 0..8 * 24 {
        if !skipped(moved, hints) {
            return moved;
        }
        let hour_start = moved
            .with_minute(0)
            .and_then(|at| at.with_second(0))
            .and_then(|at| at.with_nanosecond(0))
            .unwrap_or(moved);
        moved = later(hour_start, HOUR);
    }
    at
}

/// A quarter of the usual time between two entries, the present silence included.
fn rhythm(source: &Source, state: &SourceState, now: Timestamp) -> (Duration, String) {
    let (shortest, longest) = bounds(source);
    let count = u32::try_from(state.recent_entries.len()).unwrap_or(u32::MAX);
    let oldest = state.recent_entries.last().filter(|_| count > 1);
    let (wait, reason) = match oldest {
        Some(oldest) => {
            let gap = since(*oldest, now) / count;
            let reason = format!("it publishes about every {}", words::span(gap));
            (gap / POLLS_PER_ENTRY, reason)
        }
        None => (
            state.interval.unwrap_or(shortest),
            "its rhythm is not known yet".to_owned(),
        ),
    };
    let wait = wait.clamp(shortest, longest);
    let wait = (wait + jitter(source, wait)).min(longest);
    (
        wait,
        format!("{reason}; {} between polls", words::span(wait)),
    )
}

/// No answer is followed by a longer wait, but for what the server asks for.
pub(super) fn longest(source: &Source) -> Duration {
    bounds(source).1
}

/// `every` and `every_max`: the second is never the shorter one, and neither is without end.
fn bounds(source: &Source) -> (Duration, Duration) {
    let shortest = source.every.min(365 * DAY);
    (shortest, source.every_max.min(30 * DAY).max(shortest))
}
