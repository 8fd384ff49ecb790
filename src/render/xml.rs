//! Text in, text that an XML 1.0 document may hold out.

use std::borrow::Cow;

/// Combining marks that one letter may carry; Vietnamese needs two, some scripts three.
const MARKS: usize = 4;

/// Markup without the characters that XML 1.0 forbids. They become U+FFFD: to leave them out could
/// join two harmless halves into something that the sanitiser did not see.
pub(super) fn markup(text: &str) -> Cow<'_, str> {
    // The last two that are forbidden begin with EF in UTF-8.
    let harmless = |b: u8| (b >= b' ' && b != 0xEF) || b == b'\n' || b == b'\t';
    if text.bytes().all(harmless) || text.chars().all(|c| is_char(c) && c != '\r') {
        return Cow::Borrowed(text);
    }
    let text = text.replace("\r\n", "\n");
    let legal = text.chars().map(|c| match c {
        '\r' => '\n',
        c if is_char(c) => c,
        _ => '\u{FFFD}',
    });
    Cow::Owned(legal.collect())
}

/// Plain text on one line: no controls, no characters that turn the direction of what follows
/// (an isolate that is left open is closed), no towers of combining marks.
pub(super) fn line(text: &str) -> String {
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

/// `Char` of XML 1.0, section 2.2, less the noncharacters at the end of the first plane.
fn is_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
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
        assert_eq!(markup("java\u{8}script\r\n"), "java\u{FFFD}script\n");
        assert_eq!(markup("<p>plain</p>"), "<p>plain</p>");
    }
}
