//! Sources in; the outlines of their newest stories out, without a look at a body.

use super::{
    article::{id, source as source_id},
    error::Done,
    outline::Drawer,
    stories::Hidden,
};
use crate::{
    dedupe::Policy,
    model::{Outline, SourceId, StoryId},
};
use chrono::TimeDelta;
use rusqlite::{Connection, params};
use std::{collections::BTreeMap, sync::Arc};

/// How far down the shelf of a source in one language to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Depth {
    /// So many of the newest, ...
    pub newest: usize,
    /// ... and those not older than this, seen from the newest of the shelf, ...
    pub young: TimeDelta,
    /// ... but never more than these.
    pub most: usize,
}

impl Depth {
    /// So many of the newest, however old they are.
    pub fn newest(newest: usize) -> Self {
        Self {
            newest,
            young: TimeDelta::zero(),
            most: newest,
        }
    }
}

pub(super) fn outlines(
    connection: &mut Connection,
    policy: &Policy,
    depth: Depth,
) -> Done<Vec<Arc<Outline>>> {
    let hidden = Hidden::read(connection)?;
    let sources = keys(connection, policy)?;
    let wanted = newest(connection, &sources, depth)?;
    drawn(connection, policy, (&hidden, &sources), &wanted)
}

/// Of these stories, without those that are hidden or no story; the newest first, ties by id.
pub(super) fn outlines_of(
    connection: &mut Connection,
    policy: &Policy,
    wanted: &[StoryId],
) -> Done<Vec<Arc<Outline>>> {
    let hidden = Hidden::read(connection)?;
    let sources = keys(connection, policy)?;
    let mut wanted = wanted.to_vec();
    wanted.sort_unstable();
    wanted.dedup();
    drawn(connection, policy, (&hidden, &sources), &wanted)
}

fn drawn(
    connection: &Connection,
    policy: &Policy,
    (hidden, sources): (&Hidden, &BTreeMap<i64, SourceId>),
    wanted: &[StoryId],
) -> Done<Vec<Arc<Outline>>> {
    let drawer = Drawer {
        connection,
        policy,
        hidden,
        sources,
    };
    let mut outlines = drawer.draw(wanted)?;
    outlines.sort_by(|a, b| b.date.cmp(&a.date).then_with(|| a.id.cmp(&b.id)));
    Ok(outlines)
}

/// One article in so many, or more, is wanted: it is cheaper to read them all in their order than each by its story.
const MANY: usize = 4;
/// Stories whose articles may be in memory at once.
const MOST_AT_ONCE: usize = 50_000;

/// Are the articles of so many stories read faster with all others, in the order in which they lie there?
pub(super) fn are_many(connection: &Connection, stories: usize) -> Done<bool> {
    let stored: i64 = connection
        .prepare_cached("SELECT coalesce(max(key), 0) FROM article")?
        .query_row([], |row| row.get(0))?;
    let most = usize::try_from(stored).unwrap_or(usize::MAX) / MANY;
    Ok(stories <= MOST_AT_ONCE && stories >= most)
}

/// The sources of `policy` that have a row, by its key.
pub(super) fn keys(connection: &Connection, policy: &Policy) -> Done<BTreeMap<i64, SourceId>> {
    let mut statement = connection.prepare_cached("SELECT key, id FROM source")?;
    let mut rows = statement.query([])?;
    let mut keys = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let id = source_id(row, 1)?;
        if policy.owners.contains_key(&id) {
            keys.insert(row.get(0)?, id);
        }
    }
    Ok(keys)
}

/// The newest stories with an article of any of these sources, in each of its languages; by id, each once.
pub(super) fn newest(
    connection: &Connection,
    sources: &BTreeMap<i64, SourceId>,
    depth: Depth,
) -> Done<Vec<StoryId>> {
    let mut languages =
        connection.prepare_cached("SELECT DISTINCT language FROM article WHERE source = ?1")?;
    let mut newest_in = connection.prepare_cached(
        "SELECT story, story_date FROM article WHERE source = ?1 AND language = ?2
         AND key NOT IN (SELECT article FROM unlisted)
         ORDER BY story_date DESC, story",
    )?;
    let young = depth.young.num_microseconds().unwrap_or(i64::MAX);
    let mut ids = Vec::new();
    for source in sources.keys() {
        let spoken = languages
            .query_map([source], |row| row.get::<_, String>(0))?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        for language in spoken {
            let mut rows = newest_in.query(params![source, language])?;
            let (mut taken, mut first, mut last) = (0, None, None);
            while let Some(row) = rows.next()? {
                let (story, date): (_, i64) = (id(row, 0)?, row.get(1)?);
                if last == Some(story) {
                    continue;
                }
                let newest = *first.get_or_insert(date);
                let old = newest.saturating_sub(date) > young;
                if taken >= depth.most || (taken >= depth.newest && old) {
                    break;
                }
                taken += 1;
                last = Some(story);
                ids.push(story);
            }
        }
    }
    ids.sort_unstable();
    ids.dedup();
    Ok(ids)
}
