//! A record of a list in; its title, date, picture and summary out.

use super::{groups::Record, headlines, images, months, phrases, pieces};
use crate::{
    date::{Dated, Moment},
    page::{
        blocks::{Block, Role},
        dates::{DATE_CHARS, Dates, is_deadline, is_membership},
        dom::{Dom, Id, folded},
        words::Hint,
    },
};

/// What a list says about one thing.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Its address, absolute, without tracking parameters.
    pub url: String,
    /// Its title; plain text.
    pub title: String,
    /// Its date.
    pub date: Option<Dated>,
    /// Its picture; absolute.
    pub image: Option<String>,
    /// What else is said; plain text.
    pub summary: Option<String>,
}

/// What fields are read with.
pub(super) struct Reader<'a> {
    pub(super) dom: &'a Dom,
    pub(super) hints: &'a [Option<Hint>],
    pub(super) base: &'a str,
    pub(super) dates: Dates<'a>,
}

impl Reader<'_> {
    /// None for a record without any words.
    pub(super) fn item(&self, record: &Record) -> Option<Item> {
        let found = pieces::pieces(&self.dates, record.range.clone());
        let title = self.title(record, &found)?;
        let date = self.date(record, &found, &title);
        let date = months::inherited(&self.dates, record, date);
        let summary = self.summary(record, &found, &title);
        let (date, title) = match date {
            Some(date) => (Some(date), title),
            None => headlines::dated(&self.dates, title),
        };
        Some(Item {
            url: record.url.clone(),
            image: images::first(self.dom, record.range.clone(), self.base),
            summary,
            title,
            date,
        })
    }

    /// The heading, else the longest link that is no "read more", else what is set in bold or called a title, else the
    /// picture's text.
    fn title(&self, record: &Record, found: &[Block]) -> Option<String> {
        let dom = self.dom;
        let good = |text: &String| self.is_title(text);
        let heading = |id: &Id| matches!(dom.name(*id), "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
        let leads = |id: Id| {
            record
                .links
                .iter()
                .any(|&link| dom.holds(id, link) || dom.holds(link, id))
        };
        let headings: Vec<Id> = record.range.clone().filter(heading).collect();
        let linked = headings.iter().find(|&&id| leads(id));
        if let Some(text) = linked
            .or(headings.first())
            .map(|&id| dom.line(id))
            .filter(good)
        {
            return Some(text);
        }
        self.linked_title(record, found)
            .filter(good)
            .or_else(|| {
                let called = record.range.clone().filter(|&id| is_called_title(dom, id));
                called.map(|id| dom.line(id)).find(good)
            })
            .or_else(|| longest(self.spoken(record).filter(good)))
            .or_else(|| found.iter().map(|block| block.text.clone()).find(good))
    }

    /// Neither "read more" nor a date; a date with a title behind it is one.
    fn is_title(&self, text: &str) -> bool {
        let with_title = || {
            let (date, rest) = headlines::dated(&self.dates, text.to_owned());
            date.is_some() && rest.split_whitespace().count() > 2
        };
        !phrases::is_more(text) && (!self.dates.is_date(text) || with_title())
    }

    /// The longest text of a link; of a link round the whole record, what is called a title, or its first block.
    fn linked_title(&self, record: &Record, found: &[Block]) -> Option<String> {
        let dom = self.dom;
        let good = |text: &String| self.is_title(text);
        let parts = |link: Id| pieces::pieces(&self.dates, dom.subtree(link)).len();
        if record.links.iter().all(|&link| parts(link) < 2) {
            let lines = record.links.iter().map(|&link| self.without_date(link));
            return longest(lines.filter(good));
        }
        let called = record.range.clone().filter(|&id| is_called_title(dom, id));
        called.map(|id| dom.line(id)).find(good).or_else(|| {
            let linked = found
                .iter()
                .filter(|block| block.linked > 0 && block.chars > 8);
            linked.map(|block| block.text.clone()).find(good)
        })
    }

    /// The line of a link; of one that has its date in an element of its own, what stands behind that.
    fn without_date(&self, link: Id) -> String {
        let dom = self.dom;
        let children = dom.inside(link).filter(|&id| dom.parent(id) == Some(link));
        let lines = children.map(|id| match dom.text_of(id) {
            Some(text) => (true, folded(text)),
            None => (false, dom.line(id)),
        });
        let lines: Vec<(bool, String)> = lines.filter(|(_, line)| !line.is_empty()).collect();
        let (dates, others): (Vec<_>, Vec<_>) = lines
            .into_iter()
            .partition(|(_, line)| self.dates.is_date(line));
        let bare = others.iter().any(|(bare, _)| *bare);
        let mut others = others.into_iter().map(|(_, line)| line);
        if dates.is_empty() || others.len() == 0 {
            dom.line(link)
        } else if bare {
            others.collect::<Vec<_>>().join(" ")
        } else {
            // A category may stand before the title, a text behind it.
            let title = others.find(|line| line.split_whitespace().count() > 2);
            title.unwrap_or_else(|| dom.line(link))
        }
    }

    /// What links and pictures say to those who do not see them.
    fn spoken(&self, record: &Record) -> impl Iterator<Item = String> {
        let dom = self.dom;
        record.links.iter().flat_map(move |&link| {
            let names = ["title", "aria-label"]
                .into_iter()
                .filter_map(move |name| dom.filled(link, name));
            let pictures = dom
                .named(link, "img")
                .filter_map(move |img| dom.filled(img, "alt"));
            names.chain(pictures).map(folded).collect::<Vec<_>>()
        })
    }

    /// What markup marks as a date, else what is called one, else a short text that reads as one.
    fn date(&self, record: &Record, found: &[Block], title: &str) -> Option<Dated> {
        let dom = self.dom;
        let range = || record.range.clone();
        let marked = range().find_map(|id| self.dates.marked(id));
        if marked.is_some() {
            return marked;
        }
        let called = range().filter(|&id| dom.is_element(id) && is_called_date(dom, id));
        let called: Vec<Id> = called.collect();
        if let Some(dated) = called.iter().find_map(|&id| self.dates.lines(id)) {
            return Some(dated);
        }
        let short = found
            .iter()
            .filter(|block| block.role != Role::Code && block.text != title);
        let short = short.filter(|block| !is_deadline(&block.text) && !is_membership(&block.text));
        for block in short {
            if block.text.chars().count() <= DATE_CHARS
                && let Some(dated) = self.dates.read(&block.text)
            {
                return Some(dated);
            }
            if let Some(dated) = self.dates.pieces(block.first..block.last + 1, title) {
                return Some(dated);
            }
        }
        // A badge: day, month and year each in an element of its own.
        range()
            .filter(|&id| self.is_badge(id))
            .find_map(|id| self.dates.lines(id))
    }

    fn is_badge(&self, id: Id) -> bool {
        let texts = || {
            self.dom
                .inside(id)
                .filter_map(|inner| self.dom.text_of(inner))
                .filter(|text| !text.trim().is_empty())
        };
        self.dom.is_element(id)
            && (2..=4).contains(&texts().take(5).count())
            && texts()
                .map(|text| text.trim().chars().count())
                .sum::<usize>()
                <= 30
            && texts().any(|text| text.bytes().any(|b| b.is_ascii_digit()))
    }

    /// The longest block that is neither title nor date nor link.
    fn summary(&self, record: &Record, found: &[Block], title: &str) -> Option<String> {
        let texts = found.iter().filter_map(|block| {
            // In a cell, or before a line break, the title is the beginning of the block.
            let rest = block.text.strip_prefix(title).map(str::trim_start);
            let rest = rest.or_else(|| self.without_more(record, block, title));
            let foreign = block.linked == block.chars && !title.contains(&block.text);
            let fits = !matches!(block.role, Role::Heading(_))
                && !phrases::is_more(&block.text)
                && !self.is_small_print(block)
                && (rest.is_some() || block.link_share() < 0.5 || foreign);
            let text = rest.unwrap_or(&block.text);
            (fits && text.chars().count() >= 12 && !self.dates.is_vague_date(text))
                .then(|| text.to_owned())
        });
        longest(texts)
    }

    /// What stands before the "read more" at the end of a block. None where there is none.
    fn without_more<'b>(&self, record: &Record, block: &'b Block, title: &str) -> Option<&'b str> {
        let mut inside = record.links.iter().rev();
        let link = inside.find(|link| (block.first..=block.last).contains(link))?;
        let more = self.dom.line(*link);
        let rest = block.text.strip_suffix(&more)?.trim_end();
        (!more.is_empty() && more != title && rest.chars().count() >= 12).then_some(rest)
    }

    /// The line of date, author and category.
    fn is_small_print(&self, block: &Block) -> bool {
        let dom = self.dom;
        let above = std::iter::once(block.element)
            .chain(dom.ancestors(block.element))
            .take(2);
        let called = above.into_iter().any(|id| {
            self.hints.get(id).copied().flatten() == Some(Hint::Chrome)
                && !dom.classes(id).any(|class| {
                    class.contains("teaser") || class.contains("blurb") || class.contains("promo")
                })
        });
        let low = block.text.to_lowercase();
        let labelled = phrases::PUBLISHED
            .iter()
            .any(|label| low.starts_with(label));
        (called || block.chars < 60)
            && (block
                .text
                .split(['|', '•', '·'])
                .any(|part| self.dates.is_date(part))
                || labelled && self.dates.read(&block.text).is_some())
    }
}

const TITLES: &[&str] = &[
    "title", "headline", "naslov", "titel", "titolo", "titlu", "heading", "cim", "nadpis", "tytul",
];

/// What is set in bold, or has "title" in its class.
fn is_called_title(dom: &Dom, id: Id) -> bool {
    let called = |class: &str| {
        TITLES
            .iter()
            .any(|word| class.to_lowercase().contains(word))
    };
    matches!(dom.name(id), "strong" | "b") && dom.line(id).chars().count() > 8
        || dom.classes(id).any(called)
}

fn longest(texts: impl Iterator<Item = String>) -> Option<String> {
    let mut best: Option<String> = None;
    for text in texts {
        let longer = best
            .as_ref()
            .is_none_or(|best| text.chars().count() > best.chars().count());
        if longer && !text.is_empty() {
            best = Some(text);
        }
    }
    best
}

fn is_called_date(dom: &Dom, id: Id) -> bool {
    let called = |name: &str| {
        let low = name.to_ascii_lowercase();
        low.split(['-', '_', ' '])
            .any(|word| phrases::DATE.contains(&word))
            || low.contains("date")
            || low.contains("datum")
    };
    dom.classes(id).any(called) || dom.filled(id, "id").is_some_and(called)
}

/// The day a date means, for comparing.
pub(super) fn day(dated: &Dated) -> chrono::NaiveDate {
    dated.day()
}

/// A date as a feed would say it: with its offset where it has one, else the local clock.
pub(super) fn stated(dated: &Dated) -> String {
    match dated.moment {
        Moment::Instant(instant) => instant.to_rfc3339(),
        Moment::Local(_) | Moment::Day(_) => dated.local_text(),
    }
}
