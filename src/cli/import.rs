//! `import`: another program's list of sources in; new `[[source]]` tables in feeds.toml out.

use super::{
    Exit, add,
    args::Common,
    edit::{self, NewSource, Taken},
    problem::{Complaint, chain},
    run,
    screen::{Screen, Weight},
    subscriptions,
};
use serde_json::json;
use std::{
    fs,
    io::{self, Read},
    path::Path,
};

/// Adds what is not there yet, and says what. Nothing is asked of any server.
pub(super) fn import(
    common: &Common,
    screen: &mut Screen<'_>,
    list: &Path,
) -> Result<Exit, Complaint> {
    let (setting, text) = add::read_config(common, screen)?;
    let _lock = run::lock(common, &setting)?;
    let mut body = Vec::new();
    let read = if list == Path::new("-") {
        io::stdin().read_to_end(&mut body).map(|_| body)
    } else {
        fs::read(screen.surroundings.folder.join(list))
    };
    let next = "name an OPML file, or the ini of Planet Venus";
    let failed =
        |why: String| Complaint::failed(format!("cannot import {}: {why}", list.display()), next);
    let body = read.map_err(|error| failed(error.to_string()))?;
    let found = subscriptions::read(body).map_err(failed)?;
    let mut taken = Taken::of(&setting.config);
    let all = found.sources.len();
    let added: Vec<_> = found
        .sources
        .into_iter()
        .filter_map(|source| taken.place(source))
        .collect();
    let text_after = edit::add(&text, &added)
        .map_err(|error| Complaint::failed(chain(&error), "`clusterwire check` says where"))?;
    let file = &setting.place.config;
    if !added.is_empty() {
        add::save(common, screen, file, &text, &text_after)?;
    }
    let known = all - added.len();
    // With `-q` too: only a person can add them.
    for why in &found.passed_over {
        let next = "it was left out: add it by hand, as feeds.toml wants it";
        screen.problem(Weight::Warning, why, next);
    }
    let nothing = (all == 0).then(|| Complaint {
        next: "mend its addresses, or `clusterwire add` the right ones".to_owned(),
        ..failed("no address in it can be asked".to_owned())
    });
    if screen.json {
        let sources: Vec<_> = added
            .iter()
            .map(|source| json!({"id": source.id, "name": source.name, "url": source.url}))
            .collect();
        let mut object = json!({
            "added": sources,
            "known": known,
            "passed_over": found.passed_over,
        });
        if let Some(nothing) = &nothing {
            object["error"] = nothing.message.as_str().into();
        }
        screen.result(&object.to_string());
    }
    if let Some(nothing) = nothing {
        return Err(nothing);
    }
    if !screen.json && !screen.quiet {
        said(common, screen, file, &added, known);
    }
    Ok(Exit::Fine)
}

fn said(common: &Common, screen: &mut Screen<'_>, file: &Path, added: &[NewSource], known: usize) {
    for source in added {
        screen.result(&format!("{}  {}", source.name, source.url));
    }
    let would = if common.dry_run {
        "would be added"
    } else {
        "added"
    };
    screen.result(&format!(
        "{} {would} to {}, {known} there already",
        added.len(),
        file.display()
    ));
}
