//! `prune`: what is older than `[store] keep` in; how much of it was let go, out.

use super::{Exit, args::Common, problem::Complaint, run, screen::Screen, setting, work};
use crate::{pipeline::Build, store::Pruned};
use chrono::TimeDelta;
use serde_json::json;

/// Lets old texts go, and with `stories` whole stories; then publishes what is left.
pub(super) fn prune(
    common: &Common,
    screen: &mut Screen<'_>,
    stories: bool,
) -> Result<Exit, Complaint> {
    let setting = setting::read(common, &screen.surroundings, &screen.renderer())?;
    let keep = TimeDelta::from_std(setting.config.store.keep).unwrap_or(TimeDelta::MAX);
    let Some(before) = setting.now.checked_sub_signed(keep) else {
        return Err(Complaint::usage(
            "`keep` in [store] reaches further back than any calendar",
            "write for example `400d`",
        ));
    };
    let _lock = run::lock(common, &setting)?;
    let store = run::open(common, &setting)?;
    work::runtime()?.block_on(async {
        let pruning = async {
            let pruned = Pruned {
                stories: if stories {
                    store.prune_stories(before).await?
                } else {
                    0
                },
                bodies: store.expire(before).await?,
            };
            if pruned != Pruned::default() {
                store.shrink().await?;
            }
            Ok(pruned)
        };
        let pruned = pruning.await.map_err(|error| work::broken_store(&error))?;
        tell(
            common,
            screen,
            pruned,
            &before.format("%Y-%m-%d").to_string(),
        );
        if pruned == Pruned::default() {
            return Ok(Exit::Fine);
        }
        // What a person ordered is done, whatever the gate thinks of it.
        let published = run::publish(common, &setting, &store, screen, Build::AcceptLoss).await;
        if common.json && published.is_ok() {
            return Ok(Exit::Fine);
        }
        let end = (Exit::Fine, common.dry_run);
        run::finish(screen, &setting, None, published, end)
    })
}

fn tell(common: &Common, screen: &mut Screen<'_>, pruned: Pruned, day: &str) {
    let Pruned { bodies, stories } = pruned;
    if common.json {
        let object = json!({
            "before": day, "dry_run": common.dry_run, "bodies": bodies, "stories": stories,
        });
        screen.result(&object.to_string());
        return;
    }
    let word = if common.dry_run {
        "would let go"
    } else {
        "let go"
    };
    let text = match (bodies, stories) {
        (0, 0) => format!("nothing to let go that was seen before {day}"),
        (bodies, 0) => format!("{word} {bodies} texts that were seen before {day}"),
        (bodies, stories) => format!(
            "{word} {stories} stories that began before {day}, and {bodies} texts more; their ids \
             stay, and are used for nothing else"
        ),
    };
    screen.say(&text);
}
