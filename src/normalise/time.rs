//! The date strings of an entry in, instants out.

use crate::{
    date,
    model::{Entry, Feed, Language, Source, Timestamp, Warning},
};
use chrono::{DateTime, TimeDelta};

/// What an entry says about time.
pub(super) struct Times {
    /// As the publisher says, even where that is in the future.
    pub(super) published: Option<Timestamp>,
    /// The last change; never before `published`, never in the future.
    pub(super) updated: Option<Timestamp>,
}

/// Before 1990 nobody published on the web: what says so is a clock that was never set.
const FIRST: DateTime<chrono::Utc> = match DateTime::from_timestamp(631_152_000, 0) {
    Some(instant) => instant,
    None => DateTime::UNIX_EPOCH,
};

/// Dates are read as programs write them, then as people of the source's languages do. What cannot
/// be read is no date, and a warning.
pub(super) fn times(
    source: &Source,
    feed: &Feed,
    entry: &Entry,
    now: Timestamp,
    warnings: &mut Vec<Warning>,
) -> Times {
    let own = if source.date_languages.is_empty() {
        &source.languages
    } else {
        &source.date_languages
    };
    let declared = entry.language.as_deref().or(feed.language.as_deref());
    let text_language = declared.and_then(Language::parse);
    let context = date::Context {
        languages: own,
        text_language: text_language.as_ref(),
        now,
        timezone: source.timezone,
        order: source.date_order,
    };
    let mut read = |text: &Option<String>| {
        let text = text
            .as_deref()
            .map(str::trim)
            .filter(|text| !text.is_empty())?;
        let dated = date::machine(text).or_else(|| date::read(text, &context));
        let instant = dated
            .map(|dated| dated.instant(source.timezone))
            .filter(|at| *at >= FIRST);
        if instant.is_none() {
            let text = text.chars().take(100).collect();
            warnings.push(Warning::Date { text });
        }
        instant
    };
    let updated = read(&entry.updated);
    let published = read(&entry.published)
        .or_else(|| read(&entry.created))
        .or(updated);
    // A minute's difference is two clocks, not a change.
    let changed =
        updated.filter(|at| published.is_none_or(|first| *at > first + TimeDelta::minutes(1)));
    Times {
        published,
        updated: changed.map(|at| at.min(now)),
    }
}
