//! Text in, tags and text runs out: quick-xml's events with everything forgiven that can be.
//!
//! quick-xml reads what begins with `<`; a run of text is found here and handed over whole and still
//! escaped, so that nobody copies it twice. Where quick-xml gives up, the reader goes on behind
//! the fault; `vain` bounds what that may cost.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "quick-xml's events beyond these say nothing in a feed"
)]

use crate::parse::{ParseError, limits};
use memchr::{memchr, memchr_iter};
use quick_xml::{
    Reader as Events,
    events::{Event, attributes::Attributes},
};
use std::{borrow::Cow, io::BufRead};

/// What stands next in a document.
#[derive(Clone, Copy, Debug)]
pub(super) enum Token<'a> {
    Start(Tag<'a>),
    /// `<x/>`
    Empty(Tag<'a>),
    /// The name, with its prefix.
    End(&'a str),
    /// Characters, still escaped.
    Text(&'a str),
    /// Characters, as they are.
    Data(&'a str),
    /// What stands in a document type.
    Doctype(&'a str),
}

/// A start tag.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tag<'a> {
    /// With its prefix.
    pub(super) name: &'a str,
    raw: &'a str,
}

impl<'a> Tag<'a> {
    pub(super) fn has_attributes(&self) -> bool {
        self.raw.len() > self.name.len()
    }

    /// May it declare a namespace, a base or a language?
    pub(super) fn mentions_xml(&self) -> bool {
        memchr::memmem::find(self.raw.as_bytes(), b"xml").is_some()
    }

    /// Name and value, still escaped; what is no attribute is passed over. At most `limits::ATTRIBUTES`.
    pub(super) fn attributes(&self) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
        let mut attributes = Attributes::html(self.raw, self.name.len());
        attributes.with_checks(false);
        attributes.flatten().filter_map(|attribute| {
            let Cow::Borrowed(value) = attribute.value else {
                return None;
            };
            Some((
                str::from_utf8(attribute.key.0).ok()?,
                str::from_utf8(value).ok()?,
            ))
        })
    }
}

/// Reads a document token by token.
pub(super) struct Reader<'a> {
    text: &'a str,
    at: usize,
    events: Events<&'a [u8]>,
    /// Where the events begin in the text.
    origin: usize,
    /// Bytes looked at that brought nothing.
    vain: u64,
    steps: u64,
    /// Start tags since the events began.
    opened: usize,
    /// The first thing that was not well-formed, and where.
    fault: Option<(&'static str, usize)>,
    cut: bool,
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            events: events(text),
            origin: 0,
            vain: 0,
            steps: 0,
            opened: 0,
            fault: None,
            cut: false,
        }
    }

    /// The first fault, and its byte.
    pub(super) fn fault(&self) -> Option<(&'static str, usize)> {
        self.fault
    }

    /// Notes a fault unless there was one before.
    pub(super) fn complain(&mut self, what: &'static str) {
        self.fault = self.fault.or(Some((what, self.at)));
    }

    /// Counts work that brought nothing; past the bound, the rest of the document is left.
    pub(super) fn waste(&mut self, bytes: usize) {
        self.vain += bytes as u64;
        if self.vain > limits::VAIN {
            self.leave("hopeless markup");
        }
    }

    /// Counts work; past the bound, the rest of the document is left.
    pub(super) fn spend(&mut self, steps: u64) {
        self.steps += steps;
        if self.steps > limits::STEPS.max(self.text.len() as u64 / limits::BYTES_A_STEP) {
            self.leave("too much markup");
        }
    }

    fn leave(&mut self, why: &'static str) {
        if self.at < self.text.len() {
            self.complain(why);
            self.cut = true;
            self.at = self.text.len();
        }
    }

    /// Bytes looked at that brought nothing, and steps.
    #[cfg(test)]
    pub(super) fn work(&self) -> (u64, u64) {
        (self.vain, self.steps)
    }

    /// How many more will come of what came so many times so far, if it goes on like that.
    pub(super) fn foretell(&self, count: usize) -> usize {
        let left = self.text.len().saturating_sub(self.at);
        count.saturating_mul(left) / self.at.max(1) + 1
    }

    /// The document ended inside markup.
    pub(super) fn is_cut(&self) -> bool {
        self.cut
    }

    /// The next token; None at the end.
    pub(super) fn next(&mut self) -> Result<Option<Token<'a>>, ParseError> {
        loop {
            self.spend(1);
            let rest = self.text.get(self.at..).unwrap_or_default();
            if rest.is_empty() {
                return Ok(None);
            }
            let run = text_run(rest.as_bytes());
            if run > 0 {
                self.events.stream().consume(run);
                self.at += run;
                return Ok(rest.get(..run).map(Token::Text));
            }
            let event = self.events.read_event();
            let end =
                self.origin + usize::try_from(self.events.buffer_position()).unwrap_or(usize::MAX);
            let token = match event {
                Ok(event) => self.understand(&event, rest, end)?,
                Err(_) => self.recover(rest, end.saturating_sub(self.at)),
            };
            if let Some(token) = token {
                return Ok(Some(token));
            }
        }
    }

    /// An event that begins `rest` and ends at `end`.
    fn understand(
        &mut self,
        event: &Event<'_>,
        rest: &'a str,
        end: usize,
    ) -> Result<Option<Token<'a>>, ParseError> {
        let length = end.saturating_sub(self.at);
        let inside = |from: usize, behind: usize| rest.get(from..length.saturating_sub(behind));
        let start = |behind: usize, name: usize| {
            let raw = inside(1, behind)?;
            Some(Tag {
                name: raw.get(..name)?,
                raw,
            })
        };
        let token = match event {
            Event::Start(tag) => start(1, tag.name().0.len()).map(Token::Start),
            Event::Empty(tag) => start(2, tag.name().0.len()).map(Token::Empty),
            Event::End(_) => inside(2, 1).map(|raw| Token::End(first_word(raw))),
            Event::CData(_) => inside(9, 3).map(Token::Data),
            Event::DocType(_) => inside(2, 1).map(Token::Doctype),
            _ => None,
        };
        if let Some(Token::End(name)) = token
            && memchr(b'<', name.as_bytes()).is_some()
        {
            return Ok(self.recover(rest, length));
        }
        if let Some(Token::Start(tag) | Token::Empty(tag)) = token {
            if tag.raw.len() > 64 && memchr::memmem::find(tag.raw.as_bytes(), b"</").is_some() {
                // A quote that was never closed has eaten the tags behind it.
                return Ok(self.recover(rest, length));
            }
            check_size(&tag)?;
            self.opened += 1;
        }
        if matches!(token, Some(Token::Doctype(_))) && length > limits::DOCTYPE {
            return Err(ParseError::TooLarge {
                what: "document type",
                limit: limits::DOCTYPE,
            });
        }
        self.at = end;
        if self.opened >= OPENED {
            self.restart(end);
        }
        Ok(token)
    }

    /// Goes on behind markup that quick-xml does not take, after it looked at so many bytes.
    fn recover(&mut self, rest: &'a str, looked: usize) -> Option<Token<'a>> {
        self.complain("broken markup");
        self.waste(looked);
        if self.at == self.text.len() {
            return None;
        }
        let (token, length) = mend(rest);
        self.cut |= length == rest.len() && !matches!(token, Some(Token::End(_)));
        self.restart(self.at + length);
        token
    }

    fn restart(&mut self, at: usize) {
        self.at = at;
        self.origin = at;
        self.opened = 0;
        self.events = events(self.text.get(at..).unwrap_or_default());
    }
}

/// quick-xml remembers every open element; after so many start tags it begins afresh.
const OPENED: usize = 10_000;

fn events(text: &str) -> Events<&[u8]> {
    let mut events = Events::from_reader(text.as_bytes());
    let config = events.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    events
}

/// Length of the text before the next markup. A `<` before anything but a name is text: `a < b`, `<3`.
fn text_run(rest: &[u8]) -> usize {
    memchr_iter(b'<', rest)
        .find(|at| {
            let next = rest.get(at + 1).copied().unwrap_or(b'/');
            next.is_ascii_alphabetic() || next >= 0x80 || b"/!?_:".contains(&next)
        })
        .unwrap_or(rest.len())
}

fn first_word(text: &str) -> &str {
    let end = text.bytes().position(|byte| byte.is_ascii_whitespace());
    text.get(..end.unwrap_or(text.len())).unwrap_or(text)
}

fn check_size(tag: &Tag<'_>) -> Result<(), ParseError> {
    if tag.raw.len() > limits::TAG {
        return Err(ParseError::TooLarge {
            what: "tag",
            limit: limits::TAG,
        });
    }
    // Most tags are too short to hold so many.
    let many = tag.raw.len() > limits::ATTRIBUTES * 2
        && tag.attributes().nth(limits::ATTRIBUTES).is_some();
    if many {
        return Err(ParseError::TooLarge {
            what: "number of attributes",
            limit: limits::ATTRIBUTES,
        });
    }
    Ok(())
}

/// What markup that begins `rest` can still mean, and how long it is.
fn mend(rest: &str) -> (Option<Token<'_>>, usize) {
    if let Some(data) = rest.strip_prefix("<![CDATA[") {
        return (Some(Token::Data(data)), rest.len());
    }
    if rest.starts_with("<!--") && !rest.starts_with("<!-->") && !rest.starts_with("<!--->") {
        return (None, rest.len());
    }
    let close = memchr(b'>', rest.as_bytes());
    let length = close.map_or(rest.len(), |at| at + 1);
    let Some(inside) = rest.get(1..close.unwrap_or(rest.len())) else {
        return (None, length);
    };
    if let Some(name) = inside.strip_prefix('/') {
        return (Some(Token::End(first_word(name))), length);
    }
    if inside.starts_with(['!', '?']) || close.is_none() {
        return (None, length);
    }
    let (raw, empty) = match inside.strip_suffix('/') {
        Some(raw) => (raw, true),
        None => (inside, false),
    };
    let end = raw.find(|c: char| c.is_ascii_whitespace() || c == '/');
    let name = raw.get(..end.unwrap_or(raw.len())).unwrap_or_default();
    let tag = Tag { name, raw };
    let token = if empty {
        Token::Empty(tag)
    } else {
        Token::Start(tag)
    };
    (Some(token), length)
}
