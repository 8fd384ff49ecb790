//! The store in, the output folder out: editions, the gate, files, whole or not at all.

use super::{
    archive::{self, Archive},
    ground::{Ground, SEALED},
    press::{self, Press},
    proof::{PROOFS, Proofs},
};
use crate::{
    dedupe::Policy,
    edition::{self, Published, Refused},
    model::{ArticleId, Choice, Config, Format, OutputFile, Plan, StoryId, Timestamp},
    output::{OutputError, Stage, Written},
    render::{self, Broken, RenderError, Theme},
    store::{Depth, Store, StoreError},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};
use uuid::Uuid;

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
    let ids: Vec<StoryId> = outlines.iter().map(|outline| outline.id).collect();
    let marks = archive::marks(config, store, &policy, &ids).await?;
    let months = archive::months(config, store, &policy).await?;
    let names = months.keys().cloned().collect();
    let (mut plans, issue) = edition::plans(config, &outlines, &feeds, &marks, names);
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
    let theme = Arc::new(Theme::with(overrides(config)?)?);
    // What the store holds decides which stories are told, and is part of what each file is made of.
    let frame = Ground::of(config, &feeds, 0);
    let mut proofs = Proofs::begin(&frame, &theme, &plans);
    let archive = Archive {
        config,
        store,
        policy: &policy,
        feeds: &feeds,
        masthead: &issue.masthead,
    };
    let archived = archive.plans(&months).await?;
    plans.extend(archived.plans);
    let mut files = render::around(&issue, &store.aliases().await?, &theme)?;
    files.extend(theme.assets());
    drop(issue);
    let last = store.remark(PROOFS).await?;
    let last: Proofs = last
        .and_then(|json| serde_json::from_str(&json).ok())
        .unwrap_or_default();
    let (due, made, left) = press::due(plans, (&proofs, &last), dir);
    let kept = archived.kept.len();
    let made_paths = made.iter().flat_map(|(_, paths)| paths).cloned();
    let at_once = files.iter().map(|file| file.path.clone());
    let paths = archived.kept.into_iter().chain(made_paths).chain(at_once);
    let stage = stage(&files, paths.collect(), (dir, manifest), build)?;
    drop(files);
    let press = Press {
        store: store.clone(),
        policy,
        theme,
        stage: Arc::clone(&stage),
    };
    press.write(due).await?;
    report.written = match Arc::into_inner(stage) {
        Some(stage) => stage.finish()?,
        None => Written::default(),
    };
    report.written.unchanged += left + kept;
    if build != Build::DryRun {
        for (made_of, paths) in &made {
            proofs.keep(*made_of, dir, paths);
        }
        let json = serde_json::to_string(&next).unwrap_or_default();
        let proofs = serde_json::to_string(&proofs).unwrap_or_default();
        let sealed = ground.sealed(&report, dir, manifest);
        tokio::try_join!(
            store.set_published(counts, now),
            store.set_remark(PUBLISHED, &json),
            store.set_remark(PROOFS, &proofs),
            store.set_remark(SEALED, &sealed),
            archive::keep(store, &archived.keys),
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
    let loss = edition::Loss {
        file: page.to_owned(),
        before: 1,
        after: 0,
    };
    Err(Refused { losses: vec![loss] }.into())
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

/// The articles that were hidden by a person: their leaving is no loss.
async fn hidden(store: &Store) -> Result<BTreeSet<StoryId>, StoreError> {
    let mut ids = BTreeSet::new();
    for what in store.hidden().await?.into_keys() {
        if let Ok(id) = Uuid::parse_str(&what) {
            ids.insert(ArticleId(id));
        }
        let articles = store.articles_at(&what).await?;
        ids.extend(articles.into_iter().map(|article| article.id));
    }
    Ok(ids)
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
