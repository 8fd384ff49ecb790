//! Escaped characters in, characters out: the five of XML, the names of HTML, numbers. Nothing else is an
//! entity: what a document type defines is never expanded (CWE-776), it stays as it was written.

use crate::parse::entity_names::ENTITIES;
use memchr::{memchr, memchr_iter};
use std::borrow::Cow;

/// The longest reference that can mean anything: `&thetasym;` and `&#x10FFFF;` with leading zeros.
const LONGEST: usize = 16;

/// The text with its references resolved; borrowed where there are none.
pub(super) fn unescape(raw: &str) -> Cow<'_, str> {
    if memchr(b'&', raw.as_bytes()).is_none() {
        return Cow::Borrowed(raw);
    }
    let mut out = String::with_capacity(raw.len());
    unescape_into(raw, &mut out);
    // Escaped HTML is a third longer than what it stands for, and that is kept.
    if out.capacity() - out.len() > out.len() / 8 {
        out.shrink_to_fit();
    }
    Cow::Owned(out)
}

/// Appends the text with its references resolved.
pub(super) fn unescape_into(raw: &str, out: &mut String) {
    let bytes = raw.as_bytes();
    let mut copied = 0;
    for at in memchr_iter(b'&', bytes) {
        // Behind what does not refer to anything, and inside of what did.
        let from = bytes.get(at..).filter(|_| at >= copied).unwrap_or_default();
        let Some((character, length)) = reference(from) else {
            continue;
        };
        out.push_str(raw.get(copied..at).unwrap_or_default());
        out.push(character);
        copied = at + length;
    }
    out.push_str(raw.get(copied..).unwrap_or_default());
}

/// The character that a text beginning with `&` refers to, and the length of the reference.
fn reference(from: &[u8]) -> Option<(char, usize)> {
    // The frequent ones first: they are four of five references in escaped HTML.
    match from {
        [b'&', b'l', b't', b';', ..] => return Some(('<', 4)),
        [b'&', b'g', b't', b';', ..] => return Some(('>', 4)),
        [b'&', b'a', b'm', b'p', b';', ..] => return Some(('&', 5)),
        [b'&', b'q', b'u', b'o', b't', b';', ..] => return Some(('"', 6)),
        [b'&', next, ..] if next.is_ascii_alphabetic() || *next == b'#' => {}
        _ => return None,
    }
    let near = from.get(1..from.len().min(LONGEST))?;
    let end = memchr(b';', near)?;
    let name = std::str::from_utf8(near.get(..end)?).ok()?;
    let character = match name.strip_prefix('#') {
        Some(number) => numbered(number)?,
        None => named(name)?,
    };
    Some((character, end + 2))
}

fn named(name: &str) -> Option<char> {
    let at = ENTITIES
        .binary_search_by_key(&name, |(name, _)| name)
        .ok()?;
    ENTITIES.get(at).map(|(_, character)| *character)
}

fn numbered(number: &str) -> Option<char> {
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    let control = code < 0x20 && ![0x9, 0xA, 0xD].contains(&code);
    let character = char::from_u32(code).filter(|_| !control);
    Some(character.unwrap_or(char::REPLACEMENT_CHARACTER))
}
