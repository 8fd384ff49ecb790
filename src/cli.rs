//! Arguments in, commands run, an exit code out.

mod inspect_date;

use anyhow::Result;
use chrono::{DateTime, Utc};
use clap::{Parser, Subcommand};
use std::{ffi::OsString, io::Write, process::ExitCode};

/// Gathers the news of many organisations' sites and tells each piece of news once.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// One stage alone.
    #[command(subcommand)]
    Inspect(Inspect),
}

#[derive(Subcommand)]
enum Inspect {
    /// How a date is read.
    Date(inspect_date::Arguments),
}

/// Runs the command that `arguments` name, `now` being the clock's time.
pub fn run(arguments: impl IntoIterator<Item = OsString>, now: DateTime<Utc>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            let code = if error.use_stderr() { 2 } else { 0 };
            return error
                .print()
                .map_or(ExitCode::from(1), |()| ExitCode::from(code));
        }
    };
    match dispatch(arguments.command, now) {
        Ok(code) => code,
        Err(error) => {
            // Nobody is left to tell where stderr is closed.
            let _ = writeln!(std::io::stderr(), "clusterwire: {error:#}");
            ExitCode::from(1)
        }
    }
}

fn dispatch(command: Command, now: DateTime<Utc>) -> Result<ExitCode> {
    match command {
        Command::Inspect(Inspect::Date(arguments)) => inspect_date::run(&arguments, now),
    }
}
