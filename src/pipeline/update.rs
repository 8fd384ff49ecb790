//! The sources that are due in; the store brought up to date, and what happened to each, out.

use super::{
    Run,
    ask::{Ended, Visit, visit},
    clock::Clock,
    keep::{self, Before},
    once::Once,
    report::{End, SourceReport, UpdateReport},
    upkeep,
};
use crate::{
    address,
    dedupe::Policy,
    fetch::Fetch,
    model::{Outcome, Source, SourceId, SourceState},
    schedule,
    store::StoreError,
};
use futures_util::{FutureExt as _, StreamExt as _, stream};
use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    hash::Hash,
    panic::AssertUnwindSafe,
    pin::pin,
    sync::Arc,
    time::{Duration, Instant},
};

/// To so many requests under way, one more visit is: it is being read, saved, or waits for a host.
const REQUESTS_PER_MORE: usize = 2;

/// A run that is to stop waits for what is under way for so long: it ends within ten seconds, the
/// publish included (RELIABILITY.md 71).
const PATIENCE: Duration = Duration::from_secs(4);

/// Asks what is due and saves what it brings, each source by itself: a failure, a panic or a flood
/// of one changes nothing of what the others bring. An error is one of the store.
pub async fn update<F: Fetch>(run: &Run<'_, F>) -> Result<UpdateReport, StoreError> {
    upkeep::upkeep(run.store, run.config, run.now).await?;
    let policy = Arc::new(Policy::of(run.config));
    let due = due(run).await?;
    let not_due = run.config.sources.len() - due.len();
    let addresses = due
        .iter()
        .map(|(_, source, state)| schedule::address(source, state));
    let once = Once::new(run.fetch, addresses);
    let run = &Run {
        apart: Arc::new(apart(run, &due)),
        ..run.with(&once)
    };
    let began = Instant::now();
    let requests = run.config.fetch.concurrency;
    let visits = requests + requests.div_ceil(REQUESTS_PER_MORE);
    let mut reports = BTreeMap::new();
    let mut stopped = false;
    let mut under_way = stream::iter(fairly(due).into_iter().map(|due| {
        let policy = Arc::clone(&policy);
        async move {
            if run.stop.is_cancelled() {
                return Ok(None);
            }
            one(run, &policy, due, began).await.map(Some)
        }
    }))
    .buffer_unordered(visits);
    let mut patience = pin!(async {
        run.stop.cancelled().await;
        tokio::time::sleep(PATIENCE).await;
    });
    loop {
        let report = tokio::select! {
            biased;
            report = under_way.next() => report,
            () = &mut patience => {
                stopped = true;
                break;
            }
        };
        let Some(report) = report else { break };
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
    let mut states = if let Some(only) = run.only {
        let state = run.store.state(only).await?.unwrap_or_default();
        BTreeMap::from([(only.clone(), state)])
    } else {
        let configured = run.config.sources.iter();
        let named = configured.map(|source| (&source.id, source.url.as_str()));
        run.store.due(named, run.now).await?
    };
    let just_asked = just_asked(run, &states).await?;
    let sources = run.config.sources.iter().enumerate();
    let due = sources.filter_map(|(place, source)| {
        let mut state = schedule::resume(source, states.remove(&source.id)?);
        state.id = Some(source.id.clone());
        let wanted = run.only.is_some()
            || ((schedule::is_due(&state, run.now) || schedule::is_outgrown(source, &state))
                && !just_asked.contains(&*address::asked(schedule::address(source, &state))));
        wanted.then(|| (place, Arc::new(source.clone()), state))
    });
    Ok(due.collect())
}

/// Where sources are asked, due or not. One that has moved may be led back to where it was. Nothing
/// where nobody is asked.
fn apart<F>(run: &Run<'_, F>, due: &[Due]) -> HashSet<String> {
    let asked: HashMap<usize, &str> = due
        .iter()
        .map(|(place, source, state)| (*place, schedule::address(source, state)))
        .collect();
    let sources = run.config.sources.iter().enumerate();
    let addresses =
        sources.map(|(place, source)| asked.get(&place).unwrap_or(&source.url.as_str()).to_owned());
    addresses
        .filter(|_| !due.is_empty())
        .map(|url| address::asked(url).into_owned())
        .collect()
}

/// Addresses of several sources that one of them asked within the hour: two sources of one address
/// are asked together or not at all. Sources with addresses of their own cost nothing here.
async fn just_asked<F: Fetch>(
    run: &Run<'_, F>,
    due: &BTreeMap<SourceId, SourceState>,
) -> Result<BTreeSet<String>, StoreError> {
    let mut sources_at: HashMap<Cow<'_, str>, Vec<&Source>> = HashMap::new();
    for source in &run.config.sources {
        let url = address::asked(&source.url);
        sources_at.entry(url).or_default().push(source);
    }
    let mut just_asked = BTreeSet::new();
    for source in &run.config.sources {
        let shared = sources_at
            .get(&address::asked(&source.url))
            .is_some_and(|all| all.len() > 1);
        let is_due = |state: &SourceState| {
            run.only.is_some()
                || schedule::is_due(&schedule::resume(source, state.clone()), run.now)
        };
        if !shared || due.get(&source.id).is_some_and(is_due) {
            continue;
        }
        let state = run.store.state(&source.id).await?.unwrap_or_default();
        if schedule::was_just_asked(&state, run.now) {
            let url = schedule::address(source, &state);
            just_asked.insert(address::asked(url).into_owned());
        }
    }
    Ok(just_asked)
}

/// One address of each host, then the next of each, so that a host with many does not come first
/// with all of them. Sources that share an address follow each other: its answer is kept until the
/// last of them had it.
fn fairly(due: Vec<Due>) -> Vec<Due> {
    let url =
        |(_, source, state): &Due| address::asked(schedule::address(source, state)).into_owned();
    let host = |alike: &Vec<Due>| alike.first().and_then(|due| address::host(&url(due)));
    let total = due.len();
    let hosts = grouped(grouped(due, url), host).into_iter();
    let mut queues: Vec<_> = hosts.map(Vec::into_iter).collect();
    let mut order = Vec::with_capacity(total);
    while order.len() < total {
        order.extend(queues.iter_mut().filter_map(Iterator::next).flatten());
    }
    order
}

/// Those of one key together, in the order of the first of each.
fn grouped<T, K: Eq + Hash>(items: Vec<T>, key: impl Fn(&T) -> K) -> Vec<Vec<T>> {
    let mut places: HashMap<K, usize> = HashMap::new();
    let mut groups: Vec<Vec<T>> = Vec::new();
    for item in items {
        let place = *places.entry(key(&item)).or_insert(groups.len());
        match groups.get_mut(place) {
            Some(group) => group.push(item),
            None => groups.push(vec![item]),
        }
    }
    groups
}

async fn one<F: Fetch>(
    run: &Run<'_, F>,
    policy: &Arc<Policy>,
    (place, source, state): Due,
    began: Instant,
) -> Result<(usize, SourceReport), StoreError> {
    let url = schedule::address(&source, &state).to_owned();
    let clock = Clock::new(run.fetch, &url);
    let timed = run.with(&clock);
    let Visit {
        end,
        state: learnt,
        moved,
        late,
    } = match AssertUnwindSafe(visit(&timed, &source, &state))
        .catch_unwind()
        .await
    {
        Ok(visited) => visited?,
        Err(_) => Visit {
            end: Ended::Failed(keep::our_fault()),
            state: state.clone(),
            moved: None,
            late: Vec::new(),
        },
    };
    let before = Before {
        source: Arc::clone(&source),
        state,
        learnt,
        now: run.now,
        answer: clock.answer(),
        minutes_later: began.elapsed().as_secs() / 60,
        moved,
        late,
    };
    let saved = match end {
        Ended::Feed(feed) => Box::pin(keep::feed(run.store, policy, before, *feed)).await?,
        Ended::Unchanged { hints, validators } => {
            let moved = before.moved.clone();
            let outcome = Outcome::Unchanged {
                validators,
                hints,
                moved,
            };
            keep::state(run.store, before, &outcome, End::Unchanged).await?
        }
        Ended::Failed(failure) => keep::failure(run.store, before, failure).await?,
    };
    let report = SourceReport {
        source: source.id.clone(),
        name: source.name.clone(),
        url,
        ..saved
    };
    Ok((place, report))
}

#[cfg(test)]
mod tests;
