//! Parts of a feed in, members of the neutral document out.

use super::Object;
use crate::{
    date,
    model::{Category, Enclosed, FeedImage, Link, Person},
};
use serde_json::{Value, json};

pub(super) fn put(to: &mut Object, name: &str, value: Option<&str>) {
    if let Some(value) = value {
        to.insert(name.to_owned(), json!(value));
    }
}

pub(super) fn put_date(to: &mut Object, name: &str, value: Option<&str>) {
    put(to, name, value);
    let instant = value
        .and_then(date::machine)
        .map(|dated| dated.instant(chrono_tz::Tz::UTC));
    if let Some(instant) = instant {
        let instant = instant.format("%Y-%m-%dT%H:%M:%SZ").to_string();
        to.insert(format!("{name}_parsed"), json!(instant));
    }
}

pub(super) fn put_links(to: &mut Object, links: &[Link]) {
    if links.is_empty() {
        return;
    }
    let page = |link: &&Link| {
        let mime = link.mime.as_deref().unwrap_or("text/html");
        link.rel == "alternate"
            && ["text/html", "html", "application/xhtml+xml", "xhtml"].contains(&mime)
    };
    let first = links
        .iter()
        .find(page)
        .or_else(|| links.iter().find(|link| link.rel == "alternate"));
    put(to, "link", first.map(|link| link.href.as_str()));
    let license = links.iter().find(|link| link.rel == "license");
    put(to, "license", license.map(|link| link.href.as_str()));
    let links: Vec<Value> = links.iter().map(linked).collect();
    to.insert("links".to_owned(), Value::Array(links));
}

fn linked(link: &Link) -> Value {
    let mut to = Object::new();
    put(&mut to, "rel", Some(&link.rel));
    // What a link without type is taken to lead to.
    let usual = match link.rel.as_str() {
        "self" => Some("application/atom+xml"),
        "enclosure" | "license" => None,
        _ => Some("text/html"),
    };
    put(&mut to, "type", link.mime.as_deref().or(usual));
    put(&mut to, "href", Some(&link.href));
    put(&mut to, "title", link.title.as_deref());
    put(&mut to, "length", link.length.as_deref());
    put(&mut to, "hreflang", link.hreflang.as_deref());
    Value::Object(to)
}

pub(super) fn enclosed(file: &Enclosed) -> Value {
    let mut to = Object::new();
    put(&mut to, "rel", Some("enclosure"));
    put(&mut to, "href", Some(&file.href));
    put(&mut to, "type", file.mime.as_deref());
    put(&mut to, "length", file.length.as_deref());
    put(&mut to, "title", file.title.as_deref());
    Value::Object(to)
}

pub(super) fn put_people(to: &mut Object, authors: &[Person], contributors: &[Person]) {
    if let Some(author) = authors.last() {
        put(to, "author", written(author).as_deref());
        to.insert("author_detail".to_owned(), person(author));
        let authors: Vec<Value> = authors.iter().map(person).collect();
        to.insert("authors".to_owned(), Value::Array(authors));
    }
    if !contributors.is_empty() {
        let contributors: Vec<Value> = contributors.iter().map(person).collect();
        to.insert("contributors".to_owned(), Value::Array(contributors));
    }
}

pub(super) fn put_publisher(to: &mut Object, publisher: Option<&Person>) {
    if let Some(publisher) = publisher {
        put(to, "publisher", written(publisher).as_deref());
        to.insert("publisher_detail".to_owned(), person(publisher));
    }
}

/// "Name (email)".
fn written(person: &Person) -> Option<String> {
    match (&person.name, &person.email) {
        (Some(name), Some(email)) => Some(format!("{name} ({email})")),
        (Some(one), None) | (None, Some(one)) => Some(one.clone()),
        (None, None) => None,
    }
}

fn person(person: &Person) -> Value {
    let mut to = Object::new();
    put(&mut to, "name", person.name.as_deref());
    put(&mut to, "email", person.email.as_deref());
    put(&mut to, "href", person.href.as_deref());
    Value::Object(to)
}

pub(super) fn put_tags(to: &mut Object, categories: &[Category]) {
    if categories.is_empty() {
        return;
    }
    let tag = |category: &Category| json!({"term": category.term, "scheme": category.scheme, "label": category.label});
    let tags: Vec<Value> = categories.iter().map(tag).collect();
    to.insert("tags".to_owned(), Value::Array(tags));
}

pub(super) fn picture(image: &FeedImage) -> Object {
    let mut to = Object::new();
    put(&mut to, "href", image.href.as_deref());
    put(&mut to, "title", image.title.as_deref());
    put(&mut to, "link", image.link.as_deref());
    put(&mut to, "description", image.description.as_deref());
    for (name, size) in [("width", &image.width), ("height", &image.height)] {
        if let Some(size) = size {
            to.insert(name.to_owned(), json!(size.parse::<u32>().unwrap_or(0)));
        }
    }
    to
}
