//! A text in, its numbers, words and signs out, each word with what it can mean.

use super::{
    fold,
    words::{self, Languages, Row, Sense},
};

/// A text, cut into what can be part of a date.
pub(super) struct Scan {
    folded: String,
    /// In the order of the text.
    pub(super) tokens: Vec<Token>,
}

/// A number, a word or phrase, or a sign.
#[derive(Clone, Copy)]
pub(super) struct Token {
    pub(super) kind: Kind,
    /// White space stands before it.
    pub(super) spaced: bool,
    /// What the word can mean; nothing for numbers and signs.
    pub(super) rows: &'static [Row],
    start: usize,
    end: usize,
}

/// What a token is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Number {
        value: u32,
        digits: usize,
    },
    /// `upper`: in capitals only.
    Word {
        upper: bool,
    },
    /// Any other character; dashes are `-`, apostrophes are `'`.
    Sign(char),
}

impl Token {
    pub(super) fn is_sign(&self, signs: &[char]) -> bool {
        matches!(self.kind, Kind::Sign(sign) if signs.contains(&sign))
    }

    pub(super) fn number(&self) -> Option<(u32, usize)> {
        match self.kind {
            Kind::Number { value, digits } => Some((value, digits)),
            Kind::Word { .. } | Kind::Sign(_) => None,
        }
    }

    pub(super) fn is_word(&self) -> bool {
        matches!(self.kind, Kind::Word { .. })
    }

    /// Some language means one of these by it.
    pub(super) fn means(&self, sense: impl Fn(Sense) -> bool) -> bool {
        self.rows.iter().any(|row| sense(row.1))
    }

    /// The languages in which `pick` finds something in it.
    pub(super) fn languages(&self, pick: impl Fn(Sense) -> bool) -> Languages {
        let rows = self.rows.iter().filter(|row| pick(row.1));
        rows.fold(0, |all, row| all | row.2)
    }
}

impl Scan {
    /// Cuts `text` into tokens.
    pub(super) fn new(text: &str) -> Self {
        let mut scan = Self {
            folded: String::with_capacity(text.len() + 8),
            tokens: Vec::with_capacity(24),
        };
        let mut letters = text.chars().peekable();
        let mut spaced = false;
        while let Some(letter) = letters.next() {
            let start = scan.folded.len();
            let kind = if letter.is_whitespace() || is_invisible(letter) {
                spaced |= letter.is_whitespace();
                continue;
            } else if let Some(digit) = letter.to_digit(10) {
                let (mut value, mut digits) = (digit, 1);
                while let Some(digit) = letters.peek().and_then(|c| c.to_digit(10)) {
                    value = value.saturating_mul(10).saturating_add(digit);
                    digits += 1;
                    letters.next();
                }
                Kind::Number { value, digits }
            } else if is_letter(letter) {
                let mut upper = letter.is_uppercase();
                fold::push_folded(letter, &mut scan.folded);
                while let Some(next) = letters.next_if(|c| is_letter(*c) || is_mark(*c)) {
                    upper &= !next.is_lowercase();
                    fold::push_folded(next, &mut scan.folded);
                }
                Kind::Word { upper }
            } else {
                Kind::Sign(plain_sign(letter))
            };
            let end = scan.folded.len();
            scan.tokens.push(Token {
                kind,
                spaced,
                rows: &[],
                start,
                end,
            });
            spaced = false;
        }
        scan.look_up();
        scan
    }

    /// The token at `at`.
    pub(super) fn at(&self, at: usize) -> Option<&Token> {
        self.tokens.get(at)
    }

    /// The token before `at`.
    pub(super) fn before(&self, at: usize) -> Option<&Token> {
        self.tokens.get(at.checked_sub(1)?)
    }

    /// A word as the tables write it.
    pub(super) fn word(&self, token: &Token) -> &str {
        self.folded.get(token.start..token.end).unwrap_or_default()
    }

    /// Gives every word its meanings, and makes one token of a phrase (`il y a`, `më parë`).
    fn look_up(&mut self) {
        let mut at = 0;
        while at < self.tokens.len() {
            let Some(token) = self.tokens.get(at).filter(|token| token.is_word()) else {
                at += 1;
                continue;
            };
            let word = self.word(token);
            let (mut rows, phrases) = words::lookup(word);
            if rows.is_empty() && !word.is_ascii() {
                let repaired = fold::one_script(word);
                let found = repaired.iter().flatten().map(|word| words::rows(word));
                rows = found.max_by_key(|rows| rows.len()).unwrap_or_default();
            }
            let mut last = at;
            if phrases && let Some(phrase) = self.phrase(at) {
                (rows, last) = phrase;
            }
            if let Some(token) = self.tokens.get_mut(at) {
                token.rows = rows;
            }
            self.tokens.drain(at + 1..=last);
            at += 1;
        }
    }

    /// The longest phrase that begins with the word at `at`, and its last token.
    fn phrase(&self, at: usize) -> Option<(&'static [Row], usize)> {
        let mut joined = self.word(self.tokens.get(at)?).to_owned();
        let mut found = None;
        for (ahead, token) in self.tokens.iter().enumerate().skip(at + 1).take(5) {
            if token.is_word() {
                joined.push(' ');
                joined.push_str(self.word(token));
            } else if !token.is_sign(&['\'', '-']) || token.spaced {
                break;
            }
            let rows = words::rows(&joined);
            if !rows.is_empty() {
                found = Some((rows, ahead));
            }
        }
        found
    }
}

fn plain_sign(sign: char) -> char {
    match sign {
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => '-',
        '’' | '‘' | 'ʼ' | '`' | '´' | '′' => '\'',
        '∕' | '⁄' => '/',
        '．' => '.',
        '：' | '∶' => ':',
        '⋅' | '∙' | '●' => '•',
        _ => sign,
    }
}

/// Soft hyphens and marks of direction are typed by nobody.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}')
}

/// Ukrainian's own apostrophe counts as a letter; people type any other.
fn is_letter(letter: char) -> bool {
    letter.is_alphabetic() && letter != 'ʼ'
}

fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}')
}
