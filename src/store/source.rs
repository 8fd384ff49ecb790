//! Source states: kept, and picked when they are due.

use super::{
    article::{micros, source as source_id},
    error::{Done, Trouble},
};
use crate::{
    dedupe::Policy,
    model::{SourceId, SourceState, Timestamp},
};
use chrono::TimeDelta;
use rusqlite::{Connection, OptionalExtension};
use std::collections::{BTreeMap, HashSet};

/// A next poll further ahead than this was planned by a clock that was wrong (RELIABILITY.md 70).
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

pub(super) fn due(
    connection: &Connection,
    policy: &Policy,
    now: Timestamp,
) -> Done<Vec<(SourceId, SourceState)>> {
    let mut statement =
        connection.prepare_cached("SELECT id FROM source WHERE next_at > ?1 AND next_at <= ?2")?;
    let span = [micros(now), micros(now + FURTHEST)];
    let waiting = statement
        .query_map(span, |row| row.get::<_, String>(0))?
        .collect::<rusqlite::Result<HashSet<String>>>()?;
    let mut due = Vec::new();
    for id in policy.owners.keys() {
        if waiting.contains(id.as_str()) {
            continue;
        }
        let fresh = || SourceState {
            id: Some(id.clone()),
            ..SourceState::default()
        };
        due.push((id.clone(), state(connection, id)?.unwrap_or_else(fresh)));
    }
    Ok(due)
}

fn read(id: &SourceId, json: &str) -> Done<SourceState> {
    serde_json::from_str(json)
        .map_err(|error| Trouble::Damaged(format!("the state of {id}: {error}")))
}
