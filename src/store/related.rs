//! Stories in; what they are recognised by in another language, and in which they were, out.

use super::{Store, StoreError, article::id, error::Done, thread::Job};
use crate::model::StoryId;
use rusqlite::{Connection, params};
use std::collections::{BTreeMap, BTreeSet};

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
    let mut statement = connection.prepare_cached(
        "SELECT p.features FROM article a JOIN print p ON p.article = a.key WHERE a.story = ?1
         ORDER BY length(p.features) DESC, a.id LIMIT 1",
    )?;
    let mut features = BTreeMap::new();
    for story in stories {
        let mut rows = statement.query([story.0.as_bytes()])?;
        if let Some(row) = rows.next()? {
            let bytes: Vec<u8> = row.get(0)?;
            let (found, _) = bytes.as_chunks::<4>();
            let found = found.iter().map(|feature| u32::from_le_bytes(*feature));
            features.insert(*story, found.collect());
        }
    }
    Ok(features)
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
    let mut kept = connection.prepare_cached("SELECT b FROM related WHERE a = ?1")?;
    let mut compared = connection.prepare_cached(
        "SELECT 1 FROM article a JOIN print p ON p.article = a.key WHERE a.story = ?1",
    )?;
    let mut before = BTreeSet::new();
    for story in stories {
        let others = kept.query_map([story.0.as_bytes()], |row| id(row, 0))?;
        let others = others.collect::<rusqlite::Result<Vec<StoryId>>>()?;
        for other in others.into_iter().filter(|other| among.contains(other)) {
            before.insert((*story, other));
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
