//! Two articles in; what they have in common and what not, in words, out.

use super::{
    fingerprint::{Token, fingerprint, written_words},
    lead::Policy,
    verdict::{Verdict, WINDOW, differences, verdict},
};
use crate::model::Article;
use std::{collections::HashMap, ops::Range};

/// Why two articles are one story, or why not.
#[derive(Clone, Debug, PartialEq)]
pub struct Explained {
    /// What they are to each other, with the numbers.
    pub verdict: Verdict,
    /// How many of the landmarks by which copies are found are in both; 0: they were never
    /// compared.
    pub landmarks: usize,
    /// Words of the first that have others of the second in their place: `19`, `26`.
    pub differing: Vec<(String, String)>,
    /// Seconds between them.
    pub apart: i64,
}

/// What `policy` and its rules find of the two as they are now.
pub fn explain(policy: &Policy, a: &Article, b: &Article) -> Explained {
    let (one, other) = (fingerprint(a), fingerprint(b));
    let verdict = verdict(&one, &other, policy.window.unwrap_or(WINDOW));
    let marks = one.landmarks();
    let mut words = written_words(a);
    words.extend(written_words(b));
    let differing = differences(&one, &other)
        .iter()
        .map(|replaced| {
            (
                spell(&words, &one.tokens, &replaced.a),
                spell(&words, &other.tokens, &replaced.b),
            )
        })
        .collect();
    Explained {
        landmarks: other
            .landmarks()
            .iter()
            .filter(|mark| marks.contains(mark))
            .count(),
        apart: (one.at - other.at).abs(),
        differing,
        verdict,
    }
}

fn spell(words: &HashMap<u32, String>, tokens: &[Token], range: &Range<usize>) -> String {
    let tokens = tokens.get(range.clone()).unwrap_or_default();
    let written: Vec<&str> = tokens
        .iter()
        .filter_map(|token| words.get(&token.hash).map(String::as_str))
        .collect();
    written.join(" ")
}
