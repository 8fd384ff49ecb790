//! Source states: kept, and picked when they are due.

use super::{
    article::{micros, source as source_id},
    error::{Done, Trouble},
};
use crate::model::{Finding, Found, SourceId, SourceKind, SourceState, Timestamp};
use chrono::TimeDelta;
use rusqlite::{Connection, OptionalExtension};
use std::collections::BTreeMap;
use xxhash_rust::xxh3::xxh3_64;

/// A next poll further ahead than this may have been planned by a clock that was wrong (RELIABILITY.md 70).
const FURTHEST: TimeDelta = TimeDelta::days(8);

pub(super) fn states(connection: &mut Connection) -> Done<BTreeMap<SourceId, SourceState>> {
    let mut statement = connection.prepare_cached("SELECT id, state FROM source")?;
    let mut rows = statement.query([])?;
    let mut states = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let id = source_id(row, 0)?;
        let state = read(
            &id,
            row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?,
        )?;
        states.insert(id, state);
    }
    Ok(states)
}

pub(super) fn state(connection: &Connection, id: &SourceId) -> Done<Option<SourceState>> {
    let json: Option<String> = connection
        .prepare_cached("SELECT state FROM source WHERE id = ?1")?
        .query_row([id.as_str()], |row| row.get(0))
        .optional()?;
    json.map(|json| read(id, &json)).transpose()
}

/// Those of `configured` (ids, ascending, and the marks of their addresses) that may be asked: by
/// their time, because they are new, or because feeds.toml names another address now.
pub(super) fn due(
    connection: &Connection,
    configured: &[(SourceId, i64)],
    now: Timestamp,
) -> Done<BTreeMap<SourceId, SourceState>> {
    let mut due = BTreeMap::new();
    let mut statement = connection.prepare_cached(
        "SELECT id, state FROM source WHERE next_at <= ?1
         UNION ALL SELECT id, state FROM source WHERE next_at > ?2
         UNION ALL SELECT id, state FROM source WHERE next_at IS NULL",
    )?;
    let mut rows = statement.query([micros(now), micros(now + FURTHEST)])?;
    while let Some(row) = rows.next()? {
        let id = source_id(row, 0)?;
        if configured
            .binary_search_by(|(known, _)| known.cmp(&id))
            .is_ok()
        {
            let json = row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?;
            let state = read(&id, json)?;
            due.insert(id, state);
        }
    }
    for id in unknown(connection, configured)? {
        let fresh = || SourceState {
            id: Some(id.clone()),
            ..SourceState::default()
        };
        let state = state(connection, &id)?.unwrap_or_else(fresh);
        due.insert(id, state);
    }
    Ok(due)
}

/// Those that have no row, or one that was learnt from another address. Both lists are walked once,
/// side by side.
fn unknown(connection: &Connection, configured: &[(SourceId, i64)]) -> Done<Vec<SourceId>> {
    let mut statement = connection.prepare_cached("SELECT id, address FROM source ORDER BY id")?;
    let mut rows = statement.query([])?;
    let mut wanted = configured.iter().peekable();
    let mut unknown = Vec::new();
    while let (Some(row), true) = (rows.next()?, wanted.peek().is_some()) {
        let id = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
        while let Some((new, _)) = wanted.next_if(|(wanted, _)| wanted.as_str() < id) {
            unknown.push(new.clone());
        }
        let address: Option<i64> = row.get(1)?;
        if let Some((known, mark)) = wanted.next_if(|(wanted, _)| wanted.as_str() == id)
            && address.is_some_and(|address| address != *mark)
        {
            unknown.push(known.clone());
        }
    }
    unknown.extend(wanted.map(|(new, _)| new.clone()));
    Ok(unknown)
}

/// The ids in whose rows one of `urls` stands, ascending, each with it. The rows are walked once.
pub(super) fn ids_at<'a>(
    connection: &Connection,
    urls: impl Iterator<Item = &'a str>,
) -> Done<Vec<(SourceId, &'a str)>> {
    let urls: BTreeMap<i64, &str> = urls.map(|url| (address(url), url)).collect();
    let mut statement = connection
        .prepare("SELECT id, address FROM source WHERE address IS NOT NULL ORDER BY id")?;
    let mut rows = statement.query([])?;
    let mut ids = Vec::new();
    while let Some(row) = rows.next()? {
        if let Some(url) = urls.get(&row.get(1)?) {
            ids.push((source_id(row, 0)?, *url));
        }
    }
    Ok(ids)
}

/// By which an address is told from another one.
pub(super) fn address(url: &str) -> i64 {
    xxh3_64(url.as_bytes()).cast_signed()
}

/// Where the feed of a source is, once it was read; None also where its news is read elsewhere.
pub(super) fn feed(state: &SourceState) -> Option<&str> {
    let other = |found: &Found| found.kind != SourceKind::Feed;
    if state.found.as_ref().is_some_and(other) {
        return None;
    }
    state.last_good?;
    let url = state.feed_url.as_ref().or(state.configured_url.as_ref());
    url.map(String::as_str)
}

pub(super) fn feeds(connection: &mut Connection) -> Done<BTreeMap<SourceId, String>> {
    let mut statement =
        connection.prepare_cached("SELECT id, feed FROM source WHERE feed IS NOT NULL")?;
    let feeds = statement.query_map([], |row| Ok((source_id(row, 0)?, row.get(1)?)))?;
    Ok(feeds.collect::<rusqlite::Result<_>>()?)
}

/// What the publishers of all sources should mend, where there is something.
pub(super) fn findings(connection: &mut Connection) -> Done<BTreeMap<SourceId, Vec<Finding>>> {
    let mut statement = connection.prepare_cached(
        "SELECT id, json_extract(state, '$.findings') AS findings FROM source
         WHERE findings IS NOT NULL",
    )?;
    let mut rows = statement.query([])?;
    let mut all = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let (id, json): (_, String) = (source_id(row, 0)?, row.get(1)?);
        let findings = serde_json::from_str(&json)
            .map_err(|error| Trouble::Damaged(format!("the findings of {id}: {error}")))?;
        all.insert(id, findings);
    }
    Ok(all)
}

fn read(id: &SourceId, json: &str) -> Done<SourceState> {
    serde_json::from_str(json)
        .map_err(|error| Trouble::Damaged(format!("the state of {id}: {error}")))
}
