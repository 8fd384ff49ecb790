//! Keys in; the articles that have them, with all that hangs together with these, out.

use super::{
    article::{FROM, LIGHT, id, instant, instant_or_none, light},
    error::Done,
    mark, sieve, text,
};
use crate::{
    dedupe::{Hot, Key, Known, KnownArticle, KnownStory, link},
    model::{ArticleId, SourceId, StoryId},
};
use rusqlite::{Connection, OptionalExtension};
use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, HashSet},
};
use uuid::Uuid;

/// So many stored texts are taken out at most for what came in at once: each of them may be long.
const MOST_CANDIDATES: usize = 2_048;

/// Articles by their keys, then whole stories, then what shares a key with these, and so on until
/// nothing new is found. A key that is hot leads nowhere.
pub(super) fn known(connection: &Connection, keys: &[Key]) -> Done<Known> {
    let any_hot = connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM hot)")?
        .query_row([], |row| row.get(0))?;
    let mut search = Search {
        connection,
        any_hot,
        hot: BTreeSet::new(),
        articles: BTreeMap::new(),
        stories: BTreeMap::new(),
        asked: HashSet::new(),
        candidates: BTreeMap::new(),
        ids: BTreeMap::new(),
    };
    let mut wave: Vec<Key> = keys.to_vec();
    while !wave.is_empty() {
        wave = search.follow(&wave)?;
    }
    Ok(Known {
        prints: text::prints(connection, &search.candidates)?,
        verdicts: text::verdicts(connection, &search.ids)?,
        articles: search.articles.into_values().collect(),
        stories: search.stories.into_values().collect(),
        hot: search.hot,
    })
}

/// The stories of what is at an address, or has an id: an article's, a story's or an alias's.
pub(super) fn meant(connection: &Connection, what: &str) -> Done<BTreeSet<StoryId>> {
    let mut found = BTreeSet::new();
    if let Ok(uuid) = Uuid::parse_str(what.trim()) {
        let mut statement = connection.prepare_cached(
            "SELECT coalesce(merged_into, id) FROM story WHERE id = ?1
             UNION SELECT story FROM article WHERE id = ?1",
        )?;
        let rows = statement.query_map([uuid.as_bytes()], |row| id(row, 0))?;
        found.extend(rows.collect::<rusqlite::Result<Vec<_>>>()?);
    } else if let Some(hash) = link(what).and_then(Key::hash) {
        let mut statement = connection.prepare_cached(
            "SELECT DISTINCT a.story FROM ident i JOIN article a ON a.key = i.article
             WHERE i.hash = ?1",
        )?;
        let rows = statement.query_map([hash], |row| id(row, 0))?;
        found.extend(rows.collect::<rusqlite::Result<Vec<_>>>()?);
    }
    Ok(found)
}

/// Those of `ids` that readers have seen as the id of a story, aliases included.
pub(super) fn ours(connection: &Connection, ids: &[StoryId]) -> Done<BTreeSet<StoryId>> {
    let mut seen =
        connection.prepare_cached("SELECT 1 FROM story WHERE id = ?1 AND published IS NOT NULL")?;
    let mut ours = BTreeSet::new();
    for id in ids {
        if seen.exists([id.0.as_bytes()])? {
            ours.insert(*id);
        }
    }
    Ok(ours)
}

struct Search<'a> {
    connection: &'a Connection,
    any_hot: bool,
    hot: BTreeSet<Hot>,
    articles: BTreeMap<ArticleId, KnownArticle>,
    stories: BTreeMap<StoryId, KnownStory>,
    asked: HashSet<Key>,
    /// Articles that were found by their words.
    candidates: BTreeMap<i64, ArticleId>,
    /// By the key of their row.
    ids: BTreeMap<i64, ArticleId>,
}

impl Search<'_> {
    /// Takes in what the keys lead to, and returns the keys of that which were not asked yet.
    fn follow(&mut self, keys: &[Key]) -> Done<Vec<Key>> {
        let mut stories = self.by_words(keys)?;
        for key in keys {
            // Words were looked up, and no story leads to more of them.
            if !matches!(key, Key::Text(_)) && self.asked.insert(*key) {
                self.stories_of(*key, &mut stories)?;
            }
        }
        stories.sort_unstable();
        stories.dedup();
        let mut next = Vec::new();
        for story in stories {
            if !self.stories.contains_key(&story) {
                self.take_in(story, &mut next)?;
            }
        }
        next.retain(|key| !self.asked.contains(key));
        Ok(next)
    }

    /// The stories of those that have a landmark in common with what came in: with most, where
    /// there are too many.
    fn by_words(&mut self, keys: &[Key]) -> Done<Vec<StoryId>> {
        let marks = keys.iter().filter_map(|key| match key {
            Key::Text(hash) => Some(*hash),
            Key::Article(_) | Key::Guid(_) | Key::Link(_) => None,
        });
        let mut found: BTreeMap<i64, u32> = BTreeMap::new();
        for article in mark::newest(self.connection, marks)? {
            *found.entry(article).or_default() += 1;
        }
        let mut found: Vec<_> = found.into_iter().collect();
        if found.len() > MOST_CANDIDATES {
            found.sort_unstable_by_key(|(key, shared)| (Reverse(*shared), Reverse(*key)));
            found.truncate(MOST_CANDIDATES);
        }
        let mut place = self
            .connection
            .prepare_cached("SELECT id, story FROM article WHERE key = ?1")?;
        let mut stories = Vec::with_capacity(found.len());
        for (key, _) in found {
            let there = place.query_row([key], |row| Ok((id(row, 0)?, id(row, 1)?)));
            if let Some((article, story)) = there.optional()? {
                self.candidates.insert(key, article);
                stories.push(story);
            }
        }
        Ok(stories)
    }

    fn stories_of(&mut self, key: Key, found: &mut Vec<StoryId>) -> Done<()> {
        let hash = match key {
            Key::Article(article) => {
                if !sieve::may_have(sieve::of_id(article)) {
                    return Ok(());
                }
                let story = self
                    .connection
                    .prepare_cached("SELECT story FROM article WHERE id = ?1")?
                    .query_row([article.0.as_bytes()], |row| id(row, 0))
                    .optional()?;
                found.extend(story);
                return Ok(());
            }
            Key::Text(_) => return Ok(()),
            Key::Guid(hash) | Key::Link(hash) => hash,
        };
        self.look_whether_hot(hash)?;
        if !sieve::may_have(hash.cast_unsigned()) {
            return Ok(());
        }
        let mut statement = self.connection.prepare_cached(
            "SELECT a.story FROM ident i JOIN article a ON a.key = i.article WHERE i.hash = ?1",
        )?;
        for story in statement.query_map([hash], |row| id(row, 0))? {
            found.push(story?);
        }
        Ok(())
    }

    fn look_whether_hot(&mut self, hash: i64) -> Done<()> {
        if !self.any_hot {
            return Ok(());
        }
        let mut statement = self
            .connection
            .prepare_cached("SELECT source FROM hot WHERE hash = ?1")?;
        for source in statement.query_map([hash], |row| row.get::<_, String>(0))? {
            let source = SourceId::new(&source?);
            self.hot.insert(Hot { hash, source });
        }
        Ok(())
    }

    fn take_in(&mut self, story: StoryId, next: &mut Vec<Key>) -> Done<()> {
        let told = self
            .connection
            .prepare_cached("SELECT id, date, changed, published FROM story WHERE id = ?1")?
            .query_row([story.0.as_bytes()], |row| {
                Ok(KnownStory {
                    id: id(row, 0)?,
                    date: instant(row, 1)?,
                    changed: instant(row, 2)?,
                    published: instant_or_none(row, 3)?,
                })
            })?;
        self.stories.insert(story, told);
        let sql = format!("SELECT {LIGHT} {FROM} WHERE a.story = ?1");
        let mut statement = self.connection.prepare_cached(&sql)?;
        for row in statement.query_map([story.0.as_bytes()], light)? {
            let (key, article) = row?;
            next.extend(article.marks().keys());
            next.extend(
                text::same(self.connection, key)?
                    .into_iter()
                    .map(Key::Article),
            );
            self.ids.insert(key, article.id);
            self.articles.insert(article.id, article);
        }
        Ok(())
    }
}
