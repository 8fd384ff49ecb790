//! The whole of feeds.toml, believed: defaults applied, units settled, paths resolved.

use crate::model::{Format, Language, Per, Source, SourceId};
use chrono_tz::Tz;
use ipnet::IpNet;
use std::{collections::BTreeMap, path::PathBuf, time::Duration};

/// What feeds.toml says.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// `[site]`
    pub site: Site,
    /// `[fetch]`
    pub fetch: FetchSettings,
    /// `[[source]]`, in the order of the file; ids are unique.
    pub sources: Vec<Source>,
    /// Ids among them that feeds.toml does not give, and what their names or hosts make: another id, where a source
    /// keeps the one that it had before.
    pub made_ids: BTreeMap<SourceId, SourceId>,
    /// `[dedupe]`
    pub dedupe: DedupeSettings,
    /// `[output]`
    pub output: OutputSettings,
    /// `[store]`
    pub store: StoreSettings,
    /// `[[rule]]`, in the order of the file: the first that matches wins.
    pub rules: Vec<Rule>,
    /// `[[tag_map]]`
    pub tag_map: Vec<TagMap>,
    /// `[[view]]`; their folders differ.
    pub views: Vec<View>,
}

/// `[[rule]]`: what is done with some of the articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// For people.
    pub name: String,
    /// An expression that `rule` compiles.
    pub when: String,
    /// What is done.
    pub action: Action,
}

/// What a rule does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// It is published nowhere.
    Drop,
    /// It gets a tag of ours.
    Tag(String),
    /// It stays on top of the page.
    Pin,
}

/// `[[tag_map]]`: the publishers' labels that mean one of our tags.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagMap {
    /// Labels; letter case and accents do not count.
    pub from: Vec<String>,
    /// Our tag.
    pub to: String,
}

/// `[[view]]`: a named selection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// For people; its slug is the folder.
    pub name: String,
    /// An expression that `rule` compiles.
    pub when: String,
}

/// `[site]`: who publishes.
#[derive(Clone, Debug, PartialEq)]
pub struct Site {
    /// The title of the combined feed and page.
    pub title: String,
    /// Where output/ will be served, with a slash at its end; makes addresses in the feeds absolute.
    pub url: String,
    /// Of the page frame.
    pub language: Language,
    /// Goes into the User-Agent; a mail address or an http(s) address.
    pub contact: Option<String>,
    /// For dates without an offset, and for the days on the page.
    pub timezone: Tz,
    /// A picture of the site, square: an absolute address.
    pub icon: Option<String>,
}

/// `[fetch]`: how the network is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct FetchSettings {
    /// Requests under way at once.
    pub concurrency: usize,
    /// Requests under way at once to one host.
    pub per_host: usize,
    /// For one answer, all hops and the body included.
    pub timeout: Duration,
    /// Bytes of one body after decoding.
    pub max_body: u64,
    /// Networks that may be reached though they are not global.
    pub allow_networks: Vec<IpNet>,
    /// `dns = "hickory"`: our own resolver; else the system's.
    pub own_resolver: bool,
    /// A proxy that was asked for; never one from the environment.
    pub proxy: Option<String>,
}

/// `[dedupe]`: how stories are found.
#[derive(Clone, Debug, PartialEq)]
pub struct DedupeSettings {
    /// Texts further apart than this are not compared.
    pub window: Duration,
    /// Pairs of addresses that are never one story.
    pub never_merge: Vec<(String, String)>,
    /// Pairs of addresses that are one story whatever the rules say.
    pub always_merge: Vec<(String, String)>,
    /// A carrier's full text stands in where the owner gives an excerpt: `dedupe::fuller` says when.
    pub carrier_text: bool,
}

/// `[output]`: what is published where.
#[derive(Clone, Debug, PartialEq)]
pub struct OutputSettings {
    /// The folder, resolved against the file.
    pub dir: PathBuf,
    /// Which feed formats.
    pub formats: Vec<Format>,
    /// Which selections beside the combined one.
    pub per: Vec<Per>,
    /// A WebSub hub that is told of changes.
    pub hub: Option<String>,
    /// Stories in one selection.
    pub items: usize,
    /// `[output.gate] max_loss`, 0 to 1.
    pub max_loss: f64,
    /// The archive by months (RFC 5005).
    pub archive: bool,
    /// Widgets, and a page for each source that shows how it looks.
    pub widget: bool,
    /// The status report is published too.
    pub status: bool,
    /// A folder of templates and assets that override the built-in ones file by file.
    pub theme: Option<PathBuf>,
}

/// `[store]`: what is kept, and how long.
#[derive(Clone, Debug, PartialEq)]
pub struct StoreSettings {
    /// `sqlite:` and a path, relative to the state folder.
    pub url: String,
    /// How long raw bodies and texts are kept.
    pub keep: Duration,
    /// How many backups.
    pub backups: usize,
}
