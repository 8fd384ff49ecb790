//! `schema`, `completions` and `man`: what editors, shells and readers of manuals get, on stdout.

use super::{
    Exit,
    args::{Arguments, Common},
    problem::{Complaint, chain},
    screen::Screen,
};
use crate::config;
use clap::CommandFactory;
use clap_complete::Shell;
use clap_mangen::Man;
use serde_json::json;
use std::{fs, path::Path};

/// A JSON Schema of feeds.toml.
pub(super) fn schema(screen: &mut Screen<'_>) -> Result<Exit, Complaint> {
    let text = serde_json::to_string_pretty(&config::schema());
    let text = text.map_err(|error| Complaint::failed(chain(&error), "this is a bug"))?;
    screen.result(&text);
    Ok(Exit::Fine)
}

/// What a shell reads to complete our commands.
pub(super) fn completions(screen: &mut Screen<'_>, shell: Shell) -> Exit {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "clusterwire", &mut script);
    written(screen, "completions", &script);
    Exit::Fine
}

/// The manual page; into a folder, one for each command too.
pub(super) fn man(
    common: &Common,
    screen: &mut Screen<'_>,
    folder: Option<&Path>,
) -> Result<Exit, Complaint> {
    let Some(folder) = folder else {
        let mut page = Vec::new();
        let written = Man::new(Arguments::command()).render(&mut page);
        written.map_err(|error| Complaint::failed(chain(&error), "this is a bug"))?;
        self::written(screen, "man", &page);
        return Ok(Exit::Fine);
    };
    let folder = screen.surroundings.folder.join(folder);
    if common.dry_run {
        tell(screen, &folder, "the pages would lie in");
        return Ok(Exit::Fine);
    }
    let written = fs::create_dir_all(&folder)
        .and_then(|()| clap_mangen::generate_to(Arguments::command(), &folder));
    written.map_err(|error| {
        let message = format!("cannot write into {}: {error}", folder.display());
        Complaint::failed(message, "name another folder")
    })?;
    tell(screen, &folder, "the pages lie in");
    Ok(Exit::Fine)
}

/// A text as it is, or with `--json` as a field of that name.
fn written(screen: &mut Screen<'_>, name: &str, text: &[u8]) {
    let text = String::from_utf8_lossy(text);
    if screen.json {
        screen.result(&json!({name: text}).to_string());
    } else {
        screen.result(&text);
    }
}

fn tell(screen: &mut Screen<'_>, folder: &Path, words: &str) {
    if screen.json {
        screen.result(&json!({"folder": folder}).to_string());
    }
    screen.say(&format!("{words} {}", folder.display()));
}
