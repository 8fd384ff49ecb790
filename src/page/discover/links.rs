//! A page in, the feeds that it declares or links to out.

use super::{Candidate, Page, primary};
use crate::{address, model::SourceKind, page::seam};
use url::Url;

/// Visible links beyond these are a directory of feeds, not this page's feed.
const MAX_VISIBLE: usize = 6;

/// What publishers declare their feeds as, wrong types included.
const FEED_TYPES: &[&str] = &[
    "application/atom",
    "application/atom+xml",
    "application/feed+json",
    "application/rdf+xml",
    "application/rss",
    "application/rss+xml",
    "application/x-atom+xml",
    "application/x-rss+xml",
    "application/xml",
    "text/atom",
    "text/atom+xml",
    "text/rdf",
    "text/rss",
    "text/rss+xml",
    "text/xml",
];

/// "Comments" as feed titles and addresses have it.
const COMMENTS: &[&str] = &[
    "comentari",
    "comentári",
    "commentaire",
    "comment",
    "commenti",
    "hozzászólás",
    "komentar",
    "komentář",
    "komentár",
    "kommentar",
    "komentarz",
    "reacties",
    "yorum",
    "коментар",
    "комментари",
    "σχόλια",
    "koment",
];

/// Services that host other people's feeds.
const FEED_HOSTS: &[&str] = &[
    "feedburner.com",
    "feedpress.me",
    "feedpress.it",
    "feedblitz.com",
    "rss.app",
];

/// Rung 2: `<link rel=alternate>` and HTTP `Link:`.
pub(super) fn declared(page: &Page) -> Vec<Candidate> {
    let mut found: Vec<(i32, Candidate)> = Vec::new();
    for id in page.dom.named(0, "link") {
        let attribute = |name| page.dom.filled(id, name).unwrap_or_default();
        let said = Said {
            rel: attribute("rel"),
            mime: attribute("type"),
            title: attribute("title"),
            href: attribute("href"),
            hreflang: attribute("hreflang"),
            whence: "the page declares it with <link rel=alternate>",
        };
        found.extend(said.candidate(page));
    }
    for (target, parameters) in page.document.headers.all("link").flat_map(link_header) {
        let parameter = |name: &str| {
            let found = parameters.iter().find(|(key, _)| key == name);
            found.map(|(_, value)| value.as_str()).unwrap_or_default()
        };
        let said = Said {
            rel: parameter("rel"),
            mime: parameter("type"),
            title: parameter("title"),
            href: &target,
            hreflang: parameter("hreflang"),
            whence: "the server declares it in a Link header",
        };
        found.extend(said.candidate(page));
    }
    // A stable sort: what fits equally well stays in the page's order.
    found.sort_by_key(|(fit, _)| -fit);
    found.into_iter().map(|(_, candidate)| candidate).collect()
}

/// Rung 3: links that look like feeds.
pub(super) fn visible(page: &Page) -> Vec<Candidate> {
    let mut found: Vec<(i32, Candidate)> = Vec::new();
    for id in page.dom.named(0, "a").chain(page.dom.named(0, "area")) {
        let Some(href) = page.dom.filled(id, "href") else {
            continue;
        };
        let Some(url) = page
            .absolute(href)
            .map(|url| subscribed(&url).unwrap_or(url))
        else {
            continue;
        };
        let label = page.dom.line(id);
        let title = page.dom.filled(id, "title").unwrap_or(&label);
        let named = |text: &str| {
            matches!(
                text.to_ascii_lowercase().as_str(),
                "rss" | "atom" | "rss feed" | "feed"
            )
        };
        let fits =
            looks_like_feed(&url) || (named(&label) || named(title)) && !is_page_anchor(href);
        if !fits || !is_ours(page, &url) || is_comments(title, &url) {
            continue;
        }
        let candidate = Candidate {
            title: (!title.is_empty()).then(|| title.to_owned()),
            kind: SourceKind::Feed,
            rung: 3,
            reason: "the page links to it, and the address looks like a feed".to_owned(),
            url,
        };
        if found.iter().all(|(_, known)| known.url != candidate.url) {
            found.push((fit(page, &candidate.url, ""), candidate));
        }
    }
    found.sort_by_key(|(fit, _)| -fit);
    found.truncate(MAX_VISIBLE);
    found.into_iter().map(|(_, candidate)| candidate).collect()
}

/// A declaration, as read.
struct Said<'a> {
    rel: &'a str,
    mime: &'a str,
    title: &'a str,
    href: &'a str,
    hreflang: &'a str,
    whence: &'static str,
}

impl Said<'_> {
    fn candidate(&self, page: &Page) -> Option<(i32, Candidate)> {
        let rel = self.rel.to_ascii_lowercase();
        let mut words = rel.split_ascii_whitespace();
        if !words.any(|word| matches!(word, "alternate" | "feed" | "service.feed")) {
            return None;
        }
        let url = page.absolute(self.href)?;
        let mime = self
            .mime
            .split(';')
            .next()
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase();
        let typed = FEED_TYPES.contains(&mime.as_str());
        // application/json is JSON Feed's early type, and also the type of every WordPress post's own REST address.
        let untyped = (mime.is_empty() || mime == "application/json") && looks_like_feed(&url);
        if !(typed || untyped) || is_comments(self.title, &url) || is_not_news(&url) {
            return None;
        }
        let candidate = Candidate {
            title: (!self.title.is_empty()).then(|| self.title.to_owned()),
            kind: SourceKind::Feed,
            rung: 2,
            reason: self.whence.to_owned(),
            url,
        };
        Some((fit(page, &candidate.url, self.hreflang), candidate))
    }
}

/// How well a feed fits the page that was given: its own section before the whole site, the whole site before
/// another section, its own language before another.
fn fit(page: &Page, feed: &str, hreflang: &str) -> i32 {
    let (Ok(page_url), Ok(feed)) = (Url::parse(&page.document.url), Url::parse(feed)) else {
        return 0;
    };
    let section = segments(&page_url);
    let path = segments(&feed);
    let shared = section
        .iter()
        .zip(&path)
        .take_while(|(a, b)| a == b)
        .count();
    let strange = path
        .iter()
        .skip(shared)
        .filter(|segment| !is_feed_word(segment) && !is_feed_file(segment))
        .count();
    let mut fit = 2 * count(shared) - 3 * count(strange);
    if let Some(language) = &page.language {
        let said = match path.first() {
            _ if !hreflang.is_empty() => primary(hreflang),
            Some(first) if first.len() == 2 => first.clone(),
            _ => language.clone(),
        };
        if said != *language && section.first() != path.first() {
            fit -= 5;
        }
    }
    fit
}

fn count(n: usize) -> i32 {
    i32::try_from(n).unwrap_or(i32::MAX / 8)
}

fn segments(url: &Url) -> Vec<String> {
    let segments = url.path().split('/').filter(|segment| !segment.is_empty());
    segments.map(str::to_ascii_lowercase).collect()
}

/// Whether an address alone says that it is a feed.
pub(super) fn looks_like_feed(url: &str) -> bool {
    let Ok(url) = Url::parse(url) else {
        return false;
    };
    if is_not_news(url.as_str()) {
        return false;
    }
    let path = segments(&url);
    path.last().is_some_and(|last| is_feed_file(last))
        || path
            .iter()
            .rev()
            .take(3)
            .any(|segment| is_feed_word(segment))
        || url.query_pairs().any(|(key, value)| {
            let value = value.to_ascii_lowercase();
            match &*key {
                "feed" | "format" | "type" | "alt" | "view" | "output" => {
                    is_feed_word(&value) || value == "9818" || value == "100"
                }
                _ => false,
            }
        })
}

fn is_feed_word(segment: &str) -> bool {
    matches!(
        segment,
        "feed"
            | "feeds"
            | "rss"
            | "rss2"
            | "atom"
            | "rdf"
            | "rss_2.0"
            | "rss-feed"
            | "jsonfeed"
            | "feed.json"
            | "rss.php"
            | "feed.php"
            | "rss.aspx"
            | "rss.ashx"
            | "rss.jsp"
    )
}

fn is_feed_file(segment: &str) -> bool {
    let extension = segment
        .rsplit_once('.')
        .map_or("", |(_, extension)| extension);
    matches!(extension, "rss" | "xml" | "atom" | "rdf")
}

/// XML that is no feed.
fn is_not_news(url: &str) -> bool {
    let url = url.to_ascii_lowercase();
    [
        "sitemap",
        "opensearch",
        "oembed",
        "wlwmanifest",
        "xmlrpc",
        "wp-json",
        "browserconfig",
        "rsd.xml",
    ]
    .iter()
    .any(|word| url.contains(word))
}

fn is_comments(title: &str, url: &str) -> bool {
    let title = title.to_lowercase();
    let url = url.to_lowercase();
    COMMENTS.iter().any(|word| title.contains(word))
        || url.contains("/comments/")
        || url.contains("comments-rss2")
        || url.contains("withcomments=")
        || url.ends_with("/comments")
}

fn is_page_anchor(href: &str) -> bool {
    href.starts_with('#') || href.starts_with("javascript:") || href.starts_with("mailto:")
}

fn is_ours(page: &Page, url: &str) -> bool {
    let host = Url::parse(url)
        .ok()
        .and_then(|url| url.host_str().map(str::to_owned))
        .unwrap_or_default();
    address::same_site(&page.document.url, url)
        || page.document.url.is_empty()
        || FEED_HOSTS
            .iter()
            .any(|known| host == *known || host.ends_with(&format!(".{known}")))
}

/// What an address inside a path is written with.
const PERCENT: &[(&str, &str)] = &[
    ("%2F", "/"),
    ("%2f", "/"),
    ("%3A", ":"),
    ("%3a", ":"),
    ("%3F", "?"),
    ("%3D", "="),
];

/// The feed inside a "subscribe in this reader" link.
fn subscribed(url: &str) -> Option<String> {
    let url = Url::parse(url).ok()?;
    let host = url.host_str()?;
    if host.ends_with("feedly.com") {
        let path = PERCENT
            .iter()
            .fold(url.path().to_owned(), |path, (code, c)| {
                path.replace(code, c)
            });
        let (_, feed) = path.split_once("/feed/")?;
        return seam::absolute("", feed);
    }
    [
        "add.my.yahoo.com",
        "inoreader.com",
        "newsblur.com",
        "netvibes.com",
        "theoldreader.com",
    ]
    .iter()
    .any(|reader| host.ends_with(reader))
    .then(|| {
        url.query_pairs()
            .find_map(|(_, value)| seam::absolute("", &value))
    })
    .flatten()
}

/// The links of one `Link:` field, RFC 8288: target and parameters.
pub(super) fn link_header(field: &str) -> Vec<(String, Vec<(String, String)>)> {
    let mut links = Vec::new();
    let mut rest = field;
    while let Some((_, after)) = rest.split_once('<') {
        let Some((target, after)) = after.split_once('>') else {
            break;
        };
        let mut quoted = false;
        let end = after
            .char_indices()
            .find(|(_, c)| {
                quoted ^= *c == '"';
                *c == ',' && !quoted
            })
            .map_or(after.len(), |(at, _)| at);
        let (parameters, next) = after.split_at(end);
        let parameters = parameters
            .split(';')
            .filter_map(|parameter| parameter.split_once('='));
        let parameters = parameters
            .map(|(key, value)| {
                (
                    key.trim().to_ascii_lowercase(),
                    value.trim().trim_matches('"').to_owned(),
                )
            })
            .collect();
        links.push((target.trim().to_owned(), parameters));
        rest = next;
    }
    links
}
