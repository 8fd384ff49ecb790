//! A JSON Feed (1.0 and 1.1, <https://www.jsonfeed.org/version/1.1/>) in, the feed out. A value of the wrong type is a
//! value that is not there; entries that were complete before a cut survive it.

use crate::{
    model::{Category, Dialect, Enclosed, Entry, Link, Parsed, Person, Text, TextKind, Warning},
    parse::{
        ParseError,
        draft::Draft,
        elements::Role,
        json::{self, Json, Object},
        json_mend, limits,
        scope::Scope,
        text::mended,
    },
};
use url::Url;

pub(super) fn read(text: &str, base: Option<Url>) -> Result<Parsed, ParseError> {
    if text.trim_start().starts_with('[') {
        return Err(other("it is a list"));
    }
    match json::read(text) {
        Ok(value) => feed(value, base, Vec::new()),
        Err(error) => broken(text, &error, base),
    }
}

fn other(why: &str) -> ParseError {
    ParseError::OtherJson {
        why: why.to_owned(),
    }
}

/// What can be had of a text that is no JSON: all of it without what breaks it, else what stands before the cut.
fn broken(text: &str, error: &serde_json::Error, base: Option<Url>) -> Result<Parsed, ParseError> {
    let mut warnings = Vec::new();
    let mended = json_mend::mended(text);
    let text = mended.as_ref().map_or(text, |(mended, _)| mended.as_str());
    if let Some((_, at)) = &mended {
        warnings.push(Warning::NotWellFormed {
            what: "a sign that JSON does not know".to_owned(),
            at: *at as u64,
        });
        if let Ok(value) = json::read(text) {
            return feed(value, base, warnings);
        }
    }
    warnings.push(Warning::Cut);
    let whole = up_to_last_item(text);
    let kept = whole.as_deref().and_then(|text| json::read(text).ok());
    let value = kept.ok_or_else(|| {
        let (line, column) = (error.line(), error.column());
        other(&format!("it is broken at line {line} column {column}"))
    })?;
    feed(value, base, warnings)
}

fn feed(value: Json<'_>, base: Option<Url>, warnings: Vec<Warning>) -> Result<Parsed, ParseError> {
    let Json::Object(mut root) = value else {
        return Err(other("it is a list"));
    };
    let Some(Json::List(items)) = root.take("items") else {
        return Err(other("it has no list of items"));
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
    let count = items.len().min(limits::ENTRIES);
    draft.feed.entries.reserve_exact(count);
    for item in items.into_iter().take(count) {
        if let Json::Object(item) = item {
            reader.entry(item, &mut draft);
        }
    }
    draft.warnings.extend(warnings);
    Ok(Parsed {
        feed: draft.feed,
        warnings: draft.warnings,
    })
}

struct Reading {
    scope: Scope<'static>,
}

impl Reading {
    fn head(&self, root: &mut Object<'_>, draft: &mut Draft) {
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
        for mut hub in objects(root, "hubs") {
            if let Some(href) = string(&mut hub, "url") {
                draft.put_link(self.link("hub", &href));
            }
        }
        draft.feed.icon = string(root, "favicon").map(|address| self.scope.absolute(&address));
        draft.feed.logo = string(root, "icon").map(|address| self.scope.absolute(&address));
        self.authors(root, draft);
    }

    fn entry(&self, mut item: Object<'_>, draft: &mut Draft) {
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
                // The link was kept with the file; only the file plays.
                draft.put_enclosure(Enclosed {
                    href: self.scope.absolute(&href),
                    duration: string(&mut file, "duration_in_seconds"),
                    ..Enclosed::default()
                });
            }
        }
        for key in ["image", "banner_image"] {
            if let Some(image) = string(&mut item, key) {
                draft.put_image(self.scope.absolute(&image));
            }
        }
        let mut inside = |key: &str, name: &str| match item.take(key) {
            Some(Json::Object(mut own)) => string(&mut own, name),
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

    fn fill(&self, entry: &mut Entry, mut item: Object<'_>) {
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
    fn authors(&self, object: &mut Object<'_>, draft: &mut Draft) {
        let mut authors = list(object, "authors");
        authors.extend(object.take("author"));
        for author in authors {
            let person = match author {
                Json::Object(mut author) => Person {
                    name: string(&mut author, "name"),
                    email: None,
                    href: string(&mut author, "url").map(|address| self.scope.absolute(&address)),
                },
                Json::Text(name) => Person {
                    name: Some(name.into_owned()),
                    ..Person::default()
                },
                Json::Nothing | Json::List(_) => continue,
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

/// The text; None if it is empty, or none.
fn plain(value: Json<'_>) -> Option<String> {
    match value {
        Json::Text(text) => Some(mended(text).into_owned()).filter(|text| !text.trim().is_empty()),
        Json::Nothing | Json::List(_) | Json::Object(_) => None,
    }
}

fn string(object: &mut Object<'_>, key: &str) -> Option<String> {
    plain(object.take(key)?)
}

fn list<'a>(object: &mut Object<'a>, key: &str) -> Vec<Json<'a>> {
    match object.take(key) {
        Some(Json::List(values)) => values,
        _ => Vec::new(),
    }
}

fn objects<'a>(object: &mut Object<'a>, key: &str) -> Vec<Object<'a>> {
    let mut objects = Vec::new();
    for value in list(object, key) {
        if let Json::Object(object) = value {
            objects.push(object);
        }
    }
    objects
}

/// A document that was cut, closed behind the last item that was complete, or behind as many as show that there are too
/// many; None where there was none.
fn up_to_last_item(text: &str) -> Option<String> {
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    let (mut end, mut items) = (None, 0);
    // Where the last text of the root stands, which names what comes next; and whether that is the list.
    let (mut name, mut among_items) = (0..0, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => {
                quoted = !quoted;
                match (depth, quoted) {
                    (1, true) => name = at + 1..at + 1,
                    (1, false) => name.end = at,
                    _ => {}
                }
            }
            _ if quoted => {}
            b'{' | b'[' => {
                among_items |=
                    depth == 1 && byte == b'[' && text.get(name.clone()) == Some("items");
                depth += 1;
            }
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                among_items &= depth > 1;
                // The root, the list of items, an item: the item has just been closed.
                if among_items && depth == 2 && byte == b'}' {
                    end = Some(at + 1);
                    items += 1;
                    if items > limits::ENTRIES {
                        break;
                    }
                }
            }
            _ => {}
        }
    }
    let complete = text.get(..end?)?;
    let mut closed = String::with_capacity(complete.len() + 2);
    closed.extend([complete, "]}"]);
    Some(closed)
}
