//! The language of a frame in, the words of its pages and feeds out, with their plurals.

mod around;
mod table;

use crate::model::Language;
use around::Around;

/// What stands on a page around the news. `{n}` is a number.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Words {
    /// BCP 47; a longer tag is matched by its beginning.
    language: &'static str,
    plural: Plural,
    pub(super) all_news: &'static str,
    pub(super) also_at: &'static str,
    pub(super) attached: &'static str,
    pub(super) empty: &'static str,
    pub(super) fair: &'static str,
    pub(super) languages: &'static str,
    pub(super) newest: &'static str,
    pub(super) opml: &'static str,
    pub(super) report: &'static str,
    pub(super) skip: &'static str,
    pub(super) source: &'static str,
    pub(super) sources: &'static str,
    pub(super) subscribe: &'static str,
    pub(super) subscribe_text: &'static str,
    pub(super) text_from: &'static str,
    pub(super) topics: &'static str,
    /// One, few, many: see [`Plural`].
    news_of: [&'static str; 3],
    stories: [&'static str; 3],
}

/// How a language counts (Unicode CLDR, cardinal numbers).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Plural {
    /// English, German: 1, the rest.
    Germanic,
    /// Bosnian, Croatian, Serbian: 1 21 31, 2-4 22-24, the rest with 11-14.
    SouthSlavic,
    /// Romanian: 1, 0 and 2-19, and from 20 on with `de`.
    Romanian,
}

impl Words {
    /// The words of that language; English where we do not have it.
    pub(super) fn of(language: &Language) -> &'static Self {
        let tag = language.as_str();
        table::WORDS
            .iter()
            .filter(|words| {
                let rest = tag.strip_prefix(words.language);
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
            })
            .max_by_key(|words| words.language.len())
            .unwrap_or(&table::ENGLISH)
    }

    /// The words of the pages around the news.
    pub(super) fn around(&self) -> &'static Around {
        let own = around::AROUND.iter().find(|a| a.language == self.language);
        own.unwrap_or(&around::ENGLISH)
    }

    /// `News of 12 organisations, each story told once`
    pub(super) fn news_of(&self, organisations: usize) -> String {
        self.counted(self.news_of, organisations)
    }

    /// `50 stories`
    pub(super) fn stories(&self, count: usize) -> String {
        self.counted(self.stories, count)
    }

    /// `5 more from Bit Alliance`
    pub(super) fn more_from(&self, count: usize, name: &str) -> String {
        let text = self.around().more_from;
        text.replace("{n}", &count.to_string())
            .replace("{name}", name)
    }

    fn counted(&self, [one, few, many]: [&str; 3], n: usize) -> String {
        let form = match (self.plural, n % 10, n % 100) {
            (Plural::Germanic | Plural::Romanian, ..) if n == 1 => one,
            (Plural::SouthSlavic, 1, hundredth) if hundredth != 11 => one,
            (Plural::SouthSlavic, 2..=4, hundredth) if !(12..=14).contains(&hundredth) => few,
            (Plural::Romanian, _, 1..=19) => few,
            (Plural::Romanian, ..) if n == 0 => few,
            (Plural::Germanic | Plural::SouthSlavic | Plural::Romanian, ..) => many,
        };
        form.replace("{n}", &n.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(language: &str, count: usize, expected: &str) {
        let words = Words::of(&Language::parse(language).unwrap());
        assert_eq!(words.stories(count), expected);
    }

    #[test]
    fn english_and_german_know_one_and_many() {
        check("en", 1, "1 story");
        check("en", 0, "0 stories");
        check("de-AT", 21, "21 Nachrichten");
    }

    #[test]
    fn south_slavic_counts_by_the_last_digit_but_for_the_teens() {
        check("bs", 21, "21 vijest");
        check("hr", 11, "11 vijesti");
        check("sr", 113, "113 vesti");
        let sr = Words::of(&Language::parse("sr").unwrap());
        assert!(sr.news_of(3).contains("3 organizacije"));
        assert!(sr.news_of(12).contains("12 organizacija"));
        assert!(sr.news_of(22).contains("22 organizacije"));
    }

    #[test]
    fn romanian_says_de_from_twenty_on() {
        check("ro", 1, "1 știre");
        check("ro", 19, "19 știri");
        check("ro", 20, "20 de știri");
        check("ro", 101, "101 știri");
        check("ro", 120, "120 de știri");
    }

    #[test]
    fn the_script_decides_where_a_language_has_two() {
        check("sr-Cyrl-RS", 5, "5 вести");
        check("sr-RS", 5, "5 vesti");
    }

    #[test]
    fn a_language_we_do_not_have_gets_english() {
        check("fi", 2, "2 stories");
    }
}
