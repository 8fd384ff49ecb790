//! An element and what it should hold in, what is wrong with it out.

use super::{Rule, tree::Element};
use crate::{model::Language, render::xml};
use chrono::DateTime;
use regex::Regex;
use std::sync::LazyLock;

/// What an element holds.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    /// Something.
    Text,
    /// Something without anything that looks like markup.
    Plain,
    /// Markup that can do nothing.
    Html,
    Uri,
    Id,
    Number,
    Language,
    Rfc822,
    Rfc3339,
    Empty,
    Link,
    Image,
    Enclosure,
    Media,
    Source,
    Category,
    /// Other elements.
    Parent(&'static [Rule]),
}

type Fault = Option<String>;

pub(super) fn fault(element: &Element, parent: &Element, kind: Kind) -> Fault {
    let text = element.text.as_str();
    let own = match kind {
        Kind::Text | Kind::Id => blank(text),
        Kind::Plain => plain(text),
        Kind::Html => html(text),
        Kind::Uri => uri(text),
        Kind::Number => number(text, 1),
        Kind::Language => language(text),
        Kind::Rfc822 => date(text, DateTime::parse_from_rfc2822(text).is_ok()),
        Kind::Rfc3339 => date(text, DateTime::parse_from_rfc3339(text).is_ok()),
        Kind::Link => link(element),
        Kind::Image => image(element, parent),
        Kind::Enclosure => enclosure(element),
        Kind::Media => media(element),
        Kind::Source => attribute(element, "url", uri).or_else(|| plain(text)),
        Kind::Category => attribute(element, "term", plain),
        Kind::Empty | Kind::Parent(_) => None,
    };
    let values = element.attributes.iter().map(|(_, value)| value.as_str());
    let mut shown = values.chain([text]);
    own.or_else(|| shown.find_map(bad_character))
        .or_else(|| said(element, "xml:lang", language))
}

/// What stands in an attribute that must be there.
fn attribute(element: &Element, name: &str, check: fn(&str) -> Fault) -> Fault {
    match element.attribute(name) {
        Some(value) => check(value),
        None => Some(format!("it has no {name}")),
    }
}

/// What stands in an attribute that may be there.
fn said(element: &Element, name: &str, check: fn(&str) -> Fault) -> Fault {
    element.attribute(name).and_then(check)
}

fn blank(text: &str) -> Fault {
    text.trim().is_empty().then(|| "it is empty".to_owned())
}

fn plain(text: &str) -> Fault {
    let marked = xml::told(text) != text;
    blank(text).or_else(|| marked.then(|| format!("{text:?} looks like markup")))
}

fn bad_character(text: &str) -> Fault {
    let bad = |c: &char| matches!(c, '\u{7F}'..='\u{9F}' | '\u{FFFD}');
    let found = text.chars().find(bad)?;
    Some(format!(
        "U+{:04X} is a sign of a wrong encoding",
        u32::from(found)
    ))
}

fn uri(text: &str) -> Fault {
    let scheme = |(scheme, rest): (&str, &str)| {
        let known = ["http", "https", "urn", "mailto"].contains(&scheme);
        known && !rest.is_empty() && (!scheme.starts_with("http") || rest.starts_with("//"))
    };
    let full = text.split_once(':').is_some_and(scheme) && xml::uri(text) == text;
    (!full).then(|| format!("{text:?} is no full address"))
}

fn number(text: &str, least: u64) -> Fault {
    let sound = text.parse::<u64>().is_ok_and(|number| number >= least);
    (!sound).then(|| format!("{text:?} is no number"))
}

fn language(text: &str) -> Fault {
    let known = Language::parse(text).and_then(|tag| xml::language(&tag));
    (known.as_deref() != Some(text)).then(|| format!("{text:?} is no language"))
}

fn date(text: &str, sound: bool) -> Fault {
    if !sound {
        return Some(format!("{text:?} is no date"));
    }
    let instant =
        DateTime::parse_from_rfc3339(text).or_else(|_| DateTime::parse_from_rfc2822(text));
    let believed = instant.is_ok_and(|instant| xml::is_plausible(instant.to_utc()));
    (!believed).then(|| format!("{text:?} is a date that nobody believes"))
}

fn media_type(text: &str) -> Fault {
    let parts = text.split_once('/');
    let name = |part: &str| {
        let sign = |b: u8| b.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&b);
        !part.is_empty() && part.bytes().all(sign)
    };
    let sound = parts.is_some_and(|(kind, sub)| name(kind) && name(sub));
    (!sound).then(|| format!("{text:?} is no media type"))
}

/// Registered link relations, as far as the validator knows them.
const RELATIONS: &[&str] = &[
    "alternate",
    "current",
    "enclosure",
    "hub",
    "next-archive",
    "prev-archive",
    "related",
    "self",
    "via",
];

fn link(element: &Element) -> Fault {
    let rel = element.attribute("rel").unwrap_or("alternate");
    if !RELATIONS.contains(&rel) {
        return Some(format!("{rel} is no registered relation"));
    }
    attribute(element, "href", uri)
        .or_else(|| said(element, "type", media_type))
        .or_else(|| said(element, "hreflang", language))
        .or_else(|| said(element, "title", plain))
        .or_else(|| said(element, "length", |text| number(text, 0)))
}

fn image(element: &Element, channel: &Element) -> Fault {
    for name in ["title", "link"] {
        let text = |parent: &Element| parent.child(name).map(|one| one.text.clone());
        if text(element) != text(channel) {
            return Some(format!("its {name} is not that of the channel"));
        }
    }
    element
        .child("url")
        .map_or_else(|| Some("it has no url".to_owned()), |url| uri(&url.text))
}

fn enclosure(element: &Element) -> Fault {
    attribute(element, "url", uri)
        .or_else(|| attribute(element, "length", |text| number(text, 0)))
        .or_else(|| attribute(element, "type", media_type))
}

fn media(element: &Element) -> Fault {
    attribute(element, "url", uri)
        .or_else(|| said(element, "type", media_type))
        .or_else(|| {
            let mut sizes = ["width", "height", "fileSize"].into_iter();
            sizes.find_map(|name| said(element, name, |text| number(text, 1)))
        })
}

/// A tag with its attributes, as our sanitiser writes them.
static TAG: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"<([a-z0-9]+)((?:\s+[a-z:-]+(?:="[^"]*")?)*)\s*/?>"#).ok());
static ATTRIBUTE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"([a-z:-]+)(?:="([^"]*)")?"#).ok());

/// What runs, loads or asks something of the reader.
const DANGEROUS: &[&str] = &[
    "applet", "base", "bdo", "embed", "form", "frame", "iframe", "input", "link", "math", "meta",
    "object", "script", "style", "svg",
];

fn html(text: &str) -> Fault {
    let (Some(tags), Some(attributes)) = (TAG.as_ref(), ATTRIBUTE.as_ref()) else {
        return None;
    };
    for tag in tags.captures_iter(text) {
        let name = tag.get(1).map_or("", |name| name.as_str());
        if DANGEROUS.contains(&name) {
            return Some(format!("the element `{name}` is a risk"));
        }
        let inside = tag.get(2).map_or("", |inside| inside.as_str());
        for attribute in attributes.captures_iter(inside) {
            let key = attribute.get(1).map_or("", |key| key.as_str());
            let value = attribute.get(2).map_or("", |value| value.as_str());
            if key.starts_with("on") || ["style", "srcdoc"].contains(&key) {
                return Some(format!("the attribute `{key}` is a risk"));
            }
            if ["href", "src"].contains(&key) && !value.contains(':') {
                return Some(format!("{value:?} is a relative address"));
            }
        }
    }
    blank(text)
}
