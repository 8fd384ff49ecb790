//! A path in; a connection to a database that is whole, ours and of our version, out.

use super::{
    backup,
    error::{Done, StoreError, Trouble},
    mark, records, sieve,
};
use crate::dedupe::{KEYS_VERSION, Marks};
use rusqlite::{Connection, ErrorCode, OpenFlags, backup::Backup, config::DbConfig, params};
use std::{
    fs,
    path::Path,
    thread,
    time::{Duration, Instant, SystemTime},
};
use url::Url;

/// `PRAGMA application_id`: "clwr".
const APPLICATION_ID: i64 = 0x636c_7772;
/// The schema, step by step; `PRAGMA user_version` is how many were taken.
const MIGRATIONS: &[&str] = &[
    include_str!("migrations/0001.sql"),
    include_str!("migrations/0002.sql"),
    include_str!("migrations/0003.sql"),
    include_str!("migrations/0004.sql"),
    include_str!("migrations/0005.sql"),
    include_str!("migrations/0006.sql"),
    include_str!("migrations/0007.sql"),
    include_str!("migrations/0008.sql"),
];
/// `PRAGMA cache_size`: KiB of the database that are kept in memory, negative.
const CACHE: i64 = -7 * 1024;
/// The same where nearly every page is read once.
const SMALL_CACHE: i64 = -1024;
/// Pages in the log with which it is written into the file: a page that changes with every poll is
/// written once for several.
const CHECKPOINT: i64 = 4000;
/// How long to wait for somebody else's transaction.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long until something is tried again that SQLite does not wait for by itself.
const AGAIN: Duration = Duration::from_millis(5);

/// See [`super::Store::open`].
pub(super) fn writable(path: &Path) -> Result<Connection, StoreError> {
    // SQLite removes its log when the last connection is closed: one that is still there is a sign
    // of an unclean end (or of a reader, and then the check does no harm).
    let unclean = has_log(path);
    let open = || -> Done<Connection> {
        refuse_emptied(path)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags(path, flags)?;
        believe(&connection, path)?;
        if unclean {
            pragma_check(&connection, "quick_check")?;
        }
        settle(&mut connection)?;
        Ok(connection)
    };
    open().map_err(|trouble| StoreError::of(&trouble, path))
}

/// See [`super::Store::in_memory`].
pub(super) fn memory() -> Result<Connection, StoreError> {
    let open = || -> Done<Connection> {
        let mut connection = Connection::open_in_memory()?;
        settle(&mut connection)?;
        Ok(connection)
    };
    open().map_err(|trouble| StoreError::of(&trouble, Path::new(":memory:")))
}

/// See [`super::Store::scratch`].
pub(super) fn scratch(path: &Path) -> Result<Connection, StoreError> {
    let open = || -> Done<Connection> {
        let mut copy = Connection::open_in_memory()?;
        if path.exists() {
            let (original, seen) = looking(path)?;
            believe(&original, path)?;
            Backup::new(&original, &mut copy)?.run_to_completion(1024, Duration::ZERO, None)?;
            if seen.is_some_and(|seen| !seen.still(path)) {
                return Err(StoreError::Locked {
                    path: path.to_owned(),
                }
                .into());
            }
        }
        settle(&mut copy)?;
        Ok(copy)
    };
    open().map_err(|trouble| StoreError::of(&trouble, path))
}

/// See [`super::Store::open_read_only`]; as what the file was taken, if as one that never changes.
pub(super) fn read_only(path: &Path) -> Result<(Connection, Option<Seen>), StoreError> {
    if !path.exists() {
        return Err(StoreError::Missing {
            path: path.to_owned(),
        });
    }
    let open = || -> Done<(Connection, Option<Seen>)> {
        refuse_emptied(path)?;
        let (connection, seen) = looking(path)?;
        let found = believe(&connection, path)?;
        if found != newest() {
            return Err(version(path, found).into());
        }
        Ok((connection, seen))
    };
    open().map_err(|trouble| StoreError::of(&trouble, path))
}

/// A file of no bytes is the beginning of a store, but not where copies of a fuller one lie beside it.
fn refuse_emptied(path: &Path) -> Done<()> {
    let there = path.exists() && is_empty(path) && !has_log(path);
    if there && backup::has_copy(&path.with_file_name(super::BACKUPS)) {
        return Err(Trouble::Damaged("it is empty".to_owned()));
    }
    Ok(())
}

/// Nothing is in it, or it is not there: SQLite takes a file of one byte for an empty one, too.
pub(super) fn is_empty(path: &Path) -> bool {
    fs::metadata(path).map_or(true, |file| file.len() <= 1)
}

/// A connection that changes nothing, not even in the folder, and needs no right to.
///
/// Without a log nobody is writing, and the file alone is the whole database: SQLite may take it
/// for one that never changes, and makes no files of its own beside it (<https://sqlite.org/uri.html>,
/// `immutable`). With a log there are such files already; where even these cannot be used, a copy
/// of both is read.
fn looking(path: &Path) -> Done<(Connection, Option<Seen>)> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    // Before it is opened: a change between the two is noticed then.
    let seen = Seen::now(path);
    if !has_log(path) {
        let absolute = std::path::absolute(path)?;
        if let Ok(mut uri) = Url::from_file_path(absolute) {
            uri.set_query(Some("immutable=1"));
            let flags = flags | OpenFlags::SQLITE_OPEN_URI;
            let connection = Connection::open_with_flags(uri.as_str(), flags)?;
            return Ok((connection, Some(seen)));
        }
    }
    let connection = Connection::open_with_flags(path, flags)?;
    match connection.pragma_query_value(None, "schema_version", |row| row.get::<_, i64>(0)) {
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::CannotOpen) => {
            Ok((copy(path)?, None))
        }
        // Any other fault is found again, and told, by whoever reads.
        Ok(_) | Err(_) => Ok((connection, None)),
    }
}

/// A file as it was taken for one that never changes. A run that begins later writes into its log
/// first, which harms nobody, and then into the file itself: what is read from then on is neither old nor
/// new.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seen(Option<(u64, SystemTime)>);

impl Seen {
    fn now(path: &Path) -> Self {
        let there = fs::metadata(path).ok();
        Self(there.and_then(|file| Some((file.len(), file.modified().ok()?))))
    }

    /// Nobody has written into it since.
    pub(super) fn still(self, path: &Path) -> bool {
        self.0 == Self::now(path).0
    }
}

/// The database and its log, as they are now, in memory.
fn copy(path: &Path) -> Done<Connection> {
    let place = tempfile::tempdir()?;
    let copied = place.path().join("state.db");
    fs::copy(path, &copied)?;
    fs::copy(log_of(path), log_of(&copied))?;
    let mut memory = Connection::open_in_memory()?;
    let original = Connection::open_with_flags(&copied, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    Backup::new(&original, &mut memory)?.run_to_completion(1024, Duration::ZERO, None)?;
    Ok(memory)
}

/// Another connection to a database that [`writable`] has opened, which only reads.
pub(super) fn beside(path: &Path) -> Done<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    believe(&connection, path)?;
    connection.pragma_update(None, "temp_store", "memory")?;
    connection.pragma_update(None, "cache_size", SMALL_CACHE)?;
    Ok(connection)
}

/// See [`super::Store::check`].
pub(super) fn check(connection: &mut Connection) -> Done<()> {
    pragma_check(connection, "integrity_check")
}

/// Refuses what is not ours or newer than we are, before anything is changed. Returns the schema.
fn believe(connection: &Connection, path: &Path) -> Done<i64> {
    connection.busy_timeout(PATIENCE)?;
    connection.set_prepared_statement_cache_capacity(64);
    keep_plans(connection)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    let number = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    let tables: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    let (application, schema) = (number("application_id")?, number("user_version")?);
    let empty = tables == 0 && schema == 0 && application == 0;
    if !empty && application != APPLICATION_ID {
        return Err(StoreError::Foreign {
            path: path.to_owned(),
        }
        .into());
    }
    if schema > newest() {
        return Err(version(path, schema).into());
    }
    Ok(schema)
}

/// A statement is planned once. Without this, SQLite plans it anew for every other value that is
/// bound, which took a third of the time of a save.
fn keep_plans(connection: &Connection) -> Done<()> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
}

fn version(path: &Path, found: i64) -> StoreError {
    StoreError::Version {
        path: path.to_owned(),
        found,
        known: newest(),
    }
}

fn newest() -> i64 {
    i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX)
}

/// See [`super::Store::read_through`].
pub(super) fn read_through(connection: &mut Connection) -> Done<()> {
    sieve::let_go();
    connection.pragma_update(None, "cache_size", SMALL_CACHE)?;
    connection.execute_batch("PRAGMA shrink_memory")?;
    Ok(())
}

/// Sets up the connection and brings the schema to ours, all steps in one transaction.
fn settle(connection: &mut Connection) -> Done<()> {
    keep_plans(connection)?;
    connection.set_prepared_statement_cache_capacity(64);
    keep_log(connection)?;
    connection.pragma_update(None, "synchronous", "full")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "temp_store", "memory")?;
    connection.pragma_update(None, "journal_size_limit", 64 << 20)?;
    connection.pragma_update(None, "wal_autocheckpoint", CHECKPOINT)?;
    connection.pragma_update(None, "cache_size", CACHE)?;
    let transaction =
        connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    let taken: i64 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let taken = usize::try_from(taken).unwrap_or(0);
    for step in MIGRATIONS.iter().skip(taken) {
        transaction.execute_batch(step)?;
    }
    if taken < MIGRATIONS.len() {
        mark::carry_over(&transaction)?;
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
        transaction.pragma_update(None, "user_version", newest())?;
    }
    if records::remark(&transaction, "keys")?.as_deref() != Some(&KEYS_VERSION.to_string()) {
        file_anew(&transaction)?;
        records::set_remark(&transaction, "keys", &KEYS_VERSION.to_string())?;
    }
    transaction.commit()?;
    Ok(())
}

/// Of several that open a new database at once, each that finds another at this step is sent away
/// without a wait: SQLite takes it for one that both would wait in for ever.
fn keep_log(connection: &Connection) -> Done<()> {
    let begun = Instant::now();
    loop {
        match connection.pragma_update(None, "journal_mode", "wal") {
            Err(error)
                if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy)
                    && begun.elapsed() < PATIENCE =>
            {
                thread::sleep(AGAIN);
            }
            done => return Ok(done?),
        }
    }
}

/// Gives every article the keys that this program knows it by.
fn file_anew(connection: &Connection) -> Done<()> {
    use super::article::{FROM, LIGHT, light};
    connection.execute_batch("DELETE FROM ident; DELETE FROM hot")?;
    let mut articles = connection.prepare(&format!("SELECT {LIGHT} {FROM}"))?;
    let mut insert =
        connection.prepare("INSERT OR IGNORE INTO ident (hash, article) VALUES (?1, ?2)")?;
    for row in articles.query_map([], light)? {
        let (key, article) = row?;
        let marks: Marks<'_> = article.marks();
        for hash in marks
            .keys()
            .into_iter()
            .filter_map(crate::dedupe::Key::hash)
        {
            insert.execute(params![hash, key])?;
        }
    }
    Ok(())
}

fn pragma_check(connection: &Connection, name: &str) -> Done<()> {
    let verdict: String =
        connection.query_row(&format!("PRAGMA {name}(1)"), [], |row| row.get(0))?;
    if verdict == "ok" {
        return Ok(());
    }
    Err(Trouble::Damaged(verdict))
}

pub(super) fn has_log(path: &Path) -> bool {
    fs::metadata(log_of(path)).is_ok_and(|log| log.len() > 0)
}

fn log_of(path: &Path) -> std::path::PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push("-wal");
    name.into()
}
