//! A record of a list in; its date with the year and month that the heading above it says, out.

use super::groups::Record;
use crate::{
    date::{Dated, Moment, Precision},
    page::{
        dates::Dates,
        dom::{Dom, Id},
    },
};
use chrono::Datelike;

/// Nodes that are looked at above a record: a month has so many items.
const MOST_ABOVE: usize = 3000;

/// The date of a record under a heading such as `Novembar 2019` or `2019`: a day alone is one of that month, a day
/// of a month is one of that year.
pub(super) fn inherited(dates: &Dates<'_>, record: &Record, date: Option<Dated>) -> Option<Dated> {
    let Some(date) = date else {
        let mut texts = record.range.clone().filter_map(|id| dates.dom.text_of(id));
        let day = texts.find(|text| is_day(text) || is_day_of_month(text))?;
        let (heading, says) = above(dates, record)?;
        if is_day_of_month(day) {
            let day = day.trim().trim_end_matches(['.', '/']);
            let year = heading.trim_end_matches('.');
            return (says == Says::Year)
                .then(|| dates.read(&format!("{day}.{year}").replace('/', ".")))
                .flatten();
        }
        let day = day.trim().trim_end_matches('.');
        let with = || dates.read(&format!("{day} {heading}"));
        let turned = || dates.read(&format!("{heading} {day}."));
        return (says == Says::Month)
            .then(|| with().or_else(turned))
            .flatten();
    };
    let year = date.day().year().to_string();
    let dom = dates.dom;
    let says_year = || {
        let mut range = record.range.clone();
        range.any(|id| {
            let states = |name| {
                dom.filled(id, name)
                    .is_some_and(|text| text.contains(&year))
            };
            dom.text_of(id).is_some_and(|text| text.contains(&year))
                || states("datetime")
                || states("content")
        })
    };
    if date.precision != Precision::Day || !date.is_yearless() || says_year() {
        return Some(date);
    }
    let Some((heading, _)) = above(dates, record) else {
        return Some(date);
    };
    let year = heading
        .split(|c: char| !c.is_ascii_digit())
        .find(|part| part.len() == 4);
    let day = year
        .and_then(|year| year.parse().ok())
        .and_then(|year| date.day().with_year(year));
    Some(match day {
        Some(day) => Dated {
            moment: Moment::Day(day),
            reason: format!("{}, of the year in the heading above", date.reason),
            ..date
        },
        None => date,
    })
}

/// What a heading says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Says {
    Year,
    Month,
}

/// The nearest heading above that is a month or a year and nothing else.
fn above(dates: &Dates<'_>, record: &Record) -> Option<(String, Says)> {
    let dom = dates.dom;
    let start = record.range.start;
    let first = start.saturating_sub(MOST_ABOVE);
    let heads = |id: &Id| {
        (HEADS.contains(&dom.name(*id)) || is_small_block(dom, *id)) && dom.end(*id) <= start
    };
    (first..start).rev().filter(heads).find_map(|id| {
        let line = dom.line(id);
        let digits = line.chars().filter(char::is_ascii_digit).count();
        if digits != 4 || line.split_whitespace().count() > 3 {
            return None;
        }
        if line.chars().filter(|c| c.is_alphanumeric()).count() == 4 {
            return Some((line, Says::Year));
        }
        let is_month = dates.read(&format!("1 {line}")).is_some()
            || dates.read(&format!("{line} 1.")).is_some();
        is_month.then_some((line, Says::Month))
    })
}

/// Whether an element says a year and nothing else, and stands in a line of its own.
pub(super) fn is_year(dom: &Dom, id: Id) -> bool {
    let heads = HEADS.contains(&dom.name(id)) || is_small_block(dom, id);
    heads && dom.end(id) - id <= MOST_IN_YEAR && {
        let line = dom.line(id);
        let mut letters = line.chars().filter(|c| c.is_alphanumeric());
        letters.clone().count() == 4 && letters.all(|c| c.is_ascii_digit())
    }
}

/// Nodes that the name of a year is made of, at most.
const MOST_IN_YEAR: usize = 6;

/// Whether an element is a line with one short text in it, with a number.
fn is_small_block(dom: &Dom, id: Id) -> bool {
    let mut texts = dom.inside(id).filter_map(|inner| dom.text_of(inner));
    matches!(dom.name(id), "div" | "p" | "td" | "li")
        && dom.end(id) - id <= 3
        && texts.any(|text| text.len() <= 60 && text.bytes().any(|b| b.is_ascii_digit()))
}

/// Elements that stand over others.
const HEADS: &[&str] = &[
    "h1", "h2", "h3", "h4", "h5", "h6", "dt", "th", "caption", "summary", "b", "strong",
];

/// `05.02`, `5.2.`, `05/02`: two numbers that are a day of a month where a year stands above, and nothing else.
fn is_day_of_month(text: &str) -> bool {
    let mut parts = text.trim().trim_end_matches('.').split(['.', '/']);
    let mut number = |most: u32| {
        let part = parts.next().unwrap_or_default().trim();
        (1..=2).contains(&part.len()) && part.parse().is_ok_and(|part| (1..=most).contains(&part))
    };
    number(31) && number(12) && parts.next().is_none()
}

/// `7`, `07.`, `Fri 7`: a day of a month and nothing else.
fn is_day(text: &str) -> bool {
    let text = text.trim();
    let number: String = text.chars().filter(char::is_ascii_digit).collect();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    matches!(number.len(), 1 | 2)
        && number
            .parse::<u32>()
            .is_ok_and(|day| (1..=31).contains(&day))
        && letters <= 10
        && text.split_whitespace().count() <= 2
        && !text.contains([':', '%', '/', '-', '+', '#'])
}
