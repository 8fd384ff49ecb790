//! A state folder in, the right to be the only run in it out.

use std::{
    fs::{self, File, TryLockError},
    io::{self, Read, Seek, Write},
    path::{Path, PathBuf},
    time::Duration,
};

const FILE_NAME: &str = "lock";

/// Held by the one run that may write. The kernel releases it when the run ends, however it ends.
#[derive(Debug)]
pub struct Lock {
    file: File,
}

/// Why the lock could not be taken.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Another run holds it.
    #[error("{}", held(*pid))]
    Held {
        /// The process that holds it, where it says so.
        pid: Option<u32>,
    },
    /// The state folder cannot be written to.
    #[error(
        "cannot lock {file}: make the state folder writable for this user, or name another one with `--state`"
    )]
    Io {
        /// The lock file.
        file: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

fn held(pid: Option<u32>) -> String {
    let who = pid.map_or_else(String::new, |pid| format!(" (process {pid})"));
    format!("another run{who} is at work; `--wait` waits for it")
}

impl Lock {
    /// Takes the lock of that state folder, or says who holds it.
    pub fn acquire(state_dir: &Path) -> Result<Self, LockError> {
        Self::take(state_dir, |file| match file.try_lock() {
            Ok(()) => Ok(true),
            Err(TryLockError::WouldBlock) => Ok(false),
            Err(TryLockError::Error(error)) => Err(error),
        })
    }

    /// Takes the lock of that state folder; blocks the thread until it is free.
    pub fn acquire_waiting(state_dir: &Path) -> Result<Self, LockError> {
        Self::take(state_dir, |file| file.lock().map(|()| true))
    }

    fn take(
        state_dir: &Path,
        lock: impl FnOnce(&File) -> io::Result<bool>,
    ) -> Result<Self, LockError> {
        let path = state_dir.join(FILE_NAME);
        let complain = |source| LockError::Io {
            file: path.clone(),
            source,
        };
        fs::create_dir_all(state_dir).map_err(complain)?;
        let mut options = File::options();
        options.read(true).write(true).create(true).truncate(false);
        let mut file = options.open(&path).map_err(complain)?;
        if !lock(&file).map_err(complain)? {
            return Err(LockError::Held {
                pid: holder(&mut file),
            });
        }
        sign(&mut file).map_err(complain)?;
        Ok(Self { file })
    }
}

impl Drop for Lock {
    /// Whoever comes next finds no name but that of the next holder.
    fn drop(&mut self) {
        let _ = self.file.set_len(0);
    }
}

fn sign(file: &mut File) -> io::Result<()> {
    file.set_len(0)?;
    file.rewind()?;
    writeln!(file, "{}", std::process::id())
}

/// Who holds it. One that took it this very moment has not signed yet.
fn holder(file: &mut File) -> Option<u32> {
    const TIMES: usize = 20;
    for _ in 0..TIMES {
        let mut signed = String::new();
        file.rewind().ok()?;
        file.read_to_string(&mut signed).ok()?;
        if let Some(pid) = signed.strip_suffix('\n') {
            return pid.parse().ok();
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_run_learns_who_holds_the_lock() {
        let state = tempfile::tempdir().unwrap();
        let _first = Lock::acquire(state.path()).unwrap();
        let second = Lock::acquire(state.path()).unwrap_err();
        let LockError::Held { pid } = second else {
            panic!("{second}")
        };
        assert_eq!(pid, Some(std::process::id()));
    }

    #[test]
    fn a_holder_that_has_not_signed_yet_is_waited_for() {
        let state = tempfile::tempdir().unwrap();
        let first = Lock::acquire(state.path()).unwrap();
        first.file.set_len(0).unwrap();
        let path = state.path().join(FILE_NAME);
        let signing = std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(20));
            fs::write(path, "7\n").unwrap();
        });
        let second = Lock::acquire(state.path()).unwrap_err();
        signing.join().unwrap();
        assert!(
            matches!(second, LockError::Held { pid: Some(7) }),
            "{second}"
        );
    }

    #[test]
    fn a_lock_that_was_let_go_can_be_taken_again() {
        let state = tempfile::tempdir().unwrap();
        drop(Lock::acquire(state.path()).unwrap());
        Lock::acquire_waiting(state.path()).unwrap();
    }

    #[test]
    fn a_state_folder_that_cannot_be_made_is_named() {
        let state = tempfile::NamedTempFile::new().unwrap();
        let error = Lock::acquire(state.path()).unwrap_err().to_string();
        assert!(error.contains(&*state.path().to_string_lossy()), "{error}");
    }
}
