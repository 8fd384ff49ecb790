//! Stories that name their translations in, each with its published versions out.

use super::mark::Marks;
use crate::model::{Choice, Language, StoryId, Version};
use std::collections::BTreeSet;

/// Tells every story which of its translations are published too, by language, ties by id.
pub(super) fn link(tellable: &mut [Choice], marks: &Marks) {
    let published: BTreeSet<StoryId> = tellable.iter().map(|choice| choice.outline.id).collect();
    for choice in tellable {
        let own = choice.outline.id;
        let Some(mark) = marks
            .get(&own)
            .filter(|mark| !mark.story.translations.is_empty())
        else {
            continue;
        };
        let named = mark.story.translations.iter();
        let named = named.filter(|(_, id)| *id != own && published.contains(id));
        let mut versions: Vec<Version> = named
            .filter_map(|(language, id)| {
                let lead = &marks.get(id)?.story.lead;
                Some(Version {
                    language: language.clone(),
                    id: *id,
                    link: lead.permalink.clone(),
                    title: lead.title.clone(),
                    source: lead.source.clone(),
                })
            })
            .collect();
        versions.sort_by(|a, b| (a.language.as_str(), a.id).cmp(&(b.language.as_str(), b.id)));
        choice.versions = versions.into();
    }
}

/// Whether this of all versions of the news is the one for readers of that language: the one in it;
/// where there is none or several, the smallest id.
pub(super) fn stands_for_all(choice: &Choice, wanted: &Language) -> bool {
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
