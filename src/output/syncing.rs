//! Files in; each of them on the disk, while others are still being written, out.

use std::{
    fs::File,
    io,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError, mpsc},
    thread::{self, JoinHandle},
};

/// Files on their way to the disk at once: it takes many in one write.
const AT_ONCE: usize = 8;

/// Threads that wait for the disk, so that nobody else has to before the end.
#[derive(Debug)]
pub(super) struct Syncing {
    files: mpsc::Sender<PathBuf>,
    inbox: Arc<Mutex<mpsc::Receiver<PathBuf>>>,
    /// Fewer, or none, where the system gives no more.
    threads: Vec<JoinHandle<io::Result<()>>>,
}

impl Syncing {
    pub(super) fn begin() -> Self {
        let (files, inbox) = mpsc::channel();
        let inbox = Arc::new(Mutex::new(inbox));
        let thread = |_| {
            let inbox = Arc::clone(&inbox);
            let named = thread::Builder::new().name("sync".to_owned());
            named.spawn(move || sync(&inbox)).ok()
        };
        let threads = (0..AT_ONCE).map_while(thread).collect();
        Self {
            files,
            inbox,
            threads,
        }
    }

    /// The file is written, and may be brought to the disk.
    pub(super) fn add(&self, file: PathBuf) {
        // Whoever takes them has a hold on the inbox until the end.
        let _ = self.files.send(file);
    }

    /// Helps until all are there. The first failure is told when all have come to their end.
    pub(super) fn end(self) -> io::Result<()> {
        drop(self.files);
        let own = sync(&self.inbox);
        let threads = self.threads.into_iter();
        let ended = threads.map(|thread| joined(thread.join()));
        ended.fold(own, Result::and)
    }
}

/// What a thread has done; its panic goes on here.
pub(super) fn joined<T>(ended: thread::Result<T>) -> T {
    ended.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

fn sync(inbox: &Mutex<mpsc::Receiver<PathBuf>>) -> io::Result<()> {
    let next = || {
        let inbox = inbox.lock().unwrap_or_else(PoisonError::into_inner);
        inbox.recv()
    };
    let mut outcome = Ok(());
    while let Ok(file) = next() {
        outcome = outcome.and_then(|()| File::open(&file)?.sync_all());
    }
    outcome
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_cannot_be_synced_is_told_at_the_end() {
        let folder = tempfile::tempdir().unwrap();
        let there = folder.path().join("a");
        std::fs::write(&there, "a").unwrap();
        let syncing = Syncing::begin();
        syncing.add(there.clone());
        assert!(syncing.end().is_ok());
        let syncing = Syncing::begin();
        syncing.add(folder.path().join("gone"));
        (0..100).for_each(|_| syncing.add(there.clone()));
        assert_eq!(syncing.end().unwrap_err().kind(), io::ErrorKind::NotFound);
    }
}
