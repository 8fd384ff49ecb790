//! Numbers with signs between them in, the order in which a place writes day, month and year out.

use super::{Context, found::Reading, numeric, scan::Scan};
use crate::model::DateOrder;
use chrono::{Datelike, NaiveDate};

/// In which order a source writes day and month, as its other dates show: a number above 12 proves it, else
/// the order in which the dates of a listing descend and do not lie in the future. Auto where nothing shows.
pub fn learn_order(dates: &[&str], context: &Context<'_>) -> DateOrder {
    let triples = dates.iter().filter_map(|text| triple(text));
    let triples: Vec<[u32; 3]> = triples.take(200).collect();
    let (mut day_first, mut month_first, mut year_first) = (0, 0, 0);
    for [first, second, third] in &triples {
        match (first, second, third) {
            (1000.., _, _) => year_first += 1,
            (13..=31, 1..=12, _) => day_first += 1,
            (1..=12, 13..=31, _) => month_first += 1,
            _ => {}
        }
    }
    match (day_first, month_first, year_first) {
        (days, months, _) if days > months => return DateOrder::Dmy,
        (days, months, _) if months > days => return DateOrder::Mdy,
        (0, 0, 1..) => return DateOrder::Ymd,
        _ => {}
    }
    let falls = |order| descends(&triples, order, context);
    match (falls(DateOrder::Dmy), falls(DateOrder::Mdy)) {
        (true, false) => DateOrder::Dmy,
        (false, true) => DateOrder::Mdy,
        (true, true) | (false, false) => DateOrder::Auto,
    }
}

/// What `first/second/third` can be, the likeliest first; `dotted` dates are never month first.
pub(super) fn readings(
    numbers: [(u32, usize); 3],
    dotted: bool,
    context: &Context<'_>,
) -> Vec<Reading> {
    let [first, second, third] = numbers;
    let mut found = Vec::with_capacity(2);
    let mut add = |year: Option<i32>, month: (u32, usize), day: (u32, usize)| {
        let reading = year.map(|year| Reading {
            year: Some(year),
            month: month.0,
            day: day.0,
        });
        let sound = reading.filter(|one| {
            month.1 <= 2 && day.1 <= 2 && day_of(*one).is_some_and(|day| believable(day, context))
        });
        found.extend(sound.filter(|one| !found.contains(one)));
    };
    if first.1 == 4 {
        add(year_of(first, context), second, third);
        return found;
    }
    let year = year_of(third, context);
    let short = first.1 == 2 && third.1 == 2;
    let order = match context.order {
        DateOrder::Auto => habit(context),
        settled @ (DateOrder::Dmy | DateOrder::Mdy | DateOrder::Ymd) => settled,
    };
    if short && order == DateOrder::Ymd {
        add(year_of(first, context), second, third);
    }
    if order == DateOrder::Mdy && !dotted {
        add(year, first, second);
    }
    add(year, second, first);
    if !dotted {
        add(year, first, second);
    }
    if short {
        add(year_of(first, context), second, third);
    }
    // Of two that may be meant, one that has not come yet is not, unless the place writes so.
    let tomorrow = context.now.naive_utc().date().succ_opt();
    let future = |one: &Reading| day_of(*one) > tomorrow;
    if context.order == DateOrder::Auto && !dotted && found.first().is_some_and(future) {
        found.sort_by_key(|one| future(one));
    }
    found
}

/// The day of a reading with a year, if there is such a day.
pub(super) fn day_of(reading: Reading) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(reading.year?, reading.month, reading.day)
}

/// Nobody reports from before the web, or from the year after next on.
pub(super) fn believable(day: NaiveDate, context: &Context<'_>) -> bool {
    (1970..=context.now.year() + 2).contains(&day.year())
}

/// The year that two digits mean: of this century up to next year, of the last one from 1990.
pub(super) fn short_year(short: u32, context: &Context<'_>) -> Option<i32> {
    let short = i32::try_from(short).ok()?;
    let this_century = context.now.year().div_euclid(100) * 100 + short;
    if this_century <= context.now.year() + 1 {
        return Some(this_century);
    }
    (90..100).contains(&short).then_some(this_century - 100)
}

fn year_of((value, digits): (u32, usize), context: &Context<'_>) -> Option<i32> {
    match digits {
        4 => i32::try_from(value).ok(),
        2 => short_year(value, context),
        _ => None,
    }
}

/// How the first language writes dates: the United States begin with the month, Hungary with the year.
fn habit(context: &Context<'_>) -> DateOrder {
    let language = context.languages.first().or(context.text_language);
    match language.map(|language| (language.primary(), language.as_str())) {
        Some(("en" | "es", tag)) if tag.ends_with("-US") || tag.ends_with("-PH") => DateOrder::Mdy,
        Some(("hu" | "lt", _)) => DateOrder::Ymd,
        Some(_) | None => DateOrder::Dmy,
    }
}

fn triple(text: &str) -> Option<[u32; 3]> {
    let scan = Scan::new(super::cut(text, super::LONGEST));
    let at = (0..scan.tokens.len()).find_map(|at| numeric::triple(&scan, at))?;
    Some(at.numbers.map(|(value, _)| value))
}

fn descends(triples: &[[u32; 3]], order: DateOrder, context: &Context<'_>) -> bool {
    let context = Context { order, ..*context };
    let today = context.now.naive_utc().date().succ_opt();
    let day = |numbers: &[u32; 3]| {
        let [first, second, third] = *numbers;
        let digits = if third > 99 { 4 } else { 2 };
        let numbers = [(first, 2), (second, 2), (third, digits)];
        readings(numbers, false, &context)
            .first()
            .copied()
            .and_then(day_of)
    };
    let days: Vec<_> = triples.iter().map(day).collect();
    days.len() > 1
        && days.iter().all(|day| day.is_some() && *day <= today)
        && days.is_sorted_by(|a, b| a >= b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;

    /// The order that the other dates of a site show.
    #[track_caller]
    fn check_order(rows: &[(&[&str], DateOrder)]) {
        let now = DateTime::parse_from_rfc3339("2020-06-15T10:00:00Z")
            .expect("a time")
            .to_utc();
        for (dates, wanted) in rows {
            assert_eq!(learn_order(dates, &Context::at(now)), *wanted, "{dates:?}");
        }
    }

    #[test]
    fn a_number_above_twelve_proves_the_order() {
        check_order(&[
            (&["03/04/2020", "25/03/2020"], DateOrder::Dmy),
            (&["03/04/2020", "03/25/2020"], DateOrder::Mdy),
            (&["2020. 04. 03.", "2020. 03. 25."], DateOrder::Ymd),
            (&["03/04/2020"], DateOrder::Auto),
            (&["no date"], DateOrder::Auto),
            (&[], DateOrder::Auto),
        ]);
    }

    #[test]
    fn a_listing_descends() {
        check_order(&[
            (&["06/05/2020", "05/04/2020", "03/06/2020"], DateOrder::Mdy),
            (&["05/06/2020", "12/05/2020", "11/05/2020"], DateOrder::Dmy),
        ]);
    }
}
