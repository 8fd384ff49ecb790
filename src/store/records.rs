//! Small things that are kept: what was hidden, what was published, remarks; and counts.

use super::{
    article::{instant, micros},
    error::Done,
};
use crate::model::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::BTreeMap;

/// How much of everything there is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Sources that were ever saved.
    pub sources: u64,
    /// Articles.
    pub articles: u64,
    /// Stories, aliases left out.
    pub stories: u64,
    /// Published ids that mean another story now.
    pub aliases: u64,
    /// Articles whose text is kept.
    pub bodies: u64,
}

pub(super) fn counts(connection: &mut Connection) -> Done<Counts> {
    let sql = "SELECT (SELECT count(*) FROM source), (SELECT count(*) FROM article),
                      (SELECT count(*) FROM story WHERE merged_into IS NULL),
                      (SELECT count(*) FROM story WHERE merged_into IS NOT NULL),
                      (SELECT count(*) FROM body)";
    let number = |row: &rusqlite::Row<'_>, column| -> rusqlite::Result<u64> {
        Ok(row.get::<_, i64>(column)?.unsigned_abs())
    };
    let counts = connection.query_row(sql, [], |row| {
        Ok(Counts {
            sources: number(row, 0)?,
            articles: number(row, 1)?,
            stories: number(row, 2)?,
            aliases: number(row, 3)?,
            bodies: number(row, 4)?,
        })
    })?;
    Ok(counts)
}

/// Something that readers may see is no longer as it was.
pub(super) fn touch(connection: &Connection) -> Done<()> {
    connection
        .prepare_cached(
            "INSERT INTO remark (name, value) VALUES ('generation', '1')
             ON CONFLICT (name) DO UPDATE SET value = CAST(value AS INTEGER) + 1",
        )?
        .execute([])?;
    Ok(())
}

pub(super) fn generation(connection: &mut Connection) -> Done<u64> {
    let counted = remark(connection, "generation")?;
    Ok(counted.and_then(|count| count.parse().ok()).unwrap_or(0))
}

pub(super) fn hide(connection: &Connection, what: &str, now: Timestamp) -> Done<()> {
    connection
        .prepare_cached("INSERT OR IGNORE INTO hidden (what, at) VALUES (?1, ?2)")?
        .execute(params![what.trim(), micros(now)])?;
    Ok(())
}

pub(super) fn hidden(connection: &mut Connection) -> Done<BTreeMap<String, Timestamp>> {
    let mut statement = connection.prepare_cached("SELECT what, at FROM hidden")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, instant(row, 1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(super) fn published(connection: &mut Connection) -> Done<BTreeMap<String, u64>> {
    let mut statement = connection.prepare_cached("SELECT path, items FROM published")?;
    let rows = statement.query_map([], |row| {
        Ok((row.get(0)?, row.get::<_, i64>(1)?.unsigned_abs()))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(super) fn set_published(
    connection: &Connection,
    items: &BTreeMap<String, u64>,
    now: Timestamp,
) -> Done<()> {
    connection.execute("DELETE FROM published", [])?;
    for (path, count) in items {
        connection
            .prepare_cached("INSERT INTO published (path, items) VALUES (?1, ?2)")?
            .execute(params![path, i64::try_from(*count).unwrap_or(i64::MAX)])?;
    }
    connection
        .prepare_cached("UPDATE story SET published = ?1 WHERE published IS NULL")?
        .execute([micros(now)])?;
    Ok(())
}

pub(super) fn remark(connection: &Connection, name: &str) -> Done<Option<String>> {
    let value = connection
        .prepare_cached("SELECT value FROM remark WHERE name = ?1")?
        .query_row([name], |row| row.get(0))
        .optional()?;
    Ok(value)
}

pub(super) fn set_remark(connection: &Connection, name: &str, value: &str) -> Done<()> {
    connection
        .prepare_cached(
            "INSERT INTO remark (name, value) VALUES (?1, ?2)
             ON CONFLICT (name) DO UPDATE SET value = ?2",
        )?
        .execute([name, value])?;
    Ok(())
}

pub(super) fn forget_remark(connection: &Connection, name: &str) -> Done<()> {
    connection
        .prepare_cached("DELETE FROM remark WHERE name = ?1")?
        .execute([name])?;
    Ok(())
}

pub(super) fn expire(connection: &Connection, before: Timestamp) -> Done<usize> {
    let gone = connection
        .prepare_cached(
            "DELETE FROM body WHERE seen < ?1 AND article NOT IN (
                 SELECT key FROM (
                     SELECT key, row_number() OVER (
                         PARTITION BY source ORDER BY story_date DESC, story) AS place
                     FROM article)
                 WHERE place <= 50)",
        )?
        .execute([micros(before)])?;
    if gone > 0 {
        connection
            .prepare_cached(
                "UPDATE article SET content = 0, escapes = 0
                 WHERE content > 0 AND key NOT IN (SELECT article FROM body)",
            )?
            .execute([])?;
        touch(connection)?;
    }
    Ok(gone)
}
