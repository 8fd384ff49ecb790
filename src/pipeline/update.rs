//! The sources that are due in; the store brought up to date, and what happened to each, out.

use super::{
    Run,
    ask::{Ended, Visit, visit},
    read::FeedRead,
    report::{End, SourceReport, UpdateReport},
};
use crate::{
    address,
    dedupe::{self, Changes, Policy, StoryChange},
    fetch::Fetch,
    model::{Outcome, Source, SourceState, Timestamp},
    schedule,
    store::{SourceUpdate, Store, StoreError},
};
use futures_util::{StreamExt, stream};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap, VecDeque},
    sync::Arc,
};

/// Visits under way beyond the requests under way: they are being read, saved, or wait for a host.
const VISITS_PER_REQUEST: usize = 4;

/// Asks what is due and saves what it brings, each source by itself: a failure, a panic or a flood
/// of one changes nothing of what the others bring. An error is one of the store.
pub async fn update<F: Fetch>(run: &Run<'_, F>) -> Result<UpdateReport, StoreError> {
    let policy = Arc::new(Policy::of(run.config));
    let due = due(run).await?;
    let not_due = run.config.sources.len() - due.len();
    let visits = run.config.fetch.concurrency * VISITS_PER_REQUEST;
    let mut reports = BTreeMap::new();
    let mut stopped = false;
    let mut under_way = stream::iter(fairly(due).into_iter().map(|due| {
        let policy = Arc::clone(&policy);
        async move {
            if run.stop.is_cancelled() {
                return Ok(None);
            }
            one(run, &policy, due).await.map(Some)
        }
    }))
    .buffer_unordered(visits);
    while let Some(report) = under_way.next().await {
        let Some((place, report)) = report? else {
            stopped = true;
            continue;
        };
        (run.done)(&report);
        reports.insert(place, report);
    }
    Ok(UpdateReport {
        asked: reports.into_values().collect(),
        not_due,
        stopped,
    })
}

/// A source that is due: its place in feeds.toml, itself, its state.
type Due = (usize, Arc<Source>, SourceState);

async fn due<F: Fetch>(run: &Run<'_, F>) -> Result<Vec<Due>, StoreError> {
    let configured = run.config.sources.iter();
    let mut states = match run.only {
        Some(only) => {
            let state = run.store.state(only).await?.unwrap_or_default();
            BTreeMap::from([(only.clone(), state)])
        }
        None => {
            let named = configured.map(|source| (&source.id, source.url.as_str()));
            run.store.due(named, run.now).await?
        }
    };
    let sources = run.config.sources.iter().enumerate();
    let due = sources.filter_map(|(place, source)| {
        let mut state = schedule::resume(source, states.remove(&source.id)?);
        state.id = Some(source.id.clone());
        let wanted = run.only.is_some() || schedule::is_due(&state, run.now);
        wanted.then(|| (place, Arc::new(source.clone()), state))
    });
    Ok(due.collect())
}

/// One source of each host, then the next of each, so that a host with many does not come first
/// with all of them.
fn fairly(due: Vec<Due>) -> Vec<Due> {
    let total = due.len();
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut queues: Vec<VecDeque<Due>> = Vec::new();
    for item in due {
        let host = address::host(schedule::address(&item.1, &item.2)).unwrap_or_default();
        let place = *places.entry(host).or_insert(queues.len());
        match queues.get_mut(place) {
            Some(queue) => queue.push_back(item),
            None => queues.push(VecDeque::from([item])),
        }
    }
    let mut order = Vec::with_capacity(total);
    while order.len() < total {
        order.extend(queues.iter_mut().filter_map(VecDeque::pop_front));
    }
    order
}

async fn one<F: Fetch>(
    run: &Run<'_, F>,
    policy: &Arc<Policy>,
    (place, source, state): Due,
) -> Result<(usize, SourceReport), StoreError> {
    let url = schedule::address(&source, &state).to_owned();
    let Visit {
        end,
        found_at,
        moved,
    } = visit(run, &source, &state).await;
    let before = Before {
        source: Arc::clone(&source),
        state,
        now: run.now,
        found_at,
        moved,
    };
    let saved = match end {
        Ended::Feed(feed) => save_feed(run.store, policy, before, *feed).await?,
        Ended::Unchanged { hints, validators } => {
            let moved = before.moved.clone();
            let outcome = Outcome::Unchanged {
                validators,
                hints,
                moved,
            };
            save_state(run.store, before, &outcome, End::Unchanged).await?
        }
        Ended::Failed(failure) => {
            let outcome = Outcome::Failed(failure.clone());
            save_state(run.store, before, &outcome, End::Failed(failure)).await?
        }
    };
    let report = SourceReport {
        source: source.id.clone(),
        name: source.name.clone(),
        url,
        ..saved
    };
    Ok((place, report))
}

/// What was known when a source was asked.
struct Before {
    source: Arc<Source>,
    state: SourceState,
    now: Timestamp,
    found_at: Option<String>,
    moved: Option<String>,
}

impl Before {
    fn after(&self, outcome: &Outcome) -> SourceState {
        let mut state = self.state.clone();
        if let (Some(found), Outcome::Good { .. }) = (&self.found_at, outcome) {
            state.feed_url = Some(found.clone());
        }
        schedule::next_poll(&self.source, &state, outcome, self.now)
    }

    fn report(&self, end: End, state: &SourceState) -> SourceReport {
        SourceReport {
            source: self.source.id.clone(),
            name: String::new(),
            url: String::new(),
            end,
            new: 0,
            revised: 0,
            joined: 0,
            warnings: Vec::new(),
            dropped: Vec::new(),
            notices: schedule::notices(&self.state, state),
            next_at: state.next_at,
            attention: None,
        }
    }
}

async fn save_state(
    store: &Store,
    before: Before,
    outcome: &Outcome,
    end: End,
) -> Result<SourceReport, StoreError> {
    let state = before.after(outcome);
    let report = before.report(end, &state);
    store
        .save(SourceUpdate {
            changes: Changes::default(),
            state,
        })
        .await?;
    Ok(report)
}

/// Decides on the store's own thread, so that nothing changes between what is known and what is
/// saved, though many sources are under way.
async fn save_feed(
    store: &Store,
    policy: &Arc<Policy>,
    before: Before,
    feed: FeedRead,
) -> Result<SourceReport, StoreError> {
    let FeedRead {
        articles,
        keys,
        entries,
        warnings,
        dropped,
        hints,
        validators,
        body_hash,
        portrait,
        room,
    } = feed;
    let policy = Arc::clone(policy);
    let decide = move |known: &dedupe::Known| {
        let entry_dates = articles.iter().map(|article| article.date).collect();
        let mut changes = dedupe::decide(&policy, known, articles);
        let outcome = Outcome::Good {
            validators,
            body_hash,
            hints,
            entry_dates,
            new_entries: changes.new.len(),
            known_entries: changes.revised.len() + changes.unchanged.len() + changes.held.len(),
            portrait,
            moved: before.moved.clone(),
        };
        let state = before.after(&outcome);
        if schedule::is_held(&state) {
            changes = Changes::default();
        }
        let mut report = before.report(End::Read { entries }, &state);
        report.new = changes.new.len();
        report.revised = changes.revised.len();
        report.joined = joined(&changes);
        report.warnings = warnings;
        report.dropped = dropped;
        (SourceUpdate { changes, state }, report)
    };
    let saved = store.decide_and_save(keys, decide).await;
    drop(room);
    saved
}

/// New articles whose story has other members.
fn joined(changes: &Changes) -> usize {
    let new: BTreeSet<_> = changes.new.iter().map(|article| article.id).collect();
    let told = changes.stories.iter().filter_map(|change| match change {
        StoryChange::Told(told) if told.members.len() > 1 => Some(&told.members),
        StoryChange::Told(_) | StoryChange::Merged { .. } | StoryChange::Forgotten(_) => None,
    });
    told.flatten().filter(|member| new.contains(member)).count()
}
