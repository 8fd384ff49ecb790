//! A folded word in, the same however people write it whose keyboard lacks its marks, out.

use super::token::hash_of;

/// What people write without the marks of their keyboard: dj for đ; ae, oe, ue for umlauts. In short
/// words the two letters are more often two: Noel is not Nöl.
pub(super) fn latin_habits(folded: &mut String) {
    let mut before = b' ';
    let mut habit = false;
    for letter in folded.bytes() {
        habit |= match letter {
            b'j' => before == b'd',
            b'e' => matches!(before, b'a' | b'o' | b'u'),
            _ => false,
        };
        before = letter;
    }
    if habit && folded.is_ascii() {
        let umlauts = folded.len() > 4 || folded == "fuer";
        *folded = folded.replace("dj", "d");
        if umlauts {
            for (written, meant) in [("ae", "a"), ("oe", "o"), ("ue", "u")] {
                *folded = folded.replace(written, meant);
            }
        }
    }
}

/// The hash of a word of a table, folded as those of texts are.
pub(super) fn hash_of_word(word: &str) -> u32 {
    let mut folded = word.to_owned();
    latin_habits(&mut folded);
    hash_of(&folded)
}
