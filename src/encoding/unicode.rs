//! Bytes of UTF-16 and UTF-32, with or without mark, in; text out.

use encoding_rs::{UTF_16BE, UTF_16LE};
use std::borrow::Cow;

/// A form that shows itself by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Utf16Be,
    Utf16Le,
    Utf32Be,
    Utf32Le,
}

impl Form {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Utf16Be => "utf-16be",
            Self::Utf16Le => "utf-16le",
            Self::Utf32Be => "utf-32be",
            Self::Utf32Le => "utf-32le",
        }
    }
}

/// The form that a byte order mark names, and the mark's length.
pub(super) fn marked(body: &[u8]) -> Option<(Form, usize)> {
    match body {
        [0, 0, 0xFE, 0xFF, ..] => Some((Form::Utf32Be, 4)),
        [0xFF, 0xFE, 0, 0, ..] => Some((Form::Utf32Le, 4)),
        [0xFE, 0xFF, ..] => Some((Form::Utf16Be, 2)),
        [0xFF, 0xFE, ..] => Some((Form::Utf16Le, 2)),
        _ => None,
    }
}

/// The form that the zero bytes around the first two characters show (`<?`, `<r`, `{"`).
pub(super) fn unmarked(body: &[u8]) -> Option<(Form, usize)> {
    let zeros: [bool; 4] = body.first_chunk::<4>()?.map(|byte| byte == 0);
    let form = match zeros {
        [true, true, true, false] => Form::Utf32Be,
        [false, true, true, true] => Form::Utf32Le,
        [true, false, true, false] => Form::Utf16Be,
        [false, true, false, true] => Form::Utf16Le,
        _ => return None,
    };
    Some((form, 0))
}

pub(super) fn decode(body: &[u8], form: Form) -> Cow<'_, str> {
    let wide = |unit: fn([u8; 4]) -> u32| {
        let (units, _) = body.as_chunks::<4>();
        units
            .iter()
            .map(|bytes| char::from_u32(unit(*bytes)).unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect::<String>()
            .into()
    };
    match form {
        Form::Utf16Be => UTF_16BE.decode_without_bom_handling(body).0,
        Form::Utf16Le => UTF_16LE.decode_without_bom_handling(body).0,
        Form::Utf32Be => wide(u32::from_be_bytes),
        Form::Utf32Le => wide(u32::from_le_bytes),
    }
}
