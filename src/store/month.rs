//! Nothing in; what came in during which month, and which ids were given up, out.

use super::{
    article::{FROM, LIGHT, id, instant, light},
    error::Done,
    shelf::keys,
    stories::Hidden,
};
use crate::{
    dedupe::Policy,
    model::{ArticleId, StoryId},
};
use chrono::Datelike;
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
    let sources = keys(connection, policy)?;
    let mut months: BTreeMap<(i32, u32), Vec<StoryId>> = BTreeMap::new();
    let taken_out = taken_out(connection, &hidden)?;
    let mut statement =
        connection.prepare_cached("SELECT id, source, first_seen FROM article NOT INDEXED")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let article = id(row, 0)?;
        if begun.contains(&article)
            && sources.contains_key(&row.get(1)?)
            && !taken_out.contains(&article)
        {
            let day = instant(row, 2)?;
            let month = (day.year(), day.month());
            months.entry(month).or_default().push(article);
        }
    }
    Ok(months.into_iter().map(named).collect())
}

/// `YYYY-MM`, and its stories by id.
fn named(((year, month), mut stories): ((i32, u32), Vec<StoryId>)) -> (String, Vec<StoryId>) {
    stories.sort_unstable();
    (format!("{year:04}-{month:02}"), stories)
}

/// The articles that a person has hidden.
fn taken_out(connection: &Connection, hidden: &Hidden) -> Done<HashSet<ArticleId>> {
    let mut taken_out = HashSet::new();
    if hidden.is_empty() {
        return Ok(taken_out);
    }
    let mut statement = connection.prepare_cached(&format!("SELECT {LIGHT} {FROM}"))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (_, article) = light(row)?;
        if hidden.hides(&article) {
            taken_out.insert(article.id);
        }
    }
    Ok(taken_out)
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
