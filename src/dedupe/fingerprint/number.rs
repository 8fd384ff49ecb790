//! Digits with what separates them in; one number, or one date, written as all are, out.

/// A day of the calendar, written in digits.
pub(super) struct Date<'a> {
    pub(super) day: &'a str,
    pub(super) month: &'a str,
    pub(super) year: &'a str,
    /// Bytes of all.
    pub(super) length: usize,
}

/// The date that `text`, which begins with a digit, begins with: `27.03.2026`, `27. 3. 2026`,
/// `27/3/2026`, `2026-03-27`; of `3/27/2026` the month comes first.
pub(super) fn date(text: &str) -> Option<Date<'_>> {
    let (first, separator, rest) = part(text)?;
    let (second, again, rest) = part(rest)?;
    let end = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (third, after) = rest.split_at_checked(end)?;
    let goes_on = after
        .strip_prefix(separator.trim_end())
        .is_some_and(|more| more.starts_with(|c: char| c.is_ascii_digit()));
    if separator != again || goes_on {
        return None;
    }
    let (day, month, year) = match separator {
        "-" => (third, second, first),
        "/" if within(second, 13..=31) => (second, first, third),
        _ => (first, second, third),
    };
    let is_date = within(day, 1..=31) && within(month, 1..=12) && within(year, 1900..=2099);
    (is_date && year.len() == 4).then_some(Date {
        day,
        month,
        year,
        length: text.len() - after.len(),
    })
}

/// Digits, what stands behind them, and the digits that follow.
fn part(text: &str) -> Option<(&str, &str, &str)> {
    let end = text.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, rest) = text.split_at_checked(end)?;
    let separator = [". ", ".", "/", "-"]
        .into_iter()
        .find(|separator| rest.starts_with(separator))?;
    Some((digits, separator, rest.get(separator.len()..)?))
}

fn within(digits: &str, range: std::ops::RangeInclusive<u16>) -> bool {
    digits.len() <= 4 && digits.parse().is_ok_and(|number| range.contains(&number))
}

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
