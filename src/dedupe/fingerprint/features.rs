//! The words of an article in, what of them a translator leaves alone, out.

use super::token::{DAY, MONTH, NAME, NUMBER, PERHAPS, Token, low};
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// Collects while the words are read.
#[derive(Default)]
pub(super) struct Features {
    found: Vec<u32>,
    before: Option<Token>,
}

const NUMBERS: u64 = 0;
const DATES: u64 = 1;
const NAMES: u64 = 2;
const HOSTS: u64 = 3;

/// A number or a date, not a name or a host.
pub(in crate::dedupe) fn is_figure(feature: u32) -> bool {
    u64::from(feature >> 30) <= DATES
}

impl Features {
    /// The next word: as written, folded, hashed.
    pub(super) fn take(&mut self, written: &str, folded: &str, token: Token) {
        let before = self.before.replace(token);
        // Whether "may" is a month is told by the day beside it.
        if token.is(NUMBER | PERHAPS) {
            self.number(written, folded, token, before);
        } else if token.is(NAME) && written.chars().nth(2).is_some() {
            self.add(spelled(folded).as_bytes(), NAMES);
        }
    }

    /// The next word does not follow the last.
    pub(super) fn pause(&mut self) {
        self.before = None;
    }

    fn number(&mut self, written: &str, folded: &str, token: Token, before: Option<Token>) {
        // The day before the month, or behind it.
        let pair = before.filter(|before| {
            let month = MONTH | PERHAPS;
            (before.is(DAY) && token.is(month)) || (before.is(month) && token.is(DAY))
        });
        if let Some(before) = pair {
            let (a, b) = (before.hash.min(token.hash), before.hash.max(token.hash));
            self.add(&[a.to_le_bytes(), b.to_le_bytes()].concat(), DATES);
        }
        let digits = written.bytes().filter(u8::is_ascii_digit).count();
        let year = folded.len() == 4 && (folded.starts_with("19") || folded.starts_with("20"));
        // Of "18:00" only the hour says something.
        if digits >= 2 && !year && !token.is(MONTH) && folded != "0" {
            self.add(folded.as_bytes(), NUMBERS);
        }
    }

    fn add(&mut self, bytes: &[u8], kind: u64) {
        // The kind is the first two bits.
        let hash = (xxh3_64_with_seed(bytes, kind) >> 2) | (kind << 62);
        self.found.push(low(hash >> 32));
    }

    /// All of them, with the hosts and mail addresses of `text`.
    pub(super) fn found(mut self, text: &str) -> Vec<u32> {
        let mut read = 0;
        for sign in memchr::memchr2_iter(b'.', b'@', text.as_bytes()) {
            // A word has one or many of them.
            if sign < read {
                continue;
            }
            let (before, behind) = text.split_at_checked(sign).unwrap_or((text, ""));
            let start = before.rfind(char::is_whitespace).unwrap_or(0);
            read = sign + behind.find(char::is_whitespace).unwrap_or(behind.len());
            let word = text.get(start..read).unwrap_or_default();
            if let Some(host) = host(word) {
                self.add(host.as_bytes(), HOSTS);
            }
        }
        self.found.sort_unstable();
        self.found.dedup();
        self.found
    }
}

/// `(www.example.org/a),` and `info@example.org` as a host and an address; None of other words.
fn host(word: &str) -> Option<String> {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    let word = word
        .strip_prefix("https://")
        .or_else(|| word.strip_prefix("http://"))
        .unwrap_or(word);
    let host = word.split('/').next()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    let (name, ending) = host.rsplit_once('.')?;
    let plain = |part: &str| {
        part.bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"-.@_".contains(&b))
    };
    let fits = name.len() >= 2
        && (2..=10).contains(&ending.len())
        && ending.bytes().all(|b| b.is_ascii_alphabetic())
        && plain(name);
    fits.then(|| host.to_ascii_lowercase())
}

/// A name as languages agree on it: variants of spelling joined, and cut where cases begin.
fn spelled(folded: &str) -> String {
    let mut name = String::with_capacity(8);
    let mut letters = folded.chars().peekable();
    while let Some(letter) = letters.next() {
        let joined = match letter {
            'y' | 'j' => 'i',
            'w' => 'v',
            'q' | 'c' => 'k',
            'k' if letters.peek() == Some(&'s') => {
                letters.next();
                'x'
            }
            other => other,
        };
        name.push(joined);
        if name.chars().count() == 5 {
            break;
        }
    }
    name
}
