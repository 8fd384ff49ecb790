//! Things and what they are to each other in; which of them are one story, out (DEDUPE.md,
//! "Clustering").

use super::verdict::{Kind, Verdict};
use std::collections::{BTreeMap, BTreeSet};

/// What was found of two things, named by their places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    /// The lesser place.
    pub a: usize,
    /// The greater place.
    pub b: usize,
    /// See [`Verdict::kind`].
    pub kind: Kind,
    /// See [`Verdict::strength`].
    pub strength: u8,
    /// Guid or link say so, or a person: nothing speaks against it.
    pub certain: bool,
    /// Seconds between them.
    pub apart: i64,
}

impl Edge {
    /// The verdict on the things at two different places.
    pub fn new(places: (usize, usize), apart: i64, verdict: &Verdict) -> Self {
        Self {
            a: places.0.min(places.1),
            b: places.0.max(places.1),
            kind: verdict.kind,
            strength: verdict.strength,
            certain: verdict.is_identity(),
            apart: apart.abs(),
        }
    }
}

/// What became of the edges.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Partition {
    /// For every place the least place of its story.
    pub story: Vec<usize>,
    /// Places of edges that say "the same" and were not followed, because as much speaks against
    /// it; ascending.
    pub refused: Vec<(usize, usize)>,
}

/// Which of `count` things are one story. The order of the things breaks ties: sort them by what
/// does not change. The order of `edges` does not matter.
pub fn partition(count: usize, edges: &[Edge]) -> Partition {
    let mut identity = Union::new(count);
    for edge in edges
        .iter()
        .filter(|edge| edge.certain && edge.kind == Kind::Same)
    {
        identity.join(edge.a, edge.b);
    }
    let bonds = Bonds::of(&mut identity, edges);
    let mut stories = identity.clone();
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for place in 0..count {
        if identity.root(place) == place {
            members.entry(place).or_default().push(place);
        }
    }
    let mut refused = Vec::new();
    for (a, b) in bonds.in_order() {
        let (x, y) = (stories.root(a), stories.root(b));
        if x == y {
            continue;
        }
        let (of_x, of_y) = (members.get(&x), members.get(&y));
        let (Some(of_x), Some(of_y)) = (of_x, of_y) else {
            continue;
        };
        if bonds.forbid(of_x, of_y) {
            refused.push((a, b));
            continue;
        }
        stories.join(x, y);
        let (least, other) = (x.min(y), x.max(y));
        let moved = members.remove(&other).unwrap_or_default();
        members.entry(least).or_default().extend(moved);
    }
    refused.sort_unstable();
    Partition {
        story: (0..count).map(|place| stories.root(place)).collect(),
        refused,
    }
}

/// What groups of one identity are to each other.
struct Bonds {
    /// The best edge of two groups: strength, distance.
    same: BTreeMap<(usize, usize), (u8, i64)>,
    /// Two of a kind, or one quotes the other, and no version of the one is the same as a version
    /// of the other.
    apart: BTreeSet<(usize, usize)>,
    /// A person said that these are never one story.
    never: BTreeSet<(usize, usize)>,
}

impl Bonds {
    fn of(identity: &mut Union, edges: &[Edge]) -> Self {
        let mut bonds = Self {
            same: BTreeMap::new(),
            apart: BTreeSet::new(),
            never: BTreeSet::new(),
        };
        for edge in edges {
            let (a, b) = (identity.root(edge.a), identity.root(edge.b));
            if a == b {
                continue;
            }
            let pair = (a.min(b), a.max(b));
            if edge.certain {
                bonds.never.insert(pair);
                continue;
            }
            match edge.kind {
                Kind::Same => {
                    let best = bonds.same.entry(pair).or_insert((0, i64::MAX));
                    let better = (edge.strength, -edge.apart) > (best.0, best.1.saturating_neg());
                    if better {
                        *best = (edge.strength, edge.apart);
                    }
                }
                Kind::Series | Kind::Quote => {
                    bonds.apart.insert(pair);
                }
                Kind::Related | Kind::No => {}
            }
        }
        let same = &bonds.same;
        bonds.apart.retain(|pair| !same.contains_key(pair));
        bonds
    }

    /// The strongest first, then the nearest in time.
    fn in_order(&self) -> Vec<(usize, usize)> {
        let mut pairs: Vec<_> = self.same.iter().collect();
        pairs.sort_by_key(|(pair, (strength, apart))| (u8::MAX - strength, *apart, **pair));
        pairs.into_iter().map(|(pair, _)| *pair).collect()
    }

    /// As much speaks against one story as for it.
    fn forbid(&self, x: &[usize], y: &[usize]) -> bool {
        let (mut conflicts, mut supports) = (0, 0);
        for a in x {
            for b in y {
                let pair = (*a.min(b), *a.max(b));
                if self.never.contains(&pair) {
                    return true;
                }
                conflicts += usize::from(self.apart.contains(&pair));
                supports += usize::from(self.same.contains_key(&pair));
            }
        }
        conflicts > 0 && conflicts >= supports
    }
}

/// Which places are joined (a disjoint-set forest); the least place is the root.
#[derive(Clone)]
pub(super) struct Union(Vec<usize>);

impl Union {
    pub(super) fn new(places: usize) -> Self {
        Self((0..places).collect())
    }

    pub(super) fn root(&mut self, place: usize) -> usize {
        let mut root = place;
        while let Some(above) = self.0.get(root).filter(|above| **above != root) {
            root = *above;
        }
        let mut at = place;
        while let Some(above) = self.0.get_mut(at).filter(|above| **above != root) {
            at = std::mem::replace(above, root);
        }
        root
    }

    pub(super) fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        if let Some(above) = self.0.get_mut(a.max(b)) {
            *above = a.min(b);
        }
    }
}
