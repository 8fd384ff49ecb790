//! Articles that are new or changed and their candidates in; what their texts are to each other, and
//! the stories that follow, out.

use super::{
    candidates::candidates,
    cluster::Member,
    known::{Changes, Judged, Known, Print},
    lead::Policy,
    partition::{Edge, partition},
    prints::Prints,
    verdict::{Kind, WINDOW, verdict},
};
use crate::model::{ArticleId, StoryId};
use std::collections::{BTreeMap, BTreeSet};

/// Two stories that readers know are joined on nothing weaker.
pub(super) const TO_JOIN_PUBLISHED: u8 = 5;

/// What the new and the changed articles are compared by. Guids and links are believed within their
/// source and its site only, and `cluster` has looked at them: here the text speaks.
pub(super) fn prints(changes: &Changes, read: &mut Prints) -> Vec<Print> {
    let revised = changes.revised.iter().map(|revision| &revision.article);
    let articles = changes.new.iter().chain(revised);
    articles.map(|article| read.take(article)).collect()
}

/// The verdicts on each of `fresh` and everything else that is there. What was found to be the same
/// once stays so though it was corrected since: who took it over did so before.
pub(super) fn judge(policy: &Policy, known: &Known, fresh: &[Print]) -> Vec<Judged> {
    let once: BTreeSet<(ArticleId, ArticleId)> = known
        .verdicts
        .iter()
        .filter(|judged| judged.kind == Kind::Same)
        .map(Judged::pair)
        .collect();
    let new: BTreeSet<ArticleId> = fresh.iter().map(|print| print.article).collect();
    let old = known
        .prints
        .iter()
        .filter(|print| !new.contains(&print.article));
    let all: Vec<&Print> = fresh.iter().chain(old).collect();
    let window = policy.window.unwrap_or(WINDOW);
    let mut found = Vec::new();
    for (a, b) in candidates(&all, fresh.len(), window) {
        let (Some(a), Some(b)) = (all.get(a), all.get(b)) else {
            continue;
        };
        let verdict = verdict(&a.print, &b.print, window);
        let judged = Judged::new(a.article, b.article, &verdict);
        let tells = matches!(judged.kind, Kind::Same | Kind::Series | Kind::Quote);
        if tells && !once.contains(&judged.pair()) {
            found.push(judged);
        }
    }
    found.sort_by_key(Judged::pair);
    found
}

/// Joins the `groups` that have one address into stories that have one text; lists of places, each
/// ascending, in the order of their first.
pub(super) fn join(
    policy: &Policy,
    known: &Known,
    members: &[Member],
    groups: &[Vec<usize>],
    fresh: &[Judged],
) -> Vec<Vec<usize>> {
    let ordered = policy.ordered(members);
    if known.verdicts.is_empty() && fresh.is_empty() && ordered.is_empty() {
        return groups.to_vec();
    }
    let seats = Seats::of(members);
    let mut edges: Vec<Edge> = groups
        .iter()
        .flat_map(|group| group.windows(2))
        .filter_map(|pair| seats.certain(*pair.first()?, *pair.last()?, Kind::Same))
        .collect();
    let ordered = ordered.into_iter();
    edges.extend(ordered.filter_map(|(a, b, kind)| seats.certain(a, b, kind)));
    let newest: BTreeMap<_, &Judged> = known
        .verdicts
        .iter()
        .chain(fresh)
        .map(|judged| (judged.pair(), judged))
        .collect();
    let published: BTreeSet<StoryId> = known
        .stories
        .iter()
        .filter(|story| story.published.is_some())
        .map(|story| story.id)
        .collect();
    for judged in newest.values() {
        edges.extend(seats.edge(members, &published, judged));
    }
    let story = partition(members.len(), &edges).story;
    let mut joined: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (seat, story) in story.iter().enumerate() {
        let place = seats.place(seat);
        joined.entry(*story).or_default().push(place);
    }
    let mut joined: Vec<Vec<usize>> = joined.into_values().collect();
    for group in &mut joined {
        group.sort_unstable();
    }
    joined.sort_unstable();
    joined
}

/// The members in the order of their ids: ties are broken by what does not change.
struct Seats {
    places: Vec<usize>,
    by_id: BTreeMap<ArticleId, usize>,
    of_place: Vec<usize>,
}

impl Seats {
    fn of(members: &[Member]) -> Self {
        let mut places: Vec<usize> = (0..members.len()).collect();
        places.sort_by_key(|place| members.get(*place).map(|member| member.id));
        let mut by_id = BTreeMap::new();
        let mut of_place = vec![0; members.len()];
        for (seat, place) in places.iter().enumerate() {
            by_id.extend(members.get(*place).map(|member| (member.id, seat)));
            if let Some(of_place) = of_place.get_mut(*place) {
                *of_place = seat;
            }
        }
        Self {
            places,
            by_id,
            of_place,
        }
    }

    fn place(&self, seat: usize) -> usize {
        self.places.get(seat).copied().unwrap_or_default()
    }

    /// What needs no text.
    fn certain(&self, a: usize, b: usize, kind: Kind) -> Option<Edge> {
        let (a, b) = (*self.of_place.get(a)?, *self.of_place.get(b)?);
        Some(Edge {
            a: a.min(b),
            b: a.max(b),
            kind,
            strength: 6,
            certain: true,
            apart: 0,
        })
    }

    /// None where one of the two is not here, or two published stories would be joined on too
    /// little.
    fn edge(
        &self,
        members: &[Member],
        published: &BTreeSet<StoryId>,
        judged: &Judged,
    ) -> Option<Edge> {
        let (a, b) = (*self.by_id.get(&judged.a)?, *self.by_id.get(&judged.b)?);
        let (one, other) = (members.get(self.place(a))?, members.get(self.place(b))?);
        let stories = (one.story, other.story);
        let readers_know = |story: Option<StoryId>| story.is_some_and(|id| published.contains(&id));
        let parted = stories.0 != stories.1 && readers_know(stories.0) && readers_know(stories.1);
        if judged.kind == Kind::Same && judged.strength < TO_JOIN_PUBLISHED && parted {
            return None;
        }
        Some(Edge {
            a: a.min(b),
            b: a.max(b),
            kind: judged.kind,
            strength: judged.strength,
            certain: false,
            apart: (one.date - other.date).num_seconds().abs(),
        })
    }
}
