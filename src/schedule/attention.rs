//! A source's state and the time in; why a person is needed, and the next step, out.
//!
//! What passes by itself is no reason: a server that is down for a night, a feed that is broken
//! until Monday. A reason is told when it begins, and once a week while it lasts (DESIGN.md 5).

use crate::{
    model::{Heard, Reason, Source, SourceState, Timestamp},
    schedule::{DAY, address, lasting::only_safer, since, words},
};
use std::time::Duration;

/// A source that used to work is given so long, ...
const PATIENCE: Duration = Duration::from_hours(3 * 24);
/// ... one that never did, less: its address may never have been right.
const PATIENCE_WITH_NEW: Duration = DAY;
/// Both have failed so often in a row by then.
const FAILURES: u32 = 3;
/// What lasts is told again after this. A little less, so that a weekly cron run tells it too.
const AGAIN: Duration = Duration::from_hours(7 * 24 - 1);

/// Notes in `state` what a person is told now, and returns it: nothing if nothing is wrong, or if
/// he heard of it within the week.
pub fn attention(source: &Source, state: &mut SourceState, now: Timestamp) -> Option<String> {
    let Some((reason, text)) = reason(source, state, now) else {
        state.told = None;
        return None;
    };
    let told = state.told.filter(|told| told.reason == reason);
    // 410 is said once (RELIABILITY.md 25): the source is asked no more.
    let heard = told.is_some_and(|told| {
        told.at <= now && (reason == Reason::Off || since(told.at, now) < AGAIN)
    });
    if heard {
        return None;
    }
    state.told = Some(Heard { reason, at: now });
    Some(text)
}

/// The most urgent reason why a person is needed, whether he was told or not.
pub fn reason(source: &Source, state: &SourceState, now: Timestamp) -> Option<(Reason, String)> {
    off(state)
        .map(|text| (Reason::Off, text))
        .or_else(|| held(source, state).map(|text| (Reason::Held, text)))
        .or_else(|| {
            state
                .page_trouble
                .clone()
                .map(|text| (Reason::Layout, text))
        })
        .or_else(|| broken(source, state, now).map(|text| (Reason::Broken, text)))
        .or_else(|| quiet(source, state, now).map(|text| (Reason::Quiet, text)))
        .or_else(|| moved(source, state).map(|text| (Reason::Moved, text)))
}

fn off(state: &SourceState) -> Option<String> {
    let off = state.off.as_ref()?;
    Some(format!("is asked no more: {}", off.reason))
}

fn held(source: &Source, state: &SourceState) -> Option<String> {
    let since = day(state.held_since?);
    Some(format!(
        "title, entries and links changed all at once, as when a domain is sold; its new entries \
         are held back since {since}, for 14 days: look at {}, then `clusterwire accept {}`, or \
         take it out of feeds.toml",
        address(source, state),
        source.id
    ))
}

fn broken(source: &Source, state: &SourceState, now: Timestamp) -> Option<String> {
    let (failure, since_when) = (state.last_failure.as_ref()?, state.failing_since?);
    let patience = match state.last_good {
        Some(_) => PATIENCE,
        None => PATIENCE_WITH_NEW,
    };
    if state.failures < FAILURES || since(since_when, now) < patience {
        return None;
    }
    let times = words::times(state.failures);
    let how_long = match state.last_good {
        Some(good) => format!(
            "broken since {} ({times}), last good {}",
            day(since_when),
            day(good)
        ),
        None => format!("never worked since {} ({times})", day(since_when)),
    };
    Some(format!(
        "{how_long}: {}; look at {}, and mend its `url` in feeds.toml or take it out",
        failure.message,
        address(source, state)
    ))
}

/// Silence counts from the newest entry, and from when we began to listen: an old site that is
/// added today has not fallen silent.
fn quiet(source: &Source, state: &SourceState, now: Timestamp) -> Option<String> {
    let newest = state.newest_entry?;
    let heard = newest.max(state.first_good?);
    let silent = since(heard, now);
    if state.failures > 0 || silent < source.expect_every {
        return None;
    }
    Some(format!(
        "quieter than promised: nothing new since {}, and `expect_every` is {}; look whether its \
         news are elsewhere now, or raise `expect_every` in feeds.toml",
        day(newest),
        words::span(source.expect_every)
    ))
}

/// http to https needs nobody: what feeds.toml says still leads there.
fn moved(source: &Source, state: &SourceState) -> Option<String> {
    let to = state.feed_url.as_ref()?;
    if !state.former_urls.contains(&source.url) || only_safer(&source.url, to) {
        return None;
    }
    Some(format!(
        "moved for good from {} to {to}, where it is asked now: mend its `url` in feeds.toml",
        source.url
    ))
}

fn day(at: Timestamp) -> impl std::fmt::Display {
    at.format("%Y-%m-%d")
}
