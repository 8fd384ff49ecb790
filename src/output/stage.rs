//! Files in, one batch after the other; the folder changed once all are there.

use super::{
    Manifest, OutputError, Written, differs, is_servable, remove, sync_folder,
    syncing::{Syncing, joined},
    temporary::{Begun, sweep_below, temporary},
};
use crate::model::OutputFile;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
    thread,
};
use tempfile::{NamedTempFile, TempPath};

/// A publish under way. What differs is written beside its place at once, so that no more than a
/// batch is in memory, and goes on its way to the disk; [`Stage::finish`] renames all in one pass:
/// assets, pages, feeds, and the front page last, so that no file names one that is not there yet. `manifest`, a file
/// outside `dir`, remembers what was written: only that is ever removed, a file that somebody else
/// put there never. A stage that is dropped leaves everything as it was.
///
/// The caller holds the [`super::Lock`]: what a killed run left half-written is swept away here.
#[derive(Debug)]
pub struct Stage {
    dir: PathBuf,
    manifest: PathBuf,
    known: Manifest,
    /// All that is published, by path.
    paths: BTreeSet<String>,
    rehearsal: bool,
    batches: Mutex<Batches>,
}

#[derive(Debug, Default)]
struct Batches {
    staged: Vec<Staged>,
    written: Written,
    /// None: nothing is written yet. Dropped after what is staged.
    begun: Option<(Syncing, Begun)>,
}

impl Batches {
    fn take_in(&mut self, staged: impl IntoIterator<Item = Staged>) {
        for staged in staged {
            if let Some((syncing, _)) = &self.begun {
                syncing.add(staged.file.to_path_buf());
            }
            self.staged.push(staged);
        }
    }
}

/// A file that lies complete beside its place.
#[derive(Debug)]
pub(super) struct Staged {
    rank: Rank,
    place: PathBuf,
    file: TempPath,
}

impl Staged {
    pub(super) fn new(path: &str, place: PathBuf, file: NamedTempFile) -> Self {
        Self {
            rank: rank(path),
            place,
            // Thousands of files must not stay open until the end.
            file: file.into_temp_path(),
        }
    }
}

/// The order of renaming: what is named comes before what names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Asset,
    Page,
    Feed,
    Front,
}

fn rank(path: &str) -> Rank {
    let page = Path::new(path)
        .extension()
        .is_some_and(|ending| ending == "html");
    if path.starts_with("assets/") {
        Rank::Asset
    } else if path == "index.html" {
        Rank::Front
    } else if page {
        Rank::Page
    } else {
        Rank::Feed
    }
}

impl Stage {
    /// Begins a publish of exactly these paths.
    pub fn open(dir: &Path, manifest: &Path, paths: BTreeSet<String>) -> Result<Self, OutputError> {
        sweep_below(dir);
        Self::new(dir, manifest, paths, false)
    }

    /// As [`Stage::open`], but nothing is touched: [`Stage::finish`] says what would happen.
    pub fn rehearse(
        dir: &Path,
        manifest: &Path,
        paths: BTreeSet<String>,
    ) -> Result<Self, OutputError> {
        Self::new(dir, manifest, paths, true)
    }

    fn new(
        dir: &Path,
        manifest: &Path,
        paths: BTreeSet<String>,
        rehearsal: bool,
    ) -> Result<Self, OutputError> {
        if let Some(path) = paths.iter().find(|path| !is_servable(path)) {
            return Err(OutputError::Path { path: path.clone() });
        }
        Ok(Self {
            dir: dir.to_owned(),
            manifest: manifest.to_owned(),
            known: Manifest::read(manifest, dir),
            paths,
            rehearsal,
            batches: Mutex::default(),
        })
    }

    /// Takes in some of the files; may be called from several threads at once.
    pub fn put(&self, files: &[OutputFile]) -> Result<(), OutputError> {
        for file in files {
            self.expects(&file.path)?;
        }
        let changed: Vec<&OutputFile> = files
            .iter()
            .filter(|file| differs(&self.dir, file))
            .collect();
        let staged = if self.rehearsal || changed.is_empty() {
            Vec::new()
        } else {
            self.list()?;
            stage(&self.dir, &changed)?
        };
        let mut batches = self.batches();
        batches.take_in(staged);
        batches.written.unchanged += files.len() - changed.len();
        let changed = changed.iter().map(|file| file.path.clone());
        batches.written.changed.extend(changed);
        Ok(())
    }

    /// Puts everything into its place, and removes what is no longer published.
    pub fn finish(self) -> Result<Written, OutputError> {
        let stale = self.known.stale(&self.paths);
        if !stale.is_empty() || !self.known.lists(&self.paths) {
            self.list()?;
        }
        let mut batches = self
            .batches
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        batches.written.changed.sort();
        batches.written.removed.clone_from(&stale);
        let Some((syncing, _begun)) = batches.begun else {
            return Ok(batches.written);
        };
        // Where something fails, it goes before the mark.
        let staged = batches.staged;
        syncing.end().map_err(|source| OutputError::Folder {
            folder: self.dir.clone(),
            source,
        })?;
        let mut folders = place(&self.dir, staged)?;
        folders.extend(remove(&self.dir, &stale)?);
        folders.retain(|folder| folder.is_dir());
        together(folders.into_iter().collect(), |folder| sync_folder(&folder))?;
        self.known.only(&self.paths).write(&self.manifest)?;
        Ok(batches.written)
    }

    pub(super) fn dir(&self) -> &Path {
        &self.dir
    }

    pub(super) fn rehearses(&self) -> bool {
        self.rehearsal
    }

    /// Whether this path is one of those that are published.
    pub(super) fn expects(&self, path: &str) -> Result<(), OutputError> {
        if self.paths.contains(path) {
            return Ok(());
        }
        let path = path.to_owned();
        Err(OutputError::Path { path })
    }

    /// Notes a file that lies there as it is.
    pub(super) fn leave(&self) {
        self.batches().written.unchanged += 1;
    }

    /// Notes a file that is another one; None where nothing is written.
    pub(super) fn take_in(&self, path: String, staged: Option<Staged>) {
        let mut batches = self.batches();
        batches.take_in(staged);
        batches.written.changed.push(path);
    }

    /// Before the first file is written: both lists together until the renames are done, so that a
    /// run that is killed between leaves no orphan.
    pub(super) fn list(&self) -> Result<(), OutputError> {
        let mut batches = self.batches();
        if self.rehearsal || batches.begun.is_some() {
            return Ok(());
        }
        if !self.known.lists(&self.paths) {
            self.known.with(&self.paths).write(&self.manifest)?;
        }
        let begun = Begun::lay(&self.dir).map_err(|source| OutputError::Folder {
            folder: self.dir.clone(),
            source,
        })?;
        batches.begun = Some((Syncing::begin(), begun));
        Ok(())
    }

    fn batches(&self) -> MutexGuard<'_, Batches> {
        self.batches.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Writes every file beside its place. On failure the temporary files go away with `staged`.
fn stage(dir: &Path, files: &[&OutputFile]) -> Result<Vec<Staged>, OutputError> {
    let mut staged = Vec::with_capacity(files.len());
    for file in files {
        let place = dir.join(&file.path);
        let folder = place.parent().unwrap_or(dir);
        let complain = |source| OutputError::Folder {
            folder: folder.to_owned(),
            source,
        };
        fs::create_dir_all(folder).map_err(complain)?;
        let temporary = temporary(folder, &file.bytes).map_err(complain)?;
        staged.push(Staged::new(&file.path, place, temporary));
    }
    Ok(staged)
}

/// Files that the system lets go of, or folders on their way to the disk, at once.
const AT_ONCE: usize = 8;

/// Does this to all, many at once, on this thread and as many others as the system gives. One that fails
/// ends its thread; all come to their end.
fn together<T: Send>(
    all: Vec<T>,
    work: impl Fn(T) -> Result<(), OutputError> + Sync,
) -> Result<(), OutputError> {
    let others = 1..AT_ONCE.min(all.len());
    let all = Mutex::new(all.into_iter());
    let next = || all.lock().unwrap_or_else(PoisonError::into_inner).next();
    let some = || {
        while let Some(one) = next() {
            work(one)?;
        }
        Ok(())
    };
    thread::scope(|scope| {
        let thread = |_| thread::Builder::new().spawn_scoped(scope, some).ok();
        let others: Vec<_> = others.map_while(thread).collect();
        let own = some();
        let ended = others.into_iter().map(|thread| joined(thread.join()));
        ended.fold(own, Result::and)
    })
}

/// Renames all into their places, one rank after the other; returns the folders that have changed.
fn place(dir: &Path, staged: Vec<Staged>) -> Result<BTreeSet<PathBuf>, OutputError> {
    // A folder cannot be replaced: that is known before the first is.
    if let Some(taken) = staged.iter().find(|staged| staged.place.is_dir()) {
        return Err(OutputError::File {
            file: taken.place.clone(),
            source: io::ErrorKind::IsADirectory.into(),
        });
    }
    let folders = staged.iter();
    let folders = folders.map(|staged| staged.place.parent().unwrap_or(dir).to_owned());
    let folders = folders.collect();
    let mut ranks: BTreeMap<Rank, Vec<Staged>> = BTreeMap::new();
    for staged in staged {
        ranks.entry(staged.rank).or_default().push(staged);
    }
    for rank in ranks.into_values() {
        // The system lets go of what lay there, which takes its time.
        together(rank, |Staged { place, file, .. }| {
            let renamed = file.persist(&place);
            renamed.map_err(|error| OutputError::File {
                file: place.clone(),
                source: error.error,
            })
        })?;
    }
    Ok(folders)
}
