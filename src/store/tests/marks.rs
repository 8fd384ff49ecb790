//! By which words an article is found.

use super::{Store, article, at, update};
use crate::{
    dedupe::{Judged, Key, Kind, Print},
    model::{Article, ArticleId, CleanHtml},
    store::{
        drawer::{Drawers, Slip},
        open,
    },
};
use std::collections::{BTreeMap, BTreeSet};

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
        let left: i64 =
            connection.query_row("SELECT count(*) FROM drawer", [], |row| row.get(0))?;
        assert_eq!(left, 0);
        Ok(())
    });
}

/// A store of two articles that was left by a program of before: `found_by` makes of one of its words
/// and the keys of both what that program had.
async fn carried_over(version: u32, before: &str, found_by: fn(i64, &[i64]) -> String) {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("state.db");
    let store = Store::open(&path).unwrap();
    let articles = save(&store, 1..=2).await;
    drop(store);
    let old = rusqlite::Connection::open(&path).unwrap();
    old.execute_batch(before).unwrap();
    for mark in Print::of(&articles[0]).marks {
        let rows = found_by(mark.cast_signed(), &[1, 2]);
        old.execute_batch(&rows).unwrap();
    }
    let version = format!("DROP TABLE drawer; PRAGMA user_version = {version}");
    old.execute_batch(&version).unwrap();
    drop(old);
    let store = Store::open(&path).unwrap();
    assert_eq!(found(&store, &articles[0]).await, ids(&articles));
    store.check().await.unwrap();
}

#[tokio::test]
async fn a_store_with_a_row_for_each_word_and_article_is_carried_over() {
    let before = "CREATE TABLE landmark (
         hash    INTEGER NOT NULL,
         article INTEGER NOT NULL REFERENCES article (key) ON DELETE CASCADE,
         PRIMARY KEY (hash, article)
     ) STRICT, WITHOUT ROWID";
    let rows = |mark, keys: &[i64]| {
        let row = |key| format!("INSERT INTO landmark VALUES ({mark}, {key});");
        keys.iter().map(row).collect()
    };
    carried_over(6, before, rows).await;
}

#[tokio::test]
async fn a_store_with_a_row_for_each_word_is_carried_over() {
    let before = "CREATE TABLE mark (hash INTEGER PRIMARY KEY, articles BLOB NOT NULL) STRICT";
    let row = |mark, keys: &[i64]| {
        let keys: Vec<String> = keys.iter().map(|key| format!("{key:010X}")).collect();
        let keys = keys.concat();
        format!("INSERT INTO mark VALUES ({mark}, x'{keys}')")
    };
    carried_over(7, before, row).await;
}

/// A number that looks like any other.
fn scattered(number: u64) -> u64 {
    xxhash_rust::xxh3::xxh3_64(&number.to_le_bytes())
}

#[test]
fn what_is_put_into_drawers_is_found_until_it_is_taken_out() {
    let connection = open::memory().unwrap();
    let mut drawers = Drawers::new(&connection).unwrap();
    let mut there: BTreeMap<u64, BTreeSet<i64>> = BTreeMap::new();
    for batch in 0..100_u64 {
        let mut slips = Vec::new();
        for number in batch * 500..(batch + 1) * 500 {
            // Some words come twice, of another article each time.
            let hash = scattered(number % 30_000);
            let article = i64::try_from(number).unwrap();
            there.entry(hash).or_default().insert(article);
            slips.push(Slip::new(hash, article).unwrap());
            // Of those that came long ago or just now every third goes.
            let before = number.checked_sub(if number % 2 == 0 { 9_000 } else { 600 });
            if let Some(before) = before.filter(|before| before % 3 == 0) {
                let (hash, article) = (scattered(before % 30_000), i64::try_from(before).unwrap());
                if there.get_mut(&hash).is_some_and(|all| all.remove(&article)) {
                    slips.push(Slip::gone(hash, article).unwrap());
                }
            }
        }
        drawers.put(slips).unwrap();
    }
    let mut hashes: Vec<u64> = (0..40_000).map(scattered).collect();
    hashes.sort_unstable();
    let mut found: BTreeMap<u64, BTreeSet<i64>> = BTreeMap::new();
    for slip in drawers.find(&hashes).unwrap() {
        found.entry(slip.hash()).or_default().insert(slip.article());
    }
    there.retain(|_, articles| !articles.is_empty());
    assert!(found == there, "{} and {}", found.len(), there.len());
}

#[tokio::test]
async fn what_somebody_else_wrote_meanwhile_is_found_by_its_words() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("state.db");
    let store = Store::open(&path).unwrap();
    // From here on it knows that there is nothing.
    store
        .save(update("b", vec![article("b", 1)]))
        .await
        .unwrap();
    let articles = save(&Store::open(&path).unwrap(), 1..=2).await;
    assert_eq!(found(&store, &articles[0]).await, ids(&articles));
    let keys = crate::dedupe::keys(&articles);
    let decide = |known: &crate::dedupe::Known| {
        let found: BTreeSet<ArticleId> = known.prints.iter().map(|print| print.article).collect();
        (update("c", Vec::new()), found)
    };
    let found = store.decide_and_save(keys, decide).await.unwrap();
    assert_eq!(found, ids(&articles));
}

/// Sources that are saved at once, each with one article of the same text, but one: that fails when its words are put in
/// already, and the next one has the key that it had. `before`: something is written that cannot be written once more.
async fn all_but_the_one_that_failed_are_found(before: bool) {
    let place = tempfile::tempdir().unwrap();
    let store = Store::open(&place.path().join("state.db")).unwrap();
    let of = |number: i64| {
        let text = if number == 4 {
            "a school for girls opens its doors next autumn near the railway station"
        } else {
            "the council wants a new bridge over the river because the old one is closed"
        };
        Article {
            content: CleanHtml::trusted(format!("<p>{text}</p>")),
            ..article(&format!("s{number}"), number)
        }
    };
    let articles: Vec<Article> = (0..9).map(of).collect();
    let jobs = articles.iter().enumerate().map(|(number, article)| {
        let mut update = update(article.source.as_str(), vec![article.clone()]);
        update.changes.prints = vec![Print::of(article)];
        if number == 4 {
            update.changes.verdicts.push(Judged {
                a: article.id,
                b: ArticleId(uuid::Uuid::nil()),
                kind: Kind::Same,
                rule: 5,
                strength: 5,
            });
        }
        store.save(update)
    });
    let first = async {
        if before {
            store
                .hide("https://s0.example/hidden", at(0))
                .await
                .unwrap();
        }
    };
    let ((), ended) = futures_util::join!(first, futures_util::future::join_all(jobs));
    let well: Vec<bool> = ended.into_iter().map(|one| one.is_ok()).collect();
    let wanted: Vec<bool> = (0..9).map(|number| number != 4).collect();
    assert_eq!(well, wanted);
    let rest: Vec<Article> = articles
        .iter()
        .filter(|a| a.id != articles[4].id)
        .cloned()
        .collect();
    assert_eq!(found(&store, &articles[0]).await, ids(&rest));
    assert_eq!(found(&store, &articles[4]).await, BTreeSet::new());
    drop(store);
    let again = Store::open(&place.path().join("state.db")).unwrap();
    assert_eq!(found(&again, &articles[0]).await, ids(&rest));
}

#[tokio::test]
async fn the_words_of_what_failed_among_others_are_not_found() {
    all_but_the_one_that_failed_are_found(false).await;
    all_but_the_one_that_failed_are_found(true).await;
}

#[test]
fn what_is_gone_takes_no_room_from_what_is_there() {
    let connection = open::memory().unwrap();
    let mut drawers = Drawers::new(&connection).unwrap();
    let new = |keys: std::ops::Range<i64>| {
        keys.map(|key| Slip::new(7, key).unwrap())
            .collect::<Vec<_>>()
    };
    let gone = |keys: std::ops::Range<i64>| keys.map(|key| Slip::gone(7, key).unwrap()).collect();
    let mut first = new(0..60);
    // So many that all go down into lower drawers.
    first.extend((0..9_000).map(|number| Slip::new(scattered(number), 1).unwrap()));
    drawers.put(first).unwrap();
    for start in [1_000, 2_000] {
        drawers.put(new(start..start + 110)).unwrap();
        drawers.put(gone(start..start + 110)).unwrap();
    }
    let found: BTreeSet<i64> = drawers
        .find(&[7])
        .unwrap()
        .into_iter()
        .map(Slip::article)
        .collect();
    assert_eq!(found, (0..60).collect());
    drawers
        .put(
            (0..9_000)
                .map(|number| Slip::new(scattered(number), 2).unwrap())
                .collect(),
        )
        .unwrap();
    assert_eq!(drawers.find(&[7]).unwrap().len(), 60);
}
