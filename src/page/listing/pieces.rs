//! Blocks of a record in; those of inline elements without a space between them, which the page sets as lines of their
//! own, as blocks of their own out.

use crate::page::{
    blocks::{self, Block},
    dates::Dates,
    dom::{Dom, Id, folded},
};
use std::ops::Range;

/// The blocks of a range of nodes, cut where elements touch.
pub(super) fn pieces(dates: &Dates<'_>, range: Range<Id>) -> Vec<Block> {
    let found = blocks::blocks(dates.dom, range, &|_| false);
    let cut = found.into_iter().flat_map(|block| cut(dates, block));
    cut.collect()
}

/// One touch may be a part of a word that is set in another way; with a date, or with several, it is none.
fn cut(dates: &Dates<'_>, block: Block) -> Vec<Block> {
    let dom = dates.dom;
    let mut parts: Vec<Range<Id>> = Vec::new();
    let mut before: Option<(Id, &str)> = None;
    let texts = (block.first..=block.last).filter_map(|id| Some((id, dom.text_of(id)?)));
    for (id, text) in texts {
        let touch = before.is_some_and(|(known, said)| {
            dom.parent(known) != dom.parent(id) && touches(said, text)
        });
        match parts.last_mut() {
            Some(part) if !touch => part.end = id + 1,
            _ => parts.push(id..id + 1),
        }
        before = Some((id, text));
    }
    let line = |part: &Range<Id>| {
        let texts = part.clone().filter_map(|id| dom.text_of(id));
        folded(&texts.collect::<String>()).trim_end().to_owned()
    };
    let lines: Vec<String> = parts.iter().map(line).collect();
    let has_date = || lines.iter().any(|line| dates.is_date(line));
    if parts.len() < 2 || parts.len() == 2 && !has_date() {
        return vec![block];
    }
    let pairs = parts.into_iter().zip(lines);
    pairs
        .map(|(part, text)| piece(dom, &block, part, text))
        .collect()
}

/// `2020` and `Novi most`, `most` and `2020`, `mostu.` and `Više`: nobody writes that in one word.
fn touches(before: &str, after: &str) -> bool {
    let ends = before
        .chars()
        .next_back()
        .is_some_and(|c| c.is_lowercase() || c.is_ascii_digit() || ".!?)".contains(c));
    let digit = before.ends_with(|c: char| c.is_ascii_digit());
    let mut start = after.chars();
    ends && start
        .next()
        .is_some_and(|c| c.is_uppercase() || c.is_ascii_digit() && !digit)
}

fn piece(dom: &Dom, block: &Block, part: Range<Id>, text: String) -> Block {
    let letters = |id: Id| {
        let text = dom.text_of(id).unwrap_or_default();
        text.chars().filter(|c| c.is_alphanumeric()).count()
    };
    let linked = part.clone().filter(|&id| {
        let mut above = dom.ancestors(id);
        above.any(|up| dom.name(up) == "a" && dom.attribute(up, "href").is_some())
    });
    Block {
        element: dom.parent(part.start).unwrap_or(block.element),
        first: part.start,
        last: part.end.saturating_sub(1),
        chars: part.clone().map(letters).sum(),
        linked: linked.map(letters).sum(),
        role: block.role,
        text,
    }
}
