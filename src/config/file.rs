//! feeds.toml as it is written: every key optional, every value with its place in the file.

use serde::{
    Deserialize, Deserializer,
    de::{SeqAccess, Visitor},
};
use std::{collections::BTreeMap, fmt};
use toml::Spanned;

/// The whole file.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct File {
    pub(super) site: SiteTable,
    pub(super) defaults: SourceKeys,
    pub(super) fetch: FetchTable,
    pub(super) source: Vec<Spanned<SourceTable>>,
    pub(super) dedupe: DedupeTable,
    pub(super) output: OutputTable,
    pub(super) store: StoreTable,
    pub(super) rule: Vec<RuleTable>,
    pub(super) tag_map: Vec<TagMapTable>,
    pub(super) view: Vec<ViewTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RuleTable {
    pub(super) name: Option<String>,
    pub(super) when: Spanned<String>,
    pub(super) r#do: Spanned<String>,
    pub(super) tag: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TagMapTable {
    pub(super) from: OneOrMore,
    pub(super) to: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ViewTable {
    pub(super) name: Spanned<String>,
    pub(super) when: Spanned<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct SiteTable {
    pub(super) title: Option<String>,
    pub(super) url: Option<Spanned<String>>,
    pub(super) language: Option<Spanned<String>>,
    pub(super) contact: Option<Spanned<String>>,
    pub(super) timezone: Option<Spanned<String>>,
    pub(super) icon: Option<String>,
}

/// What `[defaults]` sets for every source.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct SourceKeys {
    pub(super) every: Option<Spanned<String>>,
    pub(super) every_max: Option<Spanned<String>>,
    pub(super) first_run: Option<usize>,
    pub(super) content: Option<Spanned<String>>,
    pub(super) article: Option<Spanned<String>>,
    pub(super) expect_every: Option<Spanned<String>>,
    pub(super) per_source: Option<usize>,
}

/// One `[[source]]`. The keys of `SourceKeys` are written out again: a flattened struct would lose
/// the places of its values.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SourceTable {
    pub(super) url: Spanned<String>,
    pub(super) id: Option<Spanned<String>>,
    pub(super) name: Option<Spanned<String>>,
    pub(super) lang: Option<Spanned<OneOrMore>>,
    #[serde(default)]
    pub(super) tags: Vec<Spanned<String>>,
    pub(super) rights: Option<String>,
    pub(super) kind: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) partner: bool,
    pub(super) timezone: Option<Spanned<String>>,
    pub(super) date_order: Option<Spanned<String>>,
    pub(super) date_langs: Option<Spanned<OneOrMore>>,
    #[serde(default)]
    pub(super) headers: BTreeMap<Spanned<String>, Spanned<String>>,
    #[serde(default)]
    pub(super) page: PageTable,
    #[serde(default)]
    pub(super) article_page: ArticlePageTable,
    pub(super) every: Option<Spanned<String>>,
    pub(super) every_max: Option<Spanned<String>>,
    pub(super) first_run: Option<usize>,
    pub(super) content: Option<Spanned<String>>,
    pub(super) article: Option<Spanned<String>>,
    pub(super) expect_every: Option<Spanned<String>>,
    pub(super) per_source: Option<usize>,
}

/// `[source.page]`: selectors, each one or a list of fallbacks.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct PageTable {
    pub(super) item: OneOrMore,
    pub(super) title: OneOrMore,
    pub(super) link: OneOrMore,
    pub(super) date: OneOrMore,
    pub(super) image: OneOrMore,
    pub(super) summary: OneOrMore,
    pub(super) next: OneOrMore,
    pub(super) include: OneOrMore,
    pub(super) exclude: OneOrMore,
}

/// `[source.article_page]`
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct ArticlePageTable {
    pub(super) body: OneOrMore,
    pub(super) title: OneOrMore,
    pub(super) date: OneOrMore,
    pub(super) author: OneOrMore,
    pub(super) image: OneOrMore,
    pub(super) remove: OneOrMore,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct FetchTable {
    pub(super) concurrency: Option<Spanned<usize>>,
    pub(super) per_host: Option<Spanned<usize>>,
    pub(super) timeout: Option<Spanned<String>>,
    pub(super) max_body: Option<Spanned<String>>,
    pub(super) allow_networks: Vec<Spanned<String>>,
    pub(super) dns: Option<Spanned<String>>,
    pub(super) proxy: Option<Spanned<String>>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct DedupeTable {
    pub(super) window: Option<Spanned<String>>,
    pub(super) never_merge: Vec<[String; 2]>,
    pub(super) always_merge: Vec<[String; 2]>,
    pub(super) carrier_text: bool,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct OutputTable {
    pub(super) dir: Option<String>,
    pub(super) formats: Option<Vec<Spanned<String>>>,
    pub(super) per: Option<Vec<Spanned<String>>>,
    pub(super) items: Option<Spanned<usize>>,
    pub(super) hub: Option<Spanned<String>>,
    pub(super) gate: GateTable,
    pub(super) archive: Option<bool>,
    pub(super) widget: Option<bool>,
    pub(super) status: Option<bool>,
    pub(super) theme: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct GateTable {
    pub(super) max_loss: Option<Spanned<String>>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct StoreTable {
    pub(super) url: Option<Spanned<String>>,
    pub(super) keep: Option<Spanned<String>>,
    pub(super) backups: Option<usize>,
}

/// `"bs"` or `["bs", "en"]`.
#[derive(Default)]
pub(super) struct OneOrMore(pub(super) Vec<String>);

impl<'de> Deserialize<'de> for OneOrMore {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OneOrMoreVisitor)
    }
}

struct OneOrMoreVisitor;

impl<'de> Visitor<'de> for OneOrMoreVisitor {
    type Value = OneOrMore;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string or a list of strings")
    }

    fn visit_str<E>(self, one: &str) -> Result<OneOrMore, E> {
        Ok(OneOrMore(vec![one.to_owned()]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<OneOrMore, A::Error> {
        let mut found = Vec::new();
        while let Some(item) = list.next_element()? {
            found.push(item);
        }
        Ok(OneOrMore(found))
    }
}
