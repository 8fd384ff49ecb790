//! A store in; the same with texts as this program reads them, and without what is compared no
//! more, out.

use crate::{
    model::{Config, Timestamp},
    store::{Store, StoreError},
};
use chrono::TimeDelta;

/// Texts that are read anew in one transaction.
const TOGETHER: usize = 500;
/// Texts that a run forgets at most: more than a run brings, so that it catches up, and too few to
/// be felt.
const MOST_FORGOTTEN: usize = 4_000;

/// Before anything is compared: what another version of this program kept of texts is made anew,
/// and some of what is older than twice the window is forgotten (DEDUPE.md, "Storage").
pub(super) async fn upkeep(
    store: &Store,
    config: &Config,
    now: Timestamp,
) -> Result<(), StoreError> {
    while store.read_anew(TOGETHER).await? {}
    let window = TimeDelta::from_std(config.dedupe.window).unwrap_or(TimeDelta::MAX);
    let age = window.checked_mul(2).unwrap_or(TimeDelta::MAX);
    if let Some(before) = now.checked_sub_signed(age) {
        store.forget_texts(before, MOST_FORGOTTEN).await?;
    }
    Ok(())
}
