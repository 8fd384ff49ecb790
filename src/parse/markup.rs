//! What was declared of a text construct and what stands in it in, how to read it out.

use crate::{
    model::TextKind,
    parse::{elements::Markup, entity_names::ENTITIES},
};

/// What a text construct says it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Declared {
    pub(super) kind: TextKind,
    /// Atom 0.3 says so.
    pub(super) base64: bool,
    /// Of a type that is no text: base64, as RFC 4287 section 4.1.3.3 wants it.
    pub(super) foreign: bool,
    /// That type is one of content, which may be any file.
    pub(super) file: bool,
}

/// Atom 1.0 `type` (RFC 4287 section 3.1.1), Atom 0.3 `type` and `mode`, and MIME types as Atom content has them.
pub(super) fn declared(media_type: &str, mode: &str, default: Markup) -> Declared {
    let default = match default {
        Markup::Plain => TextKind::Plain,
        Markup::Html => TextKind::Html,
        Markup::Xhtml => TextKind::Xhtml,
    };
    let media_type = media_type.trim().to_ascii_lowercase();
    let bare = media_type.split(';').next().unwrap_or_default().trim_end();
    let (kind, foreign) = match bare {
        "" => (default, false),
        "text" | "plain" | "text/plain" => (TextKind::Plain, false),
        "html" | "text/html" => (TextKind::Html, false),
        "xhtml" => (TextKind::Xhtml, false),
        _ if bare.ends_with("xml") => (TextKind::Xhtml, false),
        // A word that is no type at all says nothing.
        _ => (
            TextKind::Plain,
            bare.contains('/') && !bare.starts_with("text/"),
        ),
    };
    let mode = mode.trim();
    let escaped = mode.eq_ignore_ascii_case("escaped");
    let kind = if escaped && kind == TextKind::Xhtml {
        TextKind::Html
    } else {
        kind
    };
    Declared {
        kind,
        base64: mode.eq_ignore_ascii_case("base64"),
        foreign,
        file: false,
    }
}

/// Elements that articles are written in; a text with any other tag is no HTML but talks about it.
const ELEMENTS: &[&str] = &[
    "a",
    "abbr",
    "acronym",
    "address",
    "area",
    "article",
    "aside",
    "audio",
    "b",
    "bdi",
    "bdo",
    "big",
    "blockquote",
    "br",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "font",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "label",
    "legend",
    "li",
    "main",
    "map",
    "mark",
    "nav",
    "nobr",
    "ol",
    "p",
    "picture",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "section",
    "small",
    "source",
    "span",
    "strike",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
    "video",
    "wbr",
];

/// RSS titles are plain text by the letter and HTML by habit. A text is taken for HTML if it has an end tag
/// or a reference, no tag that articles do not have, and no reference to an unknown name; in
/// doubt it stays as it is, for what is stripped is lost.
pub(super) fn looks_like_html(text: &str) -> bool {
    let mut evidence = false;
    let mut rest = text;
    while let Some(at) = memchr::memchr2(b'<', b'&', rest.as_bytes()) {
        let (_, from) = rest.split_at(at);
        let behind = from.get(1..).unwrap_or_default();
        rest = behind;
        if from.starts_with('<') {
            let end_tag = behind.strip_prefix('/');
            let (name, behind) = word(end_tag.unwrap_or(behind));
            if !name.is_empty() && !is_element(name) {
                return false;
            }
            evidence |= end_tag.is_some() && !name.is_empty() && behind.starts_with('>');
        } else {
            let number = behind.strip_prefix('#');
            let (name, behind) = word(number.unwrap_or(behind));
            let reference = !name.is_empty() && behind.starts_with(';');
            if reference && number.is_none() && !is_entity(name) {
                return false;
            }
            evidence |= reference;
        }
    }
    evidence
}

fn word(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_');
    text.split_at(end.unwrap_or(text.len()))
}

fn is_element(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    ELEMENTS.binary_search(&lower.as_str()).is_ok()
}

/// Is it a name of HTML 4 or XML?
pub(super) fn is_entity(name: &str) -> bool {
    ENTITIES
        .binary_search_by_key(&name, |(known, _)| known)
        .is_ok()
}

/// Elements that never have an end tag in HTML.
pub(super) fn is_void(name: &str) -> bool {
    const VOID: &[&str] = &[
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param",
        "source", "track", "wbr",
    ];
    (2..=6).contains(&name.len()) && VOID.iter().any(|void| name.eq_ignore_ascii_case(void))
}
