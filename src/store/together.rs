//! Jobs that wait at the same time in, one transaction out.

use super::{
    error::{StoreError, Trouble},
    held, sieve,
    thread::{Ended, Kind, MEMORY, Task},
};
use rusqlite::Connection;
use std::{
    path::Path,
    sync::mpsc,
    time::{Duration, Instant},
};

/// So many jobs are committed together at most: they share one wait for the disk, and a page of an index that
/// several of them change is written once. With more the memory for what may have to be done again grows.
const MOST_TOGETHER: usize = 32;

/// A transaction stays open while another job that can wait comes within this time, ...
const LULL: Duration = Duration::from_millis(8);
/// ... and for so long at most: a full one takes about as long on a slow disk.
const LONGEST: Duration = Duration::from_millis(400);

/// One transaction for the first task and for those that wait behind it. Each is undone for itself
/// if it fails. Returns a task that cannot be part of it.
pub(super) fn together(
    connection: &mut Connection,
    inbox: &mpsc::Receiver<Task>,
    first: Task,
    path: &Path,
) -> Option<Task> {
    let told = |error: rusqlite::Error| StoreError::of(&Trouble::Sql(error), path);
    if let Err(error) = connection.execute_batch("BEGIN IMMEDIATE").map_err(told) {
        ((first.run)(Err(error)).tell)(Ok(()));
        return None;
    }
    let mut all_ended: Vec<Ended> = Vec::new();
    begun_anew(connection);
    let begun = Instant::now();
    // Memory is not waited for.
    let mut patient = path != Path::new(MEMORY);
    let mut next = Some(first);
    let mut left = None;
    while let Some(task) = next.take() {
        if task.kind == Kind::Alone {
            left = Some(task);
            break;
        }
        patient &= task.kind == Kind::Patient;
        let ended = one_of_many(connection, task, &all_ended, path);
        all_ended.push(ended);
        // A full disk makes SQLite undo the whole transaction at once.
        let lost = connection.is_autocommit();
        if !lost && all_ended.len() < MOST_TOGETHER {
            next = inbox.try_recv().ok();
            if next.is_none() && patient && begun.elapsed() < LONGEST {
                next = inbox.recv_timeout(LULL).ok();
            }
        }
    }
    let committed = if connection.is_autocommit() {
        let why = all_ended.last().and_then(|ended| ended.error.clone());
        Err(why.unwrap_or_else(|| StoreError::Io {
            path: path.to_owned(),
            what: "the transaction was undone".to_owned(),
        }))
    } else {
        let settled = held::settle(connection);
        let settled = settled.map_err(|trouble| StoreError::of(&trouble, path));
        settled.and_then(|()| connection.execute_batch("COMMIT").map_err(told))
    };
    held::end();
    if committed.is_err() {
        // Where it is undone already, there is nothing left to undo.
        let _ = connection.execute_batch("ROLLBACK");
    }
    for ended in all_ended {
        (ended.tell)(committed.clone());
    }
    left
}

/// What is known beside the database is of this transaction from here on.
fn begun_anew(connection: &Connection) {
    sieve::begin(connection);
    held::begin();
}

/// A savepoint keeps a copy of every page that is written after it, which costs as much as the
/// writing: where everything `before` can be written once more, a failure undoes all and does that.
fn one_of_many(connection: &mut Connection, task: Task, before: &[Ended], path: &Path) -> Ended {
    let kept = |ended: &Ended| ended.error.is_some() || ended.redo.is_some();
    let again = matches!(task.kind, Kind::Read | Kind::Patient);
    let alone = again && before.iter().all(kept);
    if !alone {
        return under_savepoint(connection, task, path);
    }
    let written = (connection.total_changes(), held::puts());
    let ended = (task.run)(Ok(connection));
    let untouched = (connection.total_changes(), held::puts()) == written;
    if ended.error.is_none() || untouched || connection.is_autocommit() {
        return ended;
    }
    // Where one of these fails, the whole transaction is lost, which the caller looks for.
    let undone = connection.execute_batch("ROLLBACK; BEGIN IMMEDIATE");
    let again = undone.map_err(Trouble::from).and_then(|()| {
        begun_anew(connection);
        let redo = before.iter().filter_map(|ended| ended.redo.as_ref());
        redo.into_iter().try_for_each(|redo| redo(connection))
    });
    if again.is_err() {
        let _ = connection.execute_batch("ROLLBACK");
    }
    ended
}

fn under_savepoint(connection: &mut Connection, task: Task, path: &Path) -> Ended {
    // What is held is undone by forgetting it: so nothing of those before may be among it.
    if let Err(trouble) = held::settle(connection) {
        return (task.run)(Err(StoreError::of(&trouble, path)));
    }
    // These can fail only where the whole transaction is lost, which the caller looks for.
    let _ = connection.execute_batch("SAVEPOINT task");
    let ended = (task.run)(Ok(connection));
    let end = match &ended.error {
        None => "RELEASE task",
        Some(_) => "ROLLBACK TO task; RELEASE task",
    };
    if !connection.is_autocommit() {
        let _ = connection.execute_batch(end);
    }
    if ended.error.is_some() {
        held::begin();
    }
    ended
}
