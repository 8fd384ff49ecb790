//! What `SQLite` says in; what a person can do about it, out.

use rusqlite::ErrorCode;
use std::path::{Path, PathBuf};

/// Why the store could not do it. Nothing was changed then.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// There is no database yet, and it was opened for looking only.
    #[error("there is no database {path}: nothing was stored yet")]
    Missing {
        /// Where it would be.
        path: PathBuf,
    },
    /// It was written by another version of the program. Nothing was touched.
    #[error(
        "the database {path} has schema {found}, and this program knows {known}: {}",
        if found < known {
            "`clusterwire run` or `clusterwire build` carries it over"
        } else {
            "use the program that wrote it, or a newer one"
        }
    )]
    Version {
        /// The file.
        path: PathBuf,
        /// Its schema.
        found: i64,
        /// Ours.
        known: i64,
    },
    /// It is not ours. Nothing was touched.
    #[error("{path} is not a database of clusterwire: name another file in [store] url")]
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// It cannot be trusted any more. Nothing was touched.
    #[error(
        "the database {path} is damaged ({what}): put a copy from the backups folder in its place, or move it away to begin anew"
    )]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What was found first.
        what: String,
    },
    /// The disk, or a quota, is full.
    #[error("no room left on the disk of {path}")]
    Full {
        /// The file.
        path: PathBuf,
    },
    /// Another program kept it for longer than we wait.
    #[error("the database {path} is in use by another program")]
    Locked {
        /// The file.
        path: PathBuf,
    },
    /// It cannot be read or written.
    #[error("cannot use the database {path}: {what}")]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        what: String,
    },
    /// The copy of the day cannot be made; the database is as it was.
    #[error("cannot copy the database to {path}: {what}")]
    Copy {
        /// The copy.
        path: PathBuf,
        /// What the system says.
        what: String,
    },
    /// A decision panicked; it was undone.
    #[error("a decision about the database {path} panicked")]
    Panicked {
        /// The file.
        path: PathBuf,
    },
}

impl StoreError {
    /// What went wrong, told with the name of the file.
    pub(super) fn of(trouble: &Trouble, path: &Path) -> Self {
        let path = path.to_owned();
        match trouble {
            Trouble::Told(told) => told.clone(),
            Trouble::Sql(error) => Self::of_sql(error, path),
            Trouble::Damaged(what) => Self::Damaged {
                path,
                what: what.clone(),
            },
            Trouble::Io(error) if error.kind() == std::io::ErrorKind::StorageFull => {
                Self::Full { path }
            }
            Trouble::Io(error) => Self::Io {
                path,
                what: error.to_string(),
            },
        }
    }

    fn of_sql(error: &rusqlite::Error, path: PathBuf) -> Self {
        let what = error.to_string();
        match error.sqlite_error_code() {
            // None: a value that is not what its column holds. No program of ours wrote it.
            Some(ErrorCode::DatabaseCorrupt) | None => Self::Damaged { path, what },
            Some(ErrorCode::NotADatabase) => Self::Foreign { path },
            Some(ErrorCode::DiskFull) => Self::Full { path },
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Locked { path },
            Some(_) => Self::Io { path, what },
        }
    }
}

/// What goes wrong inside a job, before it is told with the name of the file.
#[derive(Debug, thiserror::Error)]
pub(super) enum Trouble {
    #[error(transparent)]
    Sql(#[from] rusqlite::Error),
    #[error(transparent)]
    Io(#[from] std::io::Error),
    #[error("{0}")]
    Damaged(String),
    #[error(transparent)]
    Told(#[from] StoreError),
}

pub(super) type Done<T> = Result<T, Trouble>;
