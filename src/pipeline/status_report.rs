//! What the store remembers of the sources in; the status report for the admin, and a copy for
//! everybody where one is wanted, out.

use super::{
    Build, PublishError, PublishReport,
    lane::aside,
    publish::{self, How, theme},
};
use crate::{
    model::{Config, OutputFile, Source, SourceState, SourceStatus, StatusReport, Timestamp, Week},
    output,
    render::{self, Audience, Theme},
    schedule,
    store::{Store, StoreError},
};
use chrono::{Days, NaiveDate};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::Arc,
};

/// Weeks that are drawn.
const WEEKS: u64 = 26;

/// Where a run keeps what is not published.
#[derive(Clone, Copy, Debug)]
pub struct Keeping<'a> {
    /// The file that remembers what lies in the output folder.
    pub manifest: &'a Path,
    /// The state folder, where the report lies.
    pub folder: &'a Path,
}

/// [`publish`](super::publish), and then the report on it: into the state folder, and where
/// `[output] status` says so beside what is published. A refusal is reported too; what else keeps the
/// news from being written keeps the report, and that is said once.
pub async fn publish_and_report(
    config: &Config,
    store: &Store,
    Keeping { manifest, folder }: Keeping<'_>,
    now: Timestamp,
    build: Build,
) -> (
    Result<PublishReport, PublishError>,
    Result<(), PublishError>,
) {
    let theme = match theme(config) {
        Ok(theme) => Arc::new(theme),
        Err(error) => return (Err(error), Ok(())),
    };
    let how = How::new(build, true, Arc::clone(&theme));
    let publishing = async {
        let published = publish::go(config, store, manifest, now, &how).await;
        how.printed.notify_one();
        published
    };
    let drawing = async {
        how.printed.notified().await;
        Drawn::of(config, store, &theme, now).await
    };
    let (published, drawn) = tokio::join!(publishing, drawing);
    let refused = match &published {
        Ok(published) => published
            .beside
            .as_ref()
            .map(|beside| beside.refused.to_string()),
        Err(PublishError::Refused(refused)) => Some(refused.to_string()),
        Err(_) => return (published, Ok(())),
    };
    let reported = report_status(config, store, (folder, &theme), (drawn, refused), now).await;
    (published, reported)
}

/// `refused`: why nothing was published just now; `drawn`: the report as it was before that.
async fn report_status(
    config: &Config,
    store: &Store,
    (folder, theme): (&Path, &Arc<Theme>),
    (drawn, refused): (Result<Drawn, PublishError>, Option<String>),
    now: Timestamp,
) -> Result<(), PublishError> {
    let mut drawn = drawn?;
    // Another refusal is told of, or the last one has ended.
    if refused.is_some() || drawn.tells_of_refusal {
        store.note_refusal(refused.as_deref(), now).await?;
        drawn = Drawn::of(config, store, theme, now).await?;
    }
    output::replace(folder, &drawn.private)?;
    // Beside nothing there is nobody to read it.
    if config.output.status && config.output.dir.is_dir() {
        for file in &drawn.public {
            render::verify(file)?;
        }
        output::replace(&config.output.dir, &drawn.public)?;
    }
    Ok(())
}

/// The files of the report.
struct Drawn {
    private: Vec<OutputFile>,
    /// Nothing where nobody wants them.
    public: Vec<OutputFile>,
    /// That nothing was published lasts.
    tells_of_refusal: bool,
}

impl Drawn {
    async fn of(
        config: &Config,
        store: &Store,
        theme: &Arc<Theme>,
        now: Timestamp,
    ) -> Result<Self, PublishError> {
        let report = report(config, store, now).await?;
        let (theme, wanted) = (Arc::clone(theme), config.output.status);
        aside(move || {
            let problems = report.problems.iter();
            Ok(Self {
                private: render::status(&report, Audience::Admin, &theme)?,
                public: if wanted {
                    render::status(&report, Audience::Public, &theme)?
                } else {
                    Vec::new()
                },
                tells_of_refusal: problems
                    .into_iter()
                    .any(|one| one.source.is_none() && one.ended.is_none()),
            })
        })
        .await
    }
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
