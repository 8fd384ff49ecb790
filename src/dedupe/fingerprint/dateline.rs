//! The words before a text in; whether they tell where and when it was written, out.

use super::token::{Token, hash_of};
use chrono::{DateTime, Datelike, TimeDelta};

/// Words of the longest: "Novi Sad, Friday, 6 February 2026".
const MOST_WORDS: usize = 6;
/// Days before an article is published, and behind it, that may be that of its date line.
const DAYS: std::ops::RangeInclusive<i64> = -3..=1;

/// The words are those of a date line of an article published `at` (seconds since 1970): all numbers
/// in it are one day about then. Another day is that of what the text is about, and so is a time.
pub(in crate::dedupe) fn is_date_line(words: &[Token], at: i64) -> bool {
    let Some(published) = DateTime::from_timestamp(at, 0) else {
        return false;
    };
    let numbers = || words.iter().filter(|word| word.is_number());
    let tells = |days| {
        let Some(day) = published.checked_add_signed(TimeDelta::days(days)) else {
            return false;
        };
        let (date, month) = (day.day().to_string(), format!("m{}", day.month()));
        let year = day.year().to_string();
        let weekday = format!("w{}", day.weekday().number_from_monday());
        let times = |part: &str| {
            let hash = hash_of(part);
            numbers().filter(|word| word.hash == hash).count()
        };
        let (year, weekday) = (times(&year), times(&weekday));
        let all = 2 + year + weekday;
        times(&date) == 1
            && times(&month) == 1
            && year <= 1
            && weekday <= 1
            && numbers().count() == all
    };
    words.len() <= MOST_WORDS && DAYS.into_iter().any(tells)
}
