//! The database in, a copy of it a day out; and whether a copy would do.

use super::{
    error::{Done, StoreError, Trouble},
    open,
    records::{self, Counts},
};
use crate::model::Timestamp;
use rusqlite::{Connection, backup::Backup};
use std::{
    ffi::c_int,
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    time::Duration,
};

const PREFIX: &str = "state-";
const SUFFIX: &str = ".db";

pub(super) fn backup(
    connection: &Connection,
    folder: &Path,
    keep: usize,
    now: Timestamp,
) -> Done<Option<PathBuf>> {
    if keep == 0 {
        return Ok(None);
    }
    fs::create_dir_all(folder)?;
    let path = folder.join(format!("{PREFIX}{}{SUFFIX}", now.format("%Y-%m-%d")));
    if path.exists() {
        return Ok(None);
    }
    let unfinished = folder.join("unfinished.db");
    remove(&unfinished)?;
    copy(connection, &unfinished)?;
    File::open(&unfinished)?.sync_all()?;
    fs::rename(&unfinished, &path)?;
    File::open(folder)?.sync_all()?;
    for old in copies(folder)?.into_iter().rev().skip(keep) {
        remove(&old)?;
    }
    Ok(Some(path))
}

/// Page by page: to write every row anew (`VACUUM INTO`) costs more than all else of a run in which
/// nothing happens.
fn copy(connection: &Connection, to: &Path) -> Done<()> {
    let mut copy = Connection::open(to)?;
    // Nobody looks at it before it is whole and on the disk.
    copy.pragma_update(None, "journal_mode", "off")?;
    copy.pragma_update(None, "synchronous", "off")?;
    Backup::new(connection, &mut copy)?.run_to_completion(c_int::MAX, Duration::ZERO, None)?;
    Ok(())
}

pub(super) fn verify(folder: &Path) -> Result<Option<(PathBuf, Counts)>, StoreError> {
    let Some(copy) = copies(folder)
        .map_err(|trouble| StoreError::of(&trouble, folder))?
        .pop()
    else {
        return Ok(None);
    };
    let counts = restore(&copy).map_err(|trouble| StoreError::of(&trouble, &copy))?;
    Ok(Some((copy, counts)))
}

/// As a person would do it: the copy is put somewhere else and used.
fn restore(copy: &Path) -> Done<Counts> {
    let place = tempfile::tempdir()?;
    let restored = place.path().join("state.db");
    fs::copy(copy, &restored)?;
    let mut connection = open::writable(&restored)?;
    open::check(&mut connection)?;
    records::counts(&mut connection)
}

/// The copies in a folder, oldest first: their names are their days.
fn copies(folder: &Path) -> Done<Vec<PathBuf>> {
    let mut found = Vec::new();
    let listed = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(found),
        listed => listed?,
    };
    for item in listed {
        let path = item?.path();
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        if name.starts_with(PREFIX) && name.ends_with(SUFFIX) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn remove(path: &Path) -> Result<(), Trouble> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}
