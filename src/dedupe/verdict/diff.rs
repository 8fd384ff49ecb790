//! Two runs of words in; where one of them says something else than the other, out.

use crate::dedupe::fingerprint::Token;
use std::ops::Range;

/// Words of one text that stand in the place of words of the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replaced {
    /// Places in the words of the one.
    pub a: Range<usize>,
    /// Places in the words of the other.
    pub b: Range<usize>,
    /// Numbers on both sides.
    pub numbers: bool,
    /// Names on both sides, of which none is a form of the other.
    pub names: bool,
}

impl Replaced {
    pub(super) fn turned(self) -> Self {
        Self {
            a: self.b,
            b: self.a,
            ..self
        }
    }
}

/// Longer stretches are rewritten, not replaced.
const MOST_WORDS: usize = 5;
/// Where more words than these are changed here and there a sentence is rewritten.
const MOST_SPAN: usize = 8;
/// So many words before and behind are the same, or it may be by chance.
const HELD: usize = 2;
/// Texts that differ by more words than this are not alike at all.
const MOST_EDITS: usize = 400;

/// The isolated replacements between two runs of words, each given with its place in its text;
/// `ends` where both run to the end of their text.
pub(super) fn replaced(a: (usize, &[Token]), b: (usize, &[Token]), ends: bool) -> Vec<Replaced> {
    let mut found = Vec::new();
    for (x, y) in hunks(a.1, b.1, (a.0 == 0 && b.0 == 0, ends)) {
        let small = |range: &Range<usize>| (1..=MOST_WORDS).contains(&range.len());
        if !small(&x) || !small(&y) {
            continue;
        }
        let (old, new) = (
            a.1.get(x.clone()).unwrap_or_default(),
            b.1.get(y.clone()).unwrap_or_default(),
        );
        found.push(Replaced {
            a: x.start + a.0..x.end + a.0,
            b: y.start + b.0..y.end + b.0,
            numbers: old.iter().any(|t| t.is_number()) && new.iter().any(|t| t.is_number()),
            names: renamed(old, new),
        });
    }
    found
}

/// A name on both sides, and no name of one is another form of a word of the other.
fn renamed(old: &[Token], new: &[Token]) -> bool {
    let foreign = |these: &[Token], those: &[Token]| {
        these
            .iter()
            .filter(|t| t.is_name() && !t.is_number())
            .any(|t| !those.iter().any(|other| other.stem == t.stem))
    };
    foreign(old, new) && foreign(new, old)
}

/// The stretches that differ, by Myers, "An O(ND) difference algorithm", 1986. Nothing of texts that
/// differ too much.
fn hunks(a: &[Token], b: &[Token], whole: (bool, bool)) -> Vec<Hunk> {
    let Some(matches) = matches(a, b) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    // Stretches with a word or so between them: "8 July in Zadar" is held by what is around it all.
    let mut group: Vec<Hunk> = Vec::new();
    let mut held = false;
    let (mut x, mut y) = (0, 0);
    // Words that are the same since something differed: at the edge of both texts that is as good
    // as many.
    let mut run = if whole.0 { HELD } else { 0 };
    for (i, j) in matches.into_iter().chain([(a.len(), b.len())]) {
        if i > x || j > y {
            if run >= HELD {
                settle(&mut found, &mut group, held);
                held = true;
            }
            group.push((x..i, y..j));
            run = 0;
        }
        run += usize::from(i < a.len() || j < b.len());
        (x, y) = (i + 1, j + 1);
    }
    // Behind the last sentence every carrier has words of his own.
    let begins = |(x, y): &Hunk| {
        let opens = |text: &[Token], at: usize| text.get(at).is_some_and(|word| word.opens());
        opens(a, x.start) || opens(b, y.start)
    };
    let ended = run >= HELD || (whole.1 && !group.iter().any(begins));
    settle(&mut found, &mut group, held && ended);
    found
}

type Hunk = (Range<usize>, Range<usize>);

/// Keeps those of `group` that have words on both sides, if it is held and not too long.
fn settle(found: &mut Vec<Hunk>, group: &mut Vec<Hunk>, held: bool) {
    if let (true, Some(first), Some(last)) = (held, group.first(), group.last()) {
        let span = (last.0.end - first.0.start).max(last.1.end - first.1.start);
        if group.len() == 1 || span <= MOST_SPAN {
            let both = |(x, y): &&Hunk| !x.is_empty() && !y.is_empty();
            found.extend(group.iter().filter(both).cloned());
        }
    }
    group.clear();
}

/// Pairs of places with the same word, ascending in both.
fn matches(a: &[Token], b: &[Token]) -> Option<Vec<(usize, usize)>> {
    let same = |at: usize, there: usize| match (a.get(at), b.get(there)) {
        (Some(one), Some(other)) => one.hash == other.hash,
        _ => false,
    };
    let most = (a.len() + b.len()).min(MOST_EDITS);
    let width = 2 * most + 3;
    let middle = most + 1;
    let mut reach = vec![0_usize; width];
    let mut trace: Vec<Vec<usize>> = Vec::new();
    for edits in 0..=most {
        trace.push(reach.clone());
        let mut k = middle - edits;
        while k <= middle + edits {
            let mut at = step(&reach, k, middle, edits);
            // On diagonal `k` the places differ by `k - middle`.
            let Some(mut there) = (at + middle).checked_sub(k) else {
                k += 2;
                continue;
            };
            while same(at, there) {
                at += 1;
                there += 1;
            }
            if let Some(place) = reach.get_mut(k) {
                *place = at;
            }
            if at >= a.len() && there >= b.len() {
                return Some(walk_back(&trace, (a.len(), b.len()), middle));
            }
            k += 2;
        }
    }
    None
}

/// How far along `a` the diagonal `k` begins after one more edit.
fn step(reach: &[usize], k: usize, middle: usize, edits: usize) -> usize {
    let at = |k: usize| reach.get(k).copied().unwrap_or_default();
    if edits == 0 {
        return 0;
    }
    let down = k == middle - edits || (k != middle + edits && at(k - 1) < at(k + 1));
    if down { at(k + 1) } else { at(k - 1) + 1 }
}

fn walk_back(trace: &[Vec<usize>], end: (usize, usize), middle: usize) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let (mut i, mut j) = end;
    for (edits, reach) in trace.iter().enumerate().rev() {
        let k = middle + i - j;
        let begin = step(reach, k, middle, edits);
        let begin_j = (begin + middle).saturating_sub(k);
        while i > begin && j > begin_j {
            i -= 1;
            j -= 1;
            pairs.push((i, j));
        }
        if edits == 0 {
            break;
        }
        let at = |k: usize| reach.get(k).copied().unwrap_or_default();
        let down = k == middle - edits || (k != middle + edits && at(k - 1) < at(k + 1));
        let from = if down { k + 1 } else { k - 1 };
        i = at(from);
        j = (i + middle).saturating_sub(from);
    }
    pairs.reverse();
    pairs
}
