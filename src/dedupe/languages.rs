//! Stories in; the same, each with the stories that tell it in other languages, out.

use super::{
    fingerprint::{language_hash, of_text},
    related::{Outline, related},
};
use crate::model::Story;

/// Fills [`Story::translations`] of stories that tell the same news in different languages, the
/// languages in the order of their tags. Looks at nothing but `stories`.
pub fn link_languages(stories: &mut [Story]) {
    let outlines: Vec<Outline> = stories
        .iter()
        .map(|story| Outline {
            language: language_hash(story.lead.language.as_ref()),
            at: story.date.timestamp(),
            features: of_text(&story.lead).features,
        })
        .collect();
    for (a, b) in related(&outlines) {
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
