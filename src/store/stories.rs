//! A selection in; whole stories with their leads and carriers out.

use super::{
    article::{FROM, FULL, Packed, Stored, fits, full, id, instant, light_of, story_checksum},
    error::Done,
    lent::{Lent, lent},
    records,
    shelf::{self, Depth},
};
use crate::{
    dedupe::{Key, KnownArticle, Policy, lead, link},
    model::{Article, ArticleId, Carrier, ContentPolicy, SourceId, Story, StoryId, Timestamp},
};
use rusqlite::{Connection, OptionalExtension, Row};
use std::{
    borrow::Borrow,
    collections::{BTreeMap, BTreeSet, HashSet},
};
use uuid::Uuid;

const MEMBERS: &str = "SELECT a.key, a.id, s.id, a.story, a.guid, a.permalink, a.canonical, \
     a.title, a.first_seen, a.date, a.hash, a.revised, a.edits, \
     a.language, a.published, a.updated, a.more, a.checksum, \
     EXISTS (SELECT 1 FROM unlisted u WHERE u.article = a.key) \
     FROM article a JOIN source s ON s.key = a.source WHERE a.story = ?1";

const LIGHT_MEMBERS: &str = "SELECT a.key, a.id, a.source, a.story, a.guid, a.permalink, a.canonical, \
     a.title, a.first_seen, a.date, a.hash, a.revised, a.edits, \
     EXISTS (SELECT 1 FROM unlisted u WHERE u.article = a.key) \
     FROM article a WHERE a.story = ?1";

pub(super) fn stories(
    connection: &mut Connection,
    policy: &Policy,
    newest: usize,
) -> Done<Vec<Story>> {
    let hidden = Hidden::read(connection)?;
    let sources = shelf::keys(connection, policy)?;
    let mut stories = Vec::new();
    for id in shelf::newest(connection, &sources, Depth::newest(newest))? {
        stories.extend(load(connection, policy, &hidden, id)?);
    }
    stories.sort_by(|a, b| b.date.cmp(&a.date).then_with(|| a.id.cmp(&b.id)));
    Ok(stories)
}

pub(super) fn told(
    connection: &mut Connection,
    policy: &Policy,
    wanted: &[(StoryId, ContentPolicy)],
) -> Done<Vec<PackedStory>> {
    let hidden = Hidden::read(connection)?;
    let mut stories = Vec::with_capacity(wanted.len());
    for (id, text) in wanted {
        stories.extend(packed(connection, policy, &hidden, *id, *text)?);
    }
    Ok(stories)
}

pub(super) fn story(
    connection: &mut Connection,
    policy: &Policy,
    wanted: StoryId,
) -> Done<Option<Story>> {
    let alias = connection
        .prepare_cached("SELECT coalesce(merged_into, id) FROM story WHERE id = ?1")?
        .query_row([wanted.0.as_bytes()], |row| id(row, 0))
        .optional()?;
    let found = match alias {
        Some(story) => Some(story),
        None => connection
            .prepare_cached("SELECT story FROM article WHERE id = ?1")?
            .query_row([wanted.0.as_bytes()], |row| id(row, 0))
            .optional()?,
    };
    let Some(found) = found else { return Ok(None) };
    let hidden = Hidden::read(connection)?;
    load(connection, policy, &hidden, found)
}

pub(super) fn article(connection: &Connection, id: ArticleId) -> Done<Option<Article>> {
    let stored = connection
        .prepare_cached(&format!("SELECT {FULL} {FROM} WHERE a.id = ?1"))?
        .query_row([id.0.as_bytes()], full)
        .optional()?;
    stored.map(|stored| stored.load(connection)).transpose()
}

pub(super) fn articles_at(connection: &Connection, url: &str) -> Done<Vec<Article>> {
    let Some(hash) = link(url).and_then(Key::hash) else {
        return Ok(Vec::new());
    };
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {FULL} {FROM} JOIN ident i ON i.article = a.key WHERE i.hash = ?1 ORDER BY a.id"
    ))?;
    let stored = statement
        .query_map([hash], full)?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    stored
        .into_iter()
        .map(|stored| stored.load(connection))
        .collect()
}

pub(super) fn articles_of(connection: &Connection, story: StoryId) -> Done<Vec<Article>> {
    let sql = format!("SELECT {FULL} {FROM} WHERE a.story = ?1 ORDER BY a.id");
    let mut statement = connection.prepare_cached(&sql)?;
    let stored = statement
        .query_map([story.0.as_bytes()], full)?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    stored
        .into_iter()
        .map(|stored| stored.load(connection))
        .collect()
}

fn load(
    connection: &Connection,
    policy: &Policy,
    hidden: &Hidden,
    wanted: StoryId,
) -> Done<Option<Story>> {
    let packed = packed(connection, policy, hidden, wanted, ContentPolicy::Full)?;
    packed.map(PackedStory::unpack).transpose()
}

/// A story whose lead is as it is stored.
pub(super) struct PackedStory {
    id: StoryId,
    date: Timestamp,
    changed: Timestamp,
    lead: Packed,
    lent: Option<Lent>,
    also: Vec<Carrier>,
}

impl PackedStory {
    pub(super) fn unpack(self) -> Done<Story> {
        let mut story = Story {
            id: self.id,
            date: self.date,
            changed: self.changed,
            lead: self.lead.unpack()?,
            text_from: None,
            also: self.also,
            translations: Vec::new(),
        };
        if let Some(lent) = self.lent {
            story.changed = story.changed.max(lent.changed.unwrap_or(story.changed));
            story.lead.content = lent.content;
            story.text_from = Some(lent.from);
        }
        Ok(story)
    }
}

/// None: an alias, or nobody who is in feeds.toml and not hidden carries it.
fn packed(
    connection: &Connection,
    policy: &Policy,
    hidden: &Hidden,
    wanted: StoryId,
    text: ContentPolicy,
) -> Done<Option<PackedStory>> {
    let Some((date, changed)) = dates(connection, wanted)? else {
        return Ok(None);
    };
    let Some((lead, members)) = members(connection, policy, hidden, wanted)? else {
        return Ok(None);
    };
    let (lead, lent) = match text {
        ContentPolicy::Full => {
            let lent = lent(connection, policy, &lead, &members)?;
            (lead.with_body(connection)?, lent)
        }
        ContentPolicy::Excerpt | ContentPolicy::Title => (lead.without_body(), None),
    };
    let mut told: BTreeSet<_> = [lead.source().clone()].into();
    let also = members
        .into_iter()
        .map(|member| member.stored)
        .filter(|member| told.insert(member.known.source.clone()))
        .filter_map(|member| carrier(policy, member))
        .collect();
    Ok(Some(PackedStory {
        id: wanted,
        date,
        changed,
        lead,
        lent,
        also,
    }))
}

/// When a story was, and when it last changed.
pub(super) type Dates = (Timestamp, Timestamp);

/// The columns that [`dated`] reads, of all stories but aliases.
pub(super) const DATED: &str =
    "SELECT id, date, changed, checksum FROM story WHERE merged_into IS NULL";

/// A story and its dates.
pub(super) fn dated(row: &Row<'_>) -> rusqlite::Result<(StoryId, Dates)> {
    let (story, date, changed) = (id(row, 0)?, instant(row, 1)?, instant(row, 2)?);
    fits(row.get(3)?, story_checksum(story, date, changed))?;
    Ok((story, (date, changed)))
}

/// Its dates; None of an alias.
pub(super) fn dates(connection: &Connection, wanted: StoryId) -> Done<Option<Dates>> {
    let found = connection
        .prepare_cached(&format!("{DATED} AND id = ?1"))?
        .query_row([wanted.0.as_bytes()], dated)
        .optional()?;
    Ok(found.map(|(_, dates)| dates))
}

/// An article of a story, as far as somebody needs it.
pub(super) struct Member<T = Stored> {
    pub(super) stored: T,
    /// Its source brought it as something that readers get to see.
    pub(super) listed: bool,
}

/// The lead of a story, and its other members by `first_seen`, ties by source id.
pub(super) fn members(
    connection: &Connection,
    policy: &Policy,
    hidden: &Hidden,
    wanted: StoryId,
) -> Done<Option<(Stored, Vec<Member>)>> {
    if hidden.ids.contains(&wanted) {
        return Ok(None);
    }
    let mut members: Vec<Member> = Vec::new();
    let mut statement = connection.prepare_cached(MEMBERS)?;
    let mut rows = statement.query([wanted.0.as_bytes()])?;
    while let Some(row) = rows.next()? {
        let stored = full(row)?;
        if policy.owners.contains_key(&stored.known.source) && !hidden.hides(&stored.known) {
            let listed = !row.get::<_, bool>(18)?;
            members.push(Member { stored, listed });
        }
    }
    Ok(led(policy, members))
}

/// The same of a story nobody of whose articles is hidden, without what only a text needs; `sources`: those
/// of feeds.toml, by the keys of their rows.
pub(super) fn light_members(
    connection: &Connection,
    policy: &Policy,
    sources: &BTreeMap<i64, SourceId>,
    wanted: StoryId,
) -> Done<Option<(KnownArticle, Vec<Member<KnownArticle>>)>> {
    let mut members: Vec<Member<KnownArticle>> = Vec::new();
    let mut statement = connection.prepare_cached(LIGHT_MEMBERS)?;
    let mut rows = statement.query([wanted.0.as_bytes()])?;
    while let Some(row) = rows.next()? {
        if let Some(source) = sources.get(&row.get(2)?) {
            let stored = light_of(row, source.clone())?;
            let listed = !row.get::<_, bool>(13)?;
            members.push(Member { stored, listed });
        }
    }
    Ok(led(policy, members))
}

/// See [`members`].
fn led<T: Borrow<KnownArticle>>(
    policy: &Policy,
    mut members: Vec<Member<T>>,
) -> Option<(T, Vec<Member<T>>)> {
    // Somebody brought it as something that readers get to see.
    if !members.iter().any(|member| member.listed) {
        return None;
    }
    if let [_] = members.as_slice() {
        return members.pop().map(|lead| (lead.stored, members));
    }
    members.sort_by_cached_key(|Member { stored, .. }| {
        let known = stored.borrow();
        (known.first_seen, known.source.clone(), known.id)
    });
    let known = members.iter().map(|member| member.stored.borrow());
    let place = lead(policy, known)?;
    let lead = members.remove(place).stored;
    Some((lead, members))
}

fn carrier(policy: &Policy, member: Stored) -> Option<Carrier> {
    let owner = policy.owners.get(&member.known.source)?;
    Some(Carrier {
        name: owner.name.clone(),
        source: member.known.source,
        permalink: member.known.permalink,
        title: member.known.title,
        language: member.language,
    })
}

/// What a person has taken out of everything that is published.
pub(super) struct Hidden {
    pub(super) ids: HashSet<ArticleId>,
    pub(super) links: HashSet<Key>,
}

impl Hidden {
    pub(super) fn read(connection: &mut Connection) -> Done<Self> {
        let what = records::hidden(connection)?;
        let uuid = |text: &String| Uuid::parse_str(text).ok().map(ArticleId);
        Ok(Self {
            ids: what.keys().filter_map(uuid).collect(),
            links: what.keys().filter_map(|text| link(text)).collect(),
        })
    }

    pub(super) fn is_empty(&self) -> bool {
        self.ids.is_empty() && self.links.is_empty()
    }

    pub(super) fn hides(&self, article: &KnownArticle) -> bool {
        let by_link = || {
            article
                .marks()
                .keys()
                .iter()
                .any(|key| self.links.contains(key))
        };
        self.ids.contains(&article.id) || (!self.links.is_empty() && by_link())
    }
}
