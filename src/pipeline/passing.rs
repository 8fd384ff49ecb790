//! What was published last and what would be in; whether that may be published, out.

use super::publish::{Build, PublishError, hidden};
use crate::{
    edition::{self, Published},
    model::{Config, Format},
    store::{Store, StoreError},
};
use std::collections::BTreeMap;

/// Where the store keeps what was published last.
pub(super) const PUBLISHED: &str = "published";

/// None of the first publish.
pub(super) async fn last_published(store: &Store) -> Result<Option<Published>, StoreError> {
    let last = store.remark(PUBLISHED).await?;
    Ok(last.map(|json| serde_json::from_str(&json).unwrap_or_default()))
}

/// As [`Build`] says.
pub(super) async fn gate(
    config: &Config,
    store: &Store,
    (last, next): (Option<Published>, &Published),
    build: Build,
) -> Result<(), PublishError> {
    match build {
        Build::AcceptLoss => {}
        Build::Ordered => remembered(config, last, next).map(drop)?,
        Build::Guarded => {
            if let Some(last) = remembered(config, last, next)? {
                guard(config, store, last, next).await?;
            }
        }
    }
    Ok(())
}

/// The gate: what was published last against what would be.
async fn guard(
    config: &Config,
    store: &Store,
    mut last: Published,
    next: &Published,
) -> Result<(), PublishError> {
    // That these stories leave is no loss.
    last.forgive(&hidden(store).await?.into_values().flatten().collect());
    edition::gate(&last, next, config.output.max_loss)?;
    Ok(())
}

/// What was published last; None where that is nothing, and there is nothing to lose.
fn remembered(
    config: &Config,
    last: Option<Published>,
    next: &Published,
) -> Result<Option<Published>, PublishError> {
    if last.is_none() {
        lost_memory(config, next)?;
    }
    Ok(last)
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
