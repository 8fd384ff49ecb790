//! Files that are there already, or are not; and backups.

use super::{Store, article, at, filled, update, without_raw};
use crate::store::{BACKUPS, StoreError, thread::Job};
use std::{fs, path::Path};

#[track_caller]
fn refused(path: &Path) -> StoreError {
    let before = fs::read(path).ok();
    let error = Store::open(path).expect_err("it must not open");
    let looking = Store::open_read_only(path).expect_err("it must not open");
    assert_eq!(fs::read(path).ok(), before, "it must not be touched");
    assert_eq!(error, looking);
    error
}

#[tokio::test]
async fn what_was_stored_is_there_when_it_is_opened_again() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("state.db");
    filled(&Store::open(&path).unwrap(), "a", 3).await;
    for store in [
        Store::open(&path).unwrap(),
        Store::open_read_only(&path).unwrap(),
    ] {
        let found = store.article(article("a", 3).id).await.unwrap();
        assert_eq!(found, Some(without_raw(article("a", 3))));
        store.check().await.unwrap();
    }
}

#[test]
fn a_newer_schema_is_refused_with_both_versions() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("state.db");
    drop(Store::open(&path).unwrap());
    let other = rusqlite::Connection::open(&path).unwrap();
    other.execute_batch("PRAGMA user_version = 99").unwrap();
    drop(other);
    let error = refused(&path);
    let StoreError::Version { found, known, .. } = &error else {
        panic!("{error:?}")
    };
    assert_eq!(*found, 99);
    assert!((1..99).contains(known), "{known}");
    assert!(error.to_string().contains("99"), "{error}");
}

#[test]
fn a_database_of_somebody_else_is_refused() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("state.db");
    let other = rusqlite::Connection::open(&path).unwrap();
    other.execute_batch("CREATE TABLE theirs (x)").unwrap();
    drop(other);
    assert!(matches!(refused(&path), StoreError::Foreign { .. }));
}

#[test]
fn a_file_that_is_no_database_is_refused() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("state.db");
    fs::write(&path, "title = \"feeds.toml, by mistake\"\n".repeat(100)).unwrap();
    assert!(matches!(refused(&path), StoreError::Foreign { .. }));
}

#[test]
fn looking_at_what_is_not_there_makes_no_file() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("state.db");
    let missing = Store::open_read_only(&path).err();
    assert!(
        matches!(missing, Some(StoreError::Missing { .. })),
        "{missing:?}"
    );
    assert!(!path.exists());
}

#[test]
fn a_folder_that_is_not_there_is_told() {
    let error = Store::open(Path::new("/nowhere/state.db")).err();
    assert!(matches!(error, Some(StoreError::Io { .. })), "{error:?}");
}

#[tokio::test]
async fn one_copy_a_day_is_kept_and_as_many_as_were_asked_for() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("backups");
    let store = Store::open(&place.path().join("state.db")).unwrap();
    filled(&store, "a", 5).await;
    let day = |day: i64| at(day * 24 * 60);
    for number in 0..4 {
        assert!(
            store
                .backup((&folder, None), 2, day(number))
                .await
                .unwrap()
                .is_some()
        );
        assert_eq!(
            store.backup((&folder, None), 2, day(number)).await.unwrap(),
            None
        );
    }
    let mut names: Vec<String> = fs::read_dir(&folder)
        .unwrap()
        .map(|item| item.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, ["state-1970-01-03.db", "state-1970-01-04.db"]);
    let (copy, counts) = Store::verify_backup(&folder).unwrap().unwrap();
    assert!(copy.ends_with("state-1970-01-04.db"));
    assert_eq!(counts, store.counts().await.unwrap());
    assert_eq!(
        store.backup((&folder, None), 0, day(9)).await.unwrap(),
        None
    );
}

#[test]
fn an_empty_file_is_the_beginning_of_a_store_where_no_copy_was_finished() {
    let place = tempfile::tempdir().unwrap();
    let (path, folder) = (place.path().join("state.db"), place.path().join(BACKUPS));
    fs::create_dir(&folder).unwrap();
    fs::write(&path, "").unwrap();
    fs::write(folder.join("unfinished.db"), "half").unwrap();
    drop(Store::open(&path).unwrap());
    fs::write(&path, "").unwrap();
    fs::write(folder.join("state-2026-11-02.db"), "whole").unwrap();
    let error = Store::open(&path).err();
    assert!(
        matches!(error, Some(StoreError::Damaged { .. })),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_copy_that_cannot_be_made_is_told_with_its_own_path() {
    let place = tempfile::tempdir().unwrap();
    let (path, folder) = (place.path().join("state.db"), place.path().join(BACKUPS));
    filled(&Store::open(&path).unwrap(), "a", 1).await;
    fs::write(&folder, "a file").unwrap();
    let error = Store::copied(&path, &folder, at(0)).err();
    assert!(
        matches!(&error, Some(StoreError::Copy { path, .. }) if path.starts_with(&folder)),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_copy_that_was_made_before_opening_is_the_copy_of_the_day() {
    let place = tempfile::tempdir().unwrap();
    let (path, folder) = (place.path().join("state.db"), place.path().join("backups"));
    let copied = |now| Store::copied(&path, &folder, now).unwrap();
    assert!(copied(at(0)).is_none(), "there is nothing to copy");
    // A disk that was full when a store began.
    fs::write(&path, "").unwrap();
    assert!(copied(at(0)).is_none(), "there is nothing in it");
    let store = Store::open(&path).unwrap();
    filled(&store, "a", 5).await;
    assert!(copied(at(0)).is_none(), "half of it is in the log");
    drop(store);
    drop(copied(at(0)).unwrap());
    assert_eq!(
        fs::read_dir(&folder).unwrap().count(),
        0,
        "it was not wanted"
    );
    let before = copied(at(0)).unwrap();
    let store = Store::open(&path).unwrap();
    filled(&store, "b", 3).await;
    let made = store
        .backup((&folder, Some(before)), 2, at(0))
        .await
        .unwrap();
    assert!(made.unwrap().ends_with("state-1970-01-01.db"));
    let (_, counts) = Store::verify_backup(&folder).unwrap().unwrap();
    assert_eq!(counts.articles, 5);
    drop(store);
    assert!(copied(at(0)).is_none(), "the day has its copy");
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
}

#[tokio::test]
async fn a_copy_that_would_not_do_is_told() {
    let place = tempfile::tempdir().unwrap();
    let store = Store::open(&place.path().join("state.db")).unwrap();
    filled(&store, "a", 50).await;
    assert_eq!(
        Store::verify_backup(&place.path().join("none")).unwrap(),
        None
    );
    let copy = store
        .backup((place.path(), None), 1, at(0))
        .await
        .unwrap()
        .unwrap();
    let mut bytes = fs::read(&copy).unwrap();
    bytes.truncate(bytes.len() / 2);
    fs::write(&copy, bytes).unwrap();
    let error = Store::verify_backup(place.path()).err();
    assert!(
        matches!(error, Some(StoreError::Damaged { .. })),
        "{error:?}"
    );
}

/// Another program saves an article of `a`, and closes the database.
async fn written_elsewhere(path: &Path, number: i64) {
    let store = Store::open(path).unwrap();
    let update = update("a", vec![article("a", number)]);
    store.save(update).await.unwrap();
}

#[tokio::test]
async fn who_looks_sees_what_a_run_wrote_that_began_later() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("state.db");
    written_elsewhere(&path, 1).await;
    let looking = Store::open_read_only(&path).unwrap();
    assert_eq!(looking.counts().await.unwrap().articles, 1);
    for number in 2..40 {
        written_elsewhere(&path, number).await;
    }
    assert_eq!(looking.counts().await.unwrap().articles, 39);
    looking.check().await.unwrap();
}

#[tokio::test]
async fn what_was_read_while_the_file_was_written_is_not_believed() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("state.db");
    written_elsewhere(&path, 1).await;
    let looking = Store::open_read_only(&path).unwrap();
    let file = path.clone();
    let read = looking.worker.ask(Job::read(move |connection| {
        let bytes = fs::read(&file)?;
        fs::write(&file, bytes)?;
        Ok(
            connection.query_row("SELECT count(*) FROM article", [], |row| {
                row.get::<_, i64>(0)
            })?,
        )
    }));
    let error = read.await.unwrap_err();
    assert!(matches!(error, StoreError::Locked { .. }), "{error:?}");
    assert_eq!(looking.counts().await.unwrap().articles, 1);
}
