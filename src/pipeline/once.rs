//! A fetcher in; one that asks no address twice in a run, though several sources have it, out.

use crate::{
    address,
    fetch::{Answer, Fetch, FetchError, Fetched, Held, Request},
};
use std::{
    borrow::Cow,
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::sync::Semaphore;

/// Asks `F`, but gives the second source with the same address what came of asking for the first.
#[derive(Debug)]
pub(super) struct Once<'a, F> {
    fetch: &'a F,
    shared: BTreeMap<String, Shared>,
}

/// An address of several sources.
#[derive(Debug)]
struct Shared {
    /// Whose turn it is: nobody gets a copy of the body until the one before has done with his.
    turn: Arc<Semaphore>,
    known: Mutex<Known>,
}

#[derive(Debug)]
struct Known {
    /// Sources that will still ask.
    waiting: usize,
    kept: Option<Kept>,
}

/// What came, and of which request.
#[derive(Debug)]
struct Kept {
    request: Request,
    came: Result<Fetched, FetchError>,
}

impl<'a, F: Fetch> Once<'a, F> {
    /// `addresses` are those of all sources that will be asked, each as often as it is there.
    pub(super) fn new<'b>(fetch: &'a F, addresses: impl Iterator<Item = &'b str>) -> Self {
        let mut counts: BTreeMap<Cow<'_, str>, usize> = BTreeMap::new();
        for url in addresses {
            *counts.entry(address::asked(url)).or_default() += 1;
        }
        let shared = counts.into_iter().filter(|(_, count)| *count > 1);
        Self {
            fetch,
            shared: shared
                .map(|(url, waiting)| (url.into_owned(), Shared::by(waiting)))
                .collect(),
        }
    }
}

impl<F: Fetch> Fetch for Once<'_, F> {
    async fn fetch(&self, request: Request) -> Result<Fetched, FetchError> {
        let Some(shared) = self.shared.get(&*address::asked(&request.url)) else {
            return self.fetch.fetch(request).await;
        };
        let url = request.url.clone();
        // It is never closed, and so never fails.
        let turn = Arc::clone(&shared.turn).acquire_owned().await;
        let kept = shared.known().kept.take();
        let kept = match kept.filter(|kept| kept.answers(&request)) {
            Some(kept) => kept,
            None => Kept {
                came: self.fetch.fetch(request.clone()).await,
                request,
            },
        };
        let asked = kept.request.url.clone();
        let mut fetched = shared.share(kept)?;
        respell(&mut fetched, &asked, &url);
        fetched.held.extend(turn.ok());
        Ok(fetched)
    }
}

/// The answer to a request for `asked` as one for `url`, which is another spelling of it.
fn respell(fetched: &mut Fetched, asked: &str, url: &str) {
    let hops = fetched.hops.iter_mut().map(|hop| &mut hop.url);
    let document = match &mut fetched.answer {
        Answer::Found(document) => Some(&mut document.url),
        Answer::Unchanged(_) | Answer::Status(..) => None,
    };
    for at in hops.chain(document).filter(|at| *at == asked) {
        url.clone_into(at);
    }
}

impl Shared {
    fn by(waiting: usize) -> Self {
        let known = Known {
            waiting,
            kept: None,
        };
        Self {
            turn: Arc::new(Semaphore::new(1)),
            known: Mutex::new(known),
        }
    }

    /// A copy; the last who waits gets the answer itself, and with it what it holds of the memory.
    fn share(&self, kept: Kept) -> Result<Fetched, FetchError> {
        let mut known = self.known();
        known.waiting = known.waiting.saturating_sub(1);
        if known.waiting == 0 {
            return kept.came;
        }
        let copy = kept.copy();
        known.kept = Some(kept);
        copy
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    /// A whole answer is one for everybody who sent the same fields, and so is a failure; 304 only
    /// for those who asked with the same validators.
    fn answers(&self, request: &Request) -> bool {
        let whole = match &self.came {
            Ok(fetched) => matches!(fetched.answer, Answer::Found(_) | Answer::Status(..)),
            Err(_) => true,
        };
        let asked = &self.request;
        let alike = asked.validators.ask_alike(&request.validators)
            && asked.lends_validators == request.lends_validators;
        asked.headers == request.headers && (whole || alike)
    }

    fn copy(&self) -> Result<Fetched, FetchError> {
        let fetched = self.came.as_ref().map_err(Clone::clone)?;
        Ok(Fetched {
            hops: fetched.hops.clone(),
            answer: fetched.answer.clone(),
            spent: fetched.spent,
            held: Held::default(),
        })
    }
}

#[cfg(test)]
mod tests;
