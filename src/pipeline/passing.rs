//! What was published last and what would be in; whether that may be published, out.

use super::publish::{Build, PublishError, hidden};
use crate::{
    edition::{self, Published, Refused},
    model::{Config, Format},
    store::{Store, StoreError},
};
use std::collections::BTreeMap;

/// Where the store keeps what was published last.
pub(super) const PUBLISHED: &str = "published";

/// What the gate refused beside what a person ordered.
#[derive(Clone, Debug, PartialEq)]
pub struct Beside {
    /// Why: it stays as it was, ...
    pub refused: Refused,
    /// ... but for this, which the store has no more.
    pub lost: Option<Refused>,
}

/// None of the first publish.
pub(super) async fn last_published(store: &Store) -> Result<Option<Published>, StoreError> {
    let last = store.remark(PUBLISHED).await?;
    Ok(last.map(|json| serde_json::from_str(&json).unwrap_or_default()))
}

/// The gate: what was published last against what would be. What a person ordered passes; where the rest is refused, why
/// it is, and what was published last.
pub(super) async fn gate(
    config: &Config,
    store: &Store,
    (last, next): (Option<Published>, &Published),
    build: Build,
) -> Result<Option<(Published, Refused)>, PublishError> {
    if build == Build::AcceptLoss {
        return Ok(None);
    }
    let Some(mut last) = remembered(config, last, next)? else {
        return Ok(None);
    };
    // That these stories leave is no loss.
    last.forgive(&hidden(store).await?.into_values().flatten().collect());
    match edition::gate(&last, next, config.output.max_loss) {
        Ok(()) => Ok(None),
        Err(refused) if build == Build::Ordered => Ok(Some((last, refused))),
        Err(refused) => Err(refused.into()),
    }
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
