//! Plans in, their files on the stage out; what lies there as it would be written is left alone.

use super::{
    proof::{Proofs, made_of},
    publish::PublishError,
};
use crate::{
    dedupe::Policy,
    model::{ContentPolicy, Plan, Story, StoryId},
    output::Stage,
    render::{self, Theme},
    store::Store,
};
use futures_util::{StreamExt, stream};
use std::{collections::BTreeMap, path::Path, sync::Arc};

/// Stories whose texts are in memory at once, for each thread that renders.
const BATCH: usize = 48;

/// What the files of an edition are made of, and which these are.
pub(super) type Made = (u64, Vec<String>);

/// With what editions are rendered.
#[derive(Clone)]
pub(super) struct Press {
    pub(super) store: Store,
    pub(super) policy: Arc<Policy>,
    pub(super) theme: Arc<Theme>,
    pub(super) stage: Arc<Stage>,
}

/// The plans whose files do not lie in `dir` as they would be written; what those of all are made
/// of; and how many files lie there already.
pub(super) fn due(
    plans: Vec<Plan>,
    (proofs, last): (&Proofs, &Proofs),
    dir: &Path,
) -> (Vec<Plan>, Vec<Made>, usize) {
    let (mut due, mut made, mut left) = (Vec::new(), Vec::new(), 0);
    for plan in plans {
        let paths: Vec<String> = render::paths(&plan.edition).collect();
        let of = made_of(&plan);
        if proofs.hold(last, of, dir, &paths) {
            left += paths.len();
        } else {
            due.push(plan);
        }
        made.push((of, paths));
    }
    (due, made, left)
}

impl Press {
    /// Renders and stages a batch of editions at a time, on as many threads as there are
    /// processors; one more waits for the disk.
    pub(super) async fn write(self, plans: Vec<Plan>) -> Result<(), PublishError> {
        let batches = batches(plans).into_iter();
        let batches = batches.map(|batch| tokio::spawn(self.clone().batch(batch)));
        let threads = std::thread::available_parallelism().map_or(1, usize::from) + 1;
        let mut rendered = stream::iter(batches).buffer_unordered(threads);
        while let Some(ended) = rendered.next().await {
            match ended.map_err(tokio::task::JoinError::try_into_panic) {
                Ok(outcome) => outcome?,
                Err(Ok(panic)) => std::panic::resume_unwind(panic),
                Err(Err(_)) => {}
            }
        }
        Ok(())
    }

    async fn batch(self, batch: Vec<Plan>) -> Result<(), PublishError> {
        let mut wanted: BTreeMap<StoryId, ContentPolicy> = BTreeMap::new();
        for choice in batch.iter().flat_map(|plan| &plan.choices) {
            let text = wanted.entry(choice.outline.id).or_insert(choice.text);
            if choice.text == ContentPolicy::Full {
                *text = ContentPolicy::Full;
            }
        }
        let wanted = wanted.into_iter().collect();
        let stories = self.store.told(&self.policy, wanted).await?;
        let (theme, stage) = (self.theme, self.stage);
        let rendered =
            tokio::task::spawn_blocking(move || render(&batch, stories, &theme, &stage)).await;
        rendered.unwrap_or_else(|ended| match ended.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(_) => Ok(()),
        })
    }
}

fn batches(plans: Vec<Plan>) -> Vec<Vec<Plan>> {
    let mut batches: Vec<Vec<Plan>> = Vec::new();
    let mut room = 0;
    for plan in plans {
        let weight = plan.choices.len() + 1;
        if let Some(batch) = batches.last_mut().filter(|_| weight <= room) {
            batch.push(plan);
        } else {
            batches.push(vec![plan]);
            room = BATCH;
        }
        room = room.saturating_sub(weight);
    }
    batches
}

fn render(
    batch: &[Plan],
    stories: Vec<Story>,
    theme: &Theme,
    stage: &Stage,
) -> Result<(), PublishError> {
    let stories: BTreeMap<_, _> = stories
        .into_iter()
        .map(|story| (story.id, Arc::new(story)))
        .collect();
    for plan in batch {
        let edition = plan.tell(|id| stories.get(&id).cloned());
        for file in render::files(&edition, theme) {
            let file = file?;
            render::verify(&file)?;
            stage.put(&[file])?;
        }
    }
    Ok(())
}
