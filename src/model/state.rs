//! What is remembered of a source between two runs.

use crate::model::{SourceId, Timestamp};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// Everything that decides when and how a source is asked next.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SourceState {
    /// Whose.
    pub id: Option<SourceId>,
    /// The address that is asked now, where it is not the configured one: what discovery found, or
    /// where a lasting redirect led.
    pub feed_url: Option<String>,
    /// Not before this; None: never asked yet.
    pub next_at: Option<Timestamp>,
    /// Why then, in words.
    pub next_reason: String,
    /// From the last good answer, as a pair.
    pub validators: Validators,
    /// SHA-256 of the last good body: the same again is not parsed again.
    pub body_hash: Option<String>,
    /// The last good answer.
    pub last_good: Option<Timestamp>,
    /// The last answer of any kind.
    pub last_asked: Option<Timestamp>,
    /// The effective date of the newest entry it ever brought.
    pub newest_entry: Option<Timestamp>,
    /// Failures in a row.
    pub failures: u32,
    /// The last failure, until a good answer.
    pub last_failure: Option<Failure>,
    /// The first failure of this row.
    pub failing_since: Option<Timestamp>,
}

impl Default for SourceState {
    fn default() -> Self {
        Self {
            id: None,
            feed_url: None,
            next_at: None,
            next_reason: String::new(),
            validators: Validators::default(),
            body_hash: None,
            last_good: None,
            last_asked: None,
            newest_entry: None,
            failures: 0,
            last_failure: None,
            failing_since: None,
        }
    }
}

/// ETag and Last-Modified, byte for byte (each character is a byte, see `Headers`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Validators {
    /// ETag
    pub etag: Option<String>,
    /// Last-Modified
    pub last_modified: Option<String>,
}

/// How asking a source ended, as the schedule needs it.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// A complete, parsed answer.
    Good {
        /// Its validators.
        validators: Validators,
        /// What server and feed ask of us.
        hints: Hints,
        /// Effective dates of the entries in it.
        entry_dates: Vec<Timestamp>,
        /// How many entries were new.
        new_entries: usize,
    },
    /// 304, or the same bytes again.
    Unchanged {
        /// What the server asks of us.
        hints: Hints,
    },
    /// No usable answer.
    Failed(Failure),
}

/// What a server or a feed asks of us.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hints {
    /// Fresh for so long (max-age less Age, else Expires less Date).
    pub fresh_for: Option<Duration>,
    /// RSS ttl.
    pub ttl: Option<Duration>,
    /// sy:updatePeriod by sy:updateFrequency.
    pub period: Option<Duration>,
    /// Hours of the day, UTC, in which nobody should ask.
    pub skip_hours: Vec<u8>,
    /// Days of the week on which nobody should ask.
    pub skip_days: Vec<chrono::Weekday>,
}

/// Why there was no usable answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// What kind.
    pub kind: FailureKind,
    /// In words: what, and what it said.
    pub message: String,
    /// Retry-After, seconds from the answer.
    pub retry_after: Option<u64>,
}

/// Kinds of failure, as far as they are treated differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FailureKind {
    /// No connection, no name, cut, too slow, too large.
    Network,
    /// Refused by our own guard.
    Refused,
    /// 4xx but 410 and 429, 5xx but 503.
    Status,
    /// 429 or 503.
    Busy,
    /// 410.
    Gone,
    /// An answer that is no feed.
    NoFeed,
    /// Our own fault while reading it.
    Panic,
}
