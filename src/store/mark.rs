//! Landmarks in, the articles that have them out.

use super::{
    drawer::{self, Drawers, Slip},
    error::Done,
    held, sieve,
};
use rusqlite::Connection;

/// Of those that share one landmark the newest are looked at: more have a form letter in common.
const NEWEST: usize = 48;

/// The keys of the newest articles with each of these landmarks, as often as they have one.
pub(super) fn newest(connection: &Connection, marks: impl Iterator<Item = i64>) -> Done<Vec<i64>> {
    let mut hashes: Vec<u64> = marks.map(i64::cast_unsigned).collect();
    sieve::sift(&mut hashes);
    hashes.sort_unstable();
    hashes.dedup();
    let found = Drawers::new(connection)?.find(&hashes)?;
    let newest = |slips: &[Slip]| {
        let older = slips.len().saturating_sub(NEWEST);
        let newest = slips.iter().skip(older).map(|slip| slip.article());
        newest.collect::<Vec<_>>()
    };
    let of_one = found.chunk_by(|a, b| a.hash() == b.hash());
    Ok(of_one.flat_map(newest).collect())
}

/// These articles are found by these landmarks from now on.
pub(super) fn add(connection: &Connection, found_by: &[(u64, i64)]) -> Done<()> {
    sieve::add(found_by.iter().map(|(mark, _)| *mark));
    let slips = found_by.iter().map(|(mark, key)| Slip::new(*mark, *key));
    let slips = slips.collect::<Done<Vec<_>>>()?;
    Drawers::new(connection)?.put(slips)
}

/// These articles are not found by these landmarks any more.
pub(super) fn remove(connection: &Connection, found_by: &[(u64, i64)]) -> Done<()> {
    let slips = found_by.iter().map(|(mark, key)| Slip::gone(*mark, *key));
    let slips = slips.collect::<Done<Vec<_>>>()?;
    Drawers::new(connection)?.put(slips)
}

/// Nothing is found by any landmark any more.
pub(super) fn clear(connection: &Connection) -> Done<()> {
    connection.execute("DELETE FROM drawer", [])?;
    held::clear();
    Ok(())
}

/// What a store of before found by landmarks is found by them from now on.
pub(super) fn carry_over(connection: &Connection) -> Done<()> {
    let old = "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'mark')";
    if connection.query_row(old, [], |row| row.get(0))? {
        drawer::carry_over(connection)?;
        connection.execute_batch("DROP TABLE mark")?;
    }
    Ok(())
}
