//! Text as published in; one line of it that does a page no harm out.

use super::content::Body;
use crate::{
    html,
    model::{Entry, Source, Text, TextKind},
};
use unicode_normalization::char::is_combining_mark;

/// Characters of a title (RELIABILITY.md 32).
const LONGEST_TITLE: usize = 512;
/// Characters of a title that the publisher did not give.
const FIRST_WORDS: usize = 80;
/// Marks on one letter (RELIABILITY.md 55): Vietnamese needs two, Hebrew three.
const MOST_MARKS: usize = 4;

/// What programs write where there is no title, lower case.
const NO_TITLE: &[&str] = &[
    "(no title)",
    "(untitled)",
    "bez naslova",
    "fără titlu",
    "no title",
    "null",
    "undefined",
    "untitled",
];

/// The title as one line of plain text; else the first words of the text; else what the address
/// or an attached file is called, or the source of a thing that has one of these. Never empty. None: nothing
/// stands in the entry that a reader could read, follow or open.
pub(super) fn title(
    entry: &Entry,
    body: &Body,
    permalink: Option<&str>,
    source: &Source,
) -> Option<String> {
    let given = entry
        .title
        .as_ref()
        .map(|title| line(title, LONGEST_TITLE))
        .unwrap_or_default();
    let says_something = given.chars().any(is_seen);
    if says_something && !NO_TITLE.contains(&given.to_lowercase().as_str()) {
        return Some(given);
    }
    let text = if body.text.is_empty() {
        &body.summary
    } else {
        &body.text
    };
    let first = text
        .lines()
        .find(|line| line.chars().any(char::is_alphanumeric));
    if let Some(first) = first {
        let words = harmless(first);
        let more = text.trim() != first.trim();
        let short = html::excerpt(&words, FIRST_WORDS);
        return Some(if more && !short.ends_with('…') {
            format!("{short}…")
        } else {
            short
        });
    }
    let files = entry.enclosures.iter().map(|file| file.href.as_str());
    let named = permalink.into_iter().chain(files).find_map(called);
    let pictured = html::first_image(&body.html).is_some() || !entry.images.is_empty();
    let there = permalink.is_some() || !entry.enclosures.is_empty() || pictured;
    named.or_else(|| there.then(|| harmless(&source.name)))
}

/// Not only marks and joiners, which show nothing by themselves.
fn is_seen(c: char) -> bool {
    !is_combining_mark(c)
        && !c.is_whitespace()
        && !('\u{2066}'..='\u{2069}').contains(&c)
        && !('\u{200c}'..='\u{200d}').contains(&c)
}

/// A text construct as one line, at most so many characters.
pub(super) fn line(text: &Text, most: usize) -> String {
    let plain = match text.kind {
        // A reference in plain text is one that was escaped once too often; nobody writes it to
        // be read. A tag may be meant: `Vec<T>`.
        TextKind::Plain if has_reference(&text.value) => {
            html::plain(&text.value.replace('<', "&lt;").replace('>', "&gt;"))
        }
        TextKind::Plain => text.value.clone(),
        TextKind::Html | TextKind::Xhtml => html::plain(&text.value),
    };
    html::excerpt(&harmless(&plain), most)
}

/// A string of a field that has no markup, as one line.
pub(super) fn plain_line(value: &str, most: usize) -> String {
    let text = Text {
        value: value.to_owned(),
        ..Text::default()
    };
    line(&text, most)
}

fn has_reference(text: &str) -> bool {
    text.split('&').skip(1).any(|part| {
        part.split_once(';').is_some_and(|(name, _)| {
            let name = name.strip_prefix('#').unwrap_or(name);
            (1..=10).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_alphanumeric())
        })
    })
}

/// White space run together; without control characters, direction overrides and invisible
/// characters; isolates closed; no tower of marks (UTR 36, CVE-2021-42574).
pub(super) fn harmless(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut isolates = 0_usize;
    let mut marks = 0;
    for c in text.chars() {
        if c.is_whitespace() {
            if !kept.is_empty() && !kept.ends_with(' ') {
                kept.push(' ');
            }
            continue;
        }
        marks = if is_combining_mark(c) { marks + 1 } else { 0 };
        if marks > MOST_MARKS || is_unseen(c) {
            continue;
        }
        match c {
            '\u{2066}'..='\u{2068}' => isolates += 1,
            '\u{2069}' if isolates == 0 => continue,
            '\u{2069}' => isolates -= 1,
            _ => {}
        }
        kept.push(c);
    }
    kept.truncate(kept.trim_end().len());
    kept.extend(std::iter::repeat_n('\u{2069}', isolates));
    kept
}

/// Characters that show nothing, or turn what is around them. Joiners stay: scripts need them.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{2064}' | '\u{206a}'..='\u{206f}' | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}' | '\u{e000}'..='\u{f8ff}' | '\u{fdd0}'..='\u{fdef}'
                | '\u{fffe}' | '\u{ffff}' | '\u{e0000}'..='\u{e007f}'
        )
}

/// What the last part of an address calls the thing, in words.
fn called(link: &str) -> Option<String> {
    let path = link.split(['?', '#']).next()?.trim_end_matches('/');
    let last = path.rsplit('/').next()?;
    let stem = last.split('.').next()?;
    let words: Vec<&str> = stem
        .split(['-', '_', '+'])
        .filter(|word| !word.is_empty())
        .collect();
    let readable = words
        .iter()
        .any(|word| word.len() > 2 && word.bytes().all(|b| b.is_ascii_alphabetic()));
    readable.then(|| html::excerpt(&harmless(&words.join(" ")), FIRST_WORDS))
}
