//! argv and a `World` in; text on two streams and an exit status out.

mod args;
mod place;
mod problem;
mod screen;
mod setting;

use crate::model::Timestamp;
use args::{Arguments, Command, Export, Stage};
use clap::Parser;
use problem::Complaint;
use screen::Screen;
use std::{ffi::OsString, io::Write, path::PathBuf, process::ExitCode};

/// What only `main` may ask of the machine.
pub struct World<'a> {
    /// The clock, read once.
    pub now: Timestamp,
    /// The environment.
    pub variables: &'a dyn Fn(&str) -> Option<OsString>,
    /// The working folder.
    pub folder: PathBuf,
    /// Results.
    pub stdout: &'a mut (dyn Write + Send),
    /// Progress and problems.
    pub stderr: &'a mut (dyn Write + Send),
    /// stdout is a terminal.
    pub stdout_is_terminal: bool,
    /// stderr is a terminal.
    pub stderr_is_terminal: bool,
}

impl World<'_> {
    fn variable(&self, name: &str) -> Option<OsString> {
        (self.variables)(name)
    }
}

/// The statuses of DESIGN.md section 5.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Published or unchanged.
    Fine = 0,
    /// Could not work.
    Failed = 1,
    /// Wrong words on the command line or in the configuration.
    Usage = 2,
    /// Published, but a source needs a person.
    Attention = 3,
    /// The gate refused.
    Refused = 4,
    /// Another run holds the lock.
    Locked = 75,
}
