//! Stories of several languages in; which of them tell the same news, out (DEDUPE.md, last section).

use super::fingerprint::is_figure;
use std::collections::{BTreeMap, HashMap};

/// A story as one in another language may be recognised in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Outline {
    /// Hash of its primary language; 0, unknown, is told apart from none.
    pub language: u32,
    /// Its date, seconds since 1970.
    pub at: i64,
    /// See [`super::Fingerprint::features`].
    pub features: Vec<u32>,
}

/// Two stories further apart are not linked, seconds.
const NEAR: i64 = 7 * 86_400;
/// So many features must be in both.
const SHARED: usize = 4;
/// And this much of the weight.
const SCORE: f64 = 0.3;
/// And this much where one of them has neither numbers nor dates.
const SCORE_OF_NAMES: f64 = 0.7;
/// Of so many numbers and dates one may be missing in the other language.
const FIGURES_PER_LOSS: usize = 3;

/// Pairs of places of stories, each the other's best in its language; ascending.
pub fn related(stories: &[Outline]) -> Vec<(usize, usize)> {
    let weights = Weights::of(stories);
    let mut shelves: HashMap<u32, Vec<usize>> = HashMap::new();
    for (place, story) in stories.iter().enumerate() {
        for feature in &story.features {
            shelves.entry(*feature).or_default().push(place);
        }
    }
    let mut best: BTreeMap<(usize, u32), (f64, usize)> = BTreeMap::new();
    for (place, story) in stories.iter().enumerate() {
        let mut shared: BTreeMap<usize, Shared> = BTreeMap::new();
        for feature in &story.features {
            for other in shelves.get(feature).into_iter().flatten() {
                let Some(there) = stories.get(*other) else {
                    continue;
                };
                if there.language != story.language && (there.at - story.at).abs() <= NEAR {
                    let sum = shared.entry(*other).or_default();
                    sum.features += 1;
                    sum.figures += usize::from(is_figure(*feature));
                    sum.weight += weights.weight(*feature);
                }
            }
        }
        for (other, shared) in shared {
            let Some(there) = stories.get(other).filter(|_| shared.features >= SHARED) else {
                continue;
            };
            let score = shared.weight / (weights.sum(story) * weights.sum(there)).sqrt();
            if score < shared.needed(story, there) {
                continue;
            }
            let seat = best.entry((place, there.language)).or_insert((0.0, other));
            if score > seat.0 {
                *seat = (score, other);
            }
        }
    }
    best.iter()
        .filter(|((place, _), (_, other))| place < other)
        .filter(|((place, _), (_, other))| {
            stories.get(*place).is_some_and(|story| {
                best.get(&(*other, story.language))
                    .is_some_and(|(_, back)| back == place)
            })
        })
        .map(|((place, _), (_, other))| (*place, *other))
        .collect()
}

/// What two stories have in common.
#[derive(Default)]
struct Shared {
    features: usize,
    figures: usize,
    weight: f64,
}

impl Shared {
    /// Who translates leaves numbers and dates as they are: where many of them differ it is other
    /// news of the same people.
    fn needed(&self, a: &Outline, b: &Outline) -> f64 {
        let figures = |story: &Outline| story.features.iter().filter(|f| is_figure(**f)).count();
        let fewest = figures(a).min(figures(b));
        let lost = fewest - self.figures.min(fewest);
        if lost * FIGURES_PER_LOSS > fewest {
            f64::INFINITY
        } else if fewest == 0 {
            SCORE_OF_NAMES
        } else {
            SCORE
        }
    }
}

/// How much a feature says: what is in few stories says more.
struct Weights {
    stories: f64,
    seen: HashMap<u32, f64>,
}

impl Weights {
    fn of(stories: &[Outline]) -> Self {
        let mut seen: HashMap<u32, f64> = HashMap::new();
        for feature in stories.iter().flat_map(|story| &story.features) {
            *seen.entry(*feature).or_default() += 1.0;
        }
        Self {
            stories: stories.iter().map(|_| 1.0).sum(),
            seen,
        }
    }

    fn weight(&self, feature: u32) -> f64 {
        let seen = self.seen.get(&feature).copied().unwrap_or(1.0);
        (1.0 + self.stories / seen).ln()
    }

    fn sum(&self, story: &Outline) -> f64 {
        story
            .features
            .iter()
            .map(|feature| self.weight(*feature))
            .sum()
    }
}
