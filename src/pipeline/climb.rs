//! A site's page in; its news out, by the ladder of PAGES.md: the first rung that yields enough.
//!
//! What the page itself lists is looked at before the sitemap, though PAGES.md names it last: it
//! costs no request, and a sitemap lists every page, news or not.

use super::{
    Run,
    ask::{Ended, Visit, failed, forbidden, listed, no_feed, took},
    question::{Asked, Question, ask},
    read::{FeedRead, PageRead},
    robots::{self, Leave},
};
use crate::{
    address,
    fetch::Fetch,
    model::{Failure, Source, SourceKind, SourceState, Timestamp},
    page::{Standing, discover::Candidate},
};
use chrono::TimeDelta;
use std::{collections::VecDeque, sync::Arc};
use url::Url;

/// So many entries with a date are a feed worth keeping.
const ENOUGH: usize = 3;
/// Addresses that are tried for a site, besides its own (PAGES.md, discovery 4).
const PROBES: usize = 6;
/// Sitemaps that are looked into.
const MOST_SITEMAPS: usize = 5;
/// Polls in a row without an entry, or without an answer, and the ladder is climbed again.
const DRY_POLLS: u32 = 3;
/// Guesses are not made again before this; a dry source climbs again after a day.
const PATIENCE: TimeDelta = TimeDelta::days(7);
const DAY: TimeDelta = TimeDelta::days(1);

/// Where sitemaps lie when robots.txt names none.
const SITEMAPS: &[&str] = &["/sitemap.xml", "/sitemap_index.xml", "/wp-sitemap.xml"];

/// What was found has dried up: the way to it is looked for again.
pub(super) fn is_dry(source: &Source, state: &SourceState, now: Timestamp) -> bool {
    let long = state
        .failing_since
        .is_some_and(|since| now - since >= PATIENCE);
    source.kind == SourceKind::Auto
        && state.found.is_some()
        && (state.empty >= DRY_POLLS || state.failures >= DRY_POLLS || long)
        && climbed_long_ago(state, DAY, now)
        // A feed at the configured address has no other way to it.
        && (state.feed_url.is_some() || state.empty >= DRY_POLLS || state.page_trouble.is_some())
}

/// Never, so long ago, or later than now, which a wrong clock has noted.
fn climbed_long_ago(state: &SourceState, long: TimeDelta, now: Timestamp) -> bool {
    let before = state.climbed_at.filter(|at| *at <= now);
    before.is_none_or(|at| now - at >= long)
}

/// Begins at the configured address again. What was found stays until something better is.
pub(super) async fn again<F: Fetch>(
    run: &Run<'_, F>,
    source: &Arc<Source>,
    state: SourceState,
) -> Visit {
    let wrapper = state.found.as_ref().and_then(|found| found.wrapper.clone());
    let question = Question {
        wrapper,
        ..Question::new(&source.url, SourceKind::Auto)
    };
    match ask(run, source, question).await.0 {
        Asked::Ended(Ended::Feed(read)) => {
            let mut state = state;
            state.climbed_at = Some(run.now);
            state.rungs.clear();
            state.found = None;
            took(source, state, read, Some(source.url.clone()))
        }
        Asked::Page(page) => ladder(run, source, state, *page).await,
        Asked::Index(maps) => by_sitemaps(run, source, state, maps).await,
        Asked::Ended(end) => Visit {
            end,
            state,
            moved: None,
            late: Vec::new(),
        },
    }
}

/// The best that was found so far, and what each rung said.
#[derive(Default)]
struct Found {
    best: Option<(String, Box<FeedRead>)>,
    rungs: Vec<String>,
}

impl Found {
    /// Takes a rung's answer; true if that is enough.
    fn take(&mut self, label: &str, url: &str, read: Box<FeedRead>) -> bool {
        let dated = read.dated();
        self.rungs
            .push(format!("{label}: {}", described(&read, dated)));
        let better = self
            .best
            .as_ref()
            .is_none_or(|(_, best)| (dated, read.entries) > (best.dated(), best.entries));
        if better {
            self.best = Some((url.to_owned(), read));
        }
        dated >= ENOUGH
    }
}

/// Climbs from a site's page, which was read already.
pub(super) async fn ladder<F: Fetch>(
    run: &Run<'_, F>,
    source: &Arc<Source>,
    mut state: SourceState,
    page: PageRead,
) -> Visit {
    let waited = climbed_long_ago(&state, PATIENCE, run.now);
    let new_layout = page.standing == Standing::Gone && state.page_trouble.is_none();
    let guess = waited || new_layout || state.found.is_some();
    if guess {
        state.climbed_at = Some(run.now);
    }
    let PageRead {
        url,
        candidates,
        list,
        standing,
    } = page;
    let mut found = Found::default();
    found.rungs.push(format!("{url} is a page"));
    let asked = candidates.iter().filter(|one| guess || one.rung < 4);
    let tried = asked.clone().take(PROBES).count();
    let mut enough = false;
    for candidate in asked.take(PROBES) {
        enough = try_one(run, source, candidate, &mut found).await;
        if enough {
            break;
        }
    }
    let mut denied = None;
    let empty = list.entries == 0;
    if !enough {
        let forbids = match robots::leave(run, &source.url).await {
            Leave::Denied(why) => Some(why),
            Leave::Granted(_) | Leave::Unknown(_) => None,
        };
        let label = "what the page itself lists";
        if let (Some(why), false) = (&forbids, empty) {
            found.rungs.push(format!("{label}: {why}"));
            denied = forbids;
        } else if empty {
            found.rungs.push(format!("{label}: no list of news"));
            if standing == Standing::Empty {
                // It is where it was, with nothing in it: that is an answer.
                found
                    .best
                    .get_or_insert((source.url.clone(), Box::new(list)));
            }
        } else {
            enough = found.take(label, &source.url, Box::new(list));
        }
    }
    if !enough && guess {
        let named = robots::sitemaps(run, &source.url).await;
        sitemaps(run, source, &mut found, named).await;
    }
    state.rungs = found.rungs;
    settle(run, source, state, found.best, denied, tried).await
}

/// Asks one address that may be the feed; true if it is, with enough in it.
async fn try_one<F: Fetch>(
    run: &Run<'_, F>,
    source: &Arc<Source>,
    candidate: &Candidate,
    found: &mut Found,
) -> bool {
    let question = Question::new(&candidate.url, candidate.kind);
    let label = format!("{} ({})", candidate.url, candidate.reason);
    match ask(run, source, question).await.0 {
        Asked::Ended(Ended::Feed(read)) => return found.take(&label, &candidate.url, read),
        Asked::Ended(Ended::Failed(failure)) => {
            found.rungs.push(format!("{label}: {}", failure.message));
        }
        Asked::Ended(Ended::Unchanged { .. }) | Asked::Page(_) | Asked::Index(_) => {
            found.rungs.push(format!("{label}: a page, no feed"));
        }
    }
    false
}

/// Looks into the sitemaps of a site, those first that are about news.
async fn sitemaps<F: Fetch>(
    run: &Run<'_, F>,
    source: &Arc<Source>,
    found: &mut Found,
    named: Vec<String>,
) {
    let site = Url::parse(&source.url).ok();
    let usual = SITEMAPS
        .iter()
        .filter_map(|path| Some(site.as_ref()?.join(path).ok()?.into()));
    let mut open: VecDeque<String> = if named.is_empty() {
        usual.collect()
    } else {
        named.into()
    };
    let mut asked: Vec<String> = Vec::new();
    while let Some(url) = open.pop_front() {
        let url = address::absolute(&url, site.as_ref()).map(String::from);
        let Some(url) = url.filter(|url| !asked.contains(url)) else {
            continue;
        };
        if asked.len() >= MOST_SITEMAPS {
            return;
        }
        asked.push(url.clone());
        if !address::same_site(&url, &source.url) {
            continue;
        }
        let label = format!("the sitemap {url}");
        match ask(run, source, Question::new(&url, SourceKind::Sitemap))
            .await
            .0
        {
            Asked::Ended(Ended::Feed(read)) => {
                if found.take(&label, &url, read) {
                    return;
                }
            }
            Asked::Index(mut maps) => {
                found
                    .rungs
                    .push(format!("{label}: lists {} others", maps.len()));
                maps.sort_by_key(|map| !is_about_news(map));
                open = maps.into();
            }
            Asked::Ended(Ended::Failed(failure)) => {
                found.rungs.push(format!("{label}: {}", failure.message));
            }
            Asked::Ended(Ended::Unchanged { .. }) | Asked::Page(_) => {
                found.rungs.push(format!("{label}: a page, no sitemap"));
            }
        }
    }
}

fn is_about_news(map: &str) -> bool {
    const WORDS: &[&str] = &[
        "article", "blog", "news", "post", "story", "vijest", "stiri",
    ];
    let map = map.to_ascii_lowercase();
    WORDS.iter().any(|word| map.contains(word))
}

/// `kind = "wordpress"` or `"sitemap"` of a site's page: one rung alone.
pub(super) async fn explicit<F: Fetch>(
    run: &Run<'_, F>,
    source: &Arc<Source>,
    mut state: SourceState,
    page: &PageRead,
) -> Visit {
    let mut found = Found::default();
    if source.kind == SourceKind::Sitemap {
        let named = robots::sitemaps(run, &source.url).await;
        sitemaps(run, source, &mut found, named).await;
    } else {
        let mut candidates: Vec<Candidate> = page
            .candidates
            .iter()
            .filter(|candidate| candidate.kind == SourceKind::Wordpress)
            .cloned()
            .collect();
        if candidates.is_empty() {
            candidates = rest(&page.url);
        }
        for candidate in &candidates {
            if try_one(run, source, candidate, &mut found).await {
                break;
            }
        }
    }
    state.rungs = found.rungs;
    let tried = state.rungs.len();
    settle(run, source, state, found.best, None, tried).await
}

/// Where `WordPress` answers on a site that hides what it is.
fn rest(page: &str) -> Vec<Candidate> {
    const PLACES: &[&str] = &[
        "/wp-json/wp/v2/posts?per_page=20&_embed=author,wp:featuredmedia",
        "/?rest_route=/wp/v2/posts&per_page=20&_embed=author,wp:featuredmedia",
    ];
    let site = Url::parse(page).ok();
    let urls = PLACES
        .iter()
        .filter_map(|place| site.as_ref()?.join(place).ok());
    urls.map(|url| Candidate {
        url: url.into(),
        title: None,
        kind: SourceKind::Wordpress,
        rung: 4,
        reason: "WordPress lists its posts there as JSON".to_owned(),
    })
    .collect()
}

/// The answer was a list of sitemaps.
pub(super) async fn by_sitemaps<F: Fetch>(
    run: &Run<'_, F>,
    source: &Arc<Source>,
    mut state: SourceState,
    maps: Vec<String>,
) -> Visit {
    let mut found = Found::default();
    sitemaps(run, source, &mut found, maps).await;
    state.rungs = found.rungs;
    let tried = state.rungs.len();
    settle(run, source, state, found.best, None, tried).await
}

/// The best is remembered; or there is none.
async fn settle<F: Fetch>(
    run: &Run<'_, F>,
    source: &Arc<Source>,
    mut state: SourceState,
    best: Option<(String, Box<FeedRead>)>,
    denied: Option<String>,
    tried: usize,
) -> Visit {
    let Some((url, read)) = best else {
        return failed(state, nothing(denied, tried));
    };
    let before = state.found.as_ref().map(|found| found.kind);
    if before.is_some_and(|kind| kind != read.kind) {
        state.found = None;
    }
    if read.kind == SourceKind::Page && read.entries > 0 {
        state.feed_url = None;
        return listed(run, source, state, *read).await;
    }
    took(source, state, read, Some(url))
}

fn nothing(denied: Option<String>, tried: usize) -> Failure {
    if let Some(why) = denied {
        return forbidden(why);
    }
    let tried = match tried {
        0 => "the page names no feed, and reads like no software that has one".to_owned(),
        tried => format!("no feed at the {tried} addresses that the page names or suggests"),
    };
    no_feed(&format!(
        "{tried}, and no list of news on the page: name the feed's own address as `url`, or the \
         parts of the page in [source.page]"
    ))
}

/// `a feed, 12 entries, 11 of them dated`
pub(super) fn described(read: &FeedRead, dated: usize) -> String {
    let what = match read.kind {
        SourceKind::Auto | SourceKind::Feed => "a feed",
        SourceKind::Wordpress => "posts of WordPress",
        SourceKind::Sitemap => "a sitemap",
        SourceKind::Jsonld | SourceKind::Hfeed => "data in the page",
        SourceKind::Page => "a list",
    };
    let entries = read.entries;
    let plural = if entries == 1 { "entry" } else { "entries" };
    format!("{what}, {entries} {plural}, {dated} of them dated")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_climb_that_lies_ahead_keeps_nobody_from_climbing() {
        let now: Timestamp = "2026-11-20T06:00:00Z".parse().expect("an instant");
        for (climbed, long_ago) in [
            (None, true),
            (Some(now + TimeDelta::days(365)), true),
            (Some(now - TimeDelta::hours(23)), false),
            (Some(now - DAY), true),
        ] {
            let state = SourceState {
                climbed_at: climbed,
                ..SourceState::default()
            };
            assert_eq!(climbed_long_ago(&state, DAY, now), long_ago, "{climbed:?}");
        }
    }
}
