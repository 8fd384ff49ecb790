//! The stories that may be published in; each with those that tell the same in another language,
//! out.

use crate::{
    dedupe::{Teller, translations},
    edition::{Mark, Marks},
    model::{Language, StoryId},
    store::{Store, StoreError},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// Fills the translations of the marked stories. Depends on what the store holds and on nothing
/// else: not on the order in which it came.
pub(super) async fn link(store: &Store, marks: &mut Marks) -> Result<(), StoreError> {
    let told: Vec<&Mark> = marks.values().filter(|mark| !mark.dropped).collect();
    let languages: BTreeSet<&str> = told
        .iter()
        .filter_map(|mark| mark.story.lead.language.as_ref())
        .map(Language::primary)
        .collect();
    if languages.len() < 2 {
        return Ok(());
    }
    let ids: Vec<StoryId> = told.iter().map(|mark| mark.story.id).collect();
    let mut features = store.features(ids.clone()).await?;
    let tellers: Vec<Teller> = told
        .iter()
        .map(|mark| {
            let news = &mark.story;
            let features = features.remove(&news.id).unwrap_or_default();
            Teller::new(&news.lead, news.date.timestamp(), features)
        })
        .collect();
    let found: BTreeSet<(StoryId, StoryId)> = translations(&tellers)
        .into_iter()
        .filter_map(|(a, b)| Some((*ids.get(a)?, *ids.get(b)?)))
        .collect();
    let pairs = store.relate(ids, found).await?;
    tell(marks, &pairs);
    Ok(())
}

fn tell(marks: &mut Marks, pairs: &BTreeSet<(StoryId, StoryId)>) {
    let mut others: BTreeMap<StoryId, Vec<(Language, StoryId)>> = BTreeMap::new();
    let language = |id: &StoryId| marks.get(id)?.story.lead.language.clone();
    for (a, b) in pairs {
        for (one, other) in [(a, b), (b, a)] {
            if let Some(language) = language(other) {
                others.entry(*one).or_default().push((language, *other));
            }
        }
    }
    for (id, mut translations) in others {
        translations.sort();
        if let Some(mark) = marks.get_mut(&id) {
            Arc::make_mut(&mut mark.story).translations = translations;
        }
    }
}
