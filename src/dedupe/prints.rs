//! Articles in; what their texts are compared by, each text read once, out.

use super::{
    fingerprint::{Fingerprint, of_text},
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
        let read = |article: &Article| {
            let print = of_text(article);
            let marks = print.landmarks();
            (hash(article), (print, marks))
        };
        Self(articles.iter().map(read).collect())
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
