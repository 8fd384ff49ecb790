//! A lead and its carriers in; whose full text may stand in for the lead's excerpt, out
//! (`[dedupe] carrier_text`).

use super::{
    fingerprint::{goes_on, of_text},
    key::Marks,
    lead::{Policy, rank},
    verdict::{Kind, Verdict, WINDOW, verdict},
};
use crate::model::{Article, Config, ContentPolicy, SourceId};
use std::collections::BTreeMap;

/// Whose texts are told in full, and may be in the place of an excerpt, or be replaced as one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct InFull {
    /// Those that its feed hands out.
    pub feed: bool,
    /// Those that were read from its pages.
    pub pages: bool,
}

/// Nobody where feeds.toml does not say `carrier_text = true`.
pub(super) fn in_full(config: &Config) -> BTreeMap<SourceId, InFull> {
    let wanted = config.dedupe.carrier_text;
    let sources = config.sources.iter().filter(|_| wanted);
    let all = sources.map(|source| {
        let tells = |from_page| source.tells(from_page) == ContentPolicy::Full;
        let in_full = InFull {
            feed: tells(false),
            pages: tells(true),
        };
        (source.id.clone(), in_full)
    });
    all.collect()
}

/// Runs of three words that an excerpt has at least: of fewer, nobody can tell whose they are.
const LEAST: usize = 14;
/// So much of the excerpt is in the full text, ...
const CONTAINED: f32 = 0.9;
/// ... not far from its beginning, in words, ...
const NEAR: u32 = 12;
/// ... which is so many times as long: what is not much longer is another version of the excerpt.
const LONGER: f32 = 1.6;

/// The place among `carriers` of the one whose full text may stand in for that of `leads`, the
/// lead of their story; of several the one that would lead without the lead. It depends on what
/// the articles are now and not on which came first.
///
/// An *excerpt* is a text that says itself that it goes on: it ends in `…` or `[...]`, or in an
/// invitation to read more. A short text is none, nor is one that is only shorter than a copy of
/// it.
///
/// It is *allowed* where feeds.toml has `[dedupe] carrier_text = true`, and both texts would be told in
/// full by what `content` says of their sources: a source that gives an excerpt because
/// `content = "excerpt"` says so keeps it, and what was read from a page is neither lent nor
/// replaced unless its source has `content = "full"`.
///
/// The text of a carrier is *the full text* only if it is no excerpt itself, at least 1.6 times as
/// long, and begins with the excerpt: nine of ten runs of three words are in it, and no number or
/// name was put in the place of another. A guid or a link that the carrier claims counts nothing
/// here (RELIABILITY.md 50).
pub fn fuller(policy: &Policy, leads: &Article, carriers: &[Article]) -> Option<usize> {
    if !policy.is_told_in_full(leads) || !goes_on(leads) {
        return None;
    }
    let excerpt = of_text(leads);
    let window = policy.window.unwrap_or(WINDOW);
    let full = |carrier: &Article| {
        if !policy.is_told_in_full(carrier) || goes_on(carrier) {
            return false;
        }
        let full = of_text(carrier);
        full.tokens.len() > excerpt.tokens.len() && begins_with(&verdict(&excerpt, &full, window))
    };
    let places = (0..carriers.len()).filter(|at| carriers.get(*at).is_some_and(full));
    places.min_by_key(|at| {
        let carrier = carriers.get(*at);
        carrier.map(|it| rank(policy, Marks::of(it), it.first_seen, it.id))
    })
}

fn begins_with(verdict: &Verdict) -> bool {
    let found = &verdict.evidence;
    !matches!(verdict.kind, Kind::Series | Kind::No)
        && found.shorter >= LEAST
        && found.containment >= CONTAINED
        && found.lead <= NEAR
        && found.ratio >= LONGER
}
