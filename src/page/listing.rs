//! A page that lists news in; its items, its next page and how they were found out.

mod entries;
mod fields;
mod groups;
pub(crate) mod images;
mod links;
mod months;
mod next;
mod phrases;
mod score;
mod select;
#[cfg(test)]
mod tests;
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
use links::Link;
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

/// Less likely groups are not the news.
const LEAST: f64 = 0.0;

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
    /// The items of the likeliest group, and of those that are kin to it.
    fn detect(&self) -> Option<(Vec<Item>, Wrapper)> {
        let mut scored: Vec<Scored> = groups::groups(self.dom, self.links)
            .into_iter()
            .filter_map(|group| self.scored(group))
            .collect();
        scored.sort_by(|a, b| b.score.total_cmp(&a.score));
        let best = scored
            .iter()
            .find(|one| one.items.len() > 1)
            .filter(|best| best.score > LEAST)?;
        let news: Vec<&Scored> = scored
            .iter()
            .filter(|one| std::ptr::eq(*one, best) || self.is_kin(best, one))
            .collect();
        let mut placements: Vec<String> = news
            .iter()
            .flat_map(|one| one.group.placements.clone())
            .collect();
        placements.dedup();
        let mut patterns: Vec<String> = news
            .iter()
            .flat_map(|one| &one.items)
            .map(|item| links::pattern(&item.url))
            .collect();
        patterns.sort_unstable();
        patterns.dedup();
        let score = best.score;
        let targets: HashSet<&str> = news
            .iter()
            .flat_map(|one| &one.items)
            .map(|item| item.url.as_str())
            .collect();
        let mut records = groups::placed(self.dom, self.links, &placements);
        records.retain(|record| targets.contains(record.url.as_str()));
        // Read again, now that what is round each item ends where the next kin begins.
        let whole = self.scored(Group {
            placements: placements.clone(),
            records,
        })?;
        let dated = best.features[0] >= 0.9;
        let own = |item: &Item| best.items.iter().any(|known| known.url == item.url);
        let pairs = whole.group.records.iter().zip(&whole.items);
        let items = in_order(pairs.filter(|(_, item)| !dated || item.date.is_some() || own(item)));
        let holder = self.holder(&whole.group);
        let wrapper = Wrapper {
            placements,
            holder,
            patterns,
            score,
            items: items.len(),
            dated: best.features[0] >= 0.5,
            order: self.order(&whole.group),
        };
        Some((items, wrapper))
    }

    /// The items that a learnt list has now; None where too much of it is gone.
    fn again(&self, wrapper: &Wrapper) -> Option<(Vec<Item>, Wrapper)> {
        let records = groups::placed(self.dom, self.links, &wrapper.placements);
        let records = records
            .into_iter()
            .filter(|record| wrapper.patterns.contains(&links::pattern(&record.url)));
        let group = Group {
            placements: wrapper.placements.clone(),
            records: records.collect(),
        };
        let found = self.scored(group)?;
        let enough = found.items.len() * 2 >= wrapper.items
            && (!wrapper.dated || found.items.iter().any(|item| item.date.is_some()));
        let items = in_order(found.group.records.iter().zip(&found.items));
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

    /// How the smallest element that holds all records is placed.
    fn holder(&self, group: &Group) -> String {
        let last = group.records.last().map_or(0, |record| record.range.start);
        let first = group.records.first().map_or(0, |record| record.range.start);
        let holder = self
            .dom
            .ancestors(first)
            .find(|&up| self.dom.holds(up, last))
            .unwrap_or(0);
        links::placement(self.dom, holder)
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

    /// Whether another group is more of the same: the leading item above the grid, the second column.
    fn is_kin(&self, best: &Scored, other: &Scored) -> bool {
        let patterns: HashSet<String> = best
            .items
            .iter()
            .map(|item| links::pattern(&item.url))
            .collect();
        let dated = |one: &Scored| one.features[0] >= 0.6;
        let known = |item: &Item| best.items.iter().any(|known| known.url == item.url);
        let new = !other.items.iter().all(known);
        let long = |item: &Item| item.title.split_whitespace().count() > 2;
        let titled = other.items.iter().all(long);
        new && titled
            && other
                .items
                .iter()
                .all(|item| patterns.contains(&links::pattern(&item.url)))
            && other.features[8] < 0.5
            && !self.place().is_decoy(&other.group)
            && (dated(best) == dated(other))
            && (dated(best) || other.score > LEAST)
    }
}
