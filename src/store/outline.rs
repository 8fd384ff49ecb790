//! Stories in; what a selection has to know of them, without a look at a body, out.

use super::{
    article::id,
    error::{Done, Trouble},
    lent::{Lent, lent},
    shelf,
    stories::{DATED, Dates, Hidden, dated, dates, light_members, members},
};
use crate::{
    dedupe::{KnownArticle, Policy},
    model::{ArticleId, Language, Outline, SourceId, StoryId, Weight},
};
use rusqlite::{Connection, Row};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};
use xxhash_rust::xxh3::xxh3_64;

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
    /// Of `wanted`, ascending, in that order; without those that are hidden or no story.
    pub(super) fn draw(&self, wanted: &[StoryId]) -> Done<Vec<Arc<Outline>>> {
        if shelf::are_many(self.connection, wanted.len())? {
            return self.draw_from_all(wanted);
        }
        let mut outlines = Vec::with_capacity(wanted.len());
        let mut shared = Shared::default();
        let mut members = self.connection.prepare_cached(&format!(
            "SELECT story, {MEMBER} FROM article WHERE story = ?1"
        ))?;
        for story in wanted {
            let mut rows = members.query([story.0.as_bytes()])?;
            let mut all = Vec::new();
            while let Some(row) = rows.next()? {
                all.push(member(row, &mut shared)?);
            }
            let dates = dates(self.connection, *story)?;
            outlines.extend(self.outline(*story, all, dates)?.map(Arc::new));
        }
        Ok(outlines)
    }

    fn draw_from_all(&self, wanted: &[StoryId]) -> Done<Vec<Arc<Outline>>> {
        let mut drafts: Vec<(Option<Dates>, Vec<Member>)> = Vec::new();
        drafts.resize_with(wanted.len(), Default::default);
        let mut shared = Shared::default();
        let mut statement = self
            .connection
            .prepare_cached(&format!("SELECT story, {MEMBER} FROM article NOT INDEXED"))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let place = wanted.binary_search(&id(row, 0)?).ok();
            if let Some((_, members)) = place.and_then(|place| drafts.get_mut(place)) {
                members.reserve_exact(1);
                members.push(member(row, &mut shared)?);
            }
        }
        let mut statement = self.connection.prepare_cached(DATED)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let place = wanted.binary_search(&id(row, 0)?).ok();
            if let Some((dates, _)) = place.and_then(|place| drafts.get_mut(place)) {
                *dates = Some(dated(row)?.1);
            }
        }
        let mut outlines = Vec::with_capacity(wanted.len());
        for (story, (dates, members)) in wanted.iter().zip(drafts) {
            outlines.extend(self.outline(*story, members, dates)?.map(Arc::new));
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
        let tags = lead
            .tags
            .map_err(|error| Trouble::Damaged(format!("article {}: {error}", lead.id)))?;
        Ok(Some(Outline {
            id: story,
            date,
            changed,
            source,
            language: lead.language,
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
        // Nobody lends: no text has to be looked at.
        if hidden.is_empty() && policy.in_full.is_empty() {
            let found = light_members(connection, policy, sources, story)?;
            return Ok(found.map(|(lead, others)| {
                let others = others.into_iter().map(|member| member.stored);
                Faces::of(lead, others, None)
            }));
        }
        let Some((lead, others)) = members(connection, policy, hidden, story)? else {
            return Ok(None);
        };
        let lent = lent(connection, policy, &lead, &others)?;
        let others = others.into_iter().map(|member| member.stored.known);
        Ok(Some(Faces::of(lead.known, others, lent)))
    }
}

/// An article of a story, as far as an outline needs it.
struct Member {
    source: i64,
    id: ArticleId,
    language: Option<Language>,
    tags: Tags,
    weight: Weight,
    from_page: bool,
    /// Over the rest of its row, and of its text.
    marks: (i64, i64),
}

/// The columns of [`Member`].
const MEMBER: &str =
    "source, id, language, tags, content, escapes, summary, from_page, checksum, hash";

/// Tags of an article, or why they cannot be read.
type Tags = Result<Arc<[String]>, Arc<str>>;

/// What many articles have in common, read once of each spelling.
#[derive(Default)]
struct Shared {
    languages: HashMap<Box<str>, Option<Language>>,
    tags: HashMap<Box<str>, Tags>,
}

impl Shared {
    fn language(&mut self, written: &str) -> Option<Language> {
        if let Some(known) = self.languages.get(written) {
            return known.clone();
        }
        let language = Language::parse(written);
        self.languages.insert(written.into(), language.clone());
        language
    }

    fn tags(&mut self, written: &str) -> Tags {
        if let Some(known) = self.tags.get(written) {
            return known.clone();
        }
        let tags = match written {
            "" => Ok([].into()),
            json => serde_json::from_str::<Vec<String>>(json)
                .map(Into::into)
                .map_err(|error| error.to_string().into()),
        };
        self.tags.insert(written.into(), tags.clone());
        tags
    }
}

/// Of a row that begins with the story.
fn member(row: &Row<'_>, shared: &mut Shared) -> rusqlite::Result<Member> {
    Ok(Member {
        source: row.get(1)?,
        id: id(row, 2)?,
        language: shared.language(row.get_ref(3)?.as_str()?),
        tags: shared.tags(row.get_ref(4)?.as_str()?),
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
    let mut bytes = Vec::with_capacity(32 + 64 * all.len());
    for id in shown {
        bytes.extend_from_slice(id.0.as_bytes());
    }
    if let Some(lent) = lent {
        bytes.push(0);
        bytes.extend_from_slice(lent.0.as_bytes());
    }
    for Member { id, weight, .. } in all.iter() {
        bytes.extend_from_slice(id.0.as_bytes());
        for count in [weight.content, weight.escapes, weight.summary] {
            bytes.extend_from_slice(&count.to_le_bytes());
        }
    }
    for (row, text) in all.iter().map(|member| member.marks) {
        bytes.extend_from_slice(&row.to_le_bytes());
        bytes.extend_from_slice(&text.to_le_bytes());
    }
    xxh3_64(&bytes)
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

impl Faces {
    fn of(
        lead: KnownArticle,
        others: impl Iterator<Item = KnownArticle>,
        lent: Option<Lent>,
    ) -> Self {
        let source = lead.source;
        let mut told: BTreeSet<SourceId> = [source.clone()].into();
        let (mut shown, mut also) = (vec![lead.id], Vec::new());
        for known in others {
            if told.insert(known.source.clone()) {
                shown.push(known.id);
                also.push(known.source);
            }
        }
        Self {
            source,
            shown,
            also,
            lent,
        }
    }
}
