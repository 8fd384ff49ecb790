//! Stories that name their translations in, each with its published versions out.

use crate::model::{Language, StoryId, Told, Version};
use std::collections::BTreeMap;

/// Tells every story which of its translations are published too, by language, ties by id.
pub(super) fn link(told: &mut [Told]) {
    let places: BTreeMap<StoryId, usize> = told
        .iter()
        .enumerate()
        .map(|(at, told)| (told.story.id, at))
        .collect();
    let version = |told: &Told, language: &Language| Version {
        language: language.clone(),
        id: told.story.id,
        link: told.story.lead.permalink.clone(),
        title: told.story.lead.title.clone(),
        source: told.story.lead.source.clone(),
    };
    let all: Vec<Vec<Version>> = told
        .iter()
        .map(|own| {
            let named = own
                .story
                .translations
                .iter()
                .filter(|(_, id)| *id != own.story.id);
            let mut versions: Vec<Version> = named
                .filter_map(|(language, id)| {
                    let other = told.get(*places.get(id)?)?;
                    Some(version(other, language))
                })
                .collect();
            versions.sort_by(|a, b| (a.language.as_str(), a.id).cmp(&(b.language.as_str(), b.id)));
            versions
        })
        .collect();
    for (told, versions) in told.iter_mut().zip(all) {
        told.versions = versions.into();
    }
}

/// Whether this of all versions of the news is the one for readers of that language: the one in it;
/// where there is none or several, the smallest id.
pub(super) fn stands_for_all(told: &Told, wanted: &Language) -> bool {
    let rank = |language: Option<&Language>, id: StoryId| {
        (
            language.map(Language::primary) != Some(wanted.primary()),
            id,
        )
    };
    let own = rank(told.story.lead.language.as_ref(), told.story.id);
    told.versions
        .iter()
        .all(|other| own < rank(Some(&other.language), other.id))
}
