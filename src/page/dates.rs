//! Parts of a page in, the dates that they state out.

use super::{
    dom::{Dom, Id},
    opening::behind,
};
use crate::date::{self, Context, Dated, Precision};
use std::ops::Range;

/// A date's text is no longer, in characters.
pub(crate) const DATE_CHARS: usize = 60;

/// Reads dates on one page.
#[derive(Clone, Copy)]
pub(crate) struct Dates<'a> {
    pub(crate) dom: &'a Dom,
    pub(crate) context: &'a Context<'a>,
}

impl Dates<'_> {
    /// The day in a text, or that of `2 weeks ago`; nothing vaguer.
    pub(crate) fn read(&self, text: &str) -> Option<Dated> {
        if !is_datelike(text) || is_membership(text) {
            return None;
        }
        date::read(text, self.context).filter(|dated| dated.precision >= Precision::Week)
    }

    /// Whether a text is a date and hardly anything else.
    pub(crate) fn is_date(&self, text: &str) -> bool {
        let letters = text.chars().filter(|c| c.is_alphabetic()).count();
        let digit = text.bytes().any(|b| b.is_ascii_digit());
        digit && text.chars().count() <= 40 && letters < 24 && self.read(text).is_some()
    }

    /// As [`Dates::is_date`], however vague it is: "prije 2 sedmice", "März 2024".
    pub(crate) fn is_vague_date(&self, text: &str) -> bool {
        let letters = text.chars().filter(|c| c.is_alphabetic()).count();
        letters < 24 && is_datelike(text) && date::read(text, self.context).is_some()
    }

    /// What markup marks as the date of publication: `time`, and structured data.
    pub(crate) fn marked(&self, id: Id) -> Option<Dated> {
        let dom = self.dom;
        let stated = |name| dom.filled(id, name).and_then(|text| self.read(text));
        let property = dom.filled(id, "itemprop").unwrap_or_default();
        if matches!(property, "datePublished" | "dateCreated") {
            return stated("content")
                .or_else(|| stated("datetime"))
                .or_else(|| self.lines(id));
        }
        match dom.name(id) {
            name if is_time(name) => stated("datetime").or_else(|| self.lines(id)),
            "abbr" => stated("title"),
            _ => None,
        }
    }

    /// The date in the whole text of an element, else in one of its pieces.
    pub(crate) fn lines(&self, id: Id) -> Option<Dated> {
        let line = self.dom.line(id);
        if line.chars().count() > 3 * DATE_CHARS {
            return None;
        }
        self.read(&line)
            .or_else(|| self.pieces(self.dom.subtree(id), ""))
    }

    /// The date in one of the texts, or between bars: `by admin | 14 May 2020 | News`.
    pub(crate) fn pieces(&self, range: Range<Id>, title: &str) -> Option<Dated> {
        let texts = range.filter_map(|id| self.dom.text_of(id));
        let texts =
            texts.filter(|text| text.trim() != title && !is_deadline(text) && !is_membership(text));
        texts.into_iter().find_map(|text| {
            let parts = text
                .split(['|', '•', '·', '/', '—', '–', '\n'])
                .map(str::trim);
            let parts = parts.filter(|part| part.chars().count() <= DATE_CHARS && part.len() >= 6);
            let whole = (text.chars().count() <= DATE_CHARS).then_some(text.trim());
            whole
                .into_iter()
                .chain(parts)
                .find_map(|part| self.read(part))
        })
    }
}

/// `<time>`, and the elements with a script of their own that stand for it.
pub(crate) fn is_time(name: &str) -> bool {
    matches!(name, "time" | "local-time" | "relative-time" | "time-ago")
}

/// What a date is that is still to come, though nothing happens then.
const DEADLINES: &[&str] = &[
    "anmeldeschluss",
    "apply by",
    "bewerbungsfrist",
    "closing date",
    "data limită",
    "deadline",
    "einsendeschluss",
    "frist",
    "prijave do",
    "register by",
    "rok",
    "termen",
    "termen limită",
    "краен срок",
    "рок",
];

/// "Rok za prijavu: 28.04.2026." is not when something was published.
pub(crate) fn is_deadline(text: &str) -> bool {
    let low = text.trim_start().to_lowercase();
    let mut openings = DEADLINES.iter().filter_map(|label| low.strip_prefix(label));
    // Rok is also a man's name.
    openings.any(|rest| {
        let words = [":", " za ", " do ", " für ", " de ", " за ", " до "];
        rest.is_empty() || words.iter().any(|word| rest.starts_with(word))
    })
}

/// Since when somebody belongs to something, or something is there.
const MEMBERSHIPS: &[&str] = &[
    "established",
    "founded",
    "gegründet",
    "joined",
    "member since",
    "members since",
    "membru din",
    "mitglied seit",
    "osnovan",
    "tagság kezdete",
    "în cluster din",
    "član od",
    "članica od",
    "члан од",
    "чланица од",
];

/// "Member since 12 March 2019" is no day of news; behind a bar, in "Joined by 300 guests | 12 May 2025", is one.
pub(crate) fn is_membership(text: &str) -> bool {
    let low = text.trim_start().to_lowercase();
    let mut openings = MEMBERSHIPS.iter().filter_map(|label| behind(&low, label));
    openings.any(|rest| !rest.contains(['|', '•', '·']))
}

/// A digit, and not much else; or a few words, for "yesterday".
fn is_datelike(text: &str) -> bool {
    let length = text.trim().chars().count();
    (4..=180).contains(&length) && (text.bytes().any(|b| b.is_ascii_digit()) || length <= 24)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_sorted_and_without_doubles() {
        for table in [DEADLINES, MEMBERSHIPS] {
            assert!(table.is_sorted_by(|a, b| a < b), "{table:?}");
        }
    }
}
