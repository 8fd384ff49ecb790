//! Blocks of a page in, paragraphs of HTML out: what a reader needs, none of the page's own structure.

use super::Paragraph;
use crate::page::{
    blocks::{Block, Role},
    dom::{Dom, Id, is_silent},
};

/// Inline elements that mean something.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "br", "cite", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s",
    "samp", "strong", "sub", "sup", "u", "var",
];

/// One paragraph a block.
pub(super) fn paragraphs(dom: &Dom, blocks: &[Block]) -> Vec<Paragraph> {
    blocks.iter().map(|block| paragraph(dom, block)).collect()
}

fn paragraph(dom: &Dom, block: &Block) -> Paragraph {
    let inner = if block.role == Role::Code {
        escaped(&block.text)
    } else {
        inner(dom, block)
    };
    let (open, close, list) = match block.role {
        Role::Heading(1 | 2) => ("<h2>", "</h2>", None),
        Role::Heading(3) => ("<h3>", "</h3>", None),
        Role::Heading(_) => ("<h4>", "</h4>", None),
        Role::Item => ("<li>", "</li>", Some(list_of(dom, block.element))),
        Role::Code => ("<pre>", "</pre>", None),
        Role::Paragraph if dom.closest(block.element, "blockquote").is_some() => {
            ("<blockquote><p>", "</p></blockquote>", None)
        }
        Role::Paragraph | Role::Cell | Role::Caption | Role::Loose => ("<p>", "</p>", None),
    };
    Paragraph {
        text: block.text.clone(),
        markup: format!("{open}{inner}{close}"),
        list,
    }
}

fn list_of(dom: &Dom, id: Id) -> &'static str {
    let list = std::iter::once(id)
        .chain(dom.ancestors(id))
        .take(4)
        .find(|&up| matches!(dom.name(up), "ul" | "ol"));
    if list.is_some_and(|list| dom.name(list) == "ol") {
        "ol"
    } else {
        "ul"
    }
}

/// The text of a block with the inline elements that it lies in.
fn inner(dom: &Dom, block: &Block) -> String {
    let mut markup = String::new();
    let mut open: Vec<(Id, &str)> = Vec::new();
    let mut skip = 0;
    let above = dom
        .ancestors(block.first)
        .take_while(|&up| up > block.element);
    let mut around: Vec<Id> = above.filter(|&up| INLINE.contains(&dom.name(up))).collect();
    around.reverse();
    for id in around.into_iter().chain(block.first..=block.last) {
        while let Some((_, name)) = open.pop_if(|(end, _)| id >= *end) {
            close(&mut markup, name);
        }
        if id < skip {
            continue;
        }
        if is_silent(dom.name(id)) {
            skip = dom.end(id);
        } else if let Some(text) = dom.text_of(id) {
            markup.push_str(&escaped(text));
        } else if dom.name(id) == "br" {
            markup.push_str("<br>");
        } else if INLINE.contains(&dom.name(id)) {
            markup.push('<');
            markup.push_str(dom.name(id));
            if let ("a", Some(href)) = (dom.name(id), dom.filled(id, "href")) {
                markup.push_str(" href=\"");
                markup.push_str(&escaped(href));
                markup.push('"');
            }
            markup.push('>');
            open.push((dom.end(id), dom.name(id)));
        }
    }
    for (_, name) in open.iter().rev() {
        close(&mut markup, name);
    }
    markup
}

pub(super) fn close(markup: &mut String, name: &str) {
    markup.push_str("</");
    markup.push_str(name);
    markup.push('>');
}

/// Text as HTML.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
