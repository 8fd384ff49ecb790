//! What a publish asks the store for: which stories there are, and some of them as a whole.

use super::{
    Depth, Store, StoreError, month, open, shelf, stories,
    thread::{Job, Worker},
};
use crate::{
    dedupe::Policy,
    model::{ContentPolicy, Outline, Story, StoryId},
};
use std::{collections::BTreeMap, sync::Arc};

impl Store {
    /// From now on much is read and nothing written, nearly every page of the database once: little of
    /// it is kept in memory, what was kept until now is given back, and a second thread reads beside.
    pub async fn read_through(&self) -> Result<(), StoreError> {
        self.worker.ask(Job::read(open::read_through)).await?;
        if self.beside.get().is_none()
            && let Some(worker) = self.worker.beside()
        {
            // Another handle may have been faster.
            let _ = self.beside.set(worker);
        }
        Ok(())
    }

    /// The second thread where it has nothing to do. Both know all that was saved.
    fn reader(&self) -> &Worker {
        let beside = self.beside.get();
        beside
            .filter(|beside| beside.is_idle())
            .unwrap_or(&self.worker)
    }

    /// As [`Store::stories`], without their texts, and so deep.
    pub async fn outlines(
        &self,
        policy: &Arc<Policy>,
        depth: Depth,
    ) -> Result<Vec<Arc<Outline>>, StoreError> {
        let policy = Arc::clone(policy);
        self.reader()
            .ask(Job::read(move |c| shelf::outlines(c, &policy, depth)))
            .await
    }

    /// The outlines of these stories; what is hidden or no story is left out.
    pub async fn outlines_of(
        &self,
        policy: &Arc<Policy>,
        ids: Vec<StoryId>,
    ) -> Result<Vec<Arc<Outline>>, StoreError> {
        let policy = Arc::clone(policy);
        self.reader()
            .ask(Job::read(move |c| shelf::outlines_of(c, &policy, &ids)))
            .await
    }

    /// These stories, in the order of their ids here; what is hidden or no story is left out. The
    /// markup of those that are not told in full is left out. Texts are unpacked by whoever waits
    /// for this.
    pub async fn told(
        &self,
        policy: &Arc<Policy>,
        ids: Vec<(StoryId, ContentPolicy)>,
    ) -> Result<Vec<Story>, StoreError> {
        let policy = Arc::clone(policy);
        let packed = self
            .reader()
            .ask(Job::read(move |c| stories::told(c, &policy, &ids)))
            .await?;
        let unpacked = packed.into_iter().map(stories::PackedStory::unpack);
        let stories: Result<Vec<_>, _> = unpacked.collect();
        stories.map_err(|trouble| self.worker.told(&trouble))
    }

    /// The stories of each month (`YYYY-MM`, UTC) in which the article that began them was first
    /// seen, by id. Hidden ones, aliases, and those that a source began which is not in `policy`,
    /// are left out.
    pub async fn months(
        &self,
        policy: &Arc<Policy>,
    ) -> Result<BTreeMap<String, Vec<StoryId>>, StoreError> {
        let policy = Arc::clone(policy);
        self.reader()
            .ask(Job::read(move |c| month::months(c, &policy)))
            .await
    }

    /// Ids that were published and given up, and what they became, by id.
    pub async fn aliases(&self) -> Result<Vec<(StoryId, StoryId)>, StoreError> {
        self.reader().ask(Job::read(month::aliases)).await
    }
}
