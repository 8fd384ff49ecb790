//! Items of a listing in, a feed out.

use super::{
    Listing,
    fields::{self, Item},
    groups::Record,
};
use crate::{
    model::{Dialect, Entry, Feed, Link, Text, TextKind},
    page::dom::Id,
};
use std::collections::HashSet;

/// Items in the order of the page, each address once.
pub(super) fn in_order<'a>(found: impl Iterator<Item = (&'a Record, &'a Item)>) -> Vec<Item> {
    let mut found: Vec<(Id, &Item)> = found
        .map(|(record, item)| (record.range.start, item))
        .collect();
    found.sort_by_key(|(start, _)| *start);
    let mut seen = HashSet::new();
    found
        .into_iter()
        .filter(|(_, item)| seen.insert(item.url.as_str()))
        .map(|(_, item)| item.clone())
        .collect()
}

impl Listing {
    /// What was read as a feed, in the page's order.
    pub fn feed(&self) -> Feed {
        Feed {
            dialect: Dialect::Page,
            entries: self.items.iter().map(entry).collect(),
            ..Feed::default()
        }
    }
}

fn entry(item: &Item) -> Entry {
    let text = |value: &str| Text {
        kind: TextKind::Plain,
        value: value.to_owned(),
        ..Text::default()
    };
    Entry {
        title: Some(text(&item.title)),
        links: vec![Link {
            rel: "alternate".to_owned(),
            href: item.url.clone(),
            ..Link::default()
        }],
        summary: item.summary.as_deref().map(text),
        published: item.date.as_ref().map(fields::stated),
        images: item.image.iter().cloned().collect(),
        ..Entry::default()
    }
}
