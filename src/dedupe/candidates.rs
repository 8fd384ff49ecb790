//! What texts are compared by in; which pairs of them are worth a comparison, a few of each, out.

use super::known::Print;
use crate::model::ArticleId;
use std::collections::{BTreeSet, HashMap};

/// So many others an article is compared with at most, those first that share most with it: a
/// flood of texts that are nearly one must not cost its square.
pub(super) const MOST: usize = 48;

/// Of those who share one landmark, so many neighbours in time on either side are looked at
/// (DEDUPE.md, "Candidate keys").
pub(super) const NEIGHBOURS: usize = MOST / 2;

/// Pairs of places in `all`, ascending, of which at least one is among the first `fresh`; both have
/// one of their landmarks and are at most `window` seconds apart. Whatever the texts are, there are
/// at most [`MOST`] for each of the fresh.
///
/// As long as no landmark has more than [`NEIGHBOURS`] and no article more than [`MOST`], these are
/// all there are, and the order of `all` changes nothing.
pub(super) fn candidates(all: &[&Print], fresh: usize, window: i64) -> BTreeSet<(usize, usize)> {
    let mut wanted: Vec<Vec<Other>> = vec![Vec::new(); fresh];
    // In any order: what is wanted is sorted below.
    let shared: Vec<_> = shared(all, fresh).into_iter().collect();
    for ((a, b), marks) in shared {
        let (Some(one), Some(two)) = (all.get(a), all.get(b)) else {
            continue;
        };
        let apart = (one.print.at - two.print.at).abs();
        if apart > window {
            continue;
        }
        for (here, there, id) in [(a, b, two.article), (b, a, one.article)] {
            if let Some(others) = wanted.get_mut(here) {
                others.push((u32::MAX - marks, apart, id, there));
            }
        }
    }
    let mut pairs = BTreeSet::new();
    for (here, mut others) in wanted.into_iter().enumerate() {
        others.sort_unstable();
        let nearest = others.into_iter().take(MOST);
        pairs.extend(nearest.map(|(.., there)| (here.min(there), here.max(there))));
    }
    pairs
}

/// Somebody to compare with: few shared landmarks and distance come last, then the id, then the
/// place.
type Other = (u32, i64, ArticleId, usize);

/// Pairs with a landmark in common, and in how many they are neighbours.
fn shared(all: &[&Print], fresh: usize) -> HashMap<(usize, usize), u32> {
    let mut marks: Vec<(u64, i64, ArticleId, usize)> = Vec::new();
    for (place, print) in all.iter().enumerate() {
        let of_print = print.marks.iter();
        marks.extend(of_print.map(|mark| (*mark, print.print.at, print.article, place)));
    }
    marks.sort_unstable();
    let mut pairs: HashMap<(usize, usize), u32> = HashMap::new();
    for shelf in marks.chunk_by(|(one, ..), (other, ..)| one == other) {
        for (at, (.., a)) in shelf.iter().enumerate() {
            for (.., b) in shelf.iter().skip(at + 1).take(NEIGHBOURS) {
                if *a.min(b) < fresh {
                    *pairs.entry((*a.min(b), *a.max(b))).or_default() += 1;
                }
            }
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::{MOST, Print, candidates};
    use crate::{
        dedupe::{Fingerprint, WINDOW},
        model::ArticleId,
    };
    use std::collections::BTreeSet;
    use uuid::Uuid;

    /// The pairs among these, all fresh, each with its landmarks and the day it is of.
    fn pairs(of: Vec<(Vec<u64>, i64)>) -> BTreeSet<(usize, usize)> {
        let print = |(place, (marks, day)): (u128, (Vec<u64>, i64))| Print {
            article: ArticleId(Uuid::from_u128(place)),
            print: Fingerprint {
                at: day * 86_400,
                ..Fingerprint::default()
            },
            marks,
        };
        let prints: Vec<Print> = (0..).zip(of).map(print).collect();
        let all: Vec<&Print> = prints.iter().collect();
        candidates(&all, all.len(), WINDOW)
    }

    #[test]
    fn who_shares_a_landmark_is_compared_and_nobody_else() {
        let found = pairs(vec![(vec![1, 2], 0), (vec![2, 3], 1), (vec![4], 1)]);
        assert_eq!(found, [(0, 1)].into());
    }

    #[test]
    fn who_is_too_far_away_in_time_is_not_compared() {
        assert_eq!(pairs(vec![(vec![1], 0), (vec![1], 46)]), [].into());
    }

    #[test]
    fn a_flood_of_one_text_costs_a_few_comparisons_of_each_and_leaves_nobody_alone() {
        let found = pairs(vec![(vec![1, 2, 3], 0); 600]);
        assert!(found.len() <= 600 * MOST / 2, "{}", found.len());
        assert!((1..600).all(|place| found.contains(&(place - 1, place))));
    }

    #[test]
    fn a_flood_in_which_everybody_has_something_of_many_costs_a_few_comparisons_of_each() {
        // Points and lines of a plane: each two points are on one line at most.
        let point = |n: u64| (0..10).map(move |k| 1000 * k + (n / 19 + k * (n % 19)) % 19);
        let found = pairs((0..361).map(|n| (point(n).collect(), 0)).collect());
        assert!(found.len() <= 361 * MOST, "{}", found.len());
    }
}
