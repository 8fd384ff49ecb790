//! HTML text in, a tree of nodes in document order out. The one tree that every reader of pages walks.
//!
//! A node is a number. Its descendants are the numbers up to its `end`, so walking a subtree is counting,
//! never recursion, and a page nested 100,000 deep costs no stack.

use super::sink;
use html5ever::{Attribute, LocalName, tendril::StrTendril};
use std::ops::Range;

/// A node of a [`Dom`].
pub(crate) type Id = usize;

/// A parsed page.
#[derive(Debug, Default)]
pub(crate) struct Dom {
    nodes: Vec<Node>,
}

/// One node: an element, or text.
#[derive(Debug)]
pub(crate) struct Node {
    pub(super) parent: u32,
    pub(super) end: u32,
    pub(super) depth: u32,
    pub(super) kind: Kind,
}

/// What a node is.
#[derive(Debug)]
pub(crate) enum Kind {
    /// An element with its attributes. The root has the empty name.
    Element(LocalName, Vec<Attribute>),
    /// Characters.
    Text(StrTendril),
}

impl Dom {
    /// Reads HTML. Never fails: what is nested deeper than any page means is flattened.
    pub(crate) fn parse(html: &str) -> Self {
        sink::parse(html)
    }

    pub(super) fn from_nodes(nodes: Vec<Node>) -> Self {
        Self { nodes }
    }

    /// How many nodes there are; the root is node 0.
    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// The node and everything in it, in document order.
    pub(crate) fn subtree(&self, id: Id) -> Range<Id> {
        id..self.end(id)
    }

    /// Everything in the node, in document order.
    pub(crate) fn inside(&self, id: Id) -> Range<Id> {
        id + 1..self.end(id)
    }

    /// The first node after everything in this one.
    pub(crate) fn end(&self, id: Id) -> Id {
        self.nodes.get(id).map_or(0, |node| node.end as usize)
    }

    /// How many ancestors the node has.
    pub(crate) fn depth(&self, id: Id) -> u32 {
        self.nodes.get(id).map_or(0, |node| node.depth)
    }

    /// None for the root.
    pub(crate) fn parent(&self, id: Id) -> Option<Id> {
        (id > 0).then(|| self.nodes.get(id).map_or(0, |node| node.parent as usize))
    }

    /// The node's ancestors, nearest first.
    pub(crate) fn ancestors(&self, id: Id) -> impl Iterator<Item = Id> {
        std::iter::successors(self.parent(id), |&up| self.parent(up))
    }

    /// Whether `inner` is `outer` or lies in it.
    pub(crate) fn holds(&self, outer: Id, inner: Id) -> bool {
        self.subtree(outer).contains(&inner)
    }

    /// The node's children, text included.
    pub(crate) fn children(&self, id: Id) -> impl Iterator<Item = Id> {
        let end = self.end(id);
        let first = (id + 1 < end).then_some(id + 1);
        std::iter::successors(first, move |&child| {
            let next = self.end(child);
            (next < end).then_some(next)
        })
    }

    /// The node's children that are elements.
    pub(crate) fn elements(&self, id: Id) -> impl Iterator<Item = Id> {
        self.children(id).filter(|&child| self.is_element(child))
    }

    /// Whether the node is an element.
    pub(crate) fn is_element(&self, id: Id) -> bool {
        matches!(
            self.nodes.get(id),
            Some(Node {
                kind: Kind::Element(..),
                ..
            })
        )
    }

    /// The element's name in lower case; empty for text and for the root.
    pub(crate) fn name(&self, id: Id) -> &str {
        match self.nodes.get(id) {
            Some(Node {
                kind: Kind::Element(name, _),
                ..
            }) => name,
            _ => "",
        }
    }

    /// The text of a text node.
    pub(crate) fn text_of(&self, id: Id) -> Option<&str> {
        match self.nodes.get(id) {
            Some(Node {
                kind: Kind::Text(text),
                ..
            }) => Some(text),
            _ => None,
        }
    }

    /// The attributes of an element.
    pub(crate) fn attributes(&self, id: Id) -> &[Attribute] {
        match self.nodes.get(id) {
            Some(Node {
                kind: Kind::Element(_, attributes),
                ..
            }) => attributes,
            _ => &[],
        }
    }

    /// The value of an attribute, trimmed. None where it is missing.
    pub(crate) fn attribute(&self, id: Id, name: &str) -> Option<&str> {
        self.attributes(id)
            .iter()
            .find(|attribute| &*attribute.name.local == name)
            .map(|attribute| attribute.value.trim())
    }

    /// The value of an attribute, trimmed. None where it is missing or empty.
    pub(crate) fn filled(&self, id: Id, name: &str) -> Option<&str> {
        self.attribute(id, name).filter(|value| !value.is_empty())
    }

    /// The classes of an element.
    pub(crate) fn classes(&self, id: Id) -> impl Iterator<Item = &str> {
        self.attribute(id, "class")
            .unwrap_or_default()
            .split_ascii_whitespace()
    }

    /// The elements of that name in the node, in document order.
    pub(crate) fn named<'a>(&'a self, id: Id, name: &'a str) -> impl Iterator<Item = Id> + 'a {
        self.inside(id)
            .filter(move |&inner| self.name(inner) == name)
    }

    /// The nearest of the node and its ancestors with that name.
    pub(crate) fn closest(&self, id: Id, name: &str) -> Option<Id> {
        std::iter::once(id)
            .chain(self.ancestors(id))
            .find(|&up| self.name(up) == name)
    }

    /// The text in the node on one line, white space folded, scripts and styles left out.
    pub(crate) fn line(&self, id: Id) -> String {
        let mut line = String::new();
        self.push_line(id, &mut line);
        line
    }

    fn push_line(&self, id: Id, line: &mut String) {
        let mut at = id;
        while at < self.end(id) {
            if let Some(text) = self.text_of(at) {
                push_folded(text, line);
            } else if is_silent(self.name(at)) && at != id {
                at = self.end(at);
                continue;
            } else if breaks(self.name(at)) {
                push_folded(" ", line);
            }
            at += 1;
            if at < self.end(id) && self.closed_a_block(at) {
                push_folded(" ", line);
            }
        }
        line.truncate(line.trim_end().len());
    }

    /// Whether a block ended just before this node.
    fn closed_a_block(&self, at: Id) -> bool {
        let parent = self.parent(at);
        std::iter::once(at - 1)
            .chain(self.ancestors(at - 1))
            .take_while(|&up| Some(up) != parent)
            .any(|up| breaks(self.name(up)))
    }
}

/// Adds text to a line, every run of white space as one space, none at the beginning.
pub(crate) fn push_folded(text: &str, line: &mut String) {
    for c in text.chars() {
        if !c.is_whitespace() && c != '\u{200b}' && c != '\u{feff}' {
            line.push(c);
        } else if !line.is_empty() && !line.ends_with(' ') && c != '\u{200b}' && c != '\u{feff}' {
            line.push(' ');
        }
    }
}

/// White space folded and trimmed.
pub(crate) fn folded(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    push_folded(text, &mut line);
    line.truncate(line.trim_end().len());
    line
}

/// Whether nobody reads the text of an element of that name.
pub(crate) fn is_silent(name: &str) -> bool {
    SILENT.binary_search(&name).is_ok()
}

/// Whether an element of that name stands on a line of its own.
pub(crate) fn breaks(name: &str) -> bool {
    BREAKS.binary_search(&name).is_ok()
}

/// Elements whose text nobody reads.
const SILENT: &[&str] = &[
    "audio", "canvas", "datalist", "head", "iframe", "math", "noembed", "noframes", "noscript",
    "object", "script", "select", "style", "svg", "template", "textarea", "video",
];

/// Elements that stand on a line of their own.
const BREAKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "audio",
    "blockquote",
    "body",
    "br",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "html",
    "legend",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "option",
    "p",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
    "video",
];
