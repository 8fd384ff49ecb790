//! Whom we ask, and what was agreed with them: a table in feeds.toml.

use chrono_tz::Tz;
use std::{fmt, sync::Arc, time::Duration};

/// A `[[source]]` with `[defaults]`, timezone and language already applied.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// `id` in feeds.toml, else the slug of the name, else of the host.
    pub id: SourceId,
    /// As shown to readers; from feeds.toml, else the host.
    pub name: String,
    /// A site or a feed, http(s), as configured, byte for byte.
    pub url: String,
    /// What to expect there.
    pub kind: SourceKind,
    /// The languages it writes in; the first is assumed where nothing is declared.
    pub languages: Vec<Language>,
    /// Our labels for everything it brings.
    pub tags: Vec<String>,
    /// What it allowed us, for the reader.
    pub rights: Option<String>,
    /// Republishes others: never the lead while the original is known.
    pub partner: bool,
    /// Shortest time between two polls.
    pub every: Duration,
    /// Longest time between two polls.
    pub every_max: Duration,
    /// How many old entries a new source may show.
    pub first_run: usize,
    /// How much of an article we publish. None: full for feeds, excerpt for pages.
    pub content: Option<ContentPolicy>,
    /// When its article pages are read.
    pub article: ArticlePolicy,
    /// Quieter than this: a person is needed.
    pub expect_every: Duration,
    /// At most so many of it in one selection.
    pub per_source: usize,
    /// For dates without an offset.
    pub timezone: Tz,
    /// How it writes 3/4/2026.
    pub date_order: DateOrder,
    /// In which languages it writes dates; else `languages`.
    pub date_languages: Vec<Language>,
    /// Extra request headers.
    pub headers: Vec<(String, Secret)>,
    /// `[source.page]`: how its list is read, where that is not left to the program.
    pub page: PageSelectors,
    /// `[source.article_page]`: the same of its article pages.
    pub article_page: ArticleSelectors,
}

impl Source {
    /// How much of an article of it is told. Full for what the publisher hands out, as a feed or as
    /// `WordPress` does by REST; the excerpt for what was read from a page (`from_page`, or the
    /// whole source), unless the source says otherwise.
    pub fn tells(&self, from_page: bool) -> ContentPolicy {
        let pages = match self.kind {
            // A text that was found on a page is marked so itself.
            SourceKind::Auto | SourceKind::Feed | SourceKind::Wordpress => from_page,
            SourceKind::Page | SourceKind::Hfeed | SourceKind::Jsonld | SourceKind::Sitemap => true,
        };
        let unsaid = if pages {
            ContentPolicy::Excerpt
        } else {
            ContentPolicy::Full
        };
        self.content.unwrap_or(unsaid)
    }
}

/// `[a-z0-9-]+`: paths and ids hang on it.
#[derive(
    Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
pub struct SourceId(#[serde(with = "shared")] Arc<str>);

impl SourceId {
    /// None unless `id` is `[a-z0-9-]+`, at most 64 long, with a letter or digit at both ends.
    pub fn new(id: &str) -> Option<Self> {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
        let sound = !id.is_empty()
            && id.len() <= 64
            && id.starts_with(plain)
            && id.ends_with(plain)
            && id.chars().all(|c| plain(c) || c == '-');
        sound.then(|| Self(id.into()))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SourceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A BCP 47 language tag in its usual case: `bs`, `sr-Cyrl`, `en-US`.
#[derive(
    Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
pub struct Language(#[serde(with = "shared")] Arc<str>);

impl Language {
    /// Reads a declared language, `en_us` and ` EN-us ` included. None if it is no language tag.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.trim().split(['-', '_']);
        let primary = parts.next()?.to_ascii_lowercase();
        if !(2..=3).contains(&primary.len()) || !primary.bytes().all(|b| b.is_ascii_lowercase()) {
            return None;
        }
        let mut tag = primary;
        for part in parts {
            if part.is_empty() || part.len() > 8 || !part.bytes().all(|b| b.is_ascii_alphanumeric())
            {
                break;
            }
            tag.push('-');
            match part.len() {
                2 => tag.push_str(&part.to_ascii_uppercase()),
                4 => {
                    let lower = part.to_ascii_lowercase();
                    let mut letters = lower.chars();
                    tag.extend(letters.next().map(|c| c.to_ascii_uppercase()));
                    tag.extend(letters);
                }
                _ => tag.push_str(&part.to_ascii_lowercase()),
            }
        }
        Some(Self(tag.into()))
    }

    /// What is assumed where nothing is said.
    pub fn english() -> Self {
        Self("en".into())
    }

    /// The whole tag.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The language without script and region: `sr` of `sr-Cyrl-RS`.
    pub fn primary(&self) -> &str {
        self.0.split('-').next().unwrap_or(&self.0)
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text that thousands of stories name, and that is there once for most of them.
mod shared {
    use serde::{Deserialize as _, Deserializer, Serializer};
    use std::sync::Arc;

    pub(super) fn serialize<S: Serializer>(text: &Arc<str>, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(text)
    }

    pub(super) fn deserialize<'a, D: Deserializer<'a>>(from: D) -> Result<Arc<str>, D::Error> {
        String::deserialize(from).map(Into::into)
    }
}

/// `kind` of a source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SourceKind {
    /// Find out.
    #[default]
    Auto,
    /// The address is a feed, and nothing else is asked.
    Feed,
    /// WordPress REST.
    Wordpress,
    /// A sitemap.
    Sitemap,
    /// JSON-LD inside the page.
    Jsonld,
    /// Microformats inside the page.
    Hfeed,
    /// The page itself.
    Page,
}

/// How much of an article is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContentPolicy {
    /// Everything.
    Full,
    /// The summary.
    Excerpt,
    /// Nothing but title and link.
    Title,
}

/// When article pages are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ArticlePolicy {
    /// Where body or date is missing.
    #[default]
    Auto,
    /// For every new entry.
    Always,
    /// Never.
    Never,
}

/// The order of day and month in numeric dates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DateOrder {
    /// Learnt from the source's other dates and its language.
    #[default]
    Auto,
    /// 31/12/2026.
    Dmy,
    /// 12/31/2026.
    Mdy,
    /// 2026/12/31.
    Ymd,
}

/// A value that no report, recording or log may show.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Hides `value`.
    pub fn new(value: String) -> Self {
        Self(value)
    }

    /// The value itself: for the request it is meant for, nothing else.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// `[source.page]`: where automatic reading of a listing is not enough. Each is a list of `css[@attribute]`, tried in
/// order; an empty list leaves that field automatic.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PageSelectors {
    /// One for each item; the others are looked up inside it.
    pub item: Vec<String>,
    /// The item's title.
    pub title: Vec<String>,
    /// The item's address.
    pub link: Vec<String>,
    /// The item's date.
    pub date: Vec<String>,
    /// The item's picture.
    pub image: Vec<String>,
    /// The item's summary.
    pub summary: Vec<String>,
    /// The page with older items; looked up in the whole page.
    pub next: Vec<String>,
    /// Only items that fit one of these, or lie in one.
    pub include: Vec<String>,
    /// No items that fit one of these, or lie in one.
    pub exclude: Vec<String>,
}

/// `[source.article_page]`: where automatic reading of an article's page is not enough; as [`PageSelectors`].
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ArticleSelectors {
    /// What holds the text.
    pub body: Vec<String>,
    /// The title.
    pub title: Vec<String>,
    /// The date.
    pub date: Vec<String>,
    /// The author.
    pub author: Vec<String>,
    /// The picture.
    pub image: Vec<String>,
    /// What does not belong to the text.
    pub remove: Vec<String>,
}
