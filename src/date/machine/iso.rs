//! Digits with the year in front in (ISO 8601, RFC 3339, W3CDTF, SQL, and forms that blogs made of
//! them), a day and perhaps a time out.

use super::{
    super::{Dated, Moment, Precision, fold::fold, words},
    Cursor, Zone, clock,
    clock::compact_clock,
    clock::zone,
    dated, full_year,
};
use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, TimeZone, Weekday};

/// A year of four digits, its month and its day, week or ordinal day; seconds since 1970.
pub(super) fn read(text: &str) -> Option<Dated> {
    let mut cursor = Cursor::new(text);
    let digits = cursor.digits();
    match digits.len() {
        4 => {
            let day = after_year(&mut cursor, digits.parse().ok()?)?;
            let read = with_clock(cursor, day, Precision::Day, "written as ISO 8601")?;
            if text.contains('년') {
                in_seoul(read)
            } else {
                Some(read)
            }
        }
        7 if cursor.is_at_end() => None,
        8 => with_clock(cursor, compact_day(digits)?, Precision::Day, "eight digits"),
        9 | 10 | 13 if cursor.is_at_end() => epoch(digits),
        12 | 14 => {
            let day = compact_day(digits.get(..8)?)?;
            let time = compact_clock(&mut Cursor::new(digits.get(8..)?));
            let zone = zone(&mut cursor)?;
            let clock = time.filter(|_| cursor.is_at_end())?;
            dated(day, Some(clock), zone, Precision::Day, "fourteen digits")
        }
        _ => None,
    }
}

/// What ISO 8601 once allowed to leave out: the century, the day, the month.
pub(super) fn short(text: &str) -> Option<Dated> {
    let mut cursor = Cursor::new(text);
    let whole_century = cursor.eat('-');
    let digits = cursor.digits();
    let mut part = Cursor::new(digits);
    let year_of = |part: &mut Cursor<'_>, count| part.fixed(count).map(full_year);
    let (year, month) = match (digits.len(), whole_century) {
        (4, true) => (year_of(&mut part, 2)?, part.fixed(2)),
        (2, true) => (year_of(&mut part, 2)?, second_part(&mut cursor)),
        (4, false) => (part.fixed(4)?, second_part(&mut cursor)),
        (2, false) => {
            let day = after_year(&mut cursor, year_of(&mut part, 2)?)?;
            return with_clock(cursor, day, Precision::Day, "a year of two digits in front");
        }
        (5, false) => return ordinal(year_of(&mut part, 2)?, part.fixed(3)?, cursor),
        (7, false) => return ordinal(part.fixed(4)?, part.fixed(3)?, cursor),
        (6, false) => {
            let year = year_of(&mut part, 2)?;
            let day = ymd(year, part.fixed(2)?, part.fixed(2)?)?;
            return with_clock(cursor, day, Precision::Day, "six digits");
        }
        _ => return None,
    };
    if !cursor.is_at_end() || (digits.len() == 2 && month.is_none()) {
        return None;
    }
    let precision = month.map_or(Precision::Year, |_| Precision::Month);
    let day = ymd(year, month.unwrap_or(1), 1)?;
    dated(
        day,
        None,
        Zone::Unknown,
        precision,
        "written as ISO 8601, without a day",
    )
}

fn second_part(cursor: &mut Cursor<'_>) -> Option<u32> {
    let mut after = *cursor;
    after.eat('-').then_some(())?;
    let month = after.fixed(2)?;
    *cursor = after;
    Some(month)
}

fn ordinal(year: u32, day: u32, cursor: Cursor<'_>) -> Option<Dated> {
    let day = NaiveDate::from_yo_opt(i32::try_from(year).ok()?, day)?;
    with_clock(
        cursor,
        day,
        Precision::Day,
        "a year and the number of a day in it",
    )
}

/// What follows a year: month and day, week and day, or the number of the day.
fn after_year(cursor: &mut Cursor<'_>, year: u32) -> Option<NaiveDate> {
    let separator = cursor.eat_one_of(&['-', '/', '.', '년', '年']);
    if cursor.eat('W') {
        let week = cursor.fixed(2)?;
        cursor.eat('-');
        let day = cursor.fixed(1).unwrap_or(1);
        let weekday = Weekday::try_from(u8::try_from(day.checked_sub(1)?).ok()?).ok()?;
        return NaiveDate::from_isoywd_opt(i32::try_from(year).ok()?, week, weekday);
    }
    separator?;
    let korean = matches!(separator, Some('년' | '年'));
    if korean {
        cursor.skip_spaces();
    }
    if cursor.peek().is_some_and(char::is_alphabetic) {
        let month = words::month_anywhere(&fold(cursor.letters()))?;
        cursor.eat_one_of(&['-', '/', '.'])?;
        return ymd(year, month, day_number(cursor)?);
    }
    let (month, length) = cursor.number()?;
    let Some(_) = cursor.eat_one_of(&['-', '/', '.', '월', '月']) else {
        // 2003-335, the day's number in its year.
        let whole = length == 3 && separator == Some('-');
        return whole.then(|| NaiveDate::from_yo_opt(i32::try_from(year).ok()?, month))?;
    };
    if korean {
        cursor.skip_spaces();
    }
    // A month of three digits is a blog's 2003-012-31.
    let day = day_number(cursor).filter(|_| length <= 3)?;
    cursor.eat_one_of(&['일', '日']);
    ymd(year, month, day)
}

fn day_number(cursor: &mut Cursor<'_>) -> Option<u32> {
    let (day, length) = cursor.number()?;
    (length <= 2).then_some(day)
}

fn compact_day(digits: &str) -> Option<NaiveDate> {
    let mut part = Cursor::new(digits);
    let day = ymd(part.fixed(4)?, part.fixed(2)?, part.fixed(2)?)?;
    (1900..2100).contains(&day.year()).then_some(day)
}

fn ymd(year: u32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}

/// The time after a day, to the end of the text.
fn with_clock(
    mut cursor: Cursor<'_>,
    day: NaiveDate,
    precision: Precision,
    reason: &str,
) -> Option<Dated> {
    if cursor.is_at_end() {
        return dated(day, None, Zone::Unknown, precision, reason);
    }
    let after = cursor.eat_one_of(&['T', 't', '_', ',']);
    let spaces = cursor.peek().is_some_and(char::is_whitespace);
    cursor.skip_spaces();
    if after.is_none() && !spaces {
        return zone_of_a_day(cursor, day, precision, reason);
    }
    let half = korean_half(&mut cursor);
    let mut looking = cursor;
    looking.digits();
    let clock = if looking.peek() == Some(':') {
        clock(&mut cursor)?
    } else if matches!(after, Some('T' | 't')) {
        compact_clock(&mut cursor)?
    } else {
        return zone_of_a_day(cursor, day, precision, reason);
    };
    let clock = match half {
        Some(afternoon) => clock.half(afternoon)?,
        None => clock,
    };
    let zone = zone(&mut cursor)?;
    cursor.skip_spaces();
    let comment = matches!(cursor.peek(), Some('[' | '('));
    if !cursor.is_at_end() && !comment {
        return None;
    }
    dated(day, Some(clock), zone, precision, reason)
}

/// Korean blogs write the hour of Seoul and do not say so.
fn in_seoul(read: Dated) -> Option<Dated> {
    let Moment::Local(local) = read.moment else {
        return Some(read);
    };
    let seoul = FixedOffset::east_opt(9 * 3600)?;
    Some(Dated {
        moment: Moment::Instant(seoul.from_local_datetime(&local).single()?),
        reason: "written in Korean, so in the time of Seoul".to_owned(),
        ..read
    })
}

/// XML Schema's `2003-12-31Z` and `2003-12-31+01:00`: the day is what counts.
fn zone_of_a_day(
    mut cursor: Cursor<'_>,
    day: NaiveDate,
    precision: Precision,
    reason: &str,
) -> Option<Dated> {
    let clear = matches!(cursor.peek(), Some('Z' | '+'));
    zone(&mut cursor)?;
    (clear && cursor.is_at_end()).then(|| dated(day, None, Zone::Unknown, precision, reason))?
}

fn korean_half(cursor: &mut Cursor<'_>) -> Option<bool> {
    let mut after = *cursor;
    let afternoon = match after.letters() {
        "오전" => false,
        "오후" => true,
        _ => return None,
    };
    after.skip_spaces();
    *cursor = after;
    Some(afternoon)
}

fn epoch(digits: &str) -> Option<Dated> {
    let count: i64 = digits.parse().ok()?;
    let instant = if digits.len() == 13 {
        DateTime::from_timestamp_millis(count)?
    } else {
        DateTime::from_timestamp_secs(count)?
    };
    Some(Dated {
        moment: Moment::Instant(instant.fixed_offset()),
        precision: Precision::Second,
        language: None,
        reason: "seconds since 1970".to_owned(),
    })
}
