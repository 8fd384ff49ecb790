//! A request in, the answer of its server out, over the network.

use crate::{
    fetch::{
        Accept, Answer, Fetch, FetchError, Fetched, Held, MAX_HOPS, Request,
        body::{self, Broken, Coding, Limits, Memory},
        guard::{Barred, Guard},
        polite::{Place, Polite},
        redirects,
    },
    model::{Document, FetchSettings, Headers, Hop},
};
use reqwest::{
    Client, Proxy, Response,
    header::{
        ACCEPT, ACCEPT_ENCODING, HeaderMap, HeaderName, HeaderValue, IF_MODIFIED_SINCE,
        IF_NONE_MATCH, InvalidHeaderValue,
    },
    redirect::Policy,
};
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
/// Bodies in flight, all together.
const BODIES: usize = 24 << 20;
/// Of these, what every place gets without asking.
const BODIES_FREE: usize = 8 << 20;
/// Bytes of header fields of one answer, where the protocol lets us say so (HTTP/2).
const HEADER_BYTES: u32 = 64 << 10;

impl Live {
    /// A client with the settings of `[fetch]`; `contact` is that of `[site]`. It must be made
    /// inside a tokio runtime. No connection is made yet.
    pub fn new(settings: &FetchSettings, contact: Option<&str>) -> Result<Self, FetchError> {
        let guard = Guard::new(settings);
        let concurrency = settings.concurrency.max(1);
        let largest = usize::try_from(settings.max_body).unwrap_or(usize::MAX);
        Ok(Self {
            client: client(settings, &user_agent(contact), &guard)
                .map_err(|error| FetchError::Setup(body::innermost(&error)))?,
            guard,
            polite: Polite::new(concurrency, settings.per_host),
            memory: Memory::new(largest.max(BODIES - BODIES_FREE)),
            limits: Limits {
                max_body: settings.max_body,
                free: BODIES_FREE / concurrency,
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
        let mut spent = Duration::ZERO;
        let mut url = first.clone();
        loop {
            let name = match hops.is_empty() {
                true => request.url.clone(),
                false => url.to_string(),
            };
            let place = self.polite.place(&host(&url)).await;
            let started = Instant::now();
            let left = self.timeout.saturating_sub(spent);
            let headers = headers(request, first.origin() == url.origin())?;
            let asked = timeout(left, self.ask(&url, &name, headers, &place)).await;
            spent += started.elapsed();
            let (hop, response) = asked.map_err(|_| self.too_slow(&name))??;
            let target = location(&hop).filter(|_| redirects(hop.status));
            hops.push(hop);
            let Some(target) = target else {
                let left = self.timeout.saturating_sub(spent);
                let read = timeout(left, self.last(&hops, response, request)).await;
                let (answer, held) = read.map_err(|_| self.too_slow(&name))??;
                drop(place);
                return Ok(Fetched { hops, answer, held });
            };
            url = next(&first, &url, &target)?;
            if hops.len() > MAX_HOPS {
                return Err(FetchError::Redirects {
                    url: request.url.clone(),
                    last: url.into(),
                    limit: MAX_HOPS,
                });
            }
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
            .map_err(|_| too_slow(name, limit))?
            .map_err(|error| network_error(name, &error))?;
        place.answered();
        let hop = Hop {
            url: name.to_owned(),
            status: response.status().as_u16(),
            headers: as_headers(response.headers()),
        };
        Ok((hop, response))
    }

    /// The last hop: its body, where it is one that we want.
    async fn last(
        &self,
        hops: &[Hop],
        response: Response,
        request: &Request,
    ) -> Result<(Answer, Held), FetchError> {
        let Some(hop) = hops.last() else {
            return Err(FetchError::Setup("no hop was made".to_owned()));
        };
        let headers = hop.headers.clone();
        match hop.status {
            304 if !request.validators.is_empty() => {
                Ok((Answer::Unchanged(headers), Held::default()))
            }
            // 206 is a part of something: nobody asked for one.
            200..=205 | 207..=299 => {
                let (body, held) = self.body(&hop.url, &headers, response).await?;
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
    ) -> Result<(Vec<u8>, Held), FetchError> {
        let limits = self.limits;
        let broken = |broken| match broken {
            Broken::TooLarge => FetchError::TooLarge {
                url: url.to_owned(),
                limit: limits.max_body,
            },
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
        body::read(response, coding, limits, &self.memory)
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

/// `clusterwire/1.2.3 (+https://contact)`: who asks, and whom to tell (RFC 9110 10.1.5).
pub fn user_agent(contact: Option<&str>) -> String {
    let name = concat!("clusterwire/", env!("CARGO_PKG_VERSION"));
    let plain = |c: &char| c.is_ascii_graphic() && !matches!(c, '(' | ')' | '\\');
    let contact: String = contact.unwrap_or_default().chars().filter(plain).collect();
    match contact.as_str() {
        "" => name.to_owned(),
        address if address.contains(':') => format!("{name} (+{address})"),
        mail if mail.contains('@') => format!("{name} (+mailto:{mail})"),
        host => format!("{name} (+https://{host})"),
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
        .http2_max_header_list_size(HEADER_BYTES);
    if let Some(proxy) = &settings.proxy {
        builder = builder.proxy(Proxy::all(proxy)?);
    }
    builder.build()
}

/// What is sent beside User-Agent and Host. `configured`: the request goes to whom the extra
/// fields were meant for.
fn headers(request: &Request, configured: bool) -> Result<HeaderMap, FetchError> {
    let mut headers = HeaderMap::new();
    let accept = match request.accept {
        Accept::Feed => {
            "application/rss+xml, application/atom+xml, application/feed+json, \
             application/rdf+xml;q=0.9, application/xml;q=0.8, text/xml;q=0.8, \
             application/json;q=0.7, text/html;q=0.6, */*;q=0.1"
        }
        Accept::Page => "text/html, application/xhtml+xml, */*;q=0.1",
        Accept::Json => "application/json, */*;q=0.1",
        Accept::Text => "text/plain, */*;q=0.1",
    };
    headers.insert(ACCEPT, HeaderValue::from_static(accept));
    headers.insert(ACCEPT_ENCODING, HeaderValue::from_static(body::OFFERED));
    let validators = [
        (IF_NONE_MATCH, &request.validators.etag),
        (IF_MODIFIED_SINCE, &request.validators.last_modified),
    ];
    for (name, value) in validators {
        // What came as a field's value can be sent as one.
        if let Some(Ok(value)) = value.as_deref().map(field_value) {
            headers.insert(name, value);
        }
    }
    for (name, secret) in request.headers.iter().filter(|_| configured) {
        let bad = |_| FetchError::Refused {
            url: request.url.clone(),
            why: format!("its header {name:?} cannot be sent: mend `headers` of the source"),
        };
        let field: HeaderName = name.parse().map_err(|_| bad(()))?;
        let mut value = field_value(secret.reveal()).map_err(|_| bad(()))?;
        value.set_sensitive(true);
        headers.insert(field, value);
    }
    Ok(headers)
}

/// See `Headers`: each character is a byte; a secret of another alphabet goes as UTF-8.
fn field_value(text: &str) -> Result<HeaderValue, InvalidHeaderValue> {
    let bytes: Result<Vec<u8>, _> = text.chars().map(u8::try_from).collect();
    HeaderValue::from_bytes(&bytes.unwrap_or_else(|_| text.as_bytes().to_vec()))
}

fn as_headers(fields: &HeaderMap) -> Headers {
    let text = |value: &HeaderValue| value.as_bytes().iter().copied().map(char::from).collect();
    let pairs = fields.iter();
    Headers(
        pairs
            .map(|(name, value)| (name.to_string(), text(value)))
            .collect(),
    )
}

/// Where a redirect leads: Location, read as UTF-8 as all servers mean it.
fn location(hop: &Hop) -> Option<String> {
    let bytes: Result<Vec<u8>, _> = hop
        .headers
        .first("location")?
        .chars()
        .map(u8::try_from)
        .collect();
    String::from_utf8(bytes.ok()?).ok()
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

/// One server: its name and port.
fn host(url: &Url) -> String {
    let name = url.host_str().unwrap_or_default();
    format!("{name}:{}", url.port_or_known_default().unwrap_or_default())
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
        why: match error.is_timeout() {
            true => format!("no connection within {} s", CONNECT.as_secs()),
            false => body::innermost(error),
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
