//! Stories and the configuration in, editions out: what is published where, in which order.

mod choose;
mod gate;
mod month;
mod rules;
mod shelf;
mod versions;

pub use gate::{Loss, Published, Refused, gate};
pub use month::month;

use crate::model::{
    Config, ContentPolicy, Edition, Issue, Masthead, Outlet, Selection, Shelved, Source, SourceId,
    SourceKind, Story, Timestamp, Told,
};
use crate::rule::Facts;
use rules::Rules;
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
pub fn editions(config: &Config, stories: &[Arc<Story>], feeds: &FeedAddresses) -> Vec<Edition> {
    issue(config, stories, feeds, Vec::new()).editions
}

/// What the expressions of feeds.toml see of a story.
pub fn facts(config: &Config, story: &Story) -> Facts {
    rules::Asks::of(config).facts(story)
}

/// All that is published, but for the archive: of that only the `months`, oldest first.
pub fn issue(
    config: &Config,
    stories: &[Arc<Story>],
    feeds: &FeedAddresses,
    months: Vec<String>,
) -> Issue {
    let rules = Rules::of(config);
    let told = tellable(config, &rules, stories, feeds);
    let shelves = shelf::shelves(config, &rules, &told);
    let masthead = Arc::new(masthead(config, &told, feeds, &shelves, months));
    let editions = chosen(config, &told, shelves, &masthead);
    Issue {
        editions,
        told,
        masthead,
    }
}

fn chosen(
    config: &Config,
    told: &[Told],
    shelves: Vec<shelf::Shelf>,
    masthead: &Arc<Masthead>,
) -> Vec<Edition> {
    let quotas = config
        .sources
        .iter()
        .map(|source| (source.id.clone(), source.per_source))
        .collect();
    shelves
        .into_iter()
        .map(|shelf| {
            let candidates = shelf.stories.iter().filter_map(|at| told.get(*at));
            let stories = choose::choose(
                candidates,
                &shelf.shelved.selection,
                config.output.items,
                &quotas,
            );
            edition(shelf.shelved, stories, masthead)
        })
        .collect()
}

fn edition(shelved: Shelved, stories: Vec<Told>, masthead: &Arc<Masthead>) -> Edition {
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
    Edition {
        selection: shelved.selection,
        folder: shelved.folder,
        title,
        label: shelved.label,
        language: site.language.clone(),
        changed: stories.iter().map(|told| told.story.changed).max(),
        stories,
        masthead: Arc::clone(masthead),
    }
}

/// What may be told at all, newest first, ties by id, carriers that left feeds.toml left out.
fn tellable(
    config: &Config,
    rules: &Rules<'_>,
    stories: &[Arc<Story>],
    feeds: &FeedAddresses,
) -> Vec<Told> {
    let sources: BTreeMap<_, _> = config.sources.iter().map(|s| (&s.id, s)).collect();
    let mut told: Vec<Told> = stories
        .iter()
        .filter_map(|story| {
            let lead = sources.get(&story.lead.source);
            let known = |source: &SourceId| sources.contains_key(source);
            let carried = story.also.iter().any(|carrier| known(&carrier.source));
            if lead.is_none() && !carried {
                return None;
            }
            let (story, pinned) = rules.apply(story)?;
            let text = lead.map_or(ContentPolicy::Excerpt, |source| policy(source, feeds));
            Some(Told {
                text: lighter(&story, text),
                story: only_known_carriers(&story, known),
                pinned,
                versions: [].into(),
            })
        })
        .collect();
    told.sort_by(|a, b| {
        let newest_first = b.story.date.cmp(&a.story.date);
        newest_first.then_with(|| a.story.id.cmp(&b.story.id))
    });
    versions::link(&mut told);
    told
}

fn only_known_carriers(story: &Arc<Story>, known: impl Fn(&SourceId) -> bool) -> Arc<Story> {
    if story.also.iter().all(|carrier| known(&carrier.source)) {
        return Arc::clone(story);
    }
    let mut kept = Story::clone(story);
    kept.also.retain(|carrier| known(&carrier.source));
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

fn lighter(story: &Story, text: ContentPolicy) -> ContentPolicy {
    let heavy = story.lead.content.as_str().len() > HEAVIEST_TEXT;
    match text {
        ContentPolicy::Full if heavy => ContentPolicy::Excerpt,
        ContentPolicy::Full | ContentPolicy::Excerpt | ContentPolicy::Title => text,
    }
}

fn masthead(
    config: &Config,
    told: &[Told],
    feeds: &FeedAddresses,
    shelves: &[shelf::Shelf],
    months: Vec<String>,
) -> Masthead {
    let newest = newest_of_each(told);
    let every = config.sources.iter().map(|source| source.every).min();
    Masthead {
        site: config.site.clone(),
        formats: config.output.formats.clone(),
        hub: config.output.hub.clone(),
        every: every.unwrap_or(Duration::from_hours(1)),
        page: config.output.items,
        outlets: config
            .sources
            .iter()
            .map(|source| outlet(source, feeds, newest.get(&source.id).copied()))
            .collect(),
        shelf: shelves.iter().map(|shelf| shelf.shelved.clone()).collect(),
        months,
        widget: config.output.widget,
    }
}

fn newest_of_each(told: &[Told]) -> BTreeMap<&SourceId, Timestamp> {
    let mut newest = BTreeMap::new();
    for told in told {
        let carriers = told.story.also.iter().map(|carrier| &carrier.source);
        for source in carriers.chain([&told.story.lead.source]) {
            newest.entry(source).or_insert(told.story.date);
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
