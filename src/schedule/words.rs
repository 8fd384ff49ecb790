//! A state in, what to tell a person about it out.

use crate::model::{Hints, SourceKind, SourceState};
use std::time::Duration;

/// Why a source is asked when it is, and what it asked of us: one line each.
pub fn explain(state: &SourceState) -> Vec<String> {
    let mut lines = Vec::new();
    match (&state.off, state.next_at) {
        (Some(off), _) => lines.push(format!("off since {}: {}", off.since, off.reason)),
        (None, Some(at)) => lines.push(format!("next poll {at}: {}", state.next_reason)),
        (None, None) => lines.push("never asked yet".to_owned()),
    }
    lines.extend(asked_of_us(&state.hints));
    let validators = &state.validators;
    for (name, value) in [
        ("ETag", &validators.etag),
        ("Last-Modified", &validators.last_modified),
    ] {
        lines.extend(
            value
                .as_ref()
                .map(|value| format!("asked with its {name} {value}")),
        );
    }
    if let Some(trouble) = &state.page_trouble {
        lines.push(format!("needs a person: {trouble}"));
    }
    if let Some(found) = &state.found {
        lines.push(format!("read as {}", name(found.kind)));
    }
    if let Some(at) = state.climbed_at {
        lines.push(format!("its news was looked for at {at}"));
    }
    lines.extend(state.rungs.iter().map(|rung| format!("looked: {rung}")));
    if state.empty > 0 {
        lines.push(format!("had no entry in it {}", times(state.empty)));
    }
    if !state.waiting.is_empty() {
        let count = state.waiting.len();
        lines.push(format!("pages of articles still to be read: {count}"));
    }
    if let Some(failure) = &state.last_failure {
        let times = times(state.failures);
        lines.push(format!(
            "failed {times} in a row, last: {}",
            failure.message
        ));
    }
    if let Some(moving) = &state.moving {
        let times = times(moving.seen.times);
        let (first, to) = (moving.seen.first, &moving.to);
        lines.push(format!(
            "redirected for good to {to}, seen {times} since {first}"
        ));
    }
    if let Some(since) = state.held_since {
        lines.push(format!("its new entries are held back since {since}"));
    }
    for url in &state.former_urls {
        lines.push(format!("was at {url}"));
    }
    lines
}

/// What a source turned out to be.
fn name(kind: SourceKind) -> &'static str {
    match kind {
        SourceKind::Auto | SourceKind::Feed => "a feed",
        SourceKind::Wordpress => "the posts that WordPress lists as JSON",
        SourceKind::Sitemap => "a sitemap and the pages in it",
        SourceKind::Jsonld | SourceKind::Hfeed => "what the page says to machines",
        SourceKind::Page => "the list of news on its page",
    }
}

/// What a person should hear of, once: what is in `after` and was not in `before`.
pub fn notices(before: &SourceState, after: &SourceState) -> Vec<String> {
    let mut notices = Vec::new();
    if let (None, Some(off)) = (&before.off, &after.off) {
        notices.push(format!("is asked no more: {}", off.reason));
    }
    if before.held_since.is_none() && after.held_since.is_some() {
        notices.push(
            "title, entries and links changed all at once: new entries are held back for 14 days \
             or until you `accept` it"
                .to_owned(),
        );
    }
    if after.former_urls.len() > before.former_urls.len()
        && let (Some(from), Some(to)) = (after.former_urls.last(), &after.feed_url)
    {
        notices.push(format!(
            "moved from {from} to {to}: mend its `url` in feeds.toml"
        ));
    }
    notices
}

/// `2 h 30 min`: two units at most.
pub(super) fn span(time: Duration) -> String {
    let seconds = time.as_secs();
    let units = [("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1)];
    let first = units.iter().position(|(_, size)| seconds >= *size);
    let Some(first) = first else {
        return "0 s".to_owned();
    };
    let mut rest = seconds;
    let mut parts = Vec::new();
    for (unit, size) in units.iter().skip(first).take(2) {
        let count = rest / size;
        rest %= size;
        if count > 0 {
            parts.push(format!("{count} {unit}"));
        }
    }
    parts.join(" ")
}

pub(super) fn times(count: u32) -> String {
    match count {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        count => format!("{count} times"),
    }
}

fn asked_of_us(hints: &Hints) -> Vec<String> {
    let spans = [
        ("the answer is fresh for", hints.fresh_for),
        ("ttl", hints.ttl),
        ("sy:updatePeriod", hints.period),
    ];
    let mut lines: Vec<String> = spans
        .into_iter()
        .filter_map(|(name, wait)| wait.map(|wait| format!("it says: {name} {}", span(wait))))
        .collect();
    let list = |items: Vec<String>| items.join(", ");
    if !hints.skip_hours.is_empty() {
        let hours = hints.skip_hours.iter().map(u8::to_string).collect();
        lines.push(format!("it says: skipHours {}", list(hours)));
    }
    if !hints.skip_days.is_empty() {
        let days = hints.skip_days.iter().map(ToString::to_string).collect();
        lines.push(format!("it says: skipDays {}", list(days)));
    }
    lines
}
