//! The store in, the output folder out: editions, the gate, files, whole or not at all.

use crate::{
    dedupe::{self, Policy},
    edition::{self, Published, Refused},
    model::{Config, Format, Timestamp},
    output::{self, OutputError, Written},
    render::{self, Broken, RenderError, Theme},
    schedule,
    store::{Store, StoreError},
};
use std::{collections::BTreeMap, path::Path, sync::Arc};

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
    let mut stories = store.stories(&policy, CANDIDATES).await?;
    dedupe::link_languages(&mut stories);
    let stories: Vec<_> = stories.into_iter().map(Arc::new).collect();
    let editions = edition::editions(config, &stories, &feed_addresses(config, store).await?);
    let next = Published::of(&editions);
    if build != Build::AcceptLoss {
        let last = store.remark(PUBLISHED).await?;
        let last: Published = last
            .and_then(|json| serde_json::from_str(&json).ok())
            .unwrap_or_default();
        edition::gate(&last, &next, config.output.max_loss)?;
    }
    let theme = Theme::built_in()?;
    let mut files = theme.assets();
    for edition in &editions {
        files.extend(render::files(edition, &theme)?);
    }
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
    Ok(report)
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
