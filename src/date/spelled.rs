//! A month's name in a text in, the day and year around it out: `3. novembar 2026.`, `Nov 3rd, 2026`,
//! `2026. november 3.`

use super::{
    Context,
    found::{Found, Reading, What, is_alone, is_filler, is_range},
    months_of::Month,
    numeric::is_decoy,
    scan::{Kind, Scan},
    words::Sense,
};

/// The date whose month is the word at `at`.
pub(super) fn spelled(
    scan: &Scan,
    at: usize,
    month: Month,
    context: &Context<'_>,
) -> Option<Found> {
    let (start, end, year, day) = around(scan, at, context)?;
    let word = scan.word(scan.at(at)?);
    let short = word.chars().count() <= 3 && !WHOLE.contains(&word);
    if year.is_none() && (month.guessed || ((short || month.stem) && !is_alone(scan, start, end))) {
        return None;
    }
    if month.roman && (year.is_none() || !roman_stands_apart(scan, at)) {
        return None;
    }
    if is_decoy(scan, start) {
        return None;
    }
    let (start, day) = range_start(scan, start, day).unwrap_or((start, day));
    let readings = month.months.iter();
    let readings = readings.map(|month| Reading {
        year,
        month: u32::from(*month),
        day,
    });
    Some(Found {
        what: What::Days {
            readings: readings.collect(),
            ranked: false,
        },
        start,
        end,
        languages: month.languages,
        why: month.why(),
    })
}

/// Names of three letters that are not cut short: they are months even in a sentence.
const WHOLE: &[&str] = &[
    "jul", "jun", "mae", "mai", "maj", "may", "mei", "май", "мај", "мая", "јул", "јун", "юли",
    "юни",
];

/// First token, end, year and day of the date around a month.
type Around = (usize, usize, Option<i32>, u32);

fn around(scan: &Scan, at: usize, context: &Context<'_>) -> Option<Around> {
    let left = day_left(scan, at);
    let right = day_right(scan, at + 1);
    if let Some((day, start)) = left {
        if let Some((year, end)) = year_right(scan, at + 1) {
            return Some((start, end, Some(year), day));
        }
        if let Some((_, end)) = right
            && let Some((year, end)) = year_right(scan, end)
            && let Some((day, _)) = right
        {
            return Some((at, end, Some(year), day));
        }
        if let Some((year, end)) = short_year_right(scan, at + 1, context) {
            return Some((start, end, Some(year), day));
        }
        if let Some((year, first)) = year_left(scan, start, true) {
            return Some((first, at + 1, Some(year), day));
        }
        return Some((start, at + 1, None, day));
    }
    let (day, end) = right?;
    if let Some((year, end)) = year_right(scan, end) {
        return Some((at, end, Some(year), day));
    }
    if let Some((year, first)) = year_left(scan, at, false) {
        return Some((first, end, Some(year), day));
    }
    if let Some((year, end)) = short_year_right(scan, end, context) {
        return Some((at, end, Some(year), day));
    }
    Some((at, end, None, day))
}

/// The day before a month, and its token.
fn day_left(scan: &Scan, month: usize) -> Option<(u32, usize)> {
    let mut at = month;
    for _ in 0..4 {
        at = at.checked_sub(1)?;
        let token = scan.at(at)?;
        if let Some((day, digits)) = token.number() {
            return (digits <= 2 && (1..=31).contains(&day) && !ends_a_time(scan, at))
                .then_some((day, at));
        }
        let joint = token.is_sign(&['.', '-', '/', ',', '°', '\'', ')']);
        let word = token.means(|sense| matches!(sense, Sense::Of | Sense::DayWord));
        if !joint && !word {
            return None;
        }
    }
    None
}

/// The number at `at` is the end of `14:30`.
fn ends_a_time(scan: &Scan, at: usize) -> bool {
    scan.before(at).is_some_and(|sign| sign.is_sign(&[':']))
        && scan.at(at).is_some_and(|number| !number.spaced)
}

/// The day after a month, and the end of it; of a range the first day.
fn day_right(scan: &Scan, after_month: usize) -> Option<(u32, usize)> {
    let mut at = after_month;
    while scan.at(at)?.is_sign(&['.', ',', '-', '/']) || scan.at(at)?.means(|s| s == Sense::Of) {
        at += 1;
        if at > after_month + 2 {
            return None;
        }
    }
    let (day, digits) = scan.at(at)?.number()?;
    let time = scan
        .at(at + 1)
        .is_some_and(|sign| sign.is_sign(&[':']) && !sign.spaced);
    if digits > 2 || !(1..=31).contains(&day) || time {
        return None;
    }
    at += 1;
    if let (Some(dash), Some(last)) = (scan.at(at), scan.at(at + 1))
        && dash.is_sign(&['-'])
        && last
            .number()
            .is_some_and(|(last, digits)| digits <= 2 && (day..=31).contains(&last))
    {
        at += 2;
    }
    while let Some(token) = scan.at(at)
        && (token.is_sign(&['.', '°', ')'])
            || token.means(|s| s == Sense::DayWord) && !token.spaced
            || token.means(|s| s == Sense::DayWord) && scan.word(token).len() < 3)
    {
        at += 1;
    }
    Some((day, at))
}

/// The four digits of a year from `from` on, and the end of it.
fn year_right(scan: &Scan, from: usize) -> Option<(i32, usize)> {
    let mut at = from;
    loop {
        let token = scan.at(at)?;
        if let Some((year, digits)) = token.number() {
            let year = i32::try_from(year).ok()?;
            return (digits == 4 && (1900..2100).contains(&year)).then_some((year, at + 1));
        }
        let joint = token.is_sign(&['.', ',', '-', '/', '\'', '(', ')']);
        if at >= from + 4 || !(joint || is_filler(token)) {
            return None;
        }
        at += 1;
    }
}

/// The two digits of a year, where nothing says that they are a time or a counter.
fn short_year_right(scan: &Scan, from: usize, context: &Context<'_>) -> Option<(i32, usize)> {
    let mut at = from;
    let (mut apostrophe, mut comma) = (false, false);
    while scan.at(at)?.is_sign(&['.', ',', '-', '/', '\'']) {
        apostrophe |= scan.at(at)?.is_sign(&['\'']);
        comma |= scan.at(at)?.is_sign(&[',']);
        at += 1;
        if at > from + 2 {
            return None;
        }
    }
    let (short, digits) = scan.at(at)?.number()?;
    let next = scan.at(at + 1);
    let followed = next.is_some_and(|next| {
        next.is_sign(&[':', '%'])
            || next.number().is_some()
            || next.means(|s| matches!(s, Sense::OClock | Sense::Afternoon(_) | Sense::Unit(_)))
            || next.is_sign(&['.'])
                && scan
                    .at(at + 2)
                    .is_some_and(|n| n.number().is_some() && !n.spaced)
    });
    // `12. maj – 14. maj`: the second day, not a year.
    let beyond = [at + 1, at + 2].into_iter().filter_map(|at| scan.at(at));
    let month = beyond.take_while(|token| token.is_word() || token.is_sign(&['.']));
    let followed = followed
        || month
            .into_iter()
            .any(|token| token.means(|s| s.month().is_some()));
    if digits != 2 || (followed && !apostrophe) || (comma && !apostrophe && next.is_some()) {
        return None;
    }
    Some((super::order::short_year(short, context)?, at + 1))
}

/// The year before `to`, and its token. Beyond a day it must be said to be one (`2026. gada 3. marts`).
fn year_left(scan: &Scan, to: usize, beyond_day: bool) -> Option<(i32, usize)> {
    let mut at = to;
    let mut said = !beyond_day;
    for _ in 0..5 {
        at = at.checked_sub(1)?;
        let token = scan.at(at)?;
        if let Some((year, digits)) = token.number() {
            let year = i32::try_from(year).ok()?;
            return (said && digits == 4 && (1900..2100).contains(&year)).then_some((year, at));
        }
        let word = token.means(|sense| matches!(sense, Sense::YearWord | Sense::Of));
        said |= word;
        if !word && !token.is_sign(&['.', ',', '-', '/', '(', ')']) {
            return None;
        }
    }
    None
}

/// The first day of `14-16. maj`, and its token.
fn range_start(scan: &Scan, day_at: usize, day: u32) -> Option<(usize, u32)> {
    if scan.at(day_at)?.number()?.0 != day {
        return None;
    }
    let mut at = day_at.checked_sub(1)?;
    if !is_range(scan.at(at)?) {
        return None;
    }
    at = at.checked_sub(1)?;
    if scan.at(at)?.is_sign(&['.']) {
        at = at.checked_sub(1)?;
    }
    let (first, digits) = scan.at(at)?.number()?;
    let chained = scan
        .before(at)
        .is_some_and(|sign| sign.is_sign(&[':', '.', '/', '-']));
    (digits <= 2 && (1..day).contains(&first) && !chained).then_some((at, first))
}

/// `3. II. 2026.`, `3 II 2026`, `3/II/2026`: in capitals.
fn roman_stands_apart(scan: &Scan, at: usize) -> bool {
    let upper = |token: &super::scan::Token| token.kind == Kind::Word { upper: true };
    scan.at(at).is_some_and(upper)
}
