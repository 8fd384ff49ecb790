//! A link in, the address that a reader is sent to out, and the key by which two of them are one.

use super::{
    MAX_BYTES, absolute, is_front, is_home_page, parts::Parts, redirector, tracking::is_tracking,
};
use std::{borrow::Cow, fmt::Write as _};
use url::Url;

/// Redirectors inside redirectors that are followed.
const MOST_WRAPS: usize = 3;

/// `link` as a whole http(s) address: redirectors unwrapped, tracking parameters, credentials and
/// control characters left off. None where it is no such address, or one over [`MAX_BYTES`].
pub fn permalink(link: &str, base: Option<&Url>) -> Option<String> {
    match Parts::cut(link) {
        Some(parts) if is_clean(&parts) => Some(link.to_owned()),
        _ => cleaned(link, base).map(String::from),
    }
}

/// Nothing is to be left off.
fn is_clean(parts: &Parts<'_>) -> bool {
    !redirector::may_lead_on(parts.host, parts.path)
        && parts.query.is_none_or(|query| !is_littered(query))
        && !parts.fragment.is_some_and(is_tracking_fragment)
}

fn is_littered(query: &str) -> bool {
    query.is_empty() || parameters(query).any(tracks)
}

fn cleaned(link: &str, base: Option<&Url>) -> Option<Url> {
    if link.len() > 4 * MAX_BYTES {
        return None;
    }
    let mut url = absolute(&joined(link), base)?;
    for _ in 0..MOST_WRAPS {
        let Some(inner) = redirector::unwrap(&url).and_then(|to| absolute(&to, None)) else {
            break;
        };
        url = inner;
    }
    if !url.username().is_empty() || url.password().is_some() {
        // Neither can fail: the address has a host.
        url.set_username("").ok()?;
        url.set_password(None).ok()?;
    }
    if url.query().is_some_and(is_littered) {
        let kept = identity_query(url.query()).collect::<Vec<_>>().join("&");
        url.set_query((!kept.is_empty()).then_some(kept.as_str()));
    }
    if url.fragment().is_some_and(is_tracking_fragment) {
        url.set_fragment(None);
    }
    Some(url)
}

/// What identifies the page: permalinks with one key are one page (DEDUPE.md, "Link key"). Scheme,
/// `www.` `m.` `amp.`, port, fragment, AMP's endings, `index.*`, the last slash and tracking
/// parameters left off, the query sorted. The link itself where it is no address.
pub fn link_key(permalink: &str) -> String {
    match Parts::cut(permalink) {
        Some(parts) if is_clean(&parts) => key(&parts),
        _ => match cleaned(permalink, None) {
            Some(url) => key(&Parts::of(&url)),
            None => permalink.trim().to_owned(),
        },
    }
}

/// As [`link_key`]; None of a front page, which identifies no article.
pub fn page_key(permalink: &str) -> Option<String> {
    match Parts::cut(permalink) {
        Some(parts) if is_front(&parts) => None,
        Some(parts) if is_clean(&parts) => Some(key(&parts)),
        Some(_) => Some(link_key(permalink)),
        None => (!is_home_page(permalink)).then(|| link_key(permalink)),
    }
}

fn key(parts: &Parts<'_>) -> String {
    let mut key = site(parts);
    let path = percent(parts.path);
    key.push_str(page(&path));
    let mut query: Vec<Cow<'_, str>> = identity_query(parts.query)
        .filter(|parameter| !is_amp(parameter))
        .map(percent)
        .collect();
    query.sort_unstable();
    query.dedup();
    for (at, parameter) in query.iter().enumerate() {
        key.push(if at == 0 { '?' } else { '&' });
        key.push_str(parameter);
    }
    let routed = |route: &&str| route.starts_with(['!', '/']);
    if let Some(route) = parts.fragment.filter(routed) {
        key.push('#');
        key.push_str(route);
    }
    key
}

/// The parameters that may identify the page, as written, in order.
pub(super) fn identity_query(query: Option<&str>) -> impl Iterator<Item = &str> {
    parameters(query.unwrap_or_default()).filter(|parameter| !tracks(parameter))
}

/// True of a path (without slashes around it) that is only the name of a front page.
pub(super) fn is_index(path: &str) -> bool {
    let (stem, ending) = path.split_once('.').unwrap_or((path, ""));
    matches!(stem, "index" | "default")
        && matches!(
            ending,
            "" | "html" | "htm" | "xhtml" | "shtml" | "php" | "asp" | "aspx" | "jsp" | "cfm"
        )
}

/// A link that was broken over lines is one word again; spaces inside a line are part of it.
fn joined(link: &str) -> Cow<'_, str> {
    if !link.contains(char::is_control) {
        return Cow::Borrowed(link);
    }
    let lines = link.split(['\n', '\r', '\t']).map(str::trim);
    Cow::Owned(
        lines
            .flat_map(str::chars)
            .filter(|c| !c.is_control())
            .collect(),
    )
}

fn parameters(query: &str) -> impl Iterator<Item = &str> {
    query.split('&').filter(|parameter| !parameter.is_empty())
}

fn tracks(parameter: &str) -> bool {
    let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
    // Some publishers encode the ampersand twice: `?p=1&amp;utm_source=rss`.
    is_tracking(name.strip_prefix("amp;").unwrap_or(name), value)
}

fn is_tracking_fragment(fragment: &str) -> bool {
    fragment.is_empty() || fragment.starts_with(":~:") || parameters(fragment).all(tracks)
}

fn is_amp(parameter: &str) -> bool {
    matches!(
        parameter,
        "amp" | "amp=" | "amp=1" | "amp=true" | "outputType=amp"
    )
}

fn site(parts: &Parts<'_>) -> String {
    let mut host = parts.host.trim_end_matches('.');
    for prefix in ["www.", "m.", "amp.", "mobile."] {
        if let Some(rest) = host.strip_prefix(prefix).filter(|rest| rest.contains('.')) {
            host = rest;
        }
    }
    // Most of the path follows.
    let mut site = String::with_capacity(host.len() + 8 + parts.path.len());
    site.push_str(host);
    if let Some(port) = parts.port {
        let _ = write!(site, ":{port}");
    }
    site
}

/// The path without what AMP, servers and habit add to its end.
fn page(path: &str) -> &str {
    let mut page = path.trim_end_matches('/');
    if let Some((folder, last)) = page.rsplit_once('/')
        && is_index(&last.to_ascii_lowercase())
    {
        page = folder.trim_end_matches('/');
    }
    page = page.strip_suffix("/amp").unwrap_or(page);
    page = page.strip_suffix(".amp").unwrap_or(page);
    page.trim_end_matches('/')
}

/// Percent-encodings in upper case, and undone where they were not needed.
fn percent(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let mut parts = text.split('%');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let code = part
            .get(..2)
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        let (Some(byte), Some(rest)) = (code, part.get(2..)) else {
            plain.push('%');
            plain.push_str(part);
            continue;
        };
        let c = char::from(byte);
        if c.is_ascii_alphanumeric() || "-._~".contains(c) {
            plain.push(c);
        } else {
            plain.push('%');
            plain.push_str(&part.get(..2).unwrap_or_default().to_ascii_uppercase());
        }
        plain.push_str(rest);
    }
    Cow::Owned(plain)
}

#[cfg(test)]
mod tests;
