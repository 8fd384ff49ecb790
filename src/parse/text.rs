//! Text runs in, the value of a field out: decoded once, trimmed, mended.

use crate::parse::{
    entities::{unescape, unescape_into},
    limits,
};
use std::borrow::Cow;

/// What was read of a field so far. One run, the usual case, is kept as a slice of the document.
#[derive(Debug, Default)]
pub(super) struct Gathered<'a> {
    run: Option<Run<'a>>,
    /// What was written out, once there was more than one run.
    text: String,
    cut: bool,
}

#[derive(Clone, Copy, Debug)]
enum Run<'a> {
    Escaped(&'a str),
    Literal(&'a str),
}

impl<'a> Gathered<'a> {
    /// Adds escaped characters.
    pub(super) fn escaped(&mut self, raw: &'a str) {
        let raw = self.room_for(raw);
        // White space around a CDATA section is trimmed anyway.
        if self.is_untouched() {
            self.run = Some(Run::Escaped(raw));
        } else if !(matches!(self.run, Some(Run::Literal(_))) && is_blank(raw)) {
            unescape_into(raw, self.written());
        }
    }

    /// Adds characters as they are.
    pub(super) fn literal(&mut self, data: &'a str) {
        let data = self.room_for(data);
        if self.is_untouched() {
            self.run = Some(Run::Literal(data));
        } else {
            self.written().push_str(data);
        }
    }

    /// As much of a run as there is still room for.
    pub(super) fn room_for(&mut self, raw: &'a str) -> &'a str {
        if self.cut {
            return "";
        }
        let kept = up_to(raw, limits::TEXT.saturating_sub(self.text.len()));
        self.cut |= kept.len() < raw.len();
        kept
    }

    /// Notes that there is no more room.
    pub(super) fn fill(&mut self) {
        self.cut |= self.text.len() >= limits::TEXT;
    }

    /// Was there more than is kept?
    pub(super) fn is_cut(&self) -> bool {
        self.cut
    }

    fn is_untouched(&self) -> bool {
        match self.run {
            None => self.text.is_empty(),
            Some(Run::Escaped(raw)) => is_blank(raw),
            Some(Run::Literal(_)) => false,
        }
    }

    /// The text so far, to write on.
    pub(super) fn written(&mut self) -> &mut String {
        match self.run.take() {
            None => {}
            Some(Run::Escaped(raw)) => unescape_into(raw, &mut self.text),
            Some(Run::Literal(data)) => self.text.push_str(data),
        }
        &mut self.text
    }

    /// The finished value: resolved, trimmed, mended.
    pub(super) fn finish(self) -> Cow<'a, str> {
        let text = match self.run {
            None => Cow::Owned(self.text),
            Some(Run::Escaped(raw)) => unescape(trim(raw)),
            Some(Run::Literal(data)) => Cow::Borrowed(trim(data)),
        };
        mended(trimmed(text))
    }
}

/// The beginning of a text, at most so many bytes. What is cut ends before a reference that stands near the end: half
/// of one would be read as something else.
pub(super) fn up_to(text: &str, bytes: usize) -> &str {
    if text.len() <= bytes {
        return text;
    }
    let kept = text.get(..text.floor_char_boundary(bytes));
    let kept = kept.unwrap_or_default();
    let near = kept.len().saturating_sub(LONGEST_REFERENCE);
    let reference = memchr::memrchr(b'&', kept.as_bytes()).filter(|at| *at >= near);
    kept.get(..reference.unwrap_or(kept.len())).unwrap_or(kept)
}

/// Bytes; the longest name has thirty, and its ampersand may be written by another.
const LONGEST_REFERENCE: usize = 40;

pub(super) fn is_blank(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_whitespace())
}

/// The text without white space around it; most have none.
fn trim(text: &str) -> &str {
    if is_trim(text) { text } else { text.trim() }
}

/// True of a text that begins and ends with a sign of ASCII.
fn is_trim(text: &str) -> bool {
    let sign = |byte: &u8| matches!(byte, b'!'..=b'~');
    let bytes = text.as_bytes();
    bytes.first().is_some_and(sign) && bytes.last().is_some_and(sign)
}

fn trimmed(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(trim(text)),
        Cow::Owned(text) if is_trim(&text) => Cow::Owned(text),
        Cow::Owned(mut text) => {
            text.truncate(text.trim_end().len());
            let start = text.len() - text.trim_start().len();
            text.drain(..start);
            Cow::Owned(text)
        }
    }
}

/// Windows characters between U+0080 and U+009F, where other standards have controls nobody means.
const WINDOWS: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
];

/// Text that was UTF-8, taken for Latin-1 and encoded again is decoded again; what is left of
/// Windows' own characters gets its proper code points.
pub(super) fn mended(text: Cow<'_, str>) -> Cow<'_, str> {
    // All of it lives behind C2 (U+0080 to U+00BF) in UTF-8: no C2, nothing to mend.
    if memchr::memchr(0xC2, text.as_bytes()).is_none() {
        return text;
    }
    let text = decoded_again(&text).map_or(text, Cow::Owned);
    let bytes = text.as_bytes();
    let is_control = |at| matches!(bytes.get(at + 1), Some(0x80..=0x9F));
    if !memchr::memchr_iter(0xC2, bytes).any(is_control) {
        return text;
    }
    let proper = |c: char| match (c as usize)
        .checked_sub(0x80)
        .and_then(|at| WINDOWS.get(at))
    {
        Some(proper) => *proper,
        None => c,
    };
    Cow::Owned(text.chars().map(proper).collect())
}

/// The text if every character is a byte and the bytes are UTF-8.
fn decoded_again(text: &str) -> Option<String> {
    // The first character above U+00FF is soon found in most texts, and ends this.
    if text.bytes().any(|byte| byte > 0xC3) {
        return None;
    }
    let bytes: Option<Vec<u8>> = text.chars().map(|c| u8::try_from(c).ok()).collect();
    String::from_utf8(bytes?).ok()
}

/// The text with CR LF as LF (XML 1.0 section 2.11) and without control characters; borrowed where it was and is so.
pub(super) fn with_plain_lines(text: Cow<'_, str>) -> Cow<'_, str> {
    let odd = |byte: u8| byte < 0x20 && byte != b'\n' && byte != b'\t';
    let any = text
        .as_bytes()
        .chunks(256)
        .any(|chunk| chunk.iter().fold(false, |any, byte| any | odd(*byte)));
    if !any {
        return text;
    }
    // In place: a large document that had to be decoded is not there a third time.
    let mut bytes = text.into_owned().into_bytes();
    let mut kept = 0;
    for at in 0..bytes.len() {
        let next = bytes.get(at + 1).copied();
        let byte = match bytes.get(at).copied() {
            Some(b'\r') if next != Some(b'\n') => b'\n',
            Some(byte) if !odd(byte) => byte,
            _ => continue,
        };
        if let Some(place) = bytes.get_mut(kept) {
            *place = byte;
        }
        kept += 1;
    }
    bytes.truncate(kept);
    // Cannot fail: only whole characters went.
    Cow::Owned(String::from_utf8(bytes).unwrap_or_default())
}

/// Can this be nothing but base64? A text with blanks between its words is none.
pub(super) fn is_base64(text: &str) -> bool {
    let text = text.trim();
    let signs = text.bytes().filter(|byte| !matches!(byte, b'\r' | b'\n'));
    let sound = |byte: u8| byte.is_ascii_alphanumeric() || b"+/=-_".contains(&byte);
    let length = signs.clone().count();
    length >= 8 && length.is_multiple_of(4) && signs.clone().all(sound)
}

/// The bytes that base64 stands for, as text; None if it is neither.
pub(super) fn from_base64(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut group, mut filled) = (0_u32, 0);
    for byte in text.bytes().filter(|byte| !byte.is_ascii_whitespace()) {
        let sextet = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => break,
            _ => return None,
        };
        group = group << 6 | u32::from(sextet);
        filled += 1;
        if filled == 4 {
            let [_, rest @ ..] = group.to_be_bytes();
            bytes.extend(rest);
            (group, filled) = (0, 0);
        }
    }
    let [_, first, second, _] = (group << (6 * (4 - filled) % 24)).to_be_bytes();
    match filled {
        0 => {}
        2 => bytes.push(first),
        3 => bytes.extend([first, second]),
        _ => return None,
    }
    String::from_utf8(bytes).ok()
}
