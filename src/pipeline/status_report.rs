//! What the store remembers of the sources in; the status report for the admin, and a copy for
//! everybody where one is wanted, out.

use super::{PublishError, publish::theme};
use crate::{
    edition::Refused,
    model::{Config, Source, SourceState, SourceStatus, StatusReport, Timestamp, Week},
    output,
    render::{self, Audience},
    schedule,
    store::{Store, StoreError},
};
use chrono::{Days, NaiveDate};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

/// Weeks that are drawn.
const WEEKS: u64 = 26;

/// Writes the report into `folder`, and where `[output] status` says so beside what is published.
/// `refused`: why nothing was published just now.
pub async fn report_status(
    config: &Config,
    store: &Store,
    folder: &Path,
    refused: Option<&Refused>,
    now: Timestamp,
) -> Result<(), PublishError> {
    let why = refused.map(ToString::to_string);
    store.note_refusal(why.as_deref(), now).await?;
    let report = report(config, store, now).await?;
    let theme = theme(config)?;
    let private = render::status(&report, Audience::Admin, &theme)?;
    output::replace(folder, &private)?;
    // Beside nothing there is nobody to read it.
    if config.output.status && config.output.dir.is_dir() {
        let public = render::status(&report, Audience::Public, &theme)?;
        for file in &public {
            render::verify(file)?;
        }
        output::replace(&config.output.dir, &public)?;
    }
    Ok(())
}

/// How the sources are doing.
pub(super) async fn report(
    config: &Config,
    store: &Store,
    now: Timestamp,
) -> Result<StatusReport, StoreError> {
    let this = Week::monday_of(now);
    let first = this.checked_sub_days(Days::new(7 * (WEEKS - 1)));
    let first = first.unwrap_or(this);
    let mut states = store.states().await?;
    let mut weeks = store.weeks(first).await?;
    let mut problems = store.problems().await?;
    let configured: BTreeSet<_> = config.sources.iter().map(|source| &source.id).collect();
    problems.retain(|one| {
        let source = one.source.as_ref();
        source.is_none_or(|id| configured.contains(id))
    });
    let sources = config.sources.iter().map(|source| {
        let state = states.remove(&source.id).unwrap_or_default();
        let state = schedule::resume(source, state);
        let weeks = weeks.remove(&source.id).unwrap_or_default();
        status(source, state, whole(weeks, first), now)
    });
    Ok(StatusReport {
        now,
        site: config.site.clone(),
        sources: sources.collect(),
        problems,
    })
}

fn status(source: &Source, state: SourceState, weeks: Vec<Week>, now: Timestamp) -> SourceStatus {
    SourceStatus {
        id: source.id.clone(),
        name: source.name.clone(),
        asked_at: schedule::address(source, &state).to_owned(),
        attention: schedule::reason(source, &state, now),
        last_asked: state.last_asked,
        last_good: state.last_good,
        newest_entry: state.newest_entry,
        next_at: state.next_at,
        next_reason: state.next_reason,
        off: state.off.is_some(),
        failures: state.failures,
        failing_since: state.failing_since,
        last_failure: state.last_failure,
        weeks,
    }
}

/// Every week from `first` on: those without anything are there too.
fn whole(known: Vec<Week>, first: NaiveDate) -> Vec<Week> {
    let mut known: BTreeMap<NaiveDate, Week> =
        known.into_iter().map(|week| (week.monday, week)).collect();
    let mondays = first.iter_weeks().take(usize::try_from(WEEKS).unwrap_or(0));
    mondays
        .map(|monday| known.remove(&monday).unwrap_or_else(|| Week::empty(monday)))
        .collect()
}
