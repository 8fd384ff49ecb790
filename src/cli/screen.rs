//! Results to stdout; progress and problems to stderr; bars only on a terminal.

use super::{
    Exit, World,
    args::{Color, Common},
    problem::Complaint,
};
use crate::model::Timestamp;
use annotate_snippets::Renderer;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::{ffi::OsString, io::Write, path::Path, time::Duration};

/// The world as a command sees it: what it may ask, and where it writes.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of the command line"
)]
pub(super) struct Screen<'a> {
    /// Clock, environment, working folder.
    pub(super) surroundings: Surroundings<'a>,
    stdout: &'a mut (dyn Write + Send),
    stderr: &'a mut (dyn Write + Send),
    colored: bool,
    bars: bool,
    /// `-q`: nothing unless a person must act.
    pub(super) quiet: bool,
    /// `-v`, counted.
    pub(super) verbose: u8,
    /// `--json`
    pub(super) json: bool,
}

/// What a command may ask of the machine.
#[derive(Clone, Copy)]
pub(super) struct Surroundings<'a> {
    /// The clock, read once.
    pub(super) now: Timestamp,
    variables: &'a dyn Fn(&str) -> Option<OsString>,
    /// The working folder.
    pub(super) folder: &'a Path,
}

impl Surroundings<'_> {
    /// A variable of the environment.
    pub(super) fn variable(&self, name: &str) -> Option<OsString> {
        (self.variables)(name)
    }
}

/// What a problem line begins with: a word, so that no sign is told by colour alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    /// It stops the command.
    Error,
    /// It does not, but somebody should know.
    Warning,
}

impl<'a> Screen<'a> {
    /// A screen as the options and the terminal want it (no-color.org).
    pub(super) fn new(world: &'a mut World<'_>, common: &Common) -> Self {
        let no_color = (world.variables)("NO_COLOR").is_some_and(|value| !value.is_empty());
        Self {
            colored: match common.color {
                Color::Always => true,
                Color::Never => false,
                Color::Auto => world.stderr_is_terminal && !no_color,
            },
            bars: world.stderr_is_terminal && !common.quiet && !common.json,
            quiet: common.quiet,
            verbose: common.verbose,
            json: common.json,
            surroundings: Surroundings {
                now: world.now,
                variables: world.variables,
                folder: &world.folder,
            },
            stdout: &mut *world.stdout,
            stderr: &mut *world.stderr,
        }
    }

    /// A result. A reader that went away (`| head`) is no fault.
    pub(super) fn result(&mut self, text: &str) {
        let ending = if text.ends_with('\n') { "" } else { "\n" };
        let _ = write!(self.stdout, "{text}{ending}");
        let _ = self.stdout.flush();
    }

    /// Where results go, for a command that writes many.
    pub(super) fn out(&mut self) -> &mut (dyn Write + Send) {
        self.stdout
    }

    /// Progress: left out by `-q`.
    pub(super) fn say(&mut self, text: &str) {
        if !self.quiet {
            let _ = writeln!(self.stderr, "{text}");
        }
    }

    /// A problem line: what, and the next step.
    pub(super) fn problem(&mut self, weight: Weight, what: &str, next: &str) {
        let (word, paint) = match weight {
            Weight::Error => ("error", "\x1b[1;31m"),
            Weight::Warning => ("warning", "\x1b[1;33m"),
        };
        let (paint, plain) = if self.colored {
            (paint, "\x1b[0m")
        } else {
            ("", "")
        };
        let next = if next.is_empty() {
            String::new()
        } else {
            format!("; {next}")
        };
        let _ = writeln!(self.stderr, "{paint}{word}{plain}: {what}{next}");
    }

    /// Why the command ends.
    pub(super) fn complain(&mut self, complaint: &Complaint) {
        if complaint.message.is_empty() {
            return;
        }
        // A rendered report has its own signs, and a run that is at work is no error.
        if complaint.next.is_empty() && complaint.exit != Exit::Failed {
            let _ = writeln!(self.stderr, "{}", complaint.message);
        } else {
            self.problem(Weight::Error, &complaint.message, &complaint.next);
        }
    }

    /// How configuration problems are drawn.
    pub(super) fn renderer(&self) -> Renderer {
        if self.colored {
            Renderer::styled()
        } else {
            Renderer::plain()
        }
    }

    /// A bar over `count` sources; invisible where no terminal is.
    pub(super) fn bar(&self, count: usize) -> ProgressBar {
        let target = if self.bars {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(u64::try_from(count).ok(), target);
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} sources  {wide_msg}")
        {
            bar.set_style(style);
        }
        if self.bars {
            bar.enable_steady_tick(Duration::from_millis(200));
        }
        bar
    }
}
