//! `add` and `init`: an address in; a `[[source]]` in feeds.toml, and what it will bring, out.

use super::{
    Exit,
    args::{AddSource, Common},
    edit::{self, NewSource, Taken},
    place,
    problem::{Complaint, chain},
    screen::{Screen, Weight},
    setting::{self, Setting},
    work::{self, Network},
};
use crate::{
    address, config,
    model::{Language, SourceKind},
    page,
    pipeline::{self, Look, Run, Sight},
    store::Store,
};
use serde_json::{Value, json};
use std::{collections::BTreeMap, io, path::Path};

/// Entries that are shown of what was found.
const SHOWN: usize = 3;

/// Looks at an address, shows what is there, and adds it.
pub(super) fn add(
    common: &Common,
    screen: &mut Screen<'_>,
    options: &AddSource,
) -> Result<Exit, Complaint> {
    let setting = setting::read(common, &screen.surroundings, &screen.renderer())?;
    let file = setting.place.config.clone();
    let text = setting::text(&file)?;
    let mut taken = Taken::of(&setting.config);
    let source = NewSource {
        name: options.name.clone().unwrap_or_default(),
        languages: languages(&options.lang)?,
        url: web(&options.url)?,
        ..NewSource::default()
    };
    let there = || {
        let message = format!("{} is in {} already", options.url, file.display());
        Complaint::usage(message, "`clusterwire status` lists the sources")
    };
    if taken.has(&source.url) {
        return Err(there());
    }
    let network = work::network(common, &setting, screen)?;
    let look = look(&setting, &network, &source.url)?;
    let sight = look.found.as_ref().map_err(|failure| {
        let rungs: Vec<String> = look
            .rungs
            .iter()
            .map(|rung| format!("\n  {rung}"))
            .collect();
        let message = named(&source.url, &failure.message) + &rungs.concat();
        Complaint::failed(message, "nothing was added")
    })?;
    let found = describe(source, sight);
    let found = taken.place(found).ok_or_else(there)?;
    let next = edit::add(&text, std::slice::from_ref(&found))
        .map_err(|error| Complaint::failed(chain(&error), "`clusterwire check` says where"))?;
    show(screen, &found, sight, &look);
    save(common, screen, &file, &text, &next)?;
    if screen.json {
        screen.result(&shown(&found, sight, &look).to_string());
    } else {
        let done = if common.dry_run {
            "would be added to"
        } else {
            "added to"
        };
        screen.result(&format!("{} {done} {}", found.name, file.display()));
    }
    Ok(Exit::Fine)
}

/// Writes a feeds.toml where there is none, with these addresses in it.
pub(super) fn init(
    common: &Common,
    screen: &mut Screen<'_>,
    urls: &[String],
) -> Result<Exit, Complaint> {
    let setting = setting::bare(common, &screen.surroundings)?;
    let file = match &common.config {
        Some(config) => screen.surroundings.folder.join(config),
        None => setting.place.config.clone(),
    };
    is_free(&file)?;
    let mut taken = Taken::default();
    let (mut sources, mut objects) = (Vec::new(), Vec::new());
    let mut failed = 0;
    let urls: Vec<String> = urls.iter().map(|url| web(url)).collect::<Result<_, _>>()?;
    if !urls.is_empty() {
        let network = work::network(common, &setting, screen)?;
        for url in urls {
            let source = NewSource {
                url,
                ..NewSource::default()
            };
            let look = look(&setting, &network, &source.url)?;
            match &look.found {
                Ok(sight) => {
                    let found = taken.place(describe(source, sight));
                    if let Some(found) = &found {
                        show(screen, found, sight, &look);
                        objects.push(shown(found, sight, &look));
                    }
                    sources.extend(found);
                }
                Err(failure) => {
                    failed += 1;
                    let what = named(&source.url, &failure.message);
                    screen.problem(Weight::Warning, &what, "it was added all the same: mend it");
                    sources.extend(taken.place(unseen(source, &failure.message)));
                }
            }
        }
    }
    let text = edit::add(TEMPLATE, &sources)
        .map_err(|error| Complaint::failed(chain(&error), "this is a bug"))?;
    save(common, screen, &file, "", &text)?;
    if screen.json {
        let object = json!({"file": file, "sources": sources.len(), "found": objects});
        screen.result(&object.to_string());
    }
    let done = if common.dry_run {
        "would be written"
    } else {
        "written"
    };
    screen.say(&format!(
        "{} {done}, with {} sources: look through it, then `clusterwire run`",
        file.display(),
        sources.len()
    ));
    Ok(if failed > 0 {
        Exit::Attention
    } else {
        Exit::Fine
    })
}

/// A new feeds.toml. What is set is what a person must think about.
const TEMPLATE: &str = include_str!("init.toml");

/// A new file may be written there.
fn is_free(file: &Path) -> Result<(), Complaint> {
    let folder = file.parent().filter(|folder| !folder.is_dir());
    if let Some(folder) = folder.filter(|folder| !folder.as_os_str().is_empty()) {
        let message = format!("there is no folder {}", folder.display());
        return Err(Complaint::usage(message, "create it first"));
    }
    if file.exists() {
        let message = format!(
            "{} is there already, and is not overwritten",
            file.display()
        );
        return Err(Complaint::usage(
            message,
            "`clusterwire add URL` adds to it",
        ));
    }
    Ok(())
}

fn unwritten(file: &Path, error: &io::Error) -> Complaint {
    let message = format!("cannot write {}: {error}", file.display());
    let next = if error.kind() == io::ErrorKind::StorageFull {
        "make room on the disk"
    } else {
        "make it and its folder writable for this user"
    };
    Complaint::failed(message, next)
}

/// Writes the file, once it is sure that it can be read again.
pub(super) fn save(
    common: &Common,
    screen: &Screen<'_>,
    file: &Path,
    before: &str,
    text: &str,
) -> Result<(), Complaint> {
    let around = config::Surroundings {
        folder: screen.surroundings.folder,
        secret: &|_| Ok(String::new()),
        selector: &page::is_selector,
        what_lies: &|_| config::Lies::Folder,
    };
    if let Err(error) = config::read(text, &around) {
        return Err(Complaint::usage(
            format!("{} would be wrong after that: {error}", file.display()),
            "mend it first: `clusterwire check` says where",
        ));
    }
    if common.dry_run || text == before {
        return Ok(());
    }
    let written = if before.is_empty() && !file.exists() {
        edit::create(file, text)
    } else {
        edit::write(file, text)
    };
    written.map_err(|error| unwritten(file, &error))
}

/// Looks for news as a run does, remembering nothing.
fn look(setting: &Setting, network: &Network, url: &str) -> Result<Look, Complaint> {
    let around = config::Surroundings {
        folder: &setting.place.folder,
        secret: &|_| Ok(String::new()),
        selector: &page::is_selector,
        what_lies: &|_| config::Lies::Folder,
    };
    let text = format!("[[source]]\nurl = {}\n", toml_edit::value(url));
    let alone = config::read(&text, &around).map_err(|error| {
        Complaint::usage(
            error.to_string(),
            "write the address as https://site.example/",
        )
    })?;
    let mut source = alone.sources.into_iter().next().ok_or_else(|| {
        Complaint::usage(
            format!("{url} is no source"),
            "write it as https://site.example/",
        )
    })?;
    source.timezone = setting.config.site.timezone;
    let store = Store::in_memory().map_err(|error| work::broken_store(&error))?;
    let run = Run::new(&setting.config, network, &store, setting.now);
    Ok(work::runtime()?.block_on(pipeline::look(&run, &source)))
}

/// What is written for what was found.
fn describe(source: NewSource, sight: &Sight) -> NewSource {
    let mut remark = Vec::new();
    let dated = sight
        .articles
        .iter()
        .any(|article| article.published.is_some());
    if sight.kind == SourceKind::Page && !dated {
        remark.push(
            "Read from its page, where no dates were found. If that is wrong, name the".to_owned(),
        );
        remark.push("parts of the page below it, with CSS selectors:".to_owned());
        remark.push("  [source.page]".to_owned());
        remark.push("  item = \".news-item\"    # also: title link date image summary".to_owned());
    }
    let host = address::host(&source.url).unwrap_or_default();
    let own = [source.name, sight.title.clone(), host];
    let name = own.into_iter().find(|name| !name.trim().is_empty());
    NewSource {
        name: name.unwrap_or_default(),
        languages: if source.languages.is_empty() {
            spoken(sight)
        } else {
            source.languages
        },
        url: source.url,
        id: None,
        remark,
    }
}

/// What went wrong, with the address where it does not say it itself.
fn named(url: &str, message: &str) -> String {
    if message.contains(url) {
        message.to_owned()
    } else {
        format!("{url}: {message}")
    }
}

fn unseen(source: NewSource, why: &str) -> NewSource {
    NewSource {
        name: address::host(&source.url).unwrap_or_default(),
        remark: vec![format!("No news was found here yet: {why}")],
        ..source
    }
}

/// The languages of what was found, the commonest first.
fn spoken(sight: &Sight) -> Vec<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for language in sight
        .articles
        .iter()
        .filter_map(|article| article.language.as_ref())
    {
        *counts.entry(edit::tag(language)).or_default() += 1;
    }
    let mut counts: Vec<(String, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, times)| std::cmp::Reverse(*times));
    // One text in a foreign language is a quotation.
    let least = if sight.articles.len() > 3 { 2 } else { 1 };
    counts
        .into_iter()
        .filter(|(_, times)| *times >= least)
        .map(|(tag, _)| tag)
        .collect()
}

/// The object of `--json`.
fn shown(source: &NewSource, sight: &Sight, look: &Look) -> Value {
    let newest = sight.articles.iter().take(SHOWN);
    let entries: Vec<_> = newest
        .map(|article| json!({"title": article.title, "url": article.permalink, "date": article.published}))
        .collect();
    json!({
        "name": source.name, "url": source.url, "lang": source.languages, "found": sight.url,
        "kind": sight.kind, "count": sight.articles.len(), "entries": entries, "rungs": look.rungs,
    })
}

fn show(screen: &mut Screen<'_>, source: &NewSource, sight: &Sight, look: &Look) {
    if screen.quiet || screen.json {
        return;
    }
    let newest = sight.articles.iter().take(SHOWN);
    let what = match sight.kind {
        SourceKind::Auto | SourceKind::Feed => "feed",
        SourceKind::Wordpress => "posts of WordPress",
        SourceKind::Sitemap => "sitemap",
        SourceKind::Jsonld | SourceKind::Hfeed => "data in the page",
        SourceKind::Page => "list on the page",
    };
    let count = sight.articles.len();
    screen.result(&format!(
        "{}: {what} at {}, {count} entries",
        source.name, sight.url
    ));
    for article in newest {
        let date = article
            .published
            .map(|date| date.format("%Y-%m-%d").to_string());
        let date = date.unwrap_or_else(|| "no date".to_owned());
        screen.result(&format!("  {date:10}  {}", article.title));
        if let Some(link) = &article.permalink {
            screen.result(&format!("  {:10}  {link}", ""));
        }
    }
    if screen.verbose > 0 {
        for rung in &look.rungs {
            screen.say(&format!("  {rung}"));
        }
    }
}

/// An address as a person types it.
fn web(text: &str) -> Result<String, Complaint> {
    let text = text.trim();
    let whole = if text.contains("://") {
        text.to_owned()
    } else {
        format!("https://{text}")
    };
    match address::absolute(&whole, None) {
        // `bit-alliance.ba` is its front page.
        Some(url) if url.path() == "/" && url.query().is_none() => Ok(url.into()),
        Some(_) => Ok(whole),
        None => Err(Complaint::usage(
            format!("`{text}` is no address of the web"),
            "write it as https://site.example/",
        )),
    }
}

fn languages(given: &[String]) -> Result<Vec<String>, Complaint> {
    let read = given.iter().map(|tag| {
        Language::parse(tag)
            .map(|language| language.as_str().to_owned())
            .ok_or_else(|| {
                let message = format!("`{tag}` is no language tag");
                Complaint::usage(message, "for example `--lang bs,en`")
            })
    });
    read.collect()
}

/// Where `import` finds the file to add to.
pub(super) fn read_config(
    common: &Common,
    screen: &Screen<'_>,
) -> Result<(Setting, String), Complaint> {
    let setting = setting::read(common, &screen.surroundings, &screen.renderer())?;
    let place = place::find(common, &screen.surroundings)?;
    let text = setting::text(&place.config)?;
    Ok((setting, text))
}
