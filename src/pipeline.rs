//! feeds.toml, a network and a store in; a fresh store (`update`) and a fresh folder (`publish`)
//! out. The one room that knows the order of the stages, and where concurrency is decided.

mod archive;
mod ask;
mod publish;
mod read;
mod report;
mod update;

pub use publish::{Build, PublishError, PublishReport, feed_addresses, publish};
pub use report::{End, SourceReport, Totals, UpdateReport};
pub use update::update;

use crate::{
    fetch::Fetch,
    model::{Config, SourceId, Timestamp},
    store::Store,
};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

/// What a run works with.
pub struct Run<'a, F> {
    /// feeds.toml.
    pub config: &'a Config,
    /// How the network is asked.
    pub fetch: &'a F,
    /// The memory.
    pub store: &'a Store,
    /// The instant that counts as now, for the whole run.
    pub now: Timestamp,
    /// Only this source; asked though it is not due.
    pub only: Option<&'a SourceId>,
    /// Ends the run early: nothing new is begun, what is under way is finished.
    pub stop: CancellationToken,
    /// Told of each source when it is done.
    pub done: &'a (dyn Fn(&SourceReport) + Sync),
    /// Documents that are read at once.
    pub readers: Semaphore,
}

impl<'a, F: Fetch> Run<'a, F> {
    /// A run over everything that is due, which nobody watches.
    pub fn new(config: &'a Config, fetch: &'a F, store: &'a Store, now: Timestamp) -> Self {
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            config,
            fetch,
            store,
            now,
            only: None,
            stop: CancellationToken::new(),
            done: &|_| (),
            readers: Semaphore::new(processors),
        }
    }
}
