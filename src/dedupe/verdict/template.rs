//! Two texts that are nearly one in; whether they are one template that was filled in twice, or one text
//! under two headlines, out.

use super::{compare::Compared, diff::Replaced};
use crate::dedupe::fingerprint::{Fingerprint, Token};

impl Compared<'_> {
    /// The titles differ in one place, and where the texts differ the one has words of its title and
    /// the other of its own: `git` in one course, `docker` in the next. Written small it is no name.
    pub(super) fn is_other_in_title_and_text(&self) -> bool {
        let (of_a, of_b) = (only_in(self.a, self.b), only_in(self.b, self.a));
        let takes = |words: &[Token], title: &[Token]| {
            words
                .iter()
                .any(|word| title.iter().any(|other| other.stem == word.stem))
        };
        let (mut of_titles, mut others) = (0, 0);
        for (old, new) in self.foreign() {
            if takes(old, &of_a) && takes(new, &of_b) {
                of_titles += 1;
            } else {
                others += 1;
            }
        }
        of_titles > 0 && others <= 1 && places(self.a, self.b).max(places(self.b, self.a)) == 1
    }

    /// In so many places one text has words of which the other has no form.
    pub(super) fn foreign_words(&self) -> usize {
        self.foreign().count()
    }

    /// Each has so many shingles, or more, that the other has not.
    pub(super) fn each_adds(&self, least: usize) -> bool {
        let adds = |text: &Fingerprint| text.shingles.len() - self.shared >= least;
        adds(self.a) && adds(self.b)
    }

    /// The few words that are there are not the same.
    pub(super) fn few_words_differ(&self) -> bool {
        const FEW: usize = 8;
        let (a, b) = (&self.a.tokens, &self.b.tokens);
        let hashes = |words: &[Token]| words.iter().map(|word| word.hash).collect::<Vec<_>>();
        !a.is_empty() && !b.is_empty() && a.len().max(b.len()) <= FEW && hashes(a) != hashes(b)
    }

    /// Either title tells of another number of what is one text with the same numbers.
    pub(super) fn numbers_are_those_of_one_text(&self) -> bool {
        self.containment >= 0.95
            && self.ratio <= 1.2
            && self.a.numbers == self.b.numbers
            && !self.title_number_lost()
    }

    /// Every name of a title is somewhere in the other article too.
    pub(super) fn title_names_are_in_both(&self) -> bool {
        let known = |here: &Fingerprint, there: &Fingerprint| {
            let mut names = here.title.words.iter();
            names.all(|name| {
                let mut words = there.title.words.iter().chain(&there.tokens);
                !here.title.names.contains(&name.hash) || words.any(|word| word.stem == name.stem)
            })
        };
        known(self.a, self.b) && known(self.b, self.a)
    }

    /// Both sides of the replacements of which no word is a form of another.
    fn foreign(&self) -> impl Iterator<Item = (&[Token], &[Token])> {
        let sides = |hunk: &Replaced| {
            let old = self.a.tokens.get(hunk.a.clone()).unwrap_or_default();
            let new = self.b.tokens.get(hunk.b.clone()).unwrap_or_default();
            (old, new)
        };
        let replaced = self.replaced().all.iter().map(sides);
        replaced.filter(|(old, new)| {
            !old.iter()
                .any(|word| new.iter().any(|other| other.stem == word.stem))
        })
    }
}

/// Words of the title that the other title has not.
fn only_in(here: &Fingerprint, there: &Fingerprint) -> Vec<Token> {
    let words = here.title.words.iter();
    let words = words.filter(|word| !holds(there, **word));
    words.copied().collect()
}

/// Runs of such words.
fn places(here: &Fingerprint, there: &Fingerprint) -> usize {
    let words = &here.title.words;
    let runs = words.chunk_by(|a, b| holds(there, *a) == holds(there, *b));
    runs.filter(|run| run.first().is_some_and(|word| !holds(there, *word)))
        .count()
}

fn holds(article: &Fingerprint, word: Token) -> bool {
    let words = &article.title.words;
    words.iter().any(|other| other.hash == word.hash)
}
