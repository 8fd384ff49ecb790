//! Lines of text in; those that stand as paragraphs or as headings do, though the page does not mark them so, out.

use super::trim::is_prose;
use crate::page::{
    blocks::{Block, Role},
    dom::{Dom, Id},
};
use std::collections::HashMap;

/// Takes loose lines for paragraphs where most of the text is made of such: parts of one element that breaks divide,
/// elements of the shape that the long ones have, and sentences beside them.
pub(super) fn settle(dom: &Dom, blocks: &mut [Block]) {
    let mut letters: HashMap<Id, usize> = HashMap::new();
    let mut shapes = HashMap::new();
    for block in blocks.iter().filter(|block| is_prose(block)) {
        *letters.entry(block.element).or_default() += block.chars;
        if let Some(parent) = dom.parent(block.element) {
            *letters.entry(parent).or_default() += block.chars;
            *shapes
                .entry((parent, shape(dom, block.element)))
                .or_insert(0_usize) += 1;
        }
    }
    let all: usize = blocks
        .iter()
        .filter(|block| is_prose(block))
        .map(|block| block.chars)
        .sum();
    let most = |id: Id| letters.get(&id).copied().unwrap_or_default() * 2 > all;
    let stands = |block: &Block| {
        let Some(parent) = dom.parent(block.element) else {
            return false;
        };
        let own = shape(dom, block.element);
        let alike = shapes.get(&(parent, own)).is_some_and(|count| *count > 1);
        let plain = own.1.is_empty() && block.ends_a_sentence();
        most(block.element) || most(parent) && (alike || plain)
    };
    let settled: Vec<bool> = blocks
        .iter()
        .map(|block| block.role == Role::Loose && stands(block))
        .collect();
    for (block, settled) in blocks.iter_mut().zip(settled) {
        if settled {
            block.role = Role::Paragraph;
        }
    }
}

fn shape(dom: &Dom, id: Id) -> (&str, &str) {
    (dom.name(id), dom.filled(id, "class").unwrap_or_default())
}

/// Makes headings of the short bold lines over other text.
pub(super) fn head(dom: &Dom, blocks: &mut [Block]) {
    let heads: Vec<bool> = blocks.iter().map(|block| is_head(dom, block)).collect();
    let follows: Vec<bool> = blocks
        .iter()
        .zip(&heads)
        .skip(1)
        .map(|(next, head)| !head && !matches!(next.role, Role::Heading(_)))
        .collect();
    let found = blocks.iter_mut().zip(heads).zip(follows);
    for ((block, head), follows) in found {
        if head && follows {
            block.role = Role::Heading(4);
        }
    }
}

/// A bold line is no longer where it is a heading, in letters.
const SHORT: usize = 60;

/// Whether a paragraph is a short line, all of it bold, that no sentence ends: `<p><b>Who can apply</b></p>`.
pub(super) fn is_head(dom: &Dom, block: &Block) -> bool {
    let is_bold = |id: Id| {
        let mut above = dom.ancestors(id).take_while(|&up| up >= block.element);
        above.any(|up| matches!(dom.name(up), "b" | "strong"))
    };
    let mut texts = (block.first..=block.last)
        .filter(|&id| dom.text_of(id).is_some_and(|text| !text.trim().is_empty()));
    block.role == Role::Paragraph
        && (3..=SHORT).contains(&block.chars)
        && block.linked == 0
        && !block.text.ends_with(['.', '!', '?', ';', ',', '…'])
        && texts.all(is_bold)
}
