//! The stories of a selection in, those that are published out: how many, how old, whose.

use crate::model::{ContentPolicy, Selection, SourceId, Told};
use chrono::TimeDelta;
use std::collections::BTreeMap;

/// Whatever is younger than this, seen from the newest story, is published beyond `items`, so that
/// a reader who comes every other day misses nothing.
const NOBODY_MISSES: TimeDelta = TimeDelta::hours(48);
/// More than this is never published in one file.
const MOST_STORIES: usize = 500;
/// Bytes that the texts of one selection may weigh. Feedly and Inoreader leave larger feeds alone.
const HEAVIEST_SELECTION: usize = 1024 * 1024;
/// Tags, links and dates around a text.
const FRAME: usize = 1_200;

/// The newest `items`, and everything within 48 hours of the newest, up to 500 stories or 1 MiB.
/// Of one source at most its quota, save in its own selection. Where texts are too heavy for the
/// newest `items`, the older are told by their excerpts.
pub(super) fn choose<'a>(
    newest_first: impl Iterator<Item = &'a Told>,
    selection: &Selection,
    items: usize,
    quotas: &BTreeMap<SourceId, usize>,
) -> Vec<Told> {
    let mut chosen: Vec<Told> = Vec::new();
    let mut of_source: BTreeMap<&SourceId, usize> = BTreeMap::new();
    let mut weight = 0;
    let mut full = false;
    for told in newest_first {
        if full && !told.pinned {
            continue;
        }
        let lead = &told.story.lead.source;
        let own = matches!(selection, Selection::Source(_));
        let quota = quotas.get(lead).copied().filter(|_| !own && !told.pinned);
        let taken = of_source.entry(lead).or_default();
        if quota.is_some_and(|quota| *taken >= quota) {
            continue;
        }
        let mut told = told.clone();
        if told.pinned {
            // Kept, however old it is.
        } else if chosen.len() >= items {
            let newest = chosen
                .first()
                .map_or(told.story.date, |first| first.story.date);
            let young = newest - told.story.date <= NOBODY_MISSES;
            let light = weight + heaviness(&told) <= HEAVIEST_SELECTION;
            if !young || !light || chosen.len() >= MOST_STORIES {
                full = true;
                continue;
            }
        } else if weight + heaviness(&told) > HEAVIEST_SELECTION {
            told.text = shorter(told.text);
        }
        weight += heaviness(&told);
        *taken += 1;
        chosen.push(told);
    }
    chosen
}

/// Bytes of a story in the heaviest format: Atom, where every `<` takes four.
fn heaviness(told: &Told) -> usize {
    let lead = &told.story.lead;
    let text = match told.text {
        ContentPolicy::Full => {
            let escaped = lead
                .content
                .as_str()
                .bytes()
                .filter(|byte| b"<>&\"".contains(byte));
            lead.content.as_str().len() + 4 * escaped.count() + lead.summary.len()
        }
        ContentPolicy::Excerpt => 2 * lead.summary.len(),
        ContentPolicy::Title => 0,
    };
    FRAME + text + 400 * told.story.also.len()
}

fn shorter(text: ContentPolicy) -> ContentPolicy {
    match text {
        ContentPolicy::Full | ContentPolicy::Excerpt => ContentPolicy::Excerpt,
        ContentPolicy::Title => ContentPolicy::Title,
    }
}
