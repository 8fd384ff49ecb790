//! The blocks of a chosen node in, those that the article's author wrote out.

use super::{
    byline::is_person,
    calls::{heads_comments, is_call},
    dateline::is_dateline,
    lines,
    notices::{announces_others, is_byline, is_notice},
};
use crate::page::{
    blocks::{Block, Role},
    dates::is_deadline,
    dom::{Dom, Id},
};
use std::collections::HashMap;

/// Leaves out what themes put before, between and after paragraphs: title, date, author, sharing, links to
/// other articles, requests to subscribe.
pub(super) fn trim(
    dom: &Dom,
    mut blocks: Vec<Block>,
    title: Option<Id>,
    called: Option<&str>,
) -> Vec<Block> {
    let heading = called.unwrap_or_default();
    lines::settle(dom, &mut blocks);
    let lists = link_lists(dom, &blocks);
    let own_title = |block: &Block| {
        super::title::same(&block.text, heading)
            || title.is_some_and(|title| dom.holds(title, block.first))
    };
    let mut keep: Vec<bool> = blocks
        .iter()
        .map(|block| !is_link_only(block, &lists, dom) && !is_notice(block))
        .collect();
    drop_stamps(dom, &blocks, &mut keep);
    keep_linked_headings(dom, &blocks, &mut keep);
    for (block, kept) in blocks.iter().zip(&mut keep) {
        *kept &= !own_title(block);
    }
    drop_comments(dom, &blocks, &mut keep);
    drop_others(&blocks, &mut keep);
    drop_before(dom, &blocks, &mut keep);
    drop_datelines(dom, &blocks, title, &mut keep);
    drop_after(&blocks, &mut keep);
    drop_empty_headings(&blocks, &mut keep);
    let mut kept = keep.into_iter();
    blocks.retain(|_| kept.next().unwrap_or(true));
    lines::head(dom, &mut blocks);
    blocks
}

/// The shares of links in every list: a list of links is a list of other pages.
fn link_lists(dom: &Dom, blocks: &[Block]) -> HashMap<Id, (usize, usize)> {
    let mut lists: HashMap<Id, (usize, usize)> = HashMap::new();
    for block in blocks {
        if let Some(list) = list_of(dom, block.element) {
            let (chars, linked) = lists.entry(list).or_default();
            *chars += block.chars;
            *linked += block.linked;
        }
    }
    lists
}

fn list_of(dom: &Dom, id: Id) -> Option<Id> {
    std::iter::once(id)
        .chain(dom.ancestors(id))
        .take(8)
        .find(|&up| matches!(dom.name(up), "ul" | "ol" | "dl" | "table"))
}

fn is_link_only(block: &Block, lists: &HashMap<Id, (usize, usize)>, dom: &Dom) -> bool {
    let share = block.link_share();
    match block.role {
        Role::Code | Role::Caption => false,
        // A heading that links is a heading of something else, or carries an anchor.
        Role::Heading(_) => share > 0.8 && block.chars > 0 && !links_within(dom, block),
        Role::Item | Role::Cell => {
            let list = list_of(dom, block.element).and_then(|list| lists.get(&list));
            list.is_some_and(|(chars, linked)| *linked * 10 > *chars * 7)
        }
        Role::Paragraph => share > 0.9 && !block.ends_a_sentence(),
        Role::Loose => share > 0.7,
    }
}

/// The times over the parts of news told as it happens: lines that are a clock, `<time>22:40</time>`, each over a heading
/// or a sentence. One alone, that of a cell or a list, and a whole day are what the author tells.
fn drop_stamps(dom: &Dom, blocks: &[Block], keep: &mut [bool]) {
    let is_stamp = |block: &Block| {
        let time = dom.closest(block.first, "time");
        matches!(block.role, Role::Paragraph | Role::Loose)
            && time.is_some_and(|time| dom.holds(time, block.last))
            && begins_with_clock(&block.text)
    };
    let over = |next: &Block| matches!(next.role, Role::Heading(_)) || is_prose(next);
    let pairs = blocks.iter().zip(blocks.iter().skip(1));
    let stamps: Vec<bool> = pairs
        .map(|(block, next)| is_stamp(block) && over(next))
        .collect();
    if stamps.iter().filter(|stamp| **stamp).count() > 1 {
        for (kept, stamp) in keep.iter_mut().zip(stamps) {
            *kept &= !stamp;
        }
    }
}

/// "22:40", "9.15 Uhr"; not "12 May 2026" or "12.05.2026".
fn begins_with_clock(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let clock = words.next().and_then(|word| word.split_once([':', '.']));
    let is_number = |part: &str| (1..=2).contains(&part.len()) && part.parse::<u8>().is_ok();
    let is_clock = clock.is_some_and(|(hour, minute)| {
        // "11:10pm", "9:15h".
        is_number(hour) && is_number(minute.trim_end_matches(char::is_alphabetic))
    });
    is_clock && words.count() < 2
}

/// Headings that link what they tell of, in a text that goes on under each of them: reviews, lists of the best.
fn keep_linked_headings(dom: &Dom, blocks: &[Block], keep: &mut [bool]) {
    let parent = |block: &Block| dom.parent(block.element);
    let mut letters: HashMap<Option<Id>, usize> = HashMap::new();
    for block in blocks.iter().filter(|block| is_prose(block)) {
        *letters.entry(parent(block)).or_default() += block.chars;
    }
    let all: usize = letters.values().sum();
    let follows = blocks.iter().skip(1).map(Some).chain([None]);
    for ((block, next), kept) in blocks.iter().zip(follows).zip(keep) {
        if matches!(block.role, Role::Heading(2..)) && block.link_share() > 0.8 {
            let own = letters.get(&parent(block)).copied().unwrap_or_default();
            *kept |= own * 2 > all
                && next.is_some_and(|next| is_prose(next) && parent(next) == parent(block));
        }
    }
}

/// Whether the links of a block lead to the page itself.
fn links_within(dom: &Dom, block: &Block) -> bool {
    (block.first..=block.last)
        .chain(dom.ancestors(block.first).take(4))
        .filter(|&id| dom.name(id) == "a")
        .all(|id| {
            dom.attribute(id, "href")
                .is_some_and(|href| href.starts_with('#'))
        })
}

/// Other articles of the site, their teasers too, from the heading on that announces them: a link to the
/// first of them follows it.
fn drop_others(blocks: &[Block], keep: &mut [bool]) {
    let follows = blocks.iter().skip(1);
    let from = blocks.iter().zip(follows).position(|(block, next)| {
        matches!(block.role, Role::Heading(_) | Role::Paragraph)
            && announces_others(block)
            && next.link_share() > 0.5
    });
    let from = from.unwrap_or(blocks.len());
    // Behind a teaser comes no long paragraph.
    let goes_on = |block: &Block| block.chars > 120 && block.link_share() < 0.5;
    if blocks.iter().skip(from).any(goes_on) {
        return;
    }
    let mut before = blocks.iter().zip(keep.iter()).take(from);
    if before.any(|(block, kept)| *kept && is_prose(block)) {
        keep.iter_mut().skip(from).for_each(|kept| *kept = false);
    }
}

/// What readers wrote below, from the heading over it on. The same words may count comments in the line of date and
/// author, behind a lead; and where paragraphs like those before go on, or others are counted, the author does.
fn drop_comments(dom: &Dom, blocks: &[Block], keep: &mut [bool]) {
    let mut told = 0;
    let from = blocks.iter().zip(keep.iter()).position(|(block, kept)| {
        told += usize::from(*kept && is_prose(block));
        let heading = matches!(block.role, Role::Heading(_));
        heads_comments(block) && (heading && told > 0 || told > 2 && block.link_share() < 0.5)
    });
    let Some(from) = from else { return };
    let (before, behind) = blocks.split_at(from);
    let parted = |block: &&Block| block.role == Role::Paragraph && is_prose(block);
    let place = |block: &Block| (dom.name(block.element), dom.parent(block.element));
    let own: Vec<_> = before.iter().filter(parted).map(place).collect();
    let goes_on = behind.iter().find(parted);
    let goes_on = goes_on.is_some_and(|next| own.contains(&place(next)));
    let first = behind.first().map(|block| block.text.as_str());
    let again = behind.iter().any(|block| {
        matches!(block.role, Role::Heading(_))
            && heads_comments(block)
            && Some(block.text.as_str()) != first
    });
    if !goes_on && !again {
        keep.iter_mut().skip(from).for_each(|kept| *kept = false);
    }
}

/// Before the first paragraph: date, author, category, reading time, counters.
fn drop_before(dom: &Dom, blocks: &[Block], keep: &mut [bool]) {
    let first = blocks
        .iter()
        .zip(keep.iter())
        .position(|(block, kept)| *kept && is_prose(block));
    let Some(first) = first else { return };
    let place = blocks
        .get(first)
        .and_then(|block| dom.parent(block.element));
    let bold = blocks.iter().filter(|block| lines::is_head(dom, block));
    let several = bold.count() > 1;
    let small = small_lists(dom, blocks, keep);
    let nexts: Vec<Option<Id>> = blocks
        .iter()
        .skip(1)
        .map(|next| Some(next.element))
        .collect();
    let nexts = nexts.into_iter().chain([None]);
    for ((block, next), kept) in blocks.iter().zip(nexts).zip(keep.iter_mut()).take(first) {
        // A list among the paragraphs may come first.
        let item = block.role == Role::Item
            && list_of(dom, block.element)
                .is_some_and(|list| dom.parent(list) == place && !small.contains(&list));
        let lead = matches!(block.role, Role::Paragraph | Role::Heading(2..=4)) && block.chars > 20;
        let opening = matches!(block.role, Role::Heading(_)) || block.role == Role::Code;
        let text = block.role == Role::Paragraph
            && (block.ends_a_sentence() && block.chars > 8 || is_deadline(&block.text));
        // The first line of a paragraph, or one of the headings of a text.
        let bold = (several || next == Some(block.element))
            && lines::is_head(dom, block)
            && !names(&block.text);
        *kept &= (lead || opening || text || item || bold) && !says_who(block);
    }
    // The words under a picture may come before the line that names the author.
    let next = blocks.iter().zip(keep.iter_mut()).skip(first).take(4);
    for (block, kept) in next {
        *kept &= block.chars > 80 || block.ends_a_sentence() || !says_who(block);
    }
}

/// Lists with something small among their items, or with what was left out: those of a theme.
fn small_lists(dom: &Dom, blocks: &[Block], keep: &[bool]) -> Vec<Id> {
    let items = blocks.iter().zip(keep);
    let small = items.filter(|(block, kept)| {
        block.role == Role::Item && (!**kept || block.chars <= 20 || says_who(block))
    });
    small
        .filter_map(|(block, _)| list_of(dom, block.element))
        .collect()
}

/// Whether a line names somebody, a day, or says what something is before a colon.
fn names(text: &str) -> bool {
    is_person(text) || text.contains(':') || text.bytes().any(|b| b.is_ascii_digit())
}

/// Whether a block names the author; what begins so as a heading, `By hand`, may not.
fn says_who(block: &Block) -> bool {
    let heading = matches!(block.role, Role::Heading(_));
    let second = block.text.split_whitespace().nth(1).unwrap_or_default();
    is_byline(&block.text) && !(heading && second.starts_with(char::is_lowercase))
}

/// The line of the date, before the first paragraph or right beside the title: a day further down is what the
/// author tells of, and one set as a heading is that of a part.
fn drop_datelines(dom: &Dom, blocks: &[Block], title: Option<Id>, keep: &mut [bool]) {
    let first = blocks
        .iter()
        .zip(keep.iter())
        .position(|(block, kept)| *kept && is_prose(block));
    let Some(first) = first else { return };
    let holds = |block: &Block| title.is_some_and(|title| dom.holds(title, block.first));
    let titled = blocks.iter().position(holds);
    for (at, (block, kept)) in blocks.iter().zip(keep).enumerate() {
        let beside = titled.is_some_and(|titled| at.abs_diff(titled) == 1);
        if (at < first || beside) && !matches!(block.role, Role::Heading(_)) {
            *kept &= !is_dateline(&block.text);
        }
    }
}

/// After the last paragraph: tags, sources of pictures, buttons, calls to follow.
fn drop_after(blocks: &[Block], keep: &mut [bool]) {
    let told = |(block, kept): (&Block, &bool)| *kept && is_prose(block) && !is_call(block);
    // What is all that is told is no call.
    if blocks.iter().zip(keep.iter()).any(told) {
        for (block, kept) in blocks.iter().zip(keep.iter_mut()).rev() {
            if told((block, kept)) {
                break;
            }
            *kept &= !is_call(block);
        }
    }
    let last = blocks
        .iter()
        .zip(keep.iter())
        .rposition(|(block, kept)| *kept && is_prose(block));
    let Some(last) = last else { return };
    for (block, kept) in blocks.iter().zip(keep.iter_mut()).skip(last + 1) {
        let text = match block.role {
            Role::Paragraph => block.ends_a_sentence() || block.chars > 40,
            Role::Item | Role::Cell | Role::Code => true,
            Role::Heading(_) | Role::Caption | Role::Loose => false,
        };
        *kept &= text && block.link_share() < 0.5;
    }
}

/// A heading without anything under it.
fn drop_empty_headings(blocks: &[Block], keep: &mut [bool]) {
    let mut under: Option<u8> = None;
    for (block, kept) in blocks.iter().zip(keep.iter_mut()).rev() {
        if !*kept {
            continue;
        }
        match block.role {
            Role::Heading(level) => {
                // What follows is text, or a heading of a part of this one.
                if under.is_some_and(|next| next == 0 || next > level) {
                    under = Some(level);
                } else {
                    *kept = false;
                }
            }
            Role::Paragraph
            | Role::Item
            | Role::Cell
            | Role::Code
            | Role::Caption
            | Role::Loose => {
                under = Some(0);
            }
        }
    }
}

/// Whether a block carries an article: enough words, few of them linked.
pub(super) fn is_prose(block: &Block) -> bool {
    super::survey::prose_weight(block) > 0.3 && block.chars >= 40
        || matches!(block.role, Role::Code)
        || block.role == Role::Paragraph
            && block.chars >= 25
            && block.ends_a_sentence()
            && block.link_share() < 0.5
}
