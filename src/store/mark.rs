//! A landmark in, the articles that have it out; a row a landmark, whatever is the order.

use super::error::{Done, Trouble};
use rusqlite::{CachedStatement, Connection, OptionalExtension, params};

/// Of those that share one landmark the newest are looked at: more have a form letter in common.
const NEWEST: usize = 48;
/// So many are kept, so that there are enough when some of them are forgotten.
const KEPT: usize = 4 * NEWEST;
/// Bytes of the key of an article.
const WIDTH: usize = 5;

/// Landmarks that are looked up one after the other.
pub(super) struct Finder<'a>(CachedStatement<'a>);

impl<'a> Finder<'a> {
    pub(super) fn new(connection: &'a Connection) -> Done<Self> {
        Ok(Self(finder(connection)?))
    }

    /// The keys of the newest articles with this landmark, ascending.
    pub(super) fn newest(&mut self, mark: i64) -> Done<Vec<i64>> {
        let mut articles = articles(&mut self.0, mark)?;
        articles.drain(..articles.len().saturating_sub(NEWEST));
        Ok(articles)
    }
}

/// These articles are found by these landmarks from now on. Both in ascending order cost least.
pub(super) fn add(connection: &Connection, found_by: &[(i64, i64)]) -> Done<()> {
    let mut insert =
        connection.prepare_cached("INSERT OR IGNORE INTO mark (hash, articles) VALUES (?1, ?2)")?;
    let mut find = finder(connection)?;
    let mut update = updater(connection)?;
    for (mark, article) in found_by {
        let alone = insert.execute(params![mark, packed(&[*article])?])? > 0;
        if alone {
            continue;
        }
        let mut all = articles(&mut find, *mark)?;
        if let Err(place) = all.binary_search(article) {
            all.insert(place, *article);
            all.drain(..all.len().saturating_sub(KEPT));
            update.execute(params![mark, packed(&all)?])?;
        }
    }
    Ok(())
}

/// The article is not found by these landmarks any more.
pub(super) fn remove(connection: &Connection, article: i64, marks: &[u64]) -> Done<()> {
    let mut find = finder(connection)?;
    let mut update = updater(connection)?;
    let mut delete = connection.prepare_cached("DELETE FROM mark WHERE hash = ?1")?;
    for mark in marks {
        let mark = mark.cast_signed();
        let mut all = articles(&mut find, mark)?;
        let Ok(place) = all.binary_search(&article) else {
            continue;
        };
        all.remove(place);
        if all.is_empty() {
            delete.execute([mark])?;
        } else {
            update.execute(params![mark, packed(&all)?])?;
        }
    }
    Ok(())
}

/// Nothing is found by any landmark any more.
pub(super) fn clear(connection: &Connection) -> Done<()> {
    connection.execute("DELETE FROM mark", [])?;
    Ok(())
}

fn finder(connection: &Connection) -> Done<CachedStatement<'_>> {
    Ok(connection.prepare_cached("SELECT articles FROM mark WHERE hash = ?1")?)
}

fn updater(connection: &Connection) -> Done<CachedStatement<'_>> {
    Ok(connection.prepare_cached("UPDATE mark SET articles = ?2 WHERE hash = ?1")?)
}

/// Ascending: a lesser key is older.
fn articles(find: &mut CachedStatement<'_>, mark: i64) -> Done<Vec<i64>> {
    let unpacked = |row: &rusqlite::Row<'_>| Ok(unpacked(row.get_ref(0)?.as_blob()?));
    let mut articles: Vec<i64> = find
        .query_row([mark], unpacked)
        .optional()?
        .unwrap_or_default();
    articles.sort_unstable();
    Ok(articles)
}

fn packed(articles: &[i64]) -> Done<Vec<u8>> {
    let mut bytes = Vec::with_capacity(articles.len() * WIDTH);
    for article in articles {
        let [0, 0, 0, low @ ..] = article.to_be_bytes() else {
            return Err(Trouble::Damaged(format!(
                "an article has the key {article}"
            )));
        };
        bytes.extend(low);
    }
    Ok(bytes)
}

fn unpacked(bytes: &[u8]) -> Vec<i64> {
    let low = bytes.as_chunks::<WIDTH>().0.iter();
    low.map(|[a, b, c, d, e]| i64::from_be_bytes([0, 0, 0, *a, *b, *c, *d, *e]))
        .collect()
}
