//! The months of the store in, the plans of the archive out: what is over stays as it is.

use super::{
    PublishError,
    marks::Marking,
    publish::{Hidden, hidden},
};
use crate::{
    dedupe::Policy,
    edition::{self, Held},
    model::{Config, Masthead, Outline, Plan, SourceId, StoryId},
    output::Lay,
    render,
    store::{Store, StoreError},
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fmt::Write,
    sync::Arc,
};

/// Where the store keeps which stories a month that is over was written with.
const ARCHIVED: &str = "archived";

/// The stories of each month, oldest first.
pub(super) type Months = BTreeMap<String, Vec<StoryId>>;
/// For each month, what its documents were made of.
pub(super) type Keys = BTreeMap<String, Made>;
/// What the documents of a month were made of, and how they lay there.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Made {
    /// See [`Archive::key`].
    key: String,
    /// Those that are named in them.
    sources: BTreeSet<SourceId>,
    /// [`Lay::seal_of`] the files; None: they were not written yet.
    seal: Option<u64>,
    /// Over their bytes.
    bytes: Option<u64>,
}

impl Made {
    /// Whether the files lie there as they were written, though perhaps copied to there.
    fn lies(&self, lay: &Lay, paths: &[String]) -> bool {
        let seal = lay.seal_of(paths);
        seal.is_some() && (seal == self.seal || self.bytes == lay.bytes_of(paths))
    }
}

/// What the documents are made with.
pub(super) struct Archive<'a> {
    pub(super) config: &'a Config,
    pub(super) store: &'a Store,
    pub(super) policy: &'a Arc<Policy>,
    pub(super) masthead: &'a Arc<Masthead>,
    /// Those that are at hand.
    pub(super) outlines: HashMap<StoryId, &'a Arc<Outline>>,
    /// What is told though a rule drops it now.
    pub(super) held: &'a Held,
}

/// The documents of all months.
#[derive(Default)]
pub(super) struct Archived {
    /// Those that are to be written.
    pub(super) plans: Vec<Plan>,
    /// Where the others lie, as they were written.
    pub(super) kept: Vec<String>,
    /// To be kept with [`keep`].
    pub(super) keys: Keys,
}

/// What came in when; nothing where no archive is wanted.
pub(super) async fn months(
    config: &Config,
    store: &Store,
    policy: &Arc<Policy>,
) -> Result<Months, StoreError> {
    if !config.output.archive {
        return Ok(Months::new());
    }
    store.months(policy).await
}

impl Archive<'_> {
    /// Both documents of each month. A month is over when another has begun: from then on its files
    /// change only when something leaves it (a story or a carrier's copy that was hidden, an alias, a
    /// source that was taken out, a text that may be lent no more), or when they do not lie there as
    /// they were written; not when a publisher edits an old text or is called otherwise.
    pub(super) async fn plans(
        &self,
        months: &Months,
        lay: &Lay,
        marking: &mut Marking<'_>,
    ) -> Result<Archived, PublishError> {
        let last = self.store.remark(ARCHIVED).await?;
        let last: Keys = last
            .and_then(|json| serde_json::from_str(&json).ok())
            .unwrap_or_default();
        let names: Vec<&String> = months.keys().collect();
        let hidden = hidden(self.store).await?;
        let mut archived = Archived::default();
        for (at, (month, ids)) in months.iter().enumerate() {
            let earlier = at.checked_sub(1).and_then(|at| names.get(at));
            let later = names.get(at + 1);
            let key = self.key(ids, (earlier.copied(), later.copied()), &hidden);
            let paths = render::month_paths(month);
            let same = |made: &&Made| {
                let there = |source| self.policy.owners.contains_key(source);
                made.key == key && made.sources.iter().all(there) && made.lies(lay, &paths)
            };
            let made = last.get(month).filter(|_| later.is_some()).filter(same);
            let made = if let Some(made) = made {
                archived.kept.extend(paths);
                made.clone()
            } else {
                let plan = self.plan(month, ids, marking).await?;
                let sources = sources_of(&plan);
                archived.plans.push(plan);
                Made {
                    key,
                    sources,
                    ..Made::default()
                }
            };
            archived.keys.insert(month.clone(), made);
        }
        Ok(archived)
    }

    /// Which stories, by id, between which months, under which site, without what.
    fn key(
        &self,
        ids: &[StoryId],
        around: (Option<&String>, Option<&String>),
        hidden: &Hidden,
    ) -> String {
        let mut hash = Sha256::new();
        let site = &self.config.site;
        hash.update(format!("{}\n{}\n{}\n", site.url, site.title, site.language));
        hash.update(format!("{:?}\n{around:?}\n", self.config.rules));
        let held: BTreeSet<&StoryId> = self.held.values().flatten().collect();
        for id in ids {
            hash.update(id.0.as_bytes());
            if held.contains(id) {
                hash.update("held");
            }
        }
        let here = |stories: &BTreeSet<StoryId>| stories.iter().any(|id| ids.contains(id));
        for (what, _) in hidden.iter().filter(|(_, stories)| here(stories)) {
            hash.update(format!("\nwithout {what}"));
        }
        if !self.policy.in_full.is_empty() {
            hash.update(format!("\n{:?}", self.policy.in_full));
        }
        let mut text = String::new();
        for byte in hash.finalize().iter().take(16) {
            // Writing into a string cannot fail.
            let _ = write!(text, "{byte:02x}");
        }
        text
    }

    async fn plan(
        &self,
        month: &str,
        ids: &[StoryId],
        marking: &mut Marking<'_>,
    ) -> Result<Plan, StoreError> {
        let outlines = self.outlines(ids).await?;
        let marks = marking.of(&outlines).await?;
        let (config, masthead) = (self.config, self.masthead);
        let said = (&marks, self.held);
        Ok(edition::month(config, masthead, month, &outlines, said))
    }

    /// In no order: [`edition::month`] has its own.
    async fn outlines(&self, ids: &[StoryId]) -> Result<Vec<Arc<Outline>>, StoreError> {
        let (mut outlines, mut missing) = (Vec::with_capacity(ids.len()), Vec::new());
        for id in ids {
            match self.outlines.get(id) {
                Some(outline) => outlines.push(Arc::clone(outline)),
                None => missing.push(*id),
            }
        }
        if !missing.is_empty() {
            outlines.extend(self.store.outlines_of(self.policy, missing).await?);
        }
        Ok(outlines)
    }
}

fn sources_of(plan: &Plan) -> BTreeSet<SourceId> {
    let outlines = plan.choices.iter().map(|choice| &choice.outline);
    outlines
        .flat_map(|outline| outline.also.iter().chain([&outline.source]))
        .cloned()
        .collect()
}

/// Keeps what the documents, which lie there now, were made of.
pub(super) async fn keep(store: &Store, mut keys: Keys, lay: &Lay) -> Result<(), StoreError> {
    for (month, made) in &mut keys {
        let paths = render::month_paths(month);
        let seal = lay.seal_of(&paths);
        if made.seal != seal || seal.is_none() {
            made.seal = seal;
            made.bytes = lay.bytes_of(&paths);
        }
    }
    let json = serde_json::to_string(&keys).unwrap_or_default();
    if store.remark(ARCHIVED).await?.as_deref() == Some(json.as_str()) {
        return Ok(());
    }
    store.set_remark(ARCHIVED, &json).await
}
