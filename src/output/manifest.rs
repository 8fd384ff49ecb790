//! The list of files that we wrote into a folder, kept outside of it, in and out.

use super::{OutputError, temporary::temporary};
use serde::{Deserialize, Serialize};
use std::{
    collections::BTreeSet,
    fs,
    path::{Component, Path, PathBuf},
};
use xxhash_rust::xxh3::xxh3_64;

/// What an earlier publish wrote into `dir`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Manifest {
    /// Absolute: files of the same name in another folder are not ours.
    dir: PathBuf,
    /// The same seen from where this list lies: an installation may be moved as a whole.
    seen_from_here: Option<PathBuf>,
    /// The front page as it was written: by it, and by where it lies, a folder that was moved is known.
    front: Option<u64>,
    /// Below it, with `/`.
    files: BTreeSet<String>,
}

/// The page that every publish writes.
const FRONT: &str = "index.html";

impl Manifest {
    /// The list for `dir`; empty where there is none, or one for another folder, or a broken one:
    /// then what is there counts as foreign and stays.
    pub(super) fn read(file: &Path, dir: &Path) -> Self {
        let dir = std::path::absolute(dir).unwrap_or_else(|_| dir.to_owned());
        let seen_from_here = beside(file, &dir);
        let known = fs::read(file).ok();
        let known = known.and_then(|bytes| serde_json::from_slice::<Self>(&bytes).ok());
        let moved = |known: &Self| {
            seen_from_here.is_some()
                && known.seen_from_here == seen_from_here
                && known.front.is_some()
                && known.front == front(&dir)
        };
        let ours = known.filter(|known| known.dir == dir || moved(known));
        let mut known = ours.unwrap_or_default();
        known.files.retain(|path| super::is_servable(path));
        known.dir = dir;
        known.seen_from_here = seen_from_here;
        known
    }

    pub(super) fn write(&self, file: &Path) -> Result<(), OutputError> {
        let complain = |source| OutputError::Manifest {
            file: file.to_owned(),
            source,
        };
        let folder = file.parent().unwrap_or(Path::new("."));
        let write = || {
            fs::create_dir_all(folder)?;
            let mut bytes = serde_json::to_vec_pretty(self)?;
            bytes.push(b'\n');
            let beside = temporary(folder, &bytes)?;
            beside.as_file().sync_all()?;
            beside.persist(file).map_err(|error| error.error)?;
            Ok(())
        };
        write().map_err(complain)
    }

    pub(super) fn into_files(self) -> impl Iterator<Item = String> {
        self.files.into_iter()
    }

    /// Files of ours that are not among `paths`.
    pub(super) fn stale(&self, paths: &BTreeSet<String>) -> Vec<String> {
        self.files.difference(paths).cloned().collect()
    }

    pub(super) fn lists(&self, paths: &BTreeSet<String>) -> bool {
        self.files == *paths
    }

    pub(super) fn with(&self, paths: &BTreeSet<String>) -> Self {
        Self {
            files: self.files.union(paths).cloned().collect(),
            ..self.clone()
        }
    }

    /// When all of them lie there.
    pub(super) fn only(&self, paths: &BTreeSet<String>) -> Self {
        Self {
            front: front(&self.dir),
            files: paths.clone(),
            ..self.clone()
        }
    }
}

fn front(dir: &Path) -> Option<u64> {
    let page = fs::read(dir.join(FRONT)).ok()?;
    Some(xxh3_64(&page))
}

/// The way from the folder of `file` to `dir`, both absolute: `../output`. None where they have no
/// folder in common but the root: then nobody moves them together.
fn beside(file: &Path, dir: &Path) -> Option<PathBuf> {
    let file = std::path::absolute(file).ok()?;
    let from: Vec<Component<'_>> = file.parent()?.components().collect();
    let to: Vec<Component<'_>> = dir.components().collect();
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let named = |part: &Component<'_>| matches!(part, Component::Normal(_));
    if !from.iter().take(shared).any(named) {
        return None;
    }
    let up = from.iter().skip(shared).map(|_| Component::ParentDir);
    Some(up.chain(to.into_iter().skip(shared)).collect())
}
