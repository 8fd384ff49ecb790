//! The months of the store in, the plans of the archive out: what is over stays as it is.

use super::{PublishError, marks::Marking};
use crate::{
    dedupe::Policy,
    edition,
    model::{Config, Masthead, Plan, StoryId},
    render,
    store::{Store, StoreError},
};
use sha2::{Digest, Sha256};
use std::{collections::BTreeMap, fmt::Write, sync::Arc};

/// Where the store keeps which stories a month that is over was written with.
const ARCHIVED: &str = "archived";

/// The stories of each month, oldest first.
pub(super) type Months = BTreeMap<String, Vec<StoryId>>;
/// For each month, what its documents were made of.
pub(super) type Keys = BTreeMap<String, String>;

/// What the documents are made with.
pub(super) struct Archive<'a> {
    pub(super) config: &'a Config,
    pub(super) store: &'a Store,
    pub(super) policy: &'a Arc<Policy>,
    pub(super) masthead: &'a Arc<Masthead>,
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
    /// change only when a story leaves it (hidden, an alias, its source taken out), not when a
    /// publisher edits an old text.
    pub(super) async fn plans(
        &self,
        months: &Months,
        marking: &mut Marking<'_>,
    ) -> Result<Archived, PublishError> {
        let last = self.store.remark(ARCHIVED).await?;
        let last: Keys = last
            .and_then(|json| serde_json::from_str(&json).ok())
            .unwrap_or_default();
        let names: Vec<&String> = months.keys().collect();
        let mut archived = Archived::default();
        for (at, (month, ids)) in months.iter().enumerate() {
            let earlier = at.checked_sub(1).and_then(|at| names.get(at));
            let later = names.get(at + 1);
            let key = key(self.config, ids, earlier.copied(), later.copied());
            let paths = render::month_paths(month);
            let lies = |path: &String| self.config.output.dir.join(path).is_file();
            if later.is_some() && last.get(month) == Some(&key) && paths.iter().all(lies) {
                archived.kept.extend(paths);
            } else {
                archived.plans.push(self.plan(month, ids, marking).await?);
            }
            archived.keys.insert(month.clone(), key);
        }
        Ok(archived)
    }

    async fn plan(
        &self,
        month: &str,
        ids: &[StoryId],
        marking: &mut Marking<'_>,
    ) -> Result<Plan, StoreError> {
        let outlines = self.store.outlines_of(self.policy, ids.to_vec()).await?;
        let outlines: Vec<_> = outlines.into_iter().map(Arc::new).collect();
        let marks = marking.of(&outlines).await?;
        let (config, masthead) = (self.config, self.masthead);
        Ok(edition::month(config, masthead, month, &outlines, &marks))
    }
}

/// Keeps what the documents were made of.
pub(super) async fn keep(store: &Store, keys: &Keys) -> Result<(), StoreError> {
    let json = serde_json::to_string(keys).unwrap_or_default();
    if store.remark(ARCHIVED).await?.as_deref() == Some(json.as_str()) {
        return Ok(());
    }
    store.set_remark(ARCHIVED, &json).await
}

/// Which stories, between which months, under which site.
fn key(
    config: &Config,
    ids: &[StoryId],
    earlier: Option<&String>,
    later: Option<&String>,
) -> String {
    let mut hash = Sha256::new();
    let site = &config.site;
    hash.update(format!("{}\n{}\n{}\n", site.url, site.title, site.language));
    hash.update(format!("{:?}\n{earlier:?}\n{later:?}\n", config.rules));
    for id in ids {
        hash.update(id.0.as_bytes());
    }
    let mut text = String::new();
    for byte in hash.finalize().iter().take(16) {
        // Writing into a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}
