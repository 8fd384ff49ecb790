//! What a poll brought in; rows of one transaction out.

use super::{
    article::{article_checksum, micros, more, story_checksum, tags},
    body::body,
    error::{Done, Trouble},
    history, ident, records, sieve, source, text,
};
use crate::{
    dedupe::{Changes, Revision, StoryChange, Told},
    html,
    model::{
        Article, ArticleId, CleanHtml, SourceId, SourceState, StoryId, Unlisted, Visited, Weight,
    },
};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::{BTreeMap, HashMap};

/// What a poll of a source brought: saved as a whole or not at all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SourceUpdate {
    /// Articles and stories; empty where there was nothing new.
    pub changes: Changes,
    /// Whose articles these are, and when it is asked next: its `id` must be there.
    pub state: SourceState,
    /// How the visit went; None where a person, not a visit, changed the state.
    pub visit: Option<Visited>,
}

/// An update with its bodies compressed, and the markup gone: it is kept until it is committed.
pub(super) struct Packed {
    update: SourceUpdate,
    bodies: HashMap<ArticleId, Body>,
    prints: Vec<text::Written>,
}

/// What of an article is not in its other fields.
struct Body {
    weight: Weight,
    /// None: it has no text.
    markup: Option<Box<[u8]>>,
}

pub(super) fn pack(mut update: SourceUpdate) -> Packed {
    let changes = &mut update.changes;
    let revised = changes.revised.iter_mut();
    let revised = revised.map(|revision| &mut revision.article);
    let articles = changes.new.iter_mut().chain(revised);
    let bodies = articles.map(|article| {
        let kept = Body {
            weight: Weight::of(article),
            markup: body(article).map(Vec::into_boxed_slice),
        };
        article.content = CleanHtml::default();
        article.raw = None;
        (article.id, kept)
    });
    let bodies = bodies.collect();
    let prints = std::mem::take(&mut changes.prints).into_iter();
    let prints = prints.map(text::Written::from).collect();
    Packed {
        update,
        bodies,
        prints,
    }
}

impl Packed {
    fn weight(&self, article: &Article) -> Weight {
        let body = self.bodies.get(&article.id);
        body.map(|body| body.weight).unwrap_or_default()
    }
}

pub(super) fn save(connection: &Connection, packed: &Packed) -> Done<()> {
    let changes = &packed.update.changes;
    let source = keep_state(connection, &packed.update.state)?;
    if let Some(visit) = &packed.update.visit {
        history::keep(connection, source, visit, changes)?;
    }
    let nothing =
        changes.new.is_empty() && changes.revised.is_empty() && changes.stories.is_empty();
    if !nothing || changes.new_findings {
        records::touch(connection)?;
    }
    if nothing {
        return Ok(());
    }
    let mut homes: BTreeMap<ArticleId, &Told> = BTreeMap::new();
    for change in &changes.stories {
        if let StoryChange::Told(told) = change {
            keep_story(connection, told)?;
            homes.extend(told.members.iter().map(|member| (*member, told)));
        }
    }
    let keys = keep_articles(connection, packed, &mut homes)?;
    for (member, told) in &homes {
        connection
            .prepare_cached("UPDATE article SET story = ?2, story_date = ?3 WHERE id = ?1 AND (story, story_date) IS NOT (?2, ?3)")?
            .execute(params![member.0.as_bytes(), told.id.0.as_bytes(), micros(told.date)])?;
    }
    text::keep(connection, changes, &packed.prints, &keys)?;
    for change in &changes.stories {
        match change {
            StoryChange::Told(_) => {}
            StoryChange::Merged { id, into } => merge(connection, *id, *into)?,
            StoryChange::Forgotten(id) => {
                connection
                    .prepare_cached("DELETE FROM story WHERE id = ?1")?
                    .execute([id.0.as_bytes()])?;
            }
        }
    }
    for (article, why) in &changes.unlisted {
        leave_out(connection, *article, *why)?;
    }
    for hot in &changes.hot {
        ident::cool(connection, hot)?;
    }
    Ok(())
}

/// Returns the keys of their rows. What is left in `homes` are articles that were there before.
fn keep_articles(
    connection: &Connection,
    packed: &Packed,
    homes: &mut BTreeMap<ArticleId, &Told>,
) -> Done<HashMap<ArticleId, i64>> {
    let changes = &packed.update.changes;
    let mut keys: HashMap<ArticleId, i64> = HashMap::new();
    let mut sources: BTreeMap<&SourceId, i64> = BTreeMap::new();
    let mut filed = Vec::with_capacity(changes.new.len() + changes.revised.len());
    for article in &changes.new {
        let told = homes.remove(&article.id).ok_or_else(|| {
            Trouble::Damaged(format!("the new article {} is in no story", article.id))
        })?;
        let source = match sources.get(&article.source) {
            Some(key) => *key,
            None => source_key(connection, &article.source)?,
        };
        sources.insert(&article.source, source);
        let weight = packed.weight(article);
        let key = insert(connection, source, (article, weight), told)?;
        keys.insert(article.id, key);
        keep_body(connection, key, article, packed)?;
        filed.push((article, key));
    }
    for revision in &changes.revised {
        let key = rewrite(connection, revision, packed.weight(&revision.article))?;
        keys.insert(revision.article.id, key);
        keep_body(connection, key, &revision.article, packed)?;
        filed.push((&revision.article, key));
    }
    ident::file(connection, &filed)?;
    Ok(keys)
}

/// Readers do not get to see the article, unless another source carries it too.
fn leave_out(connection: &Connection, article: ArticleId, why: Unlisted) -> Done<()> {
    connection
        .prepare_cached(
            "INSERT OR IGNORE INTO unlisted (article, flood)
             SELECT key, ?2 FROM article WHERE id = ?1",
        )?
        .execute(params![article.0.as_bytes(), why == Unlisted::Flood])?;
    Ok(())
}

/// What a flood of this source brought is seen from now on. Returns how many articles that are.
pub(super) fn list(connection: &Connection, source: &SourceId) -> Done<usize> {
    let count = connection
        .prepare_cached(
            "DELETE FROM unlisted WHERE flood AND article IN (
                 SELECT a.key FROM article a JOIN source s ON s.key = a.source WHERE s.id = ?1)",
        )?
        .execute([source.as_str()])?;
    records::touch(connection)?;
    Ok(count)
}

/// Returns the key of its row.
fn keep_state(connection: &Connection, state: &SourceState) -> Done<i64> {
    let Some(id) = &state.id else {
        return Err(Trouble::Damaged("a state without its source".to_owned()));
    };
    let json = serde_json::to_string(state)
        .map_err(|error| Trouble::Damaged(format!("the state of {id}: {error}")))?;
    let (next, address) = (
        state.next_at.map(micros),
        state.configured_url.as_deref().map(source::address),
    );
    let feed = source::feed(state);
    // Cheaper than to insert where it is there mostly: SQLite keeps what it may have to take back then.
    let Some(key) = known_key(connection, id)? else {
        connection
            .prepare_cached(
                "INSERT INTO source (id, next_at, address, feed, state) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![id.as_str(), next, address, feed, json])?;
        return Ok(connection.last_insert_rowid());
    };
    connection
        .prepare_cached(
            "UPDATE source SET next_at = ?2, address = ?3, feed = ?4, state = ?5 WHERE key = ?1",
        )?
        .execute(params![key, next, address, feed, json])?;
    Ok(key)
}

fn source_key(connection: &Connection, id: &SourceId) -> Done<i64> {
    known_key(connection, id)?
        .ok_or_else(|| Trouble::Damaged(format!("an article of {id}, which has no state")))
}

fn known_key(connection: &Connection, id: &SourceId) -> Done<Option<i64>> {
    let found = connection
        .prepare_cached("SELECT key FROM source WHERE id = ?1")?
        .query_row([id.as_str()], |row| row.get(0));
    Ok(found.optional()?)
}

fn keep_story(connection: &Connection, told: &Told) -> Done<()> {
    connection
        .prepare_cached(
            "INSERT INTO story (id, date, changed, checksum) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (id) DO UPDATE
             SET date = ?2, changed = ?3, checksum = ?4, merged_into = NULL",
        )?
        .execute(params![
            told.id.0.as_bytes(),
            micros(told.date),
            micros(told.changed),
            story_checksum(told.id, told.date, told.changed),
        ])?;
    Ok(())
}

fn merge(connection: &Connection, id: StoryId, into: StoryId) -> Done<()> {
    connection
        .prepare_cached("UPDATE story SET merged_into = ?2 WHERE id = ?1 OR merged_into = ?1")?
        .execute([id.0.as_bytes(), into.0.as_bytes()])?;
    Ok(())
}

/// Returns the key of its row.
fn insert(
    connection: &Connection,
    source: i64,
    (article, weight): (&Article, Weight),
    told: &Told,
) -> Done<i64> {
    let more = more(article);
    sieve::add(std::iter::once(sieve::of_id(article.id)));
    connection
        .prepare_cached(
            "INSERT INTO article (id, source, story, story_date, first_seen, date, language,
                 published, updated, guid, permalink, canonical, title, more, hash, edits, checksum,
                 tags, content, escapes, summary, from_page)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, 0, ?16,
                 ?17, ?18, ?19, ?20, ?21)",
        )?
        .execute(params![
            article.id.0.as_bytes(),
            source,
            told.id.0.as_bytes(),
            micros(told.date),
            micros(article.first_seen),
            micros(article.date),
            language(article),
            article.published.map(micros),
            article.updated.map(micros),
            article.guid,
            article.permalink,
            article.canonical,
            article.title,
            more,
            article.content_hash.cast_signed(),
            article_checksum(article, &more, language(article)),
            tags(article),
            bytes(weight.content),
            bytes(weight.escapes),
            bytes(weight.summary),
            article.from_page,
        ])?;
    Ok(connection.last_insert_rowid())
}

/// Returns the key of its row.
fn rewrite(connection: &Connection, revision: &Revision, weight: Weight) -> Done<i64> {
    let article = &revision.article;
    let more = more(article);
    let key = connection
        .prepare_cached(
            "UPDATE article SET language = ?2, published = ?3, updated = ?4, guid = ?5,
                 permalink = ?6, canonical = ?7, title = ?8, more = ?9, hash = ?10, revised = ?11,
                 edits = ?12, checksum = ?13, tags = ?14, content = ?15, escapes = ?16, summary = ?17,
                 from_page = ?18
             WHERE id = ?1 RETURNING key",
        )?
        .query_row(
            params![
                article.id.0.as_bytes(),
                language(article),
                article.published.map(micros),
                article.updated.map(micros),
                article.guid,
                article.permalink,
                article.canonical,
                article.title,
                more,
                article.content_hash.cast_signed(),
                revision.revised.map(micros),
                revision.edits,
                article_checksum(article, &more, language(article)),
                tags(article),
                bytes(weight.content),
                bytes(weight.escapes),
                bytes(weight.summary),
            article.from_page,
            ],
            |row| row.get(0),
        )?;
    Ok(key)
}

fn bytes(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn language(article: &Article) -> &str {
    article
        .language
        .as_ref()
        .map_or("", |language| language.as_str())
}

fn keep_body(connection: &Connection, key: i64, article: &Article, packed: &Packed) -> Done<()> {
    let body = packed.bodies.get(&article.id);
    let Some(markup) = body.and_then(|body| body.markup.as_deref()) else {
        connection
            .prepare_cached("DELETE FROM body WHERE article = ?1")?
            .execute([key])?;
        return Ok(());
    };
    connection
        .prepare_cached(
            "INSERT INTO body (article, sanitiser, seen, markup) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (article) DO UPDATE SET sanitiser = ?2, seen = ?3, markup = ?4",
        )?
        .execute(params![
            key,
            html::SANITISER_VERSION,
            micros(article.first_seen),
            markup
        ])?;
    Ok(())
}
