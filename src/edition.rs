//! Stories and the configuration in, editions out: what is published where, in which order.

mod choose;
mod gate;
mod mark;
mod month;
mod newcomers;
mod rules;
mod shelf;
mod versions;

pub use choose::NOBODY_MISSES;
pub use gate::{Held, Loss, Published, Refused, gate};
pub use mark::{Mark, Marker, Marks};
pub use month::month;
pub use newcomers::newcomers;
pub use versions::{Versions, version};

use crate::{
    model::{
        Choice, Config, ContentPolicy, Edition, Issue, Masthead, Outlet, Outline, Places, Plan,
        Rule, Selection, Shelved, Source, SourceId, SourceKind, Story, Tally, Timestamp, Version,
    },
    rule::{Expression, Facts},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::Duration,
};
use url::Url;

/// A single text heavier than this is told by its excerpt, whatever the source allows: readers
/// drop feeds of some megabytes, and one book must not push out the news of fifty.
const HEAVIEST_TEXT: usize = 128 * 1024;

/// Where the feed of a source is, as far as that is known: found by discovery, or configured. A
/// source that is not in here is read from its pages.
pub type FeedAddresses = BTreeMap<SourceId, String>;

/// Everything that is published, the combined edition first, then by source, tag and language as
/// `[output] per` says, views, `prefer` and `without`. Every configured source and tag has its
/// edition, an empty one included. A story that only sources carry which left feeds.toml is in none.
/// `months`: those of the archive, oldest first. What is `held` stays on its page whatever rules and quotas say now.
pub fn sketch(
    config: &Config,
    outlines: &[Arc<Outline>],
    feeds: &FeedAddresses,
    (marks, versions): (&Marks, &Versions),
    (months, held): (Vec<String>, &Held),
) -> Sketch {
    let mut tellable = tellable(config, outlines, marks, held);
    versions::link(&mut tellable, versions);
    let shelves = shelf::shelves(config, marks, &tellable);
    let masthead = Arc::new(masthead(config, &tellable, feeds, &shelves, months));
    let quotas = config
        .sources
        .iter()
        .map(|source| (source.id.clone(), source.per_source))
        .collect();
    let nothing = BTreeSet::new();
    let plan = |mut shelf: shelf::Shelf| {
        let held = held.get(&shelf.page()).unwrap_or(&nothing);
        shelf.take_back(&tellable, held);
        let candidates = shelf.stories.iter().filter_map(|at| tellable.get(*at));
        let selection = &shelf.shelved.selection;
        let limits = (config.output.items, &quotas, held);
        let choices = choose::choose(candidates, selection, limits);
        plan(shelf.shelved, choices, &masthead)
    };
    let plans: Vec<Plan> = shelves.into_iter().map(plan).collect();
    Sketch {
        plans,
        told: tellable,
        masthead,
    }
}

/// What will be published, before a story is read.
#[derive(Debug)]
pub struct Sketch {
    /// Of editions, the combined one first.
    pub plans: Vec<Plan>,
    /// Every story that may be told, newest first, ties by id.
    pub told: Vec<Choice>,
    /// Who publishes.
    pub masthead: Arc<Masthead>,
}

/// What [`sketch`] plans, where the stories are at hand.
pub fn issue(
    config: &Config,
    stories: &[Arc<Story>],
    feeds: &FeedAddresses,
    months: Vec<String>,
) -> Issue {
    let marker = Marker::of(config);
    let marks = stories
        .iter()
        .map(|story| (story.id, Arc::new(marker.mark(story))));
    let marks: Marks = marks.collect();
    let outlines = stories.iter().map(|story| Arc::new(Outline::of(story)));
    let outlines: Vec<_> = outlines.collect();
    let versions = versions::named(stories);
    let rest = (months, &Held::new());
    let sketch = sketch(config, &outlines, feeds, (&marks, &versions), rest);
    let stories: BTreeMap<_, _> = stories.iter().map(|story| (story.id, story)).collect();
    let story = |id| stories.get(&id).map(|story| Arc::clone(story));
    let told = sketch.told.iter();
    let told =
        told.filter_map(|choice| Some(choice.tell(story(choice.outline.id)?, &sketch.masthead)));
    Issue {
        entered: Vec::new(),
        told: told.collect(),
        tallies: Arc::new(Tally::of(&sketch.told)),
        findings: BTreeMap::new(),
        editions: sketch.plans.iter().map(|plan| plan.tell(story)).collect(),
        masthead: sketch.masthead,
    }
}

/// The editions of that.
pub fn editions(config: &Config, stories: &[Arc<Story>], feeds: &FeedAddresses) -> Vec<Edition> {
    issue(config, stories, feeds, Vec::new()).editions
}

/// What the expressions of feeds.toml see of a story.
pub fn facts(config: &Config, story: &Story) -> Facts {
    rules::Asks::of(config).facts(story)
}

/// The `[[rule]]` that decides on a story: the first that matches.
pub fn deciding_rule<'a>(config: &'a Config, story: &Story) -> Option<&'a Rule> {
    let facts = facts(config, story);
    let matches = |rule: &&Rule| {
        Expression::compile(&rule.when).is_ok_and(|expression| expression.matches(&facts))
    };
    config.rules.iter().find(matches)
}

fn plan(shelved: Shelved, choices: Vec<Choice>, masthead: &Arc<Masthead>) -> Plan {
    let site = &masthead.site;
    let title = match shelved.selection {
        Selection::All => site.title.clone(),
        Selection::Source(_)
        | Selection::Tag(_)
        | Selection::Language(_)
        | Selection::View(_)
        | Selection::Month(_) => format!("{}: {}", site.title, shelved.label),
        Selection::Prefer(_) => format!("{} ({})", site.title, shelved.label),
        Selection::Without(_) => format!("{} (− {})", site.title, shelved.label),
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
fn tellable(config: &Config, outlines: &[Arc<Outline>], marks: &Marks, held: &Held) -> Vec<Choice> {
    let sources: BTreeMap<_, _> = config.sources.iter().map(|s| (&s.id, s)).collect();
    let no_versions: Arc<[Version]> = [].into();
    let mut tellable: Vec<Choice> = outlines
        .iter()
        .filter_map(|outline| {
            let lead = sources.get(&outline.source);
            let known = |source: &SourceId| sources.contains_key(source);
            if lead.is_none() && !outline.also.iter().any(known) {
                return None;
            }
            let mark = marks.get(&outline.id);
            let stays = || held.values().any(|page| page.contains(&outline.id));
            if mark.is_some_and(|mark| mark.dropped) && !stays() {
                return None;
            }
            let text = lead.map_or(ContentPolicy::Excerpt, |source| {
                source.tells(outline.from_page)
            });
            Some(Choice {
                text: lighter(outline, text),
                outline: with_tags(only_known_carriers(outline, known), mark),
                pinned: mark.is_some_and(|mark| mark.pinned),
                versions: Arc::clone(&no_versions),
            })
        })
        .collect();
    tellable.sort_by(|a, b| {
        let newest_first = b.outline.date.cmp(&a.outline.date);
        newest_first.then_with(|| a.outline.id.cmp(&b.outline.id))
    });
    tellable
}

fn with_tags(outline: Arc<Outline>, mark: Option<&Arc<Mark>>) -> Arc<Outline> {
    match mark {
        Some(mark) if !mark.tags.is_empty() => {
            let mut tagged = Outline::clone(&outline);
            let tags = outline.tags.iter().chain(&mark.tags);
            tagged.tags = tags.cloned().collect();
            Arc::new(tagged)
        }
        _ => outline,
    }
}

fn only_known_carriers(outline: &Arc<Outline>, known: impl Fn(&SourceId) -> bool) -> Arc<Outline> {
    if outline.also.iter().all(&known) {
        return Arc::clone(outline);
    }
    let mut kept = Outline::clone(outline);
    kept.also.retain(known);
    Arc::new(kept)
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
    months: Vec<String>,
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
        months,
        widget: config.output.widget,
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
        partner: source.partner,
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
