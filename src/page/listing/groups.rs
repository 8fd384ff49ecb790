//! The links of a page in, lists of records out: which links belong together, and what belongs to each.

use super::links::Link;
use crate::page::dom::{Dom, Id};
use std::{collections::HashMap, ops::Range};

/// Fewer are no list.
const FEWEST: usize = 2;

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
    let split = by_placement
        .into_iter()
        .flat_map(|(placement, members)| apart(dom, placement, members));
    let joined = joined(split.collect());
    joined
        .into_iter()
        .filter_map(|(placements, members)| {
            let records = records(dom, &members);
            (!records.is_empty() && records.len() <= MOST).then_some(Group {
                placements,
                records,
            })
        })
        .collect()
}

/// The records that a learnt list has on this page.
pub(super) fn placed(dom: &Dom, links: &[Link], placements: &[String]) -> Vec<Record> {
    let members: Vec<&Link> = links
        .iter()
        .filter(|link| placements.contains(&link.placement))
        .collect();
    records(dom, &members)
}

/// Links that are placed alike but stand in several lists: each list by itself.
fn apart<'a>(
    dom: &Dom,
    placement: Vec<String>,
    members: Vec<&'a Link>,
) -> Vec<(Vec<String>, Vec<&'a Link>)> {
    let list = |link: &Link| {
        dom.ancestors(link.id)
            .take(6)
            .find(|&up| matches!(dom.name(up), "ul" | "ol" | "dl" | "table" | "nav"))
    };
    let mut lists: Vec<(Option<Id>, Vec<&Link>)> = Vec::new();
    for link in &members {
        let of = list(link);
        match lists.iter_mut().find(|(known, _)| *known == of) {
            Some((_, inside)) => inside.push(link),
            None => lists.push((of, vec![link])),
        }
    }
    if lists.len() > 1
        && lists
            .iter()
            .all(|(of, inside)| of.is_some() && inside.len() > FEWEST)
    {
        lists
            .into_iter()
            .map(|(_, inside)| (placement.clone(), inside))
            .collect()
    } else {
        vec![(placement, members)]
    }
}

type Members<'a> = (Vec<String>, Vec<&'a Link>);

/// Groups with the same targets are the picture, the title and the "read more" of the same things.
fn joined(mut groups: Vec<Members<'_>>) -> Vec<Members<'_>> {
    let mut joined: Vec<Members<'_>> = Vec::new();
    groups.sort_by_key(|(_, members)| std::cmp::Reverse(members.len()));
    for (placements, members) in groups {
        let targets: Vec<&str> = targets(&members);
        let alike = joined.iter_mut().find(|(_, known)| {
            let known: Vec<&str> = self::targets(known);
            let shared = targets
                .iter()
                .filter(|target| known.contains(target))
                .count();
            shared * 5 >= targets.len() * 4 && shared * 2 >= known.len()
        });
        match alike {
            Some((known, inside)) if near(&members, inside) => {
                known.extend(placements);
                inside.extend(members);
                inside.sort_by_key(|link| link.id);
            }
            _ => joined.push((placements, members)),
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
    let ranges = stretched(dom, &ids);
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
    let mut root = first;
    for up in dom.ancestors(first) {
        if matches!(dom.name(up), "body" | "html" | "main" | "") || holds_others(up) {
            break;
        }
        root = up;
    }
    Some(root)
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

/// Where records are no elements but runs of siblings (`dt dd`, `h3 p p hr`, two rows of a table): each root with
/// the siblings that belong to it, before or after.
fn stretched(dom: &Dom, roots: &[Id]) -> Vec<Range<Id>> {
    let plain = || {
        roots
            .iter()
            .map(|&root| dom.subtree(root))
            .collect::<Vec<_>>()
    };
    let Some(parent) = roots.first().and_then(|&first| dom.parent(first)) else {
        return plain();
    };
    let siblings = roots.len() > 1 && roots.iter().all(|&root| dom.parent(root) == Some(parent));
    if !siblings {
        return plain();
    }
    let children: Vec<Id> = dom
        .children(parent)
        .filter(|&child| says_something(dom, child))
        .collect();
    let places: Vec<usize> = roots
        .iter()
        .filter_map(|root| children.iter().position(|child| child == root))
        .collect();
    if places.len() != roots.len() {
        return plain();
    }
    let Some(lead) = lead(dom, &children, &places) else {
        return plain();
    };
    let gaps = places
        .windows(2)
        .filter_map(|pair| Some(pair.get(1)? - pair.first()?));
    let longest = gaps.max().unwrap_or(1);
    let mut ranges = Vec::with_capacity(roots.len());
    for (at, &place) in places.iter().enumerate() {
        let previous = at
            .checked_sub(1)
            .and_then(|before| places.get(before))
            .map_or(0, |before| before + 1);
        let first = place.saturating_sub(lead).max(previous);
        // The last one is as long as the longest: what follows is no part of the list.
        let own = (place + longest.saturating_sub(lead)).min(children.len());
        let next = places
            .get(at + 1)
            .map(|next| next.saturating_sub(lead).max(place + 1));
        let end = next.unwrap_or(own);
        let from = children.get(first).copied().unwrap_or(0);
        let until = end
            .checked_sub(1)
            .and_then(|last| children.get(last))
            .map_or(from, |&last| dom.end(last));
        ranges.push(from..until.max(from));
    }
    ranges
}

/// How many siblings before each root belong to it. None where nothing but roots is there.
fn lead(dom: &Dom, children: &[Id], places: &[usize]) -> Option<usize> {
    let tag = |place: usize| {
        children
            .get(place)
            .map(|&child| dom.name(child))
            .unwrap_or_default()
    };
    let (first, second) = (*places.first()?, *places.get(1)?);
    let last = *places.last()?;
    let gaps: Vec<usize> = places
        .windows(2)
        .filter_map(|pair| Some(pair.get(1)? - pair.first()? - 1))
        .collect();
    let most = gaps.iter().copied().max()?;
    if most == 0 || most > 12 {
        return None;
    }
    let gap = second - first - 1;
    let before = (1..=gap.min(first))
        .take_while(|&n| tag(first - n) == tag(second - n))
        .count();
    // What follows the last root as it follows the first is no lead.
    let after = (1..=gap)
        .take_while(|&n| last + n < children.len() && tag(last + n) == tag(first + n))
        .count();
    if after >= gap {
        Some(0)
    } else {
        Some(before.min(gap - after))
    }
}

/// Whether a child is more than space and lines.
fn says_something(dom: &Dom, id: Id) -> bool {
    match dom.text_of(id) {
        Some(text) => text.chars().any(char::is_alphanumeric),
        None => !matches!(dom.name(id), "br" | "hr" | "script" | "style"),
    }
}
