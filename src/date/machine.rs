//! A date string as a program writes it in, the instant, time or day that it names out.

mod clock;
mod cursor;
mod iso;
mod named;

#[cfg(test)]
mod tests;

use super::{Dated, Moment, Precision, cut};
use chrono::{FixedOffset, NaiveDate, TimeZone};
use chrono_tz::Tz;
use cursor::Cursor;

pub(super) use clock::{Clock, clock};

/// More is no date, whatever it is (RELIABILITY.md 34).
const LONGEST: usize = 100;

/// Reads what feeds and metadata write: RFC 822 and what became of it, RFC 3339, W3CDTF, ISO 8601 with its
/// weeks, ordinal days and short forms, asctime, the JavaScript and SQL forms, seconds since 1970.
///
/// What is read is the whole string, not something in it. A wrong weekday is forgiven, an impossible
/// day or hour is not; a time without an offset, or with one that nobody knows, is local.
pub fn machine(text: &str) -> Option<Dated> {
    let text = cut(text, LONGEST).trim();
    strict(text)
        .or_else(|| iso::short(text))
        .or_else(|| named::read(text))
}

/// Those forms of [`machine`] that are also believed of a text on a page.
pub(super) fn strict(text: &str) -> Option<Dated> {
    let first = text.bytes().next()?;
    if first.is_ascii_digit() {
        iso::read(text)
    } else {
        None
    }
}

/// RFC 822, asctime and their like, on a page: with a time, else the words are the scanner's.
pub(super) fn with_time(text: &str) -> Option<Dated> {
    let time =
        |window: &[u8]| matches!(window, [a, b':', c] if a.is_ascii_digit() && c.is_ascii_digit());
    let has_time = text.len() <= LONGEST && text.as_bytes().windows(3).any(time);
    has_time.then(|| named::read(text)).flatten()
}

/// Where a clock stands.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Zone {
    Offset(FixedOffset),
    Named(Tz),
    Unknown,
}

/// A day, perhaps a time, perhaps a zone: put together.
fn dated(
    day: NaiveDate,
    clock: Option<Clock>,
    zone: Zone,
    precision: Precision,
    reason: &str,
) -> Option<Dated> {
    let reason = reason.to_owned();
    let Some(clock) = clock else {
        let moment = Moment::Day(day);
        return Some(Dated {
            moment,
            precision,
            language: None,
            reason,
        });
    };
    let local = clock.on(day)?;
    let moment = match zone {
        Zone::Offset(offset) => Moment::Instant(offset.from_local_datetime(&local).single()?),
        Zone::Named(tz) => match tz.from_local_datetime(&local).earliest() {
            Some(instant) => Moment::Instant(instant.fixed_offset()),
            None => Moment::Local(local),
        },
        Zone::Unknown => Moment::Local(local),
    };
    Some(Dated {
        moment,
        precision: clock.precision,
        language: None,
        reason,
    })
}

/// A year of two digits: of this century up to 69, of the last one from 70.
pub(super) fn full_year(year: u32) -> u32 {
    match year {
        0..70 => 2000 + year,
        // Perl and JavaScript count years from 1900, and somebody always prints 126.
        70..200 => 1900 + year,
        _ => year,
    }
}
