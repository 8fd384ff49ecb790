//! The links of an entry in, the one address at which its article stands out.

use crate::{
    address,
    model::{Alternate, Entry, Feed, Language, Link, Source},
};
use url::Url;

/// Links looked at in one entry (RELIABILITY.md 32).
const MOST_LINKS: usize = 32;

/// Where the feed's site is: what links are relative to where nothing else is known.
pub(super) fn site(source: &Source, feed: &Feed) -> Option<Url> {
    let source = Url::parse(&source.url).ok();
    feed.links
        .iter()
        .filter(|link| link.rel == "alternate")
        .find_map(|link| address::absolute(&link.href, source.as_ref()))
        .or(source)
}

/// The alternate link; else the guid, where it is an address; else the attached file. A front page
/// is where an article stood today, not where it stands.
pub(super) fn permalink(entry: &Entry, site: Option<&Url>) -> Option<String> {
    let alternates = || {
        let links = entry.links.iter().take(MOST_LINKS);
        links.filter(|link| link.rel == "alternate" || link.rel.is_empty())
    };
    let read = |link: &Link| article(&link.href, site);
    alternates()
        .filter(|link| is_page(link))
        .find_map(read)
        .or_else(|| guid(entry).and_then(|guid| article(guid, None)))
        .or_else(|| alternates().find_map(read))
        .or_else(|| {
            entry
                .enclosures
                .iter()
                .find_map(|file| article(&file.href, site))
        })
}

/// The same in other languages, as the entry declares (RFC 4287 4.2.7.4): links to pages with a `hreflang` beside
/// the first, which is the entry's own.
pub(super) fn alternates(entry: &Entry, base: Option<&Url>) -> Vec<Alternate> {
    let links = entry.links.iter().take(MOST_LINKS);
    let pages = links.filter(|link| link.rel == "alternate" && is_page(link));
    let said = pages.skip(1).filter_map(|link| {
        Some(Alternate {
            language: Language::parse(link.hreflang.as_deref()?)?,
            url: article(&link.href, base)?,
        })
    });
    said.collect()
}

fn article(href: &str, site: Option<&Url>) -> Option<String> {
    address::permalink(href, site).filter(|link| !address::is_home_page(link))
}

fn is_page(link: &Link) -> bool {
    let mime = link.mime.as_deref().unwrap_or("text/html");
    mime.starts_with("text/html") || mime.starts_with("application/xhtml")
}

/// The guid where it says or shows that it is an address.
fn guid(entry: &Entry) -> Option<&str> {
    let guid = entry.guid.as_deref()?.trim();
    let web = guid.starts_with("http://") || guid.starts_with("https://");
    web.then_some(guid)
}
