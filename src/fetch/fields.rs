//! A request in, the header fields that are sent for it out; and those that come back.

use crate::{
    fetch::{Accept, FetchError, Request, body},
    model::{Headers, Hop, Validators},
};
use reqwest::header::{
    ACCEPT, ACCEPT_ENCODING, COOKIE, HeaderMap, HeaderName, HeaderValue, IF_MODIFIED_SINCE,
    IF_NONE_MATCH, InvalidHeaderValue,
};

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

/// What is sent beside User-Agent and Host. `known`: what this address gave us before. `configured`:
/// the request goes to whom the extra fields were meant for.
pub(super) fn headers(
    request: &Request,
    known: Option<&Validators>,
    configured: bool,
) -> Result<HeaderMap, FetchError> {
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
        (IF_NONE_MATCH, known.map(|known| &known.etag)),
        (IF_MODIFIED_SINCE, known.map(|known| &known.last_modified)),
    ];
    for (name, value) in validators {
        let value = value.and_then(Option::as_deref);
        // What came as a field's value can be sent as one.
        if let Some(Ok(value)) = value.map(field_value) {
            headers.insert(name, value);
        }
    }
    for (name, secret) in request.headers.iter().filter(|_| configured) {
        let bad = || FetchError::Refused {
            url: request.url.clone(),
            why: format!("its header {name:?} cannot be sent: mend `headers` of the source"),
        };
        let field: HeaderName = name.parse().map_err(|_| bad())?;
        let mut value = field_value(secret.reveal()).map_err(|_| bad())?;
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

/// A server says back what it was told in secret, as written or percent-encoded, once or twice.
pub(super) fn tells_secret(sent: &HeaderMap, text: &str) -> bool {
    let mut secrets = secrets(sent).peekable();
    if secrets.peek().is_none() {
        return false;
    }
    let once = decoded(text);
    let twice = decoded(&once);
    secrets.any(|secret| {
        [text, &once, &twice]
            .iter()
            .any(|text| text.contains(secret))
    })
}

/// What fields hold that are there to show who asks: without the name of the scheme before it (`Bearer`, `Basic`),
/// without the names of cookies. What else is sent (`Accept-Language`, `Referer`) is no secret.
fn secrets(sent: &HeaderMap) -> impl Iterator<Item = &str> {
    const NAMED: &[&str] = &[
        "auth", "cookie", "key", "pass", "secret", "session", "token",
    ];
    // Shorter ones are words that stand anywhere.
    const SHORTEST: usize = 6;
    let shows_who = |name: &str| NAMED.iter().any(|part| name.contains(part));
    let fields = sent
        .iter()
        .filter(move |(name, value)| value.is_sensitive() && shows_who(name.as_str()));
    let parts = fields.flat_map(|(name, value)| {
        let text = value.to_str().unwrap_or_default();
        let is_cookie = *name == COOKIE;
        text.split(move |c| is_cookie && c == ';')
            .filter_map(move |part| {
                let value = part.split_once('=').filter(|_| is_cookie);
                let value = value.map(|(_, value)| value.trim());
                value.or_else(|| part.split_whitespace().last())
            })
    });
    parts.filter(|part| part.len() >= SHORTEST)
}

/// Percent-decoded, and nothing else: a plus is a plus.
fn decoded(text: &str) -> String {
    let signs = [('+', "%2B"), ('&', "%26"), ('=', "%3D")];
    let kept = signs.iter().fold(text.to_owned(), |text, (sign, code)| {
        text.replace(*sign, code)
    });
    let mut parts = url::form_urlencoded::parse(kept.as_bytes());
    let whole = parts.next().map(|(whole, _)| whole.into_owned());
    whole.unwrap_or_default()
}

/// Addresses are stored, reported and recorded.
pub(super) fn told_secret(url: &str) -> FetchError {
    let why = "it redirects to an address with one of its `headers` in it: ask its owner for an \
               address that holds no secret";
    FetchError::Refused {
        url: url.to_owned(),
        why: why.to_owned(),
    }
}

pub(super) fn as_headers(fields: &HeaderMap) -> Headers {
    let text = |value: &HeaderValue| value.as_bytes().iter().copied().map(char::from).collect();
    let pairs = fields.iter();
    Headers(
        pairs
            .map(|(name, value)| (name.to_string(), text(value)))
            .collect(),
    )
}

/// Where a redirect leads: Location, read as UTF-8 as all servers mean it.
pub(super) fn location(hop: &Hop) -> Option<String> {
    let bytes: Result<Vec<u8>, _> = hop
        .headers
        .first("location")?
        .chars()
        .map(u8::try_from)
        .collect();
    String::from_utf8(bytes.ok()?).ok()
}
