//! Groups of articles in; stories with the ids that their readers know, out (DESIGN.md 4.2, 4.4).

use super::{
    cluster::Member,
    known::{Known, KnownStory, StoryChange, Told},
};
use crate::model::{ArticleId, StoryId, Timestamp};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// What has to change so that every group is one story.
///
/// A story goes where its anchor goes; the oldest published id of a group stays, the others become
/// aliases. A story that was never published is named after the article that began it, so that
/// the order in which sources were asked leaves no trace.
pub(super) fn stories(
    known: &Known,
    members: &[Member],
    groups: &[Vec<usize>],
    now: Timestamp,
) -> Vec<StoryChange> {
    let mut groups: Vec<Group<'_>> = groups
        .iter()
        .map(|places| Group {
            members: places
                .iter()
                .filter_map(|place| members.get(*place))
                .collect(),
            claims: Vec::new(),
        })
        .collect();
    claim(known, members, &mut groups);
    let kept: BTreeSet<StoryId> = known
        .stories
        .iter()
        .filter(|story| story.published.is_some())
        .map(|story| story.id)
        .collect();
    let before = Before::of(known, members);
    let mut changes = Vec::new();
    let mut told_ids = BTreeSet::new();
    for group in &groups {
        let Some(told) = group.told(&before, &kept, now) else {
            continue;
        };
        told_ids.insert(told.id);
        for story in group.claims.iter().filter(|story| story.id != told.id) {
            if story.published.is_some() {
                changes.push(StoryChange::Merged {
                    id: story.id,
                    into: told.id,
                });
            }
        }
        if !before.is(&told) {
            changes.push(StoryChange::Told(told));
        }
    }
    let forgotten = known
        .stories
        .iter()
        .filter(|story| story.published.is_none() && !told_ids.contains(&story.id))
        .map(|story| StoryChange::Forgotten(story.id));
    changes.extend(forgotten);
    // The stories first: an alias names one, and a forgotten one must have lost its articles.
    changes.sort_by_key(|change| match change {
        StoryChange::Told(_) => 0,
        StoryChange::Merged { .. } => 1,
        StoryChange::Forgotten(_) => 2,
    });
    changes
}

/// Articles that are one story now, and the stored stories that go on in it.
struct Group<'a> {
    members: Vec<&'a Member>,
    claims: Vec<&'a KnownStory>,
}

/// Gives every stored story to the group of its anchor: the article that began it, unless that one
/// has just moved to another address. Who changes his link does not take the readers with him.
fn claim<'a>(known: &'a Known, members: &[Member], groups: &mut [Group<'a>]) {
    let mut anchors: BTreeMap<StoryId, (&Member, usize)> = BTreeMap::new();
    for (number, group) in groups.iter().enumerate() {
        for member in &group.members {
            let Some(story) = member.story else { continue };
            let weight = |m: &Member| (m.moved, m.id != story, m.first_seen, m.claim, m.id);
            let better = anchors
                .get(&story)
                .is_none_or(|(anchor, _)| weight(member) < weight(anchor));
            if better {
                anchors.insert(story, (*member, number));
            }
        }
    }
    debug_assert!(anchors.len() <= members.len());
    for story in &known.stories {
        let number = anchors.get(&story.id).map(|(_, number)| *number);
        if let Some(group) = number.and_then(|number| groups.get_mut(number)) {
            group.claims.push(story);
        }
    }
}

impl Group<'_> {
    /// The story as it is to be stored; None of a group without members.
    fn told(&self, before: &Before<'_>, kept: &BTreeSet<StoryId>, now: Timestamp) -> Option<Told> {
        let lead = self.members.iter().min_by_key(|member| member.rank())?;
        let first = self
            .members
            .iter()
            .min_by_key(|member| member.seniority())?;
        let published = self
            .claims
            .iter()
            .filter(|story| story.published.is_some())
            .min_by_key(|story| (story.published, story.date, story.id));
        let (id, date) = match published {
            Some(story) => (story.id, story.date),
            None => (unused(first.id, kept), first.date),
        };
        let new_lead = published.is_some() && before.leads.get(&id) != Some(&lead.id);
        let earlier = match published {
            _ if lead.revised || new_lead => Some(now),
            Some(story) => Some(story.changed),
            // Nobody knows it yet: what its lead went through is all there is to say, whoever was read first.
            None => lead.revised_at,
        };
        let changed = earlier.unwrap_or(date).max(date);
        let mut members: Vec<ArticleId> = self.members.iter().map(|member| member.id).collect();
        members.sort_unstable();
        Some(Told {
            id,
            date,
            changed,
            lead: lead.id,
            members,
        })
    }
}

/// The id of an article as that of its story; another one made of it where readers know that id as
/// something else.
fn unused(id: ArticleId, kept: &BTreeSet<StoryId>) -> StoryId {
    let mut id = id;
    while kept.contains(&id) {
        id = ArticleId(Uuid::new_v5(&id.0, b"split"));
    }
    id
}

/// The stories as the store has them.
struct Before<'a> {
    stories: BTreeMap<StoryId, &'a KnownStory>,
    members: BTreeMap<StoryId, BTreeSet<ArticleId>>,
    leads: BTreeMap<StoryId, ArticleId>,
}

impl<'a> Before<'a> {
    fn of(known: &'a Known, members: &[Member]) -> Self {
        let mut before = Self {
            stories: known
                .stories
                .iter()
                .map(|story| (story.id, story))
                .collect(),
            members: BTreeMap::new(),
            leads: BTreeMap::new(),
        };
        let mut best: BTreeMap<StoryId, &Member> = BTreeMap::new();
        for member in members {
            let Some(story) = member.story else { continue };
            before.members.entry(story).or_default().insert(member.id);
            let lead = best.entry(story).or_insert(member);
            if member.rank() < lead.rank() {
                *lead = member;
            }
        }
        before.leads = best
            .into_iter()
            .map(|(story, lead)| (story, lead.id))
            .collect();
        before
    }

    fn is(&self, told: &Told) -> bool {
        let same = |story: &&KnownStory| story.date == told.date && story.changed == told.changed;
        let unchanged = self.stories.get(&told.id).is_some_and(same);
        unchanged
            && self
                .members
                .get(&told.id)
                .is_some_and(|members| members.iter().eq(&told.members))
    }
}
