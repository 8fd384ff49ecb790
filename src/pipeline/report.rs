//! What happened in a run, as data; `cli` makes text of it.

use crate::model::{Failure, SourceId, Timestamp, Warning};
use serde::Serialize;

/// What happened to the sources that were due.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UpdateReport {
    /// Those that were asked, in the order of feeds.toml.
    pub asked: Vec<SourceReport>,
    /// How many were not due.
    pub not_due: usize,
    /// A signal ended the run before every source had been asked.
    pub stopped: bool,
}

/// What happened to one source.
#[derive(Clone, Debug, PartialEq)]
pub struct SourceReport {
    /// Which one.
    pub source: SourceId,
    /// Its name, from feeds.toml.
    pub name: String,
    /// The address that was asked.
    pub url: String,
    /// How it ended.
    pub end: End,
    /// Articles that were not known.
    pub new: usize,
    /// Of these, those that are stored and not published: older than `first_run`, or too many.
    pub unlisted: usize,
    /// Articles that changed.
    pub revised: usize,
    /// New articles that another source carries too, so that both are one story.
    pub joined: usize,
    /// Entries that we published ourselves, and that came back: left out.
    pub returned: usize,
    /// What was forgiven.
    pub warnings: Vec<Warning>,
    /// What was left out: which entry, and why.
    pub dropped: Vec<(String, String)>,
    /// What each rung of the ladder answered, where its news was looked for this time.
    pub rungs: Vec<String>,
    /// What changed about the source itself: it moved, it is gone, it is held back.
    pub notices: Vec<String>,
    /// When it is asked next.
    pub next_at: Option<Timestamp>,
    /// Why a person is needed, and what to do; only when it is time to say so.
    pub attention: Option<String>,
}

/// How asking a source ended.
#[derive(Clone, Debug, PartialEq)]
pub enum End {
    /// It was read.
    Read {
        /// How many entries it held.
        entries: usize,
    },
    /// It said that nothing changed.
    Unchanged,
    /// It could not be read.
    Failed(Failure),
}

/// Sums over a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// Sources that were asked.
    pub asked: usize,
    /// Sources that were read.
    pub read: usize,
    /// Sources that had nothing new to say.
    pub unchanged: usize,
    /// Sources that failed.
    pub failed: usize,
    /// Sources that were not due.
    pub not_due: usize,
    /// Articles that were not known.
    pub new: usize,
    /// Of these, those that are stored and not published.
    pub unlisted: usize,
    /// Articles that changed.
    pub revised: usize,
    /// New articles that joined the story of another source.
    pub joined: usize,
    /// Entries that we published ourselves, and that came back: left out.
    pub returned: usize,
}

impl UpdateReport {
    /// The sums.
    pub fn totals(&self) -> Totals {
        let mut totals = Totals {
            not_due: self.not_due,
            ..Totals::default()
        };
        for report in &self.asked {
            totals.asked += 1;
            totals.new += report.new;
            totals.unlisted += report.unlisted;
            totals.revised += report.revised;
            totals.joined += report.joined;
            totals.returned += report.returned;
            match report.end {
                End::Read { .. } => totals.read += 1,
                End::Unchanged => totals.unchanged += 1,
                End::Failed(_) => totals.failed += 1,
            }
        }
        totals
    }
}
