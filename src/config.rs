//! The text of feeds.toml in, a believed `Config` out, or every problem with its place.

mod check;
mod file;
mod keep;
mod problem;
mod rules;
mod schema;
mod several;
mod source;
mod units;

pub use keep::keep_ids;
pub use problem::{ConfigError, Problem};
pub use schema::schema;

use crate::model::{
    Config, DedupeSettings, FetchSettings, Format, Language, OutputSettings, Per, Site,
    StoreSettings,
};
use check::Checker;
use std::{
    path::{Path, PathBuf},
    time::Duration,
};
use toml::Spanned;
use url::Url;

const DAY: u64 = 86_400;
/// More sources than this without a contact address are not asked (RELIABILITY 27).
const SOURCES_WITHOUT_CONTACT: usize = 10;
const FORMATS: &[(&str, Format)] = &[
    ("atom", Format::Atom),
    ("json", Format::Json),
    ("rss", Format::Rss),
];
const PER: &[(&str, Per)] = &[
    ("language", Per::Language),
    ("source", Per::Source),
    ("tag", Per::Tag),
];

/// What surrounds the text: where it lies, and what its `env:` and `file:` values stand for.
pub struct Surroundings<'a> {
    /// The folder of the file: paths in it are relative to this.
    pub folder: &'a Path,
    /// Reads the secret behind `env:NAME` or `file:PATH`; the error is a fragment in words.
    pub secret: &'a dyn Fn(&str) -> Result<String, String>,
    /// Whether a text, `css[@attribute]`, is a selector that something can be found with.
    pub selector: &'a dyn Fn(&str) -> bool,
    /// What is there.
    pub what_lies: &'a dyn Fn(&Path) -> Lies,
}

/// What lies at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lies {
    /// Nothing that can be seen.
    Nothing,
    /// Anything but a folder.
    File,
    /// A folder.
    Folder,
}

/// Reads feeds.toml. Every problem is told, not only the first, except that a text which is not
/// TOML, or has an unknown key, stops the reading there.
pub fn read(text: &str, around: &Surroundings<'_>) -> Result<Config, ConfigError> {
    let file: file::File = match toml::from_str(text) {
        Ok(file) => file,
        Err(error) => {
            return Err(ConfigError {
                problems: vec![problem::from_toml(&error, text)],
            });
        }
    };
    let mut check = Checker::default();
    let site = site(&mut check, &file.site);
    let fetch = fetch(&mut check, &file.fetch);
    let (sources, made_ids) = source::sources(&mut check, &file, &site, around);
    let dedupe = DedupeSettings {
        window: check
            .duration(file.dedupe.window.as_ref())
            .unwrap_or(days(45)),
        never_merge: pairs(&mut check, &file.dedupe.never_merge),
        always_merge: pairs(&mut check, &file.dedupe.always_merge),
        carrier_text: file.dedupe.carrier_text,
    };
    let output = output(&mut check, &file.output, around);
    let store = store(&mut check, &file.store);
    let rules = rules::rules(&mut check, &file.rule, text);
    let tag_map = rules::tag_map(&mut check, file.tag_map);
    let views = rules::views(&mut check, &file.view, text);
    if sources.len() > SOURCES_WITHOUT_CONTACT && site.contact.is_none() {
        let message = format!("{} sources, and nobody to write to", sources.len());
        check.problem(
            0..0,
            message,
            "set `contact` in `[site]`: it goes into the User-Agent",
        );
    }
    if check.problems.is_empty() {
        Ok(Config {
            site,
            fetch,
            sources,
            made_ids,
            dedupe,
            output,
            store,
            rules,
            tag_map,
            views,
        })
    } else {
        check.problems.sort_by_key(|problem| problem.span.start);
        Err(ConfigError {
            problems: check.problems,
        })
    }
}

fn site(check: &mut Checker, table: &file::SiteTable) -> Site {
    let url = table.url.as_ref().and_then(|url| folder(check, url));
    let mut url = url.map_or_else(|| "http://127.0.0.1:8080/".to_owned(), String::from);
    if !url.ends_with('/') {
        url.push('/');
    }
    let contact = check.value(
        table.contact.as_ref(),
        "a mail address or a web address",
        "news@example.org",
        |contact| {
            let sound =
                contact.contains(['@', '/']) && contact.chars().all(|c| c.is_ascii_graphic());
            sound.then(|| contact.to_owned())
        },
    );
    Site {
        title: table
            .title
            .clone()
            .unwrap_or_else(|| "Cluster News".to_owned()),
        language: check
            .language(table.language.as_ref())
            .unwrap_or_else(Language::english),
        contact,
        timezone: check
            .timezone(table.timezone.as_ref())
            .unwrap_or(chrono_tz::UTC),
        icon: icon(check, table, &url),
        url,
    }
}

/// An address that others can be put below.
fn folder(check: &mut Checker, given: &Spanned<String>) -> Option<Url> {
    let url = check.address(given)?;
    if url.query().is_some() || url.fragment().is_some() {
        let message = format!("nothing can lie below `{}`", given.get_ref());
        let help = "write it without `?` and `#`: the folder that output/ is served as";
        check.problem(given.span(), message, help);
    }
    Some(url)
}

/// An address, or a path below the site's own.
fn icon(check: &mut Checker, table: &file::SiteTable, site: &str) -> Option<String> {
    let site = Url::parse(site).ok()?;
    let what = "the address of a picture";
    check.value(table.icon.as_ref(), what, "assets/icon.png", |icon| {
        let url = site.join(icon).ok()?;
        matches!(url.scheme(), "http" | "https").then(|| url.into())
    })
}

fn fetch(check: &mut Checker, table: &file::FetchTable) -> FetchSettings {
    let mut allow_networks = Vec::new();
    for network in &table.allow_networks {
        allow_networks.extend(
            check.value(Some(network), "a network", "192.168.1.0/24", |text| {
                text.parse().ok().or_else(|| {
                    text.parse::<std::net::IpAddr>()
                        .ok()
                        .map(ipnet::IpNet::from)
                })
            }),
        );
    }
    let dns = check.choice(table.dns.as_ref(), &[("hickory", true), ("system", false)]);
    FetchSettings {
        concurrency: check.count(table.concurrency.as_ref()).unwrap_or(32),
        per_host: check.count(table.per_host.as_ref()).unwrap_or(2),
        timeout: check
            .value(table.timeout.as_ref(), "a time to wait", "30s", |text| {
                units::duration(text).filter(|timeout| !timeout.is_zero())
            })
            .unwrap_or(Duration::from_secs(30)),
        max_body: check
            .value(table.max_body.as_ref(), "a size", "10MiB", |text| {
                units::bytes(text).filter(|size| *size > 0)
            })
            .unwrap_or(10 << 20),
        allow_networks,
        own_resolver: dns.unwrap_or(true),
        proxy: table
            .proxy
            .as_ref()
            .and_then(|proxy| check.address(proxy))
            .map(String::from),
    }
}

fn output(
    check: &mut Checker,
    table: &file::OutputTable,
    around: &Surroundings<'_>,
) -> OutputSettings {
    let formats = check.choices(table.formats.as_deref(), FORMATS);
    let per = check.choices(table.per.as_deref(), PER);
    let max_loss = table.gate.max_loss.as_ref();
    OutputSettings {
        dir: around.folder.join(
            table
                .dir
                .as_deref()
                .map_or_else(|| "output".into(), PathBuf::from),
        ),
        formats: formats.unwrap_or_else(|| vec![Format::Rss, Format::Atom, Format::Json]),
        per: per.unwrap_or_else(|| vec![Per::Source, Per::Tag, Per::Language]),
        hub: table
            .hub
            .as_ref()
            .and_then(|hub| check.address(hub))
            .map(String::from),
        items: check.count(table.items.as_ref()).unwrap_or(50),
        max_loss: check
            .value(max_loss, "a share", "50%", units::share)
            .unwrap_or(0.5),
        archive: table.archive.unwrap_or(true),
        widget: table.widget.unwrap_or(true),
        status: table.status.unwrap_or(false),
        theme: theme(check, table, around),
    }
}

fn theme(
    check: &mut Checker,
    table: &file::OutputTable,
    around: &Surroundings<'_>,
) -> Option<PathBuf> {
    let given = table.theme.as_ref()?;
    let folder = around.folder.join(given.get_ref());
    let (message, help) = match (around.what_lies)(&folder) {
        Lies::Folder => return Some(folder),
        Lies::File => (
            format!("{} is a file, and no folder", folder.display()),
            "name the folder that the files of the theme are in; paths are relative to this file",
        ),
        Lies::Nothing => (
            format!("there is no folder {}", folder.display()),
            "make it, or name the one that your templates are in; paths are relative to this file",
        ),
    };
    check.problem(given.span(), message, help);
    None
}

fn store(check: &mut Checker, table: &file::StoreTable) -> StoreSettings {
    let url = check.value(table.url.as_ref(), "a store", "sqlite:state.db", |url| {
        url.strip_prefix("sqlite:")
            .filter(|path| !path.is_empty())
            .map(|_| url.to_owned())
    });
    StoreSettings {
        url: url.unwrap_or_else(|| "sqlite:state.db".to_owned()),
        keep: check.duration(table.keep.as_ref()).unwrap_or(days(400)),
        backups: table.backups.unwrap_or(7),
    }
}

fn pairs(check: &mut Checker, given: &[[Spanned<String>; 2]]) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for [one, other] in given {
        // Both are looked at, so that both are told.
        let sound = [one, other].map(|url| check.address(url).is_some());
        if sound == [true, true] {
            pairs.push((one.get_ref().clone(), other.get_ref().clone()));
        }
    }
    pairs
}

fn days(count: u64) -> Duration {
    Duration::from_secs(count * DAY)
}

#[cfg(test)]
mod tests;
