//! Files in, a folder that holds them out: whole or not at all, and nothing touched without need.

mod lay;
mod lock;
mod manifest;
mod replace;
mod sheet;
mod stage;
mod syncing;
mod temporary;

pub use lay::Lay;
pub use lock::{Lock, LockError};
pub use replace::replace;
pub use sheet::Sheet;
pub use stage::Stage;
pub use temporary::sweep;

use crate::model::OutputFile;
use manifest::Manifest;
use std::{
    collections::BTreeSet,
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

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

/// Makes `dir` hold `files`, as a [`Stage`] does.
pub fn write(dir: &Path, manifest: &Path, files: &[OutputFile]) -> Result<Written, OutputError> {
    let paths = files.iter().map(|file| file.path.clone()).collect();
    let stage = Stage::open(dir, manifest, paths)?;
    stage.put(files)?;
    stage.finish()
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
        folders.extend(folder.map(Path::to_owned));
    }
    // One that still held something may have been emptied by a later path.
    folders.retain(|folder| folder.is_dir());
    Ok(folders)
}

/// A rename is on the disk only once its folder is.
fn sync_folder(folder: &Path) -> Result<(), OutputError> {
    let synced = File::open(folder).and_then(|folder| folder.sync_all());
    match synced {
        // Some file systems, and Windows, cannot sync a folder.
        Err(error) if cfg!(not(unix)) || error.kind() == io::ErrorKind::InvalidInput => Ok(()),
        // One that lost its last file is gone itself; its parent tells the disk so.
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other.map_err(|source| OutputError::Folder {
            folder: folder.to_owned(),
            source,
        }),
    }
}
