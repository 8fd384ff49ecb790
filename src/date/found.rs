//! What a pattern saw in a text, before it is believed; which words are weekdays, labels and the rest.

use super::{
    Moment, Precision,
    scan::{Scan, Token},
    words::{Languages, Sense},
};

/// A piece of the text that can be a date.
pub(super) struct Found {
    pub(super) what: What,
    /// Its first token.
    pub(super) start: usize,
    /// The token after its last.
    pub(super) end: usize,
    /// The languages that it was read in; 0 where none was needed.
    pub(super) languages: Languages,
    /// How it was read, in words.
    pub(super) why: &'static str,
}

/// A day to be settled, or one that is.
pub(super) enum What {
    /// The likeliest first.
    Days {
        readings: Vec<Reading>,
        /// The first may be believed; else they are equals, and only another word can decide.
        ranked: bool,
    },
    /// Told from now. A day may get a time from the words around it.
    FromNow(Moment, Precision),
}

/// A day and a month, perhaps a year.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Reading {
    pub(super) year: Option<i32>,
    pub(super) month: u32,
    pub(super) day: u32,
}

impl Found {
    /// It says the year.
    pub(super) fn has_year(&self) -> bool {
        match &self.what {
            What::Days { readings, .. } => readings.iter().all(|one| one.year.is_some()),
            What::FromNow(..) => false,
        }
    }
}

/// The number of a weekday, where the token is one.
pub(super) fn weekday(token: &Token) -> Option<u8> {
    token.rows.iter().find_map(|row| row.1.weekday())
}

/// What stands between the first and the last day.
pub(super) fn is_range(token: &Token) -> bool {
    token.is_sign(&['-', '&']) || token.means(|sense| sense == Sense::To)
}

/// Words that stand between the parts of a date, or between the date and its time.
pub(super) fn is_filler(token: &Token) -> bool {
    token.means(|sense| {
        matches!(
            sense,
            Sense::Of
                | Sense::DayWord
                | Sense::YearWord
                | Sense::At
                | Sense::OClock
                | Sense::Weekday(_)
        )
    })
}

/// Everything outside `start..end` goes with a date: a label, a weekday, a time.
pub(super) fn is_alone(scan: &Scan, start: usize, end: usize) -> bool {
    let outside = scan.tokens.iter().enumerate();
    outside
        .filter(|(at, _)| !(start..end).contains(at))
        .all(|(at, token)| {
            let time = token.number().is_some()
                && [at + 1, at.wrapping_sub(1)]
                    .iter()
                    .any(|beside| scan.at(*beside).is_some_and(|t| t.is_sign(&[':'])));
            let label = token.means(|sense| {
                matches!(
                    sense,
                    Sense::Published | Sense::Updated | Sense::Afternoon(_)
                )
            });
            time || label
                || is_filler(token)
                || token.is_sign(&[',', '.', '|', '-', ':', '/', '(', ')', '•'])
        })
}
