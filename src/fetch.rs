//! A request in, what its server answered out: live, recorded or replayed.
//!
//! Nothing is decided here but whether an address may be reached at all and when an answer has
//! become too slow or too large. When to ask is `schedule`'s, what to make of it `pipeline`'s.

mod body;
mod fields;
mod guard;
mod index;
mod live;
mod members;
mod polite;
mod record;
mod replay;

pub use body::Held;
pub use fields::user_agent;
pub use live::Live;
pub use record::Record;
pub use replay::Replay;

use crate::{
    address,
    model::{Document, Failure, FailureKind, Headers, Hop, Secret, Validators},
};
use std::{collections::HashSet, future::Future, io, path::PathBuf, sync::Arc, time::Duration};

/// Asks for one address and follows its redirects.
pub trait Fetch: Send + Sync {
    /// Never asks twice, but for a connection that was reset before an answer began. Whatever a
    /// server answers is an answer, a 404 too; an error is the want of one.
    fn fetch(&self, request: Request) -> impl Future<Output = Result<Fetched, FetchError>> + Send;
}

/// What to ask for, and how.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// The address, http(s), as configured. Path and query are sent byte for byte, but for what no
    /// client may send: dot segments are resolved, and characters that have no place in an
    /// address, and `'` in a query, are percent-encoded (URL Standard).
    pub url: String,
    /// From the last good answer of this address; sent back unchanged.
    pub validators: Validators,
    /// An address that did not give them, but is led to, may see them too.
    pub lends_validators: bool,
    /// Extra fields from feeds.toml; they go to the host of `url` and to no other.
    pub headers: Vec<(String, Secret)>,
    /// What we would like to get.
    pub accept: Accept,
    /// Addresses that are asked by themselves, as [`address::asked`] spells them: no redirect is followed to one.
    pub apart: Arc<HashSet<String>>,
}

/// What we would like to get: the Accept field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Accept {
    /// A feed, else a page.
    #[default]
    Feed,
    /// A page.
    Page,
    /// JSON, of an interface such as that of `WordPress`.
    Json,
    /// Plain text, such as robots.txt.
    Text,
}

/// What came.
#[derive(Debug)]
pub struct Fetched {
    /// Every answer on the way in order, the last one included: never empty.
    pub hops: Vec<Hop>,
    /// The last answer.
    pub answer: Answer,
    /// From the first request to the end of the answer, without the waits for a turn; zero where it
    /// comes from a recording.
    pub spent: Duration,
    /// Counts the body against what may be in memory at once (4 MiB, and one more body): drop it together with the
    /// body, and before asking for anything else.
    pub held: Held,
}

/// The last answer, by what it means for us.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// 2xx: the whole body, content coding undone.
    Found(Document),
    /// 304 to a request with validators: what we have is still right.
    Unchanged(Headers),
    /// Any other status; its body was not read.
    Status(u16, Headers),
}

/// Why there was no answer.
#[derive(Clone, Debug, thiserror::Error)]
pub enum FetchError {
    /// Our own guard.
    #[error("{url} is not asked: {why}")]
    Refused {
        /// Which address: a redirect may have led there.
        url: String,
        /// Why, and what to do.
        why: String,
    },
    /// No connection, no name, no sound answer.
    #[error("{url} cannot be reached: {why}")]
    Network {
        /// Which address.
        url: String,
        /// What was wrong: name, connection, certificate, protocol.
        why: String,
    },
    /// The deadline went by.
    #[error("{url} was not answered within {}: it is asked again later, or raise `timeout` in [fetch]", seconds(*.limit))]
    TooSlow {
        /// Which address.
        url: String,
        /// The limit that was reached.
        limit: Duration,
    },
    /// More than we take.
    #[error(
        "the answer of {url} is larger than {limit} bytes: raise `max_body` in [fetch] if it is worth it"
    )]
    TooLarge {
        /// Which address.
        url: String,
        /// Bytes after decoding.
        limit: u64,
    },
    /// The body ended early or cannot be decoded.
    #[error("the answer of {url} is damaged: {why}")]
    Damaged {
        /// Which address.
        url: String,
        /// How.
        why: String,
    },
    /// Redirects in a circle, or more than anybody needs.
    #[error("{url} is redirected without end: after {hops} requests to {last}")]
    Redirects {
        /// The address that was asked first.
        url: String,
        /// Where the chain was left.
        last: String,
        /// How many requests were made.
        hops: usize,
    },
    /// A redirect leads to an address that is asked by itself.
    #[error(
        "{url} is redirected to {to}, where another source is asked: take one of the two out of feeds.toml"
    )]
    Apart {
        /// The address that was asked first.
        url: String,
        /// Where it leads.
        to: String,
    },
    /// A recording cannot be read or written.
    #[error("the recording {} cannot be used", path.display())]
    Recording {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: Arc<io::Error>,
    },
    /// There is no client to ask with.
    #[error("cannot set up the network: {0}")]
    Setup(String),
}

impl FetchError {
    /// How the schedule treats it.
    pub fn kind(&self) -> FailureKind {
        match self {
            Self::Refused { .. } | Self::Apart { .. } => FailureKind::Refused,
            Self::Network { .. }
            | Self::TooSlow { .. }
            | Self::TooLarge { .. }
            | Self::Damaged { .. }
            | Self::Redirects { .. }
            | Self::Recording { .. }
            | Self::Setup(_) => FailureKind::Network,
        }
    }
}

impl From<&FetchError> for Failure {
    fn from(error: &FetchError) -> Self {
        let first = std::error::Error::source(error);
        let causes = std::iter::successors(first, |cause| cause.source());
        let all = std::iter::once(error.to_string()).chain(causes.map(ToString::to_string));
        Self {
            kind: error.kind(),
            message: all.collect::<Vec<_>>().join(": "),
            retry_after: None,
        }
    }
}

fn seconds(limit: Duration) -> String {
    if limit.subsec_millis() == 0 {
        format!("{} s", limit.as_secs())
    } else {
        format!("{} ms", limit.as_millis())
    }
}

/// Requests of one chain of redirects; RFC 9110 15.4 asks for an end, browsers take 20, a feed 3.
const MAX_HOPS: usize = 10;

/// A redirect of `request` may be followed to that address.
fn may_lead_to(request: &Request, to: &str) -> Result<(), FetchError> {
    if !request.apart.contains(&*address::asked(to)) {
        return Ok(());
    }
    Err(FetchError::Apart {
        url: request.url.clone(),
        to: to.to_owned(),
    })
}

/// With what `url` is asked whether anything changed. The first address is the source, wherever it leads. One that it
/// is redirected to has given the validators itself (a query may differ: signed addresses are new every time), or is
/// lent them, for a feed that moves takes them along.
fn known<'a>(request: &'a Request, hops: &[Hop], url: &str) -> Option<&'a Validators> {
    let validators = Some(&request.validators).filter(|validators| !validators.is_empty())?;
    let bare = |url: &str| url.split(['?', '#']).next().map(ToOwned::to_owned);
    let gave = validators.given_by.as_deref().map(bare) == Some(bare(url));
    (hops.is_empty() || gave || request.lends_validators).then_some(validators)
}

/// The statuses that send a GET elsewhere.
fn redirects(status: u16) -> bool {
    matches!(status, 301 | 302 | 303 | 307 | 308)
}
