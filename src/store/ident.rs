//! Articles and their keys in, rows by which they are found out; and keys that lead nowhere any more.

use super::{error::Done, sieve};
use crate::{
    dedupe::{Hot, Key, Marks},
    model::{Article, SourceId},
};
use rusqlite::{CachedStatement, Connection, params};

/// Files articles, each with the key of its row, under their keys. Those they had before stay: an
/// old address still leads to them.
pub(super) fn file(connection: &Connection, articles: &[(&Article, i64)]) -> Done<()> {
    let mut hot = Heat::of(connection)?;
    let mut idents = Vec::with_capacity(articles.len() * 3);
    for (article, row) in articles {
        let hashes = Marks::of(article).keys().into_iter().filter_map(Key::hash);
        idents.extend(hashes.map(|hash| (hash, *row, &article.source)));
    }
    // Neighbours in the index one after the other.
    idents.sort_unstable();
    let mut insert =
        connection.prepare_cached("INSERT OR IGNORE INTO ident (hash, article) VALUES (?1, ?2)")?;
    sieve::add(idents.iter().map(|(hash, ..)| hash.cast_unsigned()));
    for (hash, row, source) in idents {
        if !hot.has(hash, source)? {
            insert.execute([hash, row])?;
        }
    }
    Ok(())
}

/// The keys that lead nowhere; in most stores there are none.
struct Heat<'a>(Option<CachedStatement<'a>>);

impl<'a> Heat<'a> {
    fn of(connection: &'a Connection) -> Done<Self> {
        let any = connection
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM hot)")?
            .query_row([], |row| row.get(0))?;
        let sql = "SELECT 1 FROM hot WHERE hash = ?1 AND source IN ('', ?2)";
        let find = if any {
            Some(connection.prepare_cached(sql)?)
        } else {
            None
        };
        Ok(Self(find))
    }

    fn has(&mut self, hash: i64, source: &SourceId) -> Done<bool> {
        match &mut self.0 {
            Some(find) => Ok(find.exists(params![hash, source.as_str()])?),
            None => Ok(false),
        }
    }
}

/// A hot key leads nowhere any more.
pub(super) fn cool(connection: &Connection, hot: &Hot) -> Done<()> {
    let source = hot.source.as_ref().map_or("", SourceId::as_str);
    connection
        .prepare_cached("INSERT OR IGNORE INTO hot (hash, source) VALUES (?1, ?2)")?
        .execute(params![hot.hash, source])?;
    connection
        .prepare_cached(
            "DELETE FROM ident WHERE hash = ?1 AND (?2 = '' OR article IN (
                 SELECT a.key FROM article a JOIN source s ON s.key = a.source WHERE s.id = ?2
                 AND a.key IN (SELECT article FROM ident WHERE hash = ?1)))",
        )?
        .execute(params![hot.hash, source])?;
    Ok(())
}
