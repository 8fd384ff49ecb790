//! The stories that may be published in; those that tell the same in another language, out.

use crate::{
    dedupe::{Policy, Teller, translations},
    edition::{Marks, Versions, version},
    model::{Alternate, ContentPolicy, Language, Outline, Story, StoryId},
    store::{Store, StoreError},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// Stories that are looked at together.
const LOOKED_AT: usize = 256;

/// What each story is in other languages. Depends on what the store holds and on nothing else: not
/// on the order in which it came.
pub(super) async fn versions(
    (store, policy): (&Store, &Arc<Policy>),
    outlines: &[Arc<Outline>],
    marks: &Marks,
) -> Result<Versions, StoreError> {
    let told = |outline: &&Arc<Outline>| marks.get(&outline.id).is_some_and(|mark| !mark.dropped);
    let mut told: Vec<&Arc<Outline>> = outlines.iter().filter(told).collect();
    told.sort_unstable_by_key(|outline| outline.id);
    let languages = told.iter().filter_map(|outline| outline.language.as_ref());
    let languages: BTreeSet<&str> = languages.map(Language::primary).collect();
    if languages.len() < 2 {
        return Ok(Versions::new());
    }
    let ids: Vec<StoryId> = told.iter().map(|outline| outline.id).collect();
    let mut features = store.features(ids.clone()).await?;
    let mut said = said((store, policy), &ids, marks).await?;
    let tellers: Vec<Teller> = told
        .iter()
        .map(|outline| {
            let (links, alternates) = said.remove(&outline.id).unwrap_or_default();
            Teller {
                language: outline.language.clone(),
                at: outline.date.timestamp(),
                features: features.remove(&outline.id).unwrap_or_default(),
                links,
                alternates,
            }
        })
        .collect();
    let found: BTreeSet<(StoryId, StoryId)> = translations(&tellers)
        .into_iter()
        .filter_map(|(a, b)| Some((*ids.get(a)?, *ids.get(b)?)))
        .collect();
    drop(tellers);
    let pairs = store.relate(ids, found).await?;
    named((store, policy), &pairs).await
}

/// What a page says of itself: its addresses, and its translations.
type Said = (Vec<String>, Vec<Alternate>);

/// What the pages of these stories say; nothing where none names a translation.
async fn said(
    (store, policy): (&Store, &Arc<Policy>),
    ids: &[StoryId],
    marks: &Marks,
) -> Result<BTreeMap<StoryId, Said>, StoreError> {
    let mut said = BTreeMap::new();
    let names = |id: &StoryId| marks.get(id).is_some_and(|mark| mark.alternates);
    if !ids.iter().any(names) {
        return Ok(said);
    }
    for few in ids.chunks(LOOKED_AT) {
        for Story { id, lead, .. } in store.told(policy, light(few)).await? {
            let teller = Teller::new(&lead, 0, Vec::new());
            said.insert(id, (teller.links, teller.alternates));
        }
    }
    Ok(said)
}

/// Both of each pair, as the other one names it.
async fn named(
    (store, policy): (&Store, &Arc<Policy>),
    pairs: &BTreeSet<(StoryId, StoryId)>,
) -> Result<Versions, StoreError> {
    let mut others: BTreeMap<StoryId, BTreeSet<StoryId>> = BTreeMap::new();
    for (a, b) in pairs {
        others.entry(*a).or_default().insert(*b);
        others.entry(*b).or_default().insert(*a);
    }
    let ids: Vec<StoryId> = others.keys().copied().collect();
    let mut versions = Versions::new();
    for few in ids.chunks(LOOKED_AT) {
        for story in store.told(policy, light(few)).await? {
            let Some(language) = &story.lead.language else {
                continue;
            };
            for other in others.get(&story.id).into_iter().flatten() {
                let named = versions.entry(*other).or_default();
                named.push(version(language.clone(), &story));
            }
        }
    }
    Ok(versions)
}

fn light(ids: &[StoryId]) -> Vec<(StoryId, ContentPolicy)> {
    let ids = ids.iter();
    ids.map(|id| (*id, ContentPolicy::Title)).collect()
}
