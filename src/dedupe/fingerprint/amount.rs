//! What stands behind a number in; whether it belongs to it, and how large it makes it, out.

use crate::language::fold;

/// How many bytes of `behind`, the text behind a number, belong to it; what they mean is added to the
/// `number`, which is written as it is compared. `priced`: a sign of money stands before it.
pub(super) fn belonging(behind: &str, number: &mut String, priced: bool) -> usize {
    // "5G", "2nd", "19h": the letters belong to it.
    let end = behind.find(|c: char| !c.is_ascii_alphabetic());
    let (tail, after) = behind
        .split_at_checked(end.unwrap_or(behind.len()))
        .unwrap_or_default();
    if tail.is_empty() || tail.len() > 3 {
        return 0;
    }
    let letters = tail.to_ascii_lowercase();
    // Metres are no millions.
    let money = || letters == "m" && (priced || is_priced(after));
    if CURRENCIES.contains(&letters.as_str()) || magnitude(&letters).is_some() || money() {
        return 0;
    }
    if !["st", "nd", "rd", "th", "h"].contains(&letters.as_str()) {
        number.push_str(&letters);
    }
    tail.len()
}

fn is_priced(behind: &str) -> bool {
    let rest = behind.trim_start();
    let end = rest.find(|c: char| !c.is_ascii_alphabetic());
    let word = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
    let folded = fold(word);
    rest.starts_with(['$', '£', '€']) || folded.starts_with("eur") || is_unit(&folded)
}

/// Takes the noughts off `1200000`, so that `1.2` is left and the word behind it given.
pub(super) fn in_millions(number: &mut String) -> Option<&'static str> {
    let (word, noughts) = match number.len() {
        7..=9 => (MILLION, 6),
        10..=12 => (MILLIARD, 9),
        _ => return None,
    };
    let (whole, part) = number.split_at_checked(number.len() - noughts)?;
    let part = part.trim_end_matches('0');
    // With more digits nobody says it in millions, and what has a point is a version.
    if part.len() > 1 || number.contains('.') {
        return None;
    }
    let point = if part.is_empty() { "" } else { "." };
    *number = format!("{whole}{point}{part}");
    Some(word)
}

const MILLION: &str = "million";
const MILLIARD: &str = "milliard";

/// A million or a milliard, as the folded word behind a number says in one of our languages.
pub(super) fn magnitude(folded: &str) -> Option<&'static str> {
    // Nearly every word is none.
    if !folded.starts_with(['b', 'm']) {
        return None;
    }
    let begins = |words: &[&str]| words.iter().any(|word| folded.starts_with(word));
    if MILLIARDS.contains(&folded) || begins(BEGIN_MILLIARDS) {
        Some(MILLIARD)
    } else if MILLIONS.contains(&folded) || begins(BEGIN_MILLIONS) {
        Some(MILLION)
    } else {
        None
    }
}

/// A unit that is written with capitals where it stands behind a number, and is no name.
pub(super) fn is_unit(folded: &str) -> bool {
    CURRENCIES.contains(&folded) || UNITS.contains(&folded)
}

const MILLIONS: &[&str] = &["mil", "mio", "mln", "mn"];
/// Cases follow.
const BEGIN_MILLIONS: &[&str] = &["milijon", "milijun", "milio", "millio"];
const MILLIARDS: &[&str] = &["bn", "mld", "mlrd", "mrd"];
/// Cases follow.
const BEGIN_MILLIARDS: &[&str] = &["billion", "miliard", "milijard", "milliard"];

/// Folded.
const CURRENCIES: &[&str] = &[
    "bam", "chf", "czk", "din", "eur", "euro", "gbp", "hrk", "huf", "km", "kn", "lei", "leva",
    "mkd", "pln", "ron", "rsd", "uah", "usd",
];

/// Folded.
const UNITS: &[&str] = &["dollar", "forint", "franken", "prozent"];
