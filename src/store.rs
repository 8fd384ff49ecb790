//! Articles, stories and source states in, and out again: `SQLite` behind async methods.
//!
//! One thread owns the connection that writes; every method sends it a job and waits for the answer.
//! Jobs that wait together are committed together, each whole or not at all. A publish has a second
//! one that only reads.

mod article;
mod backup;
mod body;
mod drawer;
mod error;
mod held;
mod history;
mod ident;
mod known;
mod lent;
mod mark;
mod month;
mod open;
mod outline;
mod prune;
mod publish;
mod records;
mod related;
mod save;
mod shelf;
mod sieve;
mod source;
mod stories;
#[cfg(test)]
mod tests;
mod text;
mod thread;
mod together;
mod upkeep;

pub use backup::Copied;
pub use error::StoreError;
pub use prune::Pruned;
pub use records::Counts;
pub use save::SourceUpdate;
pub use shelf::Depth;

use crate::{
    dedupe::{Judged, Key, Known, Policy},
    model::{Article, ArticleId, Finding, SourceId, SourceState, Story, StoryId, Timestamp},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::{Arc, OnceLock},
};
use thread::{Job, MEMORY, Worker};

/// The folder beside the database in which its copies lie.
pub const BACKUPS: &str = "backups";

/// The memory of the program. A clone is another handle on the same connections.
#[derive(Clone, Debug)]
pub struct Store {
    /// While much is read and nothing written, a second thread that reads. It ends first: SQLite
    /// removes its log only where the connection that writes is closed last.
    beside: Arc<OnceLock<Worker>>,
    worker: Arc<Worker>,
}

impl Store {
    /// Opens the database at `path`, which is made if there is none, and brings it to the schema
    /// of this program. After an unclean end it is checked first, which reads all of it.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        Self::with(open::writable(path)?, path)
    }

    /// A store that lives as long as its handles.
    pub fn in_memory() -> Result<Self, StoreError> {
        Self::with(open::memory()?, Path::new(MEMORY))
    }

    /// Opens what is there for looking only; works while another process writes. What is there is
    /// neither repaired nor migrated. Methods that write fail with [`StoreError::Io`].
    pub fn open_read_only(path: &Path) -> Result<Self, StoreError> {
        let (connection, seen) = open::read_only(path)?;
        Ok(Self::of(Worker::start(connection, path.to_owned(), seen)?))
    }

    /// The ids that the database at `path` holds for `urls`, as configured, each with its address; ascending.
    pub fn ids_at<'a>(
        path: &Path,
        urls: impl Iterator<Item = &'a str>,
    ) -> Result<Vec<(SourceId, &'a str)>, StoreError> {
        let (connection, _) = open::read_only(path)?;
        source::ids_at(&connection, urls).map_err(|trouble| StoreError::of(&trouble, path))
    }

    /// A copy of the database at `path` that lives in memory and is forgotten with its handles; an
    /// empty store if there is none. For decisions that must leave no trace.
    pub fn scratch(path: &Path) -> Result<Self, StoreError> {
        Self::with(open::scratch(path)?, Path::new(MEMORY))
    }

    fn with(connection: rusqlite::Connection, path: &Path) -> Result<Self, StoreError> {
        Ok(Self::of(Worker::start(connection, path.to_owned(), None)?))
    }

    fn of(worker: Worker) -> Self {
        Self {
            beside: Arc::default(),
            worker: Arc::new(worker),
        }
    }

    /// The states of all sources that were ever saved.
    pub async fn states(&self) -> Result<BTreeMap<SourceId, SourceState>, StoreError> {
        self.worker.ask(Job::read(source::states)).await
    }

    /// The state of one source; None: never saved.
    pub async fn state(&self, id: &SourceId) -> Result<Option<SourceState>, StoreError> {
        let id = id.clone();
        self.worker
            .ask(Job::read(move |c| source::state(c, &id)))
            .await
    }

    /// Those of the `configured` sources (ids and addresses) that may be asked at `now`, with their
    /// states: their time has come, they are new, or feeds.toml names another address now; and those
    /// whose next poll is more than eight days ahead, for a clock may have jumped.
    pub async fn due<'a>(
        &self,
        configured: impl Iterator<Item = (&'a SourceId, &'a str)>,
        now: Timestamp,
    ) -> Result<BTreeMap<SourceId, SourceState>, StoreError> {
        let mut marked: Vec<_> = configured
            .map(|(id, url)| (id.clone(), source::address(url)))
            .collect();
        marked.sort_unstable();
        self.worker
            .ask(Job::read(move |c| source::due(c, &marked, now)))
            .await
    }

    /// Where the feeds of all sources are that were ever read.
    pub async fn feeds(&self) -> Result<BTreeMap<SourceId, String>, StoreError> {
        self.worker.ask(Job::read(source::feeds)).await
    }

    /// What the publishers of all sources should mend, where there is something.
    pub async fn findings(&self) -> Result<BTreeMap<SourceId, Vec<Finding>>, StoreError> {
        self.worker.ask(Job::read(source::findings)).await
    }

    /// A number that grows whenever articles or stories are no longer as they were.
    pub async fn generation(&self) -> Result<u64, StoreError> {
        self.worker.ask(Job::read(records::generation)).await
    }

    /// What is stored of these keys: what `dedupe::decide` needs.
    pub async fn known(&self, keys: Vec<Key>) -> Result<Known, StoreError> {
        self.worker
            .ask(Job::read(move |c| known::known(c, &keys)))
            .await
    }

    /// The stories that this address or id means, hidden ones included.
    pub async fn meant(&self, what: &str) -> Result<BTreeSet<StoryId>, StoreError> {
        let what = what.to_owned();
        self.worker
            .ask(Job::read(move |c| known::meant(c, &what)))
            .await
    }

    /// Those of these ids under which we published a story, though it may have another one now.
    pub async fn ours(&self, ids: Vec<StoryId>) -> Result<BTreeSet<StoryId>, StoreError> {
        self.worker
            .ask(Job::read(move |c| known::ours(c, &ids)))
            .await
    }

    /// Saves what a poll brought, all of it or nothing.
    ///
    /// The changes must have been decided on what the store still holds: where several sources are
    /// under way at once, use [`Store::decide_and_save`].
    pub async fn save(&self, update: SourceUpdate) -> Result<(), StoreError> {
        let update = save::pack(update);
        self.worker
            .ask(Job::patient(move |_| Ok(((), update)), save::save))
            .await
    }

    /// Publishes what a flood of this source brought (see [`Changes::unlisted`]); returns how many
    /// articles that are.
    ///
    /// [`Changes::unlisted`]: crate::dedupe::Changes::unlisted
    pub async fn list(&self, source: &SourceId) -> Result<usize, StoreError> {
        let source = source.clone();
        self.worker
            .ask(Job::write(move |c| save::list(c, &source)))
            .await
    }

    /// Looks `keys` up, lets `decide` make an update of what is known, and saves it: all in one
    /// transaction, so that nothing changes in between. Returns what `decide` has to tell.
    ///
    /// `decide` runs on the store's thread. If it panics, nothing is saved, the answer is
    /// [`StoreError::Panicked`], and the store goes on.
    pub async fn decide_and_save<T, F>(&self, keys: Vec<Key>, decide: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&Known) -> (SourceUpdate, T) + Send + 'static,
    {
        let job = move |connection: &mut rusqlite::Connection| {
            let known = known::known(connection, &keys)?;
            let (update, answer) = decide(&known);
            Ok((answer, save::pack(update)))
        };
        self.worker.ask(Job::patient(job, save::save)).await
    }

    /// Of every source of `policy`, in every language it writes in, the `newest` stories it
    /// carries; the newest first, ties by id. Hidden articles are left out, and sources that are
    /// not in `policy` neither lead nor carry.
    pub async fn stories(
        &self,
        policy: &Arc<Policy>,
        newest: usize,
    ) -> Result<Vec<Story>, StoreError> {
        let policy = Arc::clone(policy);
        self.worker
            .ask(Job::read(move |c| stories::stories(c, &policy, newest)))
            .await
    }

    /// The story of that id, or that an article of that id is in, or that the id is an alias of.
    pub async fn story(
        &self,
        policy: &Arc<Policy>,
        id: StoryId,
    ) -> Result<Option<Story>, StoreError> {
        let policy = Arc::clone(policy);
        self.worker
            .ask(Job::read(move |c| stories::story(c, &policy, id)))
            .await
    }

    /// What was found of the texts of a story's articles, among each other and beside others.
    pub async fn judged(&self, story: StoryId) -> Result<Vec<Judged>, StoreError> {
        self.worker
            .ask(Job::read(move |c| text::judged(c, story)))
            .await
    }

    /// The articles that are at this address or say so, by id: permalink, canonical or guid.
    pub async fn articles_at(&self, url: &str) -> Result<Vec<Article>, StoreError> {
        let url = url.to_owned();
        self.worker
            .ask(Job::read(move |c| stories::articles_at(c, &url)))
            .await
    }

    /// The article of that id.
    pub async fn article(&self, id: ArticleId) -> Result<Option<Article>, StoreError> {
        self.worker
            .ask(Job::read(move |c| stories::article(c, id)))
            .await
    }

    /// All articles of a story, by id.
    pub async fn articles_of(&self, story: StoryId) -> Result<Vec<Article>, StoreError> {
        self.worker
            .ask(Job::read(move |c| stories::articles_of(c, story)))
            .await
    }

    /// How much of everything there is.
    pub async fn counts(&self) -> Result<Counts, StoreError> {
        self.worker.ask(Job::read(records::counts)).await
    }

    /// Leaves an address or an id out of everything that is published, from now on.
    pub async fn hide(&self, what: &str, now: Timestamp) -> Result<(), StoreError> {
        let what = what.to_owned();
        self.worker
            .ask(Job::write(move |c| records::hide(c, &what, now)))
            .await
    }

    /// What was hidden, with the day it was.
    pub async fn hidden(&self) -> Result<BTreeMap<String, Timestamp>, StoreError> {
        self.worker.ask(Job::read(records::hidden)).await
    }

    /// How many items each published file had, by its path: what the gate compares with.
    pub async fn published(&self) -> Result<BTreeMap<String, u64>, StoreError> {
        self.worker.ask(Job::read(records::published)).await
    }

    /// Keeps what was published, and with it the ids of all stories there are now, for ever.
    pub async fn set_published(
        &self,
        items: BTreeMap<String, u64>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.worker
            .ask(Job::write(move |c| records::set_published(c, &items, now)))
            .await
    }

    /// A remark that other rooms keep here.
    pub async fn remark(&self, name: &str) -> Result<Option<String>, StoreError> {
        let name = name.to_owned();
        self.worker
            .ask(Job::read(move |c| records::remark(c, &name)))
            .await
    }

    /// Keeps a remark in the place of the one of that name.
    pub async fn set_remark(&self, name: &str, value: &str) -> Result<(), StoreError> {
        let (name, value) = (name.to_owned(), value.to_owned());
        self.worker
            .ask(Job::write(move |c| records::set_remark(c, &name, &value)))
            .await
    }

    /// Forgets bodies (markup and raw markup) first seen before `before`, except of the articles
    /// that are still among the 50 newest of their source. Returns how many.
    pub async fn expire(&self, before: Timestamp) -> Result<usize, StoreError> {
        self.worker
            .ask(Job::write(move |c| records::expire(c, before)))
            .await
    }

    /// A copy of the database at `path` for [`Store::backup`] into `folder`, cheaper than what that makes by itself.
    /// To be called before it is opened, by who keeps others from opening it for writing. None if the day has its
    /// copy, or where the file alone is not the whole database.
    pub fn copied(
        path: &Path,
        folder: &Path,
        now: Timestamp,
    ) -> Result<Option<Copied>, StoreError> {
        backup::copied(path, folder, now).map_err(|trouble| StoreError::of(&trouble, path))
    }

    /// Copies the database into `folder`, once a day (UTC): None if today's copy is there. The
    /// newest `keep` copies are kept; 0 keeps none and makes none. `copied`: what [`Store::copied`] has made for it.
    pub async fn backup(
        &self,
        (folder, copied): (&Path, Option<Copied>),
        keep: usize,
        now: Timestamp,
    ) -> Result<Option<PathBuf>, StoreError> {
        let folder = folder.to_owned();
        let job = Job::alone(move |c| backup::backup(c, (&folder, copied), keep, now));
        self.worker.ask(job).await
    }

    /// Restores the newest copy in `folder` beside itself, checks it as a whole, and counts what
    /// is in it. None if there is no copy.
    pub fn verify_backup(folder: &Path) -> Result<Option<(PathBuf, Counts)>, StoreError> {
        backup::verify(folder)
    }

    /// Reads the whole database and fails if anything in it is damaged.
    pub async fn check(&self) -> Result<(), StoreError> {
        self.worker.ask(Job::read(open::check)).await
    }
}
