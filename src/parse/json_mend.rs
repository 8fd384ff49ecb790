//! JSON that no reader takes in, the same without what broke it out: signs that templates and cut texts leave in strings.

/// The text without them, and the byte of the first; None where there is none.
///
/// Half a surrogate pair (a text that was cut within an emoji) becomes U+FFFD; a line break or a tab in a string
/// becomes its escape, for texts are parted by them, and another control character a blank; a `\\` before what needs
/// none is left out, and so is a comma behind the last value.
pub(super) fn mended(text: &str) -> Option<(String, usize)> {
    let mut out = String::with_capacity(text.len());
    let mut first = None;
    let mut inside = false;
    let mut rest = text;
    while let Some(sign) = rest.chars().next() {
        let at = text.len() - rest.len();
        let (length, written) = match sign {
            '\\' if inside => escape(rest),
            '"' => {
                inside = !inside;
                (1, None)
            }
            sign if inside && sign < ' ' => (1, Some(control(rest))),
            ',' if !inside && closes(rest) => (1, Some("")),
            sign => (sign.len_utf8(), None),
        };
        let (taken, left) = rest.split_at_checked(length).unwrap_or((rest, ""));
        if written.is_some() {
            first = first.or(Some(at));
        }
        out.push_str(written.unwrap_or(taken));
        rest = left;
    }
    first.map(|first| (out, first))
}

/// What is written for the control character at the beginning.
fn control(rest: &str) -> &'static str {
    match rest.as_bytes() {
        [b'\r', b'\n', ..] => "",
        [b'\r' | b'\n', ..] => "\\n",
        [b'\t', ..] => "\\t",
        _ => " ",
    }
}

/// How long an escape is, and what is written in its place if it is none.
fn escape(rest: &str) -> (usize, Option<&'static str>) {
    match rest.chars().nth(1) {
        Some('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't') => (2, None),
        Some('u') => match unit(rest) {
            Some(0xD800..=0xDBFF)
                if matches!(rest.get(6..).and_then(unit), Some(0xDC00..=0xDFFF)) =>
            {
                (12, None)
            }
            Some(0xD800..=0xDFFF) => (6, Some("\u{fffd}")),
            Some(_) => (6, None),
            None => (1, Some("")),
        },
        _ => (1, Some("")),
    }
}

/// The number of an escape such as `\\u00e9`.
fn unit(rest: &str) -> Option<u32> {
    let digits = rest.strip_prefix("\\u")?.get(..4)?;
    let hex = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    hex.then(|| u32::from_str_radix(digits, 16).ok())?
}

/// Nothing but an end stands behind this comma.
fn closes(rest: &str) -> bool {
    let behind = rest.get(1..).unwrap_or_default().trim_start();
    behind.starts_with([']', '}'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        let found = mended(text).map(|(text, _)| text);
        assert_eq!(found.as_deref(), expected);
    }

    #[test]
    fn sound_json_is_left_alone() {
        check(r#"{"a":"\ud83d\ude00 \"x\" \\","b":[1,2]}"#, None);
    }

    #[test]
    fn half_an_emoji_is_a_mark_of_its_own() {
        check(r#"{"a":"x\ud83d"}"#, Some("{\"a\":\"x\u{fffd}\"}"));
    }

    #[test]
    fn a_line_break_in_a_string_stays_one() {
        check(
            "{\"a\":\"x\r\ny\n\tz\r.\",\n\"b\":1}",
            Some("{\"a\":\"x\\ny\\n\\tz\\n.\",\n\"b\":1}"),
        );
    }

    #[test]
    fn a_control_character_in_a_string_is_a_blank() {
        check("{\"a\":\"x\u{7}y\"}", Some("{\"a\":\"x y\"}"));
    }

    #[test]
    fn a_comma_behind_the_last_value_is_left_out() {
        check("[1, 2,\n]", Some("[1, 2\n]"));
    }

    #[test]
    fn an_apostrophe_needs_no_escape() {
        check(r#"{"a":"it\'s"}"#, Some(r#"{"a":"it's"}"#));
    }
}
