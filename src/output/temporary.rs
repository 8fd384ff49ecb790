//! Files on their way into their places; what a run that was killed left of them, swept away.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
};
use tempfile::NamedTempFile;

const PREFIX: &str = ".clusterwire-";
const SUFFIX: &str = ".tmp";
/// Lies in the folder that is published into as long as there may be temporary files below it.
const BEGUN: &str = ".clusterwire-begun.tmp";

/// A file with these bytes beside its place, complete.
pub(super) fn temporary(folder: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(PREFIX).suffix(SUFFIX);
    #[cfg(unix)]
    let permissions = std::os::unix::fs::PermissionsExt::from_mode(0o644);
    #[cfg(unix)]
    builder.permissions(permissions);
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(bytes)?;
    Ok(file)
}

/// Says that temporary files may lie below a folder; when it is dropped, none do any more. Only of a
/// run that is killed it stays.
#[derive(Debug)]
pub(super) struct Begun(PathBuf);

impl Begun {
    pub(super) fn lay(dir: &Path) -> io::Result<Self> {
        fs::create_dir_all(dir)?;
        let mark = dir.join(BEGUN);
        File::create(&mark)?;
        Ok(Self(mark))
    }
}

impl Drop for Begun {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

/// Removes what a killed run left half-written below `dir`, the folder that is published into, and in
/// `state`, the folder beside it. The caller holds the [`super::Lock`]. What cannot be removed does no
/// harm and stays.
pub fn sweep(dir: &Path, state: &Path) {
    sweep_folder(state);
    sweep_below(dir);
}

/// Where the last publish came to its end, nothing is looked at.
pub(super) fn sweep_below(dir: &Path) {
    let mark = dir.join(BEGUN);
    if !mark.exists() {
        return;
    }
    let mut folders = vec![dir.to_owned()];
    while let Some(folder) = folders.pop() {
        folders.extend(sweep_folder(&folder));
    }
    let _ = fs::remove_file(mark);
}

/// Returns the folders in it. The mark is no leftover: it goes last.
fn sweep_folder(folder: &Path) -> Vec<PathBuf> {
    let items = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut folders = Vec::new();
    for item in items {
        let name = item.file_name();
        let name = name.to_string_lossy();
        if item.file_type().is_ok_and(|kind| kind.is_dir()) {
            folders.push(item.path());
        } else if name.starts_with(PREFIX) && name.ends_with(SUFFIX) && name != BEGUN {
            let _ = fs::remove_file(item.path());
        }
    }
    folders
}
