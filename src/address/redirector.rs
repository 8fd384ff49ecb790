//! An address that only leads to another in, that other out.

use url::Url;

/// Where a redirector leads, read from the address alone; None where it is none. Redirectors that
/// must be asked (`bit.ly`, `t.co`) are none.
pub(super) fn unwrap(url: &Url) -> Option<String> {
    let host = url.host_str()?;
    accelerated(url, host)
        .or_else(|| named(url, host))
        .or_else(|| way_out(url, host))
}

/// False of an address that leads nowhere else by its host and path.
pub(super) fn may_lead_on(host: &str, path: &str) -> bool {
    is_accelerator(host)
        || host.starts_with("www.google.")
        || NAMED.iter().any(|(at, ..)| is_at(host, at))
        || is_way_out(path)
}

/// Host (or what it ends with, from a dot on), path (or what it begins with, with a slash at its
/// end), parameter that holds the target.
const NAMED: &[(&str, &str, &str)] = &[
    (".safelinks.protection.outlook.com", "/", "url"),
    ("away.vk.com", "/away.php", "to"),
    ("duckduckgo.com", "/l/", "uddg"),
    ("exit.sc", "/", "url"),
    ("l.facebook.com", "/l.php", "u"),
    ("l.instagram.com", "/", "u"),
    ("lm.facebook.com", "/l.php", "u"),
    ("out.reddit.com", "/", "url"),
    ("r.duckduckgo.com", "/l/", "uddg"),
    ("slack-redir.net", "/link", "url"),
    ("steamcommunity.com", "/linkfilter/", "url"),
    ("t.umblr.com", "/redirect", "z"),
    ("translate.google.com", "/translate", "u"),
    ("vk.com", "/away.php", "to"),
    ("www.facebook.com", "/l.php", "u"),
    ("www.google.com", "/url", "q"),
    ("www.google.com", "/url", "url"),
    ("www.linkedin.com", "/redir/redirect", "url"),
    ("www.youtube.com", "/redirect", "q"),
];

fn named(url: &Url, host: &str) -> Option<String> {
    NAMED
        .iter()
        .filter(|(at, ..)| is_at(host, at))
        .filter(|(_, path, _)| {
            url.path() == *path || (path.ends_with('/') && url.path().starts_with(path))
        })
        .find_map(|(_, _, name)| target(url, name))
}

fn is_at(host: &str, at: &str) -> bool {
    at == host || (at.starts_with('.') && host.ends_with(at))
}

fn is_accelerator(host: &str) -> bool {
    host.ends_with(".cdn.ampproject.org") || host == "cdn.ampproject.org"
}

/// `www.google.com/amp/s/HOST/PATH` and `HOST.cdn.ampproject.org/c/s/HOST/PATH`.
fn accelerated(url: &Url, host: &str) -> Option<String> {
    let path = if is_accelerator(host) {
        ["/c/", "/v/"]
            .iter()
            .find_map(|start| url.path().strip_prefix(start))?
    } else if host.starts_with("www.google.") {
        url.path().strip_prefix("/amp/")?
    } else {
        return None;
    };
    let (scheme, rest) = match path.strip_prefix("s/") {
        Some(rest) => ("https", rest),
        None => ("http", path),
    };
    let query = url
        .query()
        .map(|query| format!("?{query}"))
        .unwrap_or_default();
    Some(format!("{scheme}://{rest}{query}"))
}

/// An aggregator's own way out: `/go?url=…`, to another host.
fn way_out(url: &Url, host: &str) -> Option<String> {
    if !is_way_out(url.path()) {
        return None;
    }
    let target = ["url", "u", "to", "target"]
        .iter()
        .find_map(|name| target(url, name))?;
    let elsewhere = Url::parse(&target).ok()?.host_str() != Some(host);
    elsewhere.then_some(target)
}

fn is_way_out(path: &str) -> bool {
    const WORDS: &[&str] = &[
        "away", "exit", "go", "goto", "leave", "out", "redir", "redirect",
    ];
    let last = path.trim_matches('/').rsplit('/').next();
    let word = last.and_then(|last| last.split('.').next());
    word.is_some_and(|word| WORDS.contains(&word))
}

fn target(url: &Url, name: &str) -> Option<String> {
    url.query_pairs()
        .find(|(key, value)| key == name && is_web(value))
        .map(|(_, value)| value.into_owned())
}

fn is_web(text: &str) -> bool {
    let start = text.get(..8).unwrap_or(text).to_ascii_lowercase();
    start.starts_with("http://") || start.starts_with("https://")
}
