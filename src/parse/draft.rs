//! Values in, the feed so far out: which value wins, how many are kept.

use crate::{
    model::{Category, Enclosed, Entry, EntrySource, Feed, Link, Person, Text, Warning},
    parse::{
        elements::{Field, Role},
        limits,
    },
};

/// A feed that is being read.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub(super) feed: Feed,
    pub(super) entry: Option<Entry>,
    pub(super) source: Option<EntrySource>,
    /// Who is being named.
    pub(super) person: Option<Person>,
    pub(super) warnings: Vec<Warning>,
    feed_ranks: Ranks,
    entry_ranks: Ranks,
    source_ranks: Ranks,
}

/// A field that can have one value only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    Title,
    Id,
    Published,
    Updated,
    Created,
    Subtitle,
    Summary,
    Rights,
    Language,
    Generator,
    Publisher,
    Image,
}

/// How near the value of each slot stood: its depth, and `FOREIGN` where an extension said it.
#[derive(Debug)]
struct Ranks([u16; 12]);

impl Default for Ranks {
    fn default() -> Self {
        Self([u16::MAX; 12])
    }
}

/// What an extension says of a thing counts where the format itself says nothing.
pub(super) const FOREIGN: u16 = 1000;
/// And this where even extensions say nothing better.
pub(super) const LAST_RESORT: u16 = 2000;

impl Draft {
    /// Does a value at that rank replace the one that stands? The nearer one wins, then the later.
    pub(super) fn wins(&mut self, slot: Slot, rank: u16) -> bool {
        let Some(held) = self.ranks().0.get_mut(slot as usize) else {
            return false;
        };
        let wins = rank <= *held;
        if wins {
            *held = rank;
        }
        wins
    }

    fn held(&mut self, slot: Slot) -> u16 {
        self.ranks()
            .0
            .get(slot as usize)
            .copied()
            .unwrap_or(u16::MAX)
    }

    fn ranks(&mut self) -> &mut Ranks {
        if self.source.is_some() {
            &mut self.source_ranks
        } else if self.entry.is_some() {
            &mut self.entry_ranks
        } else {
            &mut self.feed_ranks
        }
    }

    pub(super) fn begin_entry(&mut self) {
        self.entry = Some(Entry::default());
        self.entry_ranks = Ranks::default();
    }

    /// Is there no room for entries yet?
    pub(super) fn expects_none(&self) -> bool {
        self.feed.entries.capacity() == 0
    }

    /// Makes room for so many entries: a list that grows is there twice while it does.
    pub(super) fn expect(&mut self, entries: usize) {
        self.feed.entries.reserve_exact(entries);
    }

    /// Keeps the entry that is open. False if there were enough before it.
    pub(super) fn end_entry(&mut self) {
        self.source = None;
        self.feed.entries.extend(self.entry.take());
    }

    pub(super) fn begin_source(&mut self) {
        self.source = Some(EntrySource::default());
        self.source_ranks = Ranks::default();
    }

    pub(super) fn end_source(&mut self) {
        let source = self
            .source
            .take()
            .filter(|source| *source != EntrySource::default());
        if let (Some(entry), Some(source)) = (&mut self.entry, source) {
            entry.source = Some(Box::new(source));
        }
    }

    /// Keeps a marked-up text.
    pub(super) fn put_text(&mut self, field: Field, text: Text, rank: u16) {
        if text.value.is_empty() {
            return;
        }
        match field {
            Field::Title => self.put_title(text, rank),
            Field::Rights => {
                if self.wins(Slot::Rights, rank) {
                    *self.rights() = Some(text);
                }
            }
            Field::Content => {
                if let (Some(entry), None) = (&mut self.entry, &self.source) {
                    let list = &mut entry.content;
                    keep(list, text, limits::CONTENTS, "texts", &mut self.warnings);
                }
            }
            Field::Subtitle | Field::Summary => self.put_summary(field, text, rank),
        }
    }

    fn put_title(&mut self, text: Text, rank: u16) {
        // WordPress and others repeat titles further in and further down: the first of the nearest counts.
        if self.held(Slot::Title) != rank && self.wins(Slot::Title, rank) {
            *self.title() = Some(text);
        }
    }

    fn put_summary(&mut self, field: Field, text: Text, rank: u16) {
        if let Some(source) = &mut self.source {
            source.subtitle = Some(text);
            return;
        }
        let held = self.held(Slot::Summary);
        let rank = if field == Field::Subtitle && self.entry.is_some() {
            rank + LAST_RESORT
        } else {
            rank
        };
        let Some(entry) = &mut self.entry else {
            let rank = if field == Field::Summary && rank >= FOREIGN {
                rank + LAST_RESORT
            } else {
                rank
            };
            if self.wins(Slot::Subtitle, rank) {
                self.feed.subtitle = Some(text);
            }
            return;
        };
        // RSS with a summary and a description: the second is the body, unless there is one already.
        if rank < FOREIGN && held == rank && entry.content.is_empty() {
            let list = &mut entry.content;
            keep(list, text, limits::CONTENTS, "texts", &mut self.warnings);
        } else if self.wins(Slot::Summary, rank)
            && let Some(entry) = &mut self.entry
        {
            entry.summary = Some(text);
        }
    }

    fn title(&mut self) -> &mut Option<Text> {
        match (&mut self.source, &mut self.entry) {
            (Some(source), _) => &mut source.title,
            (None, Some(entry)) => &mut entry.title,
            (None, None) => &mut self.feed.title,
        }
    }

    fn rights(&mut self) -> &mut Option<Text> {
        match (&mut self.source, &mut self.entry) {
            (Some(source), _) => &mut source.rights,
            (None, Some(entry)) => &mut entry.rights,
            (None, None) => &mut self.feed.rights,
        }
    }

    pub(super) fn put_link(&mut self, link: Link) {
        if self.too_long(&link.href) {
            return;
        }
        if link.rel == "enclosure" && self.source.is_none() {
            self.put_enclosure(Enclosed {
                href: link.href.clone(),
                mime: link.mime.clone(),
                length: link.length.clone(),
                title: link.title.clone(),
                duration: None,
            });
        }
        let links = match (&mut self.source, &mut self.entry) {
            (Some(source), _) => &mut source.links,
            (None, Some(entry)) => &mut entry.links,
            (None, None) => &mut self.feed.links,
        };
        keep(links, link, limits::LINKS, "links", &mut self.warnings);
    }

    pub(super) fn put_enclosure(&mut self, enclosed: Enclosed) {
        if self.too_long(&enclosed.href) {
            return;
        }
        let Some(entry) = &mut self.entry else {
            return;
        };
        let list = &mut entry.enclosures;
        if let Some(known) = list.iter_mut().find(|known| known.href == enclosed.href) {
            known.duration = known.duration.take().or(enclosed.duration);
            return;
        }
        keep(
            list,
            enclosed,
            limits::ENCLOSURES,
            "enclosures",
            &mut self.warnings,
        );
    }

    pub(super) fn put_image(&mut self, href: String) {
        if self.too_long(&href) || href.is_empty() {
            return;
        }
        if let Some(entry) = &mut self.entry
            && !entry.images.contains(&href)
        {
            keep(
                &mut entry.images,
                href,
                limits::IMAGES,
                "images",
                &mut self.warnings,
            );
        }
    }

    pub(super) fn put_category(&mut self, category: Category) {
        if category.term.is_empty() {
            return;
        }
        let categories = match (&mut self.source, &mut self.entry) {
            (Some(source), _) => &mut source.categories,
            (None, Some(entry)) => &mut entry.categories,
            (None, None) => &mut self.feed.categories,
        };
        let full = categories.len() >= limits::CATEGORIES;
        if full || !categories.contains(&category) {
            keep(
                categories,
                category,
                limits::CATEGORIES,
                "categories",
                &mut self.warnings,
            );
        }
    }

    pub(super) fn put_person(&mut self, role: Role, person: Person, rank: u16) {
        if person == Person::default() {
            return;
        }
        if role == Role::Publisher {
            if self.source.is_none() && self.wins(Slot::Publisher, rank) {
                match &mut self.entry {
                    Some(entry) => entry.publisher = Some(person),
                    None => self.feed.publisher = Some(person),
                }
            }
            return;
        }
        let (authors, contributors) = match (&mut self.source, &mut self.entry) {
            (Some(source), _) => (&mut source.authors, &mut source.contributors),
            (None, Some(entry)) => (&mut entry.authors, &mut entry.contributors),
            (None, None) => (&mut self.feed.authors, &mut self.feed.contributors),
        };
        let people = if role == Role::Author {
            authors
        } else {
            contributors
        };
        if people.len() >= limits::AUTHORS || !people.contains(&person) {
            keep(
                people,
                person,
                limits::AUTHORS,
                "authors",
                &mut self.warnings,
            );
        }
    }

    /// Notes that there was more of something than is kept; once for each thing.
    pub(super) fn flood(&mut self, what: &'static str, kept: usize) {
        warn(&mut self.warnings, what, kept);
    }

    pub(super) fn too_long(&mut self, address: &str) -> bool {
        let long = address.len() > limits::ADDRESS;
        if long {
            self.flood("bytes of an address", limits::ADDRESS);
        }
        long
    }
}

fn keep<T>(
    list: &mut Vec<T>,
    item: T,
    limit: usize,
    what: &'static str,
    warnings: &mut Vec<Warning>,
) {
    if list.len() < limit {
        // Most lists hold one thing or two, and the room for four that a list would take makes a small feed large.
        if list.len() < 3 {
            list.reserve_exact(1);
        }
        list.push(item);
    } else {
        warn(warnings, what, limit);
    }
}

fn warn(warnings: &mut Vec<Warning>, what: &'static str, kept: usize) {
    let warning = Warning::Limit { what, kept };
    if !warnings.contains(&warning) {
        warnings.push(warning);
    }
}
