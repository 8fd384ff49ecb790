//! A parsed feed in; the same in neutral names, as `inspect feed --json` and its cases print it, out.
//!
//! The names are those of `conformance/README.md` (and of feedparser before it). Texts declared as HTML come out clean,
//! with absolute addresses; dates as written, and beside them as instants.

mod pieces;

use crate::{
    html::clean,
    model::{Dialect, Document, Entry, EntrySource, Feed, Headers, Parsed, Text, TextKind},
    parse::{self, ParseError},
};
use pieces::{enclosed, picture, put, put_date, put_links, put_people, put_publisher, put_tags};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::{
    collections::BTreeMap,
    fs,
    io::{self, Write},
    path::Path,
};
use url::Url;

/// A line of a file of cases. What else stands there is ignored.
#[derive(Debug, Deserialize)]
struct Case {
    id: Value,
    /// A file, relative to the folder of the case file.
    input: String,
    http: Option<Http>,
}

#[derive(Debug, Default, Deserialize)]
struct Http {
    #[serde(default)]
    url: Option<String>,
    #[serde(default)]
    headers: BTreeMap<String, String>,
}

/// Answers every case of a file with one line `{"id","doc"}` or `{"id","error"}`, in their order.
/// Fails only if the file cannot be read or the answer not be written.
pub(super) fn answer_cases(file: &Path, out: &mut dyn Write) -> io::Result<()> {
    let folder = file.parent().unwrap_or(Path::new("."));
    // Values may hold U+2028 or U+0085: LF alone ends a line.
    for line in fs::read(file)?.split(|byte| *byte == b'\n') {
        if line.trim_ascii().is_empty() {
            continue;
        }
        let answer = match serde_json::from_slice::<Case>(line) {
            Ok(case) => answer(case, folder),
            Err(error) => json!({"id": null, "error": format!("not a case: {error}")}),
        };
        serde_json::to_writer(&mut *out, &answer)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

fn answer(case: Case, folder: &Path) -> Value {
    let http = case.http.unwrap_or_default();
    let mut headers: Vec<(String, String)> = http
        .headers
        .into_iter()
        .map(|(name, value)| (name.to_ascii_lowercase(), value))
        .collect();
    headers.sort();
    let described = fs::read(folder.join(&case.input))
        .map_err(|error| format!("cannot read {}: {error}", case.input))
        .and_then(|body| {
            let url = http.url.unwrap_or_default();
            let document = Document {
                url,
                headers: Headers(headers),
                body,
            };
            describe(&document).map_err(|error| error.to_string())
        });
    match described {
        Ok(doc) => json!({"id": case.id, "doc": doc}),
        Err(error) => json!({"id": case.id, "error": error}),
    }
}

/// Reads a document and describes what it holds.
pub(super) fn describe(document: &Document) -> Result<Value, ParseError> {
    let Parsed { feed, warnings } = parse::parse(document)?;
    let base = feed.base.as_deref().and_then(|base| Url::parse(base).ok());
    let told = Telling {
        base,
        dialect: feed.dialect,
    };
    let headers: Map<String, Value> = document
        .headers
        .0
        .iter()
        .map(|(name, value)| (name.clone(), json!(value)))
        .collect();
    let warnings: Vec<String> = warnings.iter().map(ToString::to_string).collect();
    let mut doc = json!({
        "version": version(feed.dialect),
        "encoding": feed.encoding,
        "bozo": !warnings.is_empty(),
        "warnings": warnings,
        "headers": headers,
        "feed": told.feed(&feed),
        "entries": feed.entries.iter().map(|entry| told.entry(entry)).collect::<Vec<_>>(),
    });
    if let Value::Object(doc) = &mut doc {
        for (name, field) in [("etag", "etag"), ("modified", "last-modified")] {
            put(doc, name, document.headers.first(field));
        }
    }
    Ok(doc)
}

fn version(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Rss090 => "rss090",
        Dialect::Rss091Netscape => "rss091n",
        Dialect::Rss091 => "rss091u",
        Dialect::Rss092 => "rss092",
        Dialect::Rss093 => "rss093",
        Dialect::Rss094 => "rss094",
        Dialect::Rss10 => "rss10",
        Dialect::Rss20 => "rss20",
        Dialect::Rss => "rss",
        Dialect::Atom01 => "atom01",
        Dialect::Atom02 => "atom02",
        Dialect::Atom03 => "atom03",
        Dialect::Atom10 => "atom10",
        Dialect::Atom => "atom",
        Dialect::Json10 => "json1",
        Dialect::Json11 => "json11",
        Dialect::Opml => "opml",
        Dialect::Page => "page",
    }
}

type Object = Map<String, Value>;

/// What is needed to tell of a feed.
struct Telling {
    base: Option<Url>,
    dialect: Dialect,
}

impl Telling {
    fn feed(&self, feed: &Feed) -> Object {
        let mut to = Object::new();
        self.put_text(&mut to, "title", feed.title.as_ref());
        self.put_text(&mut to, "subtitle", feed.subtitle.as_ref());
        self.put_text(&mut to, "rights", feed.rights.as_ref());
        put(
            &mut to,
            "id",
            feed.id
                .as_deref()
                .map(|id| self.identifier(id, false))
                .as_deref(),
        );
        put_links(&mut to, &feed.links);
        put(&mut to, "language", feed.language.as_deref());
        put_date(&mut to, "published", feed.published.as_deref());
        put_date(&mut to, "updated", feed.updated.as_deref());
        put_people(&mut to, &feed.authors, &feed.contributors);
        put_publisher(&mut to, feed.publisher.as_ref());
        put_tags(&mut to, &feed.categories);
        put(&mut to, "generator", feed.generator.as_deref());
        if let Some(image) = &feed.image {
            to.insert("image".to_owned(), Value::Object(picture(image)));
        }
        put(&mut to, "icon", feed.icon.as_deref());
        put(&mut to, "logo", feed.logo.as_deref());
        put(&mut to, "ttl", feed.ttl.as_deref());
        if feed.blocked {
            to.insert("itunes_block".to_owned(), json!(1));
        }
        to
    }

    fn entry(&self, entry: &Entry) -> Object {
        let mut to = Object::new();
        self.put_text(&mut to, "title", entry.title.as_ref());
        let guid = entry
            .guid
            .as_deref()
            .map(|id| self.identifier(id, entry.guid_is_link));
        put(&mut to, "id", guid.as_deref());
        put_links(&mut to, &entry.links);
        if entry.guid_is_link && !to.contains_key("link") {
            put(&mut to, "link", guid.as_deref());
            to.insert("guidislink".to_owned(), json!(true));
        }
        // An entry with a body only is summed up by it.
        self.put_text(
            &mut to,
            "summary",
            entry.summary.as_ref().or(entry.content.first()),
        );
        if !entry.content.is_empty() {
            let content: Vec<Value> = entry.content.iter().map(|text| self.detail(text)).collect();
            to.insert("content".to_owned(), Value::Array(content));
        }
        put_date(&mut to, "published", entry.published.as_deref());
        put_date(&mut to, "updated", entry.updated.as_deref());
        put_date(&mut to, "created", entry.created.as_deref());
        put_people(&mut to, &entry.authors, &entry.contributors);
        put_publisher(&mut to, entry.publisher.as_ref());
        put_tags(&mut to, &entry.categories);
        if !entry.enclosures.is_empty() {
            let enclosures: Vec<Value> = entry.enclosures.iter().map(enclosed).collect();
            to.insert("enclosures".to_owned(), Value::Array(enclosures));
        }
        if let Some(source) = &entry.source {
            to.insert("source".to_owned(), Value::Object(self.source(source)));
        }
        put(&mut to, "comments", entry.comments.as_deref());
        self.put_text(&mut to, "rights", entry.rights.as_ref());
        if !entry.images.is_empty() {
            let images: Vec<Value> = entry.images.iter().map(|url| json!({"url": url})).collect();
            to.insert("media_thumbnail".to_owned(), Value::Array(images));
        }
        if entry.blocked {
            to.insert("itunes_block".to_owned(), json!(1));
        }
        put(&mut to, "language", entry.language.as_deref());
        put(&mut to, "provenance", entry.provenance.as_deref());
        to
    }

    fn source(&self, source: &EntrySource) -> Object {
        let mut to = Object::new();
        put(&mut to, "href", source.href.as_deref());
        put(
            &mut to,
            "id",
            source
                .id
                .as_deref()
                .map(|id| self.identifier(id, false))
                .as_deref(),
        );
        self.put_text(&mut to, "title", source.title.as_ref());
        self.put_text(&mut to, "subtitle", source.subtitle.as_ref());
        self.put_text(&mut to, "rights", source.rights.as_ref());
        put_links(&mut to, &source.links);
        put_date(&mut to, "updated", source.updated.as_deref());
        put_people(&mut to, &source.authors, &source.contributors);
        put_tags(&mut to, &source.categories);
        put(&mut to, "generator", source.generator.as_deref());
        put(&mut to, "icon", source.icon.as_deref());
        put(&mut to, "logo", source.logo.as_deref());
        to
    }

    /// Atom's ids and RSS' guids that claim to be addresses are shown absolute; they are kept as written.
    fn identifier(&self, id: &str, is_link: bool) -> String {
        let address = match self.dialect {
            Dialect::Atom01
            | Dialect::Atom02
            | Dialect::Atom03
            | Dialect::Atom10
            | Dialect::Atom => true,
            Dialect::Rss090
            | Dialect::Rss091Netscape
            | Dialect::Rss091
            | Dialect::Rss092
            | Dialect::Rss093
            | Dialect::Rss094
            | Dialect::Rss10
            | Dialect::Rss20
            | Dialect::Rss => is_link,
            Dialect::Json10 | Dialect::Json11 | Dialect::Opml | Dialect::Page => false,
        };
        let base = self
            .base
            .as_ref()
            .filter(|_| address && Url::parse(id) == Err(url::ParseError::RelativeUrlWithoutBase));
        base.and_then(|base| base.join(id).ok())
            .map_or_else(|| id.to_owned(), Into::into)
    }

    fn put_text(&self, to: &mut Object, name: &str, text: Option<&Text>) {
        let Some(text) = text else { return };
        let detail = self.detail(text);
        let value = detail.get("value").cloned().unwrap_or_default();
        to.insert(name.to_owned(), value);
        to.insert(format!("{name}_detail"), detail);
    }

    fn detail(&self, text: &Text) -> Value {
        let own = text.base.as_deref().and_then(|base| Url::parse(base).ok());
        let base = own.or_else(|| self.base.clone());
        let (mime, value) = match text.kind {
            TextKind::Plain => ("text/plain", text.value.clone()),
            TextKind::Html => ("text/html", clean(&text.value, base.as_ref()).to_string()),
            TextKind::Xhtml => (
                "application/xhtml+xml",
                clean(&text.value, base.as_ref()).to_string(),
            ),
        };
        let base = base.as_ref().map_or("", Url::as_str);
        json!({"type": mime, "language": text.language, "base": base, "value": value})
    }
}
