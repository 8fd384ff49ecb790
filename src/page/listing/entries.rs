//! Items of a listing in, a feed out.

use super::{
    Listing,
    fields::{self, Item},
};
use crate::model::{Dialect, Entry, Feed, Link, Text, TextKind};

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
