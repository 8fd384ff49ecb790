//! Two fingerprints in; whether they are one piece of news, by which rule and with what evidence,
//! out (DEDUPE.md, "Verdict").

mod compare;
mod diff;
mod template;

pub use compare::Evidence;
pub use diff::Replaced;

use super::fingerprint::Fingerprint;
use compare::{Compared, meet};

/// What two articles are to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// One piece of news.
    Same,
    /// Much in common, and not enough.
    Related,
    /// Two of a kind: another date, another number, another name.
    Series,
    /// One quotes the other: a digest, a follow-up.
    Quote,
    /// Nothing to do with each other.
    No,
}

/// What was found of two articles; the same for (a, b) and (b, a) but for the sides of `evidence`.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// What they are to each other.
    pub kind: Kind,
    /// The rule of DEDUPE.md that decided, 1 to 8.
    pub rule: u8,
    /// 6: identity; 5: nearly the whole text; 4: enough of it; 0: not the same.
    pub strength: u8,
    /// What it was decided on.
    pub evidence: Evidence,
}

impl Verdict {
    /// An edge by identity: guid or link say so, not the text.
    pub fn is_identity(&self) -> bool {
        self.kind == Kind::Same && self.rule <= 2
    }
}

/// Texts further apart than this are not compared, seconds (feeds.toml: `dedupe.window`).
pub const WINDOW: i64 = 45 * DAY;
const DAY: i64 = 86_400;
/// Whoever says something again after this time, elsewhere, says it anew.
const ANEW: i64 = DAY / 2;

/// What `a` and `b` are to each other when texts more than `window` seconds apart are not compared.
pub fn verdict(a: &Fingerprint, b: &Fingerprint, window: i64) -> Verdict {
    let case = Case {
        apart: (a.at - b.at).abs(),
        window,
        same_source: a.source == b.source,
        same_guid: meet(a.guid.as_slice(), b.guid.as_slice()),
        same_link: meet(&a.links, &b.links),
        compared: Compared::new(a, b),
    };
    let (kind, rule, strength) = case
        .identity()
        .or_else(|| case.far())
        .or_else(|| case.series())
        .unwrap_or_else(|| case.text());
    Verdict {
        kind,
        rule,
        strength,
        evidence: case.compared.evidence(),
    }
}

/// Where the texts of the two differ, whatever the verdict on them is.
pub(super) fn differences(a: &Fingerprint, b: &Fingerprint) -> Vec<Replaced> {
    let compared = Compared::new(a, b);
    compared.replaced();
    compared.evidence().replaced
}

type Found = (Kind, u8, u8);

struct Case<'a> {
    apart: i64,
    window: i64,
    same_source: bool,
    same_guid: bool,
    same_link: bool,
    compared: Compared<'a>,
}

const SHORT: usize = 14;

impl Case<'_> {
    /// Rules 1 and 2: one guid of one source, one link. Numbers may have been corrected.
    fn identity(&self) -> Option<Found> {
        let texts = &self.compared;
        let contained = texts.containment;
        let titles = texts.titles();
        if self.same_guid {
            let alike = titles >= 0.3 || contained >= 0.3 || self.same_link;
            if self.same_source && alike {
                return Some((Kind::Same, 1, 6));
            }
            if !self.same_source && alike && (self.same_link || contained >= 0.5) {
                return Some((Kind::Same, 1, 6));
            }
        }
        if !self.same_link {
            return None;
        }
        if self.apart > self.window && contained < 0.5 {
            return Some((Kind::Series, 2, 0));
        }
        if texts.title_numbers_differ() {
            return None;
        }
        (titles >= 0.4 || contained >= 0.5).then_some((Kind::Same, 2, 6))
    }

    /// Rule 3: too far apart, in time or in words.
    fn far(&self) -> Option<Found> {
        let texts = &self.compared;
        let named_alike = texts.same_title() || texts.same_slug();
        let far = self.apart > self.window || (texts.containment < 0.2 && !named_alike);
        far.then_some((Kind::No, 3, 0))
    }

    /// Rules 4 to 6: another of the same kind.
    fn series(&self) -> Option<Found> {
        let texts = &self.compared;
        let one_text = !self.same_source && texts.numbers_are_those_of_one_text();
        if texts.title_numbers_differ() && !one_text {
            return Some((Kind::Series, 4, 0));
        }
        if texts.containment >= 0.8 && texts.numbers_differ() {
            return Some((Kind::Series, 5, 0));
        }
        if texts.containment < 0.3 {
            return None;
        }
        let replaced = texts.replaced();
        if texts.containment >= 0.5 && replaced.numbers > 0 {
            return Some((Kind::Series, 5, 0));
        }
        let one_is_enough = self.same_source || texts.shorter < 70 || texts.title_names_differ();
        let needed = if one_is_enough { 1 } else { 2 };
        let opened = || texts.shorter < 70 && texts.opens_with_another_name();
        let renamed = (replaced.names >= needed || opened()) && texts.containment < 0.985;
        renamed.then_some((Kind::Series, 6, 0))
    }

    /// Rules 7 and 8: how much of the words is one text.
    fn text(&self) -> Found {
        let short = self.compared.shorter < SHORT;
        let found = if short { self.short() } else { self.long() };
        match found.0 {
            Kind::Same | Kind::Related if !short && self.compared.is_item_under_a_heading() => {
                (Kind::Quote, 7, 0)
            }
            Kind::Same if !short && self.compared.has_news_before_it() => (Kind::Quote, 7, 0),
            Kind::Same if self.compared.is_other_in_title_and_text() => (Kind::Series, 6, 0),
            Kind::Related if self.is_other_under_a_title_of_its_kind() => (Kind::Series, 6, 0),
            Kind::Same if !short && self.is_filled_in_anew() => (Kind::Series, 6, 0),
            Kind::Related | Kind::Quote
                if self.is_told_under_another_title() || self.is_cut_under_another_title() =>
            {
                (Kind::Same, 7, 4)
            }
            Kind::Same | Kind::Related | Kind::Series | Kind::Quote | Kind::No => found,
        }
    }

    /// Two vacancies of one firm, of which a carrier has the one: written small, the professions are
    /// no names, and so the titles do not seem to speak of two.
    fn is_other_under_a_title_of_its_kind(&self) -> bool {
        let texts = &self.compared;
        texts.containment >= 0.5 && texts.titles() > 0.0 && texts.is_other_in_title_and_text()
    }

    /// The source says it again later, elsewhere.
    fn anew(&self) -> bool {
        self.same_source && !self.same_guid && !self.same_link && self.apart >= ANEW
    }

    /// A column under one title, or a notice in which a word or two are others.
    fn is_filled_in_anew(&self) -> bool {
        let texts = &self.compared;
        let column = || texts.containment < 0.85 && texts.ratio <= 1.25 && texts.each_adds(6);
        let notice = || {
            texts.shorter < 70
                && texts.containment < 0.985
                && texts.ratio <= 1.1
                && (1..=3).contains(&texts.foreign_words())
        };
        self.anew() && (column() || notice())
    }

    /// Who takes a text over may give it a headline of his own: nobody is named in it who is not in
    /// the other article.
    fn is_told_under_another_title(&self) -> bool {
        let texts = &self.compared;
        !self.same_source
            && self.apart <= 10 * DAY
            && texts.shared >= 40
            && texts.containment >= 0.75
            && texts.containment / texts.ratio >= 0.7
            && texts.foreign_words() <= 1
            && !texts.has_news_before_it()
            && texts.title_names_are_in_both()
    }

    /// An excerpt of it, too, within days.
    fn is_cut_under_another_title(&self) -> bool {
        let texts = &self.compared;
        !self.same_source
            && self.apart <= 4 * DAY
            && !texts.title_is_of_what_follows()
            && (texts.is_nearly_all_of_it()
                || texts.is_beginning_of_what_both_titles_tell()
                || texts.is_cut_in_what_the_title_tells())
    }

    /// Rule 7.
    fn long(&self) -> Found {
        let texts = &self.compared;
        let contained = texts.containment;
        let strength = if contained >= 0.9 { 5 } else { 4 };
        let same = (Kind::Same, 7, strength);
        let named_alike = texts.same_title() || texts.same_slug();
        let alike = texts.titles_alike() && (named_alike || !texts.title_names_differ());
        let one_text = contained >= 0.95 && (texts.shorter >= 150 || texts.ratio <= 1.2);
        let known = alike || texts.title_is_in_text() || one_text;
        let lost = texts.title_number_lost() && !texts.word_for_word();
        if !known || (!named_alike && lost) {
            return (Kind::Related, 7, 0);
        }
        let nearly = named_alike || texts.nearly_same_title();
        if nearly && contained >= 0.3 && self.apart <= 10 * DAY && texts.lead <= 25 {
            return same;
        }
        let start = texts.start.0.max(texts.start.1);
        if texts.ratio <= 1.6 {
            let whole = contained >= 0.8 && contained / texts.ratio >= 0.7 && start <= 12;
            return if whole || (alike && contained >= 0.55) {
                same
            } else {
                (Kind::Related, 7, 0)
            };
        }
        let leads = (alike && texts.lead <= 25) || named_alike || (start <= 3 && contained >= 0.9);
        if contained >= 0.7 && leads {
            return same;
        }
        (Kind::Quote, 7, 0)
    }

    /// Rule 8: hardly any words.
    fn short(&self) -> Found {
        let texts = &self.compared;
        let other_text = self.same_source || texts.containment < 0.9;
        if other_text && texts.titles() < 1.0 && texts.title_names_differ() {
            return (Kind::No, 8, 0);
        }
        let days = if texts.has_title_number() { 10 } else { 4 };
        let only_titles = texts.shorter == 0 && !texts.few_words_differ() && !self.anew();
        let by_title = texts.same_title()
            && texts.title_words() >= 3
            && self.apart <= days * DAY
            && (only_titles || texts.containment >= 0.6);
        let by_text = texts.containment >= 0.9 && texts.titles() >= 0.6;
        let one_text = texts.word_for_word() && self.apart <= days * DAY;
        if by_title || by_text || one_text {
            let strength = if texts.containment >= 0.9 { 5 } else { 4 };
            return (Kind::Same, 8, strength);
        }
        (Kind::No, 8, 0)
    }
}
