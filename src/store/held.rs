//! The upper drawers of marks, as long as a transaction has them in its hands: nearly every poll looks through them
//! and puts something in, and they are long. They are written once, before it is committed.

use super::{
    drawer::{Written, write},
    error::Done,
};
use rusqlite::Connection;
use std::{cell::RefCell, collections::BTreeMap};

/// A drawer, as it is in the database or will be.
#[derive(Default)]
pub(super) struct Drawer {
    /// The database has a row of it.
    pub(super) there: bool,
    /// There are drawers below it.
    pub(super) below: bool,
    pub(super) slips: Vec<Written>,
    /// The database has another one.
    pub(super) changed: bool,
}

#[derive(Default)]
struct Held {
    drawers: BTreeMap<i64, Drawer>,
    puts: usize,
}

thread_local! {
    // A store has one thread, and a thread one store; outside of a transaction of several nothing is held.
    static HELD: RefCell<Option<Held>> = const { RefCell::new(None) };
}

/// A transaction has just begun, or is as it was at the last [`settle`]: nothing is held yet, and upper drawers will be.
pub(super) fn begin() {
    HELD.set(Some(Held::default()));
}

/// The transaction is over.
pub(super) fn end() {
    HELD.set(None);
}

pub(super) fn is_on() -> bool {
    HELD.with_borrow(Option::is_some)
}

/// Another number where something was put in since.
pub(super) fn puts() -> usize {
    HELD.with_borrow(|held| held.as_ref().map_or(0, |held| held.puts))
}

/// Writes what the database does not have yet.
pub(super) fn settle(connection: &Connection) -> Done<()> {
    HELD.with_borrow_mut(|held| {
        let all = held.iter_mut().flat_map(|held| &mut held.drawers);
        let mut changed = all.filter(|(_, drawer)| drawer.changed);
        changed.try_for_each(|(row, drawer)| write(connection, *row, drawer))
    })
}

/// The database has no drawers any more.
pub(super) fn clear() {
    with(|held| held.drawers.clear());
}

/// Takes the drawer with this row out, if it is held.
pub(super) fn take(row: i64) -> Option<Drawer> {
    with(|held| held.drawers.remove(&row)).flatten()
}

/// Holds a drawer; only where [`is_on`].
pub(super) fn hold(row: i64, drawer: Drawer) {
    with(|held| held.drawers.insert(row, drawer));
}

/// Something is put in.
pub(super) fn count() {
    with(|held| held.puts += 1);
}

fn with<T>(what: impl FnOnce(&mut Held) -> T) -> Option<T> {
    HELD.with_borrow_mut(|held| held.as_mut().map(what))
}
