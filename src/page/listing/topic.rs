//! A page and a group of records in; whether they are people, firms, what they offer or where they meet, out.

use super::{groups::Record, kinds};
use crate::page::dom::Dom;
use url::Url;

/// Whether the addresses of most records say so. A list with dates may be news all the same: this is for those
/// without, as [`is_page_of_others`] is.
pub(super) fn lie_by_others(records: &[Record]) -> bool {
    let lie = records.iter().filter(|record| lies_by_others(&record.url));
    lie.count() * 2 > records.len()
}

/// Whether a folder of an address, or the program that makes the page, says so: `/members/x`, `members.php?id=1`.
fn lies_by_others(url: &str) -> bool {
    let Ok(url) = Url::parse(url) else {
        return false;
    };
    let path = url.path().trim_end_matches('/');
    let folders = match path.rsplit_once('/') {
        Some((folders, _)) if url.query().is_none() => folders,
        _ => path,
    };
    kinds::names_others(folders)
}

/// Whether the one heading of the page, or where it has none its title, says so; and the address does not say news.
/// A home page is called after who it is of.
pub(super) fn is_page_of_others(dom: &Dom, page: &Url) -> bool {
    if page.path().len() < 2 && page.query().is_none() || kinds::names_news(page.path()) {
        return false;
    }
    let mut heads = dom.named(0, "h1");
    let called = if let (Some(only), None) = (heads.next(), heads.next()) {
        dom.line(only)
    } else {
        let mut titles = dom.named(0, "title").map(|title| dom.line(title));
        let title = titles.next().unwrap_or_default().replace(" - ", "|");
        let mut parts = title.split(['|', '–', '—']);
        parts.next().unwrap_or_default().to_owned()
    };
    called.split_whitespace().count() <= MOST_WORDS && kinds::names_others(&called)
}

/// Longer headings are sentences.
const MOST_WORDS: usize = 6;
