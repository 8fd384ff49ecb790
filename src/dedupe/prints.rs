//! Articles in; what their texts are compared by, each text read once, out.

use super::{
    fingerprint::{Fingerprint, of_read, of_text},
    known::Print,
};
use crate::model::Article;
use std::collections::HashMap;
use xxhash_rust::xxh3::Xxh3;

/// What texts are compared by, as far as they were read already. To read one takes longer than
/// most that is done with an article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Prints(HashMap<u64, (Fingerprint, Vec<u64>)>);

impl Prints {
    /// Of these articles.
    pub fn of(articles: &[Article]) -> Self {
        let read = articles
            .iter()
            .map(|article| kept(article, of_text(article)));
        Self(read.collect())
    }

    /// The same, where `texts` are those of their contents.
    pub fn read(articles: &[Article], texts: Vec<String>) -> Self {
        let read = articles.iter().zip(texts);
        let read = read.map(|(article, text)| kept(article, of_read(article, text)));
        Self(read.collect())
    }

    /// The landmarks of an article that was read.
    pub(super) fn marks(&self, article: &Article) -> &[u64] {
        let read = self.0.get(&hash(article));
        read.map_or(&[], |(_, marks)| marks.as_slice())
    }

    /// Of this article: as it was read, where its text is still the same.
    pub(super) fn take(&mut self, article: &Article) -> Print {
        let read = self.0.remove(&hash(article));
        let (mut print, marks) = read.unwrap_or_else(|| {
            let print = of_text(article);
            let marks = print.landmarks();
            (print, marks)
        });
        print.at = article.date.timestamp();
        Print {
            article: article.id,
            print,
            marks,
        }
    }
}

fn kept(article: &Article, print: Fingerprint) -> (u64, (Fingerprint, Vec<u64>)) {
    let marks = print.landmarks();
    (hash(article), (print, marks))
}

/// Over all that [`of_text`] reads, but for the date.
fn hash(article: &Article) -> u64 {
    let mut hash = Xxh3::new();
    let language = article.language.as_ref().map(ToString::to_string);
    for part in [
        article.source.as_str(),
        &article.title,
        article.permalink.as_deref().unwrap_or_default(),
        language.as_deref().unwrap_or_default(),
        &article.summary,
        article.content.as_str(),
    ] {
        hash.update(part.as_bytes());
        hash.update(b"\0");
    }
    hash.digest()
}
