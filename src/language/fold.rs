//! Text in, the same text without case, marks and script: `Đurđevak` and `Ђурђевак` both `durdevak`.

use std::sync::LazyLock;
use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// Lower case, diacritics off, đ to d, ß to ss, the Cyrillic of sr, mk, bg, ru and uk to Latin.
/// For comparing and for names of files, never for showing.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        fold_char(c, &mut folded);
    }
    folded
}

/// One character as in [`fold`], written behind what is there: nothing, one or several.
pub fn fold_char(c: char, folded: &mut String) {
    if c.is_ascii() {
        folded.push(c.to_ascii_lowercase());
        return;
    }
    let near = u32::from(c).checked_sub(FIRST).map(usize::try_from);
    match near.and_then(Result::ok).and_then(|place| NEAR.get(place)) {
        Some(known) => folded.push_str(known),
        None => decompose(c, folded),
    }
}

const FIRST: u32 = 0x80;
/// Behind the Cyrillic letters.
const END: u32 = 0x530;

/// The letters of Europe, from [`FIRST`] on, folded: a text has many of few.
static NEAR: LazyLock<Vec<Box<str>>> = LazyLock::new(|| {
    let folded = |c: u32| {
        let mut folded = String::new();
        char::from_u32(c).inspect(|c| decompose(*c, &mut folded));
        folded.into_boxed_str()
    };
    (FIRST..END).map(folded).collect()
});

fn decompose(c: char, folded: &mut String) {
    decompose_compatible(c, |part| {
        if part.is_ascii() {
            folded.push(part.to_ascii_lowercase());
        } else if !is_combining_mark(part) {
            fold_letter(part, folded);
        }
    });
}

fn fold_letter(c: char, folded: &mut String) {
    for lower in c.to_lowercase().filter(|c| !is_combining_mark(*c)) {
        match LETTERS.binary_search_by_key(&lower, |(letter, _)| *letter) {
            Ok(row) => folded.push_str(LETTERS.get(row).map_or("", |(_, latin)| latin)),
            Err(_) => folded.push(lower),
        }
    }
}

/// Letters that canonical decomposition leaves alone, and how they are written in plain Latin:
/// Cyrillic as Serbian and Bosnian write it in Latin, marks left off. Sorted.
const LETTERS: &[(char, &str)] = &[
    ('ß', "ss"),
    ('æ', "ae"),
    ('ð', "d"),
    ('ø', "o"),
    ('þ', "th"),
    ('đ', "d"),
    ('ħ', "h"),
    ('ı', "i"),
    ('ĸ', "k"),
    ('ł', "l"),
    ('ŋ', "n"),
    ('œ', "oe"),
    ('ŧ', "t"),
    ('ə', "e"),
    ('а', "a"),
    ('б', "b"),
    ('в', "v"),
    ('г', "g"),
    ('д', "d"),
    ('е', "e"),
    ('ж', "z"),
    ('з', "z"),
    ('и', "i"),
    ('й', "i"),
    ('к', "k"),
    ('л', "l"),
    ('м', "m"),
    ('н', "n"),
    ('о', "o"),
    ('п', "p"),
    ('р', "r"),
    ('с', "s"),
    ('т', "t"),
    ('у', "u"),
    ('ф', "f"),
    ('х', "h"),
    ('ц', "c"),
    ('ч', "c"),
    ('ш', "s"),
    ('щ', "st"),
    ('ъ', "a"),
    ('ы', "y"),
    ('ь', ""),
    ('э', "e"),
    ('ю', "ju"),
    ('я', "ja"),
    ('ђ', "d"),
    ('є', "e"),
    ('ѕ', "dz"),
    ('і', "i"),
    ('ј', "j"),
    ('љ', "lj"),
    ('њ', "nj"),
    ('ћ', "c"),
    ('џ', "dz"),
    ('ґ', "g"),
];

#[cfg(test)]
mod tests {
    use super::{LETTERS, fold};

    #[track_caller]
    fn check(text: &str, folded: &str) {
        assert_eq!(fold(text), folded);
    }

    #[test]
    fn bosnian_letters_lose_their_marks() {
        check(
            "Čapljina, Šćepan i Žarko Đurđević",
            "capljina, scepan i zarko durdevic",
        );
    }

    #[test]
    fn serbian_reads_the_same_in_both_scripts() {
        check(
            "Ђурђевак, Њујорк, Љубљана, Џеп",
            &fold("Đurđevak, Njujork, Ljubljana, Džep"),
        );
    }

    #[test]
    fn romanian_commas_and_cedillas_are_one() {
        check("Știință ŞTIINŢĂ", "stiinta stiinta");
    }

    #[test]
    fn german_sharp_s_is_two() {
        check("Straße STRASSE Ü", "strasse strasse u");
    }

    #[test]
    fn ukrainian_and_russian_become_latin() {
        check("Львівський кластер", "lvivskii klaster");
        check("Подъезд, мышь", "podaezd, mys");
    }

    #[test]
    fn ligatures_and_full_width_letters_come_apart() {
        check("ﬁrma Ｎｅｗｓ", "firma news");
    }

    #[test]
    fn the_capital_i_with_a_dot_is_an_i() {
        check("İstanbul", "istanbul");
    }

    #[test]
    fn other_scripts_stay() {
        check("新聞 Ελλάδα", "新聞 ελλαδα");
    }

    #[test]
    fn the_table_is_sorted() {
        assert!(LETTERS.is_sorted_by_key(|(letter, _)| *letter));
    }
}
