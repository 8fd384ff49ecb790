//! Durations, sizes and shares as people write them, in; numbers, out.

use std::time::Duration;

const SECONDS: &[(&str, u64)] = &[
    ("d", 86_400),
    ("h", 3600),
    ("m", 60),
    ("min", 60),
    ("s", 1),
    ("w", 604_800),
];
const BYTES: &[(&str, u64)] = &[
    ("", 1),
    ("B", 1),
    ("GB", 1_000_000_000),
    ("GiB", 1 << 30),
    ("KiB", 1 << 10),
    ("MB", 1_000_000),
    ("MiB", 1 << 20),
    ("kB", 1000),
];
const LONGEST_SECONDS: u64 = 10 * 366 * 86_400;

/// `30s`, `1h`, `1h30m`, `45d`; up to ten years.
pub(super) fn duration(text: &str) -> Option<Duration> {
    let mut rest = text.trim();
    let mut seconds = 0_u64;
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let (count, after) = number(rest)?;
        let unit_end = after
            .find(|c: char| c.is_ascii_digit())
            .unwrap_or(after.len());
        let (unit, next) = after.split_at(unit_end);
        seconds = seconds.checked_add(count.checked_mul(factor(SECONDS, unit.trim())?)?)?;
        rest = next.trim_start();
    }
    (seconds <= LONGEST_SECONDS).then(|| Duration::from_secs(seconds))
}

/// `10MiB`, `512 KiB`, `1000`.
pub(super) fn bytes(text: &str) -> Option<u64> {
    let (count, unit) = number(text.trim())?;
    count.checked_mul(factor(BYTES, unit.trim())?)
}

/// `50%` or `0.5`, from 0 to 1.
pub(super) fn share(text: &str) -> Option<f64> {
    let text = text.trim();
    let share = match text.strip_suffix('%') {
        Some(percent) => percent.trim().parse::<f64>().ok()? / 100.0,
        None => text.parse().ok()?,
    };
    (0.0..=1.0).contains(&share).then_some(share)
}

fn number(text: &str) -> Option<(u64, &str)> {
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    Some((digits.parse().ok()?, rest))
}

fn factor(table: &[(&str, u64)], unit: &str) -> Option<u64> {
    table
        .iter()
        .find(|(name, _)| *name == unit)
        .map(|(_, factor)| *factor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, seconds: Option<u64>) {
        assert_eq!(duration(text).map(|d| d.as_secs()), seconds, "{text:?}");
    }

    #[test]
    fn a_duration_is_a_number_and_a_unit() {
        check("30s", Some(30));
        check("11h", Some(39_600));
        check("45d", Some(3_888_000));
    }

    #[test]
    fn durations_add_up() {
        check("1h30m", Some(5400));
        check("1d 12h", Some(129_600));
    }

    #[test]
    fn a_duration_without_a_unit_or_past_ten_years_is_none() {
        for text in [
            "",
            "30",
            "h",
            "-1h",
            "1.5h",
            "1 fortnight",
            "99999999999999999999s",
            "11y",
            "4000d",
        ] {
            check(text, None);
        }
    }

    #[test]
    fn sizes_know_binary_and_decimal_units() {
        assert_eq!(bytes("10MiB"), Some(10_485_760));
        assert_eq!(bytes("1 kB"), Some(1000));
        assert_eq!(bytes("77"), Some(77));
        assert_eq!(bytes("ten"), None);
        assert_eq!(bytes("99999999999GiB"), None);
    }

    #[test]
    fn a_share_is_a_percentage_or_a_fraction() {
        assert_eq!(share("50%"), Some(0.5));
        assert_eq!(share("0.25"), Some(0.25));
        assert_eq!(share("150%"), None);
        assert_eq!(share("-1"), None);
        assert_eq!(share("NaN"), None);
    }
}
