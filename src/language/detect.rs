//! Text in, the language it is written in out.

use super::{
    fold,
    kin::{Kin, bosnian_croatian_or_serbian},
};
use crate::model::Language;
use std::{collections::BTreeMap, sync::LazyLock};

/// Letters under which nothing is said.
const FEWEST_LETTERS: usize = 24;
/// Characters that are looked at.
const MOST_CHARS: usize = 1500;

/// The language of `text` and how sure that is, 0 to 1. None: too little text, or no language that
/// we know. Bosnian, Croatian and Serbian are told apart by words that only some of them use; where
/// there are none, by chance it may be either, and the confidence is under one half.
pub fn detect(text: &str) -> Option<(Language, f64)> {
    let (language, kin) = detect_kin(text)?;
    Some(match language {
        Kin::One(language) => (language, kin),
        Kin::Any(language) => (language, kin.min(0.4)),
    })
}

/// As [`detect`]; how sure it is that the text is in this language or one of its kin.
pub(super) fn detect_kin(text: &str) -> Option<(Kin, f64)> {
    let near = beginning(text);
    let (mut ascii, mut others) = (0, 0);
    for c in near.chars() {
        if c.is_ascii() {
            ascii += usize::from(c.is_ascii_alphabetic());
        } else {
            others += usize::from(c.is_alphabetic());
        }
    }
    let letters = ascii + others;
    if letters < FEWEST_LETTERS {
        return None;
    }
    let folded = fold(near);
    let latin = ascii * 2 > letters;
    if latin && let Some((code, confidence)) = by_common_words(words(&folded)) {
        return finish(code, confidence, &folded);
    }
    let found = whatlang::detect(near)?;
    let code = CODES
        .iter()
        .find(|(lang, _)| *lang == found.lang())
        .map(|(_, code)| *code)?;
    // Latin letters in which no common word of ours was found are seldom one of ours.
    let confidence = if latin {
        found.confidence() * 0.8
    } else {
        found.confidence()
    };
    finish(code, confidence, &folded)
}

/// As much of a text as is looked at.
fn beginning(text: &str) -> &str {
    // No character is shorter than a byte.
    if text.len() <= MOST_CHARS {
        return text;
    }
    let end = text.char_indices().nth(MOST_CHARS).map(|(end, _)| end);
    end.and_then(|end| text.get(..end)).unwrap_or(text)
}

fn words(folded: &str) -> impl Iterator<Item = &str> {
    let words = folded.split(|c: char| !c.is_alphabetic());
    words.filter(|word| !word.is_empty())
}

fn finish(code: &str, confidence: f64, folded: &str) -> Option<(Kin, f64)> {
    let kin = match code {
        "bs" | "hr" => match bosnian_croatian_or_serbian(words(folded)) {
            Some(code) => Kin::One(Language::parse(code)?),
            None => Kin::Any(Language::parse("bs")?),
        },
        other => Kin::One(Language::parse(other)?),
    };
    Some((kin, confidence))
}

/// The language whose most common words make up most of the text.
fn by_common_words<'a>(words: impl Iterator<Item = &'a str>) -> Option<(&'static str, f64)> {
    let mut counts: Vec<(usize, &str)> = COMMON.iter().map(|(code, _)| (0, *code)).collect();
    let mut all = 0;
    for word in words {
        all += 1;
        for place in whose(word) {
            if let Some((count, _)) = counts.get_mut(*place) {
                *count += 1;
            }
        }
    }
    counts.sort_unstable_by(|a, b| b.cmp(a));
    let (best, code) = *counts.first()?;
    let (second, _) = *counts.get(1)?;
    let share = ratio(best, all);
    let lead = ratio(best - second, best.max(1));
    let sure = best >= 3 && share >= 0.12 && lead >= 0.4;
    sure.then(|| (code, (0.5 + share + lead / 4.0).min(1.0)))
}

fn ratio(part: usize, whole: usize) -> f64 {
    let small = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    small(part) / small(whole.max(1))
}

/// The places of the lists in [`COMMON`] that have this word.
fn whose(word: &str) -> &'static [usize] {
    let Some(packed) = packed(word) else {
        return &[];
    };
    let row = word
        .bytes()
        .next()
        .map(|initial| usize::from(initial - b'a'));
    let row = row
        .and_then(|row| WHOSE.get(row))
        .map_or(&[][..], Vec::as_slice);
    let found = row.iter().find(|(known, _)| *known == packed);
    found.map_or(&[], |(_, places)| places.as_slice())
}

/// A word of one to eight of the letters a to z, as a number: each is another one.
fn packed(word: &str) -> Option<u64> {
    let letters = word.as_bytes();
    if letters.len() > LONGEST_COMMON || !letters.iter().all(u8::is_ascii_lowercase) {
        return None;
    }
    let number = |sum, letter: &u8| sum << u8::BITS | u64::from(*letter);
    Some(letters.iter().fold(0, number))
}

/// Words, packed, each with the places of the lists that have it.
type Row = Vec<(u64, Vec<usize>)>;

/// The common words, by their initials.
static WHOSE: LazyLock<[Row; 26]> = LazyLock::new(|| {
    let mut whose: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (place, (_, list)) in COMMON.iter().enumerate() {
        for word in *list {
            let places = whose.entry(word).or_default();
            if places.last() != Some(&place) {
                places.push(place);
            }
        }
    }
    let mut rows = [const { Row::new() }; 26];
    for (word, places) in whose {
        let initial = word
            .bytes()
            .next()
            .map(|initial| usize::from(initial - b'a'));
        let row = initial.and_then(|initial| rows.get_mut(initial));
        if let (Some(row), Some(packed)) = (row, packed(word)) {
            row.push((packed, places));
        }
    }
    rows
});

/// Letters of the longest of them.
const LONGEST_COMMON: usize = 8;

/// The most common short words, folded, of languages that `whatlang` does not know, or takes for
/// others where the marks are left off.
const COMMON: &[(&str, &[&str])] = &[
    (
        "bs",
        &[
            "je", "na", "se", "da", "za", "su", "od", "sa", "koji", "koja", "koje", "kao", "ili",
            "ce", "bi", "sto", "ali", "iz", "po", "ne", "i", "u", "biti", "bio", "kako", "samo",
            "vise", "nije", "te", "uz", "do", "o", "mi", "smo", "ove", "ovo", "njih", "godine",
        ],
    ),
    (
        "de",
        &[
            "der", "die", "das", "und", "ist", "von", "zu", "den", "mit", "des", "fur", "ein",
            "eine", "auf", "im", "dem", "nicht", "sich", "auch", "werden", "bei", "wird", "einer",
            "nach", "aus", "wir", "uber", "am", "als", "in",
        ],
    ),
    (
        "en",
        &[
            "the", "of", "and", "to", "in", "is", "that", "for", "on", "with", "as", "are", "was",
            "be", "by", "this", "it", "from", "at", "have", "has", "will", "which", "an", "or",
            "we", "our", "a", "its", "their", "more", "about", "you", "your", "how", "new",
        ],
    ),
    (
        "hu",
        &[
            "a", "az", "es", "hogy", "nem", "is", "egy", "meg", "volt", "ez", "vagy", "mint",
            "csak", "de", "szamara", "valamint", "soran", "altal", "ki", "mar", "lesz", "ezt",
            "pedig", "minden",
        ],
    ),
    (
        "it",
        &[
            "di", "che", "il", "la", "e", "per", "un", "una", "con", "del", "della", "non", "sono",
            "gli", "nel", "alla", "dei", "le", "da", "anche", "piu", "come",
        ],
    ),
    (
        "ro",
        &[
            "si", "de", "la", "in", "cu", "pe", "din", "care", "pentru", "este", "mai", "sau",
            "prin", "catre", "fost", "sunt", "acest", "aceasta", "ale", "al", "ai", "un", "o",
            "nu", "ce", "sa", "au", "va", "fi", "intre", "dintre", "iar", "despre", "cele", "cel",
            "romania", "dupa", "unei", "unui", "lor",
        ],
    ),
    (
        "sq",
        &[
            "dhe", "te", "ne", "per", "eshte", "nga", "nje", "qe", "me", "se", "jane", "kete",
            "ka", "si", "do", "nuk", "edhe", "ose", "tij", "ky", "kjo", "e", "i", "ndaj", "ku",
        ],
    ),
];

/// What `whatlang` finds, as BCP 47 says it.
const CODES: &[(whatlang::Lang, &str)] = &[
    (whatlang::Lang::Ara, "ar"),
    (whatlang::Lang::Bel, "be"),
    (whatlang::Lang::Bul, "bg"),
    (whatlang::Lang::Ces, "cs"),
    (whatlang::Lang::Cmn, "zh"),
    (whatlang::Lang::Dan, "da"),
    (whatlang::Lang::Deu, "de"),
    (whatlang::Lang::Ell, "el"),
    (whatlang::Lang::Eng, "en"),
    (whatlang::Lang::Est, "et"),
    (whatlang::Lang::Fin, "fi"),
    (whatlang::Lang::Fra, "fr"),
    (whatlang::Lang::Heb, "he"),
    (whatlang::Lang::Hrv, "hr"),
    (whatlang::Lang::Hun, "hu"),
    (whatlang::Lang::Ita, "it"),
    (whatlang::Lang::Jpn, "ja"),
    (whatlang::Lang::Kor, "ko"),
    (whatlang::Lang::Lav, "lv"),
    (whatlang::Lang::Lit, "lt"),
    (whatlang::Lang::Mkd, "mk"),
    (whatlang::Lang::Nld, "nl"),
    (whatlang::Lang::Pol, "pl"),
    (whatlang::Lang::Por, "pt"),
    (whatlang::Lang::Ron, "ro"),
    (whatlang::Lang::Rus, "ru"),
    (whatlang::Lang::Slk, "sk"),
    (whatlang::Lang::Slv, "sl"),
    (whatlang::Lang::Spa, "es"),
    (whatlang::Lang::Srp, "sr"),
    (whatlang::Lang::Swe, "sv"),
    (whatlang::Lang::Tur, "tr"),
    (whatlang::Lang::Ukr, "uk"),
];

#[cfg(test)]
mod tests {
    use super::{COMMON, LONGEST_COMMON, whose};

    #[test]
    fn every_common_word_is_found_in_every_list_that_has_it() {
        let words = COMMON.iter().flat_map(|(_, words)| *words);
        assert_eq!(words.map(|word| word.len()).max(), Some(LONGEST_COMMON));
        for (place, (code, words)) in COMMON.iter().enumerate() {
            for word in *words {
                assert!(whose(word).contains(&place), "{word} of {code}");
            }
        }
        for word in ["", "t", "thee", "theinthein", "čak", "the9"] {
            assert!(whose(word).is_empty(), "{word}");
        }
    }
}
