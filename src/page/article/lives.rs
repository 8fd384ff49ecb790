//! Paragraphs and names in; the paragraphs without what is said of the authors out.

use super::Paragraph;

/// The paragraphs without those at their end that tell who the authors are: "Ana Horvat covers …".
pub(super) fn without(mut paragraphs: Vec<Paragraph>, authors: &[String]) -> Vec<Paragraph> {
    let from = paragraphs.len().saturating_sub(LIVES).max(2);
    let tells = |text: &str| {
        authors.iter().any(|author| {
            let rest = text.strip_prefix(author.as_str());
            author.contains(' ')
                && rest.is_some_and(|rest| TOLD.iter().any(|told| rest.starts_with(told)))
        })
    };
    let mut at = 0;
    paragraphs.retain(|one| {
        at += 1;
        at <= from || !tells(&one.text)
    });
    paragraphs
}

/// So many of the last paragraphs may tell who wrote.
const LIVES: usize = 4;

/// How a life goes on after the name.
const TOLD: &[&str] = &[
    " covers ",
    " est ",
    " has been ",
    " is ",
    " ist ",
    " je ",
    " joined ",
    " reports ",
    " was ",
    " works ",
    " writes ",
    " è ",
    " es ",
];
