//! Two fingerprints in, how much of each is in the other out.

use super::diff::{Replaced, replaced};
use crate::dedupe::fingerprint::{Fingerprint, Shingle, Token, is_date_line};
use std::{cell::OnceCell, cmp::Ordering};

/// What a verdict was decided on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evidence {
    /// Shared shingles by those of the shorter text (C of DEDUPE.md), 0 to 1.
    pub containment: f32,
    /// Words of the longer by words of the shorter, at least 1.
    pub ratio: f32,
    /// Shingles in both.
    pub shared: usize,
    /// Shingles of the shorter.
    pub shorter: usize,
    /// Words of the longer before what is shared.
    pub lead: u32,
    /// Shared words of the titles by all words of both, 0 to 1.
    pub titles: f32,
    /// Where one text has other words than the other; empty where nobody had to look.
    pub replaced: Vec<Replaced>,
}

/// Two fingerprints beside each other.
pub(super) struct Compared<'a> {
    pub(super) a: &'a Fingerprint,
    pub(super) b: &'a Fingerprint,
    pub(super) containment: f32,
    pub(super) ratio: f32,
    /// Shingles in both.
    pub(super) shared: usize,
    /// Shingles.
    pub(super) shorter: usize,
    /// Where the first of what is shared is in `a` and in `b`: one place in two texts.
    pub(super) start: (u32, u32),
    /// The first and the last place in `a` and in `b` that is shared.
    first: (u32, u32),
    end: (u32, u32),
    /// Where `start` is in the longer.
    pub(super) lead: u32,
    replaced: OnceCell<Replacements>,
}

/// What was put in place of something else.
#[derive(Default)]
pub(super) struct Replacements {
    pub(super) numbers: usize,
    pub(super) names: usize,
    pub(super) all: Vec<Replaced>,
}

impl<'a> Compared<'a> {
    pub(super) fn new(a: &'a Fingerprint, b: &'a Fingerprint) -> Self {
        let overlap = overlap(&a.shingles, &b.shingles);
        let shorter = a.shingles.len().min(b.shingles.len());
        let (short, long) = {
            let (a, b) = (a.tokens.len(), b.tokens.len());
            (a.min(b), a.max(b))
        };
        let lead = match a.tokens.len().cmp(&b.tokens.len()) {
            Ordering::Greater => overlap.start.0,
            Ordering::Less => overlap.start.1,
            Ordering::Equal => overlap.start.0.max(overlap.start.1),
        };
        Self {
            a,
            b,
            containment: share(overlap.shared, shorter),
            ratio: if short == 0 {
                f32::MAX
            } else {
                share(long, short)
            },
            shared: overlap.shared,
            shorter,
            start: overlap.start,
            first: overlap.first,
            end: overlap.end,
            lead,
            replaced: OnceCell::new(),
        }
    }

    pub(super) fn evidence(self) -> Evidence {
        Evidence {
            containment: self.containment,
            ratio: self.ratio,
            shared: self.shared,
            shorter: self.shorter,
            lead: self.lead,
            titles: self.titles(),
            replaced: self
                .replaced
                .into_inner()
                .map(|found| found.all)
                .unwrap_or_default(),
        }
    }

    /// Jaccard of the titles' words.
    pub(super) fn titles(&self) -> f32 {
        let both = count(&self.a.title.set, &self.b.title.set);
        share(both, self.a.title.set.len() + self.b.title.set.len() - both)
    }

    pub(super) fn same_title(&self) -> bool {
        self.a
            .title
            .keys
            .iter()
            .any(|key| self.b.title.keys.contains(key))
    }

    /// A word was changed, and no number.
    pub(super) fn nearly_same_title(&self) -> bool {
        self.titles() >= 0.75
            && self.title_words() >= 5
            && self.a.title.numbers == self.b.title.numbers
    }

    /// A number of one title is nowhere in the other article: nothing says that it is not about
    /// another number.
    pub(super) fn title_number_lost(&self) -> bool {
        let lost = |here: &Fingerprint, there: &Fingerprint| {
            here.title.numbers.iter().any(|number| {
                there.title.numbers.binary_search(number).is_err()
                    && there.numbers.binary_search(number).is_err()
            })
        };
        lost(self.a, self.b) || lost(self.b, self.a)
    }

    /// Nothing was added or left out, and at least two numbers in it say that it is no form letter.
    pub(super) fn word_for_word(&self) -> bool {
        self.containment >= 0.95
            && self.ratio <= 1.05
            && self.start.0.max(self.start.1) <= 1
            && count(&self.a.numbers, &self.b.numbers) >= 2
    }

    pub(super) fn same_slug(&self) -> bool {
        self.a.slug.is_some() && self.a.slug == self.b.slug
    }

    pub(super) fn title_words(&self) -> usize {
        self.a.title.words.len().min(self.b.title.words.len())
    }

    pub(super) fn has_title_number(&self) -> bool {
        !self.a.title.numbers.is_empty() && !self.b.title.numbers.is_empty()
    }

    /// Each has a number that the other has not.
    pub(super) fn title_numbers_differ(&self) -> bool {
        let (a, b) = (&self.a.title.numbers, &self.b.title.numbers);
        !within(a, b) && !within(b, a)
    }

    pub(super) fn title_names_differ(&self) -> bool {
        let (a, b) = (&self.a.title.names, &self.b.title.names);
        !within(a, b) && !within(b, a)
    }

    pub(super) fn titles_alike(&self) -> bool {
        let both = count(&self.a.title.set, &self.b.title.set);
        let least = self.a.title.set.len().min(self.b.title.set.len());
        self.titles() >= 0.5
            || self.same_title()
            || self.same_slug()
            || (least >= 3 && both * 4 >= least * 3)
    }

    /// One of them has the other's title among its words.
    pub(super) fn title_is_in_text(&self) -> bool {
        let holds = |text: &Fingerprint, other: &Fingerprint| {
            let title = &other.title.words;
            title.len() >= 3
                && text
                    .tokens
                    .windows(title.len())
                    .any(|window| window.iter().zip(title).all(|(a, b)| a.hash == b.hash))
        };
        holds(self.a, self.b) || holds(self.b, self.a)
    }

    /// The shorter has a number that the longer has not, and not only because they are two texts.
    pub(super) fn numbers_differ(&self) -> bool {
        let (short, long) = self.by_length();
        if within(&short.numbers, &long.numbers) {
            return false;
        }
        if self.ratio <= 1.3 {
            return !within(&long.numbers, &short.numbers);
        }
        let own = short
            .tokens
            .iter()
            .skip(self.date_line(short, long).map_or(0, <[Token]>::len));
        own.filter(|word| word.is_number())
            .any(|word| long.numbers.binary_search(&word.hash).is_err())
    }

    /// What another carrier puts before a text that begins there: a day, and a place that the text
    /// names too. It is not of the text.
    fn date_line(&self, short: &'a Fingerprint, long: &Fingerprint) -> Option<&'a [Token]> {
        let (prefix, lead) = if std::ptr::eq(short, self.a) {
            self.start
        } else {
            (self.start.1, self.start.0)
        };
        let line = short.tokens.get(..usize::try_from(prefix).ok()?)?;
        let told = |name: &Token| {
            let mut words = long.title.words.iter().chain(&long.tokens);
            words.any(|word| word.stem == name.stem)
        };
        let mut names = line.iter().filter(|word| word.is_capital());
        let is_of_carrier = short.source != long.source
            && lead <= 1
            && is_date_line(line, short.at)
            && names.all(told);
        is_of_carrier.then_some(line)
    }

    /// What the longer goes on with where the shorter, which begins as it does, has ended.
    pub(super) fn behind_the_shorter(&self) -> &'a [Token] {
        let (short, long) = self.by_length();
        let end = if std::ptr::eq(long, self.a) {
            self.end.0
        } else {
            self.end.1
        };
        // A few words of it may come again far behind, and a carrier may have added some to it.
        let end = usize::try_from(end).unwrap_or(usize::MAX);
        let from = end.saturating_add(3).min(short.tokens.len());
        long.tokens.get(from..).unwrap_or_default()
    }

    /// The shorter text, the longer; of two that are as long always the same one first.
    pub(super) fn by_length(&self) -> (&'a Fingerprint, &'a Fingerprint) {
        let (a, b) = (&self.a.tokens, &self.b.tokens);
        let hashes = |words: &'a [Token]| words.iter().map(|word| word.hash);
        let shorter = a.len().cmp(&b.len());
        if shorter.then_with(|| hashes(a).cmp(hashes(b))).is_le() {
            (self.a, self.b)
        } else {
            (self.b, self.a)
        }
    }

    /// What stands in one text in the place of something else in the other.
    pub(super) fn replaced(&self) -> &Replacements {
        self.replaced.get_or_init(|| {
            // Only where they run beside each other: around an excerpt there is nothing to compare.
            let window = |text: &'a Fingerprint, start: u32, end: u32| {
                let start = usize::try_from(start)
                    .unwrap_or_default()
                    .saturating_sub(MARGIN);
                let end = usize::try_from(end).unwrap_or_default() + 3 + MARGIN;
                let end = end.min(text.tokens.len());
                (start, text.tokens.get(start..end).unwrap_or_default())
            };
            let a = window(self.a, self.first.0, self.end.0);
            let b = window(self.b, self.first.1, self.end.1);
            let reaches = |(start, words): (usize, &[Token]), text: &Fingerprint| {
                start + words.len() == text.tokens.len()
            };
            let ends = reaches(a, self.a) && reaches(b, self.b);
            // Of several shortest ways from one to the other the same is taken in both directions.
            let words = |text: &'a Fingerprint| text.tokens.iter().map(|token| token.hash);
            let hunks = if words(self.a).le(words(self.b)) {
                replaced(a, b, ends)
            } else {
                replaced(b, a, ends)
                    .into_iter()
                    .map(Replaced::turned)
                    .collect()
            };
            let mut found = Replacements::default();
            for hunk in hunks {
                found.numbers += usize::from(hunk.numbers);
                found.names += usize::from(hunk.names);
                found.all.push(hunk);
            }
            found
        })
    }
}

/// Words around what is shared that are looked at.
const MARGIN: usize = 12;

struct Overlap {
    shared: usize,
    start: (u32, u32),
    first: (u32, u32),
    end: (u32, u32),
}

fn overlap(a: &[Shingle], b: &[Shingle]) -> Overlap {
    let mut found = Overlap {
        shared: 0,
        start: (u32::MAX, u32::MAX),
        first: (u32::MAX, u32::MAX),
        end: (0, 0),
    };
    // Of two that are as near to both beginnings the one that is further from one of them, so that
    // the sides may be turned.
    let rank = |(x, y): (u32, u32)| (u64::from(x) + u64::from(y), u32::MAX - x.max(y));
    let (mut at, mut beside) = (0, 0);
    while let (Some(x), Some(y)) = (a.get(at), b.get(beside)) {
        if x.hash == y.hash {
            found.shared += 1;
            let place = (x.place, y.place);
            if rank(place) < rank(found.start) {
                found.start = place;
            }
            found.first = (found.first.0.min(x.place), found.first.1.min(y.place));
            found.end = (found.end.0.max(x.place), found.end.1.max(y.place));
        }
        // Which of the two goes on cannot be foretold: without a branch it need not be.
        at += usize::from(x.hash <= y.hash);
        beside += usize::from(y.hash <= x.hash);
    }
    found
}

/// How many are in both sorted lists.
fn count(a: &[u32], b: &[u32]) -> usize {
    let (mut at, mut beside, mut both) = (0, 0, 0);
    while let (Some(x), Some(y)) = (a.get(at), b.get(beside)) {
        both += usize::from(x == y);
        at += usize::from(x <= y);
        beside += usize::from(y <= x);
    }
    both
}

/// Every one of `a` is in `b`; both sorted.
fn within(a: &[u32], b: &[u32]) -> bool {
    count(a, b) == a.len()
}

/// The lists have something in common; they are a few long.
pub(super) fn meet(a: &[i64], b: &[i64]) -> bool {
    a.iter().any(|one| b.contains(one))
}

/// `part / whole`; 0 of nothing. Counts of words are far below where `f32` gets coarse.
fn share(part: usize, whole: usize) -> f32 {
    let number = |n: usize| f32::from(u16::try_from(n).unwrap_or(u16::MAX));
    if whole == 0 {
        0.0
    } else {
        number(part) / number(whole)
    }
}
