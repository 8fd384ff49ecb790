//! `10:14:55.25 pm`, `+01:00` in; a time of day, a zone out.

use super::{super::zones, Cursor, Precision, Zone};
use chrono::{Days, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime};

/// A time of day; 24:00 is the next day's midnight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::date) struct Clock {
    pub(in crate::date) hour: u32,
    pub(in crate::date) minute: u32,
    pub(in crate::date) second: u32,
    pub(in crate::date) precision: Precision,
}

impl Clock {
    /// None where no clock shows this.
    pub(in crate::date) fn new(hour: u32, minute: u32, second: Option<u32>) -> Option<Self> {
        let midnight = hour == 24 && minute == 0 && second.unwrap_or(0) == 0;
        let sound = (hour < 24 || midnight) && minute < 60 && second.unwrap_or(0) <= 60;
        let precision = match second {
            Some(_) => Precision::Second,
            None => Precision::Minute,
        };
        sound.then(|| Self {
            hour,
            minute,
            // A leap second: no clock here shows it.
            second: second.unwrap_or(0).min(59),
            precision,
        })
    }

    /// This time on `day`.
    pub(in crate::date) fn on(self, day: NaiveDate) -> Option<NaiveDateTime> {
        let day = if self.hour == 24 {
            day.checked_add_days(Days::new(1))?
        } else {
            day
        };
        let time = NaiveTime::from_hms_opt(self.hour % 24, self.minute, self.second)?;
        Some(day.and_time(time))
    }

    /// With `pm` or `am` after it. None for `14:00 am`, which nobody means.
    pub(in crate::date) fn half(self, afternoon: bool) -> Option<Self> {
        let hour = match (self.hour, afternoon) {
            (12, false) => 0,
            (12.., true) | (0..12, false) => self.hour,
            (0..12, true) => self.hour + 12,
            (13.., false) => return None,
        };
        Some(Self { hour, ..self })
    }
}

/// `9:15`, `10:14:55`, `10:14:55.25`, each with am or pm. Fractions of a second are dropped.
pub(in crate::date) fn clock(cursor: &mut Cursor<'_>) -> Option<Clock> {
    let (hour, _) = cursor.number().filter(|(_, length)| *length <= 2)?;
    if !cursor.eat(':') {
        return None;
    }
    let minute = two_digits(cursor)?;
    let second = if cursor.eat(':') {
        Some(two_digits(cursor)?)
    } else {
        None
    };
    let mut after = *cursor;
    if after.eat_one_of(&['.', ',']).is_some() && !after.digits().is_empty() {
        *cursor = after;
    }
    if cursor.peek() == Some(':') {
        return None;
    }
    let clock = Clock::new(hour, minute, second)?;
    half_of_day(cursor, clock)
}

/// `101455`, `1014`, `10`, as in basic ISO 8601.
pub(super) fn compact_clock(cursor: &mut Cursor<'_>) -> Option<Clock> {
    let digits = cursor.digits();
    let mut part = Cursor::new(digits);
    let hour = part.fixed(2)?;
    let (minute, second) = match digits.len() {
        2 => (0, None),
        4 => (part.fixed(2)?, None),
        6 => (part.fixed(2)?, Some(part.fixed(2)?)),
        _ => return None,
    };
    let mut after = *cursor;
    if after.eat_one_of(&['.', ',']).is_some() && !after.digits().is_empty() {
        *cursor = after;
    }
    Clock::new(hour, minute, second)
}

/// The zone after a time, nothing included. None where something is there that is no zone.
pub(super) fn zone(cursor: &mut Cursor<'_>) -> Option<Zone> {
    cursor.skip_spaces();
    // RFC 9557 puts the name of a zone in brackets, and other things too.
    let bracketed = cursor.rest().strip_prefix('[');
    let inside = bracketed.and_then(|rest| rest.split_once(']'));
    let bracketed = inside.is_some_and(|(name, _)| name.contains('/'));
    if bracketed {
        cursor.eat_one_of(&['[']);
    }
    let end = |c: char| !c.is_alphabetic() && !matches!(c, '/' | '_');
    let rest = cursor.rest();
    let name = cursor.take(rest.find(end).unwrap_or(rest.len()));
    if bracketed {
        cursor.eat_one_of(&[']']);
    }
    let utc = name.get(..4).filter(|etc| etc.eq_ignore_ascii_case("etc/"));
    let short = utc.and_then(|_| name.get(4..)).unwrap_or(name);
    let mut zone = if name.is_empty() {
        Zone::Unknown
    } else if let Some(offset) = zones::offset(short) {
        Zone::Offset(offset)
    } else {
        zones::named(name).map_or(Zone::Unknown, Zone::Named)
    };
    let counts_from_utc = name.is_empty() || zone == Zone::Offset(FixedOffset::east_opt(0)?);
    if let Some(sign) = cursor.eat_one_of(&['+', '-', '\u{2212}']) {
        let offset = offset(cursor, sign == '+')?;
        if counts_from_utc || zone == Zone::Unknown {
            zone = Zone::Offset(offset);
        }
    }
    Some(zone)
}

/// `01:00`, `0100`, `1`, after its sign.
fn offset(cursor: &mut Cursor<'_>, east: bool) -> Option<FixedOffset> {
    let (value, length) = cursor.number()?;
    let (hours, minutes) = match length {
        1 | 2 if cursor.eat(':') => (value, two_digits(cursor)?),
        1 | 2 => (value, 0),
        3 | 4 => (value / 100, value % 100),
        _ => return None,
    };
    if minutes >= 60 || hours >= 24 {
        return None;
    }
    let seconds = i32::try_from(hours * 3600 + minutes * 60).ok()?;
    FixedOffset::east_opt(if east { seconds } else { -seconds })
}

fn half_of_day(cursor: &mut Cursor<'_>, clock: Clock) -> Option<Clock> {
    let mut after = *cursor;
    after.skip_spaces();
    let letters = after.letters();
    let dotted = after.eat('.');
    let rest = after.letters();
    let afternoon = match (letters, rest) {
        ("AM" | "am" | "Am", "") | ("a" | "A", "m" | "M") => false,
        ("PM" | "pm" | "Pm", "") | ("p" | "P", "m" | "M") => true,
        _ => return Some(clock),
    };
    if dotted {
        after.eat('.');
    }
    *cursor = after;
    clock.half(afternoon)
}

fn two_digits(cursor: &mut Cursor<'_>) -> Option<u32> {
    let (value, length) = cursor.number()?;
    (length <= 2).then_some(value)
}
