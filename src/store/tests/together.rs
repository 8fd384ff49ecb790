//! Several at once: jobs that wait together, readers beside a writer, two that open at the same time.

use super::{SourceUpdate, Store, article, at, filled, id, policy, state, update};
use crate::store::StoreError;
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

#[tokio::test]
async fn of_many_that_wait_together_only_the_failing_one_is_undone() {
    let store = Store::in_memory().unwrap();
    let mut saves = Vec::new();
    for number in 0..20 {
        let source = format!("s{number}");
        let mut update = update(&source, vec![article(&source, 1)]);
        if number == 7 {
            update.changes.stories.clear();
        }
        let store = store.clone();
        saves.push(tokio::spawn(
            async move { store.save(update).await.is_ok() },
        ));
    }
    let mut well = 0;
    for save in saves {
        well += usize::from(save.await.unwrap());
    }
    let counts = store.counts().await.unwrap();
    assert_eq!(
        (well, counts.sources, counts.articles, counts.stories),
        (19, 19, 19, 19)
    );
}

#[tokio::test]
async fn a_decision_that_panics_is_undone_and_the_store_goes_on() {
    let store = Store::in_memory().unwrap();
    let failed = store
        .decide_and_save(Vec::new(), |_| -> (SourceUpdate, ()) {
            panic!("a hostile entry")
        })
        .await;
    assert!(
        matches!(failed, Err(StoreError::Panicked { .. })),
        "{failed:?}"
    );
    filled(&store, "a", 1).await;
    assert_eq!(store.counts().await.unwrap().articles, 1);
}

#[tokio::test]
async fn a_full_disk_undoes_the_update_and_says_so() {
    let store = Store::in_memory().unwrap();
    filled(&store, "a", 1).await;
    store.run(|connection| {
        let pages: i64 = connection.query_row("PRAGMA page_count", [], |row| row.get(0))?;
        connection.query_row(
            &format!("PRAGMA max_page_count = {}", pages + 2),
            [],
            |_| Ok(()),
        )?;
        Ok(())
    });
    let many = (0..500).map(|number| article("b", number)).collect();
    let failed = store.save(update("b", many)).await;
    assert!(matches!(failed, Err(StoreError::Full { .. })), "{failed:?}");
    let counts = store.counts().await.unwrap();
    assert_eq!((counts.sources, counts.articles, counts.stories), (1, 1, 1));
    let small = SourceUpdate {
        state: state("a", Some(at(5))),
        ..SourceUpdate::default()
    };
    store.save(small).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn eight_readers_never_see_half_an_update() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("state.db");
    let store = Store::open(&path).unwrap();
    filled(&store, "a", 1).await;
    let done = Arc::new(AtomicBool::new(false));
    let readers: Vec<_> = (0..8)
        .map(|_| {
            let (path, done) = (path.clone(), Arc::clone(&done));
            tokio::spawn(async move {
                let reader = Store::open_read_only(&path).unwrap();
                while !done.load(Ordering::Relaxed) {
                    let counts = reader.counts().await.unwrap();
                    assert_eq!(counts.articles % 10, 1, "an update brings ten");
                    assert_eq!(counts.articles, counts.stories);
                    reader.stories(&policy(&["a"]), 5).await.unwrap();
                }
            })
        })
        .collect();
    for round in 1..20 {
        let articles = (0..10).map(|n| article("a", round * 10 + n)).collect();
        store.save(update("a", articles)).await.unwrap();
    }
    done.store(true, Ordering::Relaxed);
    for reader in readers {
        reader.await.unwrap();
    }
}

#[tokio::test]
async fn a_second_thread_reads_what_was_saved_and_leaves_no_log_behind() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("state.db");
    let store = Store::open(&path).unwrap();
    store.read_through().await.unwrap();
    let beside = store.beside.get().unwrap();
    assert!(beside.is_idle());
    filled(&store, "a", 3).await;
    let months = store.months(&policy(&["a"])).await.unwrap();
    assert_eq!(months.values().map(Vec::len).sum::<usize>(), 3);
    let other = store.clone();
    drop(store);
    drop(other);
    let left: Vec<_> = std::fs::read_dir(place.path()).unwrap().flatten().collect();
    assert_eq!(left.len(), 1, "{left:?}");
}

#[tokio::test]
async fn who_only_looks_cannot_write() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("state.db");
    drop(Store::open(&path).unwrap());
    let reader = Store::open_read_only(&path).unwrap();
    let refused = reader.hide("x", at(0)).await;
    assert!(matches!(refused, Err(StoreError::Io { .. })), "{refused:?}");
}

#[tokio::test]
async fn two_that_open_a_new_database_at_once_both_can() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("state.db");
    let opened: Vec<_> = (0..8)
        .map(|_| {
            let path = path.clone();
            std::thread::spawn(move || Store::open(&path))
        })
        .collect();
    let stores: Vec<Store> = opened
        .into_iter()
        .map(|one| one.join().unwrap().unwrap())
        .collect();
    for (number, store) in stores.iter().enumerate() {
        let update = SourceUpdate {
            state: state(&format!("s{number}"), None),
            ..SourceUpdate::default()
        };
        store.save(update).await.unwrap();
    }
    assert_eq!(stores[0].counts().await.unwrap().sources, 8);
}

#[tokio::test]
async fn a_database_that_somebody_keeps_is_locked() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("state.db");
    let store = Store::open(&path).unwrap();
    store.run(|connection| Ok(connection.busy_timeout(Duration::from_millis(20))?));
    let other = rusqlite::Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let update = SourceUpdate {
        state: state("a", None),
        ..SourceUpdate::default()
    };
    let refused = store.save(update.clone()).await;
    assert!(
        matches!(refused, Err(StoreError::Locked { .. })),
        "{refused:?}"
    );
    other.execute_batch("ROLLBACK").unwrap();
    store.save(update).await.unwrap();
    assert!(store.state(&id("a")).await.unwrap().is_some());
}

#[tokio::test]
async fn what_nobody_waits_for_any_more_is_not_begun() {
    let store = Store::in_memory().unwrap();
    let (begun, goes_on) = (
        Arc::new(tokio::sync::Notify::new()),
        std::sync::mpsc::channel(),
    );
    let (go, wait) = goes_on;
    let first = {
        let (store, begun) = (store.clone(), Arc::clone(&begun));
        tokio::spawn(async move {
            let decide = move |_: &_| {
                begun.notify_one();
                let _ = wait.recv();
                (update("a", vec![article("a", 1)]), ())
            };
            store.decide_and_save(Vec::new(), decide).await.is_ok()
        })
    };
    begun.notified().await;
    {
        let mut second = std::pin::pin!(store.save(update("b", vec![article("b", 1)])));
        assert!(futures_util::poll!(second.as_mut()).is_pending());
    }
    go.send(()).unwrap();
    assert!(first.await.unwrap());
    assert_eq!(store.counts().await.unwrap().sources, 1);
}
