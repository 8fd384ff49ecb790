//! A date string, its language and context in; an instant or a local day out, with precision and
//! the reason in words.
//!
//! Feeds say `machine(text).or_else(|| read(text, &context))`: a feed's date field holds a date
//! and nothing else, so its odd abbreviations may be believed. Pages say `read`: there, a number
//! is more often not a date. A wrong date is worse than none.

mod clocks;
mod fold;
mod found;
mod localised;
mod machine;
mod months;
mod months_of;
mod numeric;
mod order;
mod relative;
mod scan;
mod spelled;
mod words;
mod written;
mod zones;

#[cfg(test)]
mod tests;

use crate::model::{DateOrder, Language, Timestamp};
use chrono::{DateTime, Days, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeZone};
use chrono_tz::Tz;

pub use machine::machine;
pub use order::learn_order;
pub use written::{month_name, weekday_name, written};

/// A date as it was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dated {
    /// When.
    pub moment: Moment,
    /// How exactly the text says it.
    pub precision: Precision,
    /// The language that settled it, where one did.
    pub language: Option<Language>,
    /// How it was read, in words, for `explain`.
    pub reason: String,
}

/// What a text can say about a point in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// A time with its offset from UTC.
    Instant(DateTime<FixedOffset>),
    /// A time on the clock of whoever wrote it.
    Local(NaiveDateTime),
    /// A day in the place of whoever wrote it.
    Day(NaiveDate),
}

/// How exactly a text says when. What it does not say is the first that it can be: 1 January, midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Precision {
    /// The year alone, or `2 years ago`.
    Year,
    /// Year and month, or `2 months ago`.
    Month,
    /// The week, or `2 weeks ago`.
    Week,
    /// The day.
    Day,
    /// Hours and minutes, perhaps; `2 hours ago`.
    Minute,
    /// Seconds.
    Second,
}

/// What is known where a date stands.
#[derive(Clone, Debug)]
pub struct Context<'a> {
    /// The languages its source writes dates in, most likely first.
    pub languages: &'a [Language],
    /// The language of the text around it, as declared or detected.
    pub text_language: Option<&'a Language>,
    /// The `now` of the run: relative dates count from it.
    pub now: Timestamp,
    /// Where the source's days begin and end.
    pub timezone: Tz,
    /// The order of day and month, as configured or learnt with [`learn_order`].
    pub order: DateOrder,
}

impl Context<'_> {
    /// Nothing is known but the time, in UTC.
    pub fn at(now: Timestamp) -> Self {
        Self {
            languages: &[],
            text_language: None,
            now,
            timezone: Tz::UTC,
            order: DateOrder::Auto,
        }
    }
}

/// Reads the date in a text of a page: a machine's form, a day in one of about forty languages, or a
/// day told from now (`prije 2 dana`). None where there is no date, or where it is not clear which.
pub fn read(text: &str, context: &Context<'_>) -> Option<Dated> {
    let text = cut(text.trim(), LONGEST);
    let by_machine = machine::strict(text).or_else(|| machine::with_time(text));
    by_machine
        .filter(|dated| order::believable(dated.day(), context))
        .or_else(|| localised::read(text, context))
}

/// More than this many bytes are not looked at (RELIABILITY.md 34): Cyrillic has two a letter.
const LONGEST: usize = 200;

impl Dated {
    /// The instant, local times being those of `timezone`.
    ///
    /// A day is its first moment there: so that it is not later than the article was seen. Of a time that
    /// comes twice when clocks are set back, the first counts; one that is skipped when they are set
    /// forward is read with the offset from before.
    pub fn instant(&self, timezone: Tz) -> Timestamp {
        match self.moment {
            Moment::Instant(instant) => instant.to_utc(),
            Moment::Local(local) => at_clock(local, timezone),
            Moment::Day(day) => at_clock(day.and_time(NaiveTime::MIN), timezone),
        }
    }

    /// Whether the text names no year, and the latest was taken that is not in the future.
    pub fn is_yearless(&self) -> bool {
        self.reason.contains(localised::NO_YEAR)
    }

    /// The day on the clock of whoever wrote it.
    pub fn day(&self) -> NaiveDate {
        match self.moment {
            Moment::Instant(instant) => instant.date_naive(),
            Moment::Local(local) => local.date(),
            Moment::Day(day) => day,
        }
    }

    /// The clock as written: `YYYY-MM-DD`, or `YYYY-MM-DDTHH:MM` where it says a time.
    pub fn local_text(&self) -> String {
        match self.moment {
            Moment::Instant(instant) => instant.format("%Y-%m-%dT%H:%M").to_string(),
            Moment::Local(local) => local.format("%Y-%m-%dT%H:%M").to_string(),
            Moment::Day(day) => day.format("%Y-%m-%d").to_string(),
        }
    }
}

fn at_clock(local: NaiveDateTime, timezone: Tz) -> Timestamp {
    if let Some(found) = timezone.from_local_datetime(&local).earliest() {
        return found.to_utc();
    }
    // Skipped by the clock: no zone skips more than a day, and none skipped a day lately.
    let before = local.checked_sub_days(Days::new(1)).unwrap_or(local);
    match timezone.from_local_datetime(&before).earliest() {
        Some(found) => found.to_utc() + (local - before),
        None => local.and_utc(),
    }
}

/// `text` without what lies beyond `bytes`, cut between two letters.
fn cut(text: &str, bytes: usize) -> &str {
    text.get(..text.floor_char_boundary(bytes))
        .unwrap_or_default()
}
