//! A source's state, how asking it ended and the time in; when to ask it next, and why, out.
//!
//! Everything here is a pure function: time is an argument, jitter comes from the source's id.

mod attention;
mod hints;
mod interval;
mod lasting;
mod words;

pub use attention::{attention, reason};
pub use hints::{hints, refusal};
pub use lasting::{accept, moved, portrait};
pub use words::{explain, notices};

use crate::model::{
    Failure, FailureKind, Hints, Off, Outcome, Portrait, Source, SourceState, Timestamp,
};
use chrono::TimeDelta;
use std::time::Duration;

const HOUR: Duration = Duration::from_hours(1);
const DAY: Duration = Duration::from_hours(24);

/// No address is asked more often, whatever it says.
const MIN_GAP: Duration = HOUR;
/// A server may put us off for so long with Retry-After (`FreshRSS` #7920: two days were cut).
const LONGEST_WAIT: Duration = Duration::from_hours(7 * 24);
/// A time further off than this was computed by a clock that was wrong, if it was computed later than now.
const CLOCK_JUMP: Duration = Duration::from_hours(8 * 24);
/// Failures in a row double the wait up to this.
const LONGEST_BACK_OFF: Duration = DAY;
/// skipHours count for so long; after that we were kept from asking by something else.
const SKIP_PATIENCE: Duration = Duration::from_hours(48);

/// The state after asking a source: what is remembered, when it is asked next (`next_at`), why
/// then (`next_reason`). `now` is the instant of the run.
///
/// Rules: issue 4 and RELIABILITY.md 19-26. A good answer is followed by the latest of the
/// source's rhythm, freshness, ttl, sy:updatePeriod, moved out of skipHours and skipDays; a
/// failure by a wait that doubles from an hour to a day, or what Retry-After says.
pub fn next_poll(
    source: &Source,
    state: &SourceState,
    outcome: &Outcome,
    now: Timestamp,
) -> SourceState {
    let mut next = resume(source, state.clone());
    next.id = Some(source.id.clone());
    next.configured_url = Some(source.url.clone());
    next.last_asked = Some(now);
    let (wait, reason) = match outcome {
        Outcome::Good { .. } => {
            good(source, &mut next, outcome, now);
            interval::after_answer(source, &next, now)
        }
        Outcome::Unchanged {
            validators,
            hints,
            moved,
        } => {
            answered(&mut next, now);
            next.held_since = None;
            if let Some(validators) = validators {
                next.validators = validators.clone();
            }
            keep_hints(&mut next.hints, hints, validators.is_some());
            next.interval = Some(interval::slower(source, next.interval));
            let proven = next.portrait.is_some();
            lasting::sight_move(source, &mut next, moved.as_deref(), proven, now);
            interval::after_answer(source, &next, now)
        }
        Outcome::Failed(failure) => failed(source, &mut next, failure, now),
    };
    let at = interval::out_of_skipped(later(now, wait.max(MIN_GAP)), &next.hints);
    next.next_at = Some(at);
    next.next_reason = if at > later(now, wait.max(MIN_GAP)) {
        format!("{reason}, then out of its skipHours and skipDays")
    } else {
        reason
    };
    if let Some(off) = &next.off {
        next.next_at = None;
        next.next_reason.clone_from(&off.reason);
    }
    next
}

/// Whether a source is to be asked now. One that was never asked is; one that is off is not; a
/// time that only a wrong clock can have set counts as past.
pub fn is_due(state: &SourceState, now: Timestamp) -> bool {
    if state.off.is_some() {
        return false;
    }
    let Some(at) = state.next_at else { return true };
    // `every` may be a month, and a Retry-After of a week may end in skipDays.
    let meant = state.last_asked.is_some_and(|asked| asked <= now);
    if at > later(now, CLOCK_JUMP) && !meant {
        return true;
    }
    // A cron run may come late, and then fall into an hour in which nobody should ask.
    at <= now && (!interval::skipped(now, &state.hints) || later(at, SKIP_PATIENCE) <= now)
}

/// Its next poll was planned when it was to be asked much less often than feeds.toml says now.
pub fn is_outgrown(source: &Source, state: &SourceState) -> bool {
    let furthest = |asked| later(asked, interval::longest(source) + CLOCK_JUMP);
    let planned = state.last_asked.zip(state.next_at);
    state.off.is_none() && planned.is_some_and(|(asked, at)| at > furthest(asked))
}

/// Its address was asked less than an hour ago, whatever for.
pub fn was_just_asked(state: &SourceState, now: Timestamp) -> bool {
    state
        .last_asked
        .is_some_and(|asked| asked <= now && since(asked, now) < MIN_GAP)
}

/// The address to ask.
pub fn address<'a>(source: &'a Source, state: &'a SourceState) -> &'a str {
    state.feed_url.as_deref().unwrap_or(&source.url)
}

/// The state to go on from: what was learnt from another address than the one that feeds.toml
/// names now is forgotten. What its articles are is not in the state and stays.
pub fn resume(source: &Source, state: SourceState) -> SourceState {
    let same = state
        .configured_url
        .as_ref()
        .is_none_or(|url| *url == source.url);
    if same {
        return state;
    }
    SourceState {
        id: state.id,
        newest_entry: state.newest_entry,
        former_urls: state.former_urls,
        first_good: state.first_good,
        listed: state.listed,
        ..SourceState::default()
    }
}

/// New entries of this source are held back: everything about it changed at once, and nobody has
/// said yet that it is meant. Ask the state that `next_poll` returned for the answer.
pub fn is_held(state: &SourceState) -> bool {
    state.held_since.is_some()
}

fn good(source: &Source, next: &mut SourceState, outcome: &Outcome, now: Timestamp) {
    let Outcome::Good {
        validators,
        body_hash,
        hints,
        entry_dates,
        new_entries,
        known_entries,
        portrait,
        moved,
    } = outcome
    else {
        return;
    };
    answered(next, now);
    next.hints = hints.clone();
    if lasting::is_held_back(next, portrait, *new_entries, *known_entries, now) {
        // What we do not believe leaves no validators: the answer must come again to be accepted.
        return;
    }
    // An answer that was cut has neither: to ask with those of the last whole one is still right.
    if body_hash.is_some() || !validators.is_empty() {
        next.validators = validators.clone();
        next.body_hash.clone_from(body_hash);
    }
    next.recent_entries = interval::recent(entry_dates, now);
    next.newest_entry = next.newest_entry.max(next.recent_entries.first().copied());
    next.interval = Some(if *new_entries > 0 {
        source.every
    } else {
        interval::slower(source, next.interval)
    });
    remember(&mut next.portrait, portrait);
    lasting::sight_move(source, next, moved.as_deref(), *known_entries > 0, now);
}

/// An empty feed says nothing about where its entries would link to.
fn remember(known: &mut Option<Portrait>, seen: &Portrait) {
    match known {
        Some(known) if seen.hosts.is_empty() => known.title.clone_from(&seen.title),
        _ => *known = Some(seen.clone()),
    }
}

fn answered(next: &mut SourceState, now: Timestamp) {
    next.first_good = next.first_good.or(Some(now));
    next.last_good = Some(now);
    next.failures = 0;
    next.last_failure = None;
    next.failing_since = None;
    next.going = None;
    next.off = None;
}

/// A 304 need not repeat what its 200 said (RFC 9111 4.3.4), and holds no feed.
fn keep_hints(known: &mut Hints, said: &Hints, whole: bool) {
    if whole || said.fresh_for.is_some() {
        known.fresh_for = said.fresh_for;
    }
}

fn failed(
    source: &Source,
    next: &mut SourceState,
    failure: &Failure,
    now: Timestamp,
) -> (Duration, String) {
    next.failures = next.failures.saturating_add(1);
    next.last_failure = Some(failure.clone());
    next.failing_since = Some(next.failing_since.map_or(now, |since| since.min(now)));
    match failure.kind {
        FailureKind::Gone => gone(next, now),
        // A redirect to a login page is no move.
        FailureKind::NoFeed => next.moving = None,
        FailureKind::Network
        | FailureKind::Refused
        | FailureKind::Status
        | FailureKind::Busy
        | FailureKind::Panic => {}
    }
    let asked = failure.retry_after.map(Duration::from_secs);
    let asked = asked.unwrap_or_default().min(LONGEST_WAIT);
    let wait = if failure.kind == FailureKind::Gone {
        DAY
    } else {
        let wait = interval::back_off(next.failures);
        wait + interval::jitter(source, wait)
    };
    if asked > wait {
        let reason = format!("its server asked for {}", words::span(asked));
        return (asked, reason);
    }
    let times = words::times(next.failures);
    (
        wait,
        format!("failed {times} in a row: {}", failure.message),
    )
}

/// RFC 9110 15.5.11, but servers say 410 by mistake as well: three times over two days.
fn gone(next: &mut SourceState, now: Timestamp) {
    const TIMES: u32 = 3;
    let seen = lasting::sight(next.going, now);
    next.going = Some(seen);
    if seen.times >= TIMES && lasting::lasted(seen, 2 * DAY, now) {
        next.off = Some(Off {
            since: now,
            reason: "its server says it is gone for good (410): take it out of feeds.toml, or \
                     `accept` it to ask again"
                .to_owned(),
        });
    }
}

/// `from` and a while; the end of time where there is no such instant.
fn later(from: Timestamp, while_: Duration) -> Timestamp {
    TimeDelta::from_std(while_)
        .ok()
        .and_then(|delta| from.checked_add_signed(delta))
        .unwrap_or(Timestamp::MAX_UTC)
}

/// From `first` to `now`; zero where the clock went back.
fn since(first: Timestamp, now: Timestamp) -> Duration {
    (now - first).to_std().unwrap_or_default()
}

#[cfg(test)]
mod tests;
