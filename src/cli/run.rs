//! `run` and `build`: the store brought up to date and published, and the exit status of it.

use super::{
    Exit,
    args::{Common, FailOn},
    problem::{Complaint, chain},
    report,
    screen::{Screen, Weight},
    setting::{self, Setting},
    signal,
    work::{self, Network},
};
use crate::{
    output::Lock,
    pipeline::{self, Build, Keeping, PublishError, PublishReport, Run, UpdateReport},
    store::{Copied, Store},
};
use tokio_util::sync::CancellationToken;

/// Fetches what is due, stores it, publishes.
pub(super) fn run(common: &Common, screen: &mut Screen<'_>) -> Result<Exit, Complaint> {
    let setting = setting::read(common, &screen.surroundings, &screen.renderer())?;
    let network = work::network(common, &setting, screen)?;
    let _lock = lock(common, &setting)?;
    let mut copied = copied(common, &setting)?;
    let store = open(common, &setting)?;
    let mut whole = async |stop: CancellationToken, screen: &mut Screen<'_>| {
        backup(common, &setting, &store, copied.take()).await?;
        let updated = update(&setting, &network, &store, screen, stop).await?;
        let published = publish(common, &setting, &store, screen, Build::Guarded).await;
        report::updated(screen, &updated);
        let exit = ended(common, &updated);
        finish(
            screen,
            &setting,
            Some(&updated),
            published,
            (exit, common.dry_run),
        )
    };
    let runtime = work::runtime()?;
    let exit = runtime.block_on(async {
        let signals = signal::listen();
        tokio::select! {
            exit = whole(signals.stop.clone(), screen) => exit,
            () = signals.leave.cancelled() => {
                Err(Complaint::failed("interrupted", "what was stored and published is whole"))
            }
        }
    });
    runtime.shutdown_background();
    if exit.is_err() {
        // Nobody waits for what the store is at: it is done whole, or not at all.
        std::mem::forget(store);
    }
    exit
}

/// Publishes again from the store.
pub(super) fn build(
    common: &Common,
    screen: &mut Screen<'_>,
    accept_loss: bool,
) -> Result<Exit, Complaint> {
    let setting = setting::read(common, &screen.surroundings, &screen.renderer())?;
    let _lock = lock(common, &setting)?;
    let store = open(common, &setting)?;
    let how = if accept_loss {
        Build::AcceptLoss
    } else {
        Build::Guarded
    };
    work::runtime()?.block_on(async {
        let published = publish(common, &setting, &store, screen, how).await;
        finish(
            screen,
            &setting,
            None,
            published,
            (Exit::Fine, common.dry_run),
        )
    })
}

/// Publishes what a person's word has changed.
pub(super) async fn publish_now(
    common: &Common,
    setting: &Setting,
    store: &Store,
    screen: &mut Screen<'_>,
) -> Result<Exit, Complaint> {
    // What a person ordered is done; what the gate refuses beside it is not.
    let published = publish(common, setting, store, screen, Build::Ordered).await;
    finish(
        screen,
        setting,
        None,
        published,
        (Exit::Fine, common.dry_run),
    )
}

/// The lock; a dry run writes nothing, and needs none.
pub(super) fn lock(common: &Common, setting: &Setting) -> Result<Option<Lock>, Complaint> {
    let wanted = !common.dry_run;
    wanted.then(|| work::lock(common, setting)).transpose()
}

/// The store; of a dry run, a copy that is forgotten at the end.
pub(super) fn open(common: &Common, setting: &Setting) -> Result<Store, Complaint> {
    if common.dry_run {
        return Store::scratch(&work::database(setting)).map_err(|e| work::broken_store(&e));
    }
    work::store(setting)
}

/// How many copies of the store are kept; none of a run that leaves no trace, or could be told again.
fn copies(common: &Common, setting: &Setting) -> usize {
    if common.dry_run || common.replay.is_some() {
        return 0;
    }
    setting.config.store.backups
}

/// The copy of the store of this day, begun before it is opened.
fn copied(common: &Common, setting: &Setting) -> Result<Option<Copied>, Complaint> {
    if copies(common, setting) == 0 {
        return Ok(None);
    }
    let (database, folder) = (work::database(setting), work::backups(setting));
    let copied = Store::copied(&database, &folder, setting.now);
    copied.map_err(|error| work::broken_store(&error))
}

async fn backup(
    common: &Common,
    setting: &Setting,
    store: &Store,
    copied: Option<Copied>,
) -> Result<(), Complaint> {
    let folder = work::backups(setting);
    let keep = copies(common, setting);
    let made = store.backup((&folder, copied), keep, setting.now).await;
    made.map(|_| ()).map_err(|error| work::broken_store(&error))
}

async fn update(
    setting: &Setting,
    network: &Network,
    store: &Store,
    screen: &Screen<'_>,
    stop: CancellationToken,
) -> Result<UpdateReport, Complaint> {
    let count = if setting.only.is_some() {
        1
    } else {
        setting.config.sources.len()
    };
    let bar = screen.bar(count);
    let done = |report: &pipeline::SourceReport| {
        bar.set_message(report.name.clone());
        bar.inc(1);
    };
    let run = Run {
        only: setting.only.as_ref(),
        done: &done,
        stop,
        ..Run::new(&setting.config, network, store, setting.now)
    };
    let updated = pipeline::update(&run).await;
    bar.finish_and_clear();
    updated.map_err(|error| work::broken_store(&error))
}

/// Publishes, and writes the status report, a refusal included.
pub(super) async fn publish(
    common: &Common,
    setting: &Setting,
    store: &Store,
    screen: &mut Screen<'_>,
    how: Build,
) -> Result<PublishReport, PublishError> {
    let (config, now) = (&setting.config, setting.now);
    let manifest = work::manifest(setting);
    if common.dry_run {
        return pipeline::rehearse(config, store, &manifest, now, how).await;
    }
    let keeping = Keeping {
        manifest: &manifest,
        folder: &setting.place.state,
    };
    let (published, reported) =
        pipeline::publish_and_report(config, store, keeping, now, how).await;
    if let Err(error) = reported {
        let next = "the news is not touched by that";
        screen.problem(Weight::Warning, &chain(&error), next);
    }
    published
}

/// Whether the sources make the run fail.
fn ended(common: &Common, updated: &UpdateReport) -> Exit {
    let attention = updated
        .asked
        .iter()
        .any(|report| report.attention.is_some());
    let fails = match common.fail_on {
        FailOn::Never => false,
        FailOn::Attention => attention,
        FailOn::Any => attention || updated.totals().failed > 0,
    };
    if fails { Exit::Attention } else { Exit::Fine }
}

/// Tells how publishing went; `exit` and `dry_run` are those of the command.
pub(super) fn finish(
    screen: &mut Screen<'_>,
    setting: &Setting,
    updated: Option<&UpdateReport>,
    published: Result<PublishReport, PublishError>,
    (exit, dry_run): (Exit, bool),
) -> Result<Exit, Complaint> {
    match published {
        Ok(published) => {
            report::published(screen, setting, updated, &published, dry_run);
            Ok(exit)
        }
        Err(error) => {
            let complaint = Complaint {
                exit: match error {
                    PublishError::Refused(_) | PublishError::Forgotten { .. } => Exit::Refused,
                    PublishError::Store(_)
                    | PublishError::Theme(_)
                    | PublishError::ThemeFolder { .. }
                    | PublishError::Render(_)
                    | PublishError::Broken(_)
                    | PublishError::Output(_) => Exit::Failed,
                },
                message: chain(&error),
                next: "the last good output was left as it is".to_owned(),
            };
            report::unpublished(screen, setting, updated, &complaint);
            Err(complaint)
        }
    }
}
