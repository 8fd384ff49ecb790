//! The runs of text and the elements inside one field in, its value out.

use crate::{
    model::{Link, TextKind},
    parse::{
        elements::{Field, Value},
        entities::unescape,
        markup::{Declared, is_entity, looks_like_html},
        scope::namespace_prefix,
        tag::Tag,
        text::{Gathered, from_base64, is_base64, is_blank},
    },
};
use std::borrow::Cow;
use url::Url;

/// Attributes that hold one address.
const ADDRESSES: &[&str] = &["cite", "href", "poster", "src"];

/// A field that is being read.
#[derive(Debug)]
pub(super) struct Capture<'a> {
    /// Where the value belongs.
    pub(super) target: Target,
    /// How deep its element lies.
    pub(super) depth: usize,
    gathered: Gathered<'a>,
    declared: Declared,
    /// Elements stood in it: it is written out as markup from there on.
    marked_up: bool,
    inside: Inside,
}

/// Where a value belongs.
#[derive(Debug)]
pub(super) enum Target {
    Text(Field, u16),
    Value(Value, u16),
    /// A link whose address is its text.
    Link(Box<Link>),
    Category {
        scheme: Option<String>,
        label: Option<String>,
    },
    Person,
    SourceTitle,
    /// An image whose address is its text.
    Image,
}

/// What texts are like in a document.
#[derive(Clone, Copy, Debug)]
pub(super) struct Habits {
    /// The format leaves it open whether a plain text is HTML.
    pub(super) guesses: bool,
    /// A `<div>` around everything is none of it (RFC 4287 section 3.1.1.3).
    pub(super) wraps: bool,
    /// The document type defines entities, which are never expanded.
    pub(super) defines_entities: bool,
}

/// What stands directly inside a text construct, for the `<div>` that XHTML in Atom must be wrapped in.
#[derive(Debug, Default)]
struct Inside {
    level: usize,
    elements: usize,
    text: bool,
    div: bool,
    opened: usize,
    closed: usize,
}

impl<'a> Capture<'a> {
    pub(super) fn new(target: Target, depth: usize, declared: Declared) -> Self {
        Self {
            target,
            depth,
            gathered: Gathered::default(),
            declared,
            marked_up: declared.kind == TextKind::Xhtml,
            inside: Inside::default(),
        }
    }

    /// A field of characters only.
    pub(super) fn plain(target: Target, depth: usize) -> Self {
        let declared = Declared {
            kind: TextKind::Plain,
            base64: false,
            foreign: false,
            file: false,
        };
        Self::new(target, depth, declared)
    }

    /// Is it a text construct? Elements in any other field are not its own.
    pub(super) fn takes_markup(&self) -> bool {
        matches!(self.target, Target::Text(..))
    }

    /// Adds characters as they stand in the document.
    pub(super) fn escaped(&mut self, raw: &'a str) {
        if self.marked_up {
            self.inside.text |= self.inside.level == 0 && !is_blank(raw);
            let raw = self.gathered.room_for(raw);
            // Escaped for XML is escaped for HTML.
            self.gathered.written().push_str(raw);
        } else {
            self.gathered.escaped(raw);
        }
    }

    /// Adds the characters of a CDATA section.
    pub(super) fn literal(&mut self, data: &'a str) {
        if self.marked_up {
            self.inside.text |= self.inside.level == 0 && !is_blank(data);
            let data = self.gathered.room_for(data);
            escape_into(data, self.gathered.written());
        } else {
            self.gathered.literal(data);
        }
    }

    /// An element begins inside; `base` is what elements inside declare.
    pub(super) fn open_inline(&mut self, tag: &Tag<'_>, base: Option<&Url>) {
        if self.passes_over(tag.name) || self.is_cut() {
            return;
        }
        self.mark_up();
        let first = self.inside.level == 0 && self.inside.elements == 0;
        self.write_tag(tag, base, ">");
        if first {
            self.inside.div = local(tag.name) == "div";
            self.inside.opened = self.gathered.written().len();
        }
        self.inside.level += 1;
    }

    /// An element that never has an end tag.
    pub(super) fn void_inline(&mut self, tag: &Tag<'_>, base: Option<&Url>) {
        if self.is_cut() {
            return;
        }
        self.mark_up();
        self.write_tag(tag, base, " />");
    }

    pub(super) fn close_inline(&mut self, name: &str) {
        if self.passes_over(name) || self.is_cut() {
            return;
        }
        self.inside.level = self.inside.level.saturating_sub(1);
        let at_top = self.inside.level == 0;
        let out = self.gathered.written();
        let end = out.len();
        out.extend(["</", local(name), ">"]);
        if at_top {
            self.inside.closed = end;
        }
    }

    /// `TypePad` wraps escaped HTML in a `<div>` that is none of it.
    fn passes_over(&self, name: &str) -> bool {
        !self.marked_up && local(name) == "div"
    }

    /// The text is declared as something else, but elements stand in it.
    fn mark_up(&mut self) {
        if self.marked_up {
            return;
        }
        self.marked_up = true;
        if self.declared.kind == TextKind::Plain {
            let mut escaped = String::new();
            escape_into(self.gathered.written(), &mut escaped);
            *self.gathered.written() = escaped;
        }
        self.inside.text = !is_blank(self.gathered.written());
        self.declared.kind = TextKind::Xhtml;
    }

    fn write_tag(&mut self, tag: &Tag<'_>, base: Option<&Url>, end: &str) {
        self.inside.elements += usize::from(self.inside.level == 0);
        let out = self.gathered.written();
        out.extend(["<", local(tag.name)]);
        for (name, value) in tag.attributes() {
            if namespace_prefix(name).is_some() || name == "xml:base" {
                continue;
            }
            let absolute = base.filter(|_| ADDRESSES.contains(&name));
            let absolute = absolute.and_then(|base| base.join(&unescape(value)).ok());
            let value = absolute.map_or(Cow::Borrowed(value), |url| {
                Cow::Owned(url.as_str().replace('&', "&amp;"))
            });
            let value = if value.contains(['"', '<']) {
                Cow::Owned(value.replace('"', "&quot;").replace('<', "&lt;"))
            } else {
                value
            };
            out.extend([" ", name, "=\"", &value, "\""]);
        }
        out.push_str(end);
        self.gathered.fill();
    }

    /// Was it longer than is kept?
    pub(super) fn is_cut(&self) -> bool {
        self.gathered.is_cut()
    }

    /// The characters.
    pub(super) fn value(self) -> Cow<'a, str> {
        self.gathered.finish()
    }

    /// The value of a text construct, and what it is made of.
    pub(super) fn text(mut self, habits: Habits) -> (Cow<'a, str>, TextKind) {
        let wrapped = self.inside.elements == 1 && self.inside.div && !self.inside.text;
        if habits.wraps && self.marked_up && wrapped {
            let (opened, closed) = (self.inside.opened, self.inside.closed);
            let text = self.gathered.written();
            if let Some(inside) = text.get(opened..closed) {
                *text = inside.to_owned();
            }
        }
        let value = self.gathered.finish();
        let mut kind = self.declared.kind;
        let Declared {
            base64,
            foreign,
            file,
            ..
        } = self.declared;
        // Some pictures can be read as text, but for the characters that no text has.
        let legible = |text: &String| !foreign || !text.contains(is_odd);
        if (base64 || foreign)
            && let Some(decoded) = from_base64(&value).filter(legible)
        {
            if kind == TextKind::Xhtml || kind == TextKind::Plain && looks_like_html(&decoded) {
                kind = TextKind::Html;
            }
            return (Cow::Owned(decoded.trim().to_owned()), kind);
        }
        if file && is_base64(&value) {
            // A picture, not a text; a title is one in any case, and may be a word.
            return (Cow::Borrowed(""), TextKind::Plain);
        }
        if habits.guesses && kind == TextKind::Plain && looks_like_html(&value) {
            kind = TextKind::Html;
        }
        match kind {
            TextKind::Html => (tame(value, habits.defines_entities), kind),
            TextKind::Plain | TextKind::Xhtml => (value, kind),
        }
    }
}

fn is_odd(character: char) -> bool {
    character.is_control() && !matches!(character, '\t' | '\n' | '\r')
}

/// HTML in which nothing is what it cannot be: without any `>` there is no tag, and a `<` that begins no comment is
/// a character; a tag that lost its name (`<>`, which SGML reads and browsers show) is gone; a reference to an
/// entity of the document's own loses its `;`, so that nobody further on takes it for one.
fn tame(mut html: Cow<'_, str>, defines_entities: bool) -> Cow<'_, str> {
    if memchr::memmem::find(html.as_bytes(), b"<>").is_some() {
        html = Cow::Owned(html.replace("<>", ""));
    }
    let bytes = html.as_bytes();
    let tagless = memchr::memchr(b'<', bytes).is_some() && memchr::memchr(b'>', bytes).is_none();
    if tagless && !html.contains("<!--") {
        return Cow::Owned(html.replace('<', "&lt;"));
    }
    if !defines_entities {
        return html;
    }
    let mut pieces = html.split('&');
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        out.push('&');
        match piece.split_once(';') {
            Some((name, rest)) if is_unknown(name) => out.extend([name, rest]),
            _ => out.push_str(piece),
        }
    }
    Cow::Owned(out)
}

fn is_unknown(name: &str) -> bool {
    let word = name.starts_with(char::is_alphabetic) && name.chars().all(char::is_alphanumeric);
    word && !is_entity(name)
}

fn local(name: &str) -> &str {
    // Names are short: a loop is faster than a search.
    let colon = name.bytes().rposition(|byte| byte == b':');
    let local = colon.and_then(|at| name.get(at + 1..));
    local.unwrap_or(name)
}

fn escape_into(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = memchr::memchr3(b'&', b'<', b'>', rest.as_bytes()) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        out.push_str(match from.bytes().next() {
            Some(b'&') => "&amp;",
            Some(b'<') => "&lt;",
            _ => "&gt;",
        });
        rest = from.get(1..).unwrap_or_default();
    }
    out.push_str(rest);
}
