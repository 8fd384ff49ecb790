//! A document in; the articles in it, or the addresses that may lead to its feed, out. This is the
//! work of the processor: it runs on a blocking thread, where a panic ends one source's visit and
//! nothing else.

use crate::{
    address, dedupe, html,
    model::{
        Article, Document, Failure, FailureKind, Feed, Hints, Portrait, Source, Timestamp,
        Validators, Warning,
    },
    normalise, page,
    parse::{self, ParseError},
    schedule,
};
use sha2::{Digest, Sha256};
use std::{collections::BTreeSet, fmt::Write as _, sync::Arc};
use tokio::sync::OwnedSemaphorePermit;

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
    /// Given back when it is saved.
    pub(super) room: Option<OwnedSemaphorePermit>,
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

/// Reads a document.
pub(super) fn read(reader: &Reader, document: Document) -> Reading {
    let headers = &document.headers;
    let validators = Validators {
        etag: headers.first("etag").map(ToOwned::to_owned),
        last_modified: headers.first("last-modified").map(ToOwned::to_owned),
    };
    let hash = hash(&document.body);
    if reader.known_body.as_ref() == Some(&hash) {
        let hints = schedule::hints(headers, None, reader.now);
        return Reading::Same { hints, validators };
    }
    let parsed = match parse::parse(&document) {
        Ok(parsed) => parsed,
        Err(ParseError::Html) => return Reading::Page(page::discover::feeds(&document)),
        Err(error) => {
            let message = error.to_string();
            return Reading::Nothing(Failure {
                kind: FailureKind::NoFeed,
                message,
                retry_after: None,
            });
        }
    };
    let cut = parsed.warnings.contains(&Warning::Cut);
    let hints = schedule::hints(headers, Some(&parsed.feed), reader.now);
    let portrait = portrait(&parsed.feed);
    let entries = parsed.feed.entries.len();
    let own_host = reader.own_host.as_deref();
    let normalised = normalise::normalise(&reader.source, parsed.feed, own_host, reader.now);
    let mut warnings = parsed.warnings;
    warnings.extend(normalised.warnings);
    let dropped = normalised.dropped;
    Reading::Feed(Box::new(FeedRead {
        keys: dedupe::keys(&normalised.articles),
        articles: normalised.articles,
        entries,
        warnings,
        dropped: dropped
            .into_iter()
            .map(|dropped| (dropped.entry, dropped.reason.to_string()))
            .collect(),
        hints,
        // What follows the cut was not read: the same answer must not count as read next time.
        validators: if cut {
            Validators::default()
        } else {
            validators
        },
        body_hash: (!cut).then_some(hash),
        portrait,
        room: None,
    }))
}

/// Title and link hosts: enough to tell that another feed has taken this one's address.
fn portrait(feed: &Feed) -> Portrait {
    let title = feed
        .title
        .as_ref()
        .map(|title| html::plain(&title.value))
        .unwrap_or_default();
    let links = feed.entries.iter().flat_map(|entry| &entry.links);
    let hosts: BTreeSet<String> = links
        .filter(|link| link.rel == "alternate")
        .filter_map(|link| address::host(&link.href))
        .collect();
    Portrait {
        title,
        hosts: hosts.into_iter().collect(),
    }
}

fn hash(body: &[u8]) -> String {
    let mut text = String::with_capacity(64);
    for byte in Sha256::digest(body) {
        let _ = write!(text, "{byte:02x}");
    }
    text
}
