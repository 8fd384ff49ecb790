//! A page that lists news in; its items, its next page and how they were found out.

mod detect;
mod entries;
mod fields;
mod groups;
mod headlines;
pub(crate) mod images;
mod kinds;
mod links;
mod months;
mod next;
mod phrases;
mod pieces;
mod rows;
mod runs;
mod score;
mod sections;
mod select;
#[cfg(test)]
mod tests;
mod topic;
mod wrapper;

use super::{
    dates::Dates,
    discover,
    dom::Dom,
    embedded, seam,
    words::{self, Hint},
};
use crate::{
    address,
    date::{self, Context},
    model::{DateOrder, PageSelectors},
};
use entries::in_order;
pub use fields::Item;
use groups::Group;
use kinds::Headed;
use links::Link;
use sections::Topics;
use select::Selected;
use std::collections::HashSet;
use url::Url;
pub use wrapper::{Standing, Wrapper};

/// A page that lists news, as it was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Listing {
    /// Its items, in the order of the page.
    pub items: Vec<Item>,
    /// The page with older ones.
    pub next: Option<String>,
    /// The feed that the page has after all.
    pub feed_url: Option<String>,
    /// How the list was found, to find it again. None: there was none, or selectors say where it is.
    pub wrapper: Option<Wrapper>,
    /// What became of the list that was known.
    pub standing: Standing,
}

/// Reads a page that lists news. `learnt` is what was learnt last time: it is used as long as it still finds half
/// of what it found then. Selectors replace what is read automatically, field by field.
pub(super) fn listing(
    dom: &Dom,
    url: &str,
    learnt: Option<&Wrapper>,
    selectors: &PageSelectors,
    context: &Context<'_>,
) -> Listing {
    weighed(dom, url, learnt, selectors, context, score::weights())
}

fn weighed(
    dom: &Dom,
    url: &str,
    learnt: Option<&Wrapper>,
    selectors: &PageSelectors,
    context: &Context<'_>,
    weights: score::Features,
) -> Listing {
    let Ok(page) = Url::parse(url) else {
        return Listing::default();
    };
    let base = discover::base(dom, url);
    let base_url = Url::parse(&base).unwrap_or_else(|_| page.clone());
    let links = links::links(dom, &base_url, url);
    let hints = words::hints(dom);
    let selected = Selected::new(selectors);
    let reader = Page {
        dom,
        hints: &hints,
        base: &base,
        url: &page,
        links: &links,
        context,
        selected: &selected,
        order: learnt.map_or(DateOrder::Auto, |wrapper| wrapper.order),
        weights,
    };
    let learnt = learnt.filter(|wrapper| wrapper.has_list());
    let known = learnt.and_then(|wrapper| reader.again(wrapper));
    let still = known.is_some();
    let (mut items, wrapper) = if selected.item.is_empty() {
        known.or_else(|| reader.detect()).unwrap_or_default()
    } else {
        reader.selected()
    };
    reader.complete(&mut items);
    let own: Vec<&str> = items.iter().map(|item| item.url.as_str()).collect();
    let picked = selected
        .next
        .value(dom, &dom.subtree(0), "href")
        .and_then(|(_, href)| seam::absolute(&base, &href));
    let next = picked.or_else(|| next::next(dom, &links, &page, &own));
    let standing = match learnt {
        _ if still || learnt.is_none() && !items.is_empty() => Standing::Found,
        None => Standing::None,
        Some(_) if !items.is_empty() => Standing::Moved,
        Some(learnt) if reader.has(&learnt.holder) => Standing::Empty,
        Some(_) => Standing::Gone,
    };
    let wrapper =
        Some(wrapper).filter(|wrapper| wrapper.has_list() || wrapper.order != DateOrder::Auto);
    Listing {
        items,
        next,
        feed_url: None,
        wrapper,
        standing,
    }
}

struct Page<'a> {
    dom: &'a Dom,
    hints: &'a [Option<Hint>],
    base: &'a str,
    url: &'a Url,
    links: &'a [Link],
    context: &'a Context<'a>,
    selected: &'a Selected,
    /// The order of day and month that the list's dates proved before.
    order: DateOrder,
    weights: score::Features,
}

struct Scored {
    group: Group,
    items: Vec<Item>,
    features: score::Features,
    score: f64,
}

impl Page<'_> {
    /// The items that a learnt list has now; None where too much of it is gone.
    fn again(&self, wrapper: &Wrapper) -> Option<(Vec<Item>, Wrapper)> {
        let read = |topics| groups::again(self.dom, self.links, &wrapper.placements, topics);
        let own = read(Topics::LeftOut);
        let mut records = if wrapper.dated {
            read(Topics::Kept)
        } else {
            own.clone()
        };
        records.retain(|record| wrapper.patterns.contains(&links::pattern(&record.url)));
        let group = Group {
            placements: wrapper.placements.clone(),
            records,
            headed: Headed::News,
        };
        let found = self.scored(group)?;
        let enough = found.items.len() * 2 >= wrapper.items
            && (!wrapper.dated || found.items.iter().any(|item| item.date.is_some()));
        // Under the heading of a topic, news have dates.
        let is_own = |item: &Item| own.iter().any(|record| record.url == item.url);
        let pairs = found.group.records.iter().zip(&found.items);
        let items = in_order(pairs.filter(|(_, item)| item.date.is_some() || is_own(item)));
        enough.then(|| {
            let wrapper = Wrapper {
                order: self.order(&found.group),
                ..wrapper.clone()
            };
            (items, wrapper)
        })
    }

    /// The items that `item` of feeds.toml means.
    fn selected(&self) -> (Vec<Item>, Wrapper) {
        let dates = Dates {
            dom: self.dom,
            context: self.context,
        };
        let reader = fields::Reader {
            dom: self.dom,
            hints: self.hints,
            base: self.base,
            dates,
        };
        let records = self.selected.records(&reader, self.links);
        let found = self.scored(Group {
            placements: Vec::new(),
            records,
            headed: Headed::News,
        });
        let Some(found) = found else {
            return (Vec::new(), Wrapper::default());
        };
        let wrapper = Wrapper {
            order: self.order(&found.group),
            ..Wrapper::default()
        };
        let items = in_order(found.group.records.iter().zip(&found.items));
        (items, wrapper)
    }

    /// Adds what the page says to machines about its items; and where nothing else was found, that is the list.
    fn complete(&self, items: &mut Vec<Item>) {
        let dates = Dates {
            dom: self.dom,
            context: self.context,
        };
        let lacking =
            |item: &Item| item.date.is_none() || item.image.is_none() || item.summary.is_none();
        if !items.is_empty() && !items.iter().any(lacking) {
            return;
        }
        let said = embedded::items(self.dom, self.base, &dates);
        if items.is_empty() && said.len() > 2 && self.selected.item.is_empty() {
            let mut seen = HashSet::new();
            items.extend(
                said.into_iter()
                    .filter(|item| seen.insert(item.url.clone())),
            );
            return;
        }
        for item in items.iter_mut().filter(|item| lacking(item)) {
            let key = address::link_key(&item.url);
            if let Some(same) = said.iter().find(|said| address::link_key(&said.url) == key) {
                item.date = item.date.take().or_else(|| same.date.clone());
                item.image = item.image.take().or_else(|| same.image.clone());
                item.summary = item.summary.take().or_else(|| same.summary.clone());
            }
        }
    }

    /// Whether an element is placed so.
    fn has(&self, placement: &str) -> bool {
        let there = |id| self.dom.is_element(id) && links::placement(self.dom, id) == placement;
        !placement.is_empty() && self.dom.inside(0).any(there)
    }

    fn scored(&self, mut group: Group) -> Option<Scored> {
        let order = self.order(&group);
        let context = Context {
            order,
            ..self.context.clone()
        };
        let reader = fields::Reader {
            dom: self.dom,
            hints: self.hints,
            base: self.base,
            dates: Dates {
                dom: self.dom,
                context: &context,
            },
        };
        let mut items = Vec::with_capacity(group.records.len());
        group.records.retain(|record| {
            let Some(mut item) = reader
                .item(record)
                .filter(|_| self.selected.wants(&reader, record))
            else {
                return false;
            };
            self.selected.mend(&reader, record, &mut item);
            items.push(item);
            true
        });
        if items.is_empty() {
            return None;
        }
        if !self.selected.has_images() {
            images::without_icons(&mut items);
        }
        let features = self.place().features(&group, &items);
        Some(Scored {
            score: score::score(&features, &self.weights),
            group,
            items,
            features,
        })
    }

    /// Where a group lies.
    fn place(&self) -> score::Place<'_> {
        score::Place {
            dom: self.dom,
            hints: self.hints,
            page: self.url,
            context: self.context,
        }
    }

    /// The order of day and month that the dates of a group agree on.
    fn order(&self, group: &Group) -> DateOrder {
        if self.context.order != DateOrder::Auto {
            return self.context.order;
        }
        let texts = group
            .records
            .iter()
            .flat_map(|record| record.range.clone())
            .filter_map(|id| self.dom.text_of(id));
        let numeric = texts.map(str::trim).filter(|text| {
            text.len() <= 40
                && text.matches(['/', '.', '-']).count() >= 2
                && text.bytes().any(|b| b.is_ascii_digit())
        });
        let numeric: Vec<&str> = numeric.collect();
        match date::learn_order(&numeric, self.context) {
            DateOrder::Auto => self.order,
            proved @ (DateOrder::Dmy | DateOrder::Mdy | DateOrder::Ymd) => proved,
        }
    }
}
