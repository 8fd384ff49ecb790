//! A line of a page in; whether it says when the article was published, and hardly anything else, out.

use crate::{language::fold, page::dates::is_deadline};

/// A longer line says more than a day, in characters.
const LONGEST: usize = 50;

/// `Utorak, 9. svibnja 2023.`, `Niš, 12.10.2018.`, `Data publicării: 15.10.2020`; not `Deadline: 31 May 2026`.
pub(super) fn is_dateline(text: &str) -> bool {
    let parts = text.split(['·', '|', '•']);
    let several = parts.clone().count() > 1 && text.split_whitespace().count() <= 14;
    parts
        .into_iter()
        .enumerate()
        .any(|(at, part)| (at == 0 || several) && is_day(part.trim()))
}

fn is_day(text: &str) -> bool {
    let day = match text.split_once(':') {
        // The colon of a time follows a digit.
        Some((label, rest)) if !label.ends_with(|c: char| c.is_ascii_digit()) => {
            if !is_publishing(label) {
                return false;
            }
            rest
        }
        _ => text,
    };
    let words = day.split_whitespace();
    let mut plain = words.filter(|word| word.chars().any(char::is_alphabetic));
    let waits = plain.clone().next().is_some_and(is_still_to_come) || is_deadline(text);
    !waits && text.chars().count() <= LONGEST && names_day(day) && plain.nth(2).is_none()
}

/// Whether the numbers of a text are those of a day with its year.
fn names_day(text: &str) -> bool {
    let mut numbers = text.split(|c: char| !c.is_ascii_digit());
    let (mut day, mut year) = (false, false);
    numbers.all(|number| {
        let value: u32 = number.parse().unwrap_or(0);
        day |= number.len() <= 2 && (1..=31).contains(&value);
        year |= number.len() == 4 && (1990..2100).contains(&value);
        number.len() <= 4
    }) && day
        && year
}

/// Whether a label says that something was published then: `Date`, `Datum objave`, but not `Datum održavanja`.
fn is_publishing(label: &str) -> bool {
    let folded = fold(label.trim());
    let mut words = folded.split_whitespace();
    DAYS.contains(&folded.as_str())
        || words.clone().count() <= 3
            && words.any(|word| PUBLISHING.iter().any(|stem| word.starts_with(stem)))
}

/// Such labels that say no more than that a day follows, folded.
const DAYS: &[&str] = &["data", "date", "datum", "fecha", "stand"];

/// How the words of the others begin.
const PUBLISHING: &[&str] = &[
    "actualiz",
    "aktualis",
    "aktualiz",
    "azuriran",
    "created",
    "erstellt",
    "izmen",
    "izmijenj",
    "izmjen",
    "kozzete",
    "kreiran",
    "megjelen",
    "modified",
    "objav",
    "obnoven",
    "postat",
    "postavlj",
    "posted",
    "pubblicat",
    "publicac",
    "publicad",
    "publicar",
    "publicat",
    "publie",
    "publikov",
    "publikuv",
    "publish",
    "updated",
    "veroffentlich",
];

/// Whether a line that begins so tells of a day to come or of a beginning.
fn is_still_to_come(word: &str) -> bool {
    STILL_TO_COME.contains(&fold(word).as_str())
}

const STILL_TO_COME: &[&str] = &[
    "ab", "beginn", "begins", "bis", "deadline", "do", "from", "frist", "od", "pana", "pocetak",
    "rok", "since", "starts", "termen", "termin", "until", "when",
];
