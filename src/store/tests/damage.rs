//! Bytes that flipped on the disk: an error or the truth, never a panic, never garbage.

use super::{Store, article, filled, policy, without_raw};
use crate::store::StoreError;
use std::{fs, path::Path};

const ARTICLES: i64 = 200;

/// Opens and reads everything; what comes back must be what was stored.
async fn read_all(path: &Path) -> Result<(), StoreError> {
    let store = Store::open(path)?;
    store.states().await?;
    store.counts().await?;
    for story in store.stories(&policy(&["a"]), 1000).await? {
        let number = story.lead.date.timestamp() / 60;
        assert_eq!(story.lead.title, without_raw(article("a", number)).title);
        let content = &story.lead.content;
        assert!(
            content.is_empty() || *content == article("a", number).content,
            "{content}"
        );
        assert_eq!(story.lead.permalink, article("a", number).permalink);
    }
    store
        .save(super::update("a", vec![article("a", 10_000)]))
        .await
}

/// Numbers that are the same in every run.
fn offsets(seed: u64, below: usize) -> impl Iterator<Item = usize> {
    let mut state = seed;
    std::iter::repeat_with(move || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below
    })
}

#[tokio::test]
async fn flipped_bytes_are_an_error_or_do_no_harm() {
    let place = tempfile::tempdir().unwrap();
    let whole = place.path().join("whole.db");
    filled(&Store::open(&whole).unwrap(), "a", ARTICLES).await;
    let bytes = fs::read(&whole).unwrap();
    for (number, offset) in offsets(20_260_203, bytes.len()).take(100).enumerate() {
        let path = place.path().join(format!("{number}.db"));
        let mut damaged = bytes.clone();
        damaged[offset] ^= 1 << (number % 8);
        fs::write(&path, damaged).unwrap();
        // How many are errors says how full the pages of so small a file are, and nothing of us.
        let _ = read_all(&path).await;
        fs::remove_file(&path).unwrap();
    }
}

#[tokio::test]
async fn a_byte_that_flipped_in_what_readers_see_is_an_error() {
    let place = tempfile::tempdir().unwrap();
    let whole = place.path().join("whole.db");
    filled(&Store::open(&whole).unwrap(), "a", ARTICLES).await;
    let bytes = fs::read(&whole).unwrap();
    for text in [
        "Title 57{",
        "guid 57http",
        "a.example/57Title",
        "Summary 57\"",
    ] {
        let mut damaged = bytes.clone();
        let places = bytes.windows(text.len()).enumerate();
        for (at, _) in places.filter(|(_, there)| *there == text.as_bytes()) {
            damaged[at] ^= 1;
        }
        assert_ne!(damaged, bytes, "{text} stands in the file");
        let path = place.path().join("damaged.db");
        fs::write(&path, damaged).unwrap();
        let error = read_all(&path).await.err();
        assert!(
            matches!(error, Some(StoreError::Damaged { .. })),
            "{text}: {error:?}"
        );
    }
}

#[tokio::test]
async fn a_database_that_was_cut_is_an_error() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("state.db");
    filled(&Store::open(&path).unwrap(), "a", ARTICLES).await;
    let bytes = fs::read(&path).unwrap();
    fs::write(&path, &bytes[..bytes.len() / 3]).unwrap();
    let error = read_all(&path).await.err();
    assert!(
        matches!(error, Some(StoreError::Damaged { .. })),
        "{error:?}"
    );
}

#[tokio::test]
async fn after_an_unclean_end_all_of_it_is_checked_first() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("state.db");
    filled(&Store::open(&path).unwrap(), "a", ARTICLES).await;
    let mut bytes = fs::read(&path).unwrap();
    // Page 5 is somewhere in the tables or indexes; nothing reads it when it is opened.
    bytes[4 * 4096..5 * 4096].fill(0xff);
    fs::write(&path, bytes).unwrap();
    drop(Store::open(&path).unwrap());
    fs::write(place.path().join("state.db-wal"), "left behind").unwrap();
    let error = Store::open(&path).err();
    assert!(
        matches!(error, Some(StoreError::Damaged { .. })),
        "{error:?}"
    );
}
