//! Headers and a feed in, what they ask of us out.

use crate::{
    date::{self, Moment},
    model::{Failure, FailureKind, Feed, Headers, Hints, Timestamp},
    schedule::{DAY, HOUR, LONGEST_WAIT, since},
};
use chrono::{DateTime, NaiveDateTime, Weekday};
use std::time::Duration;

/// What an answer asks of us. `feed` is None for a 304, and where the same bytes came again.
pub fn hints(headers: &Headers, feed: Option<&Feed>, now: Timestamp) -> Hints {
    let fresh_for = fresh_for(headers, now);
    let Some(feed) = feed else {
        return Hints {
            fresh_for,
            ..Hints::default()
        };
    };
    Hints {
        fresh_for,
        ttl: feed.ttl.as_deref().and_then(ttl),
        period: period(feed),
        skip_hours: feed.skip_hours.iter().map(|hour| hour % 24).collect(),
        skip_days: feed
            .skip_days
            .iter()
            .filter_map(|day| weekday(day))
            .collect(),
    }
}

/// What a status that is no answer means, and for how long it puts us off: Retry-After in both
/// forms (RFC 9110 10.2.3), and the freshness of the refusal.
pub fn refusal(status: u16, headers: &Headers, now: Timestamp) -> Failure {
    let kind = match status {
        410 => FailureKind::Gone,
        429 | 503 => FailureKind::Busy,
        _ => FailureKind::Status,
    };
    let fresh = fresh_for(headers, now).filter(|_| kind == FailureKind::Busy);
    let fresh = fresh.map(|fresh| fresh.min(2 * DAY));
    let wait = retry_after(headers, now).max(fresh);
    Failure {
        kind,
        message: match meaning(status) {
            "" => format!("it answers {status}"),
            meaning => format!("it answers {status} ({meaning})"),
        },
        retry_after: wait.map(|wait| wait.as_secs()),
    }
}

/// RFC 9111 4.2.1, as a private cache reads it: max-age, else Expires against the answer's own
/// Date (so that a server's wrong clock does not matter), both less Age. None: nothing is said.
fn fresh_for(headers: &Headers, now: Timestamp) -> Option<Duration> {
    let age = headers
        .first("age")
        .and_then(delta_seconds)
        .unwrap_or_default();
    let directives: Vec<(String, String)> = headers
        .all("cache-control")
        .flat_map(|field| field.split(','))
        .map(directive)
        .collect();
    let max_age = directives.iter().find(|(name, _)| name == "max-age");
    if let Some((_, value)) = max_age {
        let lifetime = delta_seconds(value).unwrap_or_default();
        return Some(lifetime.saturating_sub(age));
    }
    if let Some(expires) = headers.first("expires") {
        let date = headers.first("date").and_then(http_date).unwrap_or(now);
        let lifetime = http_date(expires).map_or(Duration::ZERO, |expires| since(date, expires));
        return Some(lifetime.saturating_sub(age));
    }
    let never = |(name, _): &(String, String)| matches!(name.as_str(), "no-cache" | "no-store");
    directives.iter().any(never).then_some(Duration::ZERO)
}

fn directive(text: &str) -> (String, String) {
    let (name, value) = text.split_once('=').unwrap_or((text, ""));
    let name = name.trim().to_ascii_lowercase();
    (name, value.trim().trim_matches('"').to_owned())
}

/// Digits only; more of them than fit are a very long time (RFC 9111 1.2.2).
fn delta_seconds(text: &str) -> Option<Duration> {
    let text = text.trim();
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| Duration::from_secs(text.parse().unwrap_or(u32::MAX.into())))
}

fn retry_after(headers: &Headers, now: Timestamp) -> Option<Duration> {
    let field = headers.first("retry-after")?;
    if let Some(wait) = delta_seconds(field) {
        return Some(wait.min(LONGEST_WAIT));
    }
    let at = http_date(field)?;
    // By the server's own clock, unless that makes no sense.
    let by_its_clock = headers.first("date").and_then(http_date);
    let by_its_clock = by_its_clock.map(|date| since(date, at));
    let sound = |wait: &Duration| !wait.is_zero() && *wait <= LONGEST_WAIT;
    let wait = by_its_clock.filter(sound).unwrap_or_else(|| since(now, at));
    Some(wait.min(LONGEST_WAIT))
}

/// The three forms of RFC 9110 5.6.7, and what servers write in their place: another zone, a digit less. What has no
/// time of day (`0`, `-1`) is no date.
fn http_date(text: &str) -> Option<Timestamp> {
    const LONGEST: usize = 64;
    let text = text.trim();
    if text.len() > LONGEST {
        return None;
    }
    if let Ok(date) = DateTime::parse_from_rfc2822(text) {
        return Some(date.to_utc());
    }
    let forms = ["%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"];
    forms
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())
        .map(|date| date.and_utc())
        .or_else(|| other_date(text))
}

fn other_date(text: &str) -> Option<Timestamp> {
    let read = text.contains(':').then(|| date::machine(text))?;
    match read?.moment {
        Moment::Instant(instant) => Some(instant.to_utc()),
        Moment::Local(_) | Moment::Day(_) => None,
    }
}

/// RSS 2.0 ttl: minutes.
fn ttl(text: &str) -> Option<Duration> {
    let minutes: u64 = text.trim().parse().ok()?;
    (minutes > 0).then(|| Duration::from_secs(minutes.saturating_mul(60)))
}

/// RSS syndication module: so many times in a period; without a period, a day is meant.
fn period(feed: &Feed) -> Option<Duration> {
    if feed.update_period.is_none() && feed.update_frequency.is_none() {
        return None;
    }
    let name = feed.update_period.as_deref().unwrap_or("daily");
    let period = match name.trim().to_ascii_lowercase().as_str() {
        "hourly" => HOUR,
        "daily" => DAY,
        "weekly" => 7 * DAY,
        "monthly" => 30 * DAY,
        "yearly" => 365 * DAY,
        _ => return None,
    };
    let frequency = feed.update_frequency.as_deref();
    let frequency: u32 = frequency
        .and_then(|text| text.trim().parse().ok())
        .unwrap_or(1);
    Some(period / frequency.max(1))
}

fn weekday(name: &str) -> Option<Weekday> {
    name.trim().parse().ok()
}

fn meaning(status: u16) -> &'static str {
    match status {
        301 | 302 | 303 | 307 | 308 => "a redirect that leads nowhere",
        400 => "bad request",
        401 => "it wants a login",
        403 => "forbidden",
        404 => "not found",
        410 => "gone for good",
        429 => "too many requests",
        451 => "withheld for legal reasons",
        500 => "its own fault",
        502 | 504 => "the server behind it is down",
        503 => "not available now",
        _ => "",
    }
}
