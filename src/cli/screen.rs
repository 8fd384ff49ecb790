//! Results to stdout; progress and problems to stderr; bars only on a terminal.
//!
//! What came from outside, such as a title, never reaches a terminal with its control characters.

use super::{
    Exit, World,
    args::{Color, Common},
    problem::Complaint,
};
use crate::model::Timestamp;
use annotate_snippets::Renderer;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::{Value, json};
use std::{
    borrow::Cow,
    ffi::OsString,
    fmt::Write as _,
    io::{self, Write},
    path::Path,
    time::Duration,
};

/// The world as a command sees it: what it may ask, and where it writes.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of the command line"
)]
pub(super) struct Screen<'a> {
    /// Clock, environment, working folder.
    pub(super) surroundings: Surroundings<'a>,
    stdout: Out<'a>,
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
    /// A variable of the environment; an empty one is none.
    pub(super) fn variable(&self, name: &str) -> Option<OsString> {
        (self.variables)(name).filter(|value| !value.is_empty())
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
            stdout: Out {
                stream: &mut *world.stdout,
                used: false,
                broken: None,
            },
            stderr: &mut *world.stderr,
        }
    }

    /// A result: text for people, or the object of `--json`.
    pub(super) fn result(&mut self, text: &str) {
        let text = if self.json {
            Cow::Borrowed(text)
        } else {
            without_controls(text, &['\n', '\t'])
        };
        let ending = if text.ends_with('\n') { "" } else { "\n" };
        // What goes wrong is remembered there.
        let _ = write!(self.stdout, "{text}{ending}");
        let _ = self.stdout.flush();
    }

    /// Where results go as they are, for a command that writes many, or a file.
    pub(super) fn out(&mut self) -> &mut Out<'a> {
        &mut self.stdout
    }

    /// Writes what is left, and says whether every result was taken. A reader that went away
    /// (`| head`) is no fault; a disk that is full is one.
    pub(super) fn end(&mut self) -> Result<(), Complaint> {
        let _ = self.stdout.flush();
        match &self.stdout.broken {
            Some(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Complaint::failed(
                format!("cannot write the result to standard output: {error}"),
                "free space where it goes, or send it elsewhere",
            )),
            Some(_) | None => Ok(()),
        }
    }

    /// Progress: left out by `-q`.
    pub(super) fn say(&mut self, text: &str) {
        if !self.quiet {
            let _ = writeln!(self.stderr, "{}", without_controls(text, &[]));
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
            format!("; {}", without_controls(next, &[]))
        };
        let what = without_controls(what, &[]);
        let _ = writeln!(self.stderr, "{paint}{word}{plain}: {what}{next}");
    }

    /// Why the command ends; with `--json`, where no object was printed, one that says so.
    pub(super) fn complain(&mut self, complaint: &Complaint) {
        if complaint.message.is_empty() {
            return;
        }
        if self.json && !self.stdout.used {
            self.result(&object(complaint).to_string());
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
        if self.colored && !self.json {
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

/// stdout, and what became of it.
pub(super) struct Out<'a> {
    stream: &'a mut (dyn Write + Send),
    used: bool,
    broken: Option<io::Error>,
}

impl Out<'_> {
    /// Whether something could not be written: then there is no use in writing more.
    pub(super) fn is_broken(&self) -> bool {
        self.broken.is_some()
    }

    fn noted<T>(&mut self, outcome: io::Result<T>) -> io::Result<T> {
        outcome.map_err(|error| {
            let kind = error.kind();
            if kind != io::ErrorKind::Interrupted {
                self.broken.get_or_insert(error);
            }
            kind.into()
        })
    }
}

impl Write for Out<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.used = true;
        let outcome = self.stream.write(bytes);
        self.noted(outcome)
    }

    fn flush(&mut self) -> io::Result<()> {
        let outcome = self.stream.flush();
        self.noted(outcome)
    }
}

/// Why a command ended, for a program.
pub(super) fn object(complaint: &Complaint) -> Value {
    let kind = match complaint.exit {
        Exit::Refused => "refused",
        Exit::Fine | Exit::Failed | Exit::Usage | Exit::Attention | Exit::Locked => "error",
    };
    let mut object = json!({"exit": complaint.exit as u8});
    object[kind] = complaint.message.as_str().into();
    if !complaint.next.is_empty() {
        object["next"] = complaint.next.as_str().into();
    }
    object
}

/// Nothing that a terminal obeys: a title may hold what clears a screen or writes a false line.
/// `kept` are control characters of our own.
fn without_controls<'t>(text: &'t str, kept: &[char]) -> Cow<'t, str> {
    let obeyed = |c: char| (c.is_control() && !kept.contains(&c)) || TURNS.contains(&c);
    if !text.contains(obeyed) {
        return text.into();
    }
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        if obeyed(c) {
            let _ = write!(plain, "{}", c.escape_unicode());
        } else {
            plain.push(c);
        }
    }
    plain.into()
}

/// They turn the direction of what follows (Unicode 6.3.0, bidirectional controls).
const TURNS: &[char] = &[
    '\u{202a}', '\u{202b}', '\u{202c}', '\u{202d}', '\u{202e}', '\u{2066}', '\u{2067}', '\u{2068}',
    '\u{2069}',
];

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, plain: &str) {
        assert_eq!(without_controls(text, &['\n']), plain);
    }

    #[test]
    fn what_a_terminal_would_obey_is_shown() {
        check("a\x1b[2Jb", "a\\u{1b}[2Jb");
        check("\u{9b}2J\r\x7f", "\\u{9b}2J\\u{d}\\u{7f}");
        check("\u{202e}evil", "\\u{202e}evil");
    }

    #[test]
    fn letters_of_every_language_and_our_own_lines_stay() {
        check("Čačak, שלום, 👩‍💻\nnext", "Čačak, שלום, 👩‍💻\nnext");
    }
}
