//! `accept`: a person's word that what a source is now is meant.

use super::{
    Exit,
    args::Common,
    problem::Complaint,
    run,
    screen::Screen,
    setting::{self, Setting},
    work,
};
use crate::{
    dedupe::Changes,
    model::{SourceId, SourceState},
    schedule,
    store::{SourceUpdate, Store, StoreError},
};
use serde_json::json;

/// What was held back comes with the next answer, one that is off is asked again, and what a
/// flood brought is published.
pub(super) fn accept(
    common: &Common,
    screen: &mut Screen<'_>,
    source: &str,
) -> Result<Exit, Complaint> {
    let setting = setting::read(common, &screen.surroundings, &screen.renderer())?;
    let id = setting::known(source, &setting.config)?;
    let _lock = run::lock(common, &setting)?;
    let store = run::open(common, &setting)?;
    work::runtime()?.block_on(async {
        let answered = answer(&setting, &store, &id).await;
        let said = answered.map_err(|error| work::broken_store(&error))?;
        if said.is_empty() {
            screen.say(&format!("nothing of {id} waits for an answer"));
            if screen.json {
                screen.result(&json!({"source": id, "accepted": []}).to_string());
            }
            return Ok(Exit::Fine);
        }
        for line in said {
            screen.say(&format!("{id}: {line}"));
        }
        run::publish_now(common, &setting, &store, screen).await
    })
}

/// What the answer changed, in words.
async fn answer(
    setting: &Setting,
    store: &Store,
    id: &SourceId,
) -> Result<Vec<String>, StoreError> {
    let mut said = Vec::new();
    let state = store.state(id).await?.unwrap_or_default();
    let next = |state: &SourceState| match state.next_at {
        Some(at) if at > setting.now => format!("from {}", at.format("%Y-%m-%d %H:%M UTC")),
        Some(_) | None => "by the next run".to_owned(),
    };
    if state.held_since.is_some() || state.off.is_some() {
        let state = SourceState {
            id: Some(id.clone()),
            ..schedule::accept(&state)
        };
        said.push(format!(
            "accepted as it is now; asked again {}",
            next(&state)
        ));
        let changes = Changes::default();
        store
            .save(SourceUpdate {
                changes,
                state,
                visit: None,
            })
            .await?;
    }
    let listed = store.list(id).await?;
    if listed > 0 {
        said.push(match listed {
            1 => "1 article that was held back is published".to_owned(),
            _ => format!("{listed} articles that were held back are published"),
        });
    }
    Ok(said)
}
