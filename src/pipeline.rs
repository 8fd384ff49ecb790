//! feeds.toml, a network and a store in; a fresh store (`update`) and a fresh folder (`publish`)
//! out. The one room that knows the order of the stages, and where concurrency is decided.

mod archive;
mod around;
mod article_page;
mod ask;
mod climb;
mod clock;
mod fitting;
mod ground;
mod keep;
mod lane;
mod look;
mod marks;
mod once;
mod pages;
mod passing;
mod press;
mod proof;
mod publish;
mod question;
mod read;
mod report;
mod returned;
mod robots;
mod status_report;
mod stock;
mod tongues;
mod update;
mod upkeep;

pub use fitting::try_theme;
pub use look::{Look, Sight, look};
pub use passing::Beside;
pub use publish::{Build, PublishError, PublishReport, feed_addresses, publish, rehearse, theme};
pub use report::{End, SourceReport, Totals, UpdateReport};
pub use robots::Manners;
pub use status_report::{Keeping, publish_and_report};
pub use update::update;

use crate::{
    fetch::Fetch,
    model::{Config, SourceId, Timestamp},
    store::Store,
};
use std::{collections::HashSet, sync::Arc};
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
    pub readers: Arc<Semaphore>,
    /// The addresses of all sources: none is led to another one's, which would be asked twice.
    pub apart: Arc<HashSet<String>>,
    /// What sites say about reading their pages, as far as this run asked.
    pub manners: Arc<Manners>,
    /// Feeds in memory that were read and are not decided on yet, at once.
    pub rooms: Arc<Semaphore>,
}

/// Their articles, as published and cleaned, are a few times as heavy as the documents.
const ROOMS: u32 = 4;
/// Bytes of a document for which it has one of them; a larger one takes the room of several.
const ROOM: usize = 256 << 10;

/// How many rooms a document of so many bytes needs.
fn rooms_for(bytes: usize) -> u32 {
    u32::try_from(bytes / ROOM).map_or(ROOMS, |more| ROOMS.min(more + 1))
}

impl<'a, F: Fetch> Run<'a, F> {
    /// A run over everything that is due, which nobody watches.
    pub fn new(config: &'a Config, fetch: &'a F, store: &'a Store, now: Timestamp) -> Self {
        Self {
            config,
            fetch,
            store,
            now,
            only: None,
            stop: CancellationToken::new(),
            done: &|_| (),
            readers: Arc::new(Semaphore::new(lane::processors())),
            manners: Arc::default(),
            apart: Arc::default(),
            rooms: Arc::new(Semaphore::new(ROOMS as usize)),
        }
    }

    /// The same run with another fetcher.
    fn with<'b, G: Fetch>(&'b self, fetch: &'b G) -> Run<'b, G> {
        Run {
            config: self.config,
            fetch,
            store: self.store,
            now: self.now,
            apart: Arc::clone(&self.apart),
            only: self.only,
            stop: self.stop.clone(),
            done: self.done,
            readers: Arc::clone(&self.readers),
            manners: Arc::clone(&self.manners),
            rooms: Arc::clone(&self.rooms),
        }
    }
}
