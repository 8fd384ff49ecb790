//! By which words an article is found.

use super::{Store, article, update};
use crate::{
    dedupe::{Key, Print},
    model::{Article, ArticleId, CleanHtml},
};
use std::collections::BTreeSet;

/// Articles of one text, each a story of its own.
async fn save(store: &Store, numbers: impl Iterator<Item = i64>) -> Vec<Article> {
    let text = "the council wants a new bridge over the river because the old one is closed";
    let articles: Vec<_> = numbers
        .map(|number| Article {
            content: CleanHtml::trusted(format!("<p>{text}</p>")),
            ..article("a", number)
        })
        .collect();
    let mut update = update("a", articles.clone());
    update.changes.prints = articles.iter().map(Print::of).collect();
    store.save(update).await.unwrap();
    articles
}

/// Who has one of the words of `article`.
async fn found(store: &Store, article: &Article) -> BTreeSet<ArticleId> {
    let marks = Print::of(article).marks;
    let keys = marks.iter().map(|mark| Key::Text(mark.cast_signed()));
    let known = store.known(keys.collect()).await.unwrap();
    known.prints.iter().map(|print| print.article).collect()
}

fn ids(articles: &[Article]) -> BTreeSet<ArticleId> {
    articles.iter().map(|article| article.id).collect()
}

#[tokio::test]
async fn all_who_have_a_run_of_words_are_found_by_it() {
    let store = Store::in_memory().unwrap();
    let articles = save(&store, 1..=3).await;
    let other = article("a", 4);
    assert_eq!(found(&store, &articles[0]).await, ids(&articles));
    assert_eq!(found(&store, &other).await, BTreeSet::new());
}

#[tokio::test]
async fn of_a_form_letter_the_newest_are_found() {
    let store = Store::in_memory().unwrap();
    let articles = save(&store, 1..=300).await;
    let mut wanted = ids(&articles[252..]);
    // By its title, which nobody else has.
    wanted.insert(articles[0].id);
    assert_eq!(found(&store, &articles[0]).await, wanted);
}

#[tokio::test]
async fn who_is_forgotten_is_found_no_more_and_the_next_is() {
    let store = Store::in_memory().unwrap();
    let articles = save(&store, 1..=60).await;
    let forgotten = store.forget_texts(super::at(31), 100).await.unwrap();
    assert_eq!(forgotten, 30);
    assert_eq!(found(&store, &articles[0]).await, ids(&articles[30..]));
    store.forget_texts(super::at(100), 100).await.unwrap();
    assert_eq!(found(&store, &articles[0]).await, BTreeSet::new());
    store.run(|connection| {
        let left: i64 = connection.query_row("SELECT count(*) FROM mark", [], |row| row.get(0))?;
        assert_eq!(left, 0);
        Ok(())
    });
}

#[tokio::test]
async fn a_store_with_a_row_for_each_word_and_article_is_carried_over() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("state.db");
    let store = Store::open(&path).unwrap();
    let articles = save(&store, 1..=2).await;
    drop(store);
    let other = rusqlite::Connection::open(&path).unwrap();
    other
        .execute_batch(
            "CREATE TABLE landmark (
                 hash    INTEGER NOT NULL,
                 article INTEGER NOT NULL REFERENCES article (key) ON DELETE CASCADE,
                 PRIMARY KEY (hash, article)
             ) STRICT, WITHOUT ROWID;
             INSERT INTO landmark SELECT mark.hash, article.key FROM mark, article;
             DROP TABLE mark;
             PRAGMA user_version = 6;",
        )
        .unwrap();
    drop(other);
    let store = Store::open(&path).unwrap();
    assert_eq!(found(&store, &articles[0]).await, ids(&articles));
    store.check().await.unwrap();
}
