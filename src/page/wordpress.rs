//! What `WordPress` REST answers in; a feed out.

use super::seam;
use crate::model::{Category, Dialect, Entry, Feed, Link, Person, Text, TextKind};
use serde_json::Value;

/// Reads the answer of `/wp-json/wp/v2/posts?_embed`: a list of posts, newest first. None where it is something else:
/// an error, a page of HTML.
pub fn posts(json: &str, url: &str) -> Option<Feed> {
    // Plugins print warnings before the JSON.
    let start = json.find("[{").or_else(|| json.find("[]"))?;
    let mut values = serde_json::Deserializer::from_str(json.get(start..)?).into_iter::<Value>();
    let Some(Ok(Value::Array(posts))) = values.next() else {
        return None;
    };
    let entries: Vec<Entry> = posts.iter().filter_map(|post| entry(post, url)).collect();
    if entries.len() < posts.len().div_ceil(2) {
        return None;
    }
    Some(Feed {
        dialect: Dialect::Page,
        generator: Some("WordPress REST".to_owned()),
        entries,
        ..Feed::default()
    })
}

fn entry(post: &Value, url: &str) -> Option<Entry> {
    let rendered = |key: &str| {
        let text = post.get(key)?.get("rendered")?.as_str()?.trim();
        let html = Text {
            kind: TextKind::Html,
            value: text.to_owned(),
            base: Some(url.to_owned()),
            ..Text::default()
        };
        (!text.is_empty()).then_some(html)
    };
    let link = seam::absolute(url, post.get("link")?.as_str()?)?;
    let guid = post
        .get("guid")
        .and_then(|guid| guid.get("rendered"))
        .and_then(Value::as_str);
    Some(Entry {
        guid: Some(guid.map_or_else(|| link.clone(), crate::html::plain)),
        title: rendered("title"),
        summary: rendered("excerpt"),
        content: rendered("content").into_iter().collect(),
        published: instant(post, "date_gmt").or_else(|| local(post, "date")),
        updated: instant(post, "modified_gmt").or_else(|| local(post, "modified")),
        authors: embedded(post, "author").filter_map(person).collect(),
        categories: terms(post),
        images: embedded(post, "wp:featuredmedia")
            .filter_map(|media| picture(media, url))
            .collect(),
        links: vec![Link {
            rel: "alternate".to_owned(),
            href: link,
            ..Link::default()
        }],
        ..Entry::default()
    })
}

/// `WordPress` leaves the offset out of what it calls GMT, and writes zeros for drafts.
fn instant(post: &Value, key: &str) -> Option<String> {
    local(post, key).map(|text| {
        if text.ends_with('Z') {
            text
        } else {
            text + "Z"
        }
    })
}

fn local(post: &Value, key: &str) -> Option<String> {
    let text = post.get(key)?.as_str()?;
    (!text.starts_with("0000") && !text.is_empty()).then(|| text.to_owned())
}

fn embedded<'a>(post: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    let list = post
        .get("_embedded")
        .and_then(|embedded| embedded.get(key))
        .and_then(Value::as_array);
    list.into_iter().flatten()
}

fn person(author: &Value) -> Option<Person> {
    let name = crate::html::plain(author.get("name")?.as_str()?);
    let nobody =
        name.is_empty() || matches!(name.to_lowercase().as_str(), "admin" | "administrator");
    let href = author
        .get("link")
        .and_then(Value::as_str)
        .map(str::to_owned);
    (!nobody).then_some(Person {
        name: Some(name),
        email: None,
        href,
    })
}

fn picture(media: &Value, url: &str) -> Option<String> {
    seam::absolute(url, media.get("source_url")?.as_str()?)
}

fn terms(post: &Value) -> Vec<Category> {
    let terms = embedded(post, "wp:term")
        .filter_map(Value::as_array)
        .flatten();
    let names = terms
        .filter_map(|term| term.get("name")?.as_str())
        .map(crate::html::plain);
    names
        .filter(|name| name != "Uncategorized")
        .map(|term| Category {
            term,
            ..Category::default()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const POST: &str = r#"[{"id":7,"date":"2024-05-03T10:00:00","date_gmt":"2024-05-03T08:00:00","link":"https://site.example/a/",
        "guid":{"rendered":"https://site.example/?p=7"},"title":{"rendered":"Ana &amp; Ivo"},"excerpt":{"rendered":"<p>Short.</p>"},
        "content":{"rendered":"<p>Long.</p>"},"_embedded":{"author":[{"name":"Ana Horvat","link":"https://site.example/author/ana/"}],
        "wp:featuredmedia":[{"source_url":"/up/a.jpg"}],"wp:term":[[{"name":"News"}]]}}]"#;

    #[test]
    fn a_post_becomes_an_entry() {
        let feed = posts(POST, "https://site.example/wp-json/wp/v2/posts").expect("a feed");
        let entry = &feed.entries[0];
        assert_eq!(entry.guid.as_deref(), Some("https://site.example/?p=7"));
        assert_eq!(entry.published.as_deref(), Some("2024-05-03T08:00:00Z"));
        assert_eq!(entry.links[0].href, "https://site.example/a/");
        assert_eq!(entry.images, ["https://site.example/up/a.jpg"]);
        assert_eq!(entry.authors[0].name.as_deref(), Some("Ana Horvat"));
        assert_eq!(entry.categories[0].term, "News");
    }

    #[test]
    fn a_warning_before_the_json_is_forgiven() {
        assert!(
            posts(
                &format!("<b>Warning</b>: x in y\n{POST}"),
                "https://site.example/"
            )
            .is_some()
        );
    }

    #[test]
    fn an_error_is_no_feed() {
        assert_eq!(
            posts(r#"{"code":"rest_no_route"}"#, "https://site.example/"),
            None
        );
        assert_eq!(posts("<!doctype html>", "https://site.example/"), None);
    }
}
