//! Text in, tags and text runs out, with everything forgiven that can be.
//!
//! A run of text is handed over whole and still escaped, so that nobody copies it twice. Tags and CDATA sections, which
//! are nearly all markup there is, are found here; quick-xml reads whatever else begins with `<`. Where it gives up,
//! the reader goes on behind the fault; `vain` bounds what that may cost.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "quick-xml's events beyond these say nothing in a feed"
)]

use crate::parse::{
    ParseError, limits,
    tag::{Tag, first_word},
};
use memchr::{memchr, memchr_iter, memchr3, memmem};
use quick_xml::{Reader as Events, events::Event};

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

/// Reads a document token by token.
pub(super) struct Reader<'a> {
    text: &'a str,
    at: usize,
    /// Bytes looked at that brought nothing.
    vain: u64,
    steps: u64,
    /// So many may be made.
    most_steps: u64,
    /// The first thing that was not well-formed, and where.
    fault: Option<(&'static str, usize)>,
    cut: bool,
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            vain: 0,
            steps: 0,
            most_steps: limits::STEPS.max(text.len() as u64 / limits::BYTES_A_STEP),
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
        if self.steps > self.most_steps {
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

    /// How many elements of that name still seem to begin, at most so many.
    pub(super) fn count(&self, name: &str, most: usize) -> usize {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let start = ["<", name].concat();
        memmem::find_iter(rest, &start).take(most).count()
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
            if !begins_markup(rest.as_bytes()) {
                let run = text_run(rest.as_bytes());
                self.at += run;
                return Ok(rest.get(..run).map(Token::Text));
            }
            let inside = |from, end| rest.get(from..end).unwrap_or_default();
            let token = match plain_markup(rest) {
                Plain::Tag(end) if end <= SHORT => {
                    self.at += end + 1;
                    return Ok(Some(start_tag(inside(1, end))));
                }
                Plain::Tag(end) => self.accept(start_tag(inside(1, end)), rest, end + 1)?,
                Plain::EndTag(end) => {
                    self.at += end + 1;
                    return Ok(Some(Token::End(first_word(inside(2, end)))));
                }
                Plain::Data(end) => {
                    self.at += end + 3;
                    return Ok(Some(Token::Data(inside(9, end))));
                }
                Plain::Unclosed => self.recover(rest, rest.len()),
                Plain::Other => self.read_event(rest)?,
            };
            if let Some(token) = token {
                return Ok(Some(token));
            }
        }
    }

    /// Takes a token that begins `rest`, unless it has eaten what stands behind it.
    fn accept(
        &mut self,
        token: Token<'a>,
        rest: &'a str,
        length: usize,
    ) -> Result<Option<Token<'a>>, ParseError> {
        if let Token::Start(tag) | Token::Empty(tag) = &token
            && tag.raw.len() > SHORT
        {
            if tag.holds_end_tag() {
                return Ok(self.recover(rest, length));
            }
            check_size(tag)?;
        }
        self.at += length;
        Ok(Some(token))
    }

    /// Has quick-xml read what begins `rest`.
    fn read_event(&mut self, rest: &'a str) -> Result<Option<Token<'a>>, ParseError> {
        let mut events = Events::from_reader(rest.as_bytes());
        events.config_mut().check_end_names = false;
        events.config_mut().allow_unmatched_ends = true;
        let event = events.read_event();
        let length = usize::try_from(events.buffer_position()).unwrap_or(usize::MAX);
        let Ok(event) = event else {
            return Ok(self.recover(rest, length));
        };
        let inside = |from: usize, behind: usize| rest.get(from..length.saturating_sub(behind));
        let start = |behind: usize| inside(1, behind).map(Tag::of);
        let token = match event {
            Event::Start(_) => start(1).map(Token::Start),
            Event::Empty(_) => start(2).map(Token::Empty),
            Event::End(_) => inside(2, 1).map(|raw| Token::End(first_word(raw))),
            Event::CData(_) => inside(9, 3).map(Token::Data),
            Event::DocType(_) => inside(2, 1).map(Token::Doctype),
            _ => None,
        };
        match token {
            Some(Token::End(name)) if memchr(b'<', name.as_bytes()).is_some() => {
                Ok(self.recover(rest, length))
            }
            Some(Token::Doctype(_)) if length > limits::DOCTYPE => Err(ParseError::TooLarge {
                what: "document type",
                limit: limits::DOCTYPE,
            }),
            Some(token) => self.accept(token, rest, length),
            None => {
                self.at += length;
                Ok(None)
            }
        }
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
        self.at += length;
        token
    }
}

/// What begins with a `<`, and where its end stands: the `>` of a tag, the `]]>` of a section.
enum Plain {
    Tag(usize),
    EndTag(usize),
    Data(usize),
    /// It goes on to the end of the document.
    Unclosed,
    /// Left to quick-xml.
    Other,
}

/// Finds the end of the tag or CDATA section that begins `rest`: what nearly all markup is.
fn plain_markup(rest: &str) -> Plain {
    let bytes = rest.as_bytes();
    match bytes.get(1) {
        Some(b'/') => match near(bytes, |byte| matches!(byte, b'>' | b'<' | b'"' | b'\'')) {
            Some((end, b'>')) => Plain::EndTag(end),
            _ => Plain::Other,
        },
        Some(b'!') => match rest.strip_prefix("<![CDATA[") {
            Some(data) => {
                data_end(data.as_bytes()).map_or(Plain::Unclosed, |end| Plain::Data(end + 9))
            }
            None => Plain::Other,
        },
        Some(b'?') => Plain::Other,
        _ => {
            let short = near(bytes, |byte| {
                matches!(byte, b'>' | b'"' | b'\'' | b' ' | b'\t' | b'\n')
            });
            let end = match short {
                Some((end, b'>')) => Some(end),
                Some((at, _)) => tag_end(bytes, at),
                None => tag_end(bytes, 1),
            };
            end.map_or(Plain::Unclosed, Plain::Tag)
        }
    }
}

/// The first of some bytes, and where it stands, if it is not far behind a `<`.
fn near(bytes: &[u8], wanted: impl Fn(u8) -> bool) -> Option<(usize, u8)> {
    let near = bytes.iter().copied().enumerate().take(48).skip(1);
    near.into_iter().find(|(_, byte)| wanted(*byte))
}

/// Where the `]]>` stands that ends a CDATA section.
fn data_end(data: &[u8]) -> Option<usize> {
    memchr_iter(b']', data).find(|at| data.get(at + 1..at + 3) == Some(b"]>"))
}

fn start_tag(raw: &str) -> Token<'_> {
    match raw.strip_suffix('/') {
        Some(raw) => Token::Empty(Tag::of(raw)),
        None => Token::Start(Tag::of(raw)),
    }
}

/// Where the `>` stands that ends a start tag: not in quotes. Nothing of either stands before `at`.
fn tag_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let rest = bytes.get(at..)?;
        at += memchr3(b'>', b'"', b'\'', rest)?;
        let quote = *bytes.get(at)?;
        if quote == b'>' {
            return Some(at);
        }
        at += 2 + memchr(quote, bytes.get(at + 1..)?)?;
    }
}

/// A `<` before anything but a name is text: `a < b`, `<3`.
fn begins_markup(rest: &[u8]) -> bool {
    match rest {
        [b'<', next, ..] => {
            next.is_ascii_alphabetic() || matches!(next, b'/' | b'!' | b'?' | b'_' | b':' | 0x80..)
        }
        [b'<'] => true,
        _ => false,
    }
}

/// Length of the text before the next markup.
fn text_run(rest: &[u8]) -> usize {
    let mut places = memchr_iter(b'<', rest);
    let found = places.find(|at| rest.get(*at..).is_some_and(begins_markup));
    found.unwrap_or(rest.len())
}

/// Bytes; a shorter tag can hold nothing that it should not.
const SHORT: usize = 64;

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
