//! Two texts that are nearly one in; whether they are one template that was filled in twice, or one text
//! under two headlines, out.

use super::{compare::Compared, diff::Replaced};
use crate::dedupe::fingerprint::{Fingerprint, Token};

impl Compared<'_> {
    /// The titles differ in one place, and where the texts differ the one has words of its title and
    /// the other of its own: `git` in one course, `docker` in the next. Written small it is no name.
    /// Names that begin alike are two where the titles have them too: Infosoft and Infobit.
    pub(super) fn is_other_in_title_and_text(&self) -> bool {
        let (of_a, of_b) = (only_in(self.a, self.b), only_in(self.b, self.a));
        let takes = |words: &[Token], title: &[Token]| {
            words
                .iter()
                .any(|word| title.iter().any(|other| other.stem == word.stem))
        };
        let (mut of_titles, mut others) = (0, 0);
        for (old, new) in self.sides() {
            let titled = if are_kin(old, new) {
                names(old, &of_a) && names(new, &of_b)
            } else {
                takes(old, &of_a) && takes(new, &of_b)
            };
            if titled {
                of_titles += 1;
            } else if !are_kin(old, new) {
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

    /// Either title tells of another number of what is one text: all that the one has is in the
    /// other, and so are the numbers of both titles.
    pub(super) fn numbers_are_those_of_one_text(&self) -> bool {
        self.containment >= 0.95
            && self.begins_at_once()
            && !self.numbers_differ()
            && !self.title_number_lost()
    }

    /// Who carries it left a little out and gave it a headline of his own.
    pub(super) fn is_nearly_all_of_it(&self) -> bool {
        self.containment >= 0.95 && self.ratio <= 1.35 && self.shared >= 40 && self.begins_at_once()
    }

    /// The shared words are the first of both, or nearly.
    fn begins_at_once(&self) -> bool {
        self.start.0.max(self.start.1) <= 3
    }

    /// The one is the beginning of the other, and either title tells of what is in the other text by
    /// its names and numbers. That of a digest has others, or none.
    pub(super) fn is_beginning_of_what_both_titles_tell(&self) -> bool {
        let (short, long) = self.by_length();
        self.containment >= 0.95
            && self.shared >= 16
            && self.begins_at_once()
            && self.replaced().all.is_empty()
            && !self.title_number_lost()
            && [short, long]
                .into_iter()
                .all(|it| tells_of(it, &short.tokens))
    }

    /// The one stops in the middle of a sentence with which the other goes on, so that the other is no
    /// digest of such beginnings; the title of the other is made of words that stand in this
    /// beginning, and that of the one of words of the whole.
    pub(super) fn is_cut_in_what_the_title_tells(&self) -> bool {
        let (short, long) = self.by_length();
        self.containment >= 0.95
            && self.shared >= 25
            && self.begins_at_once()
            && self.replaced().all.is_empty()
            && !self.title_number_lost()
            && self.goes_on_in_the_sentence()
            && names_are_in(short, long)
            && is_made_of(&long.title.words, &short.tokens)
            && is_made_of(&short.title.words, &long.tokens)
    }

    /// The longer has the last words of the shorter at the place where they must be, and no sentence
    /// begins behind them. The very last may have been cut in two.
    fn goes_on_in_the_sentence(&self) -> bool {
        let (short, long) = self.by_length();
        let (here, there) = if std::ptr::eq(short, self.a) {
            self.start
        } else {
            (self.start.1, self.start.0)
        };
        let [.., before, _] = short.tokens.as_slice() else {
            return false;
        };
        let (here, there) = (usize::try_from(here), usize::try_from(there));
        let (Ok(here), Ok(there)) = (here, there) else {
            return false;
        };
        let last = (short.tokens.len() + there).saturating_sub(here + 2);
        let goes_on = |at: usize| long.tokens.get(at).is_some_and(|word| !word.opens());
        let same = long.tokens.get(last).map(|word| word.hash) == Some(before.hash);
        same && goes_on(last + 1) && goes_on(last + 2)
    }

    /// The longer is named after what it tells behind the shorter: a digest that names its items, or
    /// news of somebody else above the old ones.
    pub(super) fn title_is_of_what_follows(&self) -> bool {
        let (short, long) = self.by_length();
        // The sentence in which an excerpt was cut is still of it.
        let mut follows = self.behind_the_shorter().iter();
        follows
            .by_ref()
            .find(|word| word.opens())
            .is_some_and(|first| {
                let behind: Vec<&Token> = std::iter::once(first).chain(follows).collect();
                let title = &long.title;
                title.words.iter().any(|word| {
                    let telling =
                        title.names.contains(&word.hash) || title.numbers.contains(&word.hash);
                    // The first word of a title is a name if the text uses it as one.
                    let told = |other: &&Token| {
                        other.stem == word.stem
                            && (telling || (word.is_capital() && other.is_name()))
                    };
                    let mut known = short.title.words.iter().chain(&short.tokens);
                    behind.iter().any(told) && !known.any(|other| other.stem == word.stem)
                })
            })
    }

    /// Every name of a title is somewhere in the other article too.
    pub(super) fn title_names_are_in_both(&self) -> bool {
        names_are_in(self.a, self.b) && names_are_in(self.b, self.a)
    }

    /// The texts begin with other names: where a sentence begins every word has a capital, and so
    /// these are told by that they are nowhere in the other article.
    pub(super) fn opens_with_another_name(&self) -> bool {
        let lone = |words: &[Token], there: &Fingerprint| {
            let mut known = there.title.words.iter().chain(&there.tokens);
            words.len() <= 3
                && words.iter().all(|word| word.is_capital())
                && !known.any(|other| are_kin(words, &[*other]))
        };
        let first = self.replaced().all.first();
        first.is_some_and(|hunk| hunk.a.start == 0 && hunk.b.start == 0)
            && self
                .sides()
                .next()
                .is_some_and(|(old, new)| lone(old, self.b) && lone(new, self.a))
    }

    /// One begins with the title of the other, and its own says nothing of what follows: the first
    /// item of a digest, under its heading.
    pub(super) fn is_item_under_a_heading(&self) -> bool {
        let heads = |digest: &Fingerprint, item: &Fingerprint| {
            let (told, lost) = told(digest, &item.tokens);
            item.title.words.len() >= 3
                && opens_with(&digest.tokens, &item.title.words)
                // A headline of the first words of the text is no heading.
                && !opens_with(&item.tokens, &item.title.words)
                && (told == 0 || told < lost)
        };
        !self.titles_alike() && (heads(self.a, self.b) || heads(self.b, self.a))
    }

    /// Before what is shared the longer tells of a number that the other has not, at some length and
    /// under another title: the deadline was moved, and the old call follows.
    pub(super) fn has_news_before_it(&self) -> bool {
        const SOME_LENGTH: u32 = 8;
        let (short, long) = self.by_length();
        let before = usize::try_from(self.lead).unwrap_or_default();
        let mut before = long.tokens.iter().take(before);
        self.lead >= SOME_LENGTH
            && self.a.title.keys.first() != self.b.title.keys.first()
            && before.any(|word| {
                let known = [&short.numbers, &short.title.numbers];
                word.is_number()
                    && known
                        .iter()
                        .all(|all| all.binary_search(&word.hash).is_err())
            })
    }

    /// Both sides of the replacements.
    fn sides(&self) -> impl Iterator<Item = (&[Token], &[Token])> {
        self.replaced().all.iter().map(|hunk: &Replaced| {
            let old = self.a.tokens.get(hunk.a.clone()).unwrap_or_default();
            let new = self.b.tokens.get(hunk.b.clone()).unwrap_or_default();
            (old, new)
        })
    }

    /// Those of which no word is a form of another.
    fn foreign(&self) -> impl Iterator<Item = (&[Token], &[Token])> {
        self.sides().filter(|(old, new)| !are_kin(old, new))
    }
}

/// A word of the one is a form of a word of the other.
fn are_kin(some: &[Token], others: &[Token]) -> bool {
    some.iter()
        .any(|word| others.iter().any(|other| other.stem == word.stem))
}

fn opens_with(text: &[Token], words: &[Token]) -> bool {
    text.len() > words.len() && words.iter().zip(text).all(|(a, b)| a.hash == b.hash)
}

/// A name among the words is in the title, letter by letter.
fn names(words: &[Token], title: &[Token]) -> bool {
    let mut names = words.iter().filter(|word| word.is_name());
    names.any(|word| title.iter().any(|other| other.hash == word.hash))
}

/// Every name of the title is somewhere in the other article.
fn names_are_in(here: &Fingerprint, there: &Fingerprint) -> bool {
    let mut names = here.title.words.iter();
    names.all(|name| {
        let mut words = there.title.words.iter().chain(&there.tokens);
        !here.title.names.contains(&name.hash) || words.any(|word| word.stem == name.stem)
    })
}

/// Of five different words of the title three are in `text`, and at least four of all: that many
/// are not articles and prepositions only.
fn is_made_of(title: &[Token], text: &[Token]) -> bool {
    let mut stems: Vec<u16> = title.iter().map(|word| word.stem).collect();
    stems.sort_unstable();
    stems.dedup();
    let all = stems.len();
    stems.retain(|stem| text.iter().any(|word| word.stem == *stem));
    stems.len() >= 4 && stems.len() * 5 >= all * 3
}

/// At least two names or numbers of the title are in `text`, and no more are not.
fn tells_of(article: &Fingerprint, text: &[Token]) -> bool {
    let (told, lost) = told(article, text);
    told >= 2 && told >= lost
}

/// How many names and numbers of the title are in `text`, and how many are not.
fn told(article: &Fingerprint, text: &[Token]) -> (usize, usize) {
    let title = &article.title;
    let mut count = (0, 0);
    for word in &title.words {
        let telling = title.names.contains(&word.hash) || title.numbers.contains(&word.hash);
        let known = |other: &Token| other.stem == word.stem && (telling || other.is_capital());
        // The first word of a title is a name if it is written as one there.
        if (telling || word.is_capital()) && text.iter().any(known) {
            count.0 += 1;
        } else if telling {
            count.1 += 1;
        }
    }
    count
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
