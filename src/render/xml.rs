//! Text in, text that an XML 1.0 document may hold out.

use crate::model::{Language, Timestamp};
use std::{borrow::Cow, fmt::Write};

/// Combining marks that one letter may carry; Vietnamese needs two, some scripts three.
const MARKS: usize = 4;

/// Feed validators believe no date before the first feed: 1 January 1990.
pub(super) const FIRST_PLAUSIBLE: Timestamp = match Timestamp::from_timestamp_secs(631_152_000) {
    Some(instant) => instant,
    None => Timestamp::UNIX_EPOCH,
};

/// Whether readers believe that a story has this date.
pub(super) fn is_plausible(instant: Timestamp) -> bool {
    instant >= FIRST_PLAUSIBLE
}

/// What stands where a character was that nobody may write. U+FFFD itself is one: validators take it
/// for a sign of a wrong encoding.
const GAP: char = '\u{25A1}';

/// Markup without the characters that XML 1.0 and HTML forbid. They become a sign: to leave them out
/// could join two harmless halves into something that the sanitiser did not see.
pub(super) fn markup(text: &str) -> Cow<'_, str> {
    // In UTF-8, DEL is 7F, C1 begins with C2, noncharacters with EF or F0 and above.
    let harmless = |b: u8| matches!(b, b' '..=b'~' | 0x80..=0xEE | b'\n' | b'\t') && b != 0xC2;
    if text.bytes().all(harmless) || text.chars().all(|c| is_char(c) && c != '\r') {
        return Cow::Borrowed(text);
    }
    let text = text.replace("\r\n", "\n");
    let legal = text.chars().map(|c| match c {
        '\r' => '\n',
        c if is_char(c) => c,
        _ => GAP,
    });
    Cow::Owned(legal.collect())
}

/// Plain text on one line: no controls, no characters that turn the direction of what follows
/// (an isolate that is left open is closed), no towers of combining marks.
pub(super) fn line(text: &str) -> String {
    if is_line(text) {
        return text.to_owned();
    }
    let mut line = String::with_capacity(text.len());
    let mut open = 0_usize;
    let mut marks = 0_usize;
    for c in text.chars() {
        let mark = !c.is_ascii() && unicode_normalization::char::is_combining_mark(c);
        marks = if mark { marks + 1 } else { 0 };
        match c {
            c if c.is_whitespace() || c.is_control() => {
                let gap = c.is_whitespace() && !line.is_empty() && !line.ends_with(' ');
                line.extend(gap.then_some(' '));
            }
            '\u{FFFD}' => line.push(GAP),
            _ if !is_char(c) || marks > MARKS => {}
            // Embeddings and overrides.
            '\u{202A}'..='\u{202E}' => {}
            '\u{2066}'..='\u{2068}' => {
                open += 1;
                line.push(c);
            }
            '\u{2069}' => {
                line.extend((open > 0).then_some(c));
                open = open.saturating_sub(1);
            }
            c => line.push(c),
        }
    }
    line.truncate(line.trim_end().len());
    line.extend(std::iter::repeat_n('\u{2069}', open));
    line
}

/// Whether [`line`] leaves a text as it is, which most are: ASCII, letters of Latin (U+C0 to U+27F) and
/// Cyrillic (U+400 to U+47F), dashes and quotes (U+2010 to U+2027), single blanks between them.
fn is_line(text: &str) -> bool {
    let mut bytes = text.bytes();
    let mut after = b' ';
    while let Some(byte) = bytes.next() {
        let plain = match byte {
            b'!'..=b'~' | 0x80..=0xBF | 0xC3..=0xC9 | 0xD0 | 0xD1 => true,
            b' ' => after != b' ',
            0xE2 => bytes.next() == Some(0x80) && matches!(bytes.next(), Some(0x90..=0xA7)),
            _ => false,
        };
        if !plain {
            return false;
        }
        after = byte;
    }
    after != b' '
}

/// Text as it stands in attributes and between tags, HTML and XML alike (`&apos;` is no word of old
/// HTML). Slashes stay as they are: addresses are read by people, too.
pub(super) fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>', '"', '\'']) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    Cow::Owned(escaped)
}

/// Text as it stands between tags, where quotes are just quotes.
pub(super) fn escape_text(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// The first words of a title that a reader could take for markup or an entity, told apart by a blank:
/// readers disagree on how often a title is escaped, and some would show a tag as one.
pub(super) fn told(text: &str) -> Cow<'_, str> {
    if !text.contains(['<', '&']) {
        return Cow::Borrowed(text);
    }
    let mut told = String::with_capacity(text.len() + 8);
    let mut rest = text;
    while let Some(at) = rest.find(['<', '&']) {
        let (before, from) = rest.split_at(at);
        let (sign, after) = from.split_at(1);
        told.push_str(before);
        told.push_str(sign);
        let tag = after.starts_with(|c: char| c == '/' || c.is_ascii_alphabetic());
        if (sign == "<" && tag) || (sign == "&" && is_entity(after)) {
            told.push(' ');
        }
        rest = after;
    }
    told.push_str(rest);
    Cow::Owned(told)
}

/// What follows a `&` and would make an entity of it, or look like one.
fn is_entity(after: &str) -> bool {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    let end = after.find(|c| !word(c)).unwrap_or(after.len());
    let (name, rest) = after.split_at(end);
    after.starts_with('#')
        || (!name.is_empty() && rest.starts_with(';'))
        || name.contains(|c: char| !c.is_alphabetic())
        || ["amp", "apos", "copy", "gt", "lt", "nbsp", "quot", "reg"].contains(&name)
}

/// An address as RFC 3986 has it: what is not a letter, a digit or one of its signs is encoded.
/// Browsers forgive `|` and `[` in an address; validators do not.
pub(super) fn uri(address: &str) -> Cow<'_, str> {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b";/?:@&=+$.-_!~*'()%,#".contains(&b);
    if address.bytes().all(plain) {
        return Cow::Borrowed(address);
    }
    let mut encoded = String::with_capacity(address.len() + 16);
    for byte in address.bytes() {
        if plain(byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing into a string cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    Cow::Owned(encoded)
}

/// A language as feeds declare it. The validator of the W3C knows ISO 639 as of 2006: what came later
/// (`cnr`, Montenegrin) would be an error to it, and is not declared.
pub(super) fn language(language: &Language) -> Option<String> {
    let primary = language.primary();
    let known = primary.len() == 2 || LANGUAGES.contains(&primary);
    known.then(|| language.to_string())
}

/// Languages of Europe without a code of two letters, as of 2006.
const LANGUAGES: &[&str] = &[
    "ast", "csb", "dsb", "frr", "fur", "gsw", "hsb", "krl", "lad", "mwl", "nds", "rom", "rup",
    "scn", "sco", "sma", "smj", "smn", "sms",
];

/// `Char` of XML 1.0, section 2.2, less what HTML forbids besides: DEL, C1 and the noncharacters.
fn is_char(c: char) -> bool {
    let written = matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{7E}' | '\u{A0}'..='\u{FDCF}');
    written || (c >= '\u{FDF0}' && c != '\u{FFFD}' && u32::from(c) & 0xFFFE != 0xFFFE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(line(text), expected);
    }

    #[test]
    fn a_backspace_is_dropped_from_a_title() {
        check("News\u{8}letter\u{FFFF}", "Newsletter");
    }

    #[test]
    fn white_space_of_any_kind_is_one_blank() {
        check("  Two\r\n\t lines\u{A0}here ", "Two lines here");
    }

    #[test]
    fn what_a_line_is_left_as_stands_by_itself() {
        let plain = |c: char| is_line(c.encode_utf8(&mut [0; 4]));
        for c in (char::MIN..=char::MAX).filter(|c| plain(*c)) {
            let gap = c.is_whitespace() || c.is_control();
            let mark = unicode_normalization::char::is_combining_mark(c);
            let turns = ('\u{202A}'..='\u{2069}').contains(&c);
            assert!(is_char(c) && !gap && !mark && !turns, "{c:?}");
        }
        assert!("Šta je novo: „Țară” – да, је …".split(' ').all(is_line));
        for text in ["", " a", "a ", "a  b", "a\tb", "a\u{A0}b", "a\u{2028}b"] {
            assert!(!is_line(text), "{text:?}");
        }
    }

    #[test]
    fn a_title_cannot_turn_the_line_around() {
        check("safe\u{202E}gpj.exe", "safegpj.exe");
    }

    #[test]
    fn an_open_isolate_is_closed() {
        check("a \u{2067}b", "a \u{2067}b\u{2069}");
        check("a\u{2069} b", "a b");
    }

    #[test]
    fn a_tower_of_marks_is_cut() {
        let tower = format!("a{}b", "\u{301}".repeat(40));
        check(&tower, &format!("a{}b", "\u{301}".repeat(4)));
    }

    #[test]
    fn a_text_cannot_leave_its_attribute() {
        assert_eq!(
            escape("\"'><script src=https://x.example/>&amp;"),
            "&quot;&#39;&gt;&lt;script src=https://x.example/&gt;&amp;amp;"
        );
    }

    #[test]
    fn what_markup_may_not_hold_leaves_a_mark() {
        assert_eq!(markup("java\u{8}script\r\n"), "java\u{25A1}script\n");
        assert_eq!(markup("<p>plain</p>"), "<p>plain</p>");
    }

    #[test]
    fn a_title_holds_nothing_that_looks_like_markup() {
        assert_eq!(
            told("<b>bold</b> &amp; &#8211; R&D"),
            "< b>bold< /b> & amp; & #8211; R&D"
        );
        assert_eq!(told("1 < 2 & 3 > 2"), "1 < 2 & 3 > 2");
    }

    #[test]
    fn an_address_keeps_to_its_signs() {
        assert_eq!(
            uri("https://a.example/?a[]=1|\u{10D}"),
            "https://a.example/?a%5B%5D=1%7C%C4%8D"
        );
    }

    #[test]
    fn a_language_that_validators_do_not_know_is_not_declared() {
        let declared = |tag| language(&Language::parse(tag).unwrap());
        assert_eq!(declared("sr-Cyrl").as_deref(), Some("sr-Cyrl"));
        assert_eq!(declared("cnr"), None);
    }
}
