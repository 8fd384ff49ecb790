//! Stories in; what they are recognised by in another language, and in which they were, out.

use super::{Store, StoreError, article::id, error::Done, shelf, thread::Job};
use crate::model::{ArticleId, StoryId};
use rusqlite::{Connection, Row, params};
use std::collections::{BTreeMap, BTreeSet, HashSet};

impl Store {
    /// By what each of these stories may be recognised in another language; nothing of those whose
    /// texts are compared no more.
    pub async fn features(
        &self,
        stories: Vec<StoryId>,
    ) -> Result<BTreeMap<StoryId, Vec<u32>>, StoreError> {
        self.worker
            .ask(Job::read(move |c| features(c, &stories)))
            .await
    }

    /// Keeps which of these stories were `found` to tell the same news in two languages, the lesser
    /// id first. Returns them with those that were kept before and can be compared no more.
    pub async fn relate(
        &self,
        stories: Vec<StoryId>,
        found: BTreeSet<(StoryId, StoryId)>,
    ) -> Result<BTreeSet<(StoryId, StoryId)>, StoreError> {
        self.worker
            .ask(Job::write(move |c| relate(c, &stories, found)))
            .await
    }

    /// The stories that tell the same as this one in another language, as of the last publish.
    pub async fn related(&self, story: StoryId) -> Result<Vec<StoryId>, StoreError> {
        self.worker.ask(Job::read(move |c| related(c, story))).await
    }
}

/// For each of these stories the features of the article that has the most; nothing of a story
/// whose texts are compared no more.
pub(super) fn features(
    connection: &Connection,
    stories: &[StoryId],
) -> Done<BTreeMap<StoryId, Vec<u32>>> {
    let mut best: BTreeMap<StoryId, (ArticleId, Vec<u8>)> = BTreeMap::new();
    let mut add = |story, row: &Row<'_>| -> rusqlite::Result<()> {
        let (article, found): (_, Vec<u8>) = (id(row, 1)?, row.get(2)?);
        let other = best.entry(story).or_insert_with(|| (article, Vec::new()));
        let more = (found.len(), other.0) > (other.1.len(), article);
        if more {
            *other = (article, found);
        }
        Ok(())
    };
    if shelf::are_many(connection, stories.len())? {
        let wanted: HashSet<&StoryId> = stories.iter().collect();
        let mut all = connection.prepare_cached(
            "SELECT a.story, a.id, p.features FROM print p CROSS JOIN article a ON a.key = p.article",
        )?;
        let mut rows = all.query([])?;
        while let Some(row) = rows.next()? {
            let story = id(row, 0)?;
            if wanted.contains(&story) {
                add(story, row)?;
            }
        }
    } else {
        let mut of_story = connection.prepare_cached(
            "SELECT a.story, a.id, p.features FROM article a JOIN print p ON p.article = a.key
             WHERE a.story = ?1",
        )?;
        for story in stories {
            let mut rows = of_story.query([story.0.as_bytes()])?;
            while let Some(row) = rows.next()? {
                add(*story, row)?;
            }
        }
    }
    let features = best.into_iter().map(|(story, (_, bytes))| {
        let (found, _) = bytes.as_chunks::<4>();
        let found = found.iter().map(|feature| u32::from_le_bytes(*feature));
        (story, found.collect())
    });
    Ok(features.collect())
}

/// Keeps which of `stories` were `found` to tell the same news in two languages, in the place of
/// what was kept of them; what was kept of stories whose texts are compared no more stays. Returns
/// all pairs.
pub(super) fn relate(
    connection: &Connection,
    stories: &[StoryId],
    mut found: BTreeSet<(StoryId, StoryId)>,
) -> Done<BTreeSet<(StoryId, StoryId)>> {
    let among: BTreeSet<&StoryId> = stories.iter().collect();
    let mut compared = connection.prepare_cached(
        "SELECT 1 FROM article a JOIN print p ON p.article = a.key WHERE a.story = ?1",
    )?;
    let mut before = BTreeSet::new();
    // There are far fewer pairs than stories.
    let mut kept = connection.prepare_cached("SELECT a, b FROM related")?;
    for pair in kept.query_map([], |row| Ok((id(row, 0)?, id(row, 1)?)))? {
        let (a, b) = pair?;
        if among.contains(&a) && among.contains(&b) {
            before.insert((a, b));
        }
    }
    for (a, b) in &before {
        if !compared.exists([a.0.as_bytes()])? || !compared.exists([b.0.as_bytes()])? {
            found.insert((*a, *b));
        }
    }
    for (a, b) in before.difference(&found) {
        connection
            .prepare_cached("DELETE FROM related WHERE a = ?1 AND b = ?2")?
            .execute(params![a.0.as_bytes(), b.0.as_bytes()])?;
    }
    for (a, b) in found.difference(&before) {
        connection
            .prepare_cached("INSERT OR IGNORE INTO related (a, b) VALUES (?1, ?2)")?
            .execute(params![a.0.as_bytes(), b.0.as_bytes()])?;
    }
    Ok(found)
}

/// The stories that tell the same as this one in another language, by id.
pub(super) fn related(connection: &Connection, story: StoryId) -> Done<Vec<StoryId>> {
    let mut statement = connection.prepare_cached(
        "SELECT b FROM related WHERE a = ?1 UNION SELECT a FROM related WHERE b = ?1 ORDER BY 1",
    )?;
    let rows = statement.query_map([story.0.as_bytes()], |row| id(row, 0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
