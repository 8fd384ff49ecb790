//! The name of a time zone in, its offset from UTC out.

use chrono::FixedOffset;
use chrono_tz::{TZ_VARIANTS, Tz};

/// The offset of an abbreviation, upper or lower case. None where nobody agrees on it.
pub(super) fn offset(name: &str) -> Option<FixedOffset> {
    let mut upper = [0; 5];
    let letters = upper.get_mut(..name.len())?;
    letters.copy_from_slice(name.as_bytes());
    letters.make_ascii_uppercase();
    let upper = std::str::from_utf8(letters).ok()?;
    let at = ZONES.binary_search_by_key(&upper, |zone| zone.0).ok()?;
    FixedOffset::east_opt(ZONES.get(at)?.1 * 60)
}

/// A zone of the IANA database: `Europe/Sarajevo`, `Etc/GMT`, whatever its case.
pub(super) fn named(name: &str) -> Option<Tz> {
    let same = |zone: &&Tz| zone.name().eq_ignore_ascii_case(name);
    let zones = name.contains('/').then(|| TZ_VARIANTS.iter())?;
    zones.copied().find(|zone| same(&zone))
}

/// Abbreviations with minutes east of UTC, sorted. Where one has several meanings, feeds mean this one:
/// those of RFC 822, of Europe, of ICANN's tables, and the halves that Usenet knew (`AT`, `ET`).
const ZONES: &[(&str, i32)] = &[
    ("ACDT", 630),
    ("ACST", 570),
    ("ADT", -180),
    ("AEDT", 660),
    ("AEST", 600),
    ("AKDT", -480),
    ("AKST", -540),
    ("AST", -240),
    ("AT", -240),
    ("AWST", 480),
    ("BRT", -180),
    ("BST", 60),
    ("CAT", 120),
    ("CDT", -300),
    ("CEDT", 120),
    ("CEST", 120),
    ("CET", 60),
    ("CST", -360),
    ("CT", -360),
    ("EAT", 180),
    ("EDT", -240),
    ("EEDT", 180),
    ("EEST", 180),
    ("EET", 120),
    ("EST", -300),
    ("ET", -300),
    ("GMT", 0),
    ("HKT", 480),
    ("HST", -600),
    ("ICT", 420),
    ("IDT", 180),
    ("IST", 330),
    ("JST", 540),
    ("KST", 540),
    ("MDT", -360),
    ("MEST", 120),
    ("MESZ", 120),
    ("MET", 60),
    ("MEZ", 60),
    ("MSD", 240),
    ("MSK", 180),
    ("MST", -420),
    ("MT", -420),
    ("NDT", -150),
    ("NST", -210),
    ("NZDT", 780),
    ("NZST", 720),
    ("PDT", -420),
    ("PKT", 300),
    ("PST", -480),
    ("PT", -480),
    ("SAST", 120),
    ("SGT", 480),
    ("SST", -660),
    ("TRT", 180),
    ("UT", 0),
    ("UTC", 0),
    ("WAT", 60),
    ("WEST", 60),
    ("WET", 0),
    ("Z", 0),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted() {
        assert!(ZONES.is_sorted_by(|a, b| a.0 < b.0));
    }

    #[test]
    fn a_name_is_found_in_any_case() {
        assert_eq!(offset("cest"), FixedOffset::east_opt(7200));
        assert_eq!(offset("Kovač"), None);
        assert_eq!(offset(""), None);
    }

    #[test]
    fn an_iana_name_has_a_slash() {
        assert_eq!(named("europe/sarajevo"), Some(Tz::Europe__Sarajevo));
        assert_eq!(named("Cuba"), None);
    }
}
