//! feeds.toml as it is written: every key optional, every value with its place in the file.

use super::{
    FORMATS, PER,
    rules::VERBS,
    schema::words,
    several::{OneOrMore, Selectors},
    source::{ARTICLE, CONTENT, KIND, ORDER},
};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// The whole file.
#[derive(Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct File {
    /// Who publishes.
    pub(super) site: SiteTable,
    /// What counts for every source that does not say otherwise.
    pub(super) defaults: SourceKeys,
    /// How the network is asked.
    pub(super) fetch: FetchTable,
    /// One organisation, one address.
    #[schemars(with = "Vec<SourceTable>")]
    pub(super) source: Vec<Spanned<SourceTable>>,
    /// How it is found that two articles are one story.
    pub(super) dedupe: DedupeTable,
    /// What is published where.
    pub(super) output: OutputTable,
    /// What is kept, and how long.
    pub(super) store: StoreTable,
    /// What is done with some of the stories: the first that matches wins.
    pub(super) rule: Vec<RuleTable>,
    /// Labels of the sources that mean one tag of yours.
    pub(super) tag_map: Vec<TagMapTable>,
    /// A named selection with its own page, feeds and widget.
    pub(super) view: Vec<ViewTable>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RuleTable {
    /// For people.
    pub(super) name: Option<String>,
    /// A MiniJinja expression over `title summary text link source name lang date tags categories authors carriers partner`.
    #[schemars(with = "String")]
    pub(super) when: Spanned<String>,
    /// What is done.
    #[schemars(with = "String", extend("enum" = words(VERBS)))]
    pub(super) r#do: Spanned<String>,
    /// The tag that `do = "tag"` gives.
    #[schemars(with = "Option<String>")]
    pub(super) tag: Option<Spanned<String>>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TagMapTable {
    /// One label or several; letter case and accents do not count.
    pub(super) from: OneOrMore,
    /// The tag.
    #[schemars(with = "String")]
    pub(super) to: Spanned<String>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ViewTable {
    /// Its name; the folder below `view/` is made of it.
    #[schemars(with = "String")]
    pub(super) name: Spanned<String>,
    /// An expression, as in `[[rule]]`.
    #[schemars(with = "String")]
    pub(super) when: Spanned<String>,
}

#[derive(Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct SiteTable {
    /// The title of the combined page and feeds.
    pub(super) title: Option<String>,
    /// Where output/ will be served: makes the addresses in the feeds absolute.
    #[schemars(with = "Option<String>")]
    pub(super) url: Option<Spanned<String>>,
    /// Of the page frame: a language tag such as `bs`.
    #[schemars(with = "Option<String>")]
    pub(super) language: Option<Spanned<String>>,
    /// A mail or web address; goes into the User-Agent.
    #[schemars(with = "Option<String>")]
    pub(super) contact: Option<Spanned<String>>,
    /// For dates without an offset, and for the days on the page: `Europe/Sarajevo`.
    #[schemars(with = "Option<String>")]
    pub(super) timezone: Option<Spanned<String>>,
    /// A square picture of the site: an address, or a path below `url`.
    #[schemars(with = "Option<String>")]
    pub(super) icon: Option<Spanned<String>>,
}

/// What `[defaults]` sets for every source.
#[derive(Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct SourceKeys {
    /// The shortest time between two visits, such as `1h`.
    #[schemars(with = "Option<String>")]
    pub(super) every: Option<Spanned<String>>,
    /// The longest time between two visits, such as `11h`.
    #[schemars(with = "Option<String>")]
    pub(super) every_max: Option<Spanned<String>>,
    /// How many old entries a new source shows.
    pub(super) first_run: Option<usize>,
    /// How much of an article is published: full for feeds, excerpt for pages unless said.
    #[schemars(with = "Option<String>", extend("enum" = words(CONTENT)))]
    pub(super) content: Option<Spanned<String>>,
    /// When article pages are read: where text or date is missing, always, or never.
    #[schemars(with = "Option<String>", extend("enum" = words(ARTICLE)))]
    pub(super) article: Option<Spanned<String>>,
    /// Quieter than this needs a person, such as `45d`.
    #[schemars(with = "Option<String>")]
    pub(super) expect_every: Option<Spanned<String>>,
    /// So many of one source stand in one selection at most.
    pub(super) per_source: Option<usize>,
}

/// One `[[source]]`. The keys of `SourceKeys` are written out again: a flattened struct would lose
/// the places of its values.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SourceTable {
    /// A site or a feed; what was found is remembered.
    #[schemars(with = "String")]
    pub(super) url: Spanned<String>,
    /// Letters, digits and `-`, else made of the name: paths and ids hang on it, never change it.
    #[schemars(with = "Option<String>")]
    pub(super) id: Option<Spanned<String>>,
    /// What readers see, else the host.
    #[schemars(with = "Option<String>")]
    pub(super) name: Option<Spanned<String>>,
    /// The languages it writes in; the first is assumed where a text does not tell.
    #[schemars(with = "Option<OneOrMore>")]
    pub(super) lang: Option<Spanned<OneOrMore>>,
    /// Your labels for everything it brings.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub(super) tags: Vec<Spanned<String>>,
    /// What it allowed you, for the reader.
    pub(super) rights: Option<String>,
    /// What is at the address, where finding out is not enough.
    #[schemars(with = "Option<String>", extend("enum" = words(KIND)))]
    pub(super) kind: Option<Spanned<String>>,
    /// It republishes others: never first while the original is known.
    #[serde(default)]
    pub(super) partner: bool,
    /// For its dates without an offset.
    #[schemars(with = "Option<String>")]
    pub(super) timezone: Option<Spanned<String>>,
    /// How it writes 3/4/2026.
    #[schemars(with = "Option<String>", extend("enum" = words(ORDER)))]
    pub(super) date_order: Option<Spanned<String>>,
    /// The languages it writes dates in, else `lang`.
    #[schemars(with = "Option<OneOrMore>")]
    pub(super) date_langs: Option<Spanned<OneOrMore>>,
    /// Request headers for its site alone; a value may be `env:NAME` or `file:PATH`.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, String>")]
    pub(super) headers: BTreeMap<Spanned<String>, Spanned<String>>,
    /// Where the parts of its list are: CSS selectors, only where automatic reading is not enough.
    #[serde(default)]
    pub(super) page: PageTable,
    /// Where the parts of its article pages are.
    #[serde(default)]
    pub(super) article_page: ArticlePageTable,
    /// The shortest time between two visits, such as `1h`.
    #[schemars(with = "Option<String>")]
    pub(super) every: Option<Spanned<String>>,
    /// The longest time between two visits, such as `11h`.
    #[schemars(with = "Option<String>")]
    pub(super) every_max: Option<Spanned<String>>,
    /// How many old entries a new source shows.
    pub(super) first_run: Option<usize>,
    /// How much of an article is published: full for feeds, excerpt for pages unless said.
    #[schemars(with = "Option<String>", extend("enum" = words(CONTENT)))]
    pub(super) content: Option<Spanned<String>>,
    /// When article pages are read: where text or date is missing, always, or never.
    #[schemars(with = "Option<String>", extend("enum" = words(ARTICLE)))]
    pub(super) article: Option<Spanned<String>>,
    /// Quieter than this needs a person, such as `45d`.
    #[schemars(with = "Option<String>")]
    pub(super) expect_every: Option<Spanned<String>>,
    /// So many of one source stand in one selection at most.
    pub(super) per_source: Option<usize>,
}

/// `[source.page]`: selectors, each one or a list of fallbacks.
#[derive(Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct PageTable {
    /// One for each entry of the list; the others are looked up inside it.
    pub(super) item: Selectors,
    /// The title.
    pub(super) title: Selectors,
    /// The address, such as `h3 a@href`.
    pub(super) link: Selectors,
    /// The date.
    pub(super) date: Selectors,
    /// The picture.
    pub(super) image: Selectors,
    /// The summary.
    pub(super) summary: Selectors,
    /// The page with older entries; looked up in the whole page.
    pub(super) next: Selectors,
    /// Only entries that fit one of these, or lie in one.
    pub(super) include: Selectors,
    /// No entries that fit one of these, or lie in one.
    pub(super) exclude: Selectors,
}

/// `[source.article_page]`
#[derive(Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct ArticlePageTable {
    /// What holds the text.
    pub(super) body: Selectors,
    /// The title.
    pub(super) title: Selectors,
    /// The date.
    pub(super) date: Selectors,
    /// The author.
    pub(super) author: Selectors,
    /// The picture.
    pub(super) image: Selectors,
    /// What does not belong to the text.
    pub(super) remove: Selectors,
}

#[derive(Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct FetchTable {
    /// Requests under way at once.
    #[schemars(with = "Option<usize>", extend("minimum" = 1))]
    pub(super) concurrency: Option<Spanned<usize>>,
    /// Requests under way at once to one host.
    #[schemars(with = "Option<usize>", extend("minimum" = 1))]
    pub(super) per_host: Option<Spanned<usize>>,
    /// For one answer, all redirects and the body included, such as `30s`.
    #[schemars(with = "Option<String>")]
    pub(super) timeout: Option<Spanned<String>>,
    /// The largest body after decoding, such as `10MiB`.
    #[schemars(with = "Option<String>")]
    pub(super) max_body: Option<Spanned<String>>,
    /// Private networks that may be reached, such as `192.168.1.0/24`.
    #[schemars(with = "Vec<String>")]
    pub(super) allow_networks: Vec<Spanned<String>>,
    /// Whose resolver: that of the program, or the system's.
    #[schemars(with = "Option<String>", extend("enum" = ["hickory", "system"]))]
    pub(super) dns: Option<Spanned<String>>,
    /// The address of a proxy; never taken from the environment.
    #[schemars(with = "Option<String>")]
    pub(super) proxy: Option<Spanned<String>>,
}

#[derive(Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct DedupeTable {
    /// Texts further apart than this are not compared, such as `45d`.
    #[schemars(with = "Option<String>")]
    pub(super) window: Option<Spanned<String>>,
    /// Pairs of addresses that are never one story.
    #[schemars(with = "Vec<[String; 2]>")]
    pub(super) never_merge: Vec<[Spanned<String>; 2]>,
    /// Pairs of addresses that are one story.
    #[schemars(with = "Vec<[String; 2]>")]
    pub(super) always_merge: Vec<[Spanned<String>; 2]>,
    /// Where the owner of a story gives an excerpt that breaks off, the full text of a carrier is told in its place,
    /// unless `content` of either forbids it; the text has to begin with the excerpt.
    pub(super) carrier_text: bool,
}

#[derive(Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct OutputTable {
    /// The folder, relative to this file.
    pub(super) dir: Option<String>,
    /// The feeds that are written.
    #[schemars(with = "Option<Vec<String>>", extend("items" = {"type": "string", "enum": words(FORMATS)}))]
    pub(super) formats: Option<Vec<Spanned<String>>>,
    /// The selections beside the combined one.
    #[schemars(with = "Option<Vec<String>>", extend("items" = {"type": "string", "enum": words(PER)}))]
    pub(super) per: Option<Vec<Spanned<String>>>,
    /// Stories in one selection, and everything of the last 48 h besides.
    #[schemars(with = "Option<usize>", extend("minimum" = 1))]
    pub(super) items: Option<Spanned<usize>>,
    /// A WebSub hub that is told of changes.
    #[schemars(with = "Option<String>")]
    pub(super) hub: Option<Spanned<String>>,
    /// What keeps an empty feed from being published.
    pub(super) gate: GateTable,
    /// Everything by the month in which it came in (RFC 5005).
    pub(super) archive: Option<bool>,
    /// Widgets for other sites, and a page for each source that shows how it looks.
    pub(super) widget: Option<bool>,
    /// Publish a copy of the status report; it always lies in the state folder.
    pub(super) status: Option<bool>,
    /// A folder of templates and assets that override the built-in ones file by file.
    #[schemars(with = "Option<String>")]
    pub(super) theme: Option<Spanned<String>>,
}

#[derive(Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct GateTable {
    /// The share of its stories that a feed may lose at once, such as `50%`.
    #[schemars(with = "Option<String>")]
    pub(super) max_loss: Option<Spanned<String>>,
}

#[derive(Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct StoreTable {
    /// `sqlite:` and a path, relative to the state folder.
    #[schemars(with = "Option<String>")]
    pub(super) url: Option<Spanned<String>>,
    /// How long bodies and texts are kept by `prune`, such as `400d`.
    #[schemars(with = "Option<String>")]
    pub(super) keep: Option<Spanned<String>>,
    /// How many daily backups are kept.
    pub(super) backups: Option<usize>,
}
