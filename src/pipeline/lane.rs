//! Work in; done with so much of it at once, and no more begun where some has failed, out.

use super::PublishError;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::task::{JoinError, JoinSet};

/// Threads that work at the same time.
pub(super) fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// So many of these at once. Where one fails, here or in another lane, no other is begun, and those that
/// are under way come to their end.
pub(super) async fn lane<F>(
    mut work: impl Iterator<Item = F>,
    at_once: usize,
    failed: &AtomicBool,
) -> Result<(), PublishError>
where
    F: Future<Output = Result<(), PublishError>> + Send + 'static,
{
    let mut going = JoinSet::new();
    let mut outcome = Ok(());
    loop {
        while !failed.load(Ordering::Relaxed)
            && going.len() < at_once
            && let Some(next) = work.next()
        {
            going.spawn(next);
        }
        let Some(ended) = going.join_next().await else {
            return outcome;
        };
        match ended.map_err(JoinError::try_into_panic) {
            Ok(done) => {
                failed.fetch_or(done.is_err(), Ordering::Relaxed);
                outcome = outcome.and(done);
            }
            Err(Ok(panic)) => std::panic::resume_unwind(panic),
            Err(Err(_)) => {}
        }
    }
}

/// On a thread where something may take its time.
pub(super) async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, PublishError> + Send + 'static,
) -> Result<T, PublishError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(ended) => match ended.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(_) => std::future::pending().await,
        },
    }
}
