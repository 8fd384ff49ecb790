//! argv and a `World` in; text on two streams and an exit status out.

mod accept;
mod add;
mod args;
mod check;
mod edit;
mod explain;
mod explain_story;
mod explain_words;
mod export;
mod hide;
mod import;
mod inspect;
mod inspect_date;
mod inspect_duplicates;
mod inspect_feed;
mod inspect_page;
mod inspect_rule;
mod place;
mod problem;
mod prune;
mod report;
mod run;
mod screen;
mod setting;
mod signal;
mod status;
mod subscriptions;
mod upkeep;
mod work;

use crate::model::Timestamp;
use args::{Arguments, Command, Export, Stage};
use clap::Parser;
use problem::Complaint;
use screen::Screen;
use std::{
    ffi::OsString,
    io::{ErrorKind, Write},
    path::PathBuf,
    process::ExitCode,
};

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

/// The statuses of DESIGN.md section 5.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Exit {
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

/// Runs the command that `arguments` name.
pub fn main(arguments: impl IntoIterator<Item = OsString>, mut world: World<'_>) -> ExitCode {
    signal::outlive_file_limits();
    let words: Vec<OsString> = arguments.into_iter().collect();
    let json = words.iter().any(|word| word == "--json");
    let arguments = match Arguments::try_parse_from(words) {
        Ok(arguments) => arguments,
        Err(error) => return usage(&error, json, &mut world),
    };
    let mut screen = Screen::new(&mut world, &arguments.common);
    let ended = dispatch(arguments, &mut screen);
    let exit = told(&mut screen, ended);
    let ended = screen.end().map(|()| exit);
    ExitCode::from(told(&mut screen, ended) as u8)
}

/// The exit status; a complaint is told.
fn told(screen: &mut Screen<'_>, ended: Result<Exit, Complaint>) -> Exit {
    ended.unwrap_or_else(|complaint| {
        screen.complain(&complaint);
        complaint.exit
    })
}

fn dispatch(arguments: Arguments, screen: &mut Screen<'_>) -> Result<Exit, Complaint> {
    let common = &arguments.common;
    match arguments.command.unwrap_or(Command::Run) {
        Command::Init { urls } => add::init(common, screen, &urls),
        Command::Add(options) => add::add(common, screen, &options),
        Command::Import { file } => import::import(common, screen, &file),
        Command::Run => run::run(common, screen),
        Command::Build { accept_loss } => run::build(common, screen, accept_loss),
        Command::Check { strict, backup } => check::check(common, screen, strict, backup),
        Command::Status => status::status(common, screen),
        Command::Explain { what, other } => {
            explain::explain(common, screen, &what, other.as_deref())
        }
        Command::Inspect {
            stage: Stage::Feed(feed),
        } => inspect::feed(common, screen, &feed),
        Command::Inspect {
            stage: Stage::Date(date),
        } => inspect::date(common, screen, &date),
        Command::Inspect {
            stage: Stage::Rule { expression },
        } => inspect_rule::rule(common, screen, &expression),
        Command::Inspect {
            stage: Stage::Page(page),
        } => inspect::page(common, screen, &page),
        Command::Inspect {
            stage: Stage::Duplicates { input },
        } => inspect::duplicates(common, screen, &input),
        Command::Accept { source } => accept::accept(common, screen, &source),
        Command::Hide { what } => hide::hide(common, screen, &what),
        Command::Prune { stories } => prune::prune(common, screen, stories),
        Command::Schema => upkeep::schema(screen),
        Command::Completions { shell } => Ok(upkeep::completions(screen, shell)),
        Command::Man { folder } => upkeep::man(common, screen, folder.as_deref()),
        Command::Export { what: Export::Opml } => export::opml(common, screen),
    }
}

/// Help and version are results; anything else that clap says is a wrong word.
fn usage(error: &clap::Error, json: bool, world: &mut World<'_>) -> ExitCode {
    let text = error.render().to_string();
    if error.use_stderr() {
        let _ = world.stderr.write_all(text.as_bytes());
        if json {
            let message = text.lines().next().unwrap_or_default();
            let message = message.strip_prefix("error: ").unwrap_or(message);
            let object = screen::object(&Complaint::usage(message, "see `clusterwire --help`"));
            let _ = writeln!(world.stdout, "{object}").and_then(|()| world.stdout.flush());
        }
        return ExitCode::from(Exit::Usage as u8);
    }
    let written = world.stdout.write_all(text.as_bytes());
    match written.and_then(|()| world.stdout.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            let _ = writeln!(world.stderr, "error: cannot write the help: {error}");
            ExitCode::from(Exit::Failed as u8)
        }
        Ok(()) | Err(_) => ExitCode::from(Exit::Fine as u8),
    }
}
