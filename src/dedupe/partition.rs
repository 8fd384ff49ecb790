//! Things and what they are to each other in; which of them are one story, out (DEDUPE.md,
//! "Clustering").

use super::verdict::{Kind, Verdict};
use std::collections::{BTreeMap, BTreeSet, HashMap};

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
    let mut stories = Stories::of(identity, count);
    let mut refused = Vec::new();
    for (a, b) in bonds.in_order() {
        if !stories.join(&bonds, a, b) {
            refused.push((a, b));
        }
    }
    refused.sort_unstable();
    Partition {
        story: (0..count).map(|place| stories.union.root(place)).collect(),
        refused,
    }
}

/// What has grown together so far.
struct Stories {
    union: Union,
    /// By root, the groups of one identity that are in it.
    groups: HashMap<usize, Vec<usize>>,
    /// Two roots that were found to be kept apart, and how many groups each had then.
    parted: HashMap<(usize, usize), (usize, usize)>,
}

impl Stories {
    fn of(mut identity: Union, count: usize) -> Self {
        let roots = (0..count).filter(|place| identity.root(*place) == *place);
        Self {
            groups: roots.map(|root| (root, vec![root])).collect(),
            union: identity,
            parted: HashMap::new(),
        }
    }

    /// Makes one story of those of two groups; false where as much speaks against it.
    fn join(&mut self, bonds: &Bonds, a: usize, b: usize) -> bool {
        let (x, y) = (self.union.root(a), self.union.root(b));
        if x == y {
            return true;
        }
        let (least, other) = (x.min(y), x.max(y));
        let size = |root| self.groups.get(&root).map_or(0, Vec::len);
        let sizes = (size(least), size(other));
        if self.parted.get(&(least, other)) == Some(&sizes) {
            return false;
        }
        if self.forbidden(bonds, least, other) {
            self.parted.insert((least, other), sizes);
            return false;
        }
        self.union.join(least, other);
        let mut all = self.groups.remove(&least).unwrap_or_default();
        let mut more = self.groups.remove(&other).unwrap_or_default();
        // The few move to the many: a story that grows by one costs one.
        if all.len() < more.len() {
            std::mem::swap(&mut all, &mut more);
        }
        all.append(&mut more);
        self.groups.insert(least, all);
        true
    }

    /// As much speaks against one story of these two as for it. Only what the smaller one is bound
    /// to is looked at: all pairs of two large ones would be too many.
    fn forbidden(&mut self, bonds: &Bonds, x: usize, y: usize) -> bool {
        let groups = |root| self.groups.get(&root).map_or(&[][..], Vec::as_slice);
        let (few, other) = if groups(x).len() <= groups(y).len() {
            (groups(x), y)
        } else {
            (groups(y), x)
        };
        let (mut conflicts, mut supports) = (0, 0);
        for (there, bond) in few.iter().flat_map(|group| bonds.of_group(*group)) {
            if self.union.root(*there) != other {
                continue;
            }
            match bond {
                Bond::Never => return true,
                Bond::Apart => conflicts += 1,
                Bond::Same => supports += 1,
            }
        }
        conflicts > 0 && conflicts >= supports
    }
}

/// What two groups of one identity are to each other.
#[derive(Clone, Copy)]
enum Bond {
    /// A version of the one is the same as a version of the other.
    Same,
    /// Two of a kind, or one quotes the other, and none of their versions are the same.
    Apart,
    /// A person said that these are never one story.
    Never,
}

/// What groups of one identity are to each other.
struct Bonds {
    /// The best edge of two groups: strength, distance.
    same: BTreeMap<(usize, usize), (u8, i64)>,
    /// Of each group, in the order of the others.
    around: HashMap<usize, Vec<(usize, Bond)>>,
}

impl Bonds {
    fn of(identity: &mut Union, edges: &[Edge]) -> Self {
        let mut same: BTreeMap<(usize, usize), (u8, i64)> = BTreeMap::new();
        let mut apart: BTreeSet<(usize, usize)> = BTreeSet::new();
        let mut never: BTreeSet<(usize, usize)> = BTreeSet::new();
        for edge in edges {
            let (a, b) = (identity.root(edge.a), identity.root(edge.b));
            if a == b {
                continue;
            }
            let pair = (a.min(b), a.max(b));
            if edge.certain {
                never.insert(pair);
                continue;
            }
            match edge.kind {
                Kind::Same => {
                    let best = same.entry(pair).or_insert((0, i64::MAX));
                    let better = (edge.strength, -edge.apart) > (best.0, best.1.saturating_neg());
                    if better {
                        *best = (edge.strength, edge.apart);
                    }
                }
                Kind::Series | Kind::Quote => {
                    apart.insert(pair);
                }
                Kind::Related | Kind::No => {}
            }
        }
        let mut around: HashMap<usize, Vec<(usize, Bond)>> = HashMap::new();
        let apart = apart.iter().filter(|pair| !same.contains_key(pair));
        let bonds = (same.keys().map(|pair| (pair, Bond::Same)))
            .chain(apart.map(|pair| (pair, Bond::Apart)))
            .chain(never.iter().map(|pair| (pair, Bond::Never)));
        for ((a, b), bond) in bonds {
            around.entry(*a).or_default().push((*b, bond));
            around.entry(*b).or_default().push((*a, bond));
        }
        Self { same, around }
    }

    fn of_group(&self, group: usize) -> &[(usize, Bond)] {
        self.around.get(&group).map_or(&[], Vec::as_slice)
    }

    /// The strongest first, then the nearest in time.
    fn in_order(&self) -> Vec<(usize, usize)> {
        let mut pairs: Vec<_> = self.same.iter().collect();
        pairs.sort_by_key(|(pair, (strength, apart))| (u8::MAX - strength, *apart, **pair));
        pairs.into_iter().map(|(pair, _)| *pair).collect()
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
