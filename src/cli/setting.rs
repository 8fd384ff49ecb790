//! Options, environment and feeds.toml in; everything that a command works with out.

use super::{
    World,
    args::Common,
    place::{self, Place},
    problem::{self, Complaint},
};
use crate::{
    config::{self, Surroundings},
    model::{Config, SourceId, Timestamp},
};
use annotate_snippets::Renderer;
use std::fs;

/// What a command works with.
pub(super) struct Setting {
    /// feeds.toml, with `--output` applied.
    pub(super) config: Config,
    /// Its text.
    pub(super) text: String,
    /// Where things lie.
    pub(super) place: Place,
    /// `--now`, else the clock.
    pub(super) now: Timestamp,
    /// `--only`
    pub(super) only: Option<SourceId>,
}

/// Reads feeds.toml and applies the options.
pub(super) fn read(
    common: &Common,
    world: &World<'_>,
    renderer: &Renderer,
) -> Result<Setting, Complaint> {
    let place = place::find(common, world)?;
    let text = fs::read_to_string(&place.config).map_err(|error| {
        let next = "create it with `clusterwire init`, or name another with --config FILE";
        Complaint::usage(format!("cannot read {}: {error}", place.config.display()), next)
    })?;
    let secret = |named: &str| secret(named, &place, world);
    let around = Surroundings { folder: &place.folder, secret: &secret };
    let mut config = config::read(&text, &around)
        .map_err(|error| problem::configuration(&error, &text, &place.config, renderer))?;
    if let Some(output) = &common.output {
        config.output.dir = world.folder.join(output);
    }
    let only = common.only.as_deref().map(|id| known(id, &config)).transpose()?;
    Ok(Setting { now: common.now.unwrap_or(world.now), config, text, place, only })
}

/// The source of that id, or the nearest one in the complaint.
pub(super) fn known(id: &str, config: &Config) -> Result<SourceId, Complaint> {
    if let Some(source) = config.sources.iter().find(|source| source.id.as_str() == id) {
        return Ok(source.id.clone());
    }
    let nearest = config
        .sources
        .iter()
        .min_by_key(|source| strsim::damerau_levenshtein(source.id.as_str(), id))
        .map(|source| format!("did you mean `{}`? ", source.id))
        .unwrap_or_default();
    Err(Complaint::usage(
        format!("there is no source `{id}`"),
        format!("{nearest}`clusterwire status` lists them"),
    ))
}

fn secret(named: &str, place: &Place, world: &World<'_>) -> Result<String, String> {
    if let Some(name) = named.strip_prefix("env:") {
        let value = world.variable(name).ok_or_else(|| format!("${name} is not set"))?;
        return value.into_string().map_err(|_| format!("${name} is not text"));
    }
    let path = place.folder.join(named.strip_prefix("file:").unwrap_or(named));
    let text = fs::read_to_string(&path)
        .map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}
