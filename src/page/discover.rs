//! A site's page in, addresses that may be its feed out, the likeliest first, each with its reason.

mod cms;
mod links;

use super::{dom::Dom, seam};
use crate::model::{Document, SourceKind};

/// An address that is worth a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Absolute, http(s).
    pub url: String,
    /// As the page calls it.
    pub title: Option<String>,
    /// What to expect there: a feed, `WordPress` REST or a sitemap.
    pub kind: SourceKind,
    /// Where on the ladder it stands: 2 declared by the page, 3 a visible link, 4 guessed from the software.
    pub rung: u8,
    /// Why we think so, for a person.
    pub reason: String,
}

/// The addresses to ask, in this order, once the page itself has turned out to be no feed: what it declares
/// (`<link rel=alternate>`, HTTP `Link:`), what it links to, and at most six guesses from the software it
/// runs on. Comment feeds are left out.
pub fn feeds(document: &Document) -> Vec<Candidate> {
    feeds_of(&Dom::parse(&seam::decode(document)), document)
}

/// The same for a page that was parsed already.
pub(crate) fn feeds_of(dom: &Dom, document: &Document) -> Vec<Candidate> {
    let page = Page::new(dom, document);
    let mut found = links::declared(&page);
    found.extend(links::visible(&page));
    found.extend(cms::probes(&page));
    let mut asked: Vec<String> = vec![same_address(&document.url)];
    found.retain(|candidate| {
        let address = same_address(&candidate.url);
        let new = !asked.contains(&address);
        asked.push(address);
        new
    });
    found
}

/// What the rungs look at.
struct Page<'a> {
    dom: &'a Dom,
    document: &'a Document,
    /// What relative links are relative to.
    base: String,
    /// The primary subtag of the page's language, where it is declared.
    language: Option<String>,
}

impl<'a> Page<'a> {
    fn new(dom: &'a Dom, document: &'a Document) -> Self {
        let declared = dom
            .named(0, "html")
            .next()
            .and_then(|html| dom.filled(html, "lang"))
            .or_else(|| document.headers.first("content-language"));
        let language = declared
            .map(primary)
            .filter(|language| !language.is_empty());
        Self {
            dom,
            document,
            base: base(dom, &document.url),
            language,
        }
    }

    fn absolute(&self, reference: &str) -> Option<String> {
        // Readers once registered the scheme feed: for themselves.
        let reference = reference.trim();
        let reference = match reference.strip_prefix("feed:") {
            Some(rest) if rest.starts_with("//") => format!("http:{rest}"),
            Some(rest) => rest.to_owned(),
            None => reference.to_owned(),
        };
        seam::absolute(&self.base, &reference)
    }
}

/// What relative links of a page are relative to.
pub(crate) fn base(dom: &Dom, url: &str) -> String {
    dom.named(0, "base")
        .find_map(|base| dom.filled(base, "href"))
        .and_then(|href| seam::absolute(url, href))
        .unwrap_or_else(|| url.to_owned())
}

/// The language without script and region.
fn primary(tag: &str) -> String {
    tag.split(['-', '_', ','])
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase()
}

/// Two spellings of one address: scheme, `www.` and a slash at the end make no second request.
fn same_address(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.trim_start_matches("www.")
        .trim_end_matches('/')
        .to_owned()
}

#[cfg(test)]
mod tests;
