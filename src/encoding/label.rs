//! What headers, XML declaration and HTML `<meta>` say about the encoding in, known encodings out.

use crate::model::Headers;
use encoding_rs::{Encoding, REPLACEMENT, UTF_16BE, UTF_16LE};

/// How far into a body a declaration may stand.
const PRESCAN: usize = 1024;

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    /// An encoding of the Encoding Standard.
    Known(&'static Encoding),
    /// A form whose bytes show what they are; a declaration of it over other bytes is wrong.
    ShowsItself,
}

impl Label {
    /// The encoding to try on bytes without a mark.
    pub(super) fn decodable(self) -> Option<&'static Encoding> {
        match self {
            Self::Known(encoding) => Some(encoding),
            Self::ShowsItself => None,
        }
    }
}

/// Names that the Encoding Standard does not know, as they are written in the wild, without `-` and `_`.
const ALIASES: &[(&str, &str)] = &[
    ("cp932", "shift_jis"),
    ("cp936", "gbk"),
    ("cp949", "euc-kr"),
    ("cp950", "big5"),
    ("eucjis2004", "euc-jp"),
    ("gb2312", "gb18030"),
    ("macroman", "macintosh"),
    ("maccyrillic", "x-mac-cyrillic"),
    ("u8", "utf-8"),
    ("utf", "utf-8"),
    ("win1250", "windows-1250"),
    ("win1251", "windows-1251"),
    ("win1252", "windows-1252"),
];

/// The encoding of that name; None where nobody knows it, and for UTF-7. `gb2312` is read as its superset
/// gb18030, as everybody who writes it means.
pub(super) fn find(name: &str) -> Option<Label> {
    if is_utf7(name) {
        return None;
    }
    let squeezed = squeeze(name);
    let wide = [
        "utf16",
        "utf32",
        "ucs",
        "iso10646",
        "unicode",
        "csunicode",
        "csucs",
    ];
    if squeezed != "unicode11utf8" && wide.iter().any(|form| squeezed.starts_with(form)) {
        return Some(Label::ShowsItself);
    }
    let alias = ALIASES.iter().find(|(alias, _)| *alias == squeezed);
    let dashed = name.replace('_', "-");
    let encoding = match alias {
        Some((_, standard)) => Encoding::for_label(standard.as_bytes()),
        None => Encoding::for_label(name.as_bytes())
            .or_else(|| Encoding::for_label(dashed.as_bytes()))
            .or_else(|| Encoding::for_label(squeezed.as_bytes())),
    }?;
    if encoding == UTF_16BE || encoding == UTF_16LE {
        return Some(Label::ShowsItself);
    }
    (encoding != REPLACEMENT).then_some(Label::Known(encoding))
}

pub(super) fn is_utf7(name: &str) -> bool {
    squeeze(name).ends_with("utf7")
}

fn squeeze(name: &str) -> String {
    name.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

/// Every declared name: HTTP first, then the document itself.
pub(super) fn declared(body: &[u8], headers: &Headers) -> Vec<String> {
    let start = body.get(..body.len().min(PRESCAN)).unwrap_or_default();
    let inside = in_declaration(start).or_else(|| in_meta(start));
    [headers.first("content-type").and_then(charset), inside]
        .into_iter()
        .flatten()
        .collect()
}

/// The charset parameter of a Content-Type.
fn charset(content_type: &str) -> Option<String> {
    content_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let value = value.trim().trim_matches(['"', '\'']).trim();
        let named = name.trim().eq_ignore_ascii_case("charset");
        (named && !value.is_empty()).then(|| value.to_owned())
    })
}

/// `encoding` of the XML declaration, which may stand behind junk.
fn in_declaration(start: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(start);
    let (_, rest) = text.split_once("<?xml")?;
    let declaration = rest.split('>').next()?;
    let (_, value) = declaration.split_once("encoding")?;
    quoted(value.trim_start().strip_prefix('=')?)
}

/// `charset` in a `<meta>`: `<meta charset=…>` or `<meta http-equiv content="…; charset=…">`.
fn in_meta(start: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(start).to_ascii_lowercase();
    text.split("<meta").skip(1).find_map(|rest| {
        let tag = rest.split('>').next()?;
        let (_, value) = tag.split_once("charset")?;
        let value = value.trim_start().strip_prefix('=')?;
        quoted(value).or_else(|| {
            let end = value.find(|c: char| c.is_ascii_whitespace() || "\"';/".contains(c));
            let name = value.get(..end.unwrap_or(value.len()))?;
            (!name.is_empty()).then(|| name.to_owned())
        })
    })
}

fn quoted(value: &str) -> Option<String> {
    let value = value.trim_start();
    let quote = value.chars().next().filter(|c| ['"', '\''].contains(c))?;
    let inside = value.split(quote).nth(1)?.trim();
    (!inside.is_empty()).then(|| inside.to_owned())
}
