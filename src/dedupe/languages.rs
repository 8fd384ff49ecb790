//! Stories in, by what they may be recognised in another language; which of them tell the same
//! news, out (DEDUPE.md, last section).

use super::{
    fingerprint::{language_hash, of_text},
    related::{Outline, related},
};
use crate::{
    address,
    model::{Alternate, Article, Language, Story},
};
use std::collections::{BTreeSet, HashMap};

/// A story as a translation of it knows it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Teller {
    /// What it is told in.
    pub language: Option<Language>,
    /// Its date, seconds since 1970.
    pub at: i64,
    /// See [`super::Fingerprint::features`].
    pub features: Vec<u32>,
    /// The addresses of its lead.
    pub links: Vec<String>,
    /// See [`Article::alternates`], of its lead.
    pub alternates: Vec<Alternate>,
}

impl Teller {
    /// A story that is told by `lead`, of which `features` are known.
    pub fn new(lead: &Article, at: i64, features: Vec<u32>) -> Self {
        let links = [&lead.permalink, &lead.canonical];
        Self {
            language: lead.language.clone(),
            at,
            features,
            links: links.into_iter().flatten().cloned().collect(),
            alternates: lead.alternates.clone(),
        }
    }
}

/// Pairs of places of stories that tell the same news in different languages; ascending. What pages
/// declare of themselves comes first; the rest is found by names, numbers and dates.
pub fn translations(tellers: &[Teller]) -> Vec<(usize, usize)> {
    let mut pairs = declared(tellers);
    let language = |place: usize| tellers.get(place).and_then(|it| it.language.as_ref());
    let settled: BTreeSet<(usize, &str)> = pairs
        .iter()
        .flat_map(|(a, b)| [(*a, *b), (*b, *a)])
        .filter_map(|(one, other)| Some((one, language(other)?.primary())))
        .collect();
    let outlines: Vec<Outline> = tellers
        .iter()
        .map(|teller| Outline {
            language: language_hash(teller.language.as_ref()),
            at: teller.at,
            features: teller.features.clone(),
        })
        .collect();
    let found = related(&outlines).into_iter().filter(|(a, b)| {
        let (Some(of_a), Some(of_b)) = (language(*a), language(*b)) else {
            return false;
        };
        !settled.contains(&(*a, of_b.primary())) && !settled.contains(&(*b, of_a.primary()))
    });
    let found: Vec<(usize, usize)> = found.collect();
    pairs.extend(found);
    pairs.into_iter().collect()
}

/// Who names another as itself in another language. Believed of pages of one site, and where both
/// say it: nobody makes himself the translation of somebody else.
fn declared(tellers: &[Teller]) -> BTreeSet<(usize, usize)> {
    let mut at: HashMap<String, usize> = HashMap::new();
    for (place, teller) in tellers.iter().enumerate() {
        for link in &teller.links {
            at.entry(address::link_key(link)).or_insert(place);
        }
    }
    let mut says: BTreeSet<(usize, usize)> = BTreeSet::new();
    for (place, teller) in tellers.iter().enumerate() {
        for alternate in &teller.alternates {
            let other = at.get(&address::link_key(&alternate.url)).copied();
            says.extend(other.filter(|other| *other != place).map(|it| (place, it)));
        }
    }
    let believed = |(a, b): &&(usize, usize)| -> Option<bool> {
        let (one, other) = (tellers.get(*a)?, tellers.get(*b)?);
        let languages = (one.language.as_ref()?, other.language.as_ref()?);
        let differ = languages.0.primary() != languages.1.primary();
        let one_site = address::same_site(one.links.first()?, other.links.first()?);
        Some(differ && (one_site || says.contains(&(*b, *a))))
    };
    let said = says.iter().filter(|pair| believed(pair) == Some(true));
    said.map(|(a, b)| (*a.min(b), *a.max(b))).collect()
}

/// Fills [`Story::translations`] of stories that tell the same news in different languages, the
/// languages in the order of their tags. Looks at nothing but `stories`.
pub fn link_languages(stories: &mut [Story]) {
    let tellers: Vec<Teller> = stories
        .iter()
        .map(|story| {
            let features = of_text(&story.lead).features;
            Teller::new(&story.lead, story.date.timestamp(), features)
        })
        .collect();
    for (a, b) in translations(&tellers) {
        let names = [a, b].map(|place| {
            let story = stories.get(place)?;
            Some((story.lead.language.clone()?, story.id))
        });
        let [Some(one), Some(other)] = names else {
            continue;
        };
        for (place, translation) in [(a, other), (b, one)] {
            if let Some(story) = stories.get_mut(place) {
                story.translations.push(translation);
                story.translations.sort();
            }
        }
    }
}
