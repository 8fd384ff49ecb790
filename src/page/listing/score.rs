//! A group of records in, how likely it is the news out.

use super::{
    fields::{self, Item},
    groups::Group,
    kinds::{self, Headed},
    links,
};
use crate::{
    address,
    date::Context,
    page::{
        dom::{Dom, Id},
        words::Hint,
    },
};
use chrono::{Days, NaiveDate};
use std::collections::HashMap;
use url::Url;

/// What is measured of a group, each from 0 to 1, in the order of [`WEIGHTS`].
pub(super) type Features = [f64; 15];

/// What each feature counts. Set by hand from what is expected of news, not fitted; held against the twelve cases
/// and ten perturbed copies of each (classes, ids, headings, pictures, machine dates or landmarks taken away), of
/// which the worst kind, with all of it gone, still scores F1 .99.
const WEIGHTS: [(&str, f64); 15] = [
    ("share of items with a date", 3.0),
    ("how many, up to ten", 0.8),
    ("share of addresses of one shape that name one thing", 1.2),
    ("share of addresses under the section", 1.0),
    ("titles as long as titles are", 1.6),
    ("share of items with a summary", 0.7),
    ("share of items with a picture", 0.4),
    ("dates descend", 0.8),
    ("stands in navigation, aside, header or footer", -1.6),
    ("names or headings say that it is something else", -2.2),
    ("share of addresses on other sites", -2.6),
    ("share of addresses of files", -1.2),
    ("share of dates in the future", -1.6),
    ("share of titles of one or two words", -1.4),
    ("share of titles set as headings", 0.8),
];

/// What every group begins with.
const BIAS: f64 = -2.2;

/// The weights alone.
pub(super) fn weights() -> Features {
    WEIGHTS.map(|(_, weight)| weight)
}

/// How likely a group is the news: 0 is even.
pub(super) fn score(features: &Features, weights: &Features) -> f64 {
    let weighed = features.iter().zip(weights);
    BIAS + weighed
        .map(|(feature, weight)| feature * weight)
        .sum::<f64>()
}

/// What a group is measured with.
pub(super) struct Place<'a> {
    pub(super) dom: &'a Dom,
    pub(super) hints: &'a [Option<Hint>],
    pub(super) page: &'a Url,
    pub(super) context: &'a Context<'a>,
}

impl Place<'_> {
    /// What is measured of a group with the items that were read from it.
    pub(super) fn features(&self, group: &Group, items: &[Item]) -> Features {
        let share = |fits: &dyn Fn(&Item) -> bool| {
            part(items.iter().filter(|item| fits(item)).count(), items.len())
        };
        let section = section(self.page);
        let days: Vec<NaiveDate> = items
            .iter()
            .filter_map(|item| item.date.as_ref().map(fields::day))
            .collect();
        let descending = days
            .windows(2)
            .filter(|pair| matches!(pair, [a, b] if a >= b))
            .count();
        let latest = self.context.now.date_naive().checked_add_days(Days::new(1));
        let firsts = group
            .records
            .iter()
            .filter_map(|record| record.links.first());
        let aside = firsts
            .filter(|&&link| links::stands_aside(self.dom, self.hints, link))
            .count();
        let title_words = |item: &Item| item.title.split_whitespace().count();
        [
            share(&|item| item.date.is_some()),
            part(items.len().min(10), 10),
            one_shape(items),
            share(&|item| in_section(&item.url, self.page, &section)),
            share(&|item| (4..=25).contains(&title_words(item))),
            share(&|item| item.summary.is_some()),
            share(&|item| item.image.is_some()),
            if days.len() > 1 {
                part(descending, days.len() - 1)
            } else {
                0.0
            },
            part(aside, group.records.len()),
            if self.is_decoy(group) { 1.0 } else { 0.0 },
            share(&|item| !address::same_site(&item.url, self.page.as_str())),
            share(&|item| is_file(&item.url)),
            share(&|item| {
                item.date
                    .as_ref()
                    .is_some_and(|date| Some(fields::day(date)) > latest)
            }),
            share(&|item| title_words(item) <= 2),
            part(
                group
                    .records
                    .iter()
                    .filter(|record| self.has_heading(record.range.clone()))
                    .count(),
                group.records.len(),
            ),
        ]
    }

    fn has_heading(&self, mut range: std::ops::Range<Id>) -> bool {
        range.any(|id| matches!(self.dom.name(id), "h1" | "h2" | "h3" | "h4" | "h5" | "h6"))
    }

    /// Whether the names of what holds the group, or the heading over it, say that it is something else.
    pub(super) fn is_decoy(&self, group: &Group) -> bool {
        self.kind(group) != Headed::News
    }

    /// What the names of what holds the group, and the heading over it, say of it.
    pub(super) fn kind(&self, group: &Group) -> Headed {
        let dom = self.dom;
        let Some((holder, first)) = self.holder(group) else {
            return Headed::News;
        };
        let named = std::iter::once(holder)
            .chain(dom.ancestors(holder))
            .take(4)
            .any(|id| {
                !matches!(dom.name(id), "body" | "html" | "main" | "article")
                    && ["class", "id", "aria-label"]
                        .iter()
                        .filter_map(|name| dom.filled(id, name))
                        .any(kinds::is_named_other)
            });
        let heading = self.heading_over(holder, first);
        let over = heading.map_or(Headed::News, |text| kinds::headed(&text));
        match (group.headed, over) {
            _ if named => Headed::Other,
            (Headed::Other, _) | (_, Headed::Other) => Headed::Other,
            (Headed::Topic, _) | (_, Headed::Topic) => Headed::Topic,
            (Headed::News, Headed::News) => Headed::News,
        }
    }

    /// Whether the heading over a group names news.
    pub(super) fn is_headed_news(&self, group: &Group) -> bool {
        let heading = self
            .holder(group)
            .and_then(|(holder, first)| self.heading_over(holder, first));
        heading.is_some_and(|text| kinds::names_news(&text))
    }

    /// The smallest element above the records that holds all of them, and where the first begins.
    fn holder(&self, group: &Group) -> Option<(Id, Id)> {
        let first = group.records.first()?.range.start;
        let last = group.records.last()?.range.start;
        let mut holder = self.dom.parent(first).unwrap_or(0);
        while !self.dom.holds(holder, last) {
            holder = self.dom.parent(holder).unwrap_or(0);
        }
        Some((holder, first))
    }

    /// The last heading before the first record, inside what holds the list or right above it.
    fn heading_over(&self, holder: Id, first: Id) -> Option<String> {
        let dom = self.dom;
        let scopes = std::iter::once(holder).chain(dom.ancestors(holder)).take(3);
        for scope in scopes {
            if matches!(dom.name(scope), "body" | "html" | "main") {
                return None;
            }
            let heading = (scope..first)
                .rev()
                .find(|&id| matches!(dom.name(id), "h1" | "h2" | "h3" | "h4" | "h5" | "h6"));
            if let Some(heading) = heading.filter(|&heading| heading != scope) {
                return Some(dom.line(heading));
            }
        }
        None
    }
}

#[expect(clippy::cast_precision_loss, reason = "a list is no 2^52 items long")]
pub(super) fn part(some: usize, all: usize) -> f64 {
    if all == 0 {
        0.0
    } else {
        some as f64 / all as f64
    }
}

fn one_shape(items: &[Item]) -> f64 {
    let mut shapes: HashMap<String, usize> = HashMap::new();
    for item in items.iter().filter(|item| links::names_one(&item.url)) {
        *shapes.entry(links::pattern(&item.url)).or_default() += 1;
    }
    part(shapes.into_values().max().unwrap_or(0), items.len())
}

/// The folder that a page's own things lie under.
fn section(page: &Url) -> String {
    let path = page.path().trim_end_matches('/');
    let is_file = path
        .rsplit('/')
        .next()
        .is_some_and(|last| last.contains('.'));
    let folder = if is_file {
        path.rsplit_once('/').map_or("", |(folder, _)| folder)
    } else {
        path
    };
    folder.to_owned()
}

fn in_section(url: &str, page: &Url, section: &str) -> bool {
    let Ok(url) = Url::parse(url) else {
        return false;
    };
    if section.is_empty() || section.starts_with("/category") || section.starts_with("/tag") {
        // Everything lies under the front page; a category has its posts elsewhere.
        return url.path().len() > 1 && url.host_str() == page.host_str();
    }
    url.path()
        .strip_prefix(section)
        .is_some_and(|rest| rest.len() > 1)
        || url.path() == page.path() && url.query().is_some()
}

fn is_file(url: &str) -> bool {
    let Ok(url) = Url::parse(url) else {
        return false;
    };
    let extension = url
        .path()
        .rsplit_once('.')
        .map(|(_, extension)| extension.to_ascii_lowercase());
    extension.is_some_and(|extension| {
        matches!(
            extension.as_str(),
            "pdf"
                | "doc"
                | "docx"
                | "xls"
                | "xlsx"
                | "ppt"
                | "pptx"
                | "zip"
                | "rar"
                | "jpg"
                | "jpeg"
                | "png"
                | "gif"
                | "webp"
                | "mp4"
                | "mp3"
                | "odt"
                | "rtf"
                | "ics"
                | "csv"
                | "txt"
                | "epub"
                | "svg"
        )
    })
}
