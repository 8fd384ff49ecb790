//! Articles in, all at once; the story of each and the stories it is linked to, out.

use super::{
    candidates::NEIGHBOURS,
    fingerprint::{Fingerprint, fingerprint},
    key::MOST_TITLES,
    partition::{Edge, partition},
    related::{Outline, related},
    verdict::{Kind, WINDOW, verdict},
};
use crate::model::Article;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Where an article belongs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// The place of the first article of its story.
    pub story: usize,
    /// Places of the first articles of stories that tell the same in other languages; ascending.
    pub related: Vec<usize>,
}

/// The stories of `articles`, as if they had come in this order.
pub fn batch(articles: &[Article]) -> Vec<Placed> {
    let mut prints: Vec<Fingerprint> = articles.iter().map(fingerprint).collect();
    cool(&mut prints);
    let edges = edges(&prints);
    let stories = partition(prints.len(), &edges).story;
    let links = links(&prints, &stories);
    stories
        .iter()
        .map(|story| Placed {
            story: *story,
            related: links.get(story).cloned().unwrap_or_default(),
        })
        .collect()
}

/// Takes away guids and links that identify nothing: they carry too many titles.
fn cool(prints: &mut [Fingerprint]) {
    let mut titles: HashMap<i64, BTreeSet<u32>> = HashMap::new();
    for print in prints.iter() {
        let title = print.title.keys.first().copied().unwrap_or_default();
        for key in print.guid.iter().chain(&print.links) {
            titles.entry(*key).or_default().insert(title);
        }
    }
    let hot = |key: &i64| {
        titles
            .get(key)
            .is_some_and(|titles| titles.len() > MOST_TITLES)
    };
    for print in prints.iter_mut() {
        print.guid = print.guid.filter(|guid| !hot(guid));
        print.links.retain(|link| !hot(link));
    }
}

fn edges(prints: &[Fingerprint]) -> Vec<Edge> {
    let mut marks: Vec<(u64, i64, usize)> = Vec::new();
    for (place, print) in prints.iter().enumerate() {
        let found = print.landmarks();
        marks.extend(found.into_iter().map(|mark| (mark, print.at, place)));
    }
    marks.sort_unstable();
    let mut pairs: BTreeSet<(usize, usize)> = BTreeSet::new();
    for shelf in marks.chunk_by(|(one, ..), (other, ..)| one == other) {
        for (at, (.., a)) in shelf.iter().enumerate() {
            for (.., b) in shelf.iter().skip(at + 1).take(NEIGHBOURS) {
                pairs.insert((*a.min(b), *a.max(b)));
            }
        }
    }
    let judged = |(a, b): (usize, usize)| {
        let (x, y) = (prints.get(a)?, prints.get(b)?);
        let verdict = verdict(x, y, WINDOW);
        (verdict.kind != Kind::No).then(|| Edge::new((a, b), x.at - y.at, &verdict))
    };
    pairs.into_iter().filter_map(judged).collect()
}

/// For every story that has some, the stories in other languages.
fn links(prints: &[Fingerprint], stories: &[usize]) -> BTreeMap<usize, Vec<usize>> {
    let mut fullest: BTreeMap<usize, &Fingerprint> = BTreeMap::new();
    for (print, story) in prints.iter().zip(stories) {
        let best = fullest.entry(*story).or_insert(print);
        if print.features.len() > best.features.len() {
            *best = print;
        }
    }
    let places: Vec<usize> = fullest.keys().copied().collect();
    let outlines: Vec<Outline> = fullest
        .iter()
        .map(|(story, print)| {
            let lead = prints.get(*story).unwrap_or(print);
            Outline {
                language: lead.language,
                at: lead.at,
                features: print.features.clone(),
            }
        })
        .collect();
    let mut links: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (a, b) in related(&outlines) {
        let (Some(a), Some(b)) = (places.get(a), places.get(b)) else {
            continue;
        };
        links.entry(*a).or_default().push(*b);
        links.entry(*b).or_default().push(*a);
    }
    links
}
