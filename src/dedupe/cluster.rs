//! The articles of some stories in, each with its keys; groups of them that are one story, out.

use super::{
    key::{Hot, MOST_TITLES, Marks, title_key},
    known::{Changes, Known},
    lead::{Claim, Policy, claim},
};
use crate::model::{ArticleId, SourceId, StoryId, Timestamp};
use std::collections::{BTreeMap, BTreeSet};

/// An article as its story sees it.
#[derive(Clone, Debug)]
pub(super) struct Member {
    pub(super) id: ArticleId,
    pub(super) source: SourceId,
    pub(super) claim: Claim,
    pub(super) first_seen: Timestamp,
    pub(super) date: Timestamp,
    /// The story the store has it in.
    pub(super) story: Option<StoryId>,
    /// Its links are not the ones it joined that story by.
    pub(super) moved: bool,
    /// A reader of it sees something else than before.
    pub(super) revised: bool,
    /// When that was the last time.
    pub(super) revised_at: Option<Timestamp>,
    /// Hashes of the links by which it may be found to be the same as another.
    links: Vec<i64>,
    guid: Option<i64>,
    title: String,
}

impl Member {
    /// The least of them leads (DESIGN.md 4.4).
    pub(super) fn rank(&self) -> (Claim, Timestamp, &SourceId, ArticleId) {
        (self.claim, self.first_seen, &self.source, self.id)
    }

    /// It is filed under this link.
    pub(super) fn is_at(&self, link: i64) -> bool {
        self.links.contains(&link)
    }

    /// The least of them began the story.
    pub(super) fn seniority(&self) -> (Timestamp, Claim, &SourceId, ArticleId) {
        (self.first_seen, self.claim, &self.source, self.id)
    }
}

/// All articles that take part: the known ones as they will be, then the new ones.
pub(super) fn members(policy: &Policy, known: &Known, changes: &Changes) -> Vec<Member> {
    let revised: BTreeMap<ArticleId, _> = changes
        .revised
        .iter()
        .map(|revision| (revision.article.id, revision))
        .collect();
    let mut members = Vec::with_capacity(known.articles.len() + changes.new.len());
    for old in &known.articles {
        let mut member = match revised.get(&old.id) {
            Some(revision) => member(policy, &revision.article),
            None => bare(policy, old.marks(), &old.title, old.id),
        };
        member.first_seen = old.first_seen;
        member.date = old.date;
        member.story = Some(old.story);
        member.revised_at = old.revised;
        if let Some(revision) = revised.get(&old.id) {
            member.moved = links(policy, old.marks(), claim(policy, old.marks())) != member.links;
            member.revised = revision.article.content_hash != old.content_hash;
            member.revised_at = revision.revised;
        }
        members.push(member);
    }
    members.extend(changes.new.iter().map(|article| member(policy, article)));
    members
}

fn member(policy: &Policy, article: &crate::model::Article) -> Member {
    Member {
        first_seen: article.first_seen,
        date: article.date,
        ..bare(policy, Marks::of(article), &article.title, article.id)
    }
}

fn bare(policy: &Policy, marks: Marks<'_>, title: &str, id: ArticleId) -> Member {
    let claim = claim(policy, marks);
    Member {
        id,
        source: marks.source.clone(),
        claim,
        first_seen: Timestamp::default(),
        date: Timestamp::default(),
        story: None,
        moved: false,
        revised: false,
        revised_at: None,
        links: links(policy, marks, claim),
        guid: marks.guid_hash(),
        title: title_key(title),
    }
}

/// One link, by which others know it. Only an owner may say that several addresses of his site
/// are one article: from anybody else that would join two articles of somebody's site, and so
/// hide one of them.
fn links(policy: &Policy, marks: Marks<'_>, claim: Claim) -> Vec<i64> {
    let mut links: Vec<i64> = marks.home_hash().into_iter().collect();
    if claim == Claim::Owner {
        let own = [marks.permalink, marks.guid_link()]
            .into_iter()
            .flatten()
            .filter(|link| policy.hosts(marks.source, link))
            .filter_map(super::key::link_hash);
        links.extend(own);
    }
    links.sort_unstable();
    links.dedup();
    links
}

/// The two have one address by which both may be found.
pub(super) fn meet(policy: &Policy, a: Marks<'_>, b: Marks<'_>) -> bool {
    let (one, other) = (
        links(policy, a, claim(policy, a)),
        links(policy, b, claim(policy, b)),
    );
    one.iter().any(|link| other.contains(link))
}

/// Which members are one story: lists of places, each ascending, in the order of their first.
/// And what has become hot by them.
pub(super) fn groups(known: &Known, members: &[Member]) -> (Vec<Vec<usize>>, Vec<Hot>) {
    let mut hot = hot_guids(known, members);
    let mut union = Union::new(members.len());
    let mut shelves: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
    for (place, member) in members.iter().enumerate() {
        for link in &member.links {
            shelves.entry(*link).or_default().push(place);
        }
    }
    for (hash, places) in shelves {
        if known.hot.contains(&Hot { hash, source: None }) {
            continue;
        }
        let shelf = Shelf::new(members, hash, places);
        hot.extend(shelf.distrusted(known));
        if shelf.voices(known) > MOST_TITLES {
            hot.push(Hot { hash, source: None });
            continue;
        }
        let mut believed = shelf.believed(known, members);
        if let Some(first) = believed.next() {
            believed.for_each(|other| union.join(first, other));
        }
    }
    hot.sort();
    (union.groups(), hot)
}

/// The members that have one link.
struct Shelf<'a> {
    hash: i64,
    places: Vec<usize>,
    titles: BTreeMap<&'a SourceId, BTreeSet<&'a str>>,
}

impl<'a> Shelf<'a> {
    fn new(members: &'a [Member], hash: i64, places: Vec<usize>) -> Self {
        let mut titles: BTreeMap<&SourceId, BTreeSet<&str>> = BTreeMap::new();
        for member in places.iter().filter_map(|place| members.get(*place)) {
            titles
                .entry(&member.source)
                .or_default()
                .insert(&member.title);
        }
        Self {
            hash,
            places,
            titles,
        }
    }

    fn hot_for(&self, source: &SourceId) -> Hot {
        Hot {
            hash: self.hash,
            source: Some(source.clone()),
        }
    }

    /// Who may be joined by the link: not a source that gives several titles to it, for which it
    /// is a list, an events page or a mistake.
    fn believed(&self, known: &Known, members: &[Member]) -> impl Iterator<Item = usize> {
        self.places.iter().copied().filter(move |place| {
            members.get(*place).is_some_and(|member| {
                self.titles
                    .get(&member.source)
                    .is_some_and(|said| said.len() == 1)
                    && !known.hot.contains(&self.hot_for(&member.source))
            })
        })
    }

    /// The sources that gave too many titles to it to be asked again.
    fn distrusted(&self, known: &Known) -> Vec<Hot> {
        self.titles
            .iter()
            .filter(|(_, said)| said.len() > MOST_TITLES)
            .map(|(source, _)| self.hot_for(source))
            .filter(|hot| !known.hot.contains(hot))
            .collect()
    }

    /// How many different titles the link carries, if every source may name one only: else one
    /// stranger could make somebody's link hot. (The largest matching of sources and titles: it
    /// never shrinks when something is added, so the order of arrival does not matter.)
    fn voices(&self, known: &Known) -> usize {
        let distrusted = |hot: &&Hot| hot.hash == self.hash && hot.source.is_some();
        let before = known.hot.iter().filter(distrusted).count();
        let mut says: BTreeMap<&str, &SourceId> = BTreeMap::new();
        let trusted = self
            .titles
            .keys()
            .filter(|source| !known.hot.contains(&self.hot_for(source)));
        let found = trusted
            .filter(|source| self.give_title(source, &mut says, &mut BTreeSet::new()))
            .count();
        before + found
    }

    /// Gives the source a title of its own, if need be by giving another one to who has it.
    fn give_title(
        &self,
        source: &'a SourceId,
        says: &mut BTreeMap<&'a str, &'a SourceId>,
        tried: &mut BTreeSet<&'a str>,
    ) -> bool {
        let said = self.titles.get(source).into_iter().flatten();
        // More than that of one source change nothing, and a flood must not cost much.
        for title in said.take(MOST_TITLES + 1) {
            if !tried.insert(title) {
                continue;
            }
            let free = match says.get(title).copied() {
                None => true,
                Some(owner) => self.give_title(owner, says, tried),
            };
            if free {
                says.insert(title, source);
                return true;
            }
        }
        false
    }
}

/// Guids that their source gives to everything.
fn hot_guids(known: &Known, members: &[Member]) -> Vec<Hot> {
    let mut titles: BTreeMap<i64, BTreeSet<&str>> = BTreeMap::new();
    for member in members {
        if let Some(guid) = member.guid {
            titles.entry(guid).or_default().insert(&member.title);
        }
    }
    titles
        .into_iter()
        .filter(|(_, said)| said.len() > MOST_TITLES)
        .map(|(hash, _)| Hot { hash, source: None })
        .filter(|hot| !known.hot.contains(hot))
        .collect()
}

/// Which places are joined (a disjoint-set forest).
struct Union(Vec<usize>);

impl Union {
    fn new(places: usize) -> Self {
        Self((0..places).collect())
    }

    fn root(&self, place: usize) -> usize {
        let mut root = place;
        while let Some(above) = self.0.get(root).filter(|above| **above != root) {
            root = *above;
        }
        root
    }

    /// The lesser root stays, so that a group is named after its first member.
    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        if let Some(above) = self.0.get_mut(a.max(b)) {
            *above = a.min(b);
        }
    }

    fn groups(&self) -> Vec<Vec<usize>> {
        let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for place in 0..self.0.len() {
            groups.entry(self.root(place)).or_default().push(place);
        }
        groups.into_values().collect()
    }
}
