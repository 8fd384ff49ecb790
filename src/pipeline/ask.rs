//! One source in; what it has to say, out: a feed, nothing new, or why not. The requests of a visit
//! are made here, one after the other, and nowhere else.

use super::{
    Run,
    read::{FeedRead, Reader, Reading, read},
};
use crate::{
    address,
    fetch::{Accept, Answer, Fetch, FetchError, Request},
    model::{
        Document, Failure, FailureKind, Hints, Hop, Source, SourceKind, SourceState, Validators,
    },
    page::discover::Candidate,
    schedule,
};
use std::{error::Error as _, sync::Arc};

/// Addresses that are tried for a site, besides its own (PAGES.md, discovery 4).
const PROBES: usize = 6;

/// What a visit brought.
pub(super) struct Visit {
    /// How it ended.
    pub(super) end: Ended,
    /// The address that the answer came from, where discovery found another than the one asked.
    pub(super) found_at: Option<String>,
    /// Where permanent redirects of the asked address led.
    pub(super) moved: Option<String>,
}

/// How a visit ended.
pub(super) enum Ended {
    /// With a feed.
    Feed(Box<FeedRead>),
    /// 304, or the same bytes again.
    Unchanged {
        /// What the server asks of us.
        hints: Hints,
        /// Those of a 200 with the same bytes.
        validators: Option<Validators>,
    },
    /// Without a usable answer.
    Failed(Failure),
}

/// Asks a source, and looks for its feed where its address is a site's.
pub(super) async fn visit<F: Fetch>(
    run: &Run<'_, F>,
    source: &Arc<Source>,
    state: &SourceState,
) -> Visit {
    let url = schedule::address(source, state).to_owned();
    let request = Request {
        url,
        validators: state.validators.clone(),
        headers: source.headers.clone(),
        accept: Accept::Feed,
    };
    let known_body = state.body_hash.clone();
    let (asked, moved) = ask(run, source, request, known_body).await;
    let page = match asked {
        Asked::Ended(end) => {
            return Visit {
                end,
                found_at: None,
                moved,
            };
        }
        Asked::Page(candidates) => candidates,
    };
    if source.kind == SourceKind::Feed {
        let message = "the address is a web page, no feed: name the feed's own address, or leave \
                       out `kind`";
        return Visit {
            end: no_feed(message.to_owned()),
            found_at: None,
            moved,
        };
    }
    discover(run, source, page, moved).await
}

/// Tries what a page names or suggests, in order, until one is a feed.
async fn discover<F: Fetch>(
    run: &Run<'_, F>,
    source: &Arc<Source>,
    candidates: Vec<Candidate>,
    moved: Option<String>,
) -> Visit {
    let tried = candidates.len().min(PROBES);
    for candidate in candidates.into_iter().take(PROBES) {
        let own = address::same_site(&candidate.url, &source.url);
        let request = Request {
            url: candidate.url.clone(),
            validators: Validators::default(),
            // A secret is for the site it was given for.
            headers: if own {
                source.headers.clone()
            } else {
                Vec::new()
            },
            accept: Accept::Feed,
        };
        if let (Asked::Ended(end @ Ended::Feed(_)), _) = ask(run, source, request, None).await {
            return Visit {
                end,
                found_at: Some(candidate.url),
                moved,
            };
        }
    }
    let message = if tried == 0 {
        "the page names no feed, and reads like no software that has one: name the feed's own \
         address as `url`"
            .to_owned()
    } else {
        format!(
            "no feed at the {tried} addresses that the page names or suggests: name the feed's own address as `url`"
        )
    };
    Visit {
        end: no_feed(message),
        found_at: None,
        moved,
    }
}

/// What one request came to.
enum Asked {
    Ended(Ended),
    Page(Vec<Candidate>),
}

async fn ask<F: Fetch>(
    run: &Run<'_, F>,
    source: &Arc<Source>,
    request: Request,
    known_body: Option<String>,
) -> (Asked, Option<String>) {
    let fetched = match run.fetch.fetch(request).await {
        Ok(fetched) => fetched,
        Err(error) => return (Asked::Ended(Ended::Failed(unreachable(&error))), None),
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
                known_body,
            };
            understand(run, reader, document, &fetched.hops).await
        }
    };
    (asked, moved)
}

/// Reads a document on a blocking thread, at most as many at once as there are processors.
async fn understand<F: Fetch>(
    run: &Run<'_, F>,
    reader: Reader,
    document: Document,
    _hops: &[Hop],
) -> Asked {
    let room = Arc::clone(&run.rooms).acquire_owned().await.ok();
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
        Ok(Reading::Page(candidates)) => Asked::Page(candidates),
        Ok(Reading::Nothing(failure)) => Asked::Ended(Ended::Failed(failure)),
        Err(_) => {
            let message = "the program itself failed while reading it: please report this address";
            Asked::Ended(Ended::Failed(failure(FailureKind::Panic, message)))
        }
    }
}

fn unreachable(error: &FetchError) -> Failure {
    let mut message = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        message = format!("{message}: {error}");
        cause = error.source();
    }
    failure(error.kind(), &message)
}

fn no_feed(message: String) -> Ended {
    Ended::Failed(failure(FailureKind::NoFeed, &message))
}

fn failure(kind: FailureKind, message: &str) -> Failure {
    Failure {
        kind,
        message: message.to_owned(),
        retry_after: None,
    }
}
