//! The inside of a tag in, its name and its attributes out.

use memchr::{memchr, memchr_iter};
use quick_xml::events::attributes::Attributes;
use std::{borrow::Cow, ops::Range};

/// A start tag.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tag<'a> {
    /// With its prefix.
    pub(super) name: &'a str,
    /// What stands between `<` and `>` or `/>`.
    pub(super) raw: &'a str,
}

impl<'a> Tag<'a> {
    /// The tag in which that stands.
    pub(super) fn of(raw: &'a str) -> Self {
        Self {
            name: first_word(raw),
            raw,
        }
    }

    pub(super) fn has_attributes(&self) -> bool {
        self.raw.len() > self.name.len()
    }

    /// May it declare a namespace, a base or a language?
    pub(super) fn mentions_xml(&self) -> bool {
        let bytes = self.raw.as_bytes();
        memchr_iter(b'x', bytes).any(|at| bytes.get(at..at + 3) == Some(b"xml"))
    }

    /// True of a tag that has eaten the tags behind it, because a quote was never closed.
    pub(super) fn holds_end_tag(&self) -> bool {
        let bytes = self.raw.as_bytes();
        memchr_iter(b'<', bytes).any(|at| bytes.get(at + 1) == Some(&b'/'))
    }

    /// Name and value, still escaped; what is no attribute is passed over. At most `limits::ATTRIBUTES`.
    pub(super) fn attributes(&self) -> TagAttributes<'a> {
        TagAttributes {
            raw: self.raw,
            at: self.name.len(),
            odd: None,
        }
    }
}

/// See [`Tag::attributes`].
pub(super) struct TagAttributes<'a> {
    raw: &'a str,
    at: usize,
    /// What is not written as everybody writes it, and all behind it.
    odd: Option<Attributes<'a>>,
}

impl<'a> Iterator for TagAttributes<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        if self.odd.is_none() {
            let rest = self.raw.as_bytes().get(self.at..)?;
            let blank = rest.iter().position(|byte| !is_blank(*byte))?;
            if let Some((name, value)) = plain_attribute(self.raw, self.at + blank, blank > 0) {
                self.at = value.end + 1;
                return Some((self.raw.get(name)?, self.raw.get(value)?));
            }
            let mut odd = Attributes::html(self.raw, self.at);
            odd.with_checks(false);
            self.odd = Some(odd);
        }
        self.odd.as_mut()?.flatten().find_map(|attribute| {
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

/// Where name and value stand of an attribute that begins there and is written `name="value"`.
fn plain_attribute(raw: &str, at: usize, parted: bool) -> Option<(Range<usize>, Range<usize>)> {
    let rest = raw.as_bytes().get(at..)?;
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || b":-_.".contains(byte);
    let name = rest.iter().position(|byte| !is_name(byte))?;
    let [b'=', quote @ (b'"' | b'\''), value @ ..] = rest.get(name..)? else {
        return None;
    };
    let length = memchr(*quote, value)?;
    let start = at + name + 2;
    let plain = parted && name > 0;
    plain.then_some((at..at + name, start..start + length))
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// What stands before the first white space.
pub(super) fn first_word(text: &str) -> &str {
    let end = text.bytes().position(is_blank);
    text.get(..end.unwrap_or(text.len())).unwrap_or(text)
}
