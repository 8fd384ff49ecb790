//! The store in, the output folder out: editions, the gate, files, whole or not at all.

use super::{
    archive::{self, Archive},
    ground::{Ground, SEALED},
    tongues,
};
use crate::{
    dedupe::Policy,
    edition::{self, Marker, Marks, Published, Refused},
    model::{Choice, Config, Format, Outline, OutputFile, Plan, Story, StoryId, Timestamp},
    output::{OutputError, Stage, Written},
    render::{self, Broken, RenderError, Theme},
    store::{Depth, Store, StoreError},
};
use futures_util::{StreamExt, stream};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

/// Where the store keeps what was published last.
const PUBLISHED: &str = "published";
/// A selection looks at this many of the newest stories of a source, and language, at most.
const CANDIDATES: usize = 500;

/// How to publish.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Build {
    /// As usual.
    Guarded,
    /// Though a feed loses more than the gate allows.
    AcceptLoss,
    /// Only say what would be written.
    DryRun,
}

/// What was published.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PublishReport {
    /// Stories in the combined edition.
    pub stories: usize,
    /// Of them, those that several sources carry.
    pub shared: usize,
    /// What happened to the files; of a dry run, what would.
    pub written: Written,
}

/// Why nothing was published.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// Too much would be lost.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// The store has nothing to tell and never published, and news lies in the folder.
    #[error(
        "nothing is stored, and news lies in {dir}: was the state folder deleted, or another one named? put it \
         back, or run again when the sources answer; if the folder is to be emptied, run \
         `clusterwire build --accept-loss`"
    )]
    Forgotten {
        /// `[output] dir`.
        dir: PathBuf,
    },
    /// The store could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The theme is wrong.
    #[error("the theme cannot be used")]
    Theme(#[from] minijinja::Error),
    /// The folder of the theme cannot be read.
    #[error("cannot read the theme in {folder}: name another in `[output] theme`")]
    ThemeFolder {
        /// Which folder.
        folder: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A file could not be made.
    #[error(transparent)]
    Render(#[from] RenderError),
    /// A file that was made cannot be read back.
    #[error("a file is not sound, and nothing was published: {0}")]
    Broken(#[from] Broken),
    /// The folder could not be written.
    #[error(transparent)]
    Output(#[from] OutputError),
}

/// Publishes what the store holds into `[output] dir`; `manifest` is the file that remembers what
/// lies there. The same store gives the same bytes, and an unchanged file is not touched. Where
/// nothing is other than it was at the last publish, nothing is done.
pub async fn publish(
    config: &Config,
    store: &Store,
    manifest: &Path,
    now: Timestamp,
    build: Build,
) -> Result<PublishReport, PublishError> {
    let feeds = feed_addresses(config, store).await?;
    let ground = Ground::of(config, &feeds, store.generation().await?);
    let dir = &config.output.dir;
    // What lies in a theme's folder is not in the store.
    if build != Build::DryRun
        && config.output.theme.is_none()
        && let Some(done) = ground.already(store, dir, manifest).await?
    {
        return Ok(done);
    }
    let policy = Arc::new(Policy::of(config));
    let outlines = store.outlines(&policy, depth(config)).await?;
    let outlines: Vec<_> = outlines.into_iter().map(Arc::new).collect();
    let mut marks = marks(config, store, &policy, &outlines).await?;
    tongues::link(store, &mut marks).await?;
    let months = archive::months(config, store, &policy).await?;
    let names = months.keys().cloned().collect();
    let (plans, issue) = edition::plans(config, &outlines, &feeds, &marks, names);
    drop((outlines, marks));
    let next = Published::planned(&plans);
    if build != Build::AcceptLoss {
        guard(config, store, &next).await?;
    }
    let mut report = counted(plans.first());
    let counts: BTreeMap<String, u64> = plans
        .iter()
        .map(|plan| (plan.edition.path(Format::Html), plan.choices.len() as u64))
        .collect();
    let theme = Arc::new(theme(config)?);
    let archive = Archive {
        config,
        store,
        policy: &policy,
        masthead: &issue.masthead,
        theme: &theme,
    };
    let (mut files, keys) = archive.files(&months).await?;
    files.extend(render::around(&issue, &store.aliases().await?, &theme)?);
    files.extend(theme.assets());
    drop(issue);
    let fleeting = config.output.status.then_some(render::STATUS);
    let paths = paths(&plans, &files, fleeting.as_slice().as_flattened());
    let stage = stage(&files, paths, (dir, manifest), build)?;
    report.written = write(plans, store, &policy, theme, stage).await?;
    if build != Build::DryRun {
        let json = serde_json::to_string(&next).unwrap_or_default();
        let sealed = ground.sealed(&report, dir, manifest);
        tokio::try_join!(
            store.set_published(counts, now),
            store.set_remark(PUBLISHED, &json),
            store.set_remark(SEALED, &sealed),
            archive::keep(store, &keys),
        )?;
    }
    Ok(report)
}

/// The gate: what was published last against what would be.
async fn guard(config: &Config, store: &Store, next: &Published) -> Result<(), PublishError> {
    let Some(last) = store.remark(PUBLISHED).await? else {
        return lost_memory(config, next);
    };
    let mut last: Published = serde_json::from_str(&last).unwrap_or_default();
    last.forgive(&hidden(store).await?);
    edition::gate(&last, next, config.output.max_loss)?;
    Ok(())
}

/// A store that remembers nothing, and has nothing to tell, does not empty a folder in which news
/// lies: its state folder was lost, or another one was named.
fn lost_memory(config: &Config, next: &Published) -> Result<(), PublishError> {
    let page = Format::Html.file_name();
    let empty = next.pages.values().all(BTreeMap::is_empty);
    if !empty || !config.output.dir.join(page).exists() {
        return Ok(());
    }
    Err(PublishError::Forgotten {
        dir: config.output.dir.clone(),
    })
}

/// What the combined edition holds; nothing is written yet.
fn counted(combined: Option<&Plan>) -> PublishReport {
    let choices = combined
        .map(|plan| plan.choices.as_slice())
        .unwrap_or_default();
    let shared = |choice: &&Choice| !choice.outline.also.is_empty();
    PublishReport {
        stories: choices.len(),
        shared: choices.iter().filter(shared).count(),
        ..PublishReport::default()
    }
}

/// How far down the shelves to look: as far as any selection may reach, and further for what a
/// person has hidden.
fn depth(config: &Config) -> Depth {
    Depth {
        newest: config.output.items.saturating_mul(2),
        young: edition::NOBODY_MISSES,
        most: CANDIDATES.max(config.output.items),
    }
}

/// Stories whose texts are in memory at once, for each thread that renders.
const BATCH: usize = 48;
/// Stories that are looked at together.
const LOOKED_AT: usize = 256;

/// What rules, views and the pages around the news ask of every story: read a few at a time, their
/// texts let go at once.
async fn marks(
    config: &Config,
    store: &Store,
    policy: &Arc<Policy>,
    outlines: &[Arc<Outline>],
) -> Result<Marks, StoreError> {
    let marker = Marker::of(config);
    let mut marks = Marks::new();
    for few in outlines.chunks(LOOKED_AT) {
        let ids = few.iter().map(|outline| outline.id).collect();
        for told in store.told(policy, ids).await? {
            let mark = marker.mark(&Arc::new(told));
            marks.insert(mark.story.id, mark.light());
        }
    }
    Ok(marks)
}

/// Everything that will lie there, `fleeting` files too, which come when all the rest is there.
fn paths(plans: &[Plan], files: &[OutputFile], fleeting: &[&str]) -> BTreeSet<String> {
    let editions = plans.iter().flat_map(|plan| render::paths(&plan.edition));
    let files = files.iter().map(|file| file.path.clone());
    let fleeting = fleeting.iter().map(|path| (*path).to_owned());
    files.chain(editions).chain(fleeting).collect()
}

/// All `paths` are known before the first byte is written; `files` are there at once, and are read
/// back.
fn stage(
    files: &[OutputFile],
    paths: BTreeSet<String>,
    (dir, manifest): (&Path, &Path),
    build: Build,
) -> Result<Arc<Stage>, PublishError> {
    let stage = match build {
        Build::Guarded | Build::AcceptLoss => Stage::open(dir, manifest, paths)?,
        Build::DryRun => Stage::rehearse(dir, manifest, paths)?,
    };
    for file in files {
        render::verify(file)?;
    }
    stage.put(files)?;
    Ok(Arc::new(stage))
}

/// Renders and stages a batch of editions at a time, on as many threads as there are processors;
/// one more waits for the disk.
async fn write(
    plans: Vec<Plan>,
    store: &Store,
    policy: &Arc<Policy>,
    theme: Arc<Theme>,
    stage: Arc<Stage>,
) -> Result<Written, PublishError> {
    let batches = batches(plans).into_iter().map(|batch| {
        let (store, policy) = (store.clone(), Arc::clone(policy));
        let (theme, stage) = (Arc::clone(&theme), Arc::clone(&stage));
        async move {
            let choices = batch.iter().flat_map(|plan| &plan.choices);
            let mut ids: Vec<_> = choices.map(|choice| choice.outline.id).collect();
            ids.sort_unstable();
            ids.dedup();
            let stories = store.told(&policy, ids).await?;
            let rendered =
                tokio::task::spawn_blocking(move || render(&batch, stories, &theme, &stage)).await;
            rendered.unwrap_or_else(|ended| match ended.try_into_panic() {
                Ok(panic) => std::panic::resume_unwind(panic),
                Err(_) => Ok(()),
            })
        }
    });
    let threads = std::thread::available_parallelism().map_or(1, usize::from) + 1;
    let mut rendered = stream::iter(batches.map(tokio::spawn)).buffer_unordered(threads);
    while let Some(ended) = rendered.next().await {
        match ended.map_err(tokio::task::JoinError::try_into_panic) {
            Ok(outcome) => outcome?,
            Err(Ok(panic)) => std::panic::resume_unwind(panic),
            Err(Err(_)) => {}
        }
    }
    drop(rendered);
    drop(theme);
    match Arc::into_inner(stage) {
        Some(stage) => Ok(stage.finish()?),
        None => Ok(Written::default()),
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
    let mut files = Vec::new();
    for plan in batch {
        let edition = plan.tell(|id| stories.get(&id).cloned());
        files.extend(render::files(&edition, theme)?);
    }
    for file in &files {
        render::verify(file)?;
    }
    Ok(stage.put(&files)?)
}

/// The stories of what a person has hidden: their leaving is no loss.
async fn hidden(store: &Store) -> Result<BTreeSet<StoryId>, StoreError> {
    let mut ids = BTreeSet::new();
    for what in store.hidden().await?.into_keys() {
        ids.extend(store.meant(&what).await?);
    }
    Ok(ids)
}

/// As `[output] theme` says.
pub(super) fn theme(config: &Config) -> Result<Theme, PublishError> {
    Ok(Theme::with(overrides(config)?)?)
}

/// The files of the theme's folder, by name; a folder in it is left out.
fn overrides(config: &Config) -> Result<BTreeMap<String, Vec<u8>>, PublishError> {
    let Some(folder) = &config.output.theme else {
        return Ok(BTreeMap::new());
    };
    let complain = |source| PublishError::ThemeFolder {
        folder: folder.clone(),
        source,
    };
    let mut files = BTreeMap::new();
    for item in fs::read_dir(folder).map_err(complain)? {
        let path = item.map_err(complain)?.path();
        let name = path.file_name().and_then(|name| name.to_str());
        let Some(name) = name.filter(|name| !name.starts_with('.') && path.is_file()) else {
            continue;
        };
        files.insert(name.to_owned(), fs::read(&path).map_err(complain)?);
    }
    Ok(files)
}

/// Where each source's feed is, as far as that is known.
pub async fn feed_addresses(
    config: &Config,
    store: &Store,
) -> Result<edition::FeedAddresses, StoreError> {
    let mut known = store.feeds().await?;
    let configured = config.sources.iter();
    Ok(configured
        .filter_map(|source| known.remove_entry(&source.id))
        .collect())
}
