//! Files in, a folder that holds them out: whole or not at all, and nothing touched without need.

mod lock;
mod manifest;

pub use lock::{Lock, LockError};

use crate::model::OutputFile;
use manifest::Manifest;
use std::{
    collections::BTreeSet,
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
    thread,
};
use tempfile::NamedTempFile;

const TEMPORARY_PREFIX: &str = ".clusterwire-";
const TEMPORARY_SUFFIX: &str = ".tmp";

/// What a publish did, by path below the folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// New, or with other bytes than before.
    pub changed: Vec<String>,
    /// How many hold what they held, and were not touched.
    pub unchanged: usize,
    /// Written by an earlier publish, no longer published.
    pub removed: Vec<String>,
}

/// Why nothing, or not everything, could be written. What was there before is still whole.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// The folder cannot be written to.
    #[error(
        "cannot write into {folder}: make the folder writable for this user, free space on its \
         disk, or name another one with `--output`"
    )]
    Folder {
        /// Which folder.
        folder: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A single file cannot be put into its place.
    #[error("cannot replace {file}: is something else, such as a folder, in its place?")]
    File {
        /// Which file.
        file: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The list of what was written cannot be kept.
    #[error("cannot keep the list of published files in {file}")]
    Manifest {
        /// Which file.
        file: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A path that would leave the folder, or that not every web server can serve.
    #[error("{path:?} is no path for a published file")]
    Path {
        /// The path.
        path: String,
    },
}

/// Makes `dir` hold `files`. All are written beside their places and synced first, then renamed in
/// one pass: assets, pages, feeds, and the front page last, so that no file names one that is not
/// there yet. `manifest`, a file outside `dir`, remembers what was written: only that is ever
/// removed, a file that somebody else put there never.
///
/// The caller holds the [`Lock`]: what a killed run left half-written is swept away here.
pub fn write(dir: &Path, manifest: &Path, files: &[OutputFile]) -> Result<Written, OutputError> {
    if let Some(file) = files.iter().find(|file| !is_servable(&file.path)) {
        return Err(OutputError::Path {
            path: file.path.clone(),
        });
    }
    let known = Manifest::read(manifest, dir);
    sweep(dir, &known);
    let changed: Vec<&OutputFile> = files.iter().filter(|file| differs(dir, file)).collect();
    let paths: BTreeSet<String> = files.iter().map(|file| file.path.clone()).collect();
    let stale: Vec<String> = known.stale(&paths);

    if changed.is_empty() && stale.is_empty() && known.lists(&paths) {
        return Ok(Written {
            unchanged: files.len(),
            ..Written::default()
        });
    }
    // Both lists together until the renames are done: a run that is killed between leaves no orphan.
    known.with(&paths).write(manifest)?;
    let staged = stage(dir, &changed)?;
    let mut folders = place(dir, staged)?;
    folders.extend(remove(dir, &stale)?);
    for folder in folders {
        sync_folder(&folder)?;
    }
    known.only(&paths).write(manifest)?;
    Ok(Written {
        unchanged: files.len() - changed.len(),
        changed: changed.iter().map(|file| file.path.clone()).collect(),
        removed: stale,
    })
}

/// What [`write`] would do, without doing it.
pub fn compare(dir: &Path, manifest: &Path, files: &[OutputFile]) -> Written {
    let known = Manifest::read(manifest, dir);
    let changed: Vec<String> = files
        .iter()
        .filter(|file| differs(dir, file))
        .map(|file| file.path.clone())
        .collect();
    Written {
        unchanged: files.len() - changed.len(),
        changed,
        removed: known.stale(&files.iter().map(|file| file.path.clone()).collect()),
    }
}

/// `[a-z0-9._-]` in every part, no part empty or beginning with a dot.
fn is_servable(path: &str) -> bool {
    path.split('/').all(|part| {
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._-".contains(&b);
        !part.is_empty() && !part.starts_with('.') && part.bytes().all(plain)
    })
}

fn differs(dir: &Path, file: &OutputFile) -> bool {
    let place = dir.join(&file.path);
    let same_length =
        fs::metadata(&place).is_ok_and(|there| there.len() == file.bytes.len() as u64);
    !same_length || fs::read(&place).is_ok_and(|bytes| bytes != file.bytes)
}

/// A file that lies complete and synced beside its place.
struct Staged {
    rank: Rank,
    place: PathBuf,
    file: NamedTempFile,
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
        staged.push(Staged {
            rank: rank(&file.path),
            file: temporary(folder, &file.bytes).map_err(complain)?,
            place,
        });
    }
    sync_files(dir, &staged)?;
    staged.sort_by(|a, b| a.rank.cmp(&b.rank).then_with(|| a.place.cmp(&b.place)));
    Ok(staged)
}

/// Files on their way to the disk at once: a journal takes many in one write.
const SYNCED_AT_ONCE: usize = 32;

/// Brings the contents of all to the disk, many at once.
fn sync_files(dir: &Path, staged: &[Staged]) -> Result<(), OutputError> {
    let share = staged.len().div_ceil(SYNCED_AT_ONCE).max(1);
    let sync = |share: &[Staged]| {
        let mut files = share.iter().map(|staged| staged.file.as_file());
        files.try_for_each(File::sync_all)
    };
    let synced = thread::scope(|scope| {
        let shares: Vec<_> = staged
            .chunks(share)
            .map(|share| scope.spawn(move || sync(share)))
            .collect();
        let broken = || Err(io::Error::other("the file could not be synced"));
        shares
            .into_iter()
            .try_for_each(|share| share.join().unwrap_or_else(|_| broken()))
    });
    synced.map_err(|source| OutputError::Folder {
        folder: dir.to_owned(),
        source,
    })
}

fn temporary(folder: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(TEMPORARY_PREFIX).suffix(TEMPORARY_SUFFIX);
    #[cfg(unix)]
    let permissions = std::os::unix::fs::PermissionsExt::from_mode(0o644);
    #[cfg(unix)]
    builder.permissions(permissions);
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(bytes)?;
    Ok(file)
}

/// Renames all into their places; returns the folders that have changed.
fn place(dir: &Path, staged: Vec<Staged>) -> Result<BTreeSet<PathBuf>, OutputError> {
    let mut folders = BTreeSet::new();
    for Staged { place, file, .. } in staged {
        folders.insert(place.parent().unwrap_or(dir).to_owned());
        file.persist(&place).map_err(|error| OutputError::File {
            file: place.clone(),
            source: error.error,
        })?;
    }
    Ok(folders)
}

/// Removes what is no longer published, and the folders that this leaves empty.
fn remove(dir: &Path, stale: &[String]) -> Result<BTreeSet<PathBuf>, OutputError> {
    let mut folders = BTreeSet::new();
    for path in stale {
        let place = dir.join(path);
        match fs::remove_file(&place) {
            Err(source) if source.kind() != io::ErrorKind::NotFound => {
                return Err(OutputError::File {
                    file: place,
                    source,
                });
            }
            Ok(()) | Err(_) => {}
        }
        let mut folder = place.parent();
        while let Some(empty) = folder.filter(|folder| *folder != dir) {
            // Fails on a folder that still holds something, which is how it is kept.
            if fs::remove_dir(empty).is_err() {
                break;
            }
            folder = empty.parent();
        }
        folders.extend(folder.filter(|folder| folder.is_dir()).map(Path::to_owned));
    }
    Ok(folders)
}

/// A rename is on the disk only once its folder is.
fn sync_folder(folder: &Path) -> Result<(), OutputError> {
    let synced = File::open(folder).and_then(|folder| folder.sync_all());
    match synced {
        // Some file systems, and Windows, cannot sync a folder.
        Err(error) if cfg!(not(unix)) || error.kind() == io::ErrorKind::InvalidInput => Ok(()),
        other => other.map_err(|source| OutputError::Folder {
            folder: folder.to_owned(),
            source,
        }),
    }
}

/// Temporary files of a run that was killed. What cannot be removed does no harm and stays.
fn sweep(dir: &Path, known: &Manifest) {
    for folder in known.folders() {
        let Ok(items) = fs::read_dir(dir.join(folder)) else {
            continue;
        };
        for item in items.flatten() {
            let name = item.file_name();
            let name = name.to_string_lossy();
            if name.starts_with(TEMPORARY_PREFIX) && name.ends_with(TEMPORARY_SUFFIX) {
                let _ = fs::remove_file(item.path());
            }
        }
    }
}
