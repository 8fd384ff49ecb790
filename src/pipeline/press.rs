//! Plans in, their files on the stage out; what lies there as it would be written is left alone.

use super::{
    archive,
    ground::Ground,
    proof::{PROOFS, Proofs, made_of},
    publish::{Draft, PublishError, PublishReport},
};
use crate::{
    dedupe::Policy,
    edition::Published,
    model::{Config, ContentPolicy, Plan, Story, StoryId},
    output::{Stage, Written},
    render::{self, Theme},
    store::Store,
};
use futures_util::{StreamExt, stream};
use std::{collections::BTreeMap, path::Path, sync::Arc};

/// Stories whose texts are in memory at once, for each thread that renders.
const BATCH: usize = 48;

/// With what editions are rendered.
#[derive(Clone)]
pub(super) struct Press {
    pub(super) store: Store,
    pub(super) policy: Arc<Policy>,
    pub(super) theme: Arc<Theme>,
}

/// What lies in the folder now, and what is to be remembered of it.
pub(super) struct Printed {
    pub(super) report: PublishReport,
    pub(super) proofs: Proofs,
    pub(super) next: Published,
    pub(super) counts: BTreeMap<String, u64>,
    pub(super) months: archive::Keys,
}

impl Press {
    /// Brings a draft into the folder. Everything that will lie there is known before the first
    /// byte is written.
    pub(super) async fn print(
        self,
        draft: Draft,
        frame: &Ground,
        (config, manifest): (&Config, &Path),
        writes: bool,
    ) -> Result<Printed, PublishError> {
        let dir = &config.output.dir;
        let last = self.store.remark(PROOFS).await?;
        let last = last.and_then(|json| serde_json::from_str::<Proofs>(&json).ok());
        let mut proofs = Proofs::begin(frame, &self.theme, &draft.plans);
        let (due, made) = due(draft.plans, (&proofs, &last.unwrap_or_default()), dir);
        let made_paths = made.iter().flat_map(|made| &made.paths).cloned();
        let at_once = draft.files.iter().map(|file| file.path.clone());
        let kept = draft.kept.len();
        // These come when all the rest is there.
        let fleeting = config.output.status.then_some(render::STATUS);
        let fleeting = fleeting.into_iter().flatten().map(str::to_owned);
        let paths = draft.kept.into_iter().chain(made_paths).chain(at_once);
        let paths = paths.chain(fleeting).collect();
        let stage = Arc::new(if writes {
            Stage::open(dir, manifest, paths)?
        } else {
            Stage::rehearse(dir, manifest, paths)?
        });
        for file in &draft.files {
            render::verify(file)?;
        }
        stage.put(&draft.files)?;
        drop(draft.files);
        self.write(due, &stage).await?;
        let mut report = draft.report;
        report.written = Arc::into_inner(stage).map_or(Ok(Written::default()), Stage::finish)?;
        let left = made
            .iter()
            .filter(|made| made.lies)
            .map(|made| made.paths.len());
        report.written.unchanged += kept + left.sum::<usize>();
        for made in &made {
            proofs.keep(made.of, dir, &made.paths);
        }
        Ok(Printed {
            report,
            proofs,
            next: draft.next,
            counts: draft.counts,
            months: draft.months,
        })
    }

    /// Renders and stages a batch of editions at a time, on as many threads as there are
    /// processors; one more waits for the disk.
    async fn write(self, plans: Vec<Plan>, stage: &Arc<Stage>) -> Result<(), PublishError> {
        let batches = batches(plans).into_iter();
        let batches =
            batches.map(|batch| tokio::spawn(self.clone().batch(batch, Arc::clone(stage))));
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

    async fn batch(self, batch: Vec<Plan>, stage: Arc<Stage>) -> Result<(), PublishError> {
        let mut wanted: BTreeMap<StoryId, ContentPolicy> = BTreeMap::new();
        for choice in batch.iter().flat_map(|plan| &plan.choices) {
            let text = wanted.entry(choice.outline.id).or_insert(choice.text);
            if choice.text == ContentPolicy::Full {
                *text = ContentPolicy::Full;
            }
        }
        let wanted = wanted.into_iter().collect();
        let stories = self.store.told(&self.policy, wanted).await?;
        let theme = self.theme;
        let rendered =
            tokio::task::spawn_blocking(move || render(&batch, stories, &theme, &stage)).await;
        rendered.unwrap_or_else(|ended| match ended.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(_) => Ok(()),
        })
    }
}

/// The files of an edition.
struct Made {
    /// A hash over all that they are made of.
    of: u64,
    paths: Vec<String>,
    /// They lie there as they would be written.
    lies: bool,
}

/// The plans whose files do not lie in `dir` as they would be written, and the files of all.
fn due(plans: Vec<Plan>, (proofs, last): (&Proofs, &Proofs), dir: &Path) -> (Vec<Plan>, Vec<Made>) {
    let (mut due, mut all) = (Vec::new(), Vec::new());
    for plan in plans {
        let paths: Vec<String> = render::paths(&plan.edition).collect();
        let of = made_of(&plan);
        let lies = proofs.hold(last, of, dir, &paths);
        if !lies {
            due.push(plan);
        }
        all.push(Made { of, paths, lies });
    }
    (due, all)
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
