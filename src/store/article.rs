//! An article in, a row out; and back.

use super::{
    body::markup,
    error::{Done, Trouble},
};
use crate::{
    dedupe::KnownArticle,
    model::{
        Alternate, Article, ArticleId, Category, CleanHtml, Enclosure, Image, Language, Person,
        SourceId, StoryId, Timestamp, Via,
    },
};
use rusqlite::{
    Connection, OptionalExtension, Row,
    types::{Type, ValueRef},
};
use serde::{Deserialize, Serialize};
use std::borrow::{Borrow, Cow};
use uuid::Uuid;
use xxhash_rust::xxh3::xxh3_64;

/// Columns of [`light`], then those that only [`full`] reads. `a` is the article, `s` its source.
pub(super) const LIGHT: &str = "a.key, a.id, s.id, a.story, a.guid, a.permalink, a.canonical, \
     a.title, a.first_seen, a.date, a.hash, a.revised, a.edits";
pub(super) const FULL: &str = "a.key, a.id, s.id, a.story, a.guid, a.permalink, a.canonical, \
     a.title, a.first_seen, a.date, a.hash, a.revised, a.edits, \
     a.language, a.published, a.updated, a.more, a.checksum";
pub(super) const FROM: &str = "FROM article a JOIN source s ON s.key = a.source";

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
    #[serde(skip_serializing_if = "<[Alternate]>::is_empty")]
    alternates: Cow<'a, [Alternate]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    via: Option<Cow<'a, Via>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rights: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "is_false")]
    from_page: bool,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde asks for a reference"
)]
fn is_false(value: &bool) -> bool {
    !value
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
        alternates: Cow::Borrowed(&article.alternates),
        via: article.via.as_ref().map(Cow::Borrowed),
        rights: article.rights.as_deref().map(Cow::Borrowed),
        from_page: article.from_page,
    };
    // Strings and numbers only: there is nothing in it that JSON cannot hold.
    serde_json::to_string(&more).unwrap_or_default()
}

/// The JSON of `tags`; nothing of none.
pub(super) fn tags(article: &Article) -> String {
    if article.tags.is_empty() {
        return String::new();
    }
    serde_json::to_string(&article.tags).unwrap_or_default()
}

/// A row without what decisions do not need, and its key.
pub(super) fn light(row: &Row<'_>) -> rusqlite::Result<(i64, KnownArticle)> {
    Ok((row.get(0)?, light_of(row, source(row, 2)?)?))
}

/// The same of a row whose source is known.
pub(super) fn light_of(row: &Row<'_>, source: SourceId) -> rusqlite::Result<KnownArticle> {
    Ok(KnownArticle {
        id: id(row, 1)?,
        source,
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
    })
}

/// A row with everything but the body.
#[derive(Clone)]
pub(super) struct Stored {
    pub(super) key: i64,
    pub(super) known: KnownArticle,
    pub(super) language: Option<Language>,
    published: Option<Timestamp>,
    updated: Option<Timestamp>,
    more: String,
}

impl Borrow<KnownArticle> for Stored {
    fn borrow(&self) -> &KnownArticle {
        &self.known
    }
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
    let known = &stored.known;
    let texts = [
        known.guid.as_deref(),
        known.permalink.as_deref(),
        known.canonical.as_deref(),
        Some(&known.title),
        Some(&stored.more),
        Some(&language),
    ];
    let times = [
        Some(known.first_seen),
        Some(known.date),
        stored.published,
        stored.updated,
    ];
    fits(row.get(17)?, checksum(&texts, &times))?;
    Ok(stored)
}

impl Stored {
    /// The article with its body.
    pub(super) fn load(self, connection: &Connection) -> Done<Article> {
        self.with_body(connection)?.unpack()
    }

    /// With its body as it is stored: unpacking needs no connection.
    pub(super) fn with_body(self, connection: &Connection) -> Done<Packed> {
        let body = connection
            .prepare_cached("SELECT sanitiser, markup FROM body WHERE article = ?1")?
            .query_row([self.key], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        Ok(Packed { stored: self, body })
    }

    /// Nobody will read its body.
    pub(super) fn without_body(self) -> Packed {
        Packed {
            stored: self,
            body: None,
        }
    }
}

/// An article as it is stored: whose sanitiser made the markup, and the frame of it.
pub(super) struct Packed {
    stored: Stored,
    body: Option<(u32, Vec<u8>)>,
}

impl Packed {
    pub(super) fn source(&self) -> &SourceId {
        &self.stored.known.source
    }

    /// The article with its body.
    pub(super) fn unpack(self) -> Done<Article> {
        let Self { stored, body } = self;
        let content = match body {
            Some((sanitiser, frame)) => markup(&stored.known, sanitiser, &frame)?,
            None => CleanHtml::default(),
        };
        stored.complete(content)
    }
}

impl Stored {
    fn complete(self, content: CleanHtml) -> Done<Article> {
        let more: More<'_> = serde_json::from_str(&self.more)
            .map_err(|error| Trouble::Damaged(format!("article {}: {error}", self.known.id)))?;
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
            from_page: more.from_page,
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
            alternates: more.alternates.into_owned(),
            via: more.via.map(Cow::into_owned),
            rights: more.rights.map(Cow::into_owned),
            content_hash: self.known.content_hash,
        })
    }
}

/// What [`full`] expects.
pub(super) fn article_checksum(article: &Article, more: &str, language: &str) -> i64 {
    let texts = [
        article.guid.as_deref(),
        article.permalink.as_deref(),
        article.canonical.as_deref(),
        Some(&article.title),
        Some(more),
        Some(language),
    ];
    let times = [
        Some(article.first_seen),
        Some(article.date),
        article.published,
        article.updated,
    ];
    checksum(&texts, &times)
}

/// What the row of a story has.
pub(super) fn story_checksum(id: StoryId, date: Timestamp, changed: Timestamp) -> i64 {
    let mut letters = Uuid::encode_buffer();
    let id: &str = id.0.as_urn().encode_lower(&mut letters);
    checksum(&[Some(id)], &[Some(date), Some(changed)])
}

/// `SQLite` does not notice a bit that flipped inside a value; this does.
fn checksum(texts: &[Option<&str>], times: &[Option<Timestamp>]) -> i64 {
    let texts = texts.iter().map(|text| text.unwrap_or("\0"));
    let length = texts.clone().map(|text| text.len() + 1).sum::<usize>();
    let mut bytes = Vec::with_capacity(length + times.len() * 8);
    for text in texts {
        bytes.extend_from_slice(text.as_bytes());
        bytes.push(b'\n');
    }
    for time in times {
        bytes.extend_from_slice(&time.map_or(i64::MIN, micros).to_le_bytes());
    }
    xxh3_64(&bytes).cast_signed()
}

/// The checksum that is stored is the one that should be.
pub(super) fn fits(stored: i64, expected: i64) -> rusqlite::Result<()> {
    if stored == expected {
        return Ok(());
    }
    Err(unreadable(0, Type::Integer, "a checksum does not fit"))
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
    if row.get_ref(column)? == ValueRef::Null {
        return Ok(None);
    }
    instant(row, column).map(Some)
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
