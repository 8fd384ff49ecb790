//! Selectors of feeds.toml in; records, and fields that replace those read automatically, out.

use super::{
    fields::{Item, Reader},
    groups::Record,
    images, links,
};
use crate::{
    address,
    model::PageSelectors,
    page::{picks::Picks, seam},
};

/// `[source.page]`, parsed.
#[derive(Debug, Default)]
pub(super) struct Selected {
    pub(super) item: Picks,
    title: Picks,
    link: Picks,
    date: Picks,
    image: Picks,
    summary: Picks,
    pub(super) next: Picks,
    include: Picks,
    exclude: Picks,
}

impl Selected {
    pub(super) fn new(selectors: &PageSelectors) -> Self {
        Self {
            item: Picks::new(&selectors.item),
            title: Picks::new(&selectors.title),
            link: Picks::new(&selectors.link),
            date: Picks::new(&selectors.date),
            image: Picks::new(&selectors.image),
            summary: Picks::new(&selectors.summary),
            next: Picks::new(&selectors.next),
            include: Picks::new(&selectors.include),
            exclude: Picks::new(&selectors.exclude),
        }
    }

    /// The records that `item` means, each with the target of most of its links.
    pub(super) fn records(&self, reader: &Reader<'_>, found: &[links::Link]) -> Vec<Record> {
        let dom = reader.dom;
        let items = self.item.elements(dom, &dom.subtree(0));
        let records = items.into_iter().filter_map(|id| {
            let range = dom.subtree(id);
            let inside: Vec<&links::Link> = found
                .iter()
                .filter(|link| range.contains(&link.id) || dom.holds(link.id, id))
                .collect();
            let count = |url: &str| inside.iter().filter(|link| link.url == url).count();
            let picked = self
                .link
                .value(dom, &range, "href")
                .and_then(|(_, href)| target(reader.base, &href));
            let most = inside
                .iter()
                .rev()
                .max_by_key(|link| count(&link.url))
                .map(|link| link.url.clone());
            let url = picked.or(most)?;
            let links = inside
                .iter()
                .filter(|link| link.url == url)
                .map(|link| link.id)
                .collect();
            Some(Record { url, range, links })
        });
        records.collect()
    }

    /// Whether a record is wanted.
    pub(super) fn wants(&self, reader: &Reader<'_>, record: &Record) -> bool {
        let dom = reader.dom;
        (self.include.is_empty() || self.include.touches(dom, &record.range))
            && !self.exclude.touches(dom, &record.range)
    }

    /// Whether a person says where the pictures are.
    pub(super) fn has_images(&self) -> bool {
        !self.image.is_empty()
    }

    /// Replaces the fields that have a selector.
    pub(super) fn mend(&self, reader: &Reader<'_>, record: &Record, item: &mut Item) {
        let (dom, range) = (reader.dom, &record.range);
        if let Some((_, title)) = self.title.value(dom, range, "") {
            item.title = title;
        }
        if let Some(url) = self
            .link
            .value(dom, range, "href")
            .and_then(|(_, href)| target(reader.base, &href))
        {
            item.url = url;
        }
        if !self.date.is_empty() {
            let picked = self.date.value(dom, range, "datetime");
            item.date = picked
                .and_then(|(id, text)| reader.dates.read(&text).or_else(|| reader.dates.lines(id)));
        }
        if !self.image.is_empty() {
            let picked = self.image.value(dom, range, "src");
            item.image = picked.and_then(|(id, text)| {
                images::first(dom, dom.subtree(id), reader.base)
                    .or_else(|| seam::absolute(reader.base, &text))
            });
        }
        if !self.summary.is_empty() {
            item.summary = self.summary.value(dom, range, "").map(|(_, text)| text);
        }
    }
}

fn target(base: &str, href: &str) -> Option<String> {
    address::permalink(&seam::absolute(base, href)?, None)
}
