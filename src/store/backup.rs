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

/// A copy of a database that nobody had open, which is not the copy of its day yet: it is gone if it never
/// becomes that.
#[derive(Debug)]
pub struct Copied(PathBuf);

impl Drop for Copied {
    fn drop(&mut self) {
        // The next one of the folder removes it, too.
        let _ = remove(&self.0);
    }
}

/// Copies the database at `path` as a file, which costs a third of what it does page by page. None where there is
/// a log, so that the file is not all of it, where there is nothing in it, and where no copy is wanted.
pub(super) fn copied(path: &Path, folder: &Path, now: Timestamp) -> Done<Option<Copied>> {
    if open::is_empty(path) || open::has_log(path) || of_day(folder, now).exists() {
        return Ok(None);
    }
    let copied = Copied(unfinished(folder)?);
    fs::copy(path, &copied.0).map_err(uncopied(&copied.0))?;
    Ok(Some(copied))
}

pub(super) fn backup(
    connection: &Connection,
    (folder, copied): (&Path, Option<Copied>),
    keep: usize,
    now: Timestamp,
) -> Done<Option<PathBuf>> {
    let path = of_day(folder, now);
    if keep == 0 || path.exists() {
        return Ok(None);
    }
    let copied = if let Some(copied) = copied {
        copied
    } else {
        let unfinished = Copied(unfinished(folder)?);
        copy(connection, &unfinished.0)?;
        unfinished
    };
    let kept = || {
        File::open(&copied.0)?.sync_all()?;
        fs::rename(&copied.0, &path)?;
        File::open(folder)?.sync_all()
    };
    kept().map_err(uncopied(&path))?;
    for old in copies(folder)?.into_iter().rev().skip(keep) {
        remove(&old)?;
    }
    Ok(Some(path))
}

/// Whether there is a copy in the folder.
pub(super) fn has_copy(folder: &Path) -> bool {
    copies(folder).is_ok_and(|copies| !copies.is_empty())
}

fn of_day(folder: &Path, now: Timestamp) -> PathBuf {
    folder.join(format!("{PREFIX}{}{SUFFIX}", now.format("%Y-%m-%d")))
}

/// Where a copy is made in `folder`; nothing is there.
fn unfinished(folder: &Path) -> Done<PathBuf> {
    let path = folder.join("unfinished.db");
    fs::create_dir_all(folder).map_err(uncopied(&path))?;
    remove(&path)?;
    Ok(path)
}

/// The database is sound where its copy is not: what went wrong is told with the copy.
fn uncopied(path: &Path) -> impl Fn(io::Error) -> Trouble {
    move |error| {
        let told = StoreError::of(&Trouble::Io(error), path);
        Trouble::Told(if let StoreError::Io { path, what } = told {
            StoreError::Copy { path, what }
        } else {
            told
        })
    }
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
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(uncopied(path)(error)),
        _ => Ok(()),
    }
}
