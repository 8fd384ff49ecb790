//! A setting in; the lock, the store and the network of a command out.

use super::{
    Exit,
    args::Common,
    problem::{Complaint, chain},
    screen::Screen,
    setting::Setting,
};
use crate::{
    fetch::{Fetch, FetchError, Fetched, Live, Record, Replay, Request},
    output::{self, Lock, LockError},
    store::{self, Store, StoreError},
};
use std::{
    fs,
    path::{Path, PathBuf},
};
use tokio::runtime::Runtime;

/// Where answers come from.
pub(super) enum Network {
    /// The real one.
    Live(Live),
    /// The real one, and every answer is kept.
    Record(Record<Live>),
    /// A recording.
    Replay(Replay),
}

impl Fetch for Network {
    async fn fetch(&self, request: Request) -> Result<Fetched, FetchError> {
        match self {
            Self::Live(live) => live.fetch(request).await,
            Self::Record(record) => record.fetch(request).await,
            Self::Replay(replay) => replay.fetch(request).await,
        }
    }
}

/// Sets up the network that the options ask for.
pub(super) fn network(
    common: &Common,
    setting: &Setting,
    screen: &Screen<'_>,
) -> Result<Network, Complaint> {
    let folder = screen.surroundings.folder;
    let failed = |error: FetchError| Complaint::failed(chain(&error), "");
    if let Some(recording) = &common.replay {
        let replay = Replay::open(&folder.join(recording)).map_err(|error| {
            Complaint::failed(chain(&error), "name a folder that `--record` has filled")
        })?;
        return Ok(Network::Replay(replay.at(setting.now)));
    }
    let contact = setting.config.site.contact.as_deref();
    let live = Live::new(&setting.config.fetch, contact).map_err(failed)?;
    match &common.record {
        None => Ok(Network::Live(live)),
        Some(recording) => Record::new(live, &folder.join(recording), setting.now)
            .map(Network::Record)
            .map_err(|error| {
                let next = "name a folder that can be made and written for this user";
                Complaint::failed(chain(&error), next)
            }),
    }
}

/// Takes the lock of the state folder, which is made if it is not there, and tidies up behind a run that
/// was killed: before anything is written, or a full disk would stay full.
pub(super) fn lock(common: &Common, setting: &Setting) -> Result<Lock, Complaint> {
    let state = &setting.place.state;
    fs::create_dir_all(state).map_err(|error| {
        let message = format!("cannot make the state folder {}: {error}", state.display());
        Complaint::failed(
            message,
            "make it writable for this user, or name another with --state",
        )
    })?;
    let lock = if common.wait {
        Lock::acquire_waiting(state)
    } else {
        Lock::acquire(state)
    };
    let lock = lock.map_err(|error| match error {
        LockError::Held { .. } => Complaint {
            exit: Exit::Locked,
            // `-q` says nothing: cron overlaps by itself.
            message: if common.quiet {
                String::new()
            } else {
                error.to_string()
            },
            next: String::new(),
        },
        LockError::Io { .. } => Complaint::failed(chain(&error), ""),
    })?;
    output::sweep(&setting.config.output.dir, state);
    Ok(lock)
}

/// Opens the store for writing.
pub(super) fn store(setting: &Setting) -> Result<Store, Complaint> {
    Store::open(&database(setting)).map_err(|error| broken_store(&error))
}

/// Opens the store for looking only; None: nothing was stored yet.
pub(super) fn store_to_read(setting: &Setting) -> Result<Option<Store>, Complaint> {
    match Store::open_read_only(&database(setting)) {
        Ok(store) => Ok(Some(store)),
        Err(StoreError::Missing { .. }) => Ok(None),
        Err(error) => Err(broken_store(&error)),
    }
}

/// Where `[store] url` says the database is.
pub(super) fn database(setting: &Setting) -> PathBuf {
    let url = &setting.config.store.url;
    setting
        .place
        .state
        .join(url.strip_prefix("sqlite:").unwrap_or(url))
}

/// Where the copies of the database lie.
pub(super) fn backups(setting: &Setting) -> PathBuf {
    setting.place.state.join(store::BACKUPS)
}

/// The file that remembers what lies in the output folder.
pub(super) fn manifest(setting: &Setting) -> PathBuf {
    setting.place.state.join("published")
}

/// A store that cannot be used ends a command.
pub(super) fn broken_store(error: &StoreError) -> Complaint {
    Complaint::failed(chain(error), mended_store(error))
}

/// The next step where a store cannot be used.
pub(super) fn mended_store(error: &StoreError) -> String {
    match error {
        StoreError::Io { .. } => "make its folder writable for this user, or free space on its \
                                  disk; what was stored and published before is whole"
            .to_owned(),
        StoreError::Copy { .. } => "make the folder of the copies writable for this user, or free \
                                    space on its disk; with `backups = 0` in [store] there are \
                                    none"
            .to_owned(),
        StoreError::Damaged { path, .. } => restore(path),
        // With its first bytes a database loses the mark that it was ours.
        StoreError::Foreign { path } => match Store::verify_backup(&copies(path)) {
            Ok(Some(_)) => format!("or, if it was one, it is damaged: {}", restore(path)),
            Ok(None) | Err(_) => String::new(),
        },
        // Their messages hold it.
        StoreError::Missing { .. }
        | StoreError::Version { .. }
        | StoreError::Full { .. }
        | StoreError::Locked { .. }
        | StoreError::Panicked { .. } => String::new(),
    }
}

/// How to put the newest copy in the place of a damaged database, if there is one that is whole.
fn restore(database: &Path) -> String {
    let folder = copies(database);
    match Store::verify_backup(&folder) {
        Ok(Some((copy, counts))) => {
            let (copy, database) = (copy.display(), database.display());
            format!(
                "the newest backup is whole and holds {} articles: `rm -f '{database}-wal' \
                 '{database}-shm' && cp '{copy}' '{database}'`",
                counts.articles
            )
        }
        Ok(None) => format!(
            "there is no backup in {}: with the database moved away, the next run reads every \
             source anew",
            folder.display()
        ),
        Err(error) => format!("the newest backup would not do either: {}", chain(&error)),
    }
}

fn copies(database: &Path) -> PathBuf {
    database.with_file_name(store::BACKUPS)
}

/// The threads of a command that waits for something.
pub(super) fn runtime() -> Result<Runtime, Complaint> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| {
            Complaint::failed(
                format!("cannot start: {error}"),
                "look at the limits of this user",
            )
        })
}
