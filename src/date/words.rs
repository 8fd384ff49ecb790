//! A folded word in, what it can mean in a date and in which languages out.

use super::months::{LANGUAGES, WORDS};
use crate::model::Language;

/// One thing that a word can mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sense {
    /// 1 is January.
    Month(u8),
    /// The first letters of a month, as a CMS cuts them: needs a year beside it.
    Stem(u8),
    /// 1 is Monday.
    Weekday(u8),
    /// `days`, `sati`.
    Unit(Unit),
    /// `napja`: so many days ago, in one word.
    UnitAgo(Unit),
    /// `yesterday`: so many days ago.
    Ago(u8),
    /// `prije`, before the number.
    Before,
    /// `ago`, after the unit.
    After,
    /// `about`, before the number.
    About,
    /// `last` Friday.
    Last,
    /// `three`.
    Number(u8),
    /// `pm`: adds twelve hours; `am`: does not.
    Afternoon(bool),
    /// `h`, `Uhr`, after a time.
    OClock,
    /// `at`, `u`, before a time.
    At,
    /// `de`, `of`, between the parts of a date.
    Of,
    /// `to`, `and`, between the first and the last day.
    To,
    /// `godine`, `г`, after a year.
    YearWord,
    /// `d`, `th`, after a day.
    DayWord,
    /// `published`.
    Published,
    /// `updated`.
    Updated,
    /// `tel`, `version`: the numbers after it are no date.
    Decoy,
}

impl Sense {
    pub(super) fn month(self) -> Option<u8> {
        if let Self::Month(month) = self {
            Some(month)
        } else {
            None
        }
    }

    pub(super) fn stem(self) -> Option<u8> {
        if let Self::Stem(month) = self {
            Some(month)
        } else {
            None
        }
    }

    pub(super) fn weekday(self) -> Option<u8> {
        if let Self::Weekday(day) = self {
            Some(day)
        } else {
            None
        }
    }

    pub(super) fn number(self) -> Option<u8> {
        if let Self::Number(number) = self {
            Some(number)
        } else {
            None
        }
    }

    pub(super) fn ago(self) -> Option<u8> {
        if let Self::Ago(days) = self {
            Some(days)
        } else {
            None
        }
    }

    pub(super) fn afternoon(self) -> Option<bool> {
        if let Self::Afternoon(afternoon) = self {
            Some(afternoon)
        } else {
            None
        }
    }
}

/// What a relative date counts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Year,
}

/// A set of languages, one bit each, in the order of `months::LANGUAGES`.
pub(super) type Languages = u64;

/// A meaning and the languages that have it.
pub(super) type Row = (&'static str, Sense, Languages);

/// Everything that `folded` can mean.
pub(super) fn rows(folded: &str) -> &'static [Row] {
    lookup(folded).0
}

/// Everything that `folded` can mean, and whether it begins phrases of several words.
pub(super) fn lookup(folded: &str) -> (&'static [Row], bool) {
    let start = WORDS.partition_point(|row| row.0 < folded);
    let rest = WORDS.get(start..).unwrap_or_default();
    let count = rest.iter().take_while(|row| row.0 == folded).count();
    let (rows, after) = rest.split_at_checked(count).unwrap_or_default();
    let begins = |row: &Row| {
        row.0
            .strip_prefix(folded)
            .is_some_and(|rest| rest.starts_with(' '))
    };
    (rows, after.first().is_some_and(begins))
}

/// The language as a set; empty where the tables do not have it.
pub(super) fn bit(language: &Language) -> Languages {
    let tag = match language.primary() {
        "sh" | "cnr" | "srp" => "sr",
        "bos" => "bs",
        "hrv" => "hr",
        "nb" => "no",
        "mo" => "ro",
        primary => primary,
    };
    let at = LANGUAGES.iter().position(|one| *one == tag);
    at.map_or(0, |at| 1 << at)
}

/// The language as a set together with those that share its months: bs, hr and sr; sr and mk.
pub(super) fn siblings(languages: Languages) -> Languages {
    FAMILIES
        .iter()
        .filter(|family| languages & **family != 0)
        .fold(0, |all, family| all | family)
}

/// The only language of a set.
pub(super) fn only(languages: Languages) -> Option<Language> {
    if languages.count_ones() != 1 {
        return None;
    }
    let at = usize::try_from(languages.trailing_zeros()).ok()?;
    Language::parse(LANGUAGES.get(at)?)
}

const FAMILIES: &[Languages] = &[
    0b1110,      // bs hr sr
    0b10_1000,   // sr mk
    0xC000_0000, // no nn
    0x6000_0000, // da no
    0x0030_0000, // cs sk
];

/// The month that `folded` means in every language that knows it: `Nov`, `Júl`, never `listopada`.
/// A whole or usual short form is believed before the first letters of a longer one.
pub(super) fn month_anywhere(folded: &str) -> Option<u32> {
    let rows = || rows(folded).iter();
    let whole = rows().any(|row| row.1.month().is_some());
    let pick = |row: &Row| if whole { row.1.month() } else { row.1.stem() };
    let mut months = rows().filter_map(pick);
    let first = months.next()?;
    months
        .all(|other| other == first)
        .then_some(u32::from(first))
}

/// A day of the week in some language.
pub(super) fn is_weekday(folded: &str) -> bool {
    rows(folded)
        .iter()
        .any(|row| matches!(row.1, Sense::Weekday(_)))
}

#[cfg(test)]
mod tests {
    use super::super::fold::fold;
    use super::*;

    #[test]
    fn the_words_are_sorted_and_folded() {
        assert!(WORDS.is_sorted_by(|a, b| a.0 <= b.0));
        for (word, _, _) in WORDS {
            assert_eq!(fold(word), *word);
        }
    }
}
