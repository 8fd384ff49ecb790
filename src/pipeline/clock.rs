//! A fetcher in; the same out, which takes the time of the answer of one address.

use crate::fetch::{Fetch, FetchError, Fetched, Request};
use std::{sync::OnceLock, time::Duration};

/// Asks `F`.
#[derive(Debug)]
pub(super) struct Clock<'a, F> {
    fetch: &'a F,
    url: &'a str,
    spent: OnceLock<Duration>,
}

impl<'a, F: Fetch> Clock<'a, F> {
    /// For this address.
    pub(super) fn new(fetch: &'a F, url: &'a str) -> Self {
        Self {
            fetch,
            url,
            spent: OnceLock::new(),
        }
    }

    /// How long its first answer took; None where there was none, or a recorded one.
    pub(super) fn answer(&self) -> Option<Duration> {
        let spent = self.spent.get().copied();
        spent.filter(|spent| !spent.is_zero())
    }
}

impl<F: Fetch> Fetch for Clock<'_, F> {
    async fn fetch(&self, request: Request) -> Result<Fetched, FetchError> {
        let own = request.url == self.url;
        let fetched = self.fetch.fetch(request).await?;
        if own {
            // The first answer counts.
            let _ = self.spent.set(fetched.spent);
        }
        Ok(fetched)
    }
}
