//! Two articles in; what they have in common and what not, in words, out.

use super::{
    cluster,
    fingerprint::{Token, fingerprint, of_text, written_words},
    key::Marks,
    lead::{Claim, Policy, claim},
    text::TO_JOIN_PUBLISHED,
    verdict::{Kind, Verdict, WINDOW, differences, verdict},
};
use crate::model::Article;
use std::{collections::HashMap, ops::Range};

/// Why two articles are one story, or why not.
#[derive(Clone, Debug, PartialEq)]
pub struct Explained {
    /// What they are to each other, with the numbers.
    pub verdict: Verdict,
    /// They have one address: one story, whatever the texts say, unless that address carries too
    /// many titles.
    pub one_address: bool,
    /// What a person said in `always_merge` or `never_merge`.
    pub ordered: Option<bool>,
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
    let one_address = cluster::meet(policy, Marks::of(a), Marks::of(b));
    let read = if one_address { fingerprint } else { of_text };
    let (one, other) = (read(a), read(b));
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
        one_address,
        ordered: policy.order(Marks::of(a), Marks::of(b)),
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

/// How good a claim an article has to tell its story, in words; the better claims first.
pub fn standing(policy: &Policy, article: &Article) -> &'static str {
    match claim(policy, Marks::of(article)) {
        Claim::Owner => "its own site hosts it",
        Claim::PartnerAtHome => "a partner, on a page of its own site",
        Claim::Copy => "a copy: another site hosts it",
        Claim::PartnersCopy => "a partner's copy: another site hosts it",
    }
}

/// Why two articles of different stories are not one, though their texts are the same by this
/// verdict; `published`: readers knew both stories.
pub fn refusal(explained: &Explained, strength: u8, published: bool) -> String {
    if explained.ordered == Some(false) {
        return "`never_merge` in feeds.toml parts them".to_owned();
    }
    if published && strength < TO_JOIN_PUBLISHED {
        return format!(
            "both were published, and such stories are joined on strength {TO_JOIN_PUBLISHED} \
             only; this is {strength}"
        );
    }
    if explained.verdict.kind != Kind::Same {
        return "they were the same once, and one of them was changed since".to_owned();
    }
    "as much speaks against it as for it: others of the two stories are not the same".to_owned()
}

fn spell(words: &HashMap<u32, String>, tokens: &[Token], range: &Range<usize>) -> String {
    let tokens = tokens.get(range.clone()).unwrap_or_default();
    let written: Vec<&str> = tokens
        .iter()
        .filter_map(|token| words.get(&token.hash).map(String::as_str))
        .collect();
    written.join(" ")
}
