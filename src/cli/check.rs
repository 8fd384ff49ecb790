//! `check`: configuration, store and published files in; what is wrong with them out.

use super::{
    Exit,
    args::Common,
    problem::{Complaint, chain},
    screen::{Screen, Weight},
    setting::{self, Setting},
    work,
};
use crate::{
    model::{OutputFile, Source},
    page, render,
    store::{Store, StoreError},
};
use std::{fs, path::Path};

/// Checks everything that a run depends on. `strict`: what is only unwise counts too; `backup`:
/// the newest copy of the database is restored and compared.
pub(super) fn check(
    common: &Common,
    screen: &mut Screen<'_>,
    strict: bool,
    backup: bool,
) -> Result<Exit, Complaint> {
    let setting = setting::read(common, &screen.surroundings, &screen.renderer())?;
    let mut errors = Vec::new();
    let mut warnings = unwise(&setting);
    errors.extend(store(&setting)?);
    errors.extend(files(&setting));
    errors.extend(setting.config.sources.iter().flat_map(selectors));
    if backup {
        match Store::verify_backup(&work::backups(&setting)) {
            Ok(Some((file, counts))) => screen.say(&format!(
                "backup {} is whole: {} articles, {} stories",
                file.display(),
                counts.articles,
                counts.stories
            )),
            Ok(None) => warnings.push(("there is no backup".to_owned(), "the next run makes one")),
            Err(error) => errors.push((chain(&error), "the next run makes a new one")),
        }
    }
    for (what, next) in &errors {
        screen.problem(Weight::Error, what, next);
    }
    for (what, next) in &warnings {
        screen.problem(Weight::Warning, what, next);
    }
    let broken = !errors.is_empty() || (strict && !warnings.is_empty());
    if !broken {
        let sources = setting.config.sources.len();
        let file = setting.place.config.display();
        screen.say(&format!("{file}: {sources} sources, nothing wrong"));
    }
    Ok(if broken { Exit::Usage } else { Exit::Fine })
}

type Finding = (String, &'static str);

/// Selectors that nothing can be found with.
fn selectors(source: &Source) -> Vec<Finding> {
    let (page, article) = (&source.page, &source.article_page);
    let lists = [
        &page.item,
        &page.title,
        &page.link,
        &page.date,
        &page.image,
        &page.summary,
        &page.next,
        &page.include,
        &page.exclude,
        &article.body,
        &article.title,
        &article.date,
        &article.author,
        &article.image,
        &article.remove,
    ];
    let wrong = lists
        .into_iter()
        .flatten()
        .filter(|text| !page::is_selector(text));
    wrong
        .map(|text| {
            let what = format!("`{text}` of source `{}` is no CSS selector", source.id);
            (what, "for example `.news h3 a@href`")
        })
        .collect()
}

fn unwise(setting: &Setting) -> Vec<Finding> {
    let mut found = Vec::new();
    let site = &setting.config.site;
    if setting.config.sources.is_empty() {
        found.push((
            "no source is configured".to_owned(),
            "add a [[source]] with a `url`",
        ));
    }
    if site.contact.is_none() {
        let next = "set `contact` in [site]: servers see whom to write to before they block";
        found.push(("nobody to write to".to_owned(), next));
    }
    if site.url.contains("127.0.0.1") {
        let next = "set `url` in [site] to where output/ will be served";
        found.push((
            "the published addresses name this machine only".to_owned(),
            next,
        ));
    }
    found
}

fn store(setting: &Setting) -> Result<Vec<Finding>, Complaint> {
    let opened = match Store::open_read_only(&work::database(setting)) {
        Ok(store) => store,
        Err(StoreError::Missing { .. }) => return Ok(Vec::new()),
        Err(error) => return Ok(vec![(chain(&error), "")]),
    };
    let checked = work::runtime()?.block_on(opened.check());
    Ok(checked
        .err()
        .map(|error| (chain(&error), ""))
        .into_iter()
        .collect())
}

/// Reads every published file back.
fn files(setting: &Setting) -> Vec<Finding> {
    let mut broken = Vec::new();
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
                broken.extend(unsound(root, &path));
            }
        }
    }
    broken.sort();
    broken
}

fn unsound(root: &Path, path: &Path) -> Option<Finding> {
    let ending = path.extension()?.to_str()?;
    if !["json", "xml"].contains(&ending) {
        return None;
    }
    let inside = path.strip_prefix(root).ok()?.to_str()?;
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) => return Some((format!("cannot read {}: {error}", path.display()), "")),
    };
    let file = OutputFile {
        path: inside.to_owned(),
        bytes,
    };
    let error = render::verify(&file).err()?;
    Some((error.to_string(), "`clusterwire build` writes it again"))
}
