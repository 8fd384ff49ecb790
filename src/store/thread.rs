//! Jobs in, one after the other; their answers out, once what they wrote is on the disk.

use super::{
    error::{Done, StoreError, Trouble},
    open::{self, Seen},
    sieve,
    together::together,
};
use rusqlite::Connection;
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::{
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    thread::JoinHandle,
};
use tokio::sync::oneshot;

/// Stands for the path of a database that is no file.
pub(super) const MEMORY: &str = ":memory:";

/// Something to do with the connection.
pub(super) struct Job<T> {
    kind: Kind,
    work: Work<T>,
}

type Work<T> = Box<dyn FnOnce(&mut Connection) -> Done<(T, Redo)> + Send>;

/// Writes once more what a job has written, when that was undone for another one's sake.
pub(super) type Redo = Option<Box<dyn Fn(&Connection) -> Done<()> + Send>>;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Read,
    Write,
    /// Waits a moment for others that it can be committed with.
    Patient,
    /// Cannot be part of a transaction.
    Alone,
}

impl<T: 'static> Job<T> {
    pub(super) fn read(work: impl FnOnce(&mut Connection) -> Done<T> + Send + 'static) -> Self {
        Self::new(Kind::Read, work)
    }

    pub(super) fn write(work: impl FnOnce(&mut Connection) -> Done<T> + Send + 'static) -> Self {
        Self::new(Kind::Write, work)
    }

    pub(super) fn alone(work: impl FnOnce(&mut Connection) -> Done<T> + Send + 'static) -> Self {
        Self::new(Kind::Alone, work)
    }

    fn new(kind: Kind, work: impl FnOnce(&mut Connection) -> Done<T> + Send + 'static) -> Self {
        Self {
            kind,
            work: Box::new(move |connection| {
                let nothing: Redo = (kind == Kind::Read).then(|| Box::new(|_: &_| Ok(())) as _);
                Ok((work(connection)?, nothing))
            }),
        }
    }

    /// `prepare` reads and says what is to be written; `write` writes it, and nothing else.
    pub(super) fn patient<W: Send + 'static>(
        prepare: impl FnOnce(&mut Connection) -> Done<(T, W)> + Send + 'static,
        write: fn(&Connection, &W) -> Done<()>,
    ) -> Self {
        let work = move |connection: &mut Connection| {
            let (answer, what) = prepare(connection)?;
            write(connection, &what)?;
            let redo: Redo = Some(Box::new(move |connection| write(connection, &what)));
            Ok((answer, redo))
        };
        Self {
            kind: Kind::Patient,
            work: Box::new(work),
        }
    }
}

/// A job whose answer has been tied to whoever asked: does the work, and gives back how it ended
/// and how to tell.
pub(super) struct Task {
    pub(super) kind: Kind,
    /// Given an error, it does nothing and ends with that.
    pub(super) run: Run,
}

pub(super) type Run = Box<dyn FnOnce(Result<&mut Connection, StoreError>) -> Ended + Send>;

pub(super) struct Ended {
    pub(super) error: Option<StoreError>,
    pub(super) redo: Redo,
    /// To be called with how the commit went.
    pub(super) tell: Box<dyn FnOnce(Result<(), StoreError>) + Send>,
}

/// The thread that owns the connection. It ends, and closes the database, when the last handle is
/// gone and every job is done.
#[derive(Debug)]
pub(super) struct Worker {
    tasks: Option<mpsc::Sender<Task>>,
    /// Jobs whose answer somebody waits for.
    asked: AtomicUsize,
    thread: Option<JoinHandle<()>>,
    path: PathBuf,
}

impl Worker {
    /// `seen`: what the connection takes the file for, if for one that never changes.
    pub(super) fn start(
        connection: Connection,
        path: PathBuf,
        seen: Option<Seen>,
    ) -> Result<Self, StoreError> {
        let (tasks, inbox) = mpsc::channel();
        let file = path.clone();
        let thread = std::thread::Builder::new()
            .name("store".to_owned())
            .spawn(move || match seen {
                Some(seen) => look(connection, seen, &inbox, &file),
                None => work(connection, &inbox, &file),
            })
            .map_err(|error| StoreError::of(&Trouble::Io(error), &path))?;
        Ok(Self {
            tasks: Some(tasks),
            asked: AtomicUsize::new(0),
            thread: Some(thread),
            path,
        })
    }

    /// A thread that reads what this one has written; None where there is no file, or it cannot be
    /// opened once more.
    pub(super) fn beside(&self) -> Option<Self> {
        let path = Some(&self.path).filter(|path| *path != Path::new(MEMORY))?;
        let connection = open::beside(path).ok()?;
        Self::start(connection, path.clone(), None).ok()
    }

    /// Whether nobody waits for an answer.
    pub(super) fn is_idle(&self) -> bool {
        self.asked.load(Ordering::Relaxed) == 0
    }

    /// What went wrong, told with the name of the file.
    pub(super) fn told(&self, trouble: &Trouble) -> StoreError {
        StoreError::of(trouble, &self.path)
    }

    /// Has the job done, and waits for its answer.
    pub(super) async fn ask<T: Send + 'static>(&self, job: Job<T>) -> Result<T, StoreError> {
        let (answer, answered) = oneshot::channel();
        let path = self.path.clone();
        let kind = job.kind;
        let run = move |connection: Result<&mut Connection, StoreError>| {
            // A run that is to stop waits for nothing more: what it did not come to is for the next.
            let unwanted = kind == Kind::Patient && answer.is_closed();
            let connection = if unwanted {
                Err(StoreError::Io {
                    path: path.clone(),
                    what: "nobody waits for it any more".to_owned(),
                })
            } else {
                connection
            };
            let outcome = connection.and_then(|connection| {
                match catch_unwind(AssertUnwindSafe(|| (job.work)(connection))) {
                    Ok(outcome) => outcome.map_err(|trouble| StoreError::of(&trouble, &path)),
                    Err(_) => Err(StoreError::Panicked { path }),
                }
            });
            let (outcome, redo) = match outcome {
                Ok((answer, redo)) => (Ok(answer), redo),
                Err(error) => (Err(error), None),
            };
            Ended {
                error: outcome.as_ref().err().cloned(),
                redo,
                tell: Box::new(move |committed| {
                    // Whoever asked may have been cancelled: then nobody waits.
                    let _ = answer.send(committed.and(outcome));
                }),
            }
        };
        let task = Task {
            kind: job.kind,
            run: Box::new(run),
        };
        let gone = || StoreError::Io {
            path: self.path.clone(),
            what: "its thread has ended".to_owned(),
        };
        let tasks = self.tasks.as_ref().ok_or_else(gone)?;
        let _asked = Asked::one(&self.asked);
        tasks.send(task).map_err(|_| gone())?;
        answered.await.map_err(|_| gone())?
    }
}

/// A job is counted until somebody has its answer, or waits for it no more.
struct Asked<'a>(&'a AtomicUsize);

impl<'a> Asked<'a> {
    fn one(asked: &'a AtomicUsize) -> Self {
        asked.fetch_add(1, Ordering::Relaxed);
        Self(asked)
    }
}

impl Drop for Asked<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.tasks = None;
        let own = |thread: &JoinHandle<()>| thread.thread().id() == std::thread::current().id();
        // A job that holds the last handle cannot wait for itself.
        if let Some(thread) = self.thread.take().filter(|thread| !own(thread)) {
            // The thread catches what panics in it; there is nothing to learn here.
            let _ = thread.join();
        }
    }
}

/// As [`work`], on a file that is taken for one that never changes: where it did, it is opened anew,
/// and what was read meanwhile is not believed.
fn look(mut connection: Connection, mut seen: Seen, inbox: &mpsc::Receiver<Task>, path: &Path) {
    while let Ok(task) = inbox.recv() {
        if !seen.still(path) {
            match open::read_only(path) {
                Ok((anew, now)) => {
                    connection = anew;
                    // With a log beside it, SQLite itself sees to it that reading is no harm.
                    let Some(now) = now else {
                        one(&mut connection, task);
                        return work(connection, inbox, path);
                    };
                    seen = now;
                }
                Err(error) => {
                    ((task.run)(Err(error)).tell)(Ok(()));
                    continue;
                }
            }
        }
        let ended = (task.run)(Ok(&mut connection));
        let torn = (!seen.still(path)).then(|| StoreError::Locked {
            path: path.to_owned(),
        });
        (ended.tell)(torn.map_or(Ok(()), Err));
    }
}

fn work(mut connection: Connection, inbox: &mpsc::Receiver<Task>, path: &Path) {
    let mut waiting: Option<Task> = None;
    while let Some(task) = waiting.take().or_else(|| inbox.recv().ok()) {
        if matches!(task.kind, Kind::Write | Kind::Patient) {
            waiting = together(&mut connection, inbox, task, path);
        } else {
            one(&mut connection, task);
        }
    }
    // What the planner learnt makes the next run's queries better; it may fail without harm.
    let _ = connection.execute_batch("PRAGMA optimize");
}

/// A task that writes nothing, or cannot be part of a transaction.
fn one(connection: &mut Connection, task: Task) {
    // Outside of a transaction every statement takes and gives back the lock of a reader.
    let reads = task.kind == Kind::Read && connection.execute_batch("BEGIN").is_ok();
    if reads {
        sieve::begin(connection);
    }
    let ended = (task.run)(Ok(connection));
    if reads && connection.execute_batch("COMMIT").is_err() {
        let _ = connection.execute_batch("ROLLBACK");
    }
    (ended.tell)(Ok(()));
}
