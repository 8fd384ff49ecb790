//! argv in, a command with its options out.

use super::inspect_date;
use crate::model::Timestamp;
use chrono::DateTime;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Gathers the news of many organisations' sites, tells each piece of news once, and publishes it
/// as feeds and pages.
#[derive(Parser, Debug)]
#[command(name = "clusterwire", version)]
#[command(
    after_help = "Exit: 0 fine, 1 could not work, 2 usage or configuration, 3 a source needs \
a person,\n4 the gate refused, 75 another run holds the lock."
)]
pub(super) struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub(super) command: Option<Command>,
    #[command(flatten)]
    pub(super) common: Common,
}

/// What every command takes.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of the command line"
)]
#[derive(Args, Debug, Clone)]
pub(super) struct Common {
    /// The configuration [else `$CLUSTERWIRE_CONFIG`, ./feeds.toml, XDG, /etc/clusterwire/feeds.toml]
    #[arg(short, long, global = true, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    /// Where to publish [else `[output] dir`]
    #[arg(short, long, global = true, value_name = "DIR")]
    pub(super) output: Option<PathBuf>,
    /// Where to keep the state [else `.clusterwire` beside the configuration]
    #[arg(long, global = true, value_name = "DIR")]
    pub(super) state: Option<PathBuf>,
    /// Say nothing unless a person must act
    #[arg(short, long, global = true)]
    pub(super) quiet: bool,
    /// Say more
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub(super) verbose: u8,
    /// One JSON object on stdout instead of text
    #[arg(long, global = true)]
    pub(super) json: bool,
    /// Whether to use colour
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(super) color: Color,
    /// Only this source (its id)
    #[arg(long, global = true, value_name = "SOURCE")]
    pub(super) only: Option<String>,
    /// Fetch and decide, write nothing, say what would be published
    #[arg(long, global = true)]
    pub(super) dry_run: bool,
    /// Keep every answer in this folder
    #[arg(long, global = true, value_name = "DIR", conflicts_with = "replay")]
    pub(super) record: Option<PathBuf>,
    /// Take every answer from this folder; no network
    #[arg(long, global = true, value_name = "DIR")]
    pub(super) replay: Option<PathBuf>,
    /// The instant that this run takes for now
    #[arg(long, global = true, value_name = "RFC3339", value_parser = instant)]
    pub(super) now: Option<Timestamp>,
    /// Which problems with sources make the exit status 3
    #[arg(long, global = true, value_name = "WHICH", default_value = "attention")]
    pub(super) fail_on: FailOn,
    /// Wait for another run to end instead of leaving with 75
    #[arg(long, global = true)]
    pub(super) wait: bool,
}

#[derive(Subcommand, Debug)]
pub(super) enum Command {
    /// Write a commented feeds.toml, where there is none
    Init {
        /// Sites or feeds to begin with; each is tried
        urls: Vec<String>,
    },
    /// Find the feed of a site, or read its page; show three entries; add it to feeds.toml
    Add(AddSource),
    /// Add the sources of another program: OPML, or the ini of Planet Venus
    Import {
        /// The file, or `-`
        file: PathBuf,
    },
    /// Fetch what is due, store it, build and publish; safe from cron [default]
    Run,
    /// Publish again from the store, no network
    Build {
        /// Publish though a feed loses more than the gate allows
        #[arg(long)]
        accept_loss: bool,
    },
    /// Check the configuration, the store and the published files
    Check {
        /// Warnings count as errors
        #[arg(long)]
        strict: bool,
        /// Restore the newest backup to a temporary file and compare it
        #[arg(long)]
        backup: bool,
    },
    /// A row per source: last good answer, newest entry, failures, next poll
    Status,
    /// Where an article came from, what its story is and why, which files hold it; what two of them
    /// are to each other; or why a source is asked when it is
    Explain {
        /// An address, a published id, or the id of a source
        what: String,
        /// Another address or id: what the two are to each other
        other: Option<String>,
    },
    /// Take a source as it is now: it moved, it changed altogether, or it brings very much
    Accept {
        /// The id of the source
        source: String,
    },
    /// Take an article or a story out of everything that is published
    Hide {
        /// Its address or its id
        what: String,
    },
    /// Try one stage alone
    Inspect {
        #[command(subcommand)]
        stage: Stage,
    },
    /// Let texts go that are older than `keep` in [store]
    Prune {
        /// Whole stories too; their ids stay, and are used for nothing else
        #[arg(long)]
        stories: bool,
    },
    /// A JSON Schema of feeds.toml, for editors
    Schema,
    /// A script that completes our commands in your shell
    Completions {
        /// Which shell
        shell: clap_complete::Shell,
    },
    /// The manual page
    Man {
        /// Write it here, and one for each command
        #[arg(value_name = "DIR")]
        folder: Option<PathBuf>,
    },
    /// Write the sources in another program's format
    Export {
        #[command(subcommand)]
        what: Export,
    },
}

/// A source to be.
#[derive(Args, Debug)]
pub(super) struct AddSource {
    /// A site or a feed
    pub(super) url: String,
    /// What to call it [else what it calls itself]
    #[arg(long)]
    pub(super) name: Option<String>,
    /// The languages it writes in, such as `bs,en` [else those that were seen]
    #[arg(long, value_delimiter = ',')]
    pub(super) lang: Vec<String>,
}

#[derive(Subcommand, Debug)]
pub(super) enum Stage {
    /// Read a feed
    Feed(InspectFeed),
    /// Tell which of these articles are one story, and which are the same news in two languages
    Duplicates {
        /// A file, an address or `-`: one article a line, as JSON
        input: String,
    },
    /// Read a date
    Date(InspectDate),
    /// The stored stories that an expression matches, as `when` in [[rule]] and [[view]] does
    Rule {
        /// For example: title is matching("(?i)grant") and "event" not in tags
        expression: String,
    },
    /// Read a page: a list of news, or an article
    Page(InspectPage),
}

/// A page, and what it is.
#[derive(Args, Debug)]
#[command(group = clap::ArgGroup::new("what").required(true))]
pub(super) struct InspectPage {
    /// A file, an address or `-`
    pub(super) input: String,
    /// It lists news
    #[arg(long, group = "what")]
    pub(super) listing: bool,
    /// It is an article
    #[arg(long, group = "what")]
    pub(super) article: bool,
    /// The address that the file came from
    #[arg(long, value_name = "U")]
    pub(super) url: Option<String>,
    /// The language it is probably in
    #[arg(long)]
    pub(super) lang: Option<String>,
}

/// A date, or a file of cases.
#[derive(Args, Debug)]
pub(super) struct InspectDate {
    /// The date, as written
    #[arg(required_unless_present = "cases")]
    pub(super) text: Option<String>,
    /// The language it is probably in
    #[arg(long)]
    pub(super) lang: Option<String>,
    /// Answer every case of this file with one JSON line
    #[arg(long, value_name = "FILE.jsonl", conflicts_with = "text")]
    pub(super) cases: Option<PathBuf>,
}

#[derive(Subcommand, Debug)]
pub(super) enum Export {
    /// OPML 2.0, to stdout
    Opml,
}

/// A file, an address or `-`; or a file of cases.
#[derive(Args, Debug)]
pub(super) struct InspectFeed {
    /// A file, an address or `-`
    #[arg(required_unless_present = "cases")]
    pub(super) input: Option<String>,
    /// The address that the file came from
    #[arg(long, value_name = "U")]
    pub(super) url: Option<String>,
    /// A header that it came with
    #[arg(long, value_name = "N: V")]
    pub(super) header: Vec<String>,
    /// Answer every case of this file with one JSON line
    #[arg(long, value_name = "FILE.jsonl", conflicts_with = "input")]
    pub(super) cases: Option<PathBuf>,
}

#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Color {
    Auto,
    Always,
    Never,
}

#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FailOn {
    /// No source makes the run fail
    Never,
    /// Sources that need a person
    Attention,
    /// Passing faults too
    Any,
}

/// An instant; without an offset it is taken for local, which `inspect date` needs.
fn instant(text: &str) -> Result<Timestamp, String> {
    DateTime::parse_from_rfc3339(text)
        .ok()
        .map(|instant| instant.to_utc())
        .or_else(|| inspect_date::local_instant(text))
        .ok_or_else(|| "write it as 2026-11-20T06:00:00Z".to_owned())
}
