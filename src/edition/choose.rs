//! The stories of a selection in, those that are published out: how many, how old, whose.

use crate::model::{Choice, ContentPolicy, Selection, SourceId, StoryId};
use chrono::TimeDelta;
use std::collections::{BTreeMap, BTreeSet};

/// Whatever is younger than this, seen from the newest story, is published beyond `items`, so that
/// a reader who comes every other day misses nothing.
pub const NOBODY_MISSES: TimeDelta = TimeDelta::hours(48);
/// More than this is never published in one file.
const MOST_STORIES: usize = 500;
/// Bytes that the texts of one selection may weigh. Feedly and Inoreader leave larger feeds alone.
const HEAVIEST_SELECTION: usize = 1024 * 1024;
/// Tags, links and dates around a text.
const FRAME: usize = 1_200;

/// The newest `items`, and everything within 48 hours of the newest, up to 500 stories or 1 MiB.
/// Of one source at most its quota, save in its own selection. Where texts are too heavy for the
/// newest `items`, the older are told by their excerpts. What is `held` is there besides.
pub(super) fn choose<'a>(
    newest_first: impl Iterator<Item = &'a Choice>,
    selection: &Selection,
    (items, quotas, held): (usize, &BTreeMap<SourceId, usize>, &BTreeSet<StoryId>),
) -> Vec<Choice> {
    let mut chosen: Vec<Choice> = Vec::new();
    let mut of_source: BTreeMap<&SourceId, usize> = BTreeMap::new();
    let mut weight = 0;
    let mut full = false;
    for candidate in newest_first {
        let held = held.contains(&candidate.outline.id);
        let stays = candidate.pinned || held;
        if full && !stays {
            continue;
        }
        let lead = &candidate.outline.source;
        let own = matches!(selection, Selection::Source(_));
        let quota = quotas.get(lead).copied().filter(|_| !own && !stays);
        let taken = of_source.entry(lead).or_default();
        if quota.is_some_and(|quota| *taken >= quota) {
            continue;
        }
        let mut choice = candidate.clone();
        if candidate.pinned {
            // Kept, however old it is.
        } else if chosen.len() >= items && !held {
            let date = choice.outline.date;
            let newest = chosen.first().map_or(date, |first| first.outline.date);
            let young = newest - date <= NOBODY_MISSES;
            let light = weight + heaviness(&choice) <= HEAVIEST_SELECTION;
            if !young || !light || chosen.len() >= MOST_STORIES {
                full = true;
                continue;
            }
        } else if weight + heaviness(&choice) > HEAVIEST_SELECTION {
            choice.text = shorter(choice.text);
        }
        weight += heaviness(&choice);
        *taken += 1;
        chosen.push(choice);
    }
    chosen
}

/// Bytes of a story in the heaviest format: Atom, where every `<` takes four.
fn heaviness(choice: &Choice) -> usize {
    let weight = choice.outline.weight;
    let text = match choice.text {
        ContentPolicy::Full => weight.content + weight.escapes + weight.summary,
        ContentPolicy::Excerpt => 2 * weight.summary,
        ContentPolicy::Title => 0,
    };
    FRAME + text + 400 * choice.outline.also.len()
}

fn shorter(text: ContentPolicy) -> ContentPolicy {
    match text {
        ContentPolicy::Full | ContentPolicy::Excerpt => ContentPolicy::Excerpt,
        ContentPolicy::Title => ContentPolicy::Title,
    }
}
