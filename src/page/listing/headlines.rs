//! A title in; the date that it begins or ends with, and the title without it, out.

use crate::{date::Dated, page::dates::Dates};

/// What stands between a date and a title.
const JOINTS: &[&str] = &[" - ", " – ", " — ", " | ", ": "];

/// `12.03.2017 - Hochschule eröffnet Labor`, `Otvoren novi most (14.11.2026.)`. A title in which a date is told of keeps
/// it. For records that have no date of their own.
pub(super) fn dated(dates: &Dates<'_>, title: String) -> (Option<Dated>, String) {
    let found = splits(&title).find_map(|(date, rest)| {
        let rest = rest.trim();
        let is_title = rest.split_whitespace().count() > 1
            && rest.starts_with(|c: char| !c.is_lowercase())
            && !dates.is_date(rest);
        let date = date.trim();
        let says_year = date.bytes().filter(u8::is_ascii_digit).count() > 4;
        let day = (is_title && says_year && dates.is_date(date)).then(|| dates.read(date));
        Some((day.flatten()?, rest.to_owned()))
    });
    match found {
        Some((date, rest)) => (Some(date), rest),
        None => (None, title),
    }
}

/// Each way to read a title as a date and the rest.
fn splits(title: &str) -> impl Iterator<Item = (&str, &str)> {
    let leading = JOINTS.iter().filter_map(|joint| title.split_once(joint));
    let trailing = JOINTS.iter().filter_map(|joint| title.rsplit_once(joint));
    let trailing = trailing.map(|(rest, date)| (date, rest));
    let first_word = title
        .split_once(' ')
        .filter(|(word, _)| word.starts_with(|c: char| c.is_ascii_digit()));
    let in_brackets = title
        .strip_suffix(')')
        .and_then(|open| open.rsplit_once('('))
        .map(|(rest, date)| (date, rest));
    let simple = first_word.into_iter().chain(in_brackets);
    leading.chain(trailing).chain(simple)
}
