//! What a page says to machines in; items of a listing out: JSON-LD, microformats, microdata, and the data that scripts
//! build the page from.

use super::{
    dates::Dates,
    dom::{Dom, Id},
    jsonld::{self, Thing},
    listing::{Item, images},
    seam,
};
use crate::address;
use serde_json::Value;

/// Items that data in the page describes; none of them is certain to be on the page.
pub(crate) fn items(dom: &Dom, base: &str, dates: &Dates<'_>) -> Vec<Item> {
    let mut items = described(dom, base, dates);
    items.extend(marked(dom, base, dates));
    if items.is_empty() {
        items.extend(scripted(dom, base, dates));
    }
    items
}

/// What JSON-LD describes.
pub(crate) fn described(dom: &Dom, base: &str, dates: &Dates<'_>) -> Vec<Item> {
    let things = jsonld::things(dom);
    let items = things
        .iter()
        .filter_map(|thing| described_item(thing, &things, base, dates));
    items.collect()
}

/// An article that JSON-LD describes: one of several, or it is the page's own.
fn described_item(thing: &Thing, all: &[Thing], base: &str, dates: &Dates<'_>) -> Option<Item> {
    let listed = jsonld::is_a(thing, jsonld::ARTICLES)
        || jsonld::is_a(thing, &["ListItem"]) && thing.contains_key("url");
    if !listed {
        return None;
    }
    let url = ["url", "mainEntityOfPage", "@id"]
        .iter()
        .find_map(|key| jsonld::address(thing, key, all))?;
    let title = ["headline", "name"]
        .iter()
        .find_map(|key| jsonld::text(thing, key))?;
    let date = ["datePublished", "dateCreated"]
        .iter()
        .find_map(|key| jsonld::text(thing, key));
    Some(Item {
        url: address::permalink(&seam::absolute(base, &url)?, None)?,
        title,
        date: date.and_then(|date| dates.read(&date)),
        image: jsonld::address(thing, "image", all).and_then(|image| seam::absolute(base, &image)),
        summary: jsonld::text(thing, "description"),
    })
}

/// `h-entry`, `hentry` and `itemtype=…Article`.
pub(crate) fn marked(dom: &Dom, base: &str, dates: &Dates<'_>) -> Vec<Item> {
    let entry = |id: &Id| {
        dom.classes(*id)
            .any(|class| matches!(class, "h-entry" | "hentry"))
            || dom
                .filled(*id, "itemtype")
                .is_some_and(|kind| jsonld::ARTICLES.iter().any(|end| kind.ends_with(end)))
    };
    let entries = dom.inside(0).filter(entry);
    entries
        .filter_map(|id| marked_item(dom, id, base, dates))
        .collect()
}

fn marked_item(dom: &Dom, entry: Id, base: &str, dates: &Dates<'_>) -> Option<Item> {
    let property = |classes: &[&str], names: &[&str]| {
        dom.inside(entry).find(|&id| {
            dom.classes(id).any(|class| classes.contains(&class))
                || dom
                    .attribute(id, "itemprop")
                    .is_some_and(|name| names.contains(&name))
        })
    };
    let name = property(&["p-name", "entry-title"], &["headline", "name"])?;
    let inside = dom
        .named(name, "a")
        .next()
        .or_else(|| dom.closest(name, "a"));
    let link = property(&["u-url"], &["url", "mainEntityOfPage"]).or(inside)?;
    let href = dom
        .filled(link, "href")
        .or_else(|| dom.filled(link, "content"))?;
    let date = property(
        &["dt-published", "published", "entry-date"],
        &["datePublished", "dateCreated"],
    );
    let summary = property(&["p-summary", "entry-summary"], &["description"]);
    let title = dom.line(name);
    (!title.is_empty()).then_some(Item {
        url: address::permalink(&seam::absolute(base, href)?, None)?,
        title,
        date: date.and_then(|id| dates.marked(id).or_else(|| dates.lines(id))),
        image: images::first(dom, dom.subtree(entry), base),
        summary: summary
            .map(|id| dom.line(id))
            .filter(|text| !text.is_empty()),
    })
}

/// Lists in `__NEXT_DATA__`, `__NUXT__` and other JSON: objects with a title, an address and a date.
fn scripted(dom: &Dom, base: &str, dates: &Dates<'_>) -> Vec<Item> {
    let scripts = dom.named(0, "script").filter(|&id| {
        dom.attribute(id, "id")
            .is_some_and(|name| name.contains("NEXT_DATA") || name.contains("NUXT"))
            || dom.attribute(id, "type") == Some("application/json")
    });
    let mut best: Vec<Item> = Vec::new();
    for script in scripts {
        let text: String = dom
            .inside(script)
            .filter_map(|id| dom.text_of(id))
            .collect();
        let Some(value) = jsonld::lenient(&text) else {
            continue;
        };
        let mut open = vec![&value];
        while let Some(value) = open.pop() {
            match value {
                Value::Array(values) => {
                    let items: Vec<Item> = values
                        .iter()
                        .filter_map(|value| scripted_item(value, base, dates))
                        .collect();
                    if items.len() > best.len() {
                        best = items;
                    }
                    open.extend(values.iter());
                }
                Value::Object(thing) => open.extend(thing.values()),
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
            }
        }
    }
    best
}

fn scripted_item(value: &Value, base: &str, dates: &Dates<'_>) -> Option<Item> {
    let thing = value.as_object()?;
    let first = |keys: &[&str]| keys.iter().find_map(|key| jsonld::text(thing, key));
    let title = first(&["title", "headline", "name"])?;
    let date = first(&[
        "publishedAt",
        "published_at",
        "datePublished",
        "publishDate",
        "date",
        "pubDate",
        "createdAt",
        "created_at",
    ]);
    let date = dates.read(&date?)?;
    let address = first(&["url", "href", "link", "permalink", "path", "uri"]);
    let url = match address {
        Some(address) => seam::absolute(base, &address)?,
        // A slug alone is a page in the section's folder.
        None => seam::absolute(
            &format!("{}/", base.trim_end_matches('/')),
            &first(&["slug"])?,
        )?,
    };
    Some(Item {
        url: address::permalink(&url, None)?,
        title,
        date: Some(date),
        image: jsonld::address(thing, "image", &[]).and_then(|image| seam::absolute(base, &image)),
        summary: first(&["description", "excerpt", "summary", "intro"]),
    })
}
