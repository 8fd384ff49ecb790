//! A document in; the articles in it, or the addresses that may lead to its feed, out. This is the
//! work of the processor: it runs on a blocking thread, where a panic ends one source's visit and
//! nothing else.

use crate::{
    dedupe, encoding,
    model::{Article, Document, Failure, FailureKind, Hints, Portrait, Source, Timestamp, Validators, Warning},
    normalise, page, parse, schedule,
};
use sha2::{Digest, Sha256};
use std::{fmt::Write as _, sync::Arc};

/// What a document turned out to be.
pub(super) enum Reading {
    /// A feed.
    Feed(Box<FeedRead>),
    /// The bytes that were read last time.
    Same {
        /// What the server asks of us.
        hints: Hints,
        /// To ask with next time.
        validators: Validators,
    },
    /// A page, and where its feed may be.
    Page(Vec<page::discover::Candidate>),
    /// Neither.
    Nothing(Failure),
}

/// A feed that was read.
pub(super) struct FeedRead {
    /// Believed.
    pub(super) articles: Vec<Article>,
    /// What the store is asked about them.
    pub(super) keys: Vec<dedupe::Key>,
    /// How many entries the feed held.
    pub(super) entries: usize,
    /// Forgiven.
    pub(super) warnings: Vec<Warning>,
    /// Left out: which entry, and why.
    pub(super) dropped: Vec<(String, String)>,
    /// What server and feed ask of us.
    pub(super) hints: Hints,
    /// To ask with next time; none of a document that was cut.
    pub(super) validators: Validators,
    /// SHA-256 of the body; none of a document that was cut.
    pub(super) body_hash: Option<String>,
    /// What the feed looks like from outside.
    pub(super) portrait: Portrait,
}

/// What reading needs besides the document.
pub(super) struct Reader {
    /// Whose document it is.
    pub(super) source: Arc<Source>,
    /// The host that we publish at: what comes from there is ours already.
    pub(super) own_host: Option<String>,
    /// Of the run.
    pub(super) now: Timestamp,
    /// SHA-256 of the body that was read last time from the same address.
    pub(super) known_body: Option<String>,
}
