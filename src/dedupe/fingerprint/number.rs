//! Digits with what separates them in; one number, written as all are, out.

/// How many bytes of `text`, which begins with a digit, are one number.
pub(super) fn number_end(text: &str) -> usize {
    let bytes = text.as_bytes();
    let digits = |from: usize| {
        bytes
            .iter()
            .skip(from)
            .take_while(|b| b.is_ascii_digit())
            .count()
    };
    let mut end = digits(0);
    let mut first = end;
    loop {
        let more = digits(end + 1);
        let joins = match bytes.get(end) {
            Some(b'.' | b',') => more > 0,
            Some(b' ' | b'\'') => (1..=3).contains(&first) && more == 3,
            _ => false,
        };
        if !joins {
            return end;
        }
        if matches!(bytes.get(end), Some(b',')) && more != 3 && first > 3 {
            return end;
        }
        end += 1 + more;
        first = if more == 3 { 3 } else { 9 };
    }
}

/// `40.000`, `40 000` and `40,000` are 40000; `1.50.0` and `2,5` keep one point.
pub(super) fn write_number(written: &str, to: &mut String) {
    let parts: Vec<&str> = written.split(['.', ',', ' ', '\'']).collect();
    let thousands = parts.len() > 1
        && parts
            .first()
            .is_some_and(|first| first.len() <= 3 && *first != "0")
        && parts.iter().skip(1).all(|part| part.len() == 3);
    if thousands {
        to.extend(parts);
        return;
    }
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            to.push('.');
        }
        let plain = part.trim_start_matches('0');
        to.push_str(if plain.is_empty() { "0" } else { plain });
    }
}
