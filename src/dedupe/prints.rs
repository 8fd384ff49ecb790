//! Articles in; what their texts are compared by, each text read once, out.

use super::{
    fingerprint::{Fingerprint, NORM_VERSION, low, of_read, of_text},
    known::Print,
};
use crate::model::Article;
use std::collections::HashMap;
use xxhash_rust::xxh3::{Xxh3, xxh3_64_with_seed};

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

    /// The same, where `texts` are those of their contents. What has its mark in `seen` (see [`marks`]) is left
    /// out: the store knows it and its neighbours.
    pub fn read(articles: &[Article], texts: Vec<String>, seen: &[u32]) -> Self {
        let read = articles.iter().zip(texts);
        let read = read.filter(|(article, _)| seen.binary_search(&mark(article)).is_err());
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

/// By which articles that come again just as they were are known again; sorted.
pub fn marks(articles: &[Article]) -> Vec<u32> {
    let mut marks: Vec<u32> = articles.iter().map(mark).collect();
    marks.sort_unstable();
    marks
}

fn mark(article: &Article) -> u32 {
    let (one, other) = article.id.0.as_u64_pair();
    let parts = [one, other, hash(article)].map(u64::to_le_bytes);
    low(xxh3_64_with_seed(parts.as_flattened(), NORM_VERSION.into()))
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

#[cfg(test)]
mod tests {
    use super::{Prints, marks};
    use crate::{dedupe::tests::article, html, model::Article};

    #[test]
    fn what_comes_again_as_it_was_is_not_read_again() {
        let words = "Bit Alliance and its partners open a hub for start-ups in Sarajevo in spring.";
        let known = article("a", 1, "A hub opens", words);
        let seen = marks(std::slice::from_ref(&known));
        let read = |article: &Article| {
            let texts = vec![html::text(&article.content)];
            Prints::read(std::slice::from_ref(article), texts, &seen)
        };
        assert_eq!(read(&known).marks(&known), [0_u64; 0]);
        let edited = Article {
            title: "A hub opens its doors".to_owned(),
            ..known.clone()
        };
        assert_ne!(read(&edited).marks(&edited), [0_u64; 0]);
        let other = Article {
            id: article("a", 2, "A hub opens", words).id,
            ..known
        };
        assert_ne!(read(&other).marks(&other), [0_u64; 0]);
    }
}
