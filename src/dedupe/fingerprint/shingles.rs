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
    let mut found: Vec<Shingle> = hashes(tokens, 3)
        .into_iter()
        .zip(0..)
        .map(|(hash, place)| Shingle {
            hash: low(hash),
            place,
        })
        .collect();
    // One number is compared faster than two.
    found.sort_unstable_by_key(|shingle| u64::from(shingle.hash) << 32 | u64::from(shingle.place));
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
    let runs = hashes(tokens, RUN);
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

/// Of every run of so many words.
fn hashes(tokens: &[Token], run: usize) -> Vec<u64> {
    let mut bytes = Vec::with_capacity(tokens.len() * 4);
    for token in tokens {
        bytes.extend_from_slice(&token.hash.to_le_bytes());
    }
    bytes.windows(run * 4).step_by(4).map(xxh3_64).collect()
}
