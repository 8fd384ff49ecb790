//! A word and what is known of its language in, the month that it means out.

use super::{
    Context,
    fold::one_script,
    months::WORDS,
    scan::{Kind, Scan},
    words::{self, Languages, Row, Sense},
};

/// What is known of a text's language.
pub(super) struct Months {
    /// Where to look, the likeliest first; the last is everything.
    ladder: Vec<Languages>,
    /// The languages that the text's other words speak; 0 where they do not agree.
    evidence: Languages,
}

/// What a month's word means.
pub(super) struct Month {
    /// One, or several between which only another word can decide.
    pub(super) months: Vec<u8>,
    pub(super) languages: Languages,
    /// It is cut short.
    pub(super) stem: bool,
    /// It is misspelt.
    pub(super) guessed: bool,
    pub(super) roman: bool,
}

impl Month {
    pub(super) fn why(&self) -> &'static str {
        match (self.guessed, self.roman, self.stem) {
            (true, _, _) => "month misspelt",
            (_, true, _) => "month in Roman numerals",
            (_, _, true) => "month cut short",
            (false, false, false) => "month by name",
        }
    }
}

impl Months {
    /// From the hints, the language of the text around, and the words of `scan`.
    pub(super) fn new(scan: &Scan, context: &Context<'_>) -> Self {
        let mut ladder = Vec::with_capacity(6);
        let hinted = context.languages.iter().map(words::bit);
        ladder.extend(hinted.clone().filter(|bit| *bit != 0));
        ladder.push(words::siblings(hinted.fold(0, |all, bit| all | bit)));
        if let Some(language) = context.text_language {
            let bit = words::bit(language);
            ladder.extend([bit, words::siblings(bit)]);
        }
        ladder.retain(|languages| *languages != 0);
        ladder.push(Languages::MAX);
        let mut evidence = Languages::MAX;
        for token in &scan.tokens {
            let spoken = token.languages(|sense| {
                !matches!(
                    sense,
                    Sense::Month(_) | Sense::Stem(_) | Sense::DayWord | Sense::Of
                )
            });
            if spoken != 0 && evidence & spoken != 0 {
                evidence &= spoken;
            }
        }
        Self { ladder, evidence }
    }

    /// The languages in which a misspelling may be meant: those hinted, and English.
    fn guessable(&self) -> Languages {
        let (_everything, hinted) = self.ladder.split_last().unwrap_or((&0, &[]));
        hinted.iter().fold(1, |all, languages| all | languages)
    }
}

/// The month that the word at `at` means, if it can mean one.
pub(super) fn months_of(scan: &Scan, at: usize, known: &Months) -> Option<Month> {
    let token = scan.at(at).filter(|token| token.is_word())?;
    named(token.rows, known).or_else(|| roman(scan, at))
}

fn named(rows: &[Row], known: &Months) -> Option<Month> {
    let narrowed = known.evidence;
    for (at, languages) in known.ladder.iter().enumerate() {
        let last = at + 1 == known.ladder.len();
        for stem_only in [false, true] {
            let pick = if stem_only { Sense::stem } else { Sense::month };
            let (mut months, mut spoken) = meant(rows, *languages, pick);
            if months.len() > 1 {
                let (fewer, speakers) = meant(rows, languages & narrowed, pick);
                if !fewer.is_empty() {
                    (months, spoken) = (fewer, speakers);
                }
            }
            if months.len() == 1 || (last && months.len() > 1) {
                return Some(Month {
                    months,
                    languages: spoken,
                    stem: stem_only,
                    guessed: false,
                    roman: false,
                });
            }
        }
    }
    None
}

/// The months that `languages` mean, and which of them do.
fn meant(
    rows: &[Row],
    languages: Languages,
    pick: impl Fn(Sense) -> Option<u8>,
) -> (Vec<u8>, Languages) {
    let (mut months, mut spoken) = (Vec::new(), 0);
    for row in rows.iter().filter(|row| row.2 & languages != 0) {
        if let Some(month) = pick(row.1) {
            spoken |= row.2 & languages;
            if !months.contains(&month) {
                months.push(month);
            }
        }
    }
    (months, spoken)
}

fn roman(scan: &Scan, at: usize) -> Option<Month> {
    let token = scan.at(at)?;
    let word = scan.word(token);
    let month = ROMAN.iter().position(|roman| *roman == word)?;
    (token.kind == Kind::Word { upper: true }).then_some(())?;
    Some(Month {
        months: vec![u8::try_from(month + 1).ok()?],
        languages: 0,
        stem: false,
        guessed: false,
        roman: true,
    })
}

/// The month that a misspelt word is meant to be: one letter wrong, missing, doubled or swapped; two
/// from eight letters on. Only in the hinted languages and English, and only if no other is as near.
pub(super) fn guess(scan: &Scan, at: usize, known: &Months) -> Option<Month> {
    let token = scan
        .at(at)
        .filter(|token| token.is_word() && token.rows.is_empty())?;
    let word = scan.word(token);
    let latin = one_script(word).map(|[latin, _]| latin);
    let word = latin.as_deref().unwrap_or(word);
    let length = word.chars().count();
    if length < 4 {
        return None;
    }
    let mut limit = if length >= 8 { 2 } else { 1 };
    let (mut months, mut languages) = (Vec::new(), 0);
    let guessable = known.guessable();
    for (name, sense, spoken) in WORDS {
        let Sense::Month(month) = sense else { continue };
        if spoken & guessable == 0 || name.len() < 4 || name.len().abs_diff(word.len()) > 4 {
            continue;
        }
        let distance = strsim::damerau_levenshtein(name, word);
        if distance < limit {
            limit = distance;
            months.clear();
            languages = 0;
        }
        if distance <= limit {
            languages |= spoken & guessable;
            if !months.contains(month) {
                months.push(*month);
            }
        }
    }
    (months.len() == 1).then_some(Month {
        months,
        languages,
        stem: false,
        guessed: true,
        roman: false,
    })
}

const ROMAN: [&str; 12] = [
    "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii",
];
