//! The scripts of a page in, the things that its JSON-LD describes out.

use super::dom::Dom;
use serde_json::{Map, Value};

/// More things than any page describes.
const MOST: usize = 2_000;

/// A described thing.
pub(crate) type Thing = Map<String, Value>;

/// Everything that a page's `application/ld+json` describes, graphs and lists flattened, in document order.
/// Trailing commas, raw line breaks in strings and comments round the whole are forgiven.
pub(crate) fn things(dom: &Dom) -> Vec<Thing> {
    let mut things = Vec::new();
    let scripts = dom.named(0, "script");
    let scripts = scripts.filter(|&id| {
        dom.filled(id, "type")
            .is_some_and(|mime| mime.to_ascii_lowercase().contains("ld+json"))
    });
    for script in scripts {
        let text: String = dom
            .inside(script)
            .filter_map(|id| dom.text_of(id))
            .collect();
        if let Some(value) = lenient(&text) {
            flatten(value, &mut things);
        }
    }
    things
}

/// Reads JSON as publishers write it.
pub(crate) fn lenient(text: &str) -> Option<Value> {
    let text = text.trim();
    let text = text
        .strip_prefix("<!--")
        .unwrap_or(text)
        .trim_end_matches("-->");
    let text = text
        .trim()
        .trim_start_matches("//<![CDATA[")
        .trim_start_matches("<![CDATA[")
        .trim_end_matches("]]>");
    let text = text
        .trim()
        .trim_end_matches("//")
        .trim()
        .trim_end_matches(';');
    if let Ok(value) = serde_json::from_str(text) {
        return Some(value);
    }
    serde_json::from_str(&mended(text)).ok()
}

/// Escapes control characters inside strings, and drops commas before a closing bracket.
fn mended(text: &str) -> String {
    let mut mended = String::with_capacity(text.len() + 16);
    let (mut inside, mut escaped) = (false, false);
    for c in text.chars() {
        if inside {
            match c {
                '\n' => mended.push_str("\\n"),
                '\r' => {}
                '\t' => mended.push_str("\\t"),
                c if c.is_control() => {}
                c => mended.push(c),
            }
            inside = c != '"' || escaped;
            escaped = c == '\\' && !escaped;
            continue;
        }
        match c {
            '"' => inside = true,
            ']' | '}' => {
                let kept = mended.trim_end().len();
                if mended.trim_end().ends_with(',') {
                    mended.truncate(kept - 1);
                }
            }
            _ => {}
        }
        mended.push(c);
    }
    mended
}

/// Depth first, the outer thing before what it holds; not recursive, because depth is the page's choice.
fn flatten(value: Value, things: &mut Vec<Thing>) {
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        if things.len() >= MOST {
            return;
        }
        match value {
            Value::Array(values) => open.extend(values.into_iter().rev()),
            Value::Object(thing) => {
                let inner = HOLDERS
                    .iter()
                    .rev()
                    .filter_map(|key| thing.get(*key))
                    .filter(|value| value.is_object() || value.is_array());
                open.extend(inner.cloned());
                things.push(thing);
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
}

/// Properties that hold further things worth reading.
const HOLDERS: &[&str] = &[
    "@graph",
    "mainEntity",
    "itemListElement",
    "item",
    "blogPost",
    "blogPosts",
    "hasPart",
    "mainEntityOfPage",
];

/// Whether a thing is of a type whose name ends so.
pub(crate) fn is_a(thing: &Thing, ends: &[&str]) -> bool {
    let fits = |name: &Value| {
        name.as_str()
            .is_some_and(|name| ends.iter().any(|end| name.ends_with(end)))
    };
    match thing.get("@type") {
        Some(Value::Array(names)) => names.iter().any(fits),
        Some(name) => fits(name),
        None => false,
    }
}

/// Types whose things are told, one by one: news, posts, reports.
pub(crate) const ARTICLES: &[&str] = &[
    "Article",
    "BlogPosting",
    "Posting",
    "Report",
    "Review",
    "TechArticle",
];

/// A property as text: its own, its `@value` or its `name`; the first of several.
pub(crate) fn text(thing: &Thing, key: &str) -> Option<String> {
    words(thing.get(key)?)
}

fn words(value: &Value) -> Option<String> {
    let found = match value {
        Value::String(text) => Some(text.clone()),
        Value::Array(values) => values.first().and_then(words),
        Value::Object(thing) => ["@value", "name"]
            .iter()
            .find_map(|key| thing.get(*key)?.as_str().map(str::to_owned)),
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    };
    found
        .map(|text| plain(&text))
        .filter(|text| !text.is_empty())
}

/// Publishers write entities and tags into JSON.
fn plain(text: &str) -> String {
    crate::html::plain(text)
}

/// The names of a property's persons.
pub(crate) fn names(thing: &Thing, key: &str, all: &[Thing]) -> Vec<String> {
    let values = match thing.get(key) {
        Some(Value::Array(values)) => values.iter().collect(),
        Some(value) => vec![value],
        None => return Vec::new(),
    };
    values
        .into_iter()
        .filter_map(|value| words(referred(value, all).as_ref().unwrap_or(value)))
        .collect()
}

/// The address of a property: its own, its `url`, `contentUrl` or `@id`.
pub(crate) fn address(thing: &Thing, key: &str, all: &[Thing]) -> Option<String> {
    let mut value = thing.get(key)?;
    if let Value::Array(values) = value {
        value = values.first()?;
    }
    let referred = referred(value, all);
    let value = referred.as_ref().unwrap_or(value);
    let first = |value: &Value| match value.as_array() {
        Some(values) => values.first()?.as_str().map(str::to_owned),
        None => value.as_str().map(str::to_owned),
    };
    first(value).or_else(|| {
        let thing = value.as_object()?;
        ["url", "contentUrl", "@id"]
            .iter()
            .find_map(|key| first(thing.get(*key)?))
    })
}

/// The thing that `{"@id": …}` stands for.
fn referred(value: &Value, all: &[Thing]) -> Option<Value> {
    let thing = value.as_object()?;
    let id = thing.get("@id").filter(|_| {
        thing.len() <= 2 && !thing.contains_key("name") && !thing.contains_key("url")
    })?;
    let found = all
        .iter()
        .find(|other| other.get("@id") == Some(id) && other.len() > thing.len())?;
    Some(Value::Object(found.clone()))
}
