//! The links of one placement in, those that name a thing out: without the PDF, the other language, the category
//! beside it.

use super::{links::Link, phrases};
use crate::page::dom::{Dom, Id};
use std::collections::{HashMap, HashSet};

/// A title has so many words at least, what stands beside it hardly more.
const TITLE_WORDS: usize = 3;
const BESIDE_WORDS: usize = 4;

/// Rows with something beside the title; one alone proves nothing.
const FEWEST_ROWS: usize = 2;

/// Leaves out the links that stand in a row with one title and are none: short, or said in other rows too.
/// A menu and a list of short names have no such rows and stay as they are.
pub(super) fn titles<'a>(dom: &Dom, members: Vec<&'a Link>) -> Vec<&'a Link> {
    let said = Said::new(&members);
    let names: Vec<&Link> = members
        .iter()
        .copied()
        .filter(|link| said.is_title(link))
        .collect();
    let targets: HashSet<&str> = names.iter().map(|link| link.url.as_str()).collect();
    if targets.len() < FEWEST_ROWS || targets.len() == said.distinct {
        return members;
    }
    let ids: Vec<Id> = names.iter().map(|link| link.id).collect();
    let mut rows: HashSet<&str> = HashSet::new();
    let mut beside: HashSet<Id> = HashSet::new();
    for link in &members {
        if targets.contains(link.url.as_str()) || !said.is_beside(link) {
            continue;
        }
        let title = title_of_row(dom, link, &names, &ids);
        if let Some(title) = title.or_else(|| said.follows(link, &names, &ids)) {
            rows.insert(title);
            beside.insert(link.id);
        }
    }
    if rows.len() < FEWEST_ROWS {
        return members;
    }
    let mut members = members;
    members.retain(|link| !beside.contains(&link.id));
    members
}

/// The title in the smallest element that holds one beside the link. None where that holds several: it is no row.
fn title_of_row<'a>(dom: &Dom, link: &Link, names: &[&'a Link], ids: &[Id]) -> Option<&'a str> {
    let inside = |up: Id| {
        let from = ids.partition_point(|id| *id < up);
        let until = ids.partition_point(|id| *id < dom.end(up));
        names.get(from..until).unwrap_or_default()
    };
    let mut held = dom.ancestors(link.id).map(inside);
    let row = held.find(|titles| !titles.is_empty())?;
    let first = row.first()?.url.as_str();
    row.iter().all(|title| title.url == first).then_some(first)
}

/// What the links of one placement say, and how often.
struct Said<'a> {
    /// How many targets a text leads to.
    leads: HashMap<String, HashSet<&'a str>>,
    /// The targets that are come back to after another.
    again: HashSet<&'a str>,
    /// How many targets there are.
    distinct: usize,
}

impl<'a> Said<'a> {
    fn new(members: &[&'a Link]) -> Self {
        let mut leads: HashMap<String, HashSet<&str>> = HashMap::new();
        let mut seen: HashSet<&str> = HashSet::new();
        let mut again = HashSet::new();
        let mut before = "";
        for link in members {
            leads.entry(bare(&link.text)).or_default().insert(&link.url);
            if link.url != before && !seen.insert(&link.url) {
                again.insert(link.url.as_str());
            }
            before = &link.url;
        }
        Self {
            leads,
            again,
            distinct: seen.len(),
        }
    }

    fn count(&self, link: &Link) -> usize {
        self.leads.get(&bare(&link.text)).map_or(0, HashSet::len)
    }

    fn is_title(&self, link: &Link) -> bool {
        words(link) >= TITLE_WORDS
            && !phrases::is_more(&link.text)
            && (words(link) > BESIDE_WORDS
                || self.count(link) == 1 && !self.again.contains(link.url.as_str()))
    }

    fn is_beside(&self, link: &Link) -> bool {
        (1..=BESIDE_WORDS).contains(&words(link)) && !self.is_title(link)
    }

    /// The title before a link of a list without rows, where that link says what stands after nearly every title.
    fn follows(&self, link: &Link, names: &[&'a Link], ids: &[Id]) -> Option<&'a str> {
        let usual = self.count(link) > FEWEST_ROWS && self.count(link) * 5 >= names.len() * 4;
        let before = ids.partition_point(|id| *id < link.id).checked_sub(1)?;
        (usual && words(link) < TITLE_WORDS)
            .then(|| names.get(before).map(|title| title.url.as_str()))
            .flatten()
    }
}

fn words(link: &Link) -> usize {
    link.text.split_whitespace().count()
}

/// `PDF (1.2 MB)` and `PDF (340 kB)` say the same.
fn bare(text: &str) -> String {
    let letters = text.chars().filter(|c| c.is_alphabetic());
    letters.flat_map(char::to_lowercase).collect()
}
