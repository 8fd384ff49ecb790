//! A letter in, what it is without case, diacritics and typography out.

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// Appends `letter` to `folded` as the tables write it: decomposed, without marks, lower case.
/// `scripts/date_words.py` folds the tables in the same way.
pub(super) fn push_folded(letter: char, folded: &mut String) {
    if letter.is_ascii() {
        folded.push(letter.to_ascii_lowercase());
        return;
    }
    for lower in letter.to_lowercase() {
        decompose_compatible(lower, |part| {
            if is_combining_mark(part) {
                return;
            }
            match part {
                'đ' | 'ð' => folded.push('d'),
                'ø' => folded.push('o'),
                'ł' => folded.push('l'),
                'ı' => folded.push('i'),
                'ħ' => folded.push('h'),
                'ς' => folded.push('σ'),
                'ß' => folded.push_str("ss"),
                'æ' => folded.push_str("ae"),
                'œ' => folded.push_str("oe"),
                'þ' => folded.push_str("th"),
                _ => folded.push(part),
            }
        });
    }
}

/// All of `word`, folded.
pub(super) fn fold(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    word.chars()
        .for_each(|letter| push_folded(letter, &mut folded));
    folded
}

/// The word in one script, where letters of another were mixed in for their looks: `мaj`, `Mаy`.
///
/// None where it is of one script already. Latin comes first, Cyrillic second.
pub(super) fn one_script(folded: &str) -> Option<[String; 2]> {
    let latin = folded.chars().any(|c| c.is_ascii_lowercase());
    let cyrillic = folded.chars().any(|c| ('а'..='џ').contains(&c));
    if !latin || !cyrillic {
        return None;
    }
    let replaced = |from: usize, to: usize| -> String {
        let pair = |c| LOOKALIKES.iter().find(|pair| pair.get(from) == Some(&c));
        let swap = |c| pair(c).and_then(|pair| pair.get(to)).copied().unwrap_or(c);
        folded.chars().map(swap).collect()
    };
    Some([replaced(1, 0), replaced(0, 1)])
}

/// Latin and Cyrillic letters that look the same, in small or capital letters.
const LOOKALIKES: &[[char; 2]] = &[
    ['a', 'а'],
    ['b', 'в'],
    ['c', 'с'],
    ['e', 'е'],
    ['h', 'н'],
    ['i', 'і'],
    ['j', 'ј'],
    ['k', 'к'],
    ['m', 'м'],
    ['o', 'о'],
    ['p', 'р'],
    ['s', 'ѕ'],
    ['t', 'т'],
    ['x', 'х'],
    ['y', 'у'],
];
