//! The roots of records in, the nodes of each record out: where a record is no element but a run of siblings (`dt dd`,
//! `h3 p p hr`, two rows of a table), the root with the siblings that belong to it, before or after.

use super::months;
use crate::page::dom::{Dom, Id};
use std::{collections::BTreeMap, ops::Range};

/// Roots in the order of the page in, as many ranges out.
pub(super) fn stretched(dom: &Dom, roots: &[Id]) -> Vec<Range<Id>> {
    let mut ranges: Vec<Range<Id>> = roots.iter().map(|&root| dom.subtree(root)).collect();
    let mut of_parent: BTreeMap<Id, Vec<usize>> = BTreeMap::new();
    for (at, &root) in roots.iter().enumerate() {
        if let Some(parent) = dom.parent(root) {
            of_parent.entry(parent).or_default().push(at);
        }
    }
    let mut families: Vec<Family> = of_parent
        .into_iter()
        .map(|(parent, places)| Family::new(dom, parent, places, roots))
        .collect();
    let together: usize = families
        .iter()
        .map(|family| family.places.len())
        .filter(|members| *members > 1)
        .sum();
    // Where most records stand alone, each is an element of its own.
    if together * 2 < roots.len() {
        return ranges;
    }
    families.sort_by_key(|family| std::cmp::Reverse(family.places.len()));
    let mut known: Vec<(&str, Shape)> = Vec::new();
    for family in &families {
        let name = dom.name(family.parent);
        // A year with one item in it is built as the others are.
        let like = known.iter().find(|(other, _)| *other == name);
        let like = like.filter(|_| family.places.len() == 1);
        let Some(shape) = family.shape(dom).or(like.map(|(_, shape)| *shape)) else {
            continue;
        };
        known.push((name, shape));
        for (at, range) in family.records.iter().zip(family.ranges(dom, shape)) {
            if let Some(slot) = ranges.get_mut(*at) {
                *slot = range;
            }
        }
    }
    ranges
}

/// How the records of one parent are built.
#[derive(Clone, Copy)]
struct Shape {
    /// How many siblings before each root belong to it.
    lead: usize,
    /// How far the next root is, at most.
    longest: usize,
}

/// Roots with one parent.
struct Family {
    parent: Id,
    /// The parent's children that say something.
    children: Vec<Id>,
    /// Which of the children are roots.
    places: Vec<usize>,
    /// Which of all roots they are.
    records: Vec<usize>,
}

impl Family {
    fn new(dom: &Dom, parent: Id, records: Vec<usize>, roots: &[Id]) -> Self {
        let children: Vec<Id> = dom
            .children(parent)
            .filter(|&child| says_something(dom, child))
            .collect();
        let places = records.iter().filter_map(|&record| {
            let root = roots.get(record)?;
            children.binary_search(root).ok()
        });
        Self {
            places: places.collect(),
            parent,
            children,
            records,
        }
    }

    /// None where nothing but roots is there, or where a root says nothing.
    fn shape(&self, dom: &Dom) -> Option<Shape> {
        if self.places.len() != self.records.len() {
            return None;
        }
        let gaps = self.places.windows(2);
        let gaps = gaps.filter_map(|pair| Some(pair.get(1)? - pair.first()?));
        Some(Shape {
            lead: lead(dom, &self.children, &self.places)?,
            longest: gaps.max()?,
        })
    }

    fn ranges(&self, dom: &Dom, shape: Shape) -> Vec<Range<Id>> {
        let Shape { lead, longest } = shape;
        let mut ranges = Vec::with_capacity(self.places.len());
        for (at, &place) in self.places.iter().enumerate() {
            let previous = at
                .checked_sub(1)
                .and_then(|before| self.places.get(before))
                .map_or(0, |before| before + 1);
            let first = place.saturating_sub(lead).max(previous);
            // The last one is as long as the longest: what follows is no part of the list.
            let own = (place + longest.saturating_sub(lead)).min(self.children.len());
            let next = self
                .places
                .get(at + 1)
                .map(|next| next.saturating_sub(lead).max(place + 1));
            let end = next.unwrap_or(own);
            let from = self.children.get(first).copied().unwrap_or(0);
            let until = end
                .checked_sub(1)
                .and_then(|last| self.children.get(last))
                .map_or(from, |&last| dom.end(last));
            ranges.push(from..until.max(from));
        }
        ranges
    }
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

/// Whether a child is more than space, lines, and a year over the records that follow.
fn says_something(dom: &Dom, id: Id) -> bool {
    match dom.text_of(id) {
        Some(text) => text.chars().any(char::is_alphanumeric),
        None => {
            !matches!(dom.name(id), "br" | "hr" | "script" | "style") && !months::is_year(dom, id)
        }
    }
}
