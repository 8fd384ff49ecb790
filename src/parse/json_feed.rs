//! A JSON Feed (1.0 and 1.1, <https://www.jsonfeed.org/version/1.1/>) in, the feed out. A value of the wrong type is a
//! value that is not there; entries that were complete before a cut survive it.

use crate::{
    model::{Category, Dialect, Entry, Link, Parsed, Person, Text, TextKind, Warning},
    parse::{ParseError, draft::Draft, elements::Role, limits, scope::Scope},
};
use serde_json::{Map, Value};
use std::borrow::Cow;
use url::Url;

type Object = Map<String, Value>;

pub(super) fn read(text: &str, base: Option<Url>) -> Result<Parsed, ParseError> {
    let (value, cut) = match serde_json::from_str(text) {
        Ok(value) => (value, false),
        Err(error) => {
            let mended = up_to_last_item(text).and_then(|text| serde_json::from_str(&text).ok());
            let why = || {
                format!(
                    "it is broken at line {} column {}",
                    error.line(),
                    error.column()
                )
            };
            (
                mended.ok_or_else(|| ParseError::OtherJson { why: why() })?,
                true,
            )
        }
    };
    let Value::Object(mut root) = value else {
        return Err(ParseError::OtherJson {
            why: "it is a list".to_owned(),
        });
    };
    let Some(Value::Array(items)) = root.remove("items") else {
        return Err(ParseError::OtherJson {
            why: "it has no list of items".to_owned(),
        });
    };
    let version = string(&mut root, "version").unwrap_or_default();
    let mut draft = Draft::default();
    draft.feed.base = base.as_ref().map(|base| base.as_str().to_owned());
    draft.feed.language = string(&mut root, "language");
    let scope = Scope::new(base, draft.feed.language.clone());
    let reader = Reading { scope };
    draft.feed.dialect = if version.trim_end_matches('/').ends_with("1.1") {
        Dialect::Json11
    } else {
        Dialect::Json10
    };
    reader.head(&mut root, &mut draft);
    if items.len() > limits::ENTRIES {
        draft.flood("entries", limits::ENTRIES);
    }
    for item in items.into_iter().take(limits::ENTRIES) {
        if let Value::Object(item) = item {
            reader.entry(item, &mut draft);
        }
    }
    if cut {
        draft.warnings.push(Warning::Cut);
    }
    Ok(Parsed {
        feed: draft.feed,
        warnings: draft.warnings,
    })
}

struct Reading {
    scope: Scope<'static>,
}

impl Reading {
    fn head(&self, root: &mut Object, draft: &mut Draft) {
        draft.feed.title = string(root, "title").map(|value| self.text(value, TextKind::Plain));
        let subtitle = string(root, "description");
        draft.feed.subtitle = subtitle.map(|value| self.text(value, TextKind::Plain));
        for (key, rel) in [
            ("home_page_url", "alternate"),
            ("feed_url", "self"),
            ("next_url", "next"),
        ] {
            if let Some(href) = string(root, key) {
                draft.put_link(self.link(rel, &href));
            }
        }
        for hub in objects(root, "hubs") {
            if let Some(href) = string(&mut hub.clone(), "url") {
                draft.put_link(self.link("hub", &href));
            }
        }
        draft.feed.icon = string(root, "favicon").map(|address| self.scope.absolute(&address));
        draft.feed.logo = string(root, "icon").map(|address| self.scope.absolute(&address));
        self.authors(root, draft);
    }

    fn entry(&self, mut item: Object, draft: &mut Draft) {
        draft.begin_entry();
        for (key, rel) in [("url", "alternate"), ("external_url", "related")] {
            if let Some(href) = string(&mut item, key) {
                draft.put_link(self.link(rel, &href));
            }
        }
        self.authors(&mut item, draft);
        for tag in list(&mut item, "tags") {
            if let Some(term) = plain(tag) {
                draft.put_category(Category {
                    term,
                    ..Category::default()
                });
            }
        }
        for mut file in objects(&mut item, "attachments") {
            if let Some(href) = string(&mut file, "url") {
                draft.put_link(Link {
                    mime: string(&mut file, "mime_type"),
                    length: string(&mut file, "size_in_bytes"),
                    title: string(&mut file, "title"),
                    ..self.link("enclosure", &href)
                });
            }
        }
        for key in ["image", "banner_image"] {
            if let Some(image) = string(&mut item, key) {
                draft.put_image(self.scope.absolute(&image));
            }
        }
        let mut inside = |key: &str, name: &str| match item.remove(key) {
            Some(Value::Object(mut own)) => string(&mut own, name),
            _ => None,
        };
        let provenance = inside("_clusterwire", "id");
        let original = inside("_source", "guid");
        if let Some(entry) = &mut draft.entry {
            self.fill(entry, item);
            entry.provenance = provenance;
            entry.original = original;
        }
        draft.end_entry();
    }

    fn fill(&self, entry: &mut Entry, mut item: Object) {
        let item = &mut item;
        entry.guid = string(item, "id");
        entry.title = string(item, "title").map(|value| self.text(value, TextKind::Plain));
        entry.summary = string(item, "summary").map(|value| self.text(value, TextKind::Plain));
        let html = string(item, "content_html").map(|value| self.text(value, TextKind::Html));
        let text = string(item, "content_text").map(|value| self.text(value, TextKind::Plain));
        entry.content = html.into_iter().chain(text).collect();
        entry.published = string(item, "date_published");
        entry.updated = string(item, "date_modified");
        entry.language =
            string(item, "language").or_else(|| self.scope.language().map(str::to_owned));
    }

    /// Version 1.1 has a list, version 1.0 one.
    fn authors(&self, object: &mut Object, draft: &mut Draft) {
        let mut authors = list(object, "authors");
        authors.extend(object.remove("author"));
        for author in authors {
            let person = match author {
                Value::Object(mut author) => Person {
                    name: string(&mut author, "name"),
                    email: None,
                    href: string(&mut author, "url").map(|address| self.scope.absolute(&address)),
                },
                Value::String(name) => Person {
                    name: Some(name),
                    ..Person::default()
                },
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) => continue,
            };
            draft.put_person(Role::Author, person, 0);
        }
    }

    fn text(&self, value: String, kind: TextKind) -> Text {
        let language = self.scope.language().map(str::to_owned);
        Text {
            kind,
            value,
            language,
            base: None,
        }
    }

    fn link(&self, rel: &str, href: &str) -> Link {
        Link {
            rel: rel.to_owned(),
            href: self.scope.absolute(href),
            ..Link::default()
        }
    }
}

/// A text, or a number where a text should be; None if it is empty.
fn plain(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text).filter(|text| !text.trim().is_empty()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

fn string(object: &mut Object, key: &str) -> Option<String> {
    // Not `remove`, which moves every member behind it.
    let text = object.get_mut(key).and_then(|value| plain(value.take()))?;
    match crate::parse::text::mended(Cow::Borrowed(&text)) {
        Cow::Borrowed(_) => Some(text),
        Cow::Owned(mended) => Some(mended),
    }
}

fn list(object: &mut Object, key: &str) -> Vec<Value> {
    match object.get_mut(key).map(Value::take) {
        Some(Value::Array(values)) => values,
        _ => Vec::new(),
    }
}

fn objects(object: &mut Object, key: &str) -> Vec<Object> {
    let mut objects = Vec::new();
    for value in list(object, key) {
        if let Value::Object(object) = value {
            objects.push(object);
        }
    }
    objects
}

/// A document that was cut, closed behind the last item that was complete; None where there was none.
fn up_to_last_item(text: &str) -> Option<String> {
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    let mut end = None;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                // The root, the list of items, an item: the item has just been closed.
                if depth == 2 && byte == b'}' {
                    end = Some(at + 1);
                }
            }
            _ => {}
        }
    }
    Some(format!("{}]}}", text.get(..end?)?))
}
