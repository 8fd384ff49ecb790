//! The store in, the output folder out: editions, the gate, files, whole or not at all.

use super::archive;
use crate::{
    dedupe::Policy,
    edition::{self, Published, Refused},
    model::{ArticleId, Config, Format, StoryId, Timestamp},
    output::{self, OutputError, Written},
    render::{self, Broken, RenderError, Theme},
    schedule,
    store::{Store, StoreError},
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
/// lies there. The same store gives the same bytes, and an unchanged file is not touched.
pub async fn publish(
    config: &Config,
    store: &Store,
    manifest: &Path,
    now: Timestamp,
    build: Build,
) -> Result<PublishReport, PublishError> {
    let policy = Arc::new(Policy::of(config));
    let stories: Vec<_> = store
        .stories(&policy, CANDIDATES)
        .await?
        .into_iter()
        .map(Arc::new)
        .collect();
    let feeds = feed_addresses(config, store).await?;
    let months = archive::months(config, store, &policy).await?;
    let names = months.keys().cloned().collect();
    let issue = edition::issue(config, &stories, &feeds, names);
    let editions = &issue.editions;
    let next = Published::of(editions);
    if build != Build::AcceptLoss {
        let last = store.remark(PUBLISHED).await?;
        let mut last: Published = last
            .and_then(|json| serde_json::from_str(&json).ok())
            .unwrap_or_default();
        last.forgive(&hidden(store).await?);
        edition::gate(&last, &next, config.output.max_loss)?;
    }
    let theme = Theme::with(overrides(config)?)?;
    let mut files = theme.assets();
    for edition in editions {
        files.extend(render::files(edition, &theme)?);
    }
    files.extend(render::around(&issue, &store.aliases().await?, &theme)?);
    let archive = archive::Archive {
        config,
        store,
        policy: &policy,
        feeds: &feeds,
        masthead: &issue.masthead,
        theme: &theme,
    };
    let (documents, keys) = archive.files(&months).await?;
    files.extend(documents);
    for file in &files {
        render::verify(file)?;
    }
    let combined = editions.first();
    let told = combined
        .map(|edition| edition.stories.as_slice())
        .unwrap_or_default();
    let mut report = PublishReport {
        stories: told.len(),
        shared: told
            .iter()
            .filter(|told| !told.story.also.is_empty())
            .count(),
        written: Written::default(),
    };
    if build == Build::DryRun {
        report.written = output::compare(&config.output.dir, manifest, &files);
        return Ok(report);
    }
    report.written = output::write(&config.output.dir, manifest, &files)?;
    let counts: BTreeMap<String, u64> = editions
        .iter()
        .map(|edition| (edition.path(Format::Html), edition.stories.len() as u64))
        .collect();
    store.set_published(counts, now).await?;
    if let Ok(json) = serde_json::to_string(&next) {
        store.set_remark(PUBLISHED, &json).await?;
    }
    archive::keep(store, &keys).await?;
    Ok(report)
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
    let states = store.states().await?;
    let known = config.sources.iter().filter_map(|source| {
        let state = states.get(&source.id)?;
        state.last_good?;
        Some((
            source.id.clone(),
            schedule::address(source, state).to_owned(),
        ))
    });
    Ok(known.collect())
}
