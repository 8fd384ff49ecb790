//! Sources in; the outlines of their newest stories out, without a look at a body.

use super::{
    article::{id, source as source_id},
    error::{Done, Trouble},
    lent::{Lent, lent},
    stories::{Hidden, dates, members},
};
use crate::{
    dedupe::Policy,
    model::{ArticleId, Language, Outline, SourceId, StoryId, Weight},
};
use chrono::TimeDelta;
use rusqlite::{Connection, Row, params};
use std::collections::{BTreeMap, BTreeSet};
use xxhash_rust::xxh3::Xxh3;

/// How far down the shelf of a source in one language to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Depth {
    /// So many of the newest, ...
    pub newest: usize,
    /// ... and those not older than this, seen from the newest of the shelf, ...
    pub young: TimeDelta,
    /// ... but never more than these.
    pub most: usize,
}

impl Depth {
    /// So many of the newest, however old they are.
    pub fn newest(newest: usize) -> Self {
        Self {
            newest,
            young: TimeDelta::zero(),
            most: newest,
        }
    }
}

pub(super) fn outlines(
    connection: &mut Connection,
    policy: &Policy,
    depth: Depth,
) -> Done<Vec<Outline>> {
    let hidden = Hidden::read(connection)?;
    let sources = keys(connection, policy)?;
    let mut outlines = Vec::new();
    for id in newest(connection, &sources, depth)? {
        outlines.extend(outline(connection, policy, &hidden, &sources, id)?);
    }
    outlines.sort_by(|a, b| b.date.cmp(&a.date).then_with(|| a.id.cmp(&b.id)));
    Ok(outlines)
}

/// Of these stories, without those that are hidden or no story; the newest first, ties by id.
pub(super) fn outlines_of(
    connection: &mut Connection,
    policy: &Policy,
    wanted: &[StoryId],
) -> Done<Vec<Outline>> {
    let hidden = Hidden::read(connection)?;
    let sources = keys(connection, policy)?;
    let mut outlines = Vec::with_capacity(wanted.len());
    for id in wanted {
        outlines.extend(outline(connection, policy, &hidden, &sources, *id)?);
    }
    outlines.sort_by(|a, b| b.date.cmp(&a.date).then_with(|| a.id.cmp(&b.id)));
    Ok(outlines)
}

/// The sources of `policy` that have a row, by its key.
pub(super) fn keys(connection: &Connection, policy: &Policy) -> Done<BTreeMap<i64, SourceId>> {
    let mut statement = connection.prepare_cached("SELECT key, id FROM source")?;
    let mut rows = statement.query([])?;
    let mut keys = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let id = source_id(row, 1)?;
        if policy.owners.contains_key(&id) {
            keys.insert(row.get(0)?, id);
        }
    }
    Ok(keys)
}

/// The newest stories with an article of any of these sources, in each of its languages.
pub(super) fn newest(
    connection: &Connection,
    sources: &BTreeMap<i64, SourceId>,
    depth: Depth,
) -> Done<BTreeSet<StoryId>> {
    let mut languages =
        connection.prepare_cached("SELECT DISTINCT language FROM article WHERE source = ?1")?;
    let mut newest_in = connection.prepare_cached(
        "SELECT story, story_date FROM article WHERE source = ?1 AND language = ?2
         AND key NOT IN (SELECT article FROM unlisted)
         ORDER BY story_date DESC, story",
    )?;
    let young = depth.young.num_microseconds().unwrap_or(i64::MAX);
    let mut ids = BTreeSet::new();
    for source in sources.keys() {
        let spoken = languages
            .query_map([source], |row| row.get::<_, String>(0))?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        for language in spoken {
            let mut rows = newest_in.query(params![source, language])?;
            let (mut taken, mut first, mut last) = (0, None, None);
            while let Some(row) = rows.next()? {
                let (story, date): (_, i64) = (id(row, 0)?, row.get(1)?);
                if last == Some(story) {
                    continue;
                }
                let newest = *first.get_or_insert(date);
                let old = newest.saturating_sub(date) > young;
                if taken >= depth.most || (taken >= depth.newest && old) {
                    break;
                }
                taken += 1;
                last = Some(story);
                ids.insert(story);
            }
        }
    }
    Ok(ids)
}

/// An article of a story, as far as an outline needs it.
struct Member {
    source: i64,
    id: ArticleId,
    language: String,
    tags: String,
    weight: Weight,
    from_page: bool,
    /// Over the rest of its row, and of its text.
    marks: (i64, i64),
}

fn member(row: &Row<'_>) -> rusqlite::Result<Member> {
    Ok(Member {
        source: row.get(0)?,
        id: id(row, 1)?,
        language: row.get(2)?,
        tags: row.get(3)?,
        weight: Weight {
            content: bytes(row, 4)?,
            escapes: bytes(row, 5)?,
            summary: bytes(row, 6)?,
        },
        from_page: row.get(7)?,
        marks: (row.get(8)?, row.get(9)?),
    })
}

fn bytes(row: &Row<'_>, column: usize) -> rusqlite::Result<usize> {
    let count: i64 = row.get(column)?;
    Ok(usize::try_from(count).unwrap_or(0))
}

/// Over all that is told of a story of these articles, but for its dates. `shown`: its lead, then for
/// each other source the article that readers see of it; `lent`: by whose text.
fn stamp(all: &mut [Member], shown: &[ArticleId], lent: Option<ArticleId>) -> u64 {
    all.sort_unstable_by_key(|member| member.id);
    let mut hash = Xxh3::new();
    for id in shown {
        hash.update(id.0.as_bytes());
    }
    if let Some(lent) = lent {
        hash.update(b"\0");
        hash.update(lent.0.as_bytes());
    }
    for Member { id, weight, .. } in all.iter() {
        hash.update(id.0.as_bytes());
        for bytes in [weight.content, weight.escapes, weight.summary] {
            hash.update(&bytes.to_le_bytes());
        }
    }
    for (row, text) in all.iter().map(|member| member.marks) {
        hash.update(&row.to_le_bytes());
        hash.update(&text.to_le_bytes());
    }
    hash.digest()
}

/// None: nobody who is in feeds.toml and not hidden carries it.
fn outline(
    connection: &Connection,
    policy: &Policy,
    hidden: &Hidden,
    sources: &BTreeMap<i64, SourceId>,
    story: StoryId,
) -> Done<Option<Outline>> {
    let mut all: Vec<Member> = connection
        .prepare_cached(
            "SELECT source, id, language, tags, content, escapes, summary, from_page, checksum, hash
             FROM article WHERE story = ?1",
        )?
        .query_map([story.0.as_bytes()], member)?
        .collect::<rusqlite::Result<_>>()?;
    let Some(Faces {
        source,
        shown,
        also,
        lent,
    }) = faces(connection, policy, (hidden, sources), (story, &all))?
    else {
        return Ok(None);
    };
    let stamp = stamp(&mut all, &shown, lent.as_ref().map(|lent| lent.article));
    let place = shown
        .first()
        .and_then(|id| all.iter().position(|member| member.id == *id));
    let Some(lead) = place.map(|place| all.swap_remove(place)) else {
        return Ok(None);
    };
    let Some((date, mut changed)) = dates(connection, story)? else {
        return Ok(None);
    };
    let mut weight = lead.weight;
    if let Some(lent) = lent {
        weight = lent.weight(weight);
        changed = changed.max(lent.changed.unwrap_or(changed));
    }
    let tags = if lead.tags.is_empty() {
        Vec::new()
    } else {
        serde_json::from_str(&lead.tags)
            .map_err(|error| Trouble::Damaged(format!("article {}: {error}", lead.id)))?
    };
    Ok(Some(Outline {
        id: story,
        date,
        changed,
        source,
        language: Language::parse(&lead.language),
        tags,
        also,
        weight,
        from_page: lead.from_page,
        stamp,
    }))
}

/// What readers see of the articles of a story.
struct Faces {
    /// Of the lead.
    source: SourceId,
    /// The lead, then the first of each other source.
    shown: Vec<ArticleId>,
    /// The other sources, in that order.
    also: Vec<SourceId>,
    lent: Option<Lent>,
}

/// None: nobody who is in feeds.toml and not hidden carries it. `all`: its articles.
fn faces(
    connection: &Connection,
    policy: &Policy,
    (hidden, sources): (&Hidden, &BTreeMap<i64, SourceId>),
    (story, all): (StoryId, &[Member]),
) -> Done<Option<Faces>> {
    if let ([only], true) = (all, hidden.is_empty()) {
        return Ok(sources.get(&only.source).map(|source| Faces {
            source: source.clone(),
            shown: vec![only.id],
            also: Vec::new(),
            lent: None,
        }));
    }
    let Some((lead, others)) = members(connection, policy, hidden, story)? else {
        return Ok(None);
    };
    let lent = lent(connection, policy, &lead, &others)?;
    let source = lead.known.source;
    let mut told: BTreeSet<SourceId> = [source.clone()].into();
    let (mut shown, mut also) = (vec![lead.known.id], Vec::new());
    for known in others.into_iter().map(|member| member.stored.known) {
        if told.insert(known.source.clone()) {
            shown.push(known.id);
            also.push(known.source);
        }
    }
    Ok(Some(Faces {
        source,
        shown,
        also,
        lent,
    }))
}
