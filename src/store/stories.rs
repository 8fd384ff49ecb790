//! A selection in; whole stories with their leads and carriers out.

use super::{
    article::{FROM, FULL, Stored, fits, full, id, instant, story_checksum},
    error::Done,
    records,
};
use crate::{
    dedupe::{Key, KnownArticle, Policy, lead, link},
    model::{Article, ArticleId, Carrier, Story, StoryId},
};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::{BTreeSet, HashSet};
use uuid::Uuid;

pub(super) fn stories(
    connection: &mut Connection,
    policy: &Policy,
    newest: usize,
) -> Done<Vec<Story>> {
    let hidden = Hidden::read(connection)?;
    let mut ids: HashSet<StoryId> = HashSet::new();
    for source in policy.owners.keys() {
        let key = connection
            .prepare_cached("SELECT key FROM source WHERE id = ?1")?
            .query_row([source.as_str()], |row| row.get(0))
            .optional()?;
        if let Some(key) = key {
            shelf(connection, key, newest, &mut ids)?;
        }
    }
    let ids: BTreeSet<StoryId> = ids.into_iter().collect();
    let mut stories = Vec::with_capacity(ids.len());
    for id in ids {
        stories.extend(load(connection, policy, &hidden, id)?);
    }
    stories.sort_by(|a, b| b.date.cmp(&a.date).then_with(|| a.id.cmp(&b.id)));
    Ok(stories)
}

/// The newest stories with an article of this source, in each of its languages.
fn shelf(
    connection: &Connection,
    source: i64,
    newest: usize,
    ids: &mut HashSet<StoryId>,
) -> Done<()> {
    let mut next_language = connection.prepare_cached(
        "SELECT language FROM article WHERE source = ?1 AND language > ?2
         ORDER BY language LIMIT 1",
    )?;
    let mut newest_in = connection.prepare_cached(
        "SELECT story FROM article WHERE source = ?1 AND language = ?2
         GROUP BY story_date, story ORDER BY story_date DESC, story LIMIT ?3",
    )?;
    let limit = i64::try_from(newest).unwrap_or(i64::MAX);
    let mut language = Some(String::new());
    while let Some(current) = language {
        for story in newest_in.query_map(params![source, current, limit], |row| id(row, 0))? {
            ids.insert(story?);
        }
        language = next_language
            .query_row(params![source, current], |row| row.get(0))
            .optional()?;
    }
    Ok(())
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

/// None: an alias, or nobody who is in feeds.toml and not hidden carries it.
pub(super) fn load(
    connection: &Connection,
    policy: &Policy,
    hidden: &Hidden,
    wanted: StoryId,
) -> Done<Option<Story>> {
    let dates = connection
        .prepare_cached(
            "SELECT date, changed, checksum FROM story WHERE id = ?1 AND merged_into IS NULL",
        )?
        .query_row([wanted.0.as_bytes()], |row| {
            let (date, changed) = (instant(row, 0)?, instant(row, 1)?);
            fits(row.get(2)?, story_checksum(wanted, date, changed))?;
            Ok((date, changed))
        })
        .optional()?;
    let Some((date, changed)) = dates else {
        return Ok(None);
    };
    if hidden.ids.contains(&wanted) {
        return Ok(None);
    }
    let mut members: Vec<Stored> = connection
        .prepare_cached(&format!("SELECT {FULL} {FROM} WHERE a.story = ?1"))?
        .query_map([wanted.0.as_bytes()], full)?
        .collect::<rusqlite::Result<_>>()?;
    members.retain(|member| {
        policy.owners.contains_key(&member.known.source) && !hidden.hides(&member.known)
    });
    members.sort_by_cached_key(|m| (m.known.first_seen, m.known.source.clone(), m.known.id));
    let known: Vec<KnownArticle> = members.iter().map(|member| member.known.clone()).collect();
    let Some(place) = lead(policy, &known) else {
        return Ok(None);
    };
    let lead = members.remove(place).load(connection)?;
    let mut told: BTreeSet<_> = [lead.source.clone()].into();
    let also = members
        .into_iter()
        .filter(|member| told.insert(member.known.source.clone()))
        .filter_map(|member| carrier(policy, member))
        .collect();
    Ok(Some(Story {
        id: wanted,
        date,
        changed,
        lead,
        also,
        translations: Vec::new(),
    }))
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
    ids: HashSet<ArticleId>,
    links: HashSet<Key>,
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
