//! The links of one placement in, the lists that they stand in out: the menu and the news of two cells, the news and
//! the events under two headings.

use super::{
    kinds::{self, Headed},
    links::{self, Link},
};
use crate::page::dom::{Dom, Id};
use std::collections::BTreeMap;

/// Fewer are no list of their own.
const FEWEST: usize = 2;

/// Links of one list.
pub(super) struct Part<'a> {
    pub(super) members: Vec<&'a Link>,
    /// What the heading over them says, where that over the others says news.
    pub(super) headed: Headed,
}

/// What becomes of lists under headings of a topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Topics {
    Kept,
    LeftOut,
}

/// The headings of a page, in its order.
pub(super) struct Headings(Vec<Heading>);

struct Heading {
    id: Id,
    /// 1 for `h1`.
    level: u8,
    headed: Headed,
}

impl Headings {
    /// Reads all of them, once for the page.
    pub(super) fn new(dom: &Dom) -> Self {
        let found = dom.inside(0).filter_map(|id| {
            let level = level(dom.name(id))?;
            let headed = kinds::headed(&dom.line(id));
            Some(Heading { id, level, headed })
        });
        Self(found.collect())
    }

    fn between(&self, from: Id, until: Id) -> &[Heading] {
        let first = self.0.partition_point(|heading| heading.id < from);
        let end = self.0.partition_point(|heading| heading.id < until);
        self.0.get(first..end).unwrap_or_default()
    }
}

/// Of a heading, by the name of its element.
pub(super) fn level(name: &str) -> Option<u8> {
    let level = name.strip_prefix('h')?.parse().ok()?;
    (1..=6).contains(&level).then_some(level)
}

/// Each list by itself.
pub(super) fn parts<'a>(dom: &Dom, headings: &Headings, members: Vec<&'a Link>) -> Vec<Part<'a>> {
    let lists = lists(dom, members).into_iter();
    lists
        .flat_map(|members| by_heading(dom, headings, members))
        .collect()
}

/// Those that stand under no heading of something else, or all where there is no other.
pub(super) fn news<'a>(
    dom: &Dom,
    headings: &Headings,
    members: Vec<&'a Link>,
    topics: Topics,
) -> Vec<&'a Link> {
    let parts = by_heading(dom, headings, members).into_iter();
    parts
        .filter(|part| match part.headed {
            Headed::News => true,
            Headed::Topic => topics == Topics::Kept,
            Headed::Other => false,
        })
        .flat_map(|part| part.members)
        .collect()
}

/// By the list, the table or the cell that they stand in, where each of them holds several links or one of them most.
/// Lists of the same things one after the other, a year or a month each, are one.
fn lists<'a>(dom: &Dom, members: Vec<&'a Link>) -> Vec<Vec<&'a Link>> {
    let mut known: BTreeMap<Id, usize> = BTreeMap::new();
    let mut lists: Vec<Vec<&Link>> = Vec::new();
    let mut in_cell: BTreeMap<Id, usize> = BTreeMap::new();
    for link in &members {
        if let Some(cell) = cell(dom, link) {
            *in_cell.entry(cell).or_default() += 1;
        }
    }
    for link in &members {
        let column = cell(dom, link).filter(|cell| in_cell.get(cell) > Some(&FEWEST));
        let Some(of) = column.or_else(|| list(dom, link)) else {
            return vec![members];
        };
        let at = *known.entry(of).or_insert_with(|| {
            lists.push(Vec::new());
            lists.len() - 1
        });
        if let Some(inside) = lists.get_mut(at) {
            inside.push(link);
        }
    }
    let largest = lists.iter().map(Vec::len).max().unwrap_or(0);
    let several = lists.iter().all(|inside| inside.len() > FEWEST);
    let one_is_most = largest > FEWEST && largest * 2 > members.len();
    if several || one_is_most {
        sequels(dom, lists)
    } else {
        vec![members]
    }
}

fn list(dom: &Dom, link: &Link) -> Option<Id> {
    dom.ancestors(link.id)
        .take(6)
        .find(|&up| matches!(dom.name(up), "ul" | "ol" | "dl" | "table" | "nav"))
}

/// The cell that a link stands in; not that of a table with a list in it.
fn cell(dom: &Dom, link: &Link) -> Option<Id> {
    dom.ancestors(link.id)
        .take_while(|&up| !matches!(dom.name(up), "ul" | "ol" | "dl" | "table" | "nav"))
        .find(|&up| dom.name(up) == "td")
}

/// Joins lists that stand side by side in one element and lead to addresses of one shape, each to one thing.
fn sequels<'a>(dom: &Dom, lists: Vec<Vec<&'a Link>>) -> Vec<Vec<&'a Link>> {
    let mut joined: Vec<(Option<Id>, String, Vec<&Link>)> = Vec::new();
    for members in lists {
        let Some(first) = members.first() else {
            continue;
        };
        let holder = list(dom, first)
            .and_then(|list| dom.parent(list))
            .filter(|&up| !matches!(dom.name(up), "body" | "nav" | "tr"));
        let holder = holder.filter(|_| links::names_one(&first.url));
        let shape = links::pattern(&first.url);
        let before = joined
            .iter_mut()
            .find(|(up, known, _)| holder.is_some() && *up == holder && *known == shape);
        match before {
            Some((_, _, inside)) => inside.extend(members),
            None => joined.push((holder, shape, members)),
        }
    }
    joined.into_iter().map(|(_, _, members)| members).collect()
}

/// Under headings of which some say that what follows is no news: those under the others, and those under these.
fn by_heading<'a>(dom: &Dom, headings: &Headings, members: Vec<&'a Link>) -> Vec<Part<'a>> {
    let whole = |members| {
        vec![Part {
            members,
            headed: Headed::News,
        }]
    };
    let Some(depth) = usual(members.windows(2).filter_map(|pair| common(dom, pair))) else {
        return whole(members);
    };
    let rows: Vec<Id> = members
        .iter()
        .map(|link| row(dom, link.id, depth))
        .collect();
    let gaps: Vec<&[Heading]> = rows
        .windows(2)
        .map(|pair| match pair {
            [a, b] => headings.between(dom.end(*a), *b),
            _ => &[],
        })
        .collect();
    let of_row = usual(gaps.iter().map(|gap| gap.len())).unwrap_or(0);
    let over = |gap: &[Heading]| {
        let above = gap.len().saturating_sub(of_row + 1);
        let near = gap.get(above..).unwrap_or_default();
        near.iter().min_by_key(|h| h.level).map(|h| h.headed)
    };
    let first = rows.first().copied().unwrap_or(0);
    let mut headed = over(headings.between(0, first)).unwrap_or(Headed::News);
    let mut parts = [Headed::News, Headed::Topic, Headed::Other].map(|headed| Part {
        members: Vec::new(),
        headed,
    });
    for (at, link) in members.iter().enumerate() {
        let gap = at.checked_sub(1).and_then(|before| gaps.get(before));
        if let Some(gap) = gap.filter(|gap| gap.len() > of_row) {
            headed = over(gap).unwrap_or(headed);
        }
        let part = parts.iter_mut().find(|part| part.headed == headed);
        if let Some(part) = part {
            part.members.push(link);
        }
    }
    let [news, topics, others] = &parts;
    if news.members.is_empty() || topics.members.is_empty() && others.members.is_empty() {
        return whole(members);
    }
    let filled = parts.into_iter().filter(|part| !part.members.is_empty());
    filled.collect()
}

/// How deep the smallest element lies that holds both of two links.
fn common(dom: &Dom, pair: &[&Link]) -> Option<usize> {
    let [a, b] = pair else { return None };
    let both = dom.ancestors(a.id).find(|&up| dom.holds(up, b.id))?;
    Some(dom.depth(both) as usize)
}

/// What holds a link right below that depth.
fn row(dom: &Dom, link: Id, depth: usize) -> Id {
    std::iter::once(link)
        .chain(dom.ancestors(link))
        .take_while(|&up| dom.depth(up) as usize > depth)
        .last()
        .unwrap_or(link)
}

/// The most frequent number, the larger of two.
fn usual(numbers: impl Iterator<Item = usize>) -> Option<usize> {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for number in numbers {
        *counts.entry(number).or_default() += 1;
    }
    let most = counts.iter().max_by_key(|(_, count)| **count);
    most.map(|(number, _)| *number)
}
