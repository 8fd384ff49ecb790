//! One source in; what it has to say, out: a feed, nothing new, or why not. The requests of a visit
//! are made one after the other.

use super::{
    Run, climb, pages,
    question::{Asked, Question, ask, failure},
    read::{FeedRead, PageRead},
    returned,
    robots::{self, Leave},
};
use crate::{
    address,
    dedupe::{self, Revision},
    fetch::Fetch,
    model::{
        Failure, FailureKind, Found, Hints, Source, SourceKind, SourceState, Timestamp, Validators,
        Warning,
    },
    page::{Standing, discover::Candidate},
    schedule,
    store::StoreError,
};
use chrono::TimeDelta;
use std::sync::Arc;

/// More pages of a list are read when a source is new (PAGES.md, listing 6).
const MOST_PAGES: usize = 4;

/// What a visit brought.
pub(super) struct Visit {
    /// How it ended.
    pub(super) end: Ended,
    /// What was learnt on the way: where the news is and how it is read. Nothing of it says when
    /// to ask next.
    pub(super) state: SourceState,
    /// Where permanent redirects of the asked address led.
    pub(super) moved: Option<String>,
    /// Stored articles whose pages were read only now.
    pub(super) late: Vec<Revision>,
}

/// How a visit ended.
pub(super) enum Ended {
    /// With a feed.
    Feed(Box<FeedRead>),
    /// 304, or the same bytes again.
    Unchanged {
        /// What the server asks of us.
        hints: Hints,
        /// Those of a 200 with the same bytes.
        validators: Option<Validators>,
    },
    /// Without a usable answer.
    Failed(Failure),
}

/// Asks a source, looks for its news where its address is a site's, and reads the pages of what is
/// new. An error is one of the store.
pub(super) async fn visit<F: Fetch>(
    run: &Run<'_, F>,
    source: &Arc<Source>,
    state: &SourceState,
) -> Result<Visit, StoreError> {
    let mut visit = news(run, source, state.clone()).await;
    returned::leave_out(run, &mut visit).await?;
    pages::complete(run, source, &mut visit).await?;
    Ok(visit)
}

/// The same without the pages of what is new. What is seldom needed has its place on the heap only then: as many
/// visits are under way as feeds.toml says, each with all that it may await.
pub(super) async fn news<F: Fetch>(
    run: &Run<'_, F>,
    source: &Arc<Source>,
    state: SourceState,
) -> Visit {
    if climb::is_dry(source, &state, run.now) {
        return Box::pin(climb::again(run, source, state)).await;
    }
    let url = schedule::address(source, &state).to_owned();
    let kind = expected(source, &state);
    if reads_pages(kind)
        && let Leave::Denied(why) = Box::pin(robots::leave(run, &url)).await
    {
        return failed(state, forbidden(why));
    }
    let question = Question {
        url: &url,
        kind,
        validators: state.validators.clone(),
        known_body: state.body_hash.clone(),
        seen: state.seen.clone(),
        wrapper: state.found.as_ref().and_then(|found| found.wrapper.clone()),
    };
    let (asked, moved) = ask(run, source, question).await;
    let visit = match asked {
        Asked::Ended(Ended::Feed(read)) => took(source, state, read, None),
        Asked::Ended(end) => Visit {
            end,
            state,
            moved: None,
            late: Vec::new(),
        },
        Asked::Page(page) => Box::pin(paged(run, source, state, page)).await,
        Asked::Index(maps) => Box::pin(climb::by_sitemaps(run, source, state, maps)).await,
    };
    // What was found elsewhere has not moved because the way to it has.
    let elsewhere = schedule::address(source, &visit.state) != url;
    Visit {
        moved: moved.filter(|_| !elsewhere),
        ..visit
    }
}

/// What a source's answer will be: as configured, as found, or nobody knows.
fn expected(source: &Source, state: &SourceState) -> SourceKind {
    match (source.kind, &state.found) {
        (SourceKind::Auto, Some(found)) => found.kind,
        (kind, _) => kind,
    }
}

/// The address that is asked is itself a page that lists news.
fn reads_pages(kind: SourceKind) -> bool {
    match kind {
        SourceKind::Jsonld | SourceKind::Hfeed | SourceKind::Page => true,
        SourceKind::Auto | SourceKind::Feed | SourceKind::Wordpress | SourceKind::Sitemap => false,
    }
}

/// The configured address was a feed, and not long ago: a page there is a fault that passes, and
/// nothing in it is news.
fn was_a_feed(state: &SourceState, now: Timestamp) -> bool {
    const PATIENCE: TimeDelta = TimeDelta::days(3);
    state.last_good.is_some()
        && state
            .failing_since
            .is_none_or(|since| now - since < PATIENCE)
}

/// A page came: as it should, or where a feed was.
async fn paged<F: Fetch>(
    run: &Run<'_, F>,
    source: &Arc<Source>,
    state: SourceState,
    page: Box<PageRead>,
) -> Visit {
    let kind = expected(source, &state);
    match source.kind {
        SourceKind::Feed => {
            return failed(state, no_feed(&instead(source, &page)));
        }
        SourceKind::Wordpress | SourceKind::Sitemap => {
            return climb::explicit(run, source, state, &page).await;
        }
        SourceKind::Auto if !reads_pages(kind) => {
            if state.feed_url.is_some() {
                // Where its feed was is a page now: what the site's own page says counts.
                return climb::again(run, source, state).await;
            }
            if was_a_feed(&state, run.now) {
                let message = "its feed is a web page now, for maintenance or for good: look at \
                               the address, and name another if it stays so";
                return failed(state, no_feed(message));
            }
            return climb::ladder(run, source, state, *page).await;
        }
        SourceKind::Auto | SourceKind::Jsonld | SourceKind::Hfeed | SourceKind::Page => {}
    }
    let lost = !source.page.item.is_empty() && page.list.entries == 0;
    let known = state.found.is_some();
    match page.standing {
        Standing::Found if !lost => listed(run, source, state, page.list).await,
        Standing::Moved => {
            let mut read = page.list;
            read.warnings.push(Warning::Entry {
                entry: page.url,
                what: "the page has another layout; its news was found again".to_owned(),
            });
            listed(run, source, state, read).await
        }
        Standing::Empty => took(source, state, Box::new(page.list), None),
        Standing::Found | Standing::None | Standing::Gone => {
            let mut visit = if source.kind == SourceKind::Auto {
                climb::ladder(run, source, state, *page).await
            } else {
                let message = if source.page.item.is_empty() {
                    "no list of news was found on the page: name its parts in [source.page]"
                } else {
                    "the selectors of [source.page] find nothing on the page: mend them"
                };
                failed(state, no_feed(message))
            };
            if let (true, Ended::Failed(failure)) = (known, &visit.end) {
                visit.state.page_trouble = Some(format!(
                    "the page has another layout, and no news can be read from it: {}",
                    failure.message
                ));
            }
            visit
        }
    }
}

/// What is said of a page where only a feed will do.
fn instead(source: &Source, page: &PageRead) -> String {
    let told = |candidate: &&Candidate| {
        // A feed that is switched off leads to a page that still names it.
        let asked = address::link_key(&candidate.url) == address::link_key(&source.url);
        candidate.kind == SourceKind::Feed && candidate.rung < 4 && !asked
    };
    let at = match page.candidates.iter().find(told) {
        Some(feed) => format!("it says that its feed is {}: write that as `url`", feed.url),
        None => "name the feed's own address".to_owned(),
    };
    format!("the address is a web page, no feed: {at}, or leave out `kind`")
}

/// A list was read; where the source is new, so are the pages with its older news.
pub(super) async fn listed<F: Fetch>(
    run: &Run<'_, F>,
    source: &Arc<Source>,
    state: SourceState,
    mut list: FeedRead,
) -> Visit {
    let new = state.last_good.is_none();
    let mut seen = vec![schedule::address(source, &state).to_owned()];
    while new && list.articles.len() < source.first_run && seen.len() < MOST_PAGES {
        let Some(url) = list.next.take().filter(|url| !seen.contains(url)) else {
            break;
        };
        if !address::same_site(&url, &source.url)
            || !matches!(robots::leave(run, &url).await, Leave::Granted(_))
        {
            break;
        }
        let question = Question {
            wrapper: list.wrapper.clone(),
            ..Question::new(&url, list.kind)
        };
        let (Asked::Page(older), _) = ask(run, source, question).await else {
            break;
        };
        seen.push(url);
        if !join(&mut list, older.list) {
            break;
        }
    }
    took(source, state, Box::new(list), None)
}

/// Adds what is not there yet; false if that is nothing.
fn join(list: &mut FeedRead, older: FeedRead) -> bool {
    let before = list.articles.len();
    for (article, bare) in older.articles.into_iter().zip(older.bare) {
        if list.articles.iter().all(|known| known.id != article.id) {
            list.articles.push(article);
            list.bare.push(bare);
        }
    }
    let added = list.articles.len() - before;
    list.entries += added;
    list.next = older.next;
    list.prints = dedupe::Prints::of(&list.articles);
    list.keys = dedupe::keys_of(&list.articles, &list.prints);
    added > 0
}

/// News was read: what it is and where is remembered.
pub(super) fn took(
    source: &Source,
    mut state: SourceState,
    read: Box<FeedRead>,
    found_at: Option<String>,
) -> Visit {
    if let Some(url) = found_at {
        state.feed_url = (url != source.url).then_some(url);
    }
    if source.kind == SourceKind::Auto && state.found.is_none() && state.rungs.is_empty() {
        state.rungs = vec![format!(
            "the address itself: {}",
            climb::described(&read, read.dated())
        )];
    }
    let before = state.found.take();
    let wrapper = before.and_then(|found| found.wrapper);
    state.found = Some(Found {
        kind: read.kind,
        wrapper: read
            .wrapper
            .clone()
            .or(wrapper.filter(|_| read.entries == 0)),
    });
    state.empty = if read.entries == 0 {
        state.empty + 1
    } else {
        0
    };
    state.page_trouble = None;
    Visit {
        end: Ended::Feed(read),
        state,
        moved: None,
        late: Vec::new(),
    }
}

/// A visit that brought nothing.
pub(super) fn failed(state: SourceState, failure: Failure) -> Visit {
    Visit {
        end: Ended::Failed(failure),
        state,
        moved: None,
        late: Vec::new(),
    }
}

/// A page that we may not read.
pub(super) fn forbidden(why: String) -> Failure {
    let next = "ask its owner for a feed, or for leave";
    failure(FailureKind::Refused, &format!("{why}: {next}"))
}

/// An answer without news.
pub(super) fn no_feed(message: &str) -> Failure {
    failure(FailureKind::NoFeed, message)
}
