//! Options, environment and feeds.toml in; everything that a command works with out.

use super::{
    args::Common,
    place::{self, Place},
    problem::{self, Complaint},
    screen::Surroundings,
    work,
};
use crate::{
    config,
    fetch::Replay,
    model::{Config, SourceId, Timestamp},
    page,
    store::Store,
};
use annotate_snippets::Renderer;
use std::{fs, io::ErrorKind, path::Path};

/// What a command works with.
pub(super) struct Setting {
    /// feeds.toml, with where to publish applied.
    pub(super) config: Config,
    /// Where things lie.
    pub(super) place: Place,
    /// `--now`, else of a replay when its last answer was recorded, else the clock.
    pub(super) now: Timestamp,
    /// `--only`
    pub(super) only: Option<SourceId>,
}

/// Reads feeds.toml and applies the options.
pub(super) fn read(
    common: &Common,
    world: &Surroundings<'_>,
    renderer: &Renderer,
) -> Result<Setting, Complaint> {
    let place = place::find(common, world)?;
    let text = text(&place.config)?;
    let secret = |named: &str| secret(named, &place, world);
    let around = config::Surroundings {
        folder: &place.folder,
        secret: &secret,
        selector: &page::is_selector,
        what_lies: &what_lies,
    };
    let mut config = config::read(&text, &around)
        .map_err(|error| problem::configuration(&error, &text, &place.config, renderer))?;
    config.output.dir = place::output(common, world, &place, config.output.dir)?;
    let mut setting = Setting {
        now: now(common, world),
        config,
        place,
        only: None,
    };
    keep_ids(&mut setting);
    let only = common.only.as_deref();
    setting.only = only.map(|id| known(id, &setting.config)).transpose()?;
    Ok(setting)
}

/// What feeds.toml calls otherwise now keeps the id under which the store knows its address.
fn keep_ids(setting: &mut Setting) {
    // Nothing is looked up where every source has an `id` of its own.
    if setting.config.made_ids.is_empty() {
        return;
    }
    let database = work::database(setting);
    let sources = setting.config.sources.iter();
    let urls: Vec<String> = sources.map(|source| source.url.clone()).collect();
    // A store that cannot be read is told by whoever needs it.
    if let Ok(rows) = Store::ids_at(&database, urls.iter().map(String::as_str)) {
        config::keep_ids(&mut setting.config, &rows);
    }
}

/// What a command takes for now. A recording that cannot be read is told by whoever needs it.
pub(super) fn now(common: &Common, world: &Surroundings<'_>) -> Timestamp {
    let recorded = || {
        let folder = world.folder.join(common.replay.as_ref()?);
        Replay::open(&folder).ok()?.last_fetched_at()
    };
    common.now.or_else(recorded).unwrap_or(world.now)
}

/// The text of feeds.toml.
pub(super) fn text(file: &Path) -> Result<String, Complaint> {
    fs::read_to_string(file).map_err(|error| {
        let hints = [
            (
                ErrorKind::InvalidData,
                "save it as UTF-8: an editor calls that the encoding",
            ),
            (
                ErrorKind::IsADirectory,
                "it is a folder: name the file in it with --config FILE",
            ),
            (
                ErrorKind::PermissionDenied,
                "make it readable for this user",
            ),
        ];
        let fitting = hints.into_iter().find(|(kind, _)| *kind == error.kind());
        let next = fitting.map_or(
            "create it with `clusterwire init`, or name another with --config FILE",
            |(_, next)| next,
        );
        Complaint::usage(format!("cannot read {}: {error}", file.display()), next)
    })
}

/// What a command without feeds.toml works with: the defaults.
pub(super) fn bare(common: &Common, world: &Surroundings<'_>) -> Result<Setting, Complaint> {
    let around = config::Surroundings {
        folder: world.folder,
        secret: &|_| Ok(String::new()),
        selector: &page::is_selector,
        what_lies: &|_| config::Lies::Folder,
    };
    let config = config::read("", &around)
        .map_err(|error| Complaint::failed(error.to_string(), "this is a bug"))?;
    let state = common
        .state
        .clone()
        .unwrap_or_else(|| ".clusterwire".into());
    let place = Place {
        config: world.folder.join("feeds.toml"),
        folder: world.folder.to_owned(),
        state: world.folder.join(state),
    };
    Ok(Setting {
        now: now(common, world),
        config,
        place,
        only: None,
    })
}

/// The source of that id, or of the name that would make it; or the nearest one in the complaint.
pub(super) fn known(id: &str, config: &Config) -> Result<SourceId, Complaint> {
    let ids = config.sources.iter().map(|source| &source.id);
    // A source that was renamed keeps its id, and people write what they see.
    let made = config.made_ids.iter();
    let renamed = made.filter_map(|(kept, made)| (made.as_str() == id).then_some(kept));
    if let Some(id) = ids
        .filter(|known| known.as_str() == id)
        .chain(renamed)
        .next()
    {
        return Ok(id.clone());
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

fn what_lies(path: &Path) -> config::Lies {
    match fs::metadata(path) {
        Ok(there) if there.is_dir() => config::Lies::Folder,
        Ok(_) => config::Lies::File,
        Err(_) => config::Lies::Nothing,
    }
}

fn secret(named: &str, place: &Place, world: &Surroundings<'_>) -> Result<String, String> {
    if let Some(name) = named.strip_prefix("env:") {
        if name.is_empty() {
            return Err("`env:` names no variable".to_owned());
        }
        let value = world
            .variable(name)
            .ok_or_else(|| format!("${name} is not set"))?;
        return value
            .into_string()
            .map_err(|_| format!("${name} is not text"));
    }
    let path = place
        .folder
        .join(named.strip_prefix("file:").unwrap_or(named));
    let text = fs::read_to_string(&path)
        .map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}
