//! An article in; all that two of them are compared by, and no text any more, out.

mod amount;
mod boilerplate;
mod bytes;
mod calendar;
mod dateline;
mod features;
mod habits;
mod letter;
mod number;
mod shingles;
mod title;
mod token;

pub(super) use dateline::is_date_line;
pub(super) use features::is_figure;
pub use shingles::Shingle;
pub use title::TitlePrint;
pub use token::Token;
pub(super) use token::low;

use super::key::{Marks, link_hash};
use crate::{
    address, html,
    model::{Article, Language},
};
use std::{borrow::Cow, collections::HashMap};
use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

/// Raised whenever a text of yesterday reads otherwise today: what was kept of it is made anew.
pub const NORM_VERSION: u32 = 6;

/// What two articles are compared by (DEDUPE.md, "Normalise").
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fingerprint {
    /// Hash of the source's id.
    pub source: u64,
    /// The effective date, seconds since 1970.
    pub at: i64,
    /// Hash of the primary language; 0: unknown.
    pub language: u32,
    /// Hash of the guid, whoever says it; None where it identifies nothing.
    pub guid: Option<i64>,
    /// Hashes of the links that may be its own, sorted.
    pub links: Vec<i64>,
    /// Hash of the words that the link ends with; None of fewer than four.
    pub slug: Option<u32>,
    /// The title.
    pub title: TitlePrint,
    /// The text without boilerplate.
    pub tokens: Vec<Token>,
    /// Numbers, versions, months and weekdays of the text; sorted, each once.
    pub numbers: Vec<u32>,
    /// Three words each; by hash, each once.
    pub shingles: Vec<Shingle>,
    /// Numbers, dates, names and hosts as every language writes them; sorted, each once.
    pub features: Vec<u32>,
}

impl Fingerprint {
    /// Hashes of which a copy of the article has at least one: of guid, links, slug, title and runs
    /// of words; sorted, each once.
    ///
    /// Of what is kept for text alone these are slug, title and words.
    pub fn landmarks(&self) -> Vec<u64> {
        let kinds: [(u64, &mut dyn Iterator<Item = u64>); 4] = [
            (1, &mut self.guid.iter().map(|guid| guid.cast_unsigned())),
            (2, &mut self.links.iter().map(|link| link.cast_unsigned())),
            (3, &mut self.slug.iter().map(|slug| u64::from(*slug))),
            (4, &mut self.title.keys.iter().map(|key| u64::from(*key))),
        ];
        let mut found = shingles::landmarks(&self.tokens);
        for (kind, hashes) in kinds {
            found.extend(hashes.map(|hash| xxh3_64_with_seed(&hash.to_le_bytes(), kind)));
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// What of `article` is compared.
pub fn fingerprint(article: &Article) -> Fingerprint {
    let marks = Marks::of(article);
    let mut links: Vec<i64> = [marks.canonical, marks.permalink, marks.guid_link()]
        .into_iter()
        .flatten()
        .filter_map(link_hash)
        .collect();
    links.sort_unstable();
    links.dedup();
    Fingerprint {
        guid: marks.guid_hash().and(marks.guid).map(guid_hash),
        links,
        ..of_text(article)
    }
}

/// As [`fingerprint`], without guid and links.
pub fn of_text(article: &Article) -> Fingerprint {
    of_read(article, html::text(&article.content))
}

/// The same, where the text of the content was read before.
pub(super) fn of_read(article: &Article, content: String) -> Fingerprint {
    let text = text_of(article, content);
    let mut features = features::Features::default();
    let title_words = token::tokens(&article.title, |written, folded, token| {
        features.take(written, folded, token);
    });
    features.pause();
    let tokens = boilerplate::cut(token::tokens(&text, |written, folded, token| {
        features.take(written, folded, token);
    }));
    Fingerprint {
        source: xxh3_64(article.source.as_str().as_bytes()),
        at: article.date.timestamp(),
        language: language_hash(article.language.as_ref()),
        slug: article.permalink.as_deref().and_then(slug),
        title: title::print(&article.title, title_words, &tokens, &carrier(article)),
        numbers: numbers(&tokens),
        shingles: shingles::shingles(&tokens),
        tokens,
        features: features.found(&text),
        ..Fingerprint::default()
    }
}

/// How the words of the text are written, by their hashes.
pub(super) fn written_words(article: &Article) -> HashMap<u32, String> {
    let mut words = HashMap::new();
    let text = text_of(article, html::text(&article.content));
    token::tokens(&text, |written, _, token| {
        words.insert(token.hash, written.to_owned());
    });
    words
}

/// See [`Fingerprint::language`].
pub(super) fn language_hash(language: Option<&Language>) -> u32 {
    language.map_or(0, |language| token::hash_of(language.primary()))
}

fn guid_hash(guid: &str) -> i64 {
    const SEED: u64 = 3;
    xxh3_64_with_seed(guid.trim().as_bytes(), SEED).cast_signed()
}

/// The words of the source's name, and of the host it writes from.
fn carrier(article: &Article) -> Vec<u32> {
    let host = article.permalink.as_deref().and_then(address::host);
    let names = format!("{} {}", article.source, host.unwrap_or_default());
    let words = token::tokens(&names, |_, _, _| {});
    words.iter().map(|word| word.hash).collect()
}

fn numbers(tokens: &[Token]) -> Vec<u32> {
    let mut numbers: Vec<u32> = tokens
        .iter()
        .filter(|token| token.is_number())
        .map(|token| token.hash)
        .collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// The content, or the summary where that says clearly more.
fn text_of(article: &Article, content: String) -> Cow<'_, str> {
    let text = if content.len() * 10 >= article.summary.len() * 8 {
        Cow::Owned(content)
    } else {
        Cow::Borrowed(article.summary.as_str())
    };
    // Some publishers escape twice.
    let escaped = |rest: &str| {
        ["#", "quot;", "amp;"]
            .iter()
            .any(|end| rest.starts_with(end))
    };
    if text.split('&').skip(1).any(escaped) {
        let markup = text.replace('\n', "<br>");
        return Cow::Owned(html::text(&html::clean(&markup, None)));
    }
    text
}

/// The text says itself that it goes on: it ends in the middle, or asks to read more.
pub(super) fn goes_on(article: &Article) -> bool {
    let text = text_of(article, html::text(&article.content));
    let text = html::without_origin(&text);
    html::is_cut(text) || boilerplate::asks_to_read_on(&token::tokens(text, |_, _, _| {}))
}

/// The last part of the path, without a number before or behind it.
fn slug(link: &str) -> Option<u32> {
    let path = link.split(['?', '#']).next()?.trim_end_matches('/');
    let (_, last) = path.rsplit_once('/')?;
    let last = last.split('.').next()?;
    let mut words: Vec<&str> = last
        .split(['-', '_'])
        .filter(|word| !word.is_empty())
        .collect();
    let number = |word: &str| word.bytes().all(|b| b.is_ascii_digit());
    if words.first().is_some_and(|word| number(word)) {
        words.remove(0);
    }
    if words
        .last()
        .is_some_and(|word| word.len() <= 2 && number(word))
    {
        words.pop();
    }
    (words.len() >= 4).then(|| token::hash_of(&words.join("-")))
}
