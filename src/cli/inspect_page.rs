//! A page in; what was read from it as JSON out.

use crate::{
    date::Context,
    model::{Document, PageSelectors},
    page::{self, Known},
};
use serde_json::{Value, json};

/// A listing: `{"items":[{"url","title","date","image","summary"}],"next","feed"}`, addresses absolute, dates as the
/// page's clock says them.
pub(super) fn listing(document: &Document, context: &Context<'_>) -> Value {
    let found = page::listing(document, None, &PageSelectors::default(), context);
    let items: Vec<Value> = found
        .items
        .iter()
        .map(|item| {
            json!({
                "url": item.url,
                "title": item.title,
                "date": item.date.as_ref().map(crate::date::Dated::local_text),
                "image": item.image,
                "summary": item.summary,
            })
        })
        .collect();
    json!({ "items": items, "next": found.next, "feed": found.feed_url })
}

/// An article: `{"title","author","date","image","lang","canonical","articleBody"}`, null where the page says nothing.
pub(super) fn article(document: &Document, context: &Context<'_>) -> Value {
    let known = Known {
        languages: context.languages,
        ..Known::default()
    };
    let found = page::article(document, &known, context);
    let authors = found.authors.join(", ");
    let body = found.text();
    json!({
        "title": found.title,
        "author": (!authors.is_empty()).then_some(authors),
        "date": found.date.as_ref().map(crate::date::Dated::local_text),
        "image": found.image,
        "lang": found.language.as_ref().map(crate::model::Language::as_str),
        "canonical": found.canonical,
        "articleBody": (!body.is_empty()).then_some(body),
    })
}

/// The same for people: an item in two lines, or the fields of an article and its text.
pub(super) fn table(read: &Value) -> String {
    let text = |value: &Value, key: &str| value[key].as_str().unwrap_or_default().to_owned();
    let mut lines = Vec::new();
    for item in read["items"].as_array().into_iter().flatten() {
        lines.push(format!(
            "{:16}  {}",
            text(item, "date"),
            text(item, "title")
        ));
        lines.push(format!("{:16}  {}", "", text(item, "url")));
    }
    for key in [
        "title",
        "author",
        "date",
        "image",
        "lang",
        "canonical",
        "next",
        "feed",
    ] {
        let value = text(read, key);
        if !value.is_empty() {
            lines.push(format!("{key:10} {value}"));
        }
    }
    let body = text(read, "articleBody");
    if !body.is_empty() {
        lines.push(String::new());
        lines.push(body);
    }
    if lines.is_empty() {
        lines.push("nothing was found".to_owned());
    }
    lines.join("\n")
}
