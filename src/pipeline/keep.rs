//! What a visit brought in; rows in the store, and what happened for the report, out.

use super::{
    read::FeedRead,
    report::{End, SourceReport},
};
use crate::{
    dedupe::{self, Changes, Known, Policy, Revision, StoryChange},
    edition,
    model::{Failure, FailureKind, Outcome, Source, SourceState, Timestamp, Unlisted, Visited},
    schedule,
    store::{SourceUpdate, Store, StoreError},
};
use chrono::TimeDelta;
use std::{collections::BTreeSet, sync::Arc, time::Duration};

/// What was known when a source was asked.
#[derive(Clone, Debug)]
pub(super) struct Before {
    pub(super) source: Arc<Source>,
    pub(super) state: SourceState,
    /// The state as the visit left it.
    pub(super) learnt: SourceState,
    pub(super) now: Timestamp,
    /// How long its answer took, where that is known.
    pub(super) answer: Option<Duration>,
    /// How much later than `now` it was asked: a long run is no reason to ask again too soon.
    pub(super) minutes_later: u64,
    pub(super) moved: Option<String>,
    /// Stored articles whose pages were read only now.
    pub(super) late: Vec<Revision>,
}

impl Before {
    fn after(&self, outcome: &Outcome) -> SourceState {
        let mut state = schedule::next_poll(&self.source, &self.learnt, outcome, self.now);
        let later = i64::try_from(self.minutes_later).unwrap_or_default();
        state.next_at = state.next_at.map(|at| at + TimeDelta::minutes(later));
        state
    }

    /// For the history of the source.
    fn visit(&self, end: &End, state: &SourceState) -> Visited {
        Visited {
            at: self.now,
            answer: self.answer,
            failed: matches!(end, End::Failed(_)),
            problem: schedule::reason(&self.source, state, self.now),
        }
    }

    /// Also notes in `state` what a person is told.
    fn report(&self, end: End, state: &mut SourceState) -> SourceReport {
        SourceReport {
            source: self.source.id.clone(),
            name: String::new(),
            url: String::new(),
            end,
            new: 0,
            unlisted: 0,
            revised: 0,
            joined: 0,
            returned: 0,
            warnings: Vec::new(),
            dropped: Vec::new(),
            rungs: if self.learnt.rungs == self.state.rungs {
                Vec::new()
            } else {
                self.learnt.rungs.clone()
            },
            notices: schedule::notices(&self.state, state),
            next_at: state.next_at,
            attention: schedule::attention(&self.source, state, self.now),
        }
    }
}

/// A failed visit.
pub(super) async fn failure(
    store: &Store,
    before: Before,
    failure: Failure,
) -> Result<SourceReport, StoreError> {
    let outcome = Outcome::Failed(failure.clone());
    state(store, before, &outcome, End::Failed(failure)).await
}

/// The panic of a visit.
pub(super) fn our_fault() -> Failure {
    Failure {
        kind: FailureKind::Panic,
        message: "the program itself failed while reading it: please report this address"
            .to_owned(),
        retry_after: None,
    }
}

/// A visit that brought no articles.
pub(super) async fn state(
    store: &Store,
    mut before: Before,
    outcome: &Outcome,
    end: End,
) -> Result<SourceReport, StoreError> {
    let mut state = before.after(outcome);
    let report = before.report(end, &mut state);
    let mut changes = Changes::default();
    add_late(&mut changes, std::mem::take(&mut before.late));
    let visit = Some(before.visit(&report.end, &state));
    let update = SourceUpdate {
        changes,
        state,
        visit,
    };
    store.save(update).await?;
    Ok(report)
}

/// A feed that was read.
pub(super) async fn feed(
    store: &Store,
    policy: &Arc<Policy>,
    before: Before,
    feed: FeedRead,
) -> Result<SourceReport, StoreError> {
    let mut keys = feed.keys.clone();
    policy.add_partners(&mut keys);
    let policy = Arc::clone(policy);
    let asked = before.clone();
    // Its room is free once it is decided on: what waits for its commit is small.
    let decide = move |known: &Known| decide(&policy, known, asked, feed);
    decided(store, before, keys, decide).await
}

/// Decides on the store's own thread, so that nothing changes between what is known and what is
/// saved, though many sources are under way. A decision that panics is a failed source.
async fn decided<F>(
    store: &Store,
    before: Before,
    keys: Vec<dedupe::Key>,
    decide: F,
) -> Result<SourceReport, StoreError>
where
    F: FnOnce(&Known) -> (SourceUpdate, SourceReport) + Send + 'static,
{
    match store.decide_and_save(keys, decide).await {
        Err(StoreError::Panicked { .. }) => failure(store, before, our_fault()).await,
        saved => saved,
    }
}

/// Marks of a source that are kept: what has none is read each time.
const MOST_SEEN: usize = 512;

fn decide(
    policy: &Policy,
    known: &Known,
    mut before: Before,
    feed: FeedRead,
) -> (SourceUpdate, SourceReport) {
    let articles = feed.articles;
    let entry_dates = articles.iter().map(|article| article.date).collect();
    let mut changes = dedupe::decide_with(policy, known, articles, feed.prints);
    let outcome = Outcome::Good {
        validators: feed.validators,
        body_hash: feed.body_hash,
        hints: feed.hints,
        entry_dates,
        new_entries: changes.new.len(),
        known_entries: changes.revised.len() + changes.unchanged.len() + changes.held.len(),
        portrait: feed.portrait,
        moved: before.moved.clone(),
    };
    add_late(&mut changes, std::mem::take(&mut before.late));
    let mut state = before.after(&outcome);
    if schedule::is_held(&state) {
        changes = Changes::default();
    } else {
        // What was not believed today may be tomorrow, and is read again until then.
        let known = changes.held.is_empty();
        state.seen = if known { feed.seen } else { Vec::new() };
        state.seen.truncate(MOST_SEEN);
    }
    let (unlisted, listed) =
        edition::newcomers(&before.source, &before.state, &changes.new, before.now);
    changes.unlisted = unlisted;
    state.listed = listed;
    state.findings = feed.findings;
    changes.new_findings = state.findings != before.state.findings;
    let entries = feed.entries;
    let mut report = before.report(End::Read { entries }, &mut state);
    report.notices.extend(flood(&before.source, &changes));
    report.new = changes.new.len();
    report.unlisted = changes.unlisted.len();
    report.revised = changes.revised.len();
    report.joined = joined(&changes);
    report.returned = feed.returned;
    report.warnings = feed.warnings;
    report.dropped = feed.dropped;
    let visit = Some(before.visit(&report.end, &state));
    let update = SourceUpdate {
        changes,
        state,
        visit,
    };
    (update, report)
}

/// Pages that were read only now count where the feed did not bring another revision.
fn add_late(changes: &mut Changes, late: Vec<Revision>) {
    let revised: BTreeSet<_> = changes.revised.iter().map(|one| one.article.id).collect();
    let untouched = late.into_iter();
    for late in untouched.filter(|late| !revised.contains(&late.article.id)) {
        // Whatever comes from now on is compared with the whole text.
        changes.prints.push(dedupe::Print::of(&late.article));
        changes.revised.push(late);
    }
}

fn flood(source: &Source, changes: &Changes) -> Option<String> {
    let flood = changes.unlisted.iter();
    let count = flood.filter(|(_, why)| *why == Unlisted::Flood).count();
    (count > 0).then(|| {
        format!(
            "brought {} new articles; {count} of them are stored and not published, because they \
             are too many for a day: `clusterwire accept {}` if they are meant",
            changes.new.len(),
            source.id
        )
    })
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

#[cfg(test)]
mod tests;
