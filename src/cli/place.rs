//! Options and environment in; where configuration, state and output lie, out (DESIGN.md 5).

use super::{args::Common, problem::Complaint, screen::Surroundings};
use std::path::{Component, Path, PathBuf};

/// The folders of this run.
#[derive(Debug)]
pub(super) struct Place {
    /// The configuration.
    pub(super) config: PathBuf,
    /// Its folder: paths in it are relative to this.
    pub(super) folder: PathBuf,
    /// Where the store and the lock lie.
    pub(super) state: PathBuf,
}

/// Finds them. The state of a feeds.toml of one's own lies beside it; for one found elsewhere in
/// `$STATE_DIRECTORY` or below the home folder; a replay never touches the real one.
pub(super) fn find(common: &Common, world: &Surroundings<'_>) -> Result<Place, Complaint> {
    let (config, own) = configuration(common, world)?;
    let config = world.folder.join(config);
    let folder = config.parent().map(Path::to_owned).unwrap_or_default();
    let mut state = match (&common.state, own) {
        (Some(state), _) => {
            return Ok(Place {
                state: world.folder.join(state),
                config,
                folder,
            });
        }
        (None, true) => folder.join(".clusterwire"),
        (None, false) => elsewhere(world).ok_or_else(|| {
            Complaint::usage(
                "there is no folder for the state",
                "name one with --state DIR",
            )
        })?,
    };
    if let Some(replay) = &common.replay {
        let replay = world.folder.join(replay);
        let name = replay
            .file_name()
            .map_or_else(|| "replay".into(), ToOwned::to_owned);
        state = state.join("replay").join(name);
    }
    Ok(Place {
        config,
        folder,
        state,
    })
}

/// The first that is there, and whether it is one's own.
fn configuration(common: &Common, world: &Surroundings<'_>) -> Result<(PathBuf, bool), Complaint> {
    if let Some(config) = &common.config {
        return Ok((config.clone(), true));
    }
    if let Some(config) = world.variable("CLUSTERWIRE_CONFIG") {
        return Ok((config.into(), true));
    }
    let own = world.folder.join("feeds.toml");
    if own.is_file() {
        return Ok((own, true));
    }
    let xdg = world
        .variable("XDG_CONFIG_HOME")
        .map(PathBuf::from)
        .or_else(|| {
            world
                .variable("HOME")
                .map(|home| Path::new(&home).join(".config"))
        });
    [xdg, Some("/etc".into())]
        .into_iter()
        .flatten()
        .map(|folder| folder.join("clusterwire/feeds.toml"))
        .find(|file| file.is_file())
        .map(|file| (file, false))
        .ok_or_else(|| {
            Complaint::usage(
                "there is no feeds.toml here, nor in the usual places",
                "name it with --config FILE",
            )
        })
}

/// Where to publish: `-o`; a replay beside its own state, as it shows what never was; else what
/// feeds.toml says, which is `configured`. Everything in that folder is shown to the world, and
/// what is stale is deleted there: so it must be one for that alone.
pub(super) fn output(
    common: &Common,
    world: &Surroundings<'_>,
    place: &Place,
    configured: PathBuf,
) -> Result<PathBuf, Complaint> {
    let dir = match (&common.output, &common.replay) {
        (Some(output), _) => world.folder.join(output),
        (None, Some(_)) => return Ok(place.state.join("output")),
        (None, None) => configured,
    };
    let Some(why) = unfit(&real(&dir), world, place) else {
        return Ok(dir);
    };
    Err(Complaint::usage(
        format!("the output folder {} {why}", dir.display()),
        "name one that holds nothing else, with `dir` in [output] or with -o DIR",
    ))
}

/// Why nothing can be published there.
fn unfit(dir: &Path, world: &Surroundings<'_>, place: &Place) -> Option<String> {
    let state = real(&place.state);
    let config = real(&place.config);
    let home = world.variable("HOME").map(|home| real(Path::new(&home)));
    if dir.parent().is_none() {
        Some("is the root of the whole file system".to_owned())
    } else if home.is_some_and(|home| home == dir) {
        Some("is a home folder".to_owned())
    } else if dir.starts_with(&state) {
        let state = place.state.display();
        Some(format!("is, or lies in, the state folder {state}"))
    } else if state.starts_with(dir) {
        let state = place.state.display();
        Some(format!(
            "holds the state folder {state}, which would be published"
        ))
    } else if config.starts_with(dir) {
        let config = place.config.display();
        Some(format!("holds {config}, which would be published"))
    } else {
        None
    }
}

/// The path without links, `.` and `..`, as far as it is there.
fn real(path: &Path) -> PathBuf {
    let mut real = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                real.pop();
            }
            Component::CurDir => {}
            Component::Prefix(_) | Component::RootDir | Component::Normal(_) => real.push(part),
        }
        real = real.canonicalize().unwrap_or(real);
    }
    real
}

fn elsewhere(world: &Surroundings<'_>) -> Option<PathBuf> {
    let home = || {
        world
            .variable("HOME")
            .map(|home| Path::new(&home).join(".local/state"))
    };
    let below = world
        .variable("XDG_STATE_HOME")
        .map(PathBuf::from)
        .or_else(home);
    world
        .variable("STATE_DIRECTORY")
        .map(PathBuf::from)
        .or_else(|| below.map(|state| state.join("clusterwire")))
}
