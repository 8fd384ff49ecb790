//! Nothing in; what came in during which month, and which ids were given up, out.

use super::{
    article::{FROM, LIGHT, id, instant, light},
    error::Done,
    shelf,
    stories::Hidden,
};
use crate::{
    dedupe::Policy,
    model::{StoryId, Timestamp},
};
use rusqlite::Connection;
use std::collections::{BTreeMap, HashSet};

/// The stories of each month, `YYYY-MM` in UTC, in which the article that began them was first
/// seen; by id. An alias, what is hidden or was pruned, and what a source began that is not in `policy`, is in none.
pub(super) fn months(
    connection: &mut Connection,
    policy: &Policy,
) -> Done<BTreeMap<String, Vec<StoryId>>> {
    let hidden = Hidden::read(connection)?;
    let begun = begun(connection)?;
    let mut months: BTreeMap<String, Vec<StoryId>> = BTreeMap::new();
    let mut add = |first_seen: Timestamp, story| {
        let month = first_seen.format("%Y-%m").to_string();
        months.entry(month).or_default().push(story);
    };
    if hidden.is_empty() {
        let sources = shelf::keys(connection, policy)?;
        let mut statement =
            connection.prepare_cached("SELECT id, source, first_seen FROM article NOT INDEXED")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let story = id(row, 0)?;
            if begun.contains(&story) && sources.contains_key(&row.get(1)?) {
                add(instant(row, 2)?, story);
            }
        }
    } else {
        let mut statement = connection.prepare_cached(&format!("SELECT {LIGHT} {FROM}"))?;
        for row in statement.query_map([], light)? {
            let (_, article) = row?;
            let known = policy.owners.contains_key(&article.source);
            if begun.contains(&article.id) && known && !hidden.hides(&article) {
                add(article.first_seen, article.id);
            }
        }
    }
    for stories in months.values_mut() {
        stories.sort_unstable();
    }
    Ok(months)
}

/// The stories that are told and were not pruned; each has the id of the article that began it.
fn begun(connection: &Connection) -> Done<HashSet<StoryId>> {
    let mut statement = connection.prepare_cached(
        "SELECT id FROM story WHERE merged_into IS NULL AND id NOT IN (SELECT story FROM pruned)",
    )?;
    let ids = statement.query_map([], |row| id(row, 0))?;
    Ok(ids.collect::<rusqlite::Result<_>>()?)
}

/// Ids that were published and given up, and what they became.
pub(super) fn aliases(connection: &mut Connection) -> Done<Vec<(StoryId, StoryId)>> {
    let mut statement = connection.prepare_cached(
        "SELECT id, merged_into FROM story
         WHERE merged_into IS NOT NULL AND published IS NOT NULL ORDER BY id",
    )?;
    let pairs = statement.query_map([], |row| Ok((id(row, 0)?, id(row, 1)?)))?;
    Ok(pairs.collect::<rusqlite::Result<_>>()?)
}
