//! `status` and `explain SOURCE`: what the store remembers of the sources, in words.

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
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Columns where no terminal says how many it has.
const WIDTH: u16 = 100;

/// A row per source, and below it, where there is something to say, a line; with `-q` these alone.
pub(super) fn status(common: &Common, screen: &mut Screen<'_>) -> Result<Exit, Complaint> {
    let setting = setting::read(common, &screen.surroundings, &screen.renderer())?;
    let states = states(&setting)?;
    let sources = setting.config.sources.iter();
    let sources = sources.filter(|source| setting.only.as_ref().is_none_or(|id| *id == source.id));
    let rows: Vec<(&Source, SourceState)> = sources
        .map(|source| {
            let state = states.get(&source.id).cloned().unwrap_or_default();
            (source, schedule::resume(source, state))
        })
        .collect();
    if screen.json {
        let rows: Vec<_> = rows
            .iter()
            .map(|(source, state)| object(source, state, setting.now))
            .collect();
        screen.result(&json!({"now": setting.now, "sources": rows}).to_string());
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
        "next poll",
        "why then",
    ]);
    if table.width().is_none() {
        table.set_width(WIDTH);
    }
    for (source, state) in &rows {
        table.add_row(row(source, state, setting.now));
    }
    if !screen.quiet {
        screen.result(&table.trim_fmt());
    }
    for (source, state) in &rows {
        if let Some((_, text)) = schedule::reason(source, state, setting.now) {
            screen.result(&format!("! {} {text}", source.id));
        }
    }
    Ok(Exit::Fine)
}

fn object(source: &Source, state: &SourceState, now: Timestamp) -> Value {
    let reason = schedule::reason(source, state, now);
    json!({
        "source": source.id,
        "name": source.name,
        "url": source.url,
        "asked_at": schedule::address(source, state),
        "expected": source.expect_every.as_secs(),
        "due": schedule::is_due(state, now),
        "next_at": state.next_at,
        "why": schedule::explain(state),
        "attention": reason.map(|(_, text)| text),
        "state": state,
    })
}

/// Why a source is asked when it is.
pub(super) fn explain(
    setting: &Setting,
    screen: &mut Screen<'_>,
    id: &SourceId,
) -> Result<Exit, Complaint> {
    let state = states(setting)?.remove(id).unwrap_or_default();
    let source = setting.config.sources.iter().find(|it| it.id == *id);
    if screen.json {
        let object = source.map(|source| object(source, &state, setting.now));
        screen.result(&object.unwrap_or_default().to_string());
        return Ok(Exit::Fine);
    }
    let mut lines = vec![format!("source {id}")];
    if let Some(source) = source {
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
    [
        source.id.to_string(),
        ago(state.last_good),
        ago(state.newest_entry),
        format!("{} d", source.expect_every.as_secs() / 86_400),
        next,
        state.next_reason.clone(),
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
