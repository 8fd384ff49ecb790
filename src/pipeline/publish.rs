//! The store in, the output folder out: editions, the gate, files, whole or not at all.

use super::{
    archive::{self, Archive},
    around::{Around, Desk},
    ground::{Ground, SEALED},
    lane::aside,
    marks::{MARKS, Marking},
    passing::{Beside, PUBLISHED, gate, last_published},
    press::Press,
    proof::{PROOFS, Proofs},
    tongues,
};
use crate::{
    dedupe::Policy,
    edition::{self, FeedAddresses, Held, Published, Refused, Sketch},
    model::{Choice, Config, Format, OutputFile, Plan, StoryId, Timestamp},
    output::{Lay, OutputError, Written},
    render::{Broken, Misprint, RenderError, Theme},
    store::{Depth, Store, StoreError},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};
use tokio::sync::Notify;

/// A selection looks at this many of the newest stories of a source, and language, at most.
const CANDIDATES: usize = 500;

/// How to publish.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Build {
    /// As usual.
    Guarded,
    /// Though a feed loses more than the gate allows.
    AcceptLoss,
    /// What a person ordered of some news is done. Where the gate refuses the rest, that stays as it was. A store
    /// that remembers nothing empties no folder by that.
    Ordered,
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
    /// What the gate refused beside what a person ordered.
    pub beside: Option<Beside>,
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

impl From<Misprint> for PublishError {
    fn from(misprint: Misprint) -> Self {
        match misprint {
            Misprint::Render(error) => Self::Render(error),
            Misprint::Broken(broken) => Self::Broken(broken),
        }
    }
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
    let theme = Arc::new(theme(config)?);
    let how = How::new(build, true, theme);
    go(config, store, manifest, now, &how).await
}

/// What [`publish`] would do: nothing is changed.
pub async fn rehearse(
    config: &Config,
    store: &Store,
    manifest: &Path,
    now: Timestamp,
    build: Build,
) -> Result<PublishReport, PublishError> {
    let theme = Arc::new(theme(config)?);
    let how = How::new(build, false, theme);
    go(config, store, manifest, now, &how).await
}

/// How [`go`] goes about it.
pub(super) struct How {
    build: Build,
    pub(super) writes: bool,
    theme: Arc<Theme>,
    /// Told when everything is printed: the processors wait for the disk.
    pub(super) printed: Notify,
}

impl How {
    pub(super) fn new(build: Build, writes: bool, theme: Arc<Theme>) -> Self {
        Self {
            build,
            writes,
            theme,
            printed: Notify::new(),
        }
    }
}

pub(super) async fn go(
    config: &Config,
    store: &Store,
    manifest: &Path,
    now: Timestamp,
    how: &How,
) -> Result<PublishReport, PublishError> {
    let How {
        build,
        writes,
        theme,
        ..
    } = how;
    let feeds = feed_addresses(config, store).await?;
    // What of the store is in a file is looked at file by file.
    let frame = Ground::of(config, &feeds);
    let ground = frame.with(store.generation().await?);
    let dir = &config.output.dir;
    // What lies in a theme's folder is not in the store.
    if *writes
        && config.output.theme.is_none()
        && let Some(done) = ground.already(store, dir, manifest).await?
    {
        return Ok(done);
    }
    store.read_through().await?;
    let policy = Arc::new(Policy::of(config));
    let desk = (&**theme, &frame, manifest);
    let nothing = Held::new();
    let drawn = draft(config, store, (&policy, &feeds), desk, &nothing);
    let (drawn, last) = tokio::join!(drawn, last_published(store));
    let (mut drawn, last) = (drawn?, last?);
    let refused = gate(config, store, (last, &drawn.next), *build).await?;
    if let Some((last, refused)) = refused {
        let held = last.held(&refused);
        drawn = draft(config, store, (&policy, &feeds), desk, &held).await?;
        // What the store has no more cannot stay, and a person's order does not wait for it.
        let gone = edition::gate(&last, &drawn.next, config.output.max_loss).err();
        drawn.report.beside = Some(Beside {
            refused,
            lost: gone,
        });
    }
    let printed = Press::new(store, policy, Arc::clone(theme))
        .print(drawn, (config, manifest), how)
        .await?;
    if *writes {
        let json = serde_json::to_string(&printed.next).unwrap_or_default();
        let proofs = serde_json::to_string(&printed.proofs).unwrap_or_default();
        let sealed = ground.sealed(&printed.report, &printed.lay);
        tokio::try_join!(
            store.set_published(printed.counts, now),
            store.set_remark(PUBLISHED, &json),
            store.set_remark(PROOFS, &proofs),
            store.set_remark(SEALED, &sealed),
            archive::keep(store, printed.months, &printed.lay),
        )?;
        if let Some(marks) = printed.marks {
            store.set_remark(MARKS, &marks).await?;
        }
    }
    Ok(printed.report)
}

/// What is to lie in the folder.
pub(super) struct Draft {
    /// Of editions and months.
    pub(super) plans: Vec<Plan>,
    /// What is around them, and what pages and feeds point at.
    pub(super) around: Around,
    pub(super) assets: Vec<OutputFile>,
    /// How the files lie before anything is written.
    pub(super) lay: Lay,
    /// Lies there and stays.
    pub(super) kept: Vec<String>,
    /// For [`archive::keep`].
    pub(super) months: archive::Keys,
    /// To be kept as [`MARKS`], where it is not.
    pub(super) marks: Option<String>,
    /// Of this publish, which begins, and of the last one.
    pub(super) proofs: (Proofs, Proofs),
    /// For the gate.
    pub(super) next: Published,
    /// Stories of each page, by its path.
    pub(super) counts: BTreeMap<String, u64>,
    /// What of it is known before anything is written.
    pub(super) report: PublishReport,
}

async fn draft(
    config: &Config,
    store: &Store,
    (policy, feeds): (&Arc<Policy>, &FeedAddresses),
    (theme, frame, manifest): (&Theme, &Ground, &Path),
    held: &Held,
) -> Result<Draft, PublishError> {
    let (dir, manifest) = (config.output.dir.clone(), manifest.to_owned());
    let looking = aside(move || Ok(Lay::listed(&dir, &manifest)));
    // What the last publish left is read while the store draws outlines and looks for the months.
    let (marking, last, outlines, months, lay) = tokio::join!(
        Marking::open((config, frame), store, policy),
        Proofs::last(store),
        store.outlines(policy, depth(config)),
        archive::months(config, store, policy),
        looking
    );
    let (mut marking, last, outlines, months, lay) = (marking?, last?, outlines?, months?, lay?);
    let marks = marking.of(&outlines).await?;
    let versions = tongues::versions((store, policy), &outlines, &marks).await?;
    let names = months.keys().cloned().collect();
    let rest = (names, held);
    let sketch = edition::sketch(config, &outlines, feeds, (&marks, &versions), rest);
    drop(versions);
    let proofs = Proofs::begin(frame, theme, &sketch.plans);
    let desk = Desk {
        store,
        proofs: (&proofs, &last),
        lay: &lay,
        dir: &config.output.dir,
    };
    let around = desk.around(&sketch, &marks).await?;
    drop(marks);
    let Sketch {
        mut plans,
        masthead,
        told,
    } = sketch;
    let next = Published::planned(&plans);
    let report = counted(plans.first());
    let counts = on_pages(&plans);
    let archive = Archive {
        config,
        store,
        policy,
        masthead: &masthead,
        outlines: outlines.iter().map(|drawn| (drawn.id, drawn)).collect(),
        held,
    };
    let archived = archive.plans(&months, &lay, &mut marking).await?;
    plans.extend(archived.plans);
    // It takes its time to let go of so many, and nobody has to wait for that.
    drop(tokio::task::spawn_blocking(move || drop((outlines, told))));
    Ok(Draft {
        plans,
        around,
        assets: theme.assets(),
        lay,
        kept: archived.kept,
        months: archived.keys,
        marks: marking.remark(),
        proofs: (proofs, last),
        next,
        counts,
        report,
    })
}

/// Stories of each page, by its path.
fn on_pages(plans: &[Plan]) -> BTreeMap<String, u64> {
    let page = |plan: &Plan| (plan.edition.path(Format::Html), plan.choices.len() as u64);
    plans.iter().map(page).collect()
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

/// What a person has hidden, and the stories that are meant.
pub(super) type Hidden = BTreeMap<String, BTreeSet<StoryId>>;

/// See [`Hidden`].
pub(super) async fn hidden(store: &Store) -> Result<Hidden, StoreError> {
    let mut hidden = Hidden::new();
    for what in store.hidden().await?.into_keys() {
        let meant = store.meant(&what).await?;
        hidden.insert(what, meant);
    }
    Ok(hidden)
}

/// As `[output] theme` says.
pub fn theme(config: &Config) -> Result<Theme, PublishError> {
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
