//! A folded word in, the month or the weekday that it names in the languages of our sources out.

use super::habits::hash_of_word;
use std::sync::LazyLock;

/// What a word of the calendar means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Named {
    /// 1 to 12.
    Month(u8),
    /// A month whose name is also another word: it is one only next to a number.
    PerhapsMonth(u8),
    /// 1 (Monday) to 7.
    Weekday(u8),
}

/// What the word of this hash (see [`hash_of_word`]) names.
pub(super) fn named(hash: u32) -> Option<Named> {
    // Nearly every word is none.
    if !SIGNS.get(sign(hash)).is_some_and(|known| *known) {
        return None;
    }
    let row = TABLE.binary_search_by_key(&hash, |(hash, _)| *hash).ok()?;
    TABLE.get(row).map(|(_, named)| *named)
}

/// Whether a row of the table has a hash with this [`sign`].
static SIGNS: LazyLock<Vec<bool>> = LazyLock::new(|| {
    let mut signs = vec![false; 1 << SIGN_BITS];
    for (hash, _) in TABLE.iter() {
        signs[sign(*hash)] = true;
    }
    signs
});

const SIGN_BITS: u32 = 13;

/// A part of a hash.
fn sign(hash: u32) -> usize {
    usize::try_from(hash >> (u32::BITS - SIGN_BITS)).unwrap_or_default()
}

static TABLE: LazyLock<Vec<(u32, Named)>> = LazyLock::new(|| {
    let mut table = Vec::new();
    for (number, names) in (1..).zip(MONTHS) {
        table.extend(rows(names, Named::Month(number)));
    }
    for (number, names) in (1..).zip(WEEKDAYS) {
        table.extend(rows(names, Named::Weekday(number)));
    }
    for (word, month) in AMBIGUOUS {
        table.push((hash_of_word(word), Named::PerhapsMonth(*month)));
    }
    table.sort_by_key(|(hash, _)| *hash);
    table.dedup_by_key(|(hash, _)| *hash);
    table
});

fn rows(words: &str, meaning: Named) -> impl Iterator<Item = (u32, Named)> {
    words
        .split_whitespace()
        .map(move |word| (hash_of_word(word), meaning))
}

/// Names that mean something else as well.
const AMBIGUOUS: &[(&str, u8)] = &[
    ("mar", 3),
    ("march", 3),
    ("mart", 3),
    ("may", 5),
    ("mai", 5),
];

/// English, Bosnian-Croatian-Serbian, Romanian, German, Bulgarian, Macedonian, Ukrainian, Russian;
/// folded as tokens are. Cases of the Slavic languages included.
const MONTHS: [&str; 12] = [
    "january jan januar januara januaru sijecanj sijecnja sijecnju ianuarie ian janner januari \
     ianuari sicna sicen anvara anvar janvarja janvar",
    "february feb februar februara februaru veljaca veljace veljaci februarie fevruari ljutogo \
     ljutii fevralja fevral",
    "martie marz marta martu ozujak ozujka ozujku mars berezna berezen",
    "april apr aprila aprilu travanj travnja travnju aprilie kvitna kviten aprelja aprel",
    "maja maju svibanj svibnja svibnju travna traven",
    "june jun juna junu juni lipanj lipnja lipnju iunie iuni cervna cerven ijunja ijun",
    "july jul jula julu juli srpanj srpnja srpnju iulie iuli lipna lipen ijulja ijul",
    "august aug augusta augustu avgust avgusta avgustu kolovoz kolovoza kolovozu serpna serpen",
    "september sep sept septembra septembru septembar rujan rujna rujnu septembrie septemvri \
     veresna veresen sentjabrja sentjabr",
    "october oct okt oktobra oktobru oktobar listopad listopada listopadu octombrie oktober \
     oktomvri zovtna zovten oktjabrja oktjabr",
    "november nov novembra novembru novembar studeni studenoga studenog studenom noiembrie \
     noemvri noembrie nojabrja nojabr",
    "december dec decembra decembru decembar prosinac prosinca prosincu decembrie dezember dez \
     dekemvri grudna gruden dekabrja dekabr",
];

const WEEKDAYS: [&str; 7] = [
    "monday ponedjeljak ponedjeljka ponedeljak ponedeljka luni montag ponedelnik",
    "tuesday utorak utorka marti dienstag vtornik",
    "wednesday srijeda srijede srijedu sreda srede miercuri mittwoch",
    "thursday cetvrtak cetvrtka joi donnerstag",
    "friday petak petka vineri freitag",
    "saturday subota subote subotu sambata samstag sonnabend",
    "sunday nedjelja nedjelje nedjelju nedelja duminica sonntag",
];
