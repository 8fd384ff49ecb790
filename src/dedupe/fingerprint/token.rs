//! Text in; words as hashes, with what of them says that two texts are not one, out.

use super::{
    amount::{belonging, in_millions, is_unit, magnitude},
    calendar::{Named, named},
    habits::latin_habits,
    letter::{is_letter, is_mark, is_single},
    number::{Date, date, number_end, write_number},
};
use crate::language::fold_char;
use xxhash_rust::xxh3::xxh3_64;

/// A word of a text: folded, and kept as a hash.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Token {
    /// Of the folded word; numbers without separators, months and weekdays as in every language.
    pub hash: u32,
    /// Of its first four letters: words that share it are forms of one word.
    pub stem: u16,
    pub(super) flags: u8,
}

/// A number, a version, a month or a weekday.
pub(super) const NUMBER: u8 = 1;
/// A month of the calendar.
pub(super) const MONTH: u8 = 2;
/// Written as names are: with a capital where no sentence begins, or with capitals inside.
pub(super) const NAME: u8 = 4;
/// Written with a capital where a sentence begins: perhaps a name.
pub(super) const CAPITAL: u8 = 8;
/// The first of a sentence.
pub(super) const SENTENCE: u8 = 16;
/// The first of a paragraph.
pub(super) const BLOCK: u8 = 32;
/// A number of one or two digits up to 31.
pub(super) const DAY: u8 = 64;
/// A month only where a number stands beside it.
pub(super) const PERHAPS: u8 = 128;

impl Token {
    pub(super) fn is(self, flags: u8) -> bool {
        self.flags & flags != 0
    }

    pub(in crate::dedupe) fn is_number(self) -> bool {
        self.is(NUMBER)
    }

    /// The first of a sentence.
    pub(in crate::dedupe) fn opens(self) -> bool {
        self.is(SENTENCE)
    }

    /// Written as a name is, or as the first word of a sentence.
    pub(in crate::dedupe) fn is_capital(self) -> bool {
        self.is(NAME | CAPITAL)
    }

    pub(in crate::dedupe) fn is_name(self) -> bool {
        self.is(NAME)
    }
}

/// The hash by which a folded word is known.
pub(super) fn hash_of(word: &str) -> u32 {
    low(xxh3_64(word.as_bytes()))
}

/// Of the first four letters.
fn stem(word: &str) -> u16 {
    let ascii = word.get(..4).filter(|start| start.is_ascii());
    let start = ascii.unwrap_or_else(|| {
        let end = word.char_indices().nth(4);
        end.and_then(|(end, _)| word.get(..end)).unwrap_or(word)
    });
    half(hash_of(start))
}

fn half(hash: u32) -> u16 {
    let [a, b, ..] = hash.to_le_bytes();
    u16::from_le_bytes([a, b])
}

/// The lower half.
pub(in crate::dedupe) fn low(hash: u64) -> u32 {
    let [a, b, c, d, ..] = hash.to_le_bytes();
    u32::from_le_bytes([a, b, c, d])
}

/// More words than these of one text are not read.
const MOST_TOKENS: usize = 20_000;

/// The words of `text`, whose paragraphs are separated by LF. `seen` gets every word: as written,
/// folded, and as its token.
pub(super) fn tokens(text: &str, mut seen: impl FnMut(&str, &str, Token)) -> Vec<Token> {
    let mut reader = Reader {
        tokens: Vec::with_capacity(text.len() / 6),
        ..Reader::default()
    };
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if reader.tokens.len() >= MOST_TOKENS {
            break;
        }
        if c.is_ascii_digit() {
            rest = reader.number(rest, &mut seen);
        } else if is_letter(c) {
            rest = reader.word(rest, &mut seen);
        } else {
            reader.mark(c);
            rest = rest.get(c.len_utf8()..).unwrap_or_default();
        }
    }
    reader.settle();
    reader.tokens
}

/// Where the reading is.
struct Reader {
    tokens: Vec<Token>,
    folded: String,
    /// SENTENCE and BLOCK of the next token.
    edge: u8,
    /// A full stop or a colon was read, and no white space yet.
    stop: bool,
    /// A sign of money was read, and no word since.
    priced: bool,
    /// The last word is a number, or says how large one is.
    counted: bool,
}

impl Default for Reader {
    fn default() -> Self {
        Self {
            tokens: Vec::new(),
            folded: String::new(),
            edge: SENTENCE | BLOCK,
            stop: false,
            priced: false,
            counted: false,
        }
    }
}

impl Reader {
    /// White space and punctuation.
    fn mark(&mut self, c: char) {
        match c {
            '\n' => self.edge |= SENTENCE | BLOCK,
            // Inside a host, a version or a time of day they end nothing.
            '.' | ':' => self.stop = true,
            '!' | '?' | '…' | '|' | '"' | '„' | '“' | '”' | '«' | '»' | '–' | '—' | '•' =>
            {
                self.edge |= SENTENCE;
            }
            '$' | '£' | '€' => self.priced = true,
            _ if self.stop && c.is_whitespace() => self.edge |= SENTENCE,
            _ => {}
        }
    }

    /// `hash` is that of what is folded.
    fn push(
        &mut self,
        written: &str,
        hash: u32,
        flags: u8,
        seen: &mut impl FnMut(&str, &str, Token),
    ) {
        let stem = if flags & NUMBER == 0 {
            stem(&self.folded)
        } else {
            half(hash)
        };
        let token = Token {
            hash,
            stem,
            flags: flags | self.edge,
        };
        seen(written, &self.folded, token);
        self.tokens.push(token);
        self.edge = 0;
        self.stop = false;
        self.priced = false;
        self.counted = flags & NUMBER != 0;
    }

    /// A run of letters and what digits are in it.
    fn word<'a>(&mut self, text: &'a str, seen: &mut impl FnMut(&str, &str, Token)) -> &'a str {
        self.folded.clear();
        if let Some((written, rest)) = small_word(text) {
            // Most words are written as they are compared.
            self.folded.push_str(written);
            self.folded_word(written, 0, seen);
            return rest;
        }
        let (mut end, mut letters, mut capitals, mut digits) = (0, 0_u32, 0_u32, 0_u32);
        let mut first_capital = false;
        for (at, c) in text.char_indices() {
            if c.is_ascii_lowercase() {
                self.folded.push(c);
            } else if is_single(c) {
                if letters > 0 {
                    break;
                }
                self.folded.push(c);
                end = at + c.len_utf8();
                letters = 1;
                break;
            } else if is_letter(c) || is_mark(c) {
                let capital = c.is_uppercase();
                first_capital |= capital && at == 0;
                capitals += u32::from(capital);
                fold_char(c, &mut self.folded);
            } else if c.is_ascii_digit() {
                digits += 1;
                self.folded.push(c);
            } else {
                break;
            }
            letters += 1;
            end = at + c.len_utf8();
        }
        let (written, rest) = text.split_at_checked(end).unwrap_or((text, ""));
        let flags = self.word_flags(written, letters, first_capital, capitals, digits);
        self.folded_word(written, flags, seen);
        rest
    }

    fn folded_word(&mut self, written: &str, flags: u8, seen: &mut impl FnMut(&str, &str, Token)) {
        latin_habits(&mut self.folded);
        let (flags, counted) = self.count(flags);
        let hash = hash_of(&self.folded);
        match named(hash) {
            Some(meaning) => self.calendar(written, meaning, flags, seen),
            None => self.push(written, hash, flags, seen),
        }
        self.counted |= counted;
    }

    /// What the folded word is behind a number: `EUR` and `Prozent` are no names there, as another
    /// carrier writes `euros` and `%`, and a million is one word in every language.
    /// Also whether it says how large the number is.
    fn count(&mut self, flags: u8) -> (u8, bool) {
        if !self.counted || self.edge & BLOCK != 0 {
            return (flags, false);
        }
        let word = magnitude(&self.folded);
        if let Some(word) = word {
            self.fold_to(word);
        }
        let counts = word.is_some() || is_unit(&self.folded);
        let names = if counts { NAME | CAPITAL } else { 0 };
        (flags & !names, word.is_some())
    }

    fn fold_to(&mut self, word: &str) {
        self.folded.clear();
        self.folded.push_str(word);
    }

    fn word_flags(
        &self,
        written: &str,
        letters: u32,
        first: bool,
        capitals: u32,
        digits: u32,
    ) -> u8 {
        let mut flags = 0;
        let inner = capitals > u32::from(first);
        if (first && self.edge & SENTENCE == 0) || (inner && letters > 1) || (digits > 0 && first) {
            flags |= NAME;
        } else if first {
            flags |= CAPITAL;
        }
        if is_roman(written) || digits > 1 {
            flags |= NUMBER;
        }
        flags
    }

    /// A month or a weekday: one word in every language.
    fn calendar(
        &mut self,
        written: &str,
        named: Named,
        flags: u8,
        seen: &mut impl FnMut(&str, &str, Token),
    ) {
        let (letter, number, kind) = match named {
            Named::Month(month) => ('m', month, NUMBER | MONTH),
            Named::PerhapsMonth(month) => ('m', month, PERHAPS),
            Named::Weekday(weekday) => ('w', weekday, NUMBER),
        };
        self.folded.clear();
        self.folded.push(letter);
        self.folded.push_str(&number.to_string());
        let hash = hash_of(&self.folded);
        self.push(written, hash, (flags & !(NAME | CAPITAL)) | kind, seen);
    }

    /// Three words, as of a date whose month is named.
    fn date<'a>(
        &mut self,
        text: &'a str,
        date: &Date<'_>,
        seen: &mut impl FnMut(&str, &str, Token),
    ) -> &'a str {
        let month = format!("m{}", date.month.trim_start_matches('0'));
        let day = date.day.trim_start_matches('0');
        let parts = [
            (date.day, day, NUMBER | DAY),
            (date.month, &month, NUMBER | MONTH),
            (date.year, date.year, NUMBER),
        ];
        for (written, folded, flags) in parts {
            self.folded.clear();
            self.folded.push_str(folded);
            self.push(written, hash_of(folded), flags, seen);
        }
        text.get(date.length..).unwrap_or_default()
    }

    /// Digits with what separates them: thousands are joined, versions stay one word.
    fn number<'a>(&mut self, text: &'a str, seen: &mut impl FnMut(&str, &str, Token)) -> &'a str {
        if let Some(date) = date(text) {
            return self.date(text, &date, seen);
        }
        let end = number_end(text);
        let (written, rest) = text.split_at_checked(end).unwrap_or((text, ""));
        self.folded.clear();
        write_number(written, &mut self.folded);
        let word = in_millions(&mut self.folded);
        let end = end + belonging(rest, &mut self.folded, self.priced);
        let (written, rest) = text.split_at_checked(end).unwrap_or((text, ""));
        let small = self.folded.len() <= 2 && self.folded.parse().is_ok_and(|day: u8| day <= 31);
        let flags = NUMBER | if small { DAY } else { 0 };
        let hash = hash_of(&self.folded);
        self.push(written, hash, flags, seen);
        if let Some(word) = word {
            self.fold_to(word);
            self.push(written, hash_of(word), 0, seen);
            self.counted = true;
        }
        rest
    }

    /// What only the neighbours can tell: whether "may" is a month, and whether a capital after a
    /// full stop is a name that the text uses elsewhere.
    fn settle(&mut self) {
        let mut names: Vec<u32> = self
            .tokens
            .iter()
            .filter(|t| t.is_name())
            .map(|t| t.hash)
            .collect();
        names.sort_unstable();
        for at in 0..self.tokens.len() {
            let near = |to: Option<usize>| {
                to.and_then(|to| self.tokens.get(to))
                    .is_some_and(|t| t.is(NUMBER) && !t.is(MONTH))
            };
            let beside = near(at.checked_sub(1)) || near(Some(at + 1));
            let Some(token) = self.tokens.get_mut(at) else {
                continue;
            };
            if token.is(PERHAPS) {
                token.flags &= !PERHAPS;
                if beside {
                    token.flags |= NUMBER | MONTH;
                }
            }
            if token.is(CAPITAL) && names.binary_search(&token.hash).is_ok() {
                token.flags |= NAME;
            }
        }
    }
}

/// A word of small Latin letters without marks, and what is behind it.
fn small_word(text: &str) -> Option<(&str, &str)> {
    let letters = text.bytes().take_while(u8::is_ascii_lowercase).count();
    let next = text.as_bytes().get(letters);
    let ends = next.is_none_or(|b| b.is_ascii() && !b.is_ascii_alphanumeric());
    let (word, rest) = text.split_at_checked(letters)?;
    (ends && letters > 0).then_some((word, rest))
}

/// II to XXXIX; a single letter is none.
fn is_roman(word: &str) -> bool {
    (2..=7).contains(&word.len()) && word.bytes().all(|b| matches!(b, b'I' | b'V' | b'X'))
}
