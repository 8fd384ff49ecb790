//! A tree in, its text as blocks out: paragraphs, headings, list items, cells, in document order.

use super::dom::{Dom, Id, breaks, is_silent, push_folded};
use std::ops::Range;

/// Text that stands together: a paragraph, a heading, an item, a cell, or a run of text between such.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    /// The block-level element that it stands in.
    pub(crate) element: Id,
    /// The first and the last text node.
    pub(crate) first: Id,
    pub(crate) last: Id,
    /// On one line, but for `pre`.
    pub(crate) text: String,
    /// Letters and digits in it.
    pub(crate) chars: usize,
    /// Those of them that lie in links.
    pub(crate) linked: usize,
    /// What it is.
    pub(crate) role: Role,
}

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// `p`, and what stands inside it.
    Paragraph,
    /// `h1` to `h6`.
    Heading(u8),
    /// `li`, `dt`, `dd`.
    Item,
    /// `td`, `th`.
    Cell,
    /// `pre`.
    Code,
    /// `figcaption`, `caption`.
    Caption,
    /// Text straight in a `div` or the like.
    Loose,
}

impl Block {
    /// The share of it that is links.
    #[expect(clippy::cast_precision_loss, reason = "a page is no 2^52 letters long")]
    pub(crate) fn link_share(&self) -> f64 {
        if self.chars == 0 {
            0.0
        } else {
            self.linked as f64 / self.chars as f64
        }
    }

    /// Whether it ends as sentences do.
    pub(crate) fn ends_a_sentence(&self) -> bool {
        let text = self
            .text
            .trim_end_matches(['"', '”', '“', '’', '\'', '»', ')', ']', '*', ' ']);
        text.ends_with([
            '.', '!', '?', '…', ':', ';', '。', '！', '？', '．', '।', '։', '؟', '۔',
        ])
    }
}

/// The blocks of a range of nodes, everything for which `skip` is true left out.
pub(crate) fn blocks(dom: &Dom, range: Range<Id>, skip: &dyn Fn(Id) -> bool) -> Vec<Block> {
    let mut reader = Reader {
        dom,
        found: Vec::new(),
        open: None,
        breaks: 0,
        lines: 0,
    };
    let around = dom.ancestors(range.start).any(|up| is_link(dom, up));
    let mut stack: Vec<Open> = Vec::new();
    let mut at = range.start;
    while at < range.end {
        while stack.last().is_some_and(|top| at >= top.end) {
            if stack.pop().is_some_and(|top| top.block) {
                reader.close();
            }
        }
        let name = dom.name(at);
        if dom.is_element(at) && (skip(at) || is_silent(name)) {
            at = dom.end(at).max(at + 1);
            continue;
        }
        let above = stack.last();
        let linked = above.map_or(around, |open| open.linked);
        let code = above.is_some_and(|open| open.code);
        if let Some(text) = dom.text_of(at) {
            let block = stack
                .iter()
                .rev()
                .find(|open| open.block)
                .map(|open| open.id);
            let block = block.or_else(|| dom.parent(at)).unwrap_or(0);
            reader.take(at, text, block, linked, code);
        } else if name == "br" {
            reader.line_break(at);
        } else {
            let block = breaks(name);
            if block {
                reader.close();
            }
            stack.push(Open {
                id: at,
                end: dom.end(at),
                block: block || name.is_empty(),
                linked: linked || is_link(dom, at),
                code: code || name == "pre",
            });
        }
        at += 1;
    }
    reader.close();
    reader.found
}

fn is_link(dom: &Dom, id: Id) -> bool {
    dom.name(id) == "a" && dom.attribute(id, "href").is_some()
}

struct Open {
    id: Id,
    end: Id,
    block: bool,
    linked: bool,
    code: bool,
}

struct Reader<'a> {
    dom: &'a Dom,
    found: Vec<Block>,
    open: Option<Block>,
    breaks: u8,
    /// Line breaks in the open block.
    lines: usize,
}

impl Reader<'_> {
    fn take(&mut self, at: Id, text: &str, element: Id, linked: bool, code: bool) {
        let anchor = linked && matches!(text.trim(), "¶" | "#" | "§" | "🔗");
        if anchor || self.open.is_none() && text.trim().is_empty() {
            return;
        }
        if self.breaks > 1 && !text.trim().is_empty() {
            self.close();
        }
        let role = role(self.dom, element);
        let block = self.open.get_or_insert_with(|| Block {
            element,
            first: at,
            last: at,
            text: String::new(),
            chars: 0,
            linked: 0,
            role,
        });
        if code {
            block.text.push_str(text);
        } else {
            if self.breaks == 1 {
                push_folded(" ", &mut block.text);
            }
            push_folded(text, &mut block.text);
        }
        if !text.trim().is_empty() {
            self.breaks = 0;
        }
        let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
        block.chars += letters;
        if linked {
            block.linked += letters;
        }
        block.last = at;
    }

    fn line_break(&mut self, at: Id) {
        let Some(block) = &mut self.open else { return };
        if block.role == Role::Code {
            block.text.push('\n');
        } else if self.lines == 0 && is_set_apart(self.dom, block, at) {
            self.close();
        } else {
            self.breaks += 1;
            self.lines += 1;
        }
    }

    fn close(&mut self) {
        self.breaks = 0;
        self.lines = 0;
        if let Some(mut block) = self.open.take() {
            block.text.truncate(block.text.trim_end().len());
            if block.chars > 0 {
                self.found.push(block);
            }
        }
    }
}

/// Whether a block is one line, set in another way than what comes behind the break: `<b>Where to eat</b><br>`.
fn is_set_apart(dom: &Dom, block: &Block, line_break: Id) -> bool {
    let above = dom
        .ancestors(block.first)
        .take_while(|&up| up > block.element);
    let mut whole = above.filter(|&up| dom.holds(up, block.last) && dom.end(up) <= line_break);
    whole.any(|up| matches!(dom.name(up), "b" | "font" | "small" | "strong"))
}

fn role(dom: &Dom, element: Id) -> Role {
    for id in std::iter::once(element)
        .chain(dom.ancestors(element))
        .take(6)
    {
        match dom.name(id) {
            "p" | "blockquote" => return Role::Paragraph,
            "h1" => return Role::Heading(1),
            "h2" => return Role::Heading(2),
            "h3" => return Role::Heading(3),
            "h4" => return Role::Heading(4),
            "h5" => return Role::Heading(5),
            "h6" => return Role::Heading(6),
            "li" | "dt" | "dd" => return Role::Item,
            "pre" => return Role::Code,
            "td" | "th" => return Role::Cell,
            "figcaption" | "caption" => return Role::Caption,
            "div" | "section" | "article" | "main" | "body" => return Role::Loose,
            _ => {}
        }
    }
    Role::Loose
}
