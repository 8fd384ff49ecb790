//! Stories in; what a selection has to know of them, without a look at a body, out.

use super::{
    article::id,
    error::{Done, Trouble},
    lent::{Lent, lent},
    shelf,
    stories::{DATED, Dates, Hidden, dated, dates, members},
};
use crate::{
    dedupe::Policy,
    model::{ArticleId, Language, Outline, SourceId, StoryId, Weight},
};
use rusqlite::{Connection, Row};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};
use xxhash_rust::xxh3::Xxh3;

/// With what outlines are drawn.
#[derive(Clone, Copy)]
pub(super) struct Drawer<'a> {
    pub(super) connection: &'a Connection,
    pub(super) policy: &'a Policy,
    pub(super) hidden: &'a Hidden,
    /// Those of `policy`, by the keys of their rows.
    pub(super) sources: &'a BTreeMap<i64, SourceId>,
}

impl Drawer<'_> {
    /// In the order of the ids; without those that are hidden or no story.
    pub(super) fn draw(&self, wanted: &BTreeSet<StoryId>) -> Done<Vec<Arc<Outline>>> {
        if shelf::are_many(self.connection, wanted.len())? {
            return self.draw_from_all(wanted);
        }
        let mut outlines = Vec::with_capacity(wanted.len());
        let mut members = self.connection.prepare_cached(&format!(
            "SELECT story, {MEMBER} FROM article WHERE story = ?1"
        ))?;
        for story in wanted {
            let all = members.query_map([story.0.as_bytes()], member)?;
            let all = all.collect::<rusqlite::Result<_>>()?;
            let dates = dates(self.connection, *story)?;
            outlines.extend(self.outline(*story, all, dates)?.map(Arc::new));
        }
        Ok(outlines)
    }

    fn draw_from_all(&self, wanted: &BTreeSet<StoryId>) -> Done<Vec<Arc<Outline>>> {
        let mut drafts: HashMap<StoryId, (Option<Dates>, Vec<Member>)> =
            HashMap::with_capacity(wanted.len());
        drafts.extend(wanted.iter().map(|id| (*id, Default::default())));
        let mut statement = self
            .connection
            .prepare_cached(&format!("SELECT story, {MEMBER} FROM article NOT INDEXED"))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            if let Some((_, members)) = drafts.get_mut(&id(row, 0)?) {
                members.reserve_exact(1);
                members.push(member(row)?);
            }
        }
        let mut statement = self.connection.prepare_cached(DATED)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            if let Some((dates, _)) = drafts.get_mut(&id(row, 0)?) {
                *dates = Some(dated(row)?.1);
            }
        }
        let mut outlines = Vec::with_capacity(wanted.len());
        for story in wanted {
            if let Some((dates, members)) = drafts.remove(story) {
                outlines.extend(self.outline(*story, members, dates)?.map(Arc::new));
            }
        }
        Ok(outlines)
    }

    /// None: nobody who is in feeds.toml and not hidden carries it.
    fn outline(
        &self,
        story: StoryId,
        mut all: Vec<Member>,
        dates: Option<Dates>,
    ) -> Done<Option<Outline>> {
        let Some(Faces {
            source,
            shown,
            also,
            lent,
        }) = self.faces(story, &all)?
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
        let Some((date, mut changed)) = dates else {
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

    /// None: nobody who is in feeds.toml and not hidden carries it. `all`: its articles.
    fn faces(&self, story: StoryId, all: &[Member]) -> Done<Option<Faces>> {
        let Self {
            connection,
            policy,
            hidden,
            sources,
        } = *self;
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

/// The columns of [`Member`].
const MEMBER: &str =
    "source, id, language, tags, content, escapes, summary, from_page, checksum, hash";

/// Of a row that begins with the story.
fn member(row: &Row<'_>) -> rusqlite::Result<Member> {
    Ok(Member {
        source: row.get(1)?,
        id: id(row, 2)?,
        language: row.get(3)?,
        tags: row.get(4)?,
        weight: Weight {
            content: bytes(row, 5)?,
            escapes: bytes(row, 6)?,
            summary: bytes(row, 7)?,
        },
        from_page: row.get(8)?,
        marks: (row.get(9)?, row.get(10)?),
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
