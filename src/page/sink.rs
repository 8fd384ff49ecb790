//! Tokens in, the nodes of a [`Dom`] out: the tree that html5ever builds, kept shallow and bounded.

use super::{
    dom::{Dom, Kind, Node},
    guard::Guard,
};
use html5ever::{
    Attribute, LocalName, QualName, TokenizerResult,
    buffer_queue::BufferQueue,
    tendril::StrTendril,
    tokenizer::{Tokenizer, TokenizerOpts},
    tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeBuilder, TreeBuilderOpts, TreeSink},
};
use std::{
    borrow::Cow,
    cell::{Cell, Ref, RefCell},
};

const NONE: u32 = u32::MAX;

/// Reads HTML, `<noscript>` as if scripts were off.
pub(super) fn parse(html: &str) -> Dom {
    let options = TreeBuilderOpts {
        scripting_enabled: false,
        ..TreeBuilderOpts::default()
    };
    let guard = Guard::new(TreeBuilder::new(Sink::default(), options));
    let tokenizer = Tokenizer::new(guard, TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(html));
    while !matches!(tokenizer.feed(&input), TokenizerResult::Done) {}
    tokenizer.end();
    tokenizer.sink.into_sink().finish()
}

/// The tree while it is built: linked, because the builder moves nodes about.
pub(super) struct Sink {
    nodes: RefCell<Vec<Linked>>,
    /// How deep the element lies that was put in last.
    depth: Cell<u32>,
}

struct Linked {
    parent: u32,
    previous: u32,
    next: u32,
    first: u32,
    last: u32,
    depth: u32,
    /// Empty for the root and for text.
    name: QualName,
    content: Content,
}

enum Content {
    Element(Vec<Attribute>),
    Text(StrTendril),
    Nothing,
}

impl Linked {
    fn new(name: QualName, content: Content) -> Self {
        Self {
            parent: NONE,
            previous: NONE,
            next: NONE,
            first: NONE,
            last: NONE,
            depth: 0,
            name,
            content,
        }
    }
}

impl Default for Sink {
    fn default() -> Self {
        let root = Linked::new(nameless(), Content::Element(Vec::new()));
        Self {
            nodes: RefCell::new(vec![root]),
            depth: Cell::new(0),
        }
    }
}

impl Sink {
    /// How deep the element lies that was put in last.
    pub(super) fn depth(&self) -> u32 {
        self.depth.get()
    }

    /// How many nodes there are.
    pub(super) fn len(&self) -> usize {
        self.nodes.borrow().len()
    }

    fn add(&self, name: QualName, content: Content) -> u32 {
        let mut nodes = self.nodes.borrow_mut();
        let id = u32::try_from(nodes.len()).unwrap_or(NONE - 1);
        nodes.push(Linked::new(name, content));
        id
    }

    fn detach(&self, id: u32) {
        let mut nodes = self.nodes.borrow_mut();
        let Some(node) = nodes.get_mut(id as usize) else {
            return;
        };
        let (parent, previous, next) = (node.parent, node.previous, node.next);
        (node.parent, node.previous, node.next) = (NONE, NONE, NONE);
        if let Some(before) = nodes.get_mut(previous as usize) {
            before.next = next;
        } else if let Some(parent) = nodes.get_mut(parent as usize) {
            parent.first = next;
        }
        if let Some(after) = nodes.get_mut(next as usize) {
            after.previous = previous;
        } else if let Some(parent) = nodes.get_mut(parent as usize) {
            parent.last = previous;
        }
    }

    /// Puts `id` under `parent`, before `next`, or last where that is `NONE`.
    fn put(&self, parent: u32, next: u32, id: u32) {
        let mut nodes = self.nodes.borrow_mut();
        let Some(above) = nodes.get(parent as usize) else {
            return;
        };
        let depth = above.depth + 1;
        let previous = nodes
            .get(next as usize)
            .map_or(above.last, |after| after.previous);
        if let Some(node) = nodes.get_mut(id as usize) {
            (node.parent, node.previous, node.next, node.depth) = (parent, previous, next, depth);
            if matches!(node.content, Content::Element(..)) {
                self.depth.set(depth);
            }
        }
        if let Some(before) = nodes.get_mut(previous as usize) {
            before.next = id;
        } else if let Some(above) = nodes.get_mut(parent as usize) {
            above.first = id;
        }
        if let Some(after) = nodes.get_mut(next as usize) {
            after.previous = id;
        } else if let Some(above) = nodes.get_mut(parent as usize) {
            above.last = id;
        }
    }

    /// Adds text to a text node. False if it is none.
    fn extend(&self, id: u32, more: &StrTendril) -> bool {
        match self.nodes.borrow_mut().get_mut(id as usize) {
            Some(Linked {
                content: Content::Text(text),
                ..
            }) => {
                text.push_tendril(more);
                true
            }
            _ => false,
        }
    }
}

impl TreeSink for Sink {
    type Handle = u32;
    type Output = Dom;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Dom {
        freeze(self.nodes.into_inner())
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> u32 {
        0
    }

    fn elem_name<'a>(&'a self, target: &'a u32) -> Ref<'a, QualName> {
        Ref::map(self.nodes.borrow(), |nodes| &nodes[*target as usize].name)
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> u32 {
        self.add(name, Content::Element(attributes))
    }

    fn create_comment(&self, _: StrTendril) -> u32 {
        self.add(nameless(), Content::Nothing)
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> u32 {
        self.add(nameless(), Content::Nothing)
    }

    fn append(&self, parent: &u32, child: NodeOrText<u32>) {
        match child {
            NodeOrText::AppendNode(id) => {
                self.detach(id);
                self.put(*parent, NONE, id);
            }
            NodeOrText::AppendText(text) => {
                let last = self
                    .nodes
                    .borrow()
                    .get(*parent as usize)
                    .map_or(NONE, |node| node.last);
                if !self.extend(last, &text) {
                    let id = self.add(nameless(), Content::Text(text));
                    self.put(*parent, NONE, id);
                }
            }
        }
    }

    fn append_before_sibling(&self, sibling: &u32, child: NodeOrText<u32>) {
        if let NodeOrText::AppendNode(id) = child {
            self.detach(id);
        }
        let (parent, previous) = match self.nodes.borrow().get(*sibling as usize) {
            Some(node) if node.parent != NONE => (node.parent, node.previous),
            _ => return,
        };
        match child {
            NodeOrText::AppendNode(id) => self.put(parent, *sibling, id),
            NodeOrText::AppendText(text) => {
                if !self.extend(previous, &text) {
                    let id = self.add(nameless(), Content::Text(text));
                    self.put(parent, *sibling, id);
                }
            }
        }
    }

    fn append_based_on_parent_node(&self, element: &u32, previous: &u32, child: NodeOrText<u32>) {
        let placed = self
            .nodes
            .borrow()
            .get(*element as usize)
            .is_some_and(|node| node.parent != NONE);
        if placed {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &u32) -> u32 {
        *target
    }

    fn same_node(&self, x: &u32, y: &u32) -> bool {
        x == y
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn add_attrs_if_missing(&self, target: &u32, more: Vec<Attribute>) {
        if let Some(Linked {
            content: Content::Element(attributes),
            ..
        }) = self.nodes.borrow_mut().get_mut(*target as usize)
        {
            for attribute in more {
                if attributes.iter().all(|known| known.name != attribute.name) {
                    attributes.push(attribute);
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &u32) {
        self.detach(*target);
    }

    fn reparent_children(&self, node: &u32, new_parent: &u32) {
        loop {
            let first = self
                .nodes
                .borrow()
                .get(*node as usize)
                .map_or(NONE, |node| node.first);
            if first == NONE {
                return;
            }
            self.detach(first);
            self.put(*new_parent, NONE, first);
        }
    }
}

fn nameless() -> QualName {
    QualName::new(None, html5ever::ns!(), LocalName::default())
}

/// The linked nodes in document order.
fn freeze(mut linked: Vec<Linked>) -> Dom {
    let mut nodes: Vec<Node> = Vec::with_capacity(linked.len());
    let mut open: Vec<usize> = Vec::new();
    let mut at = 0_u32;
    while let Some(node) = linked.get_mut(at as usize) {
        let (first, mut next, mut up) = (node.first, node.next, node.parent);
        let content = std::mem::replace(&mut node.content, Content::Nothing);
        let kind = match content {
            Content::Element(attributes) => {
                Some(Kind::Element(node.name.local.clone(), attributes))
            }
            Content::Text(text) => Some(Kind::Text(text)),
            Content::Nothing => None,
        };
        if let Some(kind) = kind {
            let id = nodes.len();
            let parent = u32::try_from(open.last().copied().unwrap_or(0)).unwrap_or(0);
            let depth = u32::try_from(open.len()).unwrap_or(u32::MAX);
            nodes.push(Node {
                parent,
                end: 0,
                depth,
                kind,
            });
            open.push(id);
            if first != NONE {
                at = first;
                continue;
            }
            close(&mut nodes, &mut open);
        }
        while next == NONE && up != NONE {
            close(&mut nodes, &mut open);
            let Some(above) = linked.get(up as usize) else {
                break;
            };
            (next, up) = (above.next, above.parent);
        }
        if next == NONE {
            break;
        }
        at = next;
    }
    while !open.is_empty() {
        close(&mut nodes, &mut open);
    }
    Dom::from_nodes(nodes)
}

fn close(nodes: &mut [Node], open: &mut Vec<usize>) {
    let end = u32::try_from(nodes.len()).unwrap_or(u32::MAX);
    if let Some(node) = open.pop().and_then(|id| nodes.get_mut(id)) {
        node.end = end;
    }
}
