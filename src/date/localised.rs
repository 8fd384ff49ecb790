//! A text of a page in, the one date in it that is meant out: all that can be one, then which.

#[cfg(test)]
mod tests;

use super::{
    Context, Dated, Moment, Precision, clocks,
    found::{Found, Reading, What, weekday},
    months_of::{Months, guess, months_of},
    numeric::numeric,
    order,
    relative::{local_now, relative},
    scan::Scan,
    spelled::spelled,
    words::{self, Sense},
};
use chrono::{Datelike, NaiveDate};

/// The date of `text`. Published beats updated, a date with a year beats one told from now, which beats
/// one without a year; then the first counts.
pub(super) fn read(text: &str, context: &Context<'_>) -> Option<Dated> {
    let scan = Scan::new(text);
    let mut found = all(&scan, context);
    end_of_range_gives_year(&scan, &mut found);
    let mut last_end = 0;
    let mut best: Option<(i32, Dated)> = None;
    for one in found {
        let label = label(&scan, last_end, one.start);
        last_end = one.end;
        let Some(dated) = settle(&scan, &one, label, context) else {
            continue;
        };
        let strength = match (&one.what, one.has_year()) {
            (What::FromNow(..), _) => 2,
            (What::Days { .. }, true) => 3,
            (What::Days { .. }, false) => 1,
        };
        let rank = label.map_or(1, |label| if label == Sense::Published { 2 } else { 0 });
        let score = rank * 10 + strength;
        if best.as_ref().is_none_or(|(other, _)| score > *other) {
            best = Some((score, dated));
        }
    }
    best.map(|(_, dated)| dated)
}

/// Everything that can be a date, in the order of the text.
fn all(scan: &Scan, context: &Context<'_>) -> Vec<Found> {
    let known = Months::new(scan, context);
    let mut found = Vec::new();
    let mut numbers = 0;
    let mut at = 0;
    while let Some(token) = scan.at(at) {
        let one = if token.number().is_some() {
            numbers += 1;
            relative(scan, at, context).or_else(|| numeric(scan, at, context))
        } else if !token.rows.is_empty() {
            let month = months_of(scan, at, &known);
            let spelled = month.and_then(|month| spelled(scan, at, month, context));
            spelled.or_else(|| relative(scan, at, context))
        } else {
            months_of(scan, at, &known).and_then(|month| spelled(scan, at, month, context))
        };
        at = push(&mut found, one, at);
    }
    if found.is_empty() && numbers > 0 {
        for at in 0..scan.tokens.len() {
            let guessed = guess(scan, at, &known);
            found.extend(guessed.and_then(|month| spelled(scan, at, month, context)));
        }
    }
    found
}

/// Adds what was found; the token to look at next.
fn push(found: &mut Vec<Found>, one: Option<Found>, at: usize) -> usize {
    let Some(one) = one else { return at + 1 };
    let next = one.end.max(at + 1);
    // `14. 05.` was taken for a day of its own before its month's name came.
    while found.last().is_some_and(|before| before.end > one.start) {
        found.pop();
    }
    found.push(one);
    next
}

/// `28. februar – 1. mart 2026.`: the year stands at the end only.
fn end_of_range_gives_year(scan: &Scan, found: &mut [Found]) {
    for at in 1..found.len() {
        let (before, rest) = found.split_at_mut(at);
        let (Some(first), Some(second)) = (before.last_mut(), rest.first()) else {
            continue;
        };
        let between = scan.tokens.get(first.end..second.start).unwrap_or_default();
        let dash = between.iter().any(|token| token.is_sign(&['-']));
        let joined = dash && between.iter().all(|token| token.is_sign(&['-', '.', ',']));
        let What::Days { readings: ends, .. } = &second.what else {
            continue;
        };
        let end = ends.first().filter(|end| joined && end.year.is_some());
        if let (Some(end), What::Days { readings, .. }) = (end, &mut first.what) {
            for start in readings.iter_mut().filter(|start| start.year.is_none()) {
                let later = (start.month, start.day) > (end.month, end.day);
                start.year = end.year.map(|year| year - i32::from(later));
            }
        }
    }
}

/// The label before `to`, the nearest to it, behind the date before.
fn label(scan: &Scan, from: usize, to: usize) -> Option<Sense> {
    let between = scan.tokens.get(from..to).unwrap_or_default();
    between.iter().rev().find_map(|token| {
        let is = |sense| token.means(|one| one == sense);
        // "Last update date": the stronger word counts.
        [Sense::Updated, Sense::Published]
            .into_iter()
            .find(|label| is(*label))
    })
}

/// One day out of what a piece of text can mean, with its time; None where it stays open.
fn settle(
    scan: &Scan,
    found: &Found,
    label: Option<Sense>,
    context: &Context<'_>,
) -> Option<Dated> {
    let clock = || clocks::around(scan, found.start, found.end);
    let (moment, precision, doubt) = match &found.what {
        What::FromNow(Moment::Day(day), Precision::Day) => {
            let (moment, precision) = with_clock(*day, clock());
            (moment, precision, "")
        }
        What::FromNow(moment, precision) => (*moment, *precision, ""),
        What::Days { readings, ranked } => {
            let (day, doubt) = choose(scan, found, readings, *ranked, context)?;
            let (moment, precision) = with_clock(day, clock());
            (moment, precision, doubt)
        }
    };
    let language = words::only(found.languages);
    let mut reason = String::with_capacity(64);
    reason.push_str(found.why);
    for (joint, part) in [
        (
            ", in ",
            language.as_ref().map_or("", |language| language.as_str()),
        ),
        (
            ", ",
            if found.has_year() || matches!(found.what, What::FromNow(..)) {
                ""
            } else {
                NO_YEAR
            },
        ),
        (", ", doubt),
        (
            ", ",
            label.map_or("", |label| {
                if label == Sense::Published {
                    "said to be published"
                } else {
                    "said to be updated"
                }
            }),
        ),
    ] {
        if !part.is_empty() {
            reason.push_str(joint);
            reason.push_str(part);
        }
    }
    Some(Dated {
        moment,
        precision,
        language,
        reason,
    })
}

pub(super) const NO_YEAR: &str = "without a year: the latest that is not in the future";

fn with_clock(day: NaiveDate, clock: Option<super::machine::Clock>) -> (Moment, Precision) {
    let local = clock.and_then(|clock| Some((clock.on(day)?, clock.precision)));
    match local {
        Some((local, precision)) => (Moment::Local(local), precision),
        None => (Moment::Day(day), Precision::Day),
    }
}

/// The one reading that stands, and what is to be said about it.
fn choose(
    scan: &Scan,
    found: &Found,
    readings: &[Reading],
    ranked: bool,
    context: &Context<'_>,
) -> Option<(NaiveDate, &'static str)> {
    let stated = weekday_near(scan, found);
    let days = readings.iter().filter_map(|one| day(*one, stated, context));
    let days: Vec<NaiveDate> = days
        .filter(|day| order::believable(*day, context))
        .collect();
    let first = *days.first()?;
    let fits = |day: &&NaiveDate| stated == Some(day.weekday().number_from_monday());
    let fitting: Vec<&NaiveDate> = days.iter().filter(fits).collect();
    match (fitting.as_slice(), days.len()) {
        ([day], 2..) => Some((**day, "the weekday decides")),
        ([_], 1) => Some((first, "the weekday is right")),
        (_, 1) if stated.is_some() => Some((first, "though the weekday is wrong")),
        (_, 1) => Some((first, "")),
        _ if !ranked => None,
        _ if readings.len() > 1 => Some((first, "by the order of day and month here")),
        _ => Some((first, "")),
    }
}

/// The weekday beside a date, or within it, in a language of the date.
fn weekday_near(scan: &Scan, found: &Found) -> Option<u32> {
    let near = found.start.saturating_sub(3)..(found.end + 3).min(scan.tokens.len());
    let spoken = match found.languages {
        0 => words::Languages::MAX,
        languages => languages | words::siblings(languages),
    };
    let words = scan.tokens.get(near).unwrap_or_default().iter();
    words
        .filter(|token| token.languages(|sense| matches!(sense, Sense::Weekday(_))) & spoken != 0)
        .filter(|token| !token.means(|sense| !matches!(sense, Sense::Weekday(_))))
        .find_map(weekday)
        .map(u32::from)
}

/// The day of a reading; without a year the latest that has come, and that the weekday fits where one of
/// the last years has it so.
fn day(reading: Reading, stated: Option<u32>, context: &Context<'_>) -> Option<NaiveDate> {
    if reading.year.is_some() {
        return order::day_of(reading);
    }
    let today = local_now(context).date();
    let years = (today.year() - 8..=today.year()).rev();
    let days = years.filter_map(|year| NaiveDate::from_ymd_opt(year, reading.month, reading.day));
    let mut days = days.filter(|day| *day <= today);
    let latest = days.next()?;
    let fits = |day: &NaiveDate| stated == Some(day.weekday().number_from_monday());
    if stated.is_none() || fits(&latest) {
        return Some(latest);
    }
    Some(days.take(5).find(fits).unwrap_or(latest))
}
