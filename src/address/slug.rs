//! A name in, a word for folders and ids out.

use crate::language::fold;

/// Longest slug, in characters.
const LONGEST: usize = 64;

/// `[a-z0-9-]`, at most 64 long, no `-` at the ends, cut at a word where there is one: `Bit Alliance,
/// Čapljina` is `bit-alliance-capljina`. Empty where nothing of the text is Latin or Cyrillic.
pub fn slug(text: &str) -> String {
    let mut slug = String::new();
    for word in fold(text).split(|c: char| !c.is_ascii_alphanumeric()) {
        if word.is_empty() {
            continue;
        }
        if slug.is_empty() {
            slug.extend(word.chars().take(LONGEST));
        } else if slug.len() + 1 + word.len() <= LONGEST {
            slug.push('-');
            slug.push_str(word);
        } else {
            break;
        }
    }
    slug
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn a_name_becomes_words_and_hyphens() {
        assert_eq!(slug("Bit Alliance"), "bit-alliance");
        assert_eq!(slug("  3B ICT — Network! "), "3b-ict-network");
    }

    #[test]
    fn letters_with_marks_and_cyrillic_are_folded() {
        assert_eq!(slug("Košice IT Valley"), "kosice-it-valley");
        assert_eq!(slug("ИКТ Кластер"), "ikt-klaster");
    }

    #[test]
    fn an_apostrophe_parts_words() {
        assert_eq!(slug("Mary O'Neill"), "mary-o-neill");
    }

    #[test]
    fn a_long_name_is_cut_at_a_word() {
        let long = slug(&"klaster ".repeat(20));
        assert!(long.len() <= 64 && long.ends_with("klaster"), "{long}");
        assert_eq!(slug(&"a".repeat(200)).len(), 64);
    }

    #[test]
    fn a_name_without_letters_has_no_slug() {
        assert_eq!(slug("新聞 — !"), "");
    }
}
