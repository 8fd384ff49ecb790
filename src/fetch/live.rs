//! A request in, the answer of its server out, over the network.

use crate::{
    address,
    fetch::{
        Answer, Fetch, FetchError, Fetched, Held, MAX_HOPS, Request,
        body::{self, Broken, Coding, Limits, Memory},
        fields::{as_headers, headers, location, tells_secret, told_secret, user_agent},
        guard::{Barred, Guard},
        known, may_lead_to,
        polite::{Place, Polite},
        redirects,
    },
    model::{Document, FetchSettings, Headers, Hop, Validators},
};
use reqwest::{Client, Proxy, Response, header::HeaderMap, redirect::Policy};
use std::{error::Error, io, sync::Arc, time::Duration};
use tokio::time::{Instant, timeout};
use url::Url;

/// Asks the network. Cheap to share by reference; one for a run, or for the life of a daemon.
#[derive(Debug)]
pub struct Live {
    client: Client,
    guard: Guard,
    polite: Polite,
    memory: Memory,
    limits: Limits,
    timeout: Duration,
}

/// The longest a connection may take (RELIABILITY.md 10).
const CONNECT: Duration = Duration::from_secs(10);
/// The longest until the first byte of an answer.
const FIRST_BYTE: Duration = Duration::from_secs(15);
/// How long a connection is kept for the next feed of its server: a thousand of them cost memory.
const IDLE: Duration = Duration::from_secs(3);
/// Bodies in flight, all together, ...
const BODIES: usize = 24 << 20;
/// ... of which all but the largest, and the first pieces, are in so much.
const POOL: usize = 3 << 20;
/// So many deadlines may go by until there is memory for a body: others that are slow hold it.
const PATIENCE: u32 = 4;
/// Bytes of header fields of one answer, where the protocol lets us say so (HTTP/2).
const HEADER_BYTES: u32 = 64 << 10;

impl Live {
    /// A client with the settings of `[fetch]`; `contact` is that of `[site]`. It must be made
    /// inside a tokio runtime. No connection is made yet.
    pub fn new(settings: &FetchSettings, contact: Option<&str>) -> Result<Self, FetchError> {
        let guard = Guard::new(settings);
        let largest = usize::try_from(settings.max_body).unwrap_or(usize::MAX);
        Ok(Self {
            client: client(settings, &user_agent(contact), &guard)
                .map_err(|error| FetchError::Setup(body::innermost(&error)))?,
            guard,
            polite: Polite::new(settings.concurrency, settings.per_host),
            memory: Memory::new(POOL.min(BODIES.saturating_sub(largest))),
            limits: Limits {
                max_body: settings.max_body,
                patience: settings.timeout * PATIENCE,
            },
            timeout: settings.timeout,
        })
    }

    async fn follow(&self, request: &Request) -> Result<Fetched, FetchError> {
        let first = Url::parse(&request.url).map_err(|error| FetchError::Refused {
            url: request.url.clone(),
            why: format!("it is no address: {error}"),
        })?;
        if let Some(plain) = without_login(&first) {
            let why = "it holds a user name or password: use `headers` of the source";
            return Err(FetchError::Refused {
                url: plain.into(),
                why: why.to_owned(),
            });
        }
        let mut hops: Vec<Hop> = Vec::new();
        let mut seen: Vec<Url> = Vec::new();
        let mut spent = Duration::ZERO;
        let mut url = first.clone();
        loop {
            let name = if hops.is_empty() {
                request.url.clone()
            } else {
                url.to_string()
            };
            let place = self.polite.place(&host(&url)).await;
            let started = Instant::now();
            let left = self.timeout.saturating_sub(spent);
            let known = known(request, &hops, url.as_str());
            let headers = headers(request, known, first.origin() == url.origin())?;
            let asked = timeout(left, self.ask(&url, &name, headers, &place)).await;
            spent += started.elapsed();
            let (hop, response) = asked.map_err(|_| self.too_slow(&name))??;
            let target = location(&hop).filter(|_| redirects(hop.status));
            hops.push(hop);
            let Some(target) = target else {
                let left = self.timeout.saturating_sub(spent);
                let started = Instant::now();
                let (answer, held) = self.last(&hops, response, known, left).await?;
                drop(place);
                return Ok(Fetched {
                    hops,
                    answer,
                    spent: spent + started.elapsed(),
                    held,
                });
            };
            seen.push(url.clone());
            url = next(&first, &url, &target)?;
            // Without cookies, an address that was asked before answers the same again.
            if seen.contains(&url) || hops.len() >= MAX_HOPS {
                return Err(FetchError::Redirects {
                    url: request.url.clone(),
                    last: url.into(),
                    hops: hops.len(),
                });
            }
            may_lead_to(request, url.as_str())?;
        }
    }

    /// One hop: the head of its answer. A connection that was reset before it is tried once more.
    async fn ask(
        &self,
        url: &Url,
        name: &str,
        headers: HeaderMap,
        place: &Place,
    ) -> Result<(Hop, Response), FetchError> {
        self.guard
            .check(url)
            .await
            .map_err(|barred| barred_error(name, &barred))?;
        if place.is_unreachable() {
            return Err(FetchError::Network {
                url: name.to_owned(),
                why: "its server let others wait in vain just now".to_owned(),
            });
        }
        let send = || self.client.get(url.clone()).headers(headers.clone()).send();
        let limit = FIRST_BYTE.min(self.timeout);
        let answered = async {
            match send().await {
                Err(error) if was_reset(&error) => send().await,
                answered => answered,
            }
        };
        let response = timeout(limit, answered)
            .await
            .map_err(|_| {
                place.silent();
                too_slow(name, limit)
            })?
            .map_err(|error| {
                if error.is_connect() && error.is_timeout() {
                    place.unreachable();
                }
                network_error(name, &error)
            })?;
        place.answered();
        let mut hop = Hop {
            url: name.to_owned(),
            status: response.status().as_u16(),
            headers: as_headers(response.headers()),
        };
        if redirects(hop.status) && location(&hop).is_some_and(|to| tells_secret(&headers, &to)) {
            return Err(told_secret(name));
        }
        let fields = &mut hop.headers.0;
        fields.retain(|(_, value)| !tells_secret(&headers, value));
        Ok((hop, response))
    }

    /// The last hop: its body, where it is one that we want.
    async fn last(
        &self,
        hops: &[Hop],
        response: Response,
        known: Option<&Validators>,
        left: Duration,
    ) -> Result<(Answer, Held), FetchError> {
        let Some(hop) = hops.last() else {
            return Err(FetchError::Setup("no hop was made".to_owned()));
        };
        let headers = hop.headers.clone();
        match hop.status {
            304 if known.is_some() => Ok((Answer::Unchanged(headers), Held::default())),
            // 206 is a part of something: nobody asked for one.
            200..=205 | 207..=299 => {
                let (body, held) = self.body(&hop.url, &headers, response, left).await?;
                let url = hop.url.clone();
                let document = Document { url, headers, body };
                Ok((Answer::Found(document), held))
            }
            status => Ok((Answer::Status(status, headers), Held::default())),
        }
    }

    async fn body(
        &self,
        url: &str,
        headers: &Headers,
        response: Response,
        left: Duration,
    ) -> Result<(Vec<u8>, Held), FetchError> {
        let limits = self.limits;
        let broken = |broken| match broken {
            Broken::TooLarge => FetchError::TooLarge {
                url: url.to_owned(),
                limit: limits.max_body,
            },
            Broken::TooSlow => self.too_slow(url),
            Broken::Damaged(why) => FetchError::Damaged {
                url: url.to_owned(),
                why,
            },
        };
        let stated = headers.first("content-length");
        let stated: Option<u64> = stated.and_then(|length| length.trim().parse().ok());
        if stated.is_some_and(|length| length > limits.max_body) {
            return Err(broken(Broken::TooLarge));
        }
        let coding = Coding::of(headers.all("content-encoding"));
        let coding = coding.map_err(|why| broken(Broken::Damaged(why)))?;
        body::read(response, coding, left, limits, &self.memory)
            .await
            .map_err(broken)
    }

    fn too_slow(&self, url: &str) -> FetchError {
        too_slow(url, self.timeout)
    }
}

impl Fetch for Live {
    async fn fetch(&self, request: Request) -> Result<Fetched, FetchError> {
        self.follow(&request).await
    }
}

fn client(settings: &FetchSettings, agent: &str, guard: &Guard) -> reqwest::Result<Client> {
    // Fails only where it was installed before.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut builder = Client::builder()
        .user_agent(agent)
        .redirect(Policy::none())
        .referer(false)
        .no_proxy()
        .dns_resolver(Arc::new(guard.clone()))
        .connect_timeout(CONNECT.min(settings.timeout))
        .pool_idle_timeout(IDLE)
        // Servers in the wild, and what browsers forgive them.
        .http1_allow_obsolete_multiline_headers_in_responses(true)
        .http1_allow_spaces_after_header_name_in_responses(true)
        .http1_ignore_invalid_headers_in_responses(true)
        .http2_max_header_list_size(HEADER_BYTES);
    if let Some(proxy) = &settings.proxy {
        builder = builder.proxy(Proxy::all(proxy)?);
    }
    builder.build()
}

/// The next hop, or why there is none. `check` of the guard says whether it may be asked.
fn next(first: &Url, from: &Url, target: &str) -> Result<Url, FetchError> {
    let refused = |why: String| FetchError::Refused {
        url: target.to_owned(),
        why,
    };
    let joined = from.join(target);
    let mut url = joined.map_err(|error| refused(format!("{from} redirects to it: {error}")))?;
    url.set_fragment(None);
    if let Some(plain) = without_login(&url) {
        url = plain;
    }
    if first.scheme() == "https" && url.scheme() == "http" {
        return Err(refused(format!("{from} redirects from https to http")));
    }
    Ok(url)
}

/// The address without the user name and password in it; None where there is none.
fn without_login(url: &Url) -> Option<Url> {
    if url.username().is_empty() && url.password().is_none() {
        return None;
    }
    let mut plain = url.clone();
    // Both fail only for addresses without a host, which have no login.
    plain.set_username("").ok()?;
    plain.set_password(None).ok()?;
    Some(plain)
}

/// One server: its name, with or without `www.`. Its ports are one machine's.
fn host(url: &Url) -> String {
    address::host(url.as_str()).unwrap_or_default()
}

fn too_slow(url: &str, limit: Duration) -> FetchError {
    FetchError::TooSlow {
        url: url.to_owned(),
        limit,
    }
}

fn barred_error(url: &str, barred: &Barred) -> FetchError {
    let url = url.to_owned();
    match barred {
        Barred::Refused(why) => FetchError::Refused {
            url,
            why: why.clone(),
        },
        Barred::Unknown(why) => FetchError::Network {
            url,
            why: why.clone(),
        },
    }
}

fn network_error(url: &str, error: &reqwest::Error) -> FetchError {
    if let Some(barred) = causes(error).find_map(|cause| cause.downcast_ref()) {
        return barred_error(url, barred);
    }
    FetchError::Network {
        url: url.to_owned(),
        why: if error.is_timeout() {
            format!("no connection within {} s", CONNECT.as_secs())
        } else {
            body::innermost(error)
        },
    }
}

/// The connection was closed or reset before an answer began.
fn was_reset(error: &reqwest::Error) -> bool {
    causes(error).any(|cause| {
        let io = cause.downcast_ref::<io::Error>();
        let hyper = cause.downcast_ref::<hyper::Error>();
        io.is_some_and(|error| error.kind() == io::ErrorKind::ConnectionReset)
            || hyper.is_some_and(hyper::Error::is_incomplete_message)
    })
}

fn causes(error: &reqwest::Error) -> impl Iterator<Item = &(dyn Error + 'static)> {
    let first: &(dyn Error + 'static) = error;
    std::iter::successors(Some(first), |error: &&(dyn Error + 'static)| {
        (*error).source()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(first: &str, from: &str, target: &str, expected: Option<&str>) {
        let url = |text: &str| Url::parse(text).expect(text);
        let to = next(&url(first), &url(from), target).ok();
        assert_eq!(to.as_ref().map(Url::as_str), expected, "{target}");
    }

    #[test]
    fn https_is_never_left_for_http() {
        check(
            "https://a.example/",
            "https://a.example/",
            "http://a.example/",
            None,
        );
        check(
            "https://a.example/",
            "https://b.example/",
            "http://b.example/",
            None,
        );
    }

    #[test]
    fn http_may_become_https() {
        let to = "https://a.example/";
        check("http://a.example/", "http://a.example/", to, Some(to));
    }

    #[test]
    fn a_redirect_brings_no_login_along() {
        let to = "http://user:word@b.example/feed#top";
        let plain = "http://b.example/feed";
        check("http://a.example/", "http://a.example/", to, Some(plain));
    }
}
