//! Tokens in, tokens out: what is nested too deep, or is too much, is left out before it reaches the tree builder.

use super::sink::Sink;
use html5ever::{
    LocalName,
    tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult},
    tree_builder::TreeBuilder,
};
use std::cell::RefCell;

/// Deeper than any page means it; browsers flatten from 512 on.
const MAX_DEPTH: u32 = 400;

/// Misnested formatting multiplies: a few hundred open `<font>` are copied into every paragraph.
const MAX_NODES: usize = 3_000_000;

/// Stands between tokenizer and tree builder and leaves out what is nested too deep: the builder looks
/// through all open elements for many tags, so that depth costs the square of the page.
pub(super) struct Guard {
    builder: TreeBuilder<u32, Sink>,
    /// The names of the open elements, roughly.
    open: RefCell<Vec<LocalName>>,
    /// The names of the start tags that were left out, whose end tags must go too.
    dropped: RefCell<Vec<LocalName>>,
}

impl TokenSink for Guard {
    type Handle = u32;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<u32> {
        if let Token::TagToken(tag) = &token
            && self.leaves_out(tag)
        {
            return TokenSinkResult::Continue;
        }
        self.builder.process_token(token, line)
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder
            .adjusted_current_node_present_but_not_in_html_namespace()
    }
}

impl Guard {
    pub(super) fn new(builder: TreeBuilder<u32, Sink>) -> Self {
        Self {
            builder,
            open: RefCell::default(),
            dropped: RefCell::default(),
        }
    }

    pub(super) fn into_sink(self) -> Sink {
        self.builder.sink
    }

    fn leaves_out(&self, tag: &Tag) -> bool {
        if LEAVES.contains(&&*tag.name) {
            return false;
        }
        let mut open = self.open.borrow_mut();
        let mut dropped = self.dropped.borrow_mut();
        match tag.kind {
            TagKind::StartTag => {
                let deep = open.len() > MAX_DEPTH as usize && self.builder.sink.depth() > MAX_DEPTH;
                if deep || self.builder.sink.len() > MAX_NODES {
                    if dropped.len() < MAX_NODES {
                        dropped.push(tag.name.clone());
                    }
                    return true;
                }
                let implied = UNCLOSED.contains(&&*tag.name) && open.last() == Some(&tag.name);
                if !implied {
                    open.push(tag.name.clone());
                }
                false
            }
            TagKind::EndTag => {
                if dropped.last() == Some(&tag.name) {
                    dropped.pop();
                    return true;
                }
                // Only near the top: a stray end tag must not cost a walk through everything open.
                if let Some(up) = open
                    .iter()
                    .rev()
                    .take(32)
                    .position(|name| *name == tag.name)
                {
                    let keep = open.len() - 1 - up;
                    open.truncate(keep);
                    dropped.clear();
                }
                false
            }
        }
    }
}

/// Elements that hold no elements, and the ones that switch the tokenizer.
const LEAVES: &[&str] = &[
    "area",
    "base",
    "basefont",
    "bgsound",
    "body",
    "br",
    "col",
    "embed",
    "frame",
    "head",
    "hr",
    "html",
    "iframe",
    "image",
    "img",
    "input",
    "keygen",
    "link",
    "meta",
    "noembed",
    "noframes",
    "param",
    "plaintext",
    "script",
    "source",
    "style",
    "template",
    "textarea",
    "title",
    "track",
    "wbr",
    "xmp",
];

/// Elements whose end tag is often left out.
const UNCLOSED: &[&str] = &[
    "a", "dd", "dt", "li", "option", "p", "tbody", "td", "tfoot", "th", "thead", "tr",
];
