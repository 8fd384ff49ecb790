//! Nothing in; what came in during which month, and which ids were given up, out.

use super::{
    article::{FROM, LIGHT, id, instant, light, source},
    error::Done,
    stories::Hidden,
};
use crate::{dedupe::Policy, model::StoryId};
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
    let mut statement = connection.prepare_cached(&format!("SELECT {LIGHT} {FROM}"))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let story = id(row, 1)?;
        let known = begun.contains(&story) && policy.owners.contains_key(&source(row, 2)?);
        // Where nothing is hidden, the rest of the article need not be read.
        if known && (hidden.is_empty() || !hidden.hides(&light(row)?.1)) {
            let month = instant(row, 8)?.format("%Y-%m").to_string();
            months.entry(month).or_default().push(story);
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
