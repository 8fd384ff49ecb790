//! What texts are compared by in; the same as this program reads them, or gone because nothing new
//! is near it any more, out.

use super::{
    Store, StoreError,
    article::{FROM, FULL, full},
    error::Done,
    mark, records, text,
    thread::Job,
};
use crate::{
    dedupe::{NORM_VERSION, Print},
    model::Timestamp,
};
use rusqlite::{Connection, params};

impl Store {
    /// Reads at most `most` texts anew of which another version of this program kept what they are
    /// compared by. Returns whether there are more.
    pub async fn read_anew(&self, most: usize) -> Result<bool, StoreError> {
        self.worker
            .ask(Job::write(move |c| read_anew(c, most)))
            .await
    }

    /// Forgets what at most `most` texts dated before `before` are compared by. Articles, stories
    /// and identities stay. Returns how many.
    pub async fn forget_texts(&self, before: Timestamp, most: usize) -> Result<usize, StoreError> {
        self.worker
            .ask(Job::write(move |c| forget(c, before, most)))
            .await
    }
}

/// Under which version all prints are.
const NORM: &str = "norm";
/// Prints of articles with a lesser key are still to be made anew.
const NORM_NEXT: &str = "norm next";

/// Makes at most `most` prints anew that another version made. Returns whether there are more.
pub(super) fn read_anew(connection: &Connection, most: usize) -> Done<bool> {
    let version = NORM_VERSION.to_string();
    if records::remark(connection, NORM)?.as_ref() == Some(&version) {
        return Ok(false);
    }
    let next = records::remark(connection, NORM_NEXT)?;
    let next = next.and_then(|next| next.parse::<i64>().ok());
    if next.is_none() {
        // Nobody can tell any more which words the old ones were found by.
        mark::clear(connection)?;
    }
    let keys: Vec<i64> = connection
        .prepare_cached(
            "SELECT article FROM print WHERE article < ?1 ORDER BY article DESC LIMIT ?2",
        )?
        .query_map(params![next.unwrap_or(i64::MAX), limit(most)], |row| {
            row.get(0)
        })?
        .collect::<rusqlite::Result<_>>()?;
    let Some(last) = keys.last() else {
        records::set_remark(connection, NORM, &version)?;
        records::forget_remark(connection, NORM_NEXT)?;
        return Ok(false);
    };
    records::set_remark(connection, NORM_NEXT, &last.to_string())?;
    let mut prints = Vec::with_capacity(keys.len());
    for key in keys {
        let stored = connection
            .prepare_cached(&format!("SELECT {FULL} {FROM} WHERE a.key = ?1"))?
            .query_row([key], full)?;
        let article = stored.load(connection)?;
        prints.push((key, Print::of(&article)));
    }
    text::keep_prints(connection, prints)?;
    Ok(true)
}

/// Forgets at most `most` prints of articles dated before `before`, with the words they are found
/// by and what was found of them. What made them one story is kept, so that they stay one.
pub(super) fn forget(connection: &Connection, before: Timestamp, most: usize) -> Done<usize> {
    let old: Vec<(i64, Vec<u8>)> = connection
        .prepare_cached("SELECT article, print FROM print WHERE at < ?1 ORDER BY at LIMIT ?2")?
        .query_map(params![before.timestamp(), limit(most)], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?
        .collect::<rusqlite::Result<_>>()?;
    let marks = old.iter().flat_map(|(key, print)| text::marks(*key, print));
    mark::remove(connection, &marks.collect::<Vec<_>>())?;
    for (key, _) in &old {
        connection
            .prepare_cached("DELETE FROM print WHERE article = ?1")?
            .execute([key])?;
        for (one, other) in [("a", "b"), ("b", "a")] {
            connection
                .prepare_cached(&format!(
                    "DELETE FROM verdict WHERE {one} = ?1
                     AND NOT EXISTS (SELECT 1 FROM print WHERE article = verdict.{other})
                     AND (kind <> 1 OR (SELECT story FROM article WHERE key = verdict.a)
                         <> (SELECT story FROM article WHERE key = verdict.b))"
                ))?
                .execute([key])?;
        }
    }
    Ok(old.len())
}

fn limit(most: usize) -> i64 {
    i64::try_from(most).unwrap_or(i64::MAX)
}
