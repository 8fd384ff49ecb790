//! What texts are compared by and what was found of them, in rows; and back.

use super::{article::id, error::Done, mark};
use crate::{
    dedupe::{Changes, Fingerprint, Judged, Kind, Print},
    model::{ArticleId, StoryId},
};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Articles whose text was found to be the same as that of this one.
pub(super) fn same(connection: &Connection, key: i64) -> Done<Vec<ArticleId>> {
    let mut statement = connection.prepare_cached(
        "SELECT a.id FROM verdict v JOIN article a ON a.key = v.b WHERE v.a = ?1 AND v.kind = 1
         UNION ALL
         SELECT a.id FROM verdict v JOIN article a ON a.key = v.a WHERE v.b = ?1 AND v.kind = 1",
    )?;
    let rows = statement.query_map([key], |row| id(row, 0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// What these articles are compared by; nothing of those whose text is out of date.
pub(super) fn prints(
    connection: &Connection,
    articles: &BTreeMap<i64, ArticleId>,
) -> Done<Vec<Print>> {
    let mut statement = connection.prepare_cached("SELECT print FROM print WHERE article = ?1")?;
    let mut prints = Vec::new();
    for (key, article) in articles {
        let bytes: Option<Vec<u8>> = statement.query_row([key], |row| row.get(0)).optional()?;
        let print = bytes.and_then(|bytes| Fingerprint::from_bytes(&bytes));
        prints.extend(print.map(|print| Print {
            article: *article,
            marks: print.landmarks(),
            print,
        }));
    }
    Ok(prints)
}

/// What was found of these articles among each other.
pub(super) fn verdicts(
    connection: &Connection,
    articles: &BTreeMap<i64, ArticleId>,
) -> Done<Vec<Judged>> {
    let mut statement =
        connection.prepare_cached("SELECT b, kind, rule, strength FROM verdict WHERE a = ?1")?;
    let mut found = Vec::new();
    for (key, one) in articles {
        let rows = statement.query_map([key], |row| {
            let kind: u8 = row.get(1)?;
            Ok((row.get::<_, i64>(0)?, kind, row.get(2)?, row.get(3)?))
        })?;
        for row in rows {
            let (other, kind, rule, strength) = row?;
            let (Some(other), Some(kind)) = (articles.get(&other), kind_of(kind)) else {
                continue;
            };
            found.push(Judged {
                a: *one.min(other),
                b: *one.max(other),
                kind,
                rule,
                strength,
            });
        }
    }
    found.sort_by_key(Judged::pair);
    Ok(found)
}

/// What was found of the texts of the articles of `story`.
pub(super) fn judged(connection: &Connection, story: StoryId) -> Done<Vec<Judged>> {
    let mut statement = connection.prepare_cached(
        "SELECT one.id, other.id, v.kind, v.rule, v.strength FROM article m
         JOIN verdict v ON v.a = m.key OR v.b = m.key
         JOIN article one ON one.key = v.a JOIN article other ON other.key = v.b
         WHERE m.story = ?1",
    )?;
    let rows = statement.query_map([story.0.as_bytes()], |row| {
        let (one, other) = (id(row, 0)?, id(row, 1)?);
        Ok((one, other, row.get(2)?, row.get(3)?, row.get(4)?))
    })?;
    let mut found = Vec::new();
    for row in rows {
        let (one, other, kind, rule, strength) = row?;
        found.extend(kind_of(kind).map(|kind| Judged {
            a: one.min(other),
            b: one.max(other),
            kind,
            rule,
            strength,
        }));
    }
    found.sort_by_key(Judged::pair);
    found.dedup();
    Ok(found)
}

/// What an article is compared by, as it is written: half as large.
pub(super) struct Written {
    article: ArticleId,
    at: i64,
    print: Box<[u8]>,
    features: Box<[u8]>,
    marks: Vec<u64>,
}

impl From<Print> for Written {
    fn from(print: Print) -> Self {
        Self {
            article: print.article,
            at: print.print.at,
            print: print.print.to_bytes().into_boxed_slice(),
            features: bytes(&print.print.features).into_boxed_slice(),
            marks: print.marks,
        }
    }
}

/// Keeps what was decided of texts; the articles are there already.
///
/// `keys` are those of the rows that were written just now.
pub(super) fn keep(
    connection: &Connection,
    changes: &Changes,
    prints: &[Written],
    keys: &HashMap<ArticleId, i64>,
) -> Done<()> {
    let key = |article: ArticleId| match keys.get(&article) {
        Some(key) => Ok(*key),
        None => key(connection, article),
    };
    let revised = changes.revised.iter();
    let revised: BTreeSet<ArticleId> = revised.map(|revision| revision.article.id).collect();
    let (mut found_by, mut gone) = (Vec::new(), Vec::new());
    for print in prints {
        let key = key(print.article)?;
        if revised.contains(&print.article) {
            let before: Option<Vec<u8>> = connection
                .prepare_cached("SELECT print FROM print WHERE article = ?1")?
                .query_row([key], |row| row.get(0))
                .optional()?;
            gone.extend(marks(key, &before.unwrap_or_default()));
        }
        keep_bare(connection, key, print)?;
        found_by.extend(print.marks.iter().map(|mark| (*mark, key)));
    }
    mark::remove(connection, &gone)?;
    mark::add(connection, &found_by)?;
    for judged in &changes.verdicts {
        let (a, b) = (key(judged.a)?, key(judged.b)?);
        connection
            .prepare_cached(
                "INSERT INTO verdict (a, b, kind, rule, strength) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (a, b) DO UPDATE SET kind = ?3, rule = ?4, strength = ?5",
            )?
            .execute(params![
                a.min(b),
                a.max(b),
                number_of(judged.kind),
                judged.rule,
                judged.strength
            ])?;
    }
    Ok(())
}

/// Keeps what articles are compared by, each with the key of its row, in the place of what was kept
/// of them.
pub(super) fn keep_prints(connection: &Connection, prints: Vec<(i64, Print)>) -> Done<()> {
    let mut found_by = Vec::new();
    for (key, print) in prints {
        let print = Written::from(print);
        keep_bare(connection, key, &print)?;
        found_by.extend(print.marks.iter().map(|mark| (*mark, key)));
    }
    mark::add(connection, &found_by)
}

/// The same without the words by which it is found.
fn keep_bare(connection: &Connection, key: i64, print: &Written) -> Done<()> {
    connection
        .prepare_cached(
            "INSERT INTO print (article, at, print, features) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (article) DO UPDATE SET at = ?2, print = ?3, features = ?4",
        )?
        .execute(params![key, print.at, print.print, print.features])?;
    Ok(())
}

/// By which words the article with this print is found.
pub(super) fn marks(key: i64, print: &[u8]) -> impl Iterator<Item = (u64, i64)> {
    let print = Fingerprint::from_bytes(print);
    let marks = print.map(|print| print.landmarks()).unwrap_or_default();
    marks.into_iter().map(move |mark| (mark, key))
}

fn bytes(hashes: &[u32]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(hashes.len() * 4);
    for hash in hashes {
        bytes.extend(hash.to_le_bytes());
    }
    bytes
}

fn key(connection: &Connection, article: ArticleId) -> Done<i64> {
    let key = connection
        .prepare_cached("SELECT key FROM article WHERE id = ?1")?
        .query_row([article.0.as_bytes()], |row| row.get(0))?;
    Ok(key)
}

fn number_of(kind: Kind) -> Option<u8> {
    match kind {
        Kind::Same => Some(1),
        Kind::Series => Some(2),
        Kind::Quote => Some(3),
        Kind::Related | Kind::No => None,
    }
}

fn kind_of(number: u8) -> Option<Kind> {
    [Kind::Same, Kind::Series, Kind::Quote]
        .into_iter()
        .find(|kind| number_of(*kind) == Some(number))
}
