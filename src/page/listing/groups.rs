//! The links of a page in, lists of records out: which links belong together, and what belongs to each.

use super::{
    kinds::Headed,
    links::Link,
    rows, runs,
    sections::{self, Headings, Topics},
};
use crate::page::dom::{Dom, Id};
use std::{collections::HashMap, ops::Range};

/// More are an index of everything.
const MOST: usize = 400;

/// Lists beyond these are small.
const MOST_LISTS: usize = 200;

/// Links that belong to one list, and what belongs to each of them.
#[derive(Clone, Debug)]
pub(super) struct Group {
    /// How its links are placed.
    pub(super) placements: Vec<String>,
    pub(super) records: Vec<Record>,
    /// What the heading over them says, where others that are placed alike stand under one that says news.
    pub(super) headed: Headed,
}

/// One thing in a list.
#[derive(Clone, Debug)]
pub(super) struct Record {
    /// Where most of its links lead.
    pub(super) url: String,
    /// The nodes that belong to it.
    pub(super) range: Range<Id>,
    /// Its links to `url`.
    pub(super) links: Vec<Id>,
}

/// The lists that the links of a page form, by how they are placed; those that tell of the same targets are one.
pub(super) fn groups(dom: &Dom, links: &[Link]) -> Vec<Group> {
    let mut by_placement: Vec<(Vec<String>, Vec<&Link>)> = Vec::new();
    let mut known: HashMap<&str, usize> = HashMap::new();
    for link in links {
        let at = *known.entry(&link.placement).or_insert_with(|| {
            by_placement.push((vec![link.placement.clone()], Vec::new()));
            by_placement.len() - 1
        });
        if let Some((_, members)) = by_placement.get_mut(at) {
            members.push(link);
        }
    }
    // An index of everything is no news, and small pages have few lists.
    by_placement.retain(|(_, members)| members.len() <= 4 * MOST);
    by_placement.sort_by_key(|(_, members)| std::cmp::Reverse(members.len()));
    by_placement.truncate(MOST_LISTS);
    let headings = Headings::new(dom);
    let mut split: Vec<Members<'_>> = Vec::new();
    for (placement, members) in by_placement {
        let parts = sections::parts(dom, &headings, rows::titles(dom, members));
        split.extend(parts.into_iter().map(|part| Members {
            placements: placement.clone(),
            links: part.members,
            headed: part.headed,
        }));
    }
    joined(split)
        .into_iter()
        .filter_map(|group| {
            let records = records(dom, &group.links);
            (!records.is_empty() && records.len() <= MOST).then_some(Group {
                placements: group.placements,
                records,
                headed: group.headed,
            })
        })
        .collect()
}

/// The records of all links that are placed so.
pub(super) fn placed(dom: &Dom, links: &[Link], placements: &[String]) -> Vec<Record> {
    let members = links.iter();
    let members = members.filter(|link| placements.contains(&link.placement));
    records(dom, &rows::titles(dom, members.collect()))
}

/// The records that a learnt list has on this page: not those under headings of something else; those under
/// headings of a topic where `topics` are wanted.
pub(super) fn again(
    dom: &Dom,
    links: &[Link],
    placements: &[String],
    topics: Topics,
) -> Vec<Record> {
    let members = links.iter();
    let members = members.filter(|link| placements.contains(&link.placement));
    let titles = rows::titles(dom, members.collect());
    records(
        dom,
        &sections::news(dom, &Headings::new(dom), titles, topics),
    )
}

/// Links on their way to a group.
struct Members<'a> {
    placements: Vec<String>,
    links: Vec<&'a Link>,
    headed: Headed,
}

/// Groups with the same targets are the picture, the title and the "read more" of the same things.
fn joined(mut groups: Vec<Members<'_>>) -> Vec<Members<'_>> {
    let mut joined: Vec<Members<'_>> = Vec::new();
    groups.sort_by_key(|group| std::cmp::Reverse(group.links.len()));
    for group in groups {
        let targets: Vec<&str> = targets(&group.links);
        let alike = joined.iter_mut().find(|known| {
            let targets_known: Vec<&str> = self::targets(&known.links);
            let shared = targets
                .iter()
                .filter(|target| targets_known.contains(target))
                .count();
            known.headed == group.headed
                && shared * 5 >= targets.len() * 4
                && shared * 2 >= targets_known.len()
        });
        match alike {
            Some(known) if near(&group.links, &known.links) => {
                known.placements.extend(group.placements);
                known.links.extend(group.links);
                known.links.sort_by_key(|link| link.id);
            }
            _ => joined.push(group),
        }
    }
    joined
}

/// Whether two groups stand in the same part of the page: a box of popular news repeats targets elsewhere.
fn near(a: &[&Link], b: &[&Link]) -> bool {
    let span = |links: &[&Link]| {
        let ids = || links.iter().map(|link| link.id);
        ids().min().unwrap_or(0)..ids().max().unwrap_or(0) + 1
    };
    let (a, b) = (span(a), span(b));
    a.start < b.end && b.start < a.end || a.len() < 3 || b.len() < 3
}

fn targets<'a>(members: &[&'a Link]) -> Vec<&'a str> {
    let mut targets: Vec<&str> = Vec::new();
    for link in members {
        if targets.last() != Some(&link.url.as_str()) {
            targets.push(&link.url);
        }
    }
    targets.sort_unstable();
    targets.dedup();
    targets
}

/// What belongs to each target: all that stands round its links and round no other's.
fn records(dom: &Dom, members: &[&Link]) -> Vec<Record> {
    let mut of_target: Vec<(&str, Vec<Id>)> = Vec::new();
    let mut known: HashMap<&str, usize> = HashMap::new();
    for link in members {
        let at = *known.entry(&link.url).or_insert_with(|| {
            of_target.push((&link.url, Vec::new()));
            of_target.len() - 1
        });
        if let Some((_, ids)) = of_target.get_mut(at) {
            ids.push(link.id);
        }
    }
    let all: Vec<Id> = members.iter().map(|link| link.id).collect();
    let mut roots: Vec<(String, Id, Vec<Id>)> = of_target
        .into_iter()
        .filter_map(|(url, ids)| root(dom, &ids, &all).map(|root| (url.to_owned(), root, ids)))
        .collect();
    roots.sort_by_key(|(_, root, _)| *root);
    level(dom, &mut roots);
    let ids: Vec<Id> = roots.iter().map(|(_, root, _)| *root).collect();
    let ranges = runs::stretched(dom, &ids);
    roots
        .into_iter()
        .zip(ranges)
        .map(|((url, _, links), range)| Record { url, range, links })
        .collect()
}

/// The highest element round a target's links that holds no other's.
fn root(dom: &Dom, own: &[Id], all: &[Id]) -> Option<Id> {
    let first = *own.first()?;
    let holds_others = |id: Id| {
        let range = dom.subtree(id);
        let from = all.partition_point(|link| *link < range.start);
        all.iter()
            .skip(from)
            .take_while(|link| **link < range.end)
            .any(|link| !own.contains(link))
    };
    let alone = own.len() == all.len();
    let mut root = first;
    for up in dom.ancestors(first) {
        if matches!(dom.name(up), "body" | "html" | "main" | "")
            || holds_others(up)
            || alone && has_headings(dom, up)
        {
            break;
        }
        root = up;
    }
    Some(root)
}

/// Whether an element holds two headings: it is more than one thing.
fn has_headings(dom: &Dom, id: Id) -> bool {
    let mut found = dom
        .inside(id)
        .filter(|&id| sections::level(dom.name(id)).is_some());
    found.nth(1).is_some()
}

/// Items at the edge of a list, or alone in a row, are held by more than the item: they are brought down to the
/// level of the others.
fn level(dom: &Dom, roots: &mut [(String, Id, Vec<Id>)]) {
    let shape = |id: Id| {
        let class = dom
            .classes(id)
            .next()
            .unwrap_or_default()
            .trim_end_matches(|c: char| c.is_ascii_digit());
        format!("{}.{class}", dom.name(id))
    };
    let mut shapes: HashMap<String, usize> = HashMap::new();
    for (_, root, _) in roots.iter() {
        *shapes.entry(shape(*root)).or_default() += 1;
    }
    let Some(most) = shapes.values().copied().max().filter(|most| *most > 1) else {
        return;
    };
    let mut usual: Vec<String> = shapes
        .into_iter()
        .filter(|(_, count)| *count == most)
        .map(|(shape, _)| shape)
        .collect();
    usual.sort_unstable();
    for (_, root, links) in roots.iter_mut() {
        if usual.contains(&shape(*root)) {
            continue;
        }
        let link = links.first().copied().unwrap_or(*root);
        let below = std::iter::once(link)
            .chain(dom.ancestors(link))
            .take_while(|&up| up > *root);
        if let Some(found) = below.filter(|&up| usual.contains(&shape(up))).last()
            && links.iter().all(|link| dom.holds(found, *link))
        {
            *root = found;
        }
    }
}
