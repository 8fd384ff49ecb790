//! A line beside an article in, what in it may be the name of somebody who wrote it, out.

/// What stands before a name.
pub(super) const BEFORE: &[&str] = &[
    "af",
    "author",
    "authors",
    "autor",
    "autor/in",
    "autor:in",
    "autori",
    "autorica",
    "autorka",
    "autorul",
    "av",
    "avtor",
    "beitrag von",
    "by",
    "da",
    "de",
    "di",
    "door",
    "escrito por",
    "foto i tekst",
    "geschrieben von",
    "interview by",
    "napisala",
    "napisao",
    "napisał",
    "napsal",
    "napísal",
    "objavila",
    "objavio",
    "objavljuje",
    "od",
    "par",
    "pise",
    "piše",
    "por",
    "post by",
    "posted",
    "posted by",
    "pripremila",
    "pripremio",
    "priredila",
    "priredio",
    "publicat de",
    "published by",
    "razgovarala",
    "razgovarao",
    "report by",
    "reporting by",
    "scris de",
    "scritto da",
    "story by",
    "submitted by",
    "szerzo",
    "szerző",
    "tekst",
    "tekst i foto",
    "text",
    "text by",
    "text und foto",
    "text și foto",
    "verfasst von",
    "von",
    "words by",
    "written by",
    "zapisal",
    "zapisala",
    "écrit par",
    "írta",
    "автор",
    "автора",
    "аутор",
    "објавио",
    "пише",
    "текст",
];

/// Names that are nobody's.
pub(super) const NOBODY: &[&str] = &[
    "admin",
    "administrator",
    "anonymous",
    "author",
    "autor",
    "by",
    "contributor",
    "contributors",
    "edit",
    "editor",
    "follow",
    "follow author",
    "guest",
    "more",
    "print",
    "root",
    "share",
    "staff",
    "super user",
    "superuser",
    "uncategorized",
    "unknown",
    "user",
    "webmaster",
];

/// What follows a word that introduces a name.
pub(super) fn introduces(text: &str) -> Option<&str> {
    let low = text.to_lowercase();
    let mut opening: Vec<&&str> = BEFORE
        .iter()
        .filter(|before| low.starts_with(**before))
        .collect();
    opening.sort_by_key(|before| std::cmp::Reverse(before.len()));
    opening.into_iter().find_map(|before| {
        let rest = text.get(before.len()..)?;
        let colon = rest.trim_start().starts_with(':');
        let spaced = rest.starts_with([' ', '\u{a0}']);
        let rest = rest.trim_start_matches([' ', ':', '\u{a0}', '|', '-', '–']);
        // "de", "od", "di" alone begin names and sentences too: then a capital must follow.
        let named = rest.starts_with(char::is_uppercase);
        // In forums the names of many are small.
        let name = rest.split(['»', '|', ',']).next().unwrap_or_default();
        let one = *before != "post by" || name.split_whitespace().count() == 1;
        let posted = before.starts_with("post") && rest.starts_with(char::is_alphanumeric) && one;
        ((colon || spaced) && (named || posted && before.ends_with("by"))).then_some(rest)
    })
}

/// "Ana Horvat and Ivan Perić" are two people; each has at least two names.
pub(super) fn several(names: &str) -> Vec<String> {
    const JOINTS: &[&str] = &[
        " and ", " i ", " und ", " și ", " şi ", " si ", " & ", " и ",
    ];
    let mut parted = JOINTS.iter().filter_map(|joint| names.split_once(joint));
    parted
        .find(|(one, other)| is_person(one) && is_person(other))
        .map_or_else(
            || vec![names.to_owned()],
            |(one, other)| vec![one.trim().to_owned(), other.trim().to_owned()],
        )
}

/// Two or three words with capitals.
pub(super) fn is_person(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    (2..=3).contains(&words.len()) && words.iter().all(|w| w.starts_with(char::is_uppercase))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_sorted_and_without_doubles() {
        for table in [BEFORE, NOBODY] {
            assert!(table.is_sorted_by(|a, b| a < b), "{table:?}");
        }
    }
}
