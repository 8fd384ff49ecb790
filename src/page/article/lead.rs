//! A title and the text below it in; the sentences between the two that lead into the text, out.

use super::{
    cookies,
    dateline::is_dateline,
    notices::{is_byline, is_notice},
    survey::{Survey, is_hidden},
    trim::is_prose,
};
use crate::page::{
    blocks::{self, Block, Role},
    dom::{Dom, Id},
};

/// What a lead is called.
const LEADS: &[&str] = &[
    "chapeau",
    "dek",
    "einleitung",
    "excerpt",
    "intro",
    "lead",
    "nadnaslov",
    "perex",
    "podnaslov",
    "sapou",
    "standfirst",
    "subheadline",
    "subtitle",
    "summary",
    "teaser",
    "uvod",
    "vorspann",
];

/// What is no lead, though it stands where leads do: who wrote the article, and what asks for leave to keep cookies.
const OTHERS: &[&str] = &[
    "author",
    "authors",
    "autor",
    "autori",
    "bio",
    "biography",
    "byline",
    "consent",
    "cookie",
    "cookies",
    "gdpr",
    "meta",
];

/// More between title and text is something else.
const MOST: usize = 2;

/// The leads that `kept` lacks, in the order of the page: one or two sentences in paragraphs or small headings below
/// the title, which are not the beginning of the text.
pub(super) fn leads(survey: &Survey, title: Option<Id>, kept: &[Block]) -> Vec<Block> {
    let dom = survey.dom;
    let Some((title, first)) = title.zip(kept.first().map(|block| block.first)) else {
        return Vec::new();
    };
    let from = dom.end(title);
    if from >= first || !kept.iter().any(is_prose) {
        return Vec::new();
    }
    let between = blocks::blocks(dom, from..first, &|id| is_hidden(dom, id));
    let found: Vec<Block> = between
        .into_iter()
        .filter(|block| is_lead(survey, title, block) && !is_said(block, kept))
        .collect();
    if found.len() > MOST {
        return Vec::new();
    }
    found
}

fn is_lead(survey: &Survey, title: Id, block: &Block) -> bool {
    let dom = survey.dom;
    let holder = dom.ancestors(title).find(|&up| dom.holds(up, block.first));
    let above = || {
        std::iter::once(block.element)
            .chain(dom.ancestors(block.element))
            .take_while(|&up| Some(up) != holder)
    };
    let called = above().any(|up| is_called(dom, up, LEADS));
    // The small print may hold the lead.
    let own = is_called(dom, block.element, LEADS);
    let other = !own && above().any(|up| is_called(dom, up, OTHERS));
    let gone = above().any(|up| survey.is_gone(up));
    // The head of an article is left out for its small print, not for its sentences.
    let head = || holder.is_some_and(|up| dom.closest(up, "header").is_some());
    let fits = match block.role {
        Role::Paragraph | Role::Heading(2..=4) => called || !gone || head() && above().count() < 2,
        Role::Loose => called || head() && !gone && above().count() < 2 && block.chars >= 60,
        Role::Heading(_) | Role::Item | Role::Cell | Role::Code | Role::Caption => false,
    };
    let outside = above().any(|up| {
        matches!(
            dom.name(up),
            "aside" | "button" | "figure" | "footer" | "form" | "nav" | "figcaption"
        )
    });
    fits && !outside
        && !other
        && !cookies::asks(&block.text)
        && (30..=500).contains(&block.chars)
        && block.ends_a_sentence()
        && block.link_share() < 0.2
        && !is_notice(block)
        && !is_byline(&block.text)
        && !is_dateline(&block.text)
}

fn is_called(dom: &Dom, id: Id, names: &[&str]) -> bool {
    let is_named = |text: &str| {
        let low = text.to_lowercase();
        let mut words = low.split(|c: char| !c.is_alphabetic());
        words.any(|part| names.contains(&part))
    };
    dom.classes(id).any(is_named) || dom.filled(id, "id").is_some_and(is_named)
}

/// Whether the text begins with it, whole or cut short.
fn is_said(block: &Block, kept: &[Block]) -> bool {
    let beginning: String = block.text.chars().take(60).collect();
    let beginning = beginning.trim_end_matches(['.', '…', ' ']);
    kept.iter().any(|known| known.text.contains(beginning))
}
