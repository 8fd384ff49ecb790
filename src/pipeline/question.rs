//! An address in; what its answer came to, out: one request, read on a blocking thread.

use super::{
    Run,
    ask::Ended,
    read::{PageRead, Reader, Reading, read},
};
use crate::{
    address,
    fetch::{Accept, Answer, Fetch, Request},
    model::{Document, Failure, FailureKind, Secret, Source, SourceKind, Timestamp, Validators},
    schedule,
};
use chrono::TimeDelta;
use std::{sync::Arc, time::Duration};

/// How long to wait until feeds that were read before are saved.
const ROOM_PATIENCE: Duration = Duration::from_secs(2);

/// What to ask for.
pub(super) struct Question<'a> {
    pub(super) url: &'a str,
    pub(super) kind: SourceKind,
    pub(super) validators: Validators,
    pub(super) known_body: Option<String>,
    pub(super) seen: Vec<u32>,
    pub(super) wrapper: Option<serde_json::Value>,
}

impl<'a> Question<'a> {
    /// An address of which nothing is known.
    pub(super) fn new(url: &'a str, kind: SourceKind) -> Self {
        Self {
            url,
            kind,
            validators: Validators::default(),
            known_body: None,
            seen: Vec::new(),
            wrapper: None,
        }
    }
}

/// What one request came to.
pub(super) enum Asked {
    Ended(Ended),
    Page(Box<PageRead>),
    /// Sitemaps to look into.
    Index(Vec<String>),
}

/// Makes one request and reads its answer; and where permanent redirects led.
pub(super) async fn ask<F: Fetch>(
    run: &Run<'_, F>,
    source: &Arc<Source>,
    question: Question<'_>,
) -> (Asked, Option<String>) {
    let request = Request {
        url: question.url.to_owned(),
        lends_validators: may_be_lent(&question.validators, run.now),
        validators: question.validators,
        headers: secrets(source, question.url),
        accept: match question.kind {
            SourceKind::Auto | SourceKind::Feed | SourceKind::Sitemap => Accept::Feed,
            SourceKind::Wordpress => Accept::Json,
            SourceKind::Jsonld | SourceKind::Hfeed | SourceKind::Page => Accept::Page,
        },
        apart: Arc::clone(&run.apart),
    };
    let fetched = match run.fetch.fetch(request).await {
        Ok(fetched) => fetched,
        Err(error) => return (Asked::Ended(Ended::Failed(Failure::from(&error))), None),
    };
    let moved = schedule::moved(&fetched.hops);
    let asked = match fetched.answer {
        Answer::Unchanged(headers) => Asked::Ended(Ended::Unchanged {
            hints: schedule::hints(&headers, None, run.now),
            validators: None,
        }),
        Answer::Status(status, headers) => {
            Asked::Ended(Ended::Failed(schedule::refusal(status, &headers, run.now)))
        }
        Answer::Found(document) => {
            let reader = Reader {
                source: Arc::clone(source),
                own_host: address::host(&run.config.site.url),
                now: run.now,
                known_body: question.known_body,
                seen: question.seen,
                kind: question.kind,
                wrapper: question.wrapper,
            };
            understand(run, reader, document).await
        }
    };
    (asked, moved)
}

/// A login page that is older than the feed answers 304 for as long as it is shown these: who was last given a document
/// long ago asks wherever he is led to as if he knew nothing.
fn may_be_lent(validators: &Validators, now: Timestamp) -> bool {
    let given = validators.given_at;
    given.is_some_and(|given| given <= now && now - given < LENT_FOR)
}

/// See [`may_be_lent`].
const LENT_FOR: TimeDelta = TimeDelta::hours(24);

/// A secret is for the server it was given for: a neighbour under the same domain is somebody else
/// as often as not, and what was meant for https is never said in the clear.
pub(super) fn secrets(source: &Source, url: &str) -> Vec<(String, Secret)> {
    if source.headers.is_empty() || !address::is_on_server_of(url, &source.url) {
        return Vec::new();
    }
    source.headers.clone()
}

/// Reads a document on a blocking thread, at most as many at once as there are processors.
async fn understand<F: Fetch>(run: &Run<'_, F>, reader: Reader, document: Document) -> Asked {
    let rooms = super::rooms_for(document.body.len());
    let room = Arc::clone(&run.rooms).acquire_many_owned(rooms);
    // A visit that reads a second document has one room already: then it goes on without another.
    let room = tokio::time::timeout(ROOM_PATIENCE, room).await;
    let room = room.ok().and_then(Result::ok);
    let Ok(_turn) = run.readers.acquire().await else {
        return Asked::Ended(Ended::Failed(failure(
            FailureKind::Panic,
            "the run is ending",
        )));
    };
    match tokio::task::spawn_blocking(move || read(&reader, document)).await {
        Ok(Reading::Feed(mut feed)) => {
            feed.room = room;
            Asked::Ended(Ended::Feed(feed))
        }
        Ok(Reading::Same { hints, validators }) => Asked::Ended(Ended::Unchanged {
            hints,
            validators: Some(validators),
        }),
        Ok(Reading::Page(page)) => Asked::Page(page),
        Ok(Reading::Index(maps)) => Asked::Index(maps),
        Ok(Reading::Nothing(failure)) => Asked::Ended(Ended::Failed(failure)),
        Err(_) => {
            let message = "the program itself failed while reading it: please report this address";
            Asked::Ended(Ended::Failed(failure(FailureKind::Panic, message)))
        }
    }
}

/// Why there was no usable answer.
pub(super) fn failure(kind: FailureKind, message: &str) -> Failure {
    Failure {
        kind,
        message: message.to_owned(),
        retry_after: None,
    }
}
