//! Stories that name their translations in, each with its published versions out.

use crate::model::{Choice, Language, Story, StoryId, Version};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// For each story that is told in other languages too, what it is there.
pub type Versions = BTreeMap<StoryId, Vec<Version>>;

/// A story as another one names it.
pub fn version(language: Language, story: &Story) -> Version {
    Version {
        language,
        id: story.id,
        link: story.lead.permalink.clone(),
        title: story.lead.title.clone(),
        source: story.lead.source.clone(),
    }
}

/// Of stories that name their translations.
pub(super) fn named(stories: &[Arc<Story>]) -> Versions {
    let all: BTreeMap<StoryId, &Arc<Story>> = stories.iter().map(|one| (one.id, one)).collect();
    let versions = stories.iter().map(|one| {
        let named = one.translations.iter();
        let named =
            named.filter_map(|(language, id)| Some(version(language.clone(), all.get(id)?)));
        (one.id, named.collect())
    });
    versions.collect()
}

/// Tells every story which of its translations are published too, by language, ties by id.
pub(super) fn link(tellable: &mut [Choice], all: &Versions) {
    if all.is_empty() {
        return;
    }
    let published: BTreeSet<StoryId> = tellable.iter().map(|choice| choice.outline.id).collect();
    for choice in tellable {
        let own = choice.outline.id;
        let Some(named) = all.get(&own) else {
            continue;
        };
        let named = named.iter();
        let named = named.filter(|other| other.id != own && published.contains(&other.id));
        let mut versions: Vec<Version> = named.cloned().collect();
        versions.sort_by(|a, b| (a.language.as_str(), a.id).cmp(&(b.language.as_str(), b.id)));
        choice.versions = versions.into();
    }
}

/// Whether this of all versions of the news is the one for readers of that language: the one in it;
/// where there is none or several, the smallest id.
pub(super) fn stands_for_all(choice: &Choice, wanted: &Language) -> bool {
    if choice.versions.is_empty() {
        return true;
    }
    let rank = |language: Option<&Language>, id: StoryId| {
        (
            language.map(Language::primary) != Some(wanted.primary()),
            id,
        )
    };
    let own = rank(choice.outline.language.as_ref(), choice.outline.id);
    choice
        .versions
        .iter()
        .all(|other| own < rank(Some(&other.language), other.id))
}
