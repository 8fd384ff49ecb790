//! A day in; what is older and nobody will miss gone, and how much that was, out.

use super::{
    Store, StoreError,
    article::{article_checksum, id, micros, more},
    error::Done,
    records, stories,
    thread::Job,
};
use crate::model::{Article, Language, StoryId, Timestamp};
use rusqlite::{Connection, params};

/// What was let go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pruned {
    /// Texts of articles: clean and raw markup.
    pub bodies: usize,
    /// Stories, with all that was said of them.
    pub stories: usize,
}

impl Store {
    /// Lets stories go that began before `before`: they are told nowhere any more. Those with an
    /// article among the 50 newest of its source stay. What an article is known by stays too (id,
    /// guid, addresses, title), so that it is no news when it comes back, and no id is ever used for
    /// something else. Returns how many.
    pub async fn prune_stories(&self, before: Timestamp) -> Result<usize, StoreError> {
        let job = Job::write(move |c| prune_stories(c, before));
        self.worker.ask(job).await
    }

    /// Gives what was let go back to the disk, which takes as much room again while it lasts.
    pub async fn shrink(&self) -> Result<(), StoreError> {
        let job = Job::alone(|connection: &mut Connection| {
            connection.execute_batch("VACUUM")?;
            Ok(())
        });
        self.worker.ask(job).await
    }
}

fn prune_stories(connection: &Connection, before: Timestamp) -> Done<usize> {
    let old = old(connection, before)?;
    for story in &old {
        for article in stories::articles_of(connection, *story)? {
            strip(connection, article)?;
        }
        connection
            .prepare_cached("INSERT INTO pruned (story) VALUES (?1)")?
            .execute([story.0.as_bytes()])?;
    }
    if !old.is_empty() {
        records::touch(connection)?;
    }
    Ok(old.len())
}

fn old(connection: &Connection, before: Timestamp) -> Done<Vec<StoryId>> {
    let mut statement = connection.prepare_cached(
        "WITH newest AS (
             SELECT story FROM (
                 SELECT story, row_number() OVER (
                     PARTITION BY source ORDER BY story_date DESC, story) AS place
                 FROM article)
             WHERE place <= 50)
         SELECT id FROM story WHERE date < ?1 AND merged_into IS NULL
             AND id NOT IN (SELECT story FROM newest)
             AND id NOT IN (SELECT story FROM pruned)
             AND NOT EXISTS (
                 SELECT 1 FROM article WHERE story = story.id AND first_seen >= ?1)
         ORDER BY id",
    )?;
    let ids = statement.query_map([micros(before)], |row| id(row, 0))?;
    Ok(ids.collect::<rusqlite::Result<_>>()?)
}

/// Nothing is left of the article but what it is known by.
fn strip(connection: &Connection, article: Article) -> Done<()> {
    let bare = Article {
        summary: String::new(),
        authors: Vec::new(),
        categories: Vec::new(),
        tags: Vec::new(),
        image: None,
        enclosures: Vec::new(),
        comments: None,
        via: None,
        rights: None,
        ..article
    };
    let language = bare.language.as_ref().map_or("", Language::as_str);
    let more = more(&bare);
    connection
        .prepare_cached(
            "UPDATE article SET more = ?2, tags = '', content = 0, escapes = 0, summary = 0,
                 checksum = ?3
             WHERE id = ?1",
        )?
        .execute(params![
            bare.id.0.as_bytes(),
            more,
            article_checksum(&bare, &more, language)
        ])?;
    for sql in [
        "DELETE FROM body WHERE article = (SELECT key FROM article WHERE id = ?1)",
        "INSERT OR IGNORE INTO unlisted (article, flood) SELECT key, 0 FROM article WHERE id = ?1",
    ] {
        let mut statement = connection.prepare_cached(sql)?;
        statement.execute([bare.id.0.as_bytes()])?;
    }
    Ok(())
}
