//! An edition in, its stories for machines (JSON-LD) and its languages for people out.

use super::{
    piece::{Piece, web},
    xml,
};
use crate::model::{Edition, Language};
use minijinja::{Value, context};
use serde_json::json;

/// A schema.org `ItemList` of the originals, to stand inside a script element; None without any.
pub(super) fn list(edition: &Edition, pieces: &[Piece]) -> Option<Value> {
    let shown = pieces
        .iter()
        .filter_map(|piece| Some((piece.link?, &piece.title)));
    let items: Vec<_> = shown
        .take(edition.masthead.page)
        .zip(1_u32..)
        .map(|((url, name), position)| json!({"@type": "ListItem", "position": position, "url": url, "name": name}))
        .collect();
    if items.is_empty() {
        return None;
    }
    let list = json!({
        "@context": "https://schema.org",
        "@type": "ItemList",
        "itemListElement": items,
    });
    // Nothing in it can end the element or begin a comment.
    let text = list
        .to_string()
        .replace('<', "\\u003c")
        .replace('>', "\\u003e");
    Some(Value::from_safe_string(text.replace('&', "\\u0026")))
}

/// The languages that a story is told in, its own first; empty where that is one.
pub(super) fn versions(piece: &Piece) -> Value {
    if piece.versions.is_empty() {
        return Value::from_iter(Vec::<Value>::new());
    }
    let version = |language: &Language, href: Option<&str>, title: &str| {
        context! {
            code => language.primary(), lang => language.as_str(), href, title => xml::line(title),
        }
    };
    let own = piece.lead.language.as_ref();
    let own = own.map(|language| version(language, piece.link, &piece.title));
    let others = piece
        .versions
        .iter()
        .map(|other| version(&other.language, web(other.link.as_deref()), &other.title));
    own.into_iter().chain(others).collect()
}
