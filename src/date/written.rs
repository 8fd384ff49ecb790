//! A day and a language in, the day as the pages of that language write it out.

use super::months::PAGES;
use crate::model::Language;
use chrono::{Datelike, NaiveDate};

/// Tag, months within a date, months alone, weekdays from Monday, CLDR's pattern of a long date.
pub(super) type Page = (
    &'static str,
    [&'static str; 12],
    [&'static str; 12],
    [&'static str; 7],
    &'static str,
);

/// A day as the pages of `language` write it: `12. novembar 2026.`, `2026. november 12.` English where we have
/// no names in it. From CLDR's long form.
pub fn written(day: NaiveDate, language: &Language) -> String {
    let (_, months, _, _, pattern) = page(language);
    let month = named(months, day.month());
    let mut text = String::with_capacity(32);
    let mut quoted = false;
    let mut letters = pattern.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\'' => quoted = !quoted,
            'd' if !quoted => text.push_str(&day.day().to_string()),
            'y' if !quoted => text.push_str(&day.year().to_string()),
            'M' if !quoted => {
                while letters.next_if_eq(&'M').is_some() {}
                text.push_str(month);
            }
            other => text.push(other),
        }
    }
    text
}

/// The name of a month, 1 to 12, standing alone, as above a list: `novembar`, `studeni`. English where we
/// have none; empty for any other number.
pub fn month_name(language: &Language, month: u32) -> &'static str {
    let (_, _, months, _, _) = page(language);
    named(months, month)
}

/// The name of a weekday, 1 is Monday. English where we have none; empty for any other number.
pub fn weekday_name(language: &Language, weekday: u32) -> &'static str {
    let (_, _, _, weekdays, _) = page(language);
    named(weekdays, weekday)
}

fn named(names: &'static [&'static str], number: u32) -> &'static str {
    let at = usize::try_from(number)
        .ok()
        .and_then(|number| number.checked_sub(1));
    at.and_then(|at| names.get(at)).copied().unwrap_or_default()
}

fn page(language: &Language) -> &'static Page {
    let tag = language.as_str();
    let cyrillic = tag.starts_with("sr-Cyrl");
    let primary = match language.primary() {
        "sr" if cyrillic => "sr-Cyrl",
        "cnr" | "sh" => "sr",
        primary => primary,
    };
    let find = |tag| PAGES.iter().find(|page| page.0 == tag);
    find(primary).or_else(|| find("en")).unwrap_or(&ENGLISH)
}

/// There is always English; this is what the compiler is told.
const ENGLISH: Page = ("", [""; 12], [""; 12], [""; 7], "d MMMM y");

#[cfg(test)]
mod tests {
    use super::*;

    /// A day as each language writes it.
    #[track_caller]
    fn check_written(rows: &[(&str, &str)]) {
        let day = NaiveDate::from_ymd_opt(2026, 11, 12).expect("a day");
        for (language, wanted) in rows {
            let language = Language::parse(language).expect("a language");
            assert_eq!(written(day, &language), *wanted);
        }
    }

    #[test]
    fn pages_write_a_day_as_their_language_does() {
        check_written(&[
            ("en", "12 November 2026"),
            ("bs", "12. novembar 2026."),
            ("hr", "12. studenoga 2026."),
            ("sr", "12. novembar 2026."),
            ("sr-Cyrl-RS", "12. новембар 2026."),
            ("sr-Latn", "12. novembar 2026."),
            ("ro", "12 noiembrie 2026"),
            ("de-AT", "12. November 2026"),
            ("hu", "2026. november 12."),
            ("bg", "12 ноември 2026\u{202f}г."),
            ("mk", "12 ноември 2026\u{202f}г."),
            ("sl", "12. november 2026"),
            ("sq", "12 nëntor 2026"),
            ("pl", "12 listopada 2026"),
            ("xx", "12 November 2026"),
        ]);
    }

    #[test]
    fn a_month_alone_stands_in_the_nominative() {
        let croatian = Language::parse("hr").expect("a language");
        assert_eq!(month_name(&croatian, 11), "studeni");
        assert_eq!(month_name(&croatian, 13), "");
        assert_eq!(weekday_name(&croatian, 4), "četvrtak");
    }
}
