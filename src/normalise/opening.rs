//! The articles of one feed and their texts in; excerpts out that do not begin with what every text of it begins with.

use super::content;
use crate::model::Article;
use std::collections::BTreeMap;

/// So many texts begin alike before it is no accident.
const LEAST: usize = 3;
/// Blocks at the beginning of a text that are looked at.
const MOST_BLOCKS: usize = 3;

/// Cuts the excerpts anew of texts that open with a block that most of the feed opens with, such as
/// a request to enable scripts or a greeting. What is written out in full keeps it.
pub(super) fn leave_out(articles: &mut [Article], texts: &[String]) {
    let words = articles.iter().map(|article| first_words(&article.summary));
    let words: Vec<String> = words.filter(|words| !words.is_empty()).collect();
    let told = words.len();
    let shared = common(words.into_iter(), told);
    let alike: Vec<usize> = (0..articles.len())
        .filter(|at| shared.contains(&first_words(&articles[*at].summary)))
        .collect();
    if alike.is_empty() {
        return;
    }
    let texts: Vec<&str> = alike.iter().map(|at| texts[*at].as_str()).collect();
    let mut rests = texts.clone();
    for _ in 0..MOST_BLOCKS {
        let firsts = rests.iter().map(|rest| first_block(rest).0);
        let opening = common(firsts.filter(|first| !first.is_empty()), articles.len());
        for rest in &mut rests {
            let (first, after) = first_block(rest);
            if opening.contains(&first) && !after.trim().is_empty() {
                *rest = after;
            }
        }
    }
    for ((at, text), rest) in alike.into_iter().zip(&texts).zip(rests) {
        let article = &mut articles[at];
        // A summary that the publisher wrote himself may say something else.
        let cut = article
            .summary
            .starts_with(&first_words(&content::excerpt(text)));
        if cut && rest.len() < text.len() {
            article.summary = content::excerpt(rest);
        }
    }
}

/// What at least [`LEAST`] of `of`, and more than half, have in common.
fn common<T: Ord>(all: impl Iterator<Item = T>, of: usize) -> Vec<T> {
    let mut counts: BTreeMap<T, usize> = BTreeMap::new();
    for one in all {
        *counts.entry(one).or_default() += 1;
    }
    counts.retain(|_, count| *count >= LEAST && *count * 2 > of);
    counts.into_keys().collect()
}

fn first_block(text: &str) -> (&str, &str) {
    let text = text.trim_start();
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    (first.trim_end(), rest)
}

fn first_words(text: &str) -> String {
    text.chars().take(24).collect()
}
