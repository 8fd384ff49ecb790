//! `status` and `explain`: what the store remembers of the sources, in words.

use super::{
    Exit,
    args::Common,
    problem::Complaint,
    screen::Screen,
    setting::{self, Setting},
    work,
};
use crate::{
    model::{Source, SourceId, SourceState, Timestamp},
    schedule,
};
use comfy_table::{ContentArrangement, Table, presets};
use serde_json::json;
use std::collections::BTreeMap;

/// A row per source.
pub(super) fn status(common: &Common, screen: &mut Screen<'_>) -> Result<Exit, Complaint> {
    let setting = setting::read(common, &screen.surroundings, &screen.renderer())?;
    let states = states(&setting)?;
    let unknown = SourceState::default();
    let rows = setting
        .config
        .sources
        .iter()
        .filter(|source| setting.only.as_ref().is_none_or(|only| *only == source.id))
        .map(|source| (source, states.get(&source.id).unwrap_or(&unknown)));
    if screen.json {
        let rows: Vec<_> = rows
            .map(|(source, state)| json!({"source": source.id, "name": source.name, "url": source.url, "state": state}))
            .collect();
        screen.result(&json!({"sources": rows}).to_string());
        return Ok(Exit::Fine);
    }
    let mut table = Table::new();
    table
        .load_style(presets::NOTHING)
        .set_content_arrangement(ContentArrangement::Dynamic);
    table.set_header([
        "source",
        "last good",
        "newest entry",
        "expected",
        "failures",
        "next poll",
    ]);
    for (source, state) in rows {
        table.add_row(row(source, state, setting.now));
    }
    screen.result(&table.trim_fmt());
    Ok(Exit::Fine)
}

/// Why a source is asked when it is.
pub(super) fn explain(
    common: &Common,
    screen: &mut Screen<'_>,
    what: &str,
) -> Result<Exit, Complaint> {
    let setting = setting::read(common, &screen.surroundings, &screen.renderer())?;
    let id = setting::known(what, &setting.config)?;
    let state = states(&setting)?.remove(&id).unwrap_or_default();
    let mut lines = vec![format!("source {id}")];
    if let Some(source) = setting.config.sources.iter().find(|source| source.id == id) {
        let asked = schedule::address(source, &state);
        lines.push(format!("configured as {}", source.url));
        if asked != source.url {
            lines.push(format!("asked at {asked}"));
        }
    }
    lines.extend(schedule::explain(&state));
    screen.result(&lines.join("\n  "));
    Ok(Exit::Fine)
}

fn states(setting: &Setting) -> Result<BTreeMap<SourceId, SourceState>, Complaint> {
    let Some(store) = work::store_to_read(setting)? else {
        return Ok(BTreeMap::new());
    };
    let states = work::runtime()?.block_on(store.states());
    states.map_err(|error| work::broken_store(&error))
}

fn row(source: &Source, state: &SourceState, now: Timestamp) -> [String; 6] {
    let ago = |at: Option<Timestamp>| at.map_or_else(|| "never".to_owned(), |at| ago(at, now));
    let next = match (&state.off, state.next_at) {
        (Some(_), _) => "off".to_owned(),
        (None, None) => "now".to_owned(),
        (None, Some(at)) if at <= now => "due".to_owned(),
        (None, Some(at)) => at.format("%m-%d %H:%M").to_string(),
    };
    let failures = match &state.last_failure {
        Some(failure) => format!("{}: {}", state.failures, failure.message),
        None => String::new(),
    };
    [
        source.id.to_string(),
        ago(state.last_good),
        ago(state.newest_entry),
        format!("{} d", source.expect_every.as_secs() / 86_400),
        failures,
        next,
    ]
}

fn ago(at: Timestamp, now: Timestamp) -> String {
    let minutes = (now - at).num_minutes();
    match minutes {
        i64::MIN..0 => "in the future".to_owned(),
        0..120 => format!("{minutes} min ago"),
        120..2880 => format!("{} h ago", minutes / 60),
        2880.. => format!("{} d ago", minutes / 1440),
    }
}
