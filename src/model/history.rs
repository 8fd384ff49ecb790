//! How asking a source has gone over the weeks, and what was wrong when: the status report's words.

use crate::model::{Failure, Reason, Site, SourceId, Timestamp};
use chrono::{Datelike, NaiveDate, TimeDelta};
use std::time::Duration;

/// How a visit went, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visited {
    /// The `now` of its run.
    pub at: Timestamp,
    /// From the request for the source's own address to the end of its answer, without the wait
    /// for a turn; None where there was no answer.
    pub answer: Option<Duration>,
    /// It brought no usable answer.
    pub failed: bool,
    /// Why a person is needed since then, and what to do.
    pub problem: Option<(Reason, String)>,
}

/// What happened at a source in one week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Week {
    /// Its first day, UTC.
    pub monday: NaiveDate,
    /// How often it was asked.
    pub visits: u32,
    /// Of these, without a usable answer.
    pub failures: u32,
    /// Answers whose time was taken.
    pub answers: u32,
    /// All of their times together.
    pub waited: Duration,
    /// The longest of them.
    pub slowest: Duration,
    /// New articles that are dated in this week, whenever they were seen.
    pub entries: u32,
}

impl Week {
    /// A week in which nothing is known to have happened.
    pub fn empty(monday: NaiveDate) -> Self {
        Self {
            monday,
            visits: 0,
            failures: 0,
            answers: 0,
            waited: Duration::ZERO,
            slowest: Duration::ZERO,
            entries: 0,
        }
    }

    /// Nothing is known to have happened.
    pub fn is_empty(&self) -> bool {
        *self == Self::empty(self.monday)
    }

    /// The Monday of the week in which `at` is, UTC.
    pub fn monday_of(at: Timestamp) -> NaiveDate {
        let day = at.date_naive();
        let past = TimeDelta::days(i64::from(day.weekday().num_days_from_monday()));
        day.checked_sub_signed(past).unwrap_or(day)
    }
}

/// Something that a person must act on, from when to when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Of which source; None: nothing could be published.
    pub source: Option<SourceId>,
    /// What kind; None where nothing could be published.
    pub reason: Option<Reason>,
    /// What and the next step, for the admin's eyes: it may name addresses and folders.
    pub text: String,
    /// When it was seen first.
    pub began: Timestamp,
    /// When it was over; None while it lasts.
    pub ended: Option<Timestamp>,
}

/// What the status report tells.
#[derive(Clone, Debug, PartialEq)]
pub struct StatusReport {
    /// When it was made.
    pub now: Timestamp,
    /// Whose.
    pub site: Site,
    /// In the order of feeds.toml.
    pub sources: Vec<SourceStatus>,
    /// What began or ended lately, the newest first.
    pub problems: Vec<Problem>,
}

/// How a source is doing.
#[derive(Clone, Debug, PartialEq)]
pub struct SourceStatus {
    /// Which.
    pub id: SourceId,
    /// From feeds.toml, else the host.
    pub name: String,
    /// The address that is asked; for the admin's eyes.
    pub asked_at: String,
    /// When it was asked last, and answered well last.
    pub last_asked: Option<Timestamp>,
    /// See [`SourceStatus::last_asked`].
    pub last_good: Option<Timestamp>,
    /// The effective date of its newest entry.
    pub newest_entry: Option<Timestamp>,
    /// When it is asked next; None: at once, or never.
    pub next_at: Option<Timestamp>,
    /// Why then; for the admin's eyes.
    pub next_reason: String,
    /// It is asked no more.
    pub off: bool,
    /// Failures in a row.
    pub failures: u32,
    /// The first of them.
    pub failing_since: Option<Timestamp>,
    /// The last of them.
    pub last_failure: Option<Failure>,
    /// Why a person is needed, and what to do; the text is for the admin's eyes.
    pub attention: Option<(Reason, String)>,
    /// The last weeks without a gap, this one last.
    pub weeks: Vec<Week>,
}
