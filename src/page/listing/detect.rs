//! The groups of a page in, the news out: the likeliest group and those that are kin to it.

use super::{
    Page, Scored, Wrapper,
    entries::in_order,
    fields::Item,
    groups::{self, Group, Record},
    kinds::Headed,
    links, sections,
    topic::{self, Topic},
};
use crate::{address, page::dom::Id};
use std::{cell::LazyCell, collections::HashSet};

/// Less likely groups are not the news.
const LEAST: f64 = 0.0;

impl Page<'_> {
    /// The items of the likeliest group, and of those that are kin to it.
    pub(super) fn detect(&self) -> Option<(Vec<Item>, Wrapper)> {
        let mut scored: Vec<Scored> = groups::groups(self.dom, self.links)
            .into_iter()
            .filter_map(|group| self.scored(group))
            .collect();
        scored.sort_by(|a, b| b.score.total_cmp(&a.score));
        let best = self.best(&scored)?;
        let news: Vec<&Scored> = scored
            .iter()
            .filter(|one| std::ptr::eq(*one, best) || self.is_kin(best, one))
            .collect();
        self.united(best, &news)
    }

    /// The likeliest group of several; of a site that has said one thing so far, that.
    fn best<'a>(&self, scored: &'a [Scored]) -> Option<&'a Scored> {
        // Asked of the page once, and only where a list has no dates.
        let topic = LazyCell::new(|| Topic::new(self.dom, self.url));
        let of_others = LazyCell::new(|| topic.called());
        let is_news = |one: &&Scored| {
            let dated = one.features[0] >= 0.25;
            dated
                || !self.place().is_decoy(&one.group)
                    && !topic::lie_by_others(&one.group.records, &one.items, self.url)
                    && !of_others.covers(&one.items)
        };
        let mut several = scored.iter().filter(|one| one.items.len() > 1);
        let best = several.find(is_news).filter(|best| best.score > LEAST);
        best.or_else(|| scored.iter().find(|one| self.is_lone(one, &topic)))
    }

    /// Whether a group is the one piece of news of a page: with a date, under a heading that leads to it.
    fn is_lone(&self, one: &Scored, topic: &Topic<'_>) -> bool {
        let ([record], [item]) = (one.group.records.as_slice(), one.items.as_slice()) else {
            return false;
        };
        let heading = |id: Id| sections::level(self.dom.name(id)).is_some();
        let headed = record.links.iter().any(|&link| {
            self.dom.ancestors(link).take(3).any(heading) || self.dom.inside(link).any(heading)
        });
        headed
            && one.score > LEAST
            && item.date.is_some()
            && item.title.split_whitespace().count() > 2
            && links::names_one(&item.url)
            && address::same_site(&item.url, self.url.as_str())
            && one.features[8] < 0.5
            && one.features[12] < 0.5
            && !self.place().is_decoy(&one.group)
            && (topic.names_news()
                || self.place().is_headed_news(&one.group)
                || self.is_dated_article(record))
    }

    /// Whether a record is an article with the time of its publication: any page may have a day on a card.
    fn is_dated_article(&self, record: &Record) -> bool {
        let dom = self.dom;
        let mut above =
            std::iter::once(record.range.start).chain(dom.ancestors(record.range.start));
        let article = above.any(|id| dom.name(id) == "article")
            || record.range.clone().any(|id| dom.name(id) == "article");
        let mut inside = record.range.clone();
        article && inside.any(|id| dom.name(id) == "time" && dom.filled(id, "datetime").is_some())
    }

    /// Groups of news as one list, read again.
    fn united(&self, best: &Scored, news: &[&Scored]) -> Option<(Vec<Item>, Wrapper)> {
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
            headed: Headed::News,
        })?;
        let dated = best.features[0] >= 0.9;
        let beside = news.iter().filter(|one| self.is_beside(best, one));
        let known: HashSet<&str> = std::iter::once(best)
            .chain(beside.copied())
            .flat_map(|one| &one.items)
            .map(|item| item.url.as_str())
            .collect();
        let own = |item: &Item| known.contains(item.url.as_str());
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
            && match self.place().kind(&other.group) {
                Headed::News => true,
                // News on projects or members, sorted by what they are on.
                Headed::Topic => dated(best) && dated(other),
                Headed::Other => false,
            }
            && (self.is_beside(best, other)
                || dated(best) == dated(other) && (dated(best) || other.score > LEAST))
    }

    /// Whether another group stands among the records of the best, in elements like theirs: what is pinned to the top
    /// has a class of its own, and often no date.
    fn is_beside(&self, best: &Scored, other: &Scored) -> bool {
        let dom = self.dom;
        let Some(first) = best.group.records.first().map(|record| record.range.start) else {
            return false;
        };
        let alike = |id: Id| {
            dom.parent(id) == dom.parent(first)
                && dom.name(id) == dom.name(first)
                && dom
                    .classes(id)
                    .any(|class| dom.classes(first).any(|known| known == class))
        };
        let mut records = other.group.records.iter();
        records.all(|record| alike(record.range.start))
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
}
