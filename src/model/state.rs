//! What is remembered of a source between two runs.

use crate::model::{SourceId, SourceKind, Timestamp};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// Everything that decides when and how a source is asked next. Durations are stored as JSON
/// objects of seconds and nanoseconds.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SourceState {
    /// Whose.
    pub id: Option<SourceId>,
    /// The address in feeds.toml that all of this was learnt from: another one starts afresh.
    pub configured_url: Option<String>,
    /// The address that is asked now, where it is not the configured one: what discovery found, or
    /// where a lasting redirect led.
    pub feed_url: Option<String>,
    /// Addresses that lasting redirects led away from, oldest first.
    pub former_urls: Vec<String>,
    /// Not before this; None: never asked yet.
    pub next_at: Option<Timestamp>,
    /// Why then, in words.
    pub next_reason: String,
    /// From the last good answer, as a pair.
    pub validators: Validators,
    /// SHA-256 of the last good body: the same again is not parsed again.
    pub body_hash: Option<String>,
    /// What server and feed asked of us last; what a 304 does not repeat stays.
    pub hints: Hints,
    /// Effective dates of the newest entries of the last good answer, newest first: its rhythm.
    pub recent_entries: Vec<Timestamp>,
    /// The interval in use where there are no dates to tell a rhythm from.
    pub interval: Option<Duration>,
    /// The first good answer of all.
    pub first_good: Option<Timestamp>,
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
    /// A permanent redirect that has not lasted long enough to be believed.
    pub moving: Option<Moving>,
    /// 410, not yet often enough to be believed.
    pub going: Option<Sightings>,
    /// It is asked no more, since when and why, until a person says so.
    pub off: Option<Off>,
    /// What it looked like when we last believed it.
    pub portrait: Option<Portrait>,
    /// Everything about it changed at once: its new entries are held back since then.
    pub held_since: Option<Timestamp>,
    /// Where its news was found and how it is read there; None: the ladder of PAGES.md was not
    /// climbed yet, or in vain.
    pub found: Option<Found>,
    /// When the ladder was climbed last, whatever came of it.
    pub climbed_at: Option<Timestamp>,
    /// What each rung of it answered, a line each.
    pub rungs: Vec<String>,
    /// Answers in a row with no entry in them.
    pub empty: u32,
    /// Its page has another layout, and no list of news could be found in it: why a person is needed.
    pub page_trouble: Option<String>,
    /// Articles whose pages are still to be read.
    pub waiting: Vec<Waiting>,
    /// What its article pages have in common: hashes of texts that recur on them, and their logos.
    pub frame: Frame,
    /// What a person was told of it, until it is over.
    pub told: Option<Heard>,
    /// How many new articles of a day were listed.
    pub listed: Option<Listed>,
    /// Marks of what its feed held when it was read last, sorted: what is there again as it was is known.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub seen: Vec<u32>,
    /// What had to be forgiven when its feed was read last.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Finding>,
}

/// Something in a feed that its publisher should mend.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// What, in words; one kind of fault has one text.
    pub what: String,
    /// How often.
    pub times: usize,
    /// The first of them, as it is written there; may be empty.
    pub example: String,
}

/// How a source is read, as the ladder found it. The address is `feed_url`, else the configured one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Found {
    /// What is there; never `Auto`.
    pub kind: SourceKind,
    /// What `page` learnt of a list, in its own words.
    pub wrapper: Option<serde_json::Value>,
}

/// An article whose page could not be read yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// The address of the page.
    pub url: String,
    /// How often it was tried.
    pub tries: u32,
}

/// What the article pages of a site have in common.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Frame {
    /// Hashes of texts that stood on several of them, sorted.
    pub texts: Vec<u64>,
    /// Pictures that several of them declare as theirs, sorted.
    pub logos: Vec<String>,
}

/// What a person was told of a source, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heard {
    /// What.
    pub reason: Reason,
    /// When.
    pub at: Timestamp,
}

/// Why a person is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reason {
    /// It is asked no more.
    Off,
    /// It may be another one now.
    Held,
    /// Its page has another layout, and no list of news could be found in it.
    Layout,
    /// It has failed for long.
    Broken,
    /// Nothing new for longer than `expect_every`.
    Quiet,
    /// feeds.toml names an address that it has left.
    Moved,
}

/// New articles of one day that readers may see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// The day, UTC.
    pub day: chrono::NaiveDate,
    /// How many.
    pub count: usize,
}

/// Why an article is stored and not published, unless another source carries it too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unlisted {
    /// It is older than the newest `first_run` of a source that was new.
    Old,
    /// It came with more new ones in a day than anybody reads.
    Flood,
}

/// A permanent redirect, as often as it was seen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Moving {
    /// Where it leads.
    pub to: String,
    /// How often, since when.
    pub seen: Sightings,
    /// It led to a feed with an entry that we knew already.
    pub proven: bool,
}

/// How often something was seen, and since when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sightings {
    /// The first time.
    pub first: Timestamp,
    /// How often in a row, the first time included.
    pub times: u32,
}

/// A source that is asked no more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Off {
    /// Since when.
    pub since: Timestamp,
    /// Why, in words.
    pub reason: String,
}

/// What a feed looks like from outside: enough to tell that another one has taken its address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Portrait {
    /// Its title, as published.
    pub title: String,
    /// The hosts that its entries link to, sorted.
    pub hosts: Vec<String>,
}

/// `ETag` and Last-Modified, byte for byte (each character is a byte, see `Headers`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Validators {
    /// `ETag`
    pub etag: Option<String>,
    /// Last-Modified
    pub last_modified: Option<String>,
    /// The address that gave them, the last of its hops; None where that was not noted.
    pub given_by: Option<String>,
    /// When it gave them, with a document; None where that was not noted.
    pub given_at: Option<Timestamp>,
}

impl Validators {
    /// There is nothing to ask conditionally with.
    pub fn is_empty(&self) -> bool {
        self.etag.is_none() && self.last_modified.is_none()
    }

    /// The same is sent for both.
    pub fn ask_alike(&self, other: &Self) -> bool {
        (&self.etag, &self.last_modified) == (&other.etag, &other.last_modified)
    }
}

/// How asking a source ended, as the schedule needs it.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// A complete, parsed answer.
    Good {
        /// Its validators.
        validators: Validators,
        /// SHA-256 of its body.
        body_hash: Option<String>,
        /// What server and feed ask of us.
        hints: Hints,
        /// Effective dates of the entries in it.
        entry_dates: Vec<Timestamp>,
        /// How many entries were new.
        new_entries: usize,
        /// How many entries were known before this answer.
        known_entries: usize,
        /// What it looks like.
        portrait: Portrait,
        /// Where permanent redirects led, see `schedule::moved`.
        moved: Option<String>,
    },
    /// 304, or the same bytes again.
    Unchanged {
        /// Those of a 200 with the same bytes; None for a 304, which leaves them as they were.
        validators: Option<Validators>,
        /// What the server asks of us.
        hints: Hints,
        /// Where permanent redirects led, see `schedule::moved`.
        moved: Option<String>,
    },
    /// No usable answer.
    Failed(Failure),
}

/// What a server or a feed asks of us.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Hints {
    /// Fresh for so long (max-age less Age, else Expires less Date); None where nothing is said.
    pub fresh_for: Option<Duration>,
    /// RSS ttl.
    pub ttl: Option<Duration>,
    /// sy:updatePeriod by sy:updateFrequency.
    pub period: Option<Duration>,
    /// Hours of the day, UTC, in which nobody should ask.
    pub skip_hours: Vec<u8>,
    /// Days of the week (UTC) on which nobody should ask.
    pub skip_days: Vec<chrono::Weekday>,
}

/// Why there was no usable answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// What kind.
    pub kind: FailureKind,
    /// In words: what, and what it said.
    pub message: String,
    /// Retry-After, or the freshness of a refusal: seconds from the answer.
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
