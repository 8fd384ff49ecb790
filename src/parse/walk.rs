//! Tokens in, a draft of the feed out: which elements are open, what is being read, where it belongs.
//!
//! Nothing recurses: open elements are a list of at most `limits::DEPTH`.

use crate::{
    model::{Feed, Headers, Warning},
    parse::{
        ParseError,
        capture::{Capture, Target},
        draft::Draft,
        elements::{self, Element, Field},
        limits,
        markup::is_void,
        scope::Scope,
        tag::Tag,
        xml::{Reader, Token},
    },
};
use url::Url;

/// Reads one document.
pub(super) struct Walk<'a> {
    pub(super) reader: Reader<'a>,
    pub(super) scope: Scope<'a>,
    pub(super) draft: Draft,
    frames: Vec<Frame<'a>>,
    /// Open elements beyond `limits::DEPTH`.
    beyond: usize,
    pub(super) place: Place,
    pub(super) capture: Option<Capture<'a>>,
    pub(super) doctype: Doctype,
    /// The element that made it a feed was seen.
    pub(super) rooted: bool,
    /// The first element, for the message where it is no feed.
    root: Option<&'a str>,
    full: bool,
}

/// An open element.
#[derive(Debug)]
struct Frame<'a> {
    name: &'a str,
    /// The place to return to.
    outer: Place,
    closes: Closes,
}

/// Bytes that looking at an open element in vain is worth.
const WASTE_OF_FRAME: usize = 3;

/// What the document type says.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Doctype {
    /// It is Netscape's of RSS 0.91.
    pub(super) netscape: bool,
    /// It defines entities.
    pub(super) entities: bool,
}

/// What the end of an element ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Closes {
    Nothing,
    Capture,
    /// An element inside a text construct.
    Inline,
    Entry,
    Source,
    Person(elements::Role, u16),
    Image,
}

/// What an element inside belongs to, beyond source, entry or feed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Place {
    #[default]
    Open,
    /// Author, contributor, owner: name, email and address are theirs.
    Person,
    FeedImage,
    EntryImage,
    TextInput,
}

/// What was read, and whether it was a feed.
pub(super) struct Walked {
    pub(super) feed: Feed,
    pub(super) warnings: Vec<Warning>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(text: &'a str, base: Option<Url>, headers: &Headers) -> Self {
        let language = headers.first("content-language").map(str::trim);
        let language = language
            .and_then(|all| all.split(',').next())
            .filter(|one| !one.is_empty());
        let mut draft = Draft::default();
        draft.feed.language = language.map(|one| one.replace('_', "-"));
        draft.feed.base = base.as_ref().map(|base| base.as_str().to_owned());
        Self {
            reader: Reader::new(text),
            scope: Scope::new(base, draft.feed.language.clone()),
            draft,
            frames: Vec::with_capacity(16),
            beyond: 0,
            place: Place::Open,
            capture: None,
            doctype: Doctype::default(),
            rooted: false,
            root: None,
            full: false,
        }
    }

    /// Reads to the end.
    pub(super) fn run(mut self) -> Result<Walked, ParseError> {
        self.walk()?;
        self.conclude()
    }

    pub(super) fn walk(&mut self) -> Result<(), ParseError> {
        while let Some(token) = self.reader.next()? {
            match token {
                Token::Start(tag) => self.start(tag, false),
                Token::Empty(tag) => self.start(tag, true),
                Token::End(name) => self.end(name),
                Token::Text(raw) => {
                    if let Some(capture) = &mut self.capture {
                        capture.escaped(raw);
                    }
                }
                Token::Data(data) => {
                    if let Some(capture) = &mut self.capture {
                        capture.literal(data);
                    }
                }
                Token::Doctype(text) => {
                    self.doctype.netscape |= text.contains("RSS 0.91");
                    self.doctype.entities |= text.contains("<!ENTITY");
                }
            }
            if self.full {
                break;
            }
        }
        Ok(())
    }

    fn conclude(mut self) -> Result<Walked, ParseError> {
        let cut =
            !self.full && (self.reader.is_cut() || !self.frames.is_empty() || self.root.is_none());
        if !self.rooted
            && let Some(root) = self.root
        {
            return Err(ParseError::OtherXml {
                root: root.chars().take(40).collect(),
            });
        }
        if cut {
            // What is open now was never finished: the next answer will have it whole.
            self.capture = None;
            self.draft.entry = None;
            self.draft.source = None;
            self.draft.warnings.push(Warning::Cut);
        }
        if let Some((what, at)) = self.reader.fault() {
            let fault = Warning::NotWellFormed {
                what: what.to_owned(),
                at: at as u64,
            };
            self.draft.warnings.insert(0, fault);
        }
        Ok(Walked {
            feed: self.draft.feed,
            warnings: self.draft.warnings,
        })
    }

    fn start(&mut self, tag: Tag<'a>, empty: bool) {
        if self.frames.len() >= limits::DEPTH {
            self.draft
                .flood("elements inside one another", limits::DEPTH);
            self.beyond += usize::from(!empty);
            return;
        }
        if self.capture.as_ref().is_some_and(Capture::takes_markup) {
            if !self.interrupts(&tag) {
                self.start_inline(tag, empty);
                return;
            }
            self.reader.complain("missing end tag");
            self.close_down_to(self.capture.as_ref().map_or(0, |capture| capture.depth) - 1);
        }
        let depth = self.frames.len() + 1;
        self.reader.spend(1);
        if tag.has_attributes() {
            let entered = self.scope.enter(&tag, depth);
            self.reader
                .spend(limits::STEPS_OF_DECLARATION * entered.declared);
            if entered.flood {
                self.draft.flood("namespace prefixes", limits::PREFIXES);
            }
        }
        let (space, local) = self.scope.resolve(tag.name);
        let element = elements::of(space, local);
        self.root = self.root.or(Some(tag.name));
        if element != Element::Unknown && self.capture.is_some() {
            self.finish_capture();
        }
        if element == Element::Item {
            self.close_entry();
            if self.full {
                return;
            }
            if self.draft.expects_none() {
                let more = self.reader.count(tag.name, limits::ENTRIES - 1);
                self.draft.expect(more + 1);
            }
        }
        if element != Element::Unknown {
            self.reader.spend(limits::STEPS_OF_FIELD);
        }
        let outer = self.place;
        let closes = self.open(element, space, &tag, depth);
        if empty {
            self.finish(closes);
            self.place = outer;
            self.scope.leave(depth);
        } else {
            self.frames.push(Frame {
                name: tag.name,
                outer,
                closes,
            });
        }
    }

    /// Is this the next field, because a text construct before it was never closed? Only elements that HTML
    /// does not have can tell, and only directly inside it.
    fn interrupts(&self, tag: &Tag<'a>) -> bool {
        let Some(capture) = &self.capture else {
            return false;
        };
        if capture.depth != self.frames.len() || tag.attributes().any(|(name, _)| name == "xmlns") {
            return false;
        }
        let (space, local) = self.scope.resolve(tag.name);
        match elements::of(space, local) {
            Element::Unknown
            | Element::Source
            | Element::Image
            | Element::Text(Field::Title | Field::Content, _) => {
                !space.is_core() && local == "encoded"
            }
            Element::Text(Field::Summary, _) => local != "summary",
            Element::Link => matches!(capture.target, Target::Text(Field::Title, ..)),
            Element::Value(value) => value.is_feed_only(),
            Element::Rss
            | Element::Rdf
            | Element::AtomFeed
            | Element::Channel
            | Element::Item
            | Element::TextInput
            | Element::Person(_)
            | Element::Enclosure
            | Element::MediaContent
            | Element::Thumbnail
            | Element::ItunesImage
            | Element::CcLicense
            | Element::GeneratorAgent
            | Element::Category(_)
            | Element::Text(Field::Subtitle | Field::Rights, _) => true,
        }
    }

    fn start_inline(&mut self, tag: Tag<'a>, empty: bool) {
        let Some(capture) = &mut self.capture else {
            return;
        };
        let depth = self.frames.len() + 1;
        self.scope.enter_inline(&tag, depth);
        let base = self.scope.base_below(capture.depth);
        if is_void(tag.name) {
            capture.void_inline(&tag, base);
            self.scope.leave(depth);
            return;
        }
        capture.open_inline(&tag, base);
        if empty {
            capture.close_inline(tag.name);
            self.scope.leave(depth);
        } else {
            let frame = Frame {
                name: tag.name,
                outer: self.place,
                closes: Closes::Inline,
            };
            self.frames.push(frame);
        }
    }

    fn end(&mut self, name: &'a str) {
        let named = |frame: &Frame<'a>| frame.name.eq_ignore_ascii_case(name);
        if self.beyond > 0 {
            // Only the end of a field, or of what is around it, ends what is too deep inside the field.
            let outside = |frame: &&Frame<'a>| frame.closes != Closes::Inline;
            let ends_field = self.capture.is_some() && {
                self.reader.waste(limits::DEPTH);
                self.frames.iter().filter(outside).any(named)
            };
            if !ends_field {
                self.beyond -= 1;
                return;
            }
            self.beyond = 0;
        }
        // Nearly always it is the innermost, written as it began.
        let at = match self.frames.last() {
            Some(last) if last.name == name => Some(self.frames.len() - 1),
            _ => self.frames.iter().rposition(named),
        };
        let Some(at) = at else {
            if !(self.capture.is_some() && is_void(name)) {
                self.reader.complain("end tag without start");
            }
            self.reader.waste(WASTE_OF_FRAME * self.frames.len());
            return;
        };
        if at + 1 < self.frames.len() {
            self.reader.complain("missing end tag");
        }
        self.close_down_to(at);
    }

    /// Closes elements until so many are left.
    fn close_down_to(&mut self, left: usize) {
        while self.frames.len() > left
            && let Some(frame) = self.frames.last()
        {
            let (closes, outer, name) = (frame.closes, frame.outer, frame.name);
            if closes == Closes::Inline {
                if let Some(capture) = &mut self.capture {
                    capture.close_inline(name);
                }
            } else {
                self.finish(closes);
            }
            self.place = outer;
            self.scope.leave(self.frames.len());
            self.frames.pop();
        }
    }

    fn finish(&mut self, closes: Closes) {
        match closes {
            Closes::Nothing | Closes::Inline => {}
            Closes::Capture | Closes::Image => self.finish_capture(),
            Closes::Entry => {
                self.finish_capture();
                self.draft.end_entry();
            }
            Closes::Source => {
                self.finish_capture();
                self.draft.end_source();
            }
            Closes::Person(role, rank) => {
                self.finish_capture();
                if let Some(person) = self.draft.person.take() {
                    self.draft.put_person(role, person, rank);
                }
            }
        }
    }

    /// A new entry begins: one that was never closed ends here.
    fn close_entry(&mut self) {
        if let Some(at) = self
            .frames
            .iter()
            .position(|frame| frame.closes == Closes::Entry)
        {
            self.reader.complain("missing end tag");
            self.close_down_to(at);
        }
        if self.draft.feed.entries.len() >= limits::ENTRIES {
            self.draft.flood("entries", limits::ENTRIES);
            self.full = true;
        }
    }
}
