//! Markup as most people write it in; what the sanitiser would make of it out, without its tree. None where a tree
//! builder would do anything but open and close what stands there: the full way decides then.
//!
//! What is written here is safe whatever was read: names of elements and attributes come from the sanitiser's lists,
//! values from its filter, and everything else is escaped. That it is the same, byte for byte, as the full way gives
//! wherever that reads to the end, is what the property tests and the fuzz target hold against each other.

mod characters;
mod elements;
mod tokens;

use super::{
    clean::{self, Given},
    repair::Picture,
};
use elements::{Element, Kind};
use std::borrow::Cow;
use tokens::{Doubt, Token, Tokens, is_space};
use url::Url;

/// Elements that may be open at once.
const MOST_OPEN: usize = 32;

/// Addresses in one markup: each may have to be resolved, and a megabyte has room for a hundred thousand.
const MOST_ADDRESSES: usize = 10_000;

/// The clean markup; None in doubt.
pub(super) fn clean(markup: &str, base: Option<&Url>) -> Option<String> {
    let odd = memchr::memchr2(b'\r', 0, markup.as_bytes()).is_some();
    if odd {
        return None;
    }
    let mut tokens = Tokens::of(markup);
    let mut writer = Writer {
        html: String::with_capacity(markup.len() + markup.len() / 8 + 64),
        open: Vec::with_capacity(8),
        addresses: 0,
        open_reference: false,
        base,
    };
    while let Some(token) = tokens.next().ok()? {
        writer.write(token, &mut tokens).ok()?;
    }
    while writer.close().is_some() {}
    Some(writer.html)
}

/// True of a text that ends in an ampersand, or not far behind one that no `;` follows.
fn ends_in_reference(text: &str) -> bool {
    let near = text
        .as_bytes()
        .rchunks(LONGEST_REFERENCE)
        .next()
        .unwrap_or_default();
    let ampersand = memchr::memrchr(b'&', near);
    ampersand.is_some_and(|at| !near.iter().skip(at).any(|byte| *byte == b';'))
}

/// Bytes; the longest name has thirty.
const LONGEST_REFERENCE: usize = 40;

/// What was written, and what is open in it.
struct Writer<'b> {
    html: String,
    open: Vec<&'static Element>,
    /// How many were read.
    addresses: usize,
    /// What stands right before may begin a reference that what comes behind the next tag would end.
    open_reference: bool,
    base: Option<&'b Url>,
}

impl<'m> Writer<'_> {
    fn write(&mut self, token: Token<'m>, tokens: &mut Tokens<'m>) -> Result<(), Doubt> {
        let open_reference = matches!(token, Token::Text(text) if ends_in_reference(text));
        let written = self.write_token(token, tokens);
        self.open_reference = open_reference;
        written
    }

    fn write_token(&mut self, token: Token<'m>, tokens: &mut Tokens<'m>) -> Result<(), Doubt> {
        match token {
            Token::Text(text) => self.text(text),
            // What stands astray in a table is not white space only.
            Token::Comment if self.is_between_cells() => Err(Doubt),
            Token::Comment => Ok(()),
            Token::End(name) => self.end(elements::of(name).ok_or(Doubt)?),
            Token::Start(name) => {
                let element = elements::of(name).ok_or(Doubt)?;
                self.start(element, &tokens.attributes)?;
                if matches!(element.kind, Kind::Silent | Kind::Frame) {
                    let inside = tokens.skip_raw(element.name)?;
                    // What stands in a frame would be shown.
                    if element.kind == Kind::Frame && !inside.is_empty() {
                        return Err(Doubt);
                    }
                }
                Ok(())
            }
        }
    }

    fn text(&mut self, text: &str) -> Result<(), Doubt> {
        if self.is_between_cells() {
            // Anything else would be put before the table.
            if !text.bytes().all(is_space) {
                return Err(Doubt);
            }
            self.html.push_str(text);
            return Ok(());
        }
        characters::write_text(text, &mut self.html)
    }

    fn start(
        &mut self,
        element: &'static Element,
        attributes: &[(&str, &str)],
    ) -> Result<(), Doubt> {
        self.make_room(element)?;
        match element.kind {
            Kind::Silent | Kind::Frame => return Ok(()),
            Kind::Void | Kind::Rule => return self.open_tag(element, attributes),
            Kind::Paragraph
            | Kind::Block
            | Kind::Heading
            | Kind::Item
            | Kind::Term
            | Kind::Formatting
            | Kind::Inline
            | Kind::Table
            | Kind::Rows
            | Kind::Row
            | Kind::Cell => {}
        }
        if self.open.len() == MOST_OPEN {
            return Err(Doubt);
        }
        self.open_tag(element, attributes)?;
        self.open.push(element);
        Ok(())
    }

    /// Closes what the start of an element closes, where that is the innermost.
    fn make_room(&mut self, element: &'static Element) -> Result<(), Doubt> {
        let fits = match element.kind {
            Kind::Rows => {
                self.close_if(&[Kind::Rows]);
                self.innermost() == Some(Kind::Table)
            }
            Kind::Row => {
                if self.innermost() == Some(Kind::Table) {
                    self.imply("tbody")?;
                }
                self.innermost() == Some(Kind::Rows)
            }
            Kind::Cell => self.innermost() == Some(Kind::Row),
            _ if self.is_between_cells() => false,
            Kind::Paragraph | Kind::Block | Kind::Rule => self.close_paragraph(),
            Kind::Table => {
                self.close_paragraph() && !self.holds(|open| open.kind == Kind::Formatting)
            }
            Kind::Heading => {
                self.close_paragraph() && !self.holds(|open| open.kind == Kind::Heading)
            }
            Kind::Item => {
                self.close_if(&[Kind::Item]);
                matches!(
                    self.open.last(),
                    Some(Element {
                        name: "ul" | "ol",
                        ..
                    })
                )
            }
            Kind::Term => {
                self.close_if(&[Kind::Term]);
                matches!(self.open.last(), Some(Element { name: "dl", .. }))
            }
            // One inside another of its kind ends the other; of many alike the first is forgotten.
            Kind::Formatting => !self.holds(|open| open.name == element.name),
            Kind::Inline | Kind::Void | Kind::Silent | Kind::Frame => true,
        };
        if fits { Ok(()) } else { Err(Doubt) }
    }

    fn end(&mut self, element: &'static Element) -> Result<(), Doubt> {
        if matches!(
            element.kind,
            Kind::Block | Kind::Item | Kind::Term | Kind::Cell
        ) && self.open.last() != Some(&element)
        {
            self.close_if(&[Kind::Paragraph, Kind::Item, Kind::Term]);
        }
        if element.kind == Kind::Table {
            self.close_if(&[Kind::Rows]);
        }
        if self.open.last() != Some(&element) {
            return Err(Doubt);
        }
        self.close();
        Ok(())
    }

    /// Closes the innermost element.
    fn close(&mut self) -> Option<()> {
        let element = self.open.pop()?;
        if element.shown {
            self.html.push_str("</");
            self.html.push_str(element.name);
            self.html.push('>');
        }
        Some(())
    }

    fn close_if(&mut self, kinds: &[Kind]) {
        if self.innermost().is_some_and(|kind| kinds.contains(&kind)) {
            self.close();
        }
    }

    /// Ends the paragraph that is open. False if something is open in it.
    fn close_paragraph(&mut self) -> bool {
        self.close_if(&[Kind::Paragraph]);
        // A paragraph outside of the table is another matter.
        let cell = self.open.iter().rposition(|open| open.kind == Kind::Cell);
        let inside = self.open.iter().skip(cell.unwrap_or(0));
        inside.into_iter().all(|open| open.kind != Kind::Paragraph)
    }

    fn imply(&mut self, name: &str) -> Result<(), Doubt> {
        let element = elements::of(name).ok_or(Doubt)?;
        self.open_tag(element, &[])?;
        self.open.push(element);
        Ok(())
    }

    fn innermost(&self) -> Option<Kind> {
        self.open.last().map(|element| element.kind)
    }

    fn holds(&self, what: impl Fn(&Element) -> bool) -> bool {
        self.open.iter().any(|open| what(open))
    }

    /// Where only rows, cells and white space may stand.
    fn is_between_cells(&self) -> bool {
        matches!(self.innermost(), Some(Kind::Table | Kind::Rows | Kind::Row))
    }

    fn open_tag(&mut self, element: &Element, attributes: &[(&str, &str)]) -> Result<(), Doubt> {
        if !element.shown {
            return Ok(());
        }
        if element.name == "img" {
            let picture = Picture::of(attributes.iter().copied());
            // The full way takes such a picture out before it reads the text around it.
            let parts = picture.is_invisible() && self.open_reference;
            if parts || picture.waiting().is_some() {
                return Err(Doubt);
            }
            if picture.is_invisible() {
                return Ok(());
            }
        }
        self.html.push('<');
        self.html.push_str(element.name);
        let given = clean::given(element.name);
        if !attributes.is_empty() || !given.is_empty() {
            self.write_attributes(element.name, attributes, given)?;
        }
        self.html.push('>');
        Ok(())
    }

    /// Does what ammonia does, in its order: what is not allowed goes, what is given comes, what the filter refuses
    /// goes, and the last takes its place.
    fn write_attributes(
        &mut self,
        element: &str,
        attributes: &[(&str, &str)],
        given: Given,
    ) -> Result<(), Doubt> {
        let mut kept: Vec<(&'static str, Cow<'_, str>)> = Vec::with_capacity(8);
        let mut seen: Vec<&'static str> = Vec::new();
        for (name, raw) in attributes {
            let Some(name) = clean::allowed(element, name) else {
                continue;
            };
            if seen.contains(&name) {
                return Err(Doubt);
            }
            seen.push(name);
            let value = characters::value(raw)?;
            self.addresses += usize::from(matches!(name, "href" | "src" | "cite"));
            if clean::may_be_address(name, &value) {
                kept.push((name, value));
            }
        }
        for (name, value) in given {
            match kept.iter_mut().find(|(other, _)| other == name) {
                Some(there) => there.1 = Cow::Borrowed(*value),
                None => kept.push((*name, Cow::Borrowed(*value))),
            }
        }
        if self.addresses > MOST_ADDRESSES {
            return Err(Doubt);
        }
        let mut refused = Vec::new();
        for (at, (name, value)) in kept.iter_mut().enumerate() {
            match clean::attribute(element, name, value, self.base) {
                Some(filtered) if filtered == *value => {}
                Some(filtered) => *value = Cow::Owned(filtered.into_owned()),
                None => refused.push(at),
            }
        }
        for at in refused.into_iter().rev() {
            kept.swap_remove(at);
        }
        for (name, value) in &kept {
            self.html.push(' ');
            self.html.push_str(name);
            self.html.push_str("=\"");
            characters::write_value(value, &mut self.html);
            self.html.push('"');
        }
        Ok(())
    }
}

/// Every element that needs no tree.
#[cfg(test)]
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    elements::ELEMENTS.iter().map(|element| element.name)
}

/// Does the element itself stay?
#[cfg(test)]
pub(super) fn shows(name: &str) -> bool {
    elements::of(name).is_some_and(|element| element.shown)
}
