//! The words of a text in, its overlapping threes out, and the few fives by which it is found.

use super::token::{Token, low};
use xxhash_rust::xxh3::xxh3_64;

/// Three words in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Shingle {
    /// Of the three.
    pub hash: u32,
    /// Of the first of them, in the text.
    pub place: u32,
}

/// Sorted by hash, each once, at its first place.
pub(super) fn shingles(tokens: &[Token]) -> Vec<Shingle> {
    let mut found: Vec<Shingle> = tokens
        .windows(3)
        .zip(0..)
        .map(|(words, place)| Shingle {
            hash: low(hash(words)),
            place,
        })
        .collect();
    found.sort_unstable();
    found.dedup_by_key(|shingle| shingle.hash);
    found
}

/// Words of a candidate key: a run of so many words in two texts is a sign.
const RUN: usize = 5;
/// The first words, where an excerpt has the same as the whole.
const HEAD: usize = 64;
/// Of so many runs beside each other in the head one is a key (Schleimer, Wilkerson and Aiken,
/// "Winnowing", 2003): equal stretches of RUN + WINNOW - 1 words always have one in common.
const WINNOW: usize = 4;
/// Of all runs of the text the least so many are keys.
const LEAST: usize = 12;

/// Hashes of runs of words that a text shares with most of its copies; sorted, each once.
pub(super) fn landmarks(tokens: &[Token]) -> Vec<u64> {
    let runs: Vec<u64> = tokens.windows(RUN).map(hash).collect();
    let head = runs.get(..runs.len().min(HEAD)).unwrap_or_default();
    let mut found: Vec<u64> = head
        .windows(WINNOW.min(head.len().max(1)))
        .filter_map(|window| window.iter().min().copied())
        .collect();
    let mut least = runs.clone();
    if least.len() > LEAST {
        least.select_nth_unstable(LEAST);
        least.truncate(LEAST);
    }
    found.extend(least);
    found.sort_unstable();
    found.dedup();
    found
}

/// Of words in a row.
pub(super) fn hash(words: &[Token]) -> u64 {
    let mut bytes = [0; 20];
    for (to, word) in bytes.chunks_exact_mut(4).zip(words) {
        to.copy_from_slice(&word.hash.to_le_bytes());
    }
    xxh3_64(bytes.get(..words.len().min(5) * 4).unwrap_or(&bytes))
}
