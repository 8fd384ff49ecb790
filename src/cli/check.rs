//! `check`: configuration, store and published files in; what is wrong with them out.

use super::{
    Exit,
    args::Common,
    problem::{Complaint, chain},
    report::count,
    screen::{Screen, Weight},
    setting::{self, Setting},
    work,
};
use crate::{
    model::{Config, OutputFile, SourceId},
    pipeline, render,
    store::{Counts, Store, StoreError},
};
use serde_json::{Value, json};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// Checks everything that a run depends on. `strict`: what is only unwise counts too; `backup`:
/// the newest copy of the database is restored and compared.
pub(super) fn check(
    common: &Common,
    screen: &mut Screen<'_>,
    strict: bool,
    backup: bool,
) -> Result<Exit, Complaint> {
    let setting = setting::read(common, &screen.surroundings, &screen.renderer())?;
    let mut broken = store(&setting)?;
    let (unsound, odd) = files(&setting);
    broken.extend(unsound);
    let tried = pipeline::try_theme(&setting.config, setting.now);
    if let Err(error) = work::runtime()?.block_on(tried) {
        let next = "nothing is published until it is mended";
        broken.push((chain(&error), next.to_owned()));
    }
    let mut warnings = unwise(&setting);
    warnings.extend(misnamed(&setting.config));
    warnings.extend(odd);
    let mut copy = None;
    if backup {
        match Store::verify_backup(&work::backups(&setting)) {
            Ok(Some(found)) => copy = Some(found),
            Ok(None) => warnings.push(finding("there is no backup", "the next run makes one")),
            Err(error) => broken.push((chain(&error), "the next run makes a new one".to_owned())),
        }
    }
    let exit = if !broken.is_empty() {
        Exit::Failed
    } else if strict && !warnings.is_empty() {
        Exit::Usage
    } else {
        Exit::Fine
    };
    if screen.json {
        let listed = |findings: &[Finding]| -> Vec<Value> {
            let each = findings.iter();
            each.map(|(what, next)| json!({"what": what, "next": next}))
                .collect()
        };
        let mut object = json!({
            "sources": setting.config.sources.len(),
            "errors": listed(&broken),
            "warnings": listed(&warnings),
        });
        if let Some((first, _)) = broken.first() {
            object["error"] = first.as_str().into();
        }
        screen.result(&object.to_string());
    }
    say(screen, &setting, (&broken, &warnings), copy.as_ref(), exit);
    Ok(exit)
}

fn say(
    screen: &mut Screen<'_>,
    setting: &Setting,
    (errors, warnings): (&[Finding], &[Finding]),
    copy: Option<&(PathBuf, Counts)>,
    exit: Exit,
) {
    if let Some((file, counts)) = copy {
        screen.say(&format!(
            "backup {} is whole: {}, {}",
            file.display(),
            count(counts.articles, "article", "articles"),
            count(counts.stories, "story", "stories"),
        ));
    }
    for (what, next) in errors {
        screen.problem(Weight::Error, what, next);
    }
    // `-q`: what is only unwise needs nobody.
    let told = !screen.quiet || exit != Exit::Fine;
    for (what, next) in warnings.iter().filter(|_| told) {
        screen.problem(Weight::Warning, what, next);
    }
    for (id, _) in renamed(&setting.config) {
        let mut sources = setting.config.sources.iter();
        let name = sources.find(|source| source.id == *id);
        let name = name.map_or(id.as_str(), |source| source.name.as_str());
        screen.say(&format!(
            "source \"{name}\" keeps its id `{id}`: write `id = \"{id}\"` below its name, and nothing changes it"
        ));
    }
    if exit == Exit::Fine {
        let sources = count(setting.config.sources.len(), "source", "sources");
        let file = setting.place.config.display();
        screen.say(&format!("{file}: {sources}, nothing wrong"));
    }
}

/// What is wrong, and the next step.
type Finding = (String, String);

fn finding(what: &str, next: &str) -> Finding {
    (what.to_owned(), next.to_owned())
}

fn unwise(setting: &Setting) -> Vec<Finding> {
    let mut found = Vec::new();
    let site = &setting.config.site;
    if setting.config.sources.is_empty() {
        let next = "add a [[source]] with a `url`";
        found.push(finding("no source is configured", next));
    }
    if site.contact.is_none() {
        let next = "set `contact` in [site]: servers see whom to write to before they block";
        found.push(finding("nobody to write to", next));
    }
    if site.url.contains("127.0.0.1") {
        let next = "set `url` in [site] to where output/ will be served";
        found.push(finding(
            "the published addresses name this machine only",
            next,
        ));
    }
    found
}

/// Sources whose names make another id than the one that they keep: that one, and what the name makes.
fn renamed(config: &Config) -> impl Iterator<Item = (&SourceId, &SourceId)> {
    config.made_ids.iter().filter(|(id, made)| id != made)
}

/// Expressions that ask for a source by what its name makes, which is nobody's id.
fn misnamed(config: &Config) -> Vec<Finding> {
    let mut found = Vec::new();
    let rules = config.rules.iter().map(|rule| (&rule.name, &rule.when));
    let views = config.views.iter().map(|view| (&view.name, &view.when));
    let whens: Vec<(&String, &String)> = rules.chain(views).collect();
    for (id, made) in renamed(config) {
        if config.sources.iter().any(|source| source.id == *made) {
            continue;
        }
        let quoted = [format!("\"{made}\""), format!("'{made}'")];
        let asks =
            |when: &str| when.contains("source") && quoted.iter().any(|id| when.contains(id));
        for (name, _) in whens.iter().filter(|(_, when)| asks(when)) {
            found.push((
                format!("`{name}` asks for the source `{made}`, which keeps its id `{id}`"),
                format!("write `{id}` there"),
            ));
        }
    }
    found
}

/// A run that is at work may change the database while it is read: then it is read once more.
fn store(setting: &Setting) -> Result<Vec<Finding>, Complaint> {
    const TIMES: usize = 3;
    let database = work::database(setting);
    let changed = || {
        fs::metadata(&database)
            .and_then(|file| file.modified())
            .ok()
    };
    let mut error = None;
    for _ in 0..TIMES {
        let before = changed();
        let checked = match Store::open_read_only(&database) {
            Ok(store) => work::runtime()?.block_on(store.check()),
            Err(error) => Err(error),
        };
        error = checked.err();
        if error.is_none() || changed() == before {
            break;
        }
    }
    let error = error.filter(|error| !matches!(error, StoreError::Missing { .. }));
    let finding = error.map(|error| (chain(&error), work::mended_store(&error)));
    Ok(finding.into_iter().collect())
}

/// Reads every published file back: what a strict reader refuses, and what a validator would say.
fn files(setting: &Setting) -> (Vec<Finding>, Vec<Finding>) {
    let (mut broken, mut odd) = (Vec::new(), Vec::new());
    let root = &setting.config.output.dir;
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        let Ok(items) = fs::read_dir(&folder) else {
            continue;
        };
        for path in items.flatten().map(|item| item.path()) {
            if path.is_dir() {
                folders.push(path);
            } else {
                match published(root, &path) {
                    Ok(None) => {}
                    Ok(Some(file)) => odd.extend(render::faults(&file).into_iter().map(complained)),
                    Err(finding) => broken.push(finding),
                }
            }
        }
    }
    broken.sort();
    odd.sort();
    (broken, odd)
}

fn complained(what: String) -> Finding {
    let next = "a validator would say so: please report it";
    (what, next.to_owned())
}

/// A published XML or JSON file that every reader takes; None of any other.
fn published(root: &Path, path: &Path) -> Result<Option<OutputFile>, Finding> {
    let ending = path.extension().and_then(|ending| ending.to_str());
    let inside = path.strip_prefix(root).ok().and_then(Path::to_str);
    let (Some("json" | "xml"), Some(inside)) = (ending, inside) else {
        return Ok(None);
    };
    let bytes = fs::read(path).map_err(|error| {
        let what = format!("cannot read {}: {error}", path.display());
        (what, "make it readable for this user".to_owned())
    })?;
    let file = OutputFile {
        path: inside.to_owned(),
        bytes,
    };
    match render::verify(&file) {
        Ok(()) => Ok(Some(file)),
        Err(error) => Err((
            error.to_string(),
            "`clusterwire build` writes it again".to_owned(),
        )),
    }
}
