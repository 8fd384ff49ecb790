//! Stories and the configuration in, editions out: what is published where, in which order.

mod choose;
mod gate;
mod newcomers;
mod shelf;

pub use choose::NOBODY_MISSES;
pub use gate::{Loss, Published, Refused, gate};
pub use newcomers::newcomers;

use crate::model::{
    Choice, Config, ContentPolicy, Edition, Masthead, Outlet, Outline, Places, Plan, Selection,
    Shelved, Source, SourceId, SourceKind, Story, Timestamp,
};
use std::{collections::BTreeMap, sync::Arc, time::Duration};
use url::Url;

/// A single text heavier than this is told by its excerpt, whatever the source allows: readers
/// drop feeds of some megabytes, and one book must not push out the news of fifty.
const HEAVIEST_TEXT: usize = 128 * 1024;

/// Where the feed of a source is, as far as that is known: found by discovery, or configured. A
/// source that is not in here is read from its pages.
pub type FeedAddresses = BTreeMap<SourceId, String>;

/// Everything that is published, the combined edition first, then by source, tag and language as
/// `[output] per` says. Every configured source and tag has its edition, an empty one included.
/// A story that only sources carry which left feeds.toml is in none.
pub fn plans(config: &Config, outlines: &[Arc<Outline>], feeds: &FeedAddresses) -> Vec<Plan> {
    let tellable = tellable(config, outlines, feeds);
    let shelves = shelf::shelves(config, &tellable);
    let masthead = Arc::new(masthead(config, &tellable, feeds, &shelves));
    let quotas = config
        .sources
        .iter()
        .map(|source| (source.id.clone(), source.per_source))
        .collect();
    shelves
        .into_iter()
        .map(|shelf| {
            let candidates = shelf.stories.iter().filter_map(|at| tellable.get(*at));
            let choices = choose::choose(
                candidates,
                &shelf.shelved.selection,
                config.output.items,
                &quotas,
            );
            plan(shelf.shelved, choices, &masthead)
        })
        .collect()
}

/// What [`plans`] plans, where the stories are at hand.
pub fn editions(config: &Config, stories: &[Arc<Story>], feeds: &FeedAddresses) -> Vec<Edition> {
    let outlines: Vec<_> = stories
        .iter()
        .map(|story| Arc::new(Outline::of(story)))
        .collect();
    let by_id: BTreeMap<_, _> = stories.iter().map(|story| (story.id, story)).collect();
    plans(config, &outlines, feeds)
        .iter()
        .map(|plan| plan.tell(|id| by_id.get(&id).copied().cloned()))
        .collect()
}

fn plan(shelved: Shelved, choices: Vec<Choice>, masthead: &Arc<Masthead>) -> Plan {
    let site = &masthead.site;
    let title = match shelved.selection {
        Selection::All => site.title.clone(),
        Selection::Source(_) | Selection::Tag(_) | Selection::Language(_) => {
            format!("{}: {}", site.title, shelved.label)
        }
    };
    let edition = Edition {
        selection: shelved.selection,
        folder: shelved.folder,
        title,
        label: shelved.label,
        language: site.language.clone(),
        changed: choices.iter().map(|choice| choice.outline.changed).max(),
        stories: Vec::new(),
        masthead: Arc::clone(masthead),
    };
    Plan { edition, choices }
}

/// What may be told at all, newest first, ties by id, carriers that left feeds.toml left out.
fn tellable(config: &Config, outlines: &[Arc<Outline>], feeds: &FeedAddresses) -> Vec<Choice> {
    let sources: BTreeMap<_, _> = config.sources.iter().map(|s| (&s.id, s)).collect();
    let mut tellable: Vec<Choice> = outlines
        .iter()
        .filter_map(|outline| {
            let lead = sources.get(&outline.source);
            let known = |source: &SourceId| sources.contains_key(source);
            if lead.is_none() && !outline.also.iter().any(known) {
                return None;
            }
            let text = lead.map_or(ContentPolicy::Excerpt, |source| {
                if outline.from_page {
                    source.content.unwrap_or(ContentPolicy::Excerpt)
                } else {
                    policy(source, feeds)
                }
            });
            Some(Choice {
                text: lighter(outline, text),
                outline: only_known_carriers(outline, known),
            })
        })
        .collect();
    tellable.sort_by(|a, b| {
        let newest_first = b.outline.date.cmp(&a.outline.date);
        newest_first.then_with(|| a.outline.id.cmp(&b.outline.id))
    });
    tellable
}

fn only_known_carriers(outline: &Arc<Outline>, known: impl Fn(&SourceId) -> bool) -> Arc<Outline> {
    if outline.also.iter().all(&known) {
        return Arc::clone(outline);
    }
    let mut kept = Outline::clone(outline);
    kept.also.retain(known);
    Arc::new(kept)
}

/// Full for feeds, the excerpt for what was read from a page, unless the source says otherwise.
fn policy(source: &Source, feeds: &FeedAddresses) -> ContentPolicy {
    let from_page = match source.kind {
        SourceKind::Feed | SourceKind::Wordpress => false,
        SourceKind::Page | SourceKind::Hfeed | SourceKind::Jsonld | SourceKind::Sitemap => true,
        SourceKind::Auto => !feeds.contains_key(&source.id),
    };
    let unsaid = if from_page {
        ContentPolicy::Excerpt
    } else {
        ContentPolicy::Full
    };
    source.content.unwrap_or(unsaid)
}

fn lighter(outline: &Outline, text: ContentPolicy) -> ContentPolicy {
    let heavy = outline.weight.content > HEAVIEST_TEXT;
    match text {
        ContentPolicy::Full if heavy => ContentPolicy::Excerpt,
        ContentPolicy::Full | ContentPolicy::Excerpt | ContentPolicy::Title => text,
    }
}

fn masthead(
    config: &Config,
    tellable: &[Choice],
    feeds: &FeedAddresses,
    shelves: &[shelf::Shelf],
) -> Masthead {
    let newest = newest_of_each(tellable);
    let every = config.sources.iter().map(|source| source.every).min();
    let outlets: Vec<Outlet> = config
        .sources
        .iter()
        .map(|source| outlet(source, feeds, newest.get(&source.id).copied()))
        .collect();
    let shelf: Vec<Shelved> = shelves.iter().map(|shelf| shelf.shelved.clone()).collect();
    Masthead {
        places: Places::of(&outlets, &shelf),
        site: config.site.clone(),
        formats: config.output.formats.clone(),
        hub: config.output.hub.clone(),
        every: every.unwrap_or(Duration::from_hours(1)),
        page: config.output.items,
        outlets,
        shelf,
    }
}

fn newest_of_each(tellable: &[Choice]) -> BTreeMap<&SourceId, Timestamp> {
    let mut newest = BTreeMap::new();
    for outline in tellable.iter().map(|choice| &choice.outline) {
        for source in outline.also.iter().chain([&outline.source]) {
            newest.entry(source).or_insert(outline.date);
        }
    }
    newest
}

fn outlet(source: &Source, feeds: &FeedAddresses, newest: Option<Timestamp>) -> Outlet {
    let configured = (source.kind == SourceKind::Feed).then_some(&source.url);
    let feed_url = feeds.get(&source.id).or(configured).cloned();
    Outlet {
        id: source.id.clone(),
        name: source.name.clone(),
        site_url: site_url(&source.url, feed_url.as_deref()),
        feed_url,
        languages: source.languages.clone(),
        tags: source.tags.clone(),
        rights: source.rights.clone(),
        newest,
    }
}

/// The configured address, unless that is the feed: then the front page of its host.
fn site_url(configured: &str, feed: Option<&str>) -> String {
    let front_page = Url::parse(configured)
        .ok()
        .filter(|_| feed == Some(configured))
        .and_then(|url| url.join("/").ok());
    front_page.map_or_else(|| configured.to_owned(), String::from)
}
