//! A fetcher in; one that asks no address twice in a run, though several sources have it, out.

use crate::{
    fetch::{Answer, Fetch, FetchError, Fetched, Held, Request},
    model::Hop,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};
use tokio::sync::Mutex;

/// Asks `F`, but gives the second source with the same address the answer of the first.
#[derive(Debug)]
pub(super) struct Once<'a, F> {
    fetch: &'a F,
    shared: BTreeMap<String, Mutex<Option<Kept>>>,
}

/// An answer, and to which request.
#[derive(Debug)]
struct Kept {
    request: Request,
    hops: Vec<Hop>,
    answer: Answer,
    spent: Duration,
}

impl<'a, F: Fetch> Once<'a, F> {
    /// `addresses` are those of all sources that will be asked, each as often as it is there.
    pub(super) fn new<'b>(fetch: &'a F, addresses: impl Iterator<Item = &'b str>) -> Self {
        let mut seen = BTreeSet::new();
        let shared = addresses.filter(|url| !seen.insert(*url));
        Self {
            fetch,
            shared: shared
                .map(|url| (url.to_owned(), Mutex::default()))
                .collect(),
        }
    }
}

impl<F: Fetch> Fetch for Once<'_, F> {
    async fn fetch(&self, request: Request) -> Result<Fetched, FetchError> {
        let Some(place) = self.shared.get(&request.url) else {
            return self.fetch.fetch(request).await;
        };
        let mut kept = place.lock().await;
        if let Some(kept) = kept.as_ref().filter(|kept| kept.answers(&request)) {
            return Ok(Fetched {
                hops: kept.hops.clone(),
                answer: kept.answer.clone(),
                spent: kept.spent,
                held: Held::default(),
            });
        }
        let fetched = self.fetch.fetch(request.clone()).await?;
        *kept = Some(Kept {
            request,
            hops: fetched.hops.clone(),
            answer: fetched.answer.clone(),
            spent: fetched.spent,
        });
        Ok(fetched)
    }
}

impl Kept {
    /// A whole answer is one for everybody who sent the same fields; 304 only for those who asked
    /// with the same validators.
    fn answers(&self, request: &Request) -> bool {
        let whole = matches!(self.answer, Answer::Found(_) | Answer::Status(..));
        self.request.headers == request.headers
            && (whole || self.request.validators == request.validators)
    }
}
