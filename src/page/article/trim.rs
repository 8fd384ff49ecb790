//! The blocks of a chosen node in, those that the article's author wrote out.

use crate::page::{
    blocks::{Block, Role},
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
    let lists = link_lists(dom, &blocks);
    let mut keep: Vec<bool> = blocks
        .iter()
        .map(|block| {
            let own_title = super::title::same(&block.text, heading)
                || title.is_some_and(|title| dom.holds(title, block.first));
            !own_title && !is_link_only(block, &lists, dom) && !is_notice(block)
        })
        .collect();
    drop_before(&blocks, &mut keep);
    drop_after(&blocks, &mut keep);
    drop_empty_headings(&blocks, &mut keep);
    let mut kept = keep.into_iter();
    blocks.retain(|_| kept.next().unwrap_or(true));
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

/// Before the first paragraph: date, author, category, reading time, counters.
fn drop_before(blocks: &[Block], keep: &mut [bool]) {
    let first = blocks
        .iter()
        .zip(keep.iter())
        .position(|(block, kept)| *kept && is_prose(block));
    let Some(first) = first else { return };
    for (block, kept) in blocks.iter().zip(keep.iter_mut()).take(first) {
        let lead = matches!(block.role, Role::Paragraph | Role::Heading(2..=4)) && block.chars > 20;
        let opening = matches!(block.role, Role::Heading(_)) || block.role == Role::Code;
        let text = block.role == Role::Paragraph && block.ends_a_sentence() && block.chars > 8;
        *kept &= (lead || opening || text) && !is_byline(&block.text);
    }
}

/// After the last paragraph: tags, sources of pictures, buttons.
fn drop_after(blocks: &[Block], keep: &mut [bool]) {
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
fn is_prose(block: &Block) -> bool {
    super::survey::prose_weight(block) > 0.3 && block.chars >= 40
        || matches!(block.role, Role::Code)
        || block.role == Role::Paragraph
            && block.chars >= 25
            && block.ends_a_sentence()
            && block.link_share() < 0.5
}

/// "By Ana Horvat", "5 min read", "Published on 3 May": the line under a title.
fn is_byline(text: &str) -> bool {
    let low = text.to_lowercase();
    let words = low.split_whitespace().count();
    let opens = [
        "by ",
        "von ",
        "par ",
        "por ",
        "di ",
        "od ",
        "autor",
        "author",
        "piše",
        "objav",
        "published",
        "posted",
        "updated",
        "last updated",
        "updated",
    ];
    words <= 14 && !low.ends_with('.') && opens.iter().any(|opening| low.starts_with(opening))
        || words <= 8 && READING.iter().any(|word| low.contains(word))
}

const READING: &[&str] = &[
    "min read",
    "minute read",
    "minutes read",
    "min. lesezeit",
    "lesezeit",
    "min čitanja",
    "minuta čitanja",
    "min de lecture",
    "min de lectura",
    "min di lettura",
    "views",
    "pregleda",
    "shares",
];

/// What themes say to readers between paragraphs.
fn is_notice(block: &Block) -> bool {
    if block.chars > 120 || block.role == Role::Code {
        return false;
    }
    let low = block.text.to_lowercase();
    let low = low.trim_matches(|c: char| !c.is_alphanumeric());
    let count = low.split_whitespace().count();
    WHOLE.contains(&low)
        || count <= 16 && OPENINGS.iter().any(|opening| low.starts_with(opening))
        || low.starts_with('©')
}

/// Lines that are nothing but furniture.
const WHOLE: &[&str] = &[
    "ad",
    "ads",
    "advertisement",
    "advertisements",
    "advertising",
    "advertisement - continue reading below",
    "anzeige",
    "werbung",
    "oglas",
    "oglasi",
    "reklama",
    "publicité",
    "pubblicità",
    "publicidad",
    "publicitate",
    "hirdetés",
    "comments",
    "comment",
    "share",
    "share this",
    "share this article",
    "share this story",
    "share this post",
    "share on facebook",
    "tweet",
    "email",
    "print",
    "save",
    "facebook",
    "twitter",
    "linkedin",
    "whatsapp",
    "pinterest",
    "reddit",
    "telegram",
    "copy link",
    "link copied",
    "related",
    "related articles",
    "related posts",
    "related stories",
    "related content",
    "more on this topic",
    "more on this story",
    "most read",
    "most popular",
    "popular",
    "tags",
    "topics",
    "read more",
    "continue reading",
    "see also",
    "loading",
    "loading...",
    "subscribe",
    "sign up",
    "newsletter",
    "follow us",
    "like this",
    "top",
    "back to top",
    "edit",
    "reply",
    "show comments",
    "view comments",
    "post a comment",
    "leave a comment",
    "leave a reply",
    "podijeli",
    "podeli",
    "teilen",
    "partager",
    "condividi",
    "compartir",
    "distribuie",
    "megosztás",
    "deli",
    "udostępnij",
    "sdílet",
    "zdieľať",
    "поделиться",
    "поширити",
    "сподели",
    "podijelite",
    "povezane vijesti",
    "povezane vesti",
    "pročitajte i",
    "pročitajte još",
    "čitajte još",
    "story continues below",
    "article continues below",
    "story continues below advertisement",
    "article continues after advertisement",
    "this article is more than",
    "recommended",
    "recommended for you",
    "play",
    "pause",
    "watch",
    "listen",
    "close",
];

/// How such lines begin where they go on.
const OPENINGS: &[&str] = &[
    "read also",
    "read more:",
    "read next",
    "read more about",
    "also read",
    "see also:",
    "related:",
    "related articles",
    "related posts",
    "more:",
    "more from",
    "recommended:",
    "don't miss",
    "filed under",
    "tagged",
    "tags:",
    "posted in",
    "posted by",
    "categories:",
    "category:",
    "share this",
    "share on",
    "share via",
    "follow us on",
    "follow @",
    "sign up for",
    "sign up to",
    "subscribe to",
    "subscribe for",
    "get our",
    "get the latest",
    "join our newsletter",
    "click here to subscribe",
    "image credit",
    "image source",
    "image:",
    "photo:",
    "photo credit",
    "photograph:",
    "photo by",
    "picture:",
    "credit:",
    "featured image",
    "getty images",
    "copyright",
    "all rights reserved",
    "advertisement",
    "skip to",
    "please enable javascript",
    "lesen sie auch",
    "lesen sie mehr",
    "mehr zum thema",
    "foto:",
    "bild:",
    "quelle:",
    "pročitajte i:",
    "pročitajte još:",
    "pročitaj i:",
    "čitajte i:",
    "opširnije:",
    "foto i video",
    "izvor fotografije",
    "lire aussi",
    "à lire aussi",
    "à lire",
    "leggi anche",
    "leggi tutto",
    "lee también",
    "lea también",
    "leia também",
    "citește și",
    "citeste si",
    "citește mai",
    "olvassa el",
    "czytaj też",
    "czytaj także",
    "zobacz też",
    "čtěte také",
    "čítajte aj",
    "preberi tudi",
    "preberite tudi",
    "читайте также",
    "читайте також",
    "прочетете още",
    "прочитајте",
];
