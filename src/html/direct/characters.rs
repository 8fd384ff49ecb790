//! Characters as they are written in markup in, as the serialiser writes them out.

use super::tokens::Doubt;
use html5ever::data::NAMED_ENTITIES;
use memchr::{memchr, memchr3};
use std::borrow::Cow;

/// Where characters stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Text,
    Value,
}

/// Names of references are not longer.
const LONGEST: usize = 32;

/// Writes a text.
pub(super) fn write_text(raw: &str, html: &mut String) -> Result<(), Doubt> {
    let mut rest = raw;
    while let Some(at) = memchr3(b'&', b'>', 0xC2, rest.as_bytes()) {
        let (before, from) = rest.split_at_checked(at).ok_or(Doubt)?;
        html.push_str(before);
        let length = if from.starts_with('&') {
            let (characters, length) = reference(from, Place::Text)?;
            for character in characters.into_iter().flatten() {
                write(character, html);
            }
            length
        } else {
            let character = from.chars().next().ok_or(Doubt)?;
            write(character, html);
            character.len_utf8()
        };
        rest = from.get(length..).ok_or(Doubt)?;
    }
    html.push_str(rest);
    Ok(())
}

/// Writes a character of a text.
fn write(character: char, html: &mut String) {
    match character {
        '&' => html.push_str("&amp;"),
        '<' => html.push_str("&lt;"),
        '>' => html.push_str("&gt;"),
        '\u{a0}' => html.push_str("&nbsp;"),
        other => html.push(other),
    }
}

/// Writes the value of an attribute.
pub(super) fn write_value(value: &str, html: &mut String) {
    let special = |byte: u8| matches!(byte, b'&' | b'"' | b'<' | b'>' | 0xC2);
    if !value.bytes().any(special) {
        html.push_str(value);
        return;
    }
    for character in value.chars() {
        match character {
            '"' => html.push_str("&quot;"),
            other => write(other, html),
        }
    }
}

/// The value of an attribute, its references decoded.
pub(super) fn value(raw: &str) -> Result<Cow<'_, str>, Doubt> {
    if memchr(b'&', raw.as_bytes()).is_none() {
        return Ok(Cow::Borrowed(raw));
    }
    let (mut rest, mut value) = (raw, String::with_capacity(raw.len()));
    while let Some(at) = memchr(b'&', rest.as_bytes()) {
        let (before, from) = rest.split_at_checked(at).ok_or(Doubt)?;
        value.push_str(before);
        let (characters, length) = reference(from, Place::Value)?;
        value.extend(characters.into_iter().flatten());
        rest = from.get(length..).ok_or(Doubt)?;
    }
    value.push_str(rest);
    Ok(Cow::Owned(value))
}

/// What a text that begins with `&` refers to, and the length of the reference.
fn reference(from: &str, place: Place) -> Result<([Option<char>; 2], usize), Doubt> {
    let one = |character, length| Ok(([Some(character), None], length));
    match from.as_bytes() {
        [b'&', b'a', b'm', b'p', b';', ..] => one('&', 5),
        [b'&', b'l', b't', b';', ..] => one('<', 4),
        [b'&', b'g', b't', b';', ..] => one('>', 4),
        [b'&', b'q', b'u', b'o', b't', b';', ..] => one('"', 6),
        [b'&', b'n', b'b', b's', b'p', b';', ..] => one('\u{a0}', 6),
        [b'&', b'#', ..] => numbered(from),
        [b'&', next, ..] if next.is_ascii_alphanumeric() => named(from, place),
        _ => one('&', 1),
    }
}

/// A number that stands for a character nobody disputes.
fn numbered(from: &str) -> Result<([Option<char>; 2], usize), Doubt> {
    let near = from
        .as_bytes()
        .get(..from.len().min(LONGEST))
        .ok_or(Doubt)?;
    let end = memchr(b';', near).ok_or(Doubt)?;
    let inside = from.get(2..end).ok_or(Doubt)?;
    let (digits, base) = match inside.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, 16),
        None => (inside, 10),
    };
    if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(Doubt);
    }
    let code = u32::from_str_radix(digits, base).map_err(|_| Doubt)?;
    let plain = matches!(code, 0x20..=0x7E | 0xA0..=0xFDCF | 0x1_0000..);
    let character = char::from_u32(code).filter(|_| plain && code & 0xFFFE != 0xFFFE);
    Ok(([Some(character.ok_or(Doubt)?), None], end + 1))
}

/// A name with its `;`, or an ampersand that is none of a reference.
fn named(from: &str, place: Place) -> Result<([Option<char>; 2], usize), Doubt> {
    let behind = from.get(1..).ok_or(Doubt)?;
    let end = behind
        .bytes()
        .take(LONGEST)
        .position(|byte| !byte.is_ascii_alphanumeric());
    let end = end
        .or((behind.len() < LONGEST).then_some(behind.len()))
        .ok_or(Doubt)?;
    let next = behind.as_bytes().get(end);
    let given = |length| {
        behind
            .get(..length)
            .and_then(|name| NAMED_ENTITIES.get(name))
    };
    if next == Some(&b';')
        && let Some((first, second)) = given(end + 1).filter(|(first, _)| *first != 0)
    {
        let second = char::from_u32(*second).filter(|second| *second != '\0');
        return Ok(([char::from_u32(*first), second], end + 2));
    }
    // `?a=1&copy=2`; elsewhere some names need no `;`, and what begins with one of them may be it. The table knows what
    // names begin with, too.
    let is_parameter = place == Place::Value && next == Some(&b'=');
    let mut beginnings = (1..=end).map_while(given);
    if !is_parameter && beginnings.any(|(first, _)| *first != 0) {
        return Err(Doubt);
    }
    Ok(([Some('&'), None], 1))
}
