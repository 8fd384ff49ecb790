//! A sitemap in, plain or gzipped; the pages it lists, newest first, and the sitemaps it points on to out.
//! sitemaps.org 0.9 and Google's news extension.

use crate::model::{Dialect, Entry, Feed, Link, Text, TextKind};
use flate2::read::GzDecoder;
use quick_xml::{Reader, escape::unescape, events::Event};
use std::io::Read;

/// No more of a sitemap is read, after decompression.
const MOST_BYTES: u64 = 5 << 20;

/// Pages beyond these are old.
const MOST_PAGES: usize = 50_000;

/// What a sitemap says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sitemap {
    /// The pages below the section that was asked for, newest first; those without a date last, in their order.
    pub feed: Feed,
    /// The sitemaps that an index lists with what it says of their last change, newest first.
    pub further: Vec<String>,
}

/// Reads a sitemap or an index of them. Only pages under `section` (an address) count: the rest of the site is no
/// news. Entries have titles only in news sitemaps: otherwise the article's page has them.
pub fn sitemap(body: &[u8], section: &str) -> Sitemap {
    let (mut pages, mut maps) = listed(&decompressed(body));
    pages.retain(|page| below(&page.address, section));
    newest_first(&mut pages);
    newest_first(&mut maps);
    let entries = pages.into_iter().map(entry).collect();
    let further = maps.into_iter().map(|map| map.address).collect();
    Sitemap {
        feed: Feed {
            dialect: Dialect::Page,
            entries,
            ..Feed::default()
        },
        further,
    }
}

/// The pages and the sitemaps that a document lists, in its order.
fn listed(text: &str) -> (Vec<Page>, Vec<Page>) {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    let lower = |name: &[u8]| String::from_utf8_lossy(name).to_ascii_lowercase();
    let plain = |text: &str| unescape(text).map_or_else(|_| text.to_owned(), Into::into);
    let mut open: Vec<String> = Vec::new();
    let mut page = Page::default();
    let (mut pages, mut maps) = (Vec::new(), Vec::new());
    while pages.len() <= MOST_PAGES {
        match reader.read_event() {
            Ok(Event::Start(start)) if open.len() < 16 => open.push(lower(start.name().as_ref())),
            Ok(Event::Text(text)) => page.take(&open, &plain(&text.decode().unwrap_or_default())),
            Ok(Event::GeneralRef(name)) => {
                page.take(
                    &open,
                    &plain(&format!("&{};", name.decode().unwrap_or_default())),
                );
            }
            Ok(Event::CData(data)) => page.take(&open, &String::from_utf8_lossy(&data)),
            Ok(Event::End(end)) => {
                let name = lower(end.name().as_ref());
                match name.as_str() {
                    "url" => pages.push(std::mem::take(&mut page)),
                    "sitemap" => maps.push(std::mem::take(&mut page)),
                    _ => {}
                }
                open.pop_if(|last| *last == name);
            }
            Ok(Event::Eof) | Err(_) => break,
            Ok(
                Event::Start(_)
                | Event::Empty(_)
                | Event::Comment(_)
                | Event::Decl(_)
                | Event::PI(_)
                | Event::DocType(_),
            ) => {}
        }
    }
    (pages, maps)
}

/// Undoes gzip where it is gzip; at most 5 MiB.
fn decompressed(body: &[u8]) -> String {
    if !body.starts_with(&[0x1f, 0x8b]) {
        let end = body
            .len()
            .min(usize::try_from(MOST_BYTES).unwrap_or(usize::MAX));
        return String::from_utf8_lossy(body.get(..end).unwrap_or_default()).into_owned();
    }
    let mut bytes = Vec::new();
    // What is cut off or damaged keeps what came before.
    let _ = GzDecoder::new(body)
        .take(MOST_BYTES)
        .read_to_end(&mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}

#[derive(Default)]
struct Page {
    address: String,
    changed: String,
    published: String,
    title: String,
    picture: String,
}

impl Page {
    fn take(&mut self, open: &[String], text: &str) {
        let field = match open.last().map(String::as_str) {
            Some("loc") => &mut self.address,
            Some("lastmod") => &mut self.changed,
            Some("news:publication_date") => &mut self.published,
            Some("news:title") => &mut self.title,
            Some("image:loc") if self.picture.is_empty() => &mut self.picture,
            _ => return,
        };
        field.push_str(text.trim_matches(['\n', '\r', '\t']));
    }

    fn date(&self) -> &str {
        if self.published.is_empty() {
            &self.changed
        } else {
            &self.published
        }
    }
}

/// W3C dates sort as text, to the day at least.
fn newest_first(pages: &mut [Page]) {
    pages.sort_by(|a, b| b.date().cmp(a.date()));
}

fn below(address: &str, section: &str) -> bool {
    let bare = |text: &str| {
        text.trim()
            .split_once("://")
            .map_or(text.trim(), |(_, rest)| rest)
            .trim_start_matches("www.")
            .to_owned()
    };
    let (address, section) = (bare(address), bare(section));
    let section = section
        .split(['?', '#'])
        .next()
        .unwrap_or_default()
        .trim_end_matches('/');
    address
        .strip_prefix(section)
        .is_some_and(|rest| rest.starts_with('/') && rest.len() > 1)
}

fn entry(page: Page) -> Entry {
    let text = |value: String| {
        (!value.is_empty()).then(|| Text {
            kind: TextKind::Plain,
            value,
            ..Text::default()
        })
    };
    Entry {
        guid: Some(page.address.trim().to_owned()),
        guid_is_link: true,
        published: Some(page.published).filter(|date| !date.is_empty()),
        updated: Some(page.changed).filter(|date| !date.is_empty()),
        title: text(page.title),
        images: Some(page.picture)
            .filter(|picture| !picture.is_empty())
            .into_iter()
            .collect(),
        links: vec![Link {
            rel: "alternate".to_owned(),
            href: page.address.trim().to_owned(),
            ..Link::default()
        }],
        ..Entry::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(xml: &str, expected: &[&str]) {
        let read = sitemap(xml.as_bytes(), "https://site.example/news/");
        let found: Vec<&str> = read
            .feed
            .entries
            .iter()
            .map(|entry| entry.links[0].href.as_str())
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn pages_of_the_section_come_newest_first() {
        check(
            "<urlset><url><loc>https://site.example/news/a</loc><lastmod>2024-01-01</lastmod></url>
             <url><loc>https://www.site.example/news/b?x=1&amp;y=2</loc><lastmod>2024-03-01T10:00:00Z</lastmod></url>
             <url><loc>https://site.example/about</loc></url><url><loc>https://site.example/news/</loc></url></urlset>",
            &["https://www.site.example/news/b?x=1&y=2", "https://site.example/news/a"],
        );
    }

    #[test]
    fn a_news_sitemap_has_titles_and_dates() {
        let xml = "<urlset><url><loc>https://site.example/news/a</loc><news:news><news:publication_date>2024-05-01</news:publication_date>
            <news:title>Ana &amp; Ivo</news:title></news:news></url></urlset>";
        let read = sitemap(xml.as_bytes(), "https://site.example/");
        assert_eq!(
            read.feed.entries[0]
                .title
                .as_ref()
                .map(|title| title.value.as_str()),
            Some("Ana & Ivo")
        );
        assert_eq!(
            read.feed.entries[0].published.as_deref(),
            Some("2024-05-01")
        );
    }

    #[test]
    fn an_index_points_on() {
        let xml =
            "<sitemapindex><sitemap><loc>https://site.example/1.xml</loc></sitemap></sitemapindex>";
        assert_eq!(
            sitemap(xml.as_bytes(), "https://site.example/").further,
            ["https://site.example/1.xml"]
        );
    }

    #[test]
    fn what_is_no_sitemap_lists_nothing() {
        check("<!doctype html><p>404", &[]);
        check("\u{1f}\u{8b}", &[]);
    }
}
