//! An article in, a row and a compressed body out; and back.

use super::error::{Done, Trouble};
use crate::{
    dedupe::KnownArticle,
    html,
    model::{
        Article, ArticleId, Category, CleanHtml, Enclosure, Image, Language, Person, SourceId,
        Timestamp, Via,
    },
};
use rusqlite::{Connection, OptionalExtension, Row, types::Type};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use url::Url;
use uuid::Uuid;
use xxhash_rust::xxh3::Xxh3;

/// Columns of [`light`], then those that only [`full`] reads. `a` is the article, `s` its source.
pub(super) const LIGHT: &str = "a.key, a.id, s.id, a.story, a.guid, a.permalink, a.canonical, \
     a.title, a.first_seen, a.date, a.hash, a.revised, a.edits";
pub(super) const FULL: &str = "a.key, a.id, s.id, a.story, a.guid, a.permalink, a.canonical, \
     a.title, a.first_seen, a.date, a.hash, a.revised, a.edits, \
     a.language, a.published, a.updated, a.more, a.checksum";
/// Where to take them from.
pub(super) const FROM: &str = "FROM article a JOIN source s ON s.key = a.source";

/// Fast, and nearly as small as any: markup is short.
const LEVEL: i32 = 3;
/// No body is larger; a frame that says so is damaged.
const MOST_BODY: usize = 64 << 20;

/// Fields that nobody searches by.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct More<'a> {
    #[serde(skip_serializing_if = "str::is_empty")]
    summary: Cow<'a, str>,
    #[serde(skip_serializing_if = "<[Person]>::is_empty")]
    authors: Cow<'a, [Person]>,
    #[serde(skip_serializing_if = "<[Category]>::is_empty")]
    categories: Cow<'a, [Category]>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    tags: Cow<'a, [String]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<Cow<'a, Image>>,
    #[serde(skip_serializing_if = "<[Enclosure]>::is_empty")]
    enclosures: Cow<'a, [Enclosure]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    comments: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    via: Option<Cow<'a, Via>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rights: Option<Cow<'a, str>>,
}

/// The JSON of `more`.
pub(super) fn more(article: &Article) -> String {
    let more = More {
        summary: Cow::Borrowed(&article.summary),
        authors: Cow::Borrowed(&article.authors),
        categories: Cow::Borrowed(&article.categories),
        tags: Cow::Borrowed(&article.tags),
        image: article.image.as_ref().map(Cow::Borrowed),
        enclosures: Cow::Borrowed(&article.enclosures),
        comments: article.comments.as_deref().map(Cow::Borrowed),
        via: article.via.as_ref().map(Cow::Borrowed),
        rights: article.rights.as_deref().map(Cow::Borrowed),
    };
    // Strings and numbers only: there is nothing in it that JSON cannot hold.
    serde_json::to_string(&more).unwrap_or_default()
}

/// A row without what decisions do not need, and its key.
pub(super) fn light(row: &Row<'_>) -> rusqlite::Result<(i64, KnownArticle)> {
    let article = KnownArticle {
        id: id(row, 1)?,
        source: source(row, 2)?,
        story: id(row, 3)?,
        guid: row.get(4)?,
        permalink: row.get(5)?,
        canonical: row.get(6)?,
        title: row.get(7)?,
        first_seen: instant(row, 8)?,
        date: instant(row, 9)?,
        content_hash: row.get::<_, i64>(10)?.cast_unsigned(),
        revised: instant_or_none(row, 11)?,
        edits: row.get(12)?,
    };
    Ok((row.get(0)?, article))
}

/// A row with everything but the body.
pub(super) struct Stored {
    pub(super) key: i64,
    pub(super) known: KnownArticle,
    pub(super) language: Option<Language>,
    published: Option<Timestamp>,
    updated: Option<Timestamp>,
    more: String,
}

pub(super) fn full(row: &Row<'_>) -> rusqlite::Result<Stored> {
    let (key, known) = light(row)?;
    let language: String = row.get(13)?;
    let stored = Stored {
        key,
        language: Language::parse(&language),
        published: instant_or_none(row, 14)?,
        updated: instant_or_none(row, 15)?,
        more: row.get(16)?,
        known,
    };
    let links = [
        &stored.known.guid,
        &stored.known.permalink,
        &stored.known.canonical,
    ];
    let expected = checksum(links, &stored.known.title, &stored.more);
    if row.get::<_, i64>(17)? != expected {
        return Err(unreadable(
            17,
            Type::Integer,
            "the checksum does not fit the texts",
        ));
    }
    Ok(stored)
}

impl Stored {
    /// The article with its body.
    pub(super) fn load(self, connection: &Connection) -> Done<Article> {
        let more: More<'_> = serde_json::from_str(&self.more)
            .map_err(|error| Trouble::Damaged(format!("article {}: {error}", self.known.id)))?;
        let base = self.known.permalink.as_deref();
        let content = markup(connection, self.key, base)?;
        Ok(Article {
            id: self.known.id,
            source: self.known.source,
            guid: self.known.guid,
            permalink: self.known.permalink,
            canonical: self.known.canonical,
            title: self.known.title,
            summary: more.summary.into_owned(),
            content,
            raw: None,
            published: self.published,
            updated: self.updated,
            first_seen: self.known.first_seen,
            date: self.known.date,
            language: self.language,
            authors: more.authors.into_owned(),
            categories: more.categories.into_owned(),
            tags: more.tags.into_owned(),
            image: more.image.map(Cow::into_owned),
            enclosures: more.enclosures.into_owned(),
            comments: more.comments.map(Cow::into_owned),
            via: more.via.map(Cow::into_owned),
            rights: more.rights.map(Cow::into_owned),
            content_hash: self.known.content_hash,
        })
    }
}

/// SQLite does not notice a flipped bit inside a text; this does.
pub(super) fn checksum(links: [&Option<String>; 3], title: &str, more: &str) -> i64 {
    let mut hasher = Xxh3::new();
    for text in links {
        hasher.update(text.as_deref().unwrap_or("\0").as_bytes());
        hasher.update(b"\n");
    }
    hasher.update(title.as_bytes());
    hasher.update(b"\n");
    hasher.update(more.as_bytes());
    hasher.digest().cast_signed()
}

/// The compressed body; None where there is nothing to keep.
pub(super) fn body(article: &Article) -> Option<Vec<u8>> {
    let raw = article.raw.as_deref().unwrap_or_default();
    if article.content.is_empty() && raw.is_empty() {
        return None;
    }
    frame(article.content.as_str(), raw)
}

/// The two are nearly one text: in one frame the second costs next to nothing.
fn frame(clean: &str, raw: &str) -> Option<Vec<u8>> {
    let length = u32::try_from(clean.len()).ok()?;
    let plain = [&length.to_le_bytes(), clean.as_bytes(), raw.as_bytes()].concat();
    let mut compressor = zstd::bulk::Compressor::new(LEVEL).ok()?;
    compressor.include_checksum(true).ok()?;
    compressor.compress(&plain).ok()
}

/// The markup as this program's sanitiser makes it: what an older one made is cleaned again.
fn markup(connection: &Connection, key: i64, base: Option<&str>) -> Done<CleanHtml> {
    let found: Option<(u32, Vec<u8>)> = connection
        .prepare_cached("SELECT sanitiser, markup FROM body WHERE article = ?1")?
        .query_row([key], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((sanitiser, frame)) = found else {
        return Ok(CleanHtml::default());
    };
    let (clean, raw) = unframe(&frame)?;
    if sanitiser == html::SANITISER_VERSION {
        return Ok(CleanHtml::trusted(clean));
    }
    let base = base.and_then(|base| Url::parse(base).ok());
    let source = if raw.is_empty() { &clean } else { &raw };
    Ok(html::clean(source, base.as_ref()))
}

/// The clean and the raw markup.
fn unframe(frame: &[u8]) -> Done<(String, String)> {
    let damaged = || Trouble::Damaged("the body of an article cannot be read".to_owned());
    let size = zstd::bulk::Decompressor::upper_bound(frame).unwrap_or(MOST_BODY);
    let plain = zstd::bulk::decompress(frame, size.min(MOST_BODY)).map_err(|_| damaged())?;
    let (length, texts) = plain.split_first_chunk::<4>().ok_or_else(damaged)?;
    let length = usize::try_from(u32::from_le_bytes(*length)).map_err(|_| damaged())?;
    let (clean, raw) = texts.split_at_checked(length).ok_or_else(damaged)?;
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).map_err(|_| damaged());
    Ok((text(clean)?, text(raw)?))
}

pub(super) fn micros(instant: Timestamp) -> i64 {
    instant.timestamp_micros()
}

pub(super) fn instant(row: &Row<'_>, column: usize) -> rusqlite::Result<Timestamp> {
    let micros: i64 = row.get(column)?;
    Timestamp::from_timestamp_micros(micros)
        .ok_or_else(|| unreadable(column, Type::Integer, "no such time"))
}

pub(super) fn instant_or_none(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Timestamp>> {
    match row.get_ref(column)? {
        rusqlite::types::ValueRef::Null => Ok(None),
        _ => instant(row, column).map(Some),
    }
}

pub(super) fn id(row: &Row<'_>, column: usize) -> rusqlite::Result<ArticleId> {
    let bytes: [u8; 16] = row.get(column)?;
    Ok(ArticleId(Uuid::from_bytes(bytes)))
}

pub(super) fn source(row: &Row<'_>, column: usize) -> rusqlite::Result<SourceId> {
    let text: String = row.get(column)?;
    SourceId::new(&text).ok_or_else(|| unreadable(column, Type::Text, "no id of a source"))
}

fn unreadable(column: usize, kind: Type, why: &str) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, kind, why.into())
}
