//! Nothing in; what came in during which month, and which ids were given up, out.

use super::{
    article::{FROM, LIGHT, id, light},
    error::Done,
    stories::Hidden,
};
use crate::{dedupe::Policy, model::StoryId};
use rusqlite::Connection;
use std::collections::BTreeMap;

/// The stories of each month, `YYYY-MM` in UTC, in which the article that began them was first
/// seen; by id. An alias, what is hidden or was pruned, and what a source began that is not in `policy`, is in none.
pub(super) fn months(
    connection: &mut Connection,
    policy: &Policy,
) -> Done<BTreeMap<String, Vec<StoryId>>> {
    let hidden = Hidden::read(connection)?;
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {LIGHT} {FROM} JOIN story t ON t.id = a.id
         WHERE t.merged_into IS NULL AND t.id NOT IN (SELECT story FROM pruned) ORDER BY a.id"
    ))?;
    let mut months: BTreeMap<String, Vec<StoryId>> = BTreeMap::new();
    for row in statement.query_map([], light)? {
        let (_, article) = row?;
        let known = policy.owners.contains_key(&article.source);
        if known && !hidden.hides(&article) {
            let month = article.first_seen.format("%Y-%m").to_string();
            months.entry(month).or_default().push(article.id);
        }
    }
    Ok(months)
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
