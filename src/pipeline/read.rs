//! A document in; the articles in it, or the addresses that may lead to its feed, out. This is the
//! work of the processor: it runs on a blocking thread, where a panic ends one source's visit and
//! nothing else.

use crate::{
    address, date, dedupe, encoding,
    model::{
        Article, ArticleId, DateOrder, Document, Entry, Failure, FailureKind, Feed, Finding, Hints,
        Portrait, Source, SourceKind, StoryId, Timestamp, Validators, Warning,
    },
    normalise,
    page::{self, Listing, Standing, Wrapper, discover::Candidate},
    parse::{self, ParseError},
    schedule,
};
use sha2::{Digest, Sha256};
use std::{
    collections::{BTreeMap, HashSet},
    fmt::Write as _,
    sync::Arc,
};
use tokio::sync::OwnedSemaphorePermit;

/// Entries taken of a sitemap: its newest. Each costs a request for its page.
const MOST_OF_SITEMAP: usize = 30;

/// What a document turned out to be.
pub(super) enum Reading {
    /// A feed.
    Feed(Box<FeedRead>),
    /// The bytes that were read last time.
    Same {
        /// What the server asks of us.
        hints: Hints,
        /// To ask with next time.
        validators: Validators,
    },
    /// A page: where its feed may be, and the news that it lists itself.
    Page(Box<PageRead>),
    /// A list of sitemaps.
    Index(Vec<String>),
    /// Neither.
    Nothing(Failure),
}

/// A feed that was read, or a page as one.
pub(super) struct FeedRead {
    /// What it was read as; never `Auto`.
    pub(super) kind: SourceKind,
    /// Believed.
    pub(super) articles: Vec<Article>,
    /// Of each article: the publisher gave a summary at most, and the text is elsewhere.
    pub(super) bare: Vec<bool>,
    /// See [`normalise::Normalised::claims`].
    pub(super) claims: BTreeMap<ArticleId, Vec<StoryId>>,
    /// How many of our own came back.
    pub(super) returned: usize,
    /// What the store is asked about them.
    pub(super) keys: Vec<dedupe::Key>,
    /// What their texts are compared by, but for those that were read last time.
    pub(super) prints: dedupe::Prints,
    /// By which they are known next time.
    pub(super) seen: Vec<u32>,
    /// How many entries the feed held.
    pub(super) entries: usize,
    /// Forgiven.
    pub(super) warnings: Vec<Warning>,
    /// What its publisher should mend; nothing of what is no feed.
    pub(super) findings: Vec<Finding>,
    /// Left out: which entry, and why.
    pub(super) dropped: Vec<(String, String)>,
    /// What server and feed ask of us.
    pub(super) hints: Hints,
    /// To ask with next time; none of a document that was cut.
    pub(super) validators: Validators,
    /// SHA-256 of the body; none of a document that was cut.
    pub(super) body_hash: Option<String>,
    /// What the feed looks like from outside.
    pub(super) portrait: Portrait,
    /// Of a page: what was learnt of its list.
    pub(super) wrapper: Option<serde_json::Value>,
    /// Of a page: the one with older news.
    pub(super) next: Option<String>,
    /// Given back when it is decided on.
    pub(super) room: Option<OwnedSemaphorePermit>,
}

impl FeedRead {
    /// Articles with a date of their own.
    pub(super) fn dated(&self) -> usize {
        let dated = |article: &&Article| article.published.is_some();
        self.articles.iter().filter(dated).count()
    }
}

/// A page that was read.
pub(super) struct PageRead {
    /// Its address, redirects followed.
    pub(super) url: String,
    /// Where its feed may be.
    pub(super) candidates: Vec<Candidate>,
    /// The news that it lists.
    pub(super) list: FeedRead,
    /// What became of the list that was known.
    pub(super) standing: Standing,
}

/// What reading needs besides the document.
pub(super) struct Reader {
    /// Whose document it is.
    pub(super) source: Arc<Source>,
    /// The host that we publish at: what comes from there is ours already.
    pub(super) own_host: Option<String>,
    /// Of the run.
    pub(super) now: Timestamp,
    /// SHA-256 of the body that was read last time from the same address.
    pub(super) known_body: Option<String>,
    /// See [`crate::model::SourceState::seen`].
    pub(super) seen: Vec<u32>,
    /// What to expect.
    pub(super) kind: SourceKind,
    /// What was learnt of a page's list.
    pub(super) wrapper: Option<serde_json::Value>,
}

/// Reads a document.
pub(super) fn read(reader: &Reader, document: Document) -> Reading {
    let hash = hash(&document.body);
    if reader.known_body.as_ref() == Some(&hash) {
        let hints = schedule::hints(&document.headers, None, reader.now);
        let validators = validators(&document, reader.now);
        return Reading::Same { hints, validators };
    }
    match reader.kind {
        SourceKind::Auto | SourceKind::Feed => feed(reader, &document, hash),
        SourceKind::Wordpress => posts(reader, &document, hash),
        SourceKind::Sitemap => sitemap(reader, &document, hash),
        SourceKind::Jsonld | SourceKind::Hfeed | SourceKind::Page => {
            // A page that was found may be a feed today.
            if reader.source.kind == SourceKind::Auto && parse::parse(&document).is_ok() {
                return feed(reader, &document, hash);
            }
            Reading::Page(Box::new(page(reader, &document, hash)))
        }
    }
}

fn feed(reader: &Reader, document: &Document, hash: String) -> Reading {
    match parse::parse(document) {
        Ok(parsed) => {
            let cut = parsed.warnings.contains(&Warning::Cut);
            let findings = normalise::findings(&parsed.feed, &parsed.warnings);
            let mut read = believe(reader, document, SourceKind::Feed, parsed.feed);
            read.warnings.splice(0..0, parsed.warnings);
            read.findings = findings;
            // What follows the cut was not read: the same answer must not count as read next time.
            if cut {
                read.validators = Validators::default();
            } else {
                read.body_hash = Some(hash);
            }
            Reading::Feed(Box::new(read))
        }
        Err(ParseError::Html) => Reading::Page(Box::new(page(reader, document, hash))),
        Err(ParseError::Sitemap) if reader.kind == SourceKind::Auto => {
            sitemap(reader, document, hash)
        }
        Err(error) => nothing(error.to_string()),
    }
}

fn posts(reader: &Reader, document: &Document, hash: String) -> Reading {
    let text = encoding::decode(&document.body, &document.headers, &document.url).text;
    if let Some(posts) = page::wordpress::posts(&text, &document.url) {
        let mut read = believe(reader, document, SourceKind::Wordpress, posts);
        read.body_hash = Some(hash);
        return Reading::Feed(Box::new(read));
    }
    match parse::parse(document) {
        Err(ParseError::Html) => Reading::Page(Box::new(page(reader, document, hash))),
        Ok(_) | Err(_) => nothing("it is no list of posts as WordPress gives it".to_owned()),
    }
}

fn sitemap(reader: &Reader, document: &Document, hash: String) -> Reading {
    if parse::parse(document).is_err_and(|error| matches!(error, ParseError::Html)) {
        return Reading::Page(Box::new(page(reader, document, hash)));
    }
    let section = &reader.source.url;
    let itself = address::absolute(&document.url, None) == address::absolute(section, None);
    // Where the configured address is the sitemap, the whole site is meant.
    let site = address::absolute(section, None).and_then(|url| url.join("/").ok());
    let section = site
        .filter(|_| itself)
        .map_or_else(|| section.clone(), String::from);
    let found = page::sitemap::sitemap(&document.body, &section);
    if !found.further.is_empty() {
        return Reading::Index(found.further);
    }
    let mut feed = found.feed;
    if feed.entries.is_empty() {
        return nothing("the sitemap lists no page below the source's address".to_owned());
    }
    feed.entries
        .truncate(MOST_OF_SITEMAP.max(reader.source.first_run));
    let mut read = believe(reader, document, SourceKind::Sitemap, feed);
    read.body_hash = Some(hash);
    Reading::Feed(Box::new(read))
}

fn page(reader: &Reader, document: &Document, hash: String) -> PageRead {
    let context = context(&reader.source, reader.now);
    let learnt = reader.wrapper.as_ref().and_then(learnt);
    let (kind, found): (SourceKind, Listing) = match reader.kind {
        SourceKind::Jsonld => (reader.kind, page::described(document, &context)),
        SourceKind::Hfeed => (reader.kind, page::marked(document, &context)),
        // It is said where the feed is, and no news is read.
        _ if reader.source.kind == SourceKind::Feed => (reader.kind, Listing::default()),
        SourceKind::Auto
        | SourceKind::Feed
        | SourceKind::Wordpress
        | SourceKind::Sitemap
        | SourceKind::Page => {
            let found = page::listing(document, learnt.as_ref(), &reader.source.page, &context);
            (SourceKind::Page, found)
        }
    };
    let mut list = believe(reader, document, kind, found.feed());
    list.body_hash = Some(hash);
    if let Some(wrapper) = found.wrapper {
        list.wrapper = remembered(wrapper);
    }
    list.next = found.next;
    PageRead {
        url: document.url.clone(),
        candidates: page::discover::feeds(document),
        list,
        standing: found.standing,
    }
}

/// What is known where the dates of a source's pages stand.
pub(super) fn context(source: &Source, now: Timestamp) -> date::Context<'_> {
    date::Context {
        languages: if source.date_languages.is_empty() {
            &source.languages
        } else {
            &source.date_languages
        },
        text_language: None,
        now,
        timezone: source.timezone,
        order: source.date_order,
    }
}

/// What was learnt of a source, as it is stored with its state.
fn learnt(stored: &serde_json::Value) -> Option<Wrapper> {
    serde_json::from_value(stored.clone()).ok()
}

/// What is worth remembering.
fn remembered(wrapper: Wrapper) -> Option<serde_json::Value> {
    if wrapper == Wrapper::default() {
        return None;
    }
    serde_json::to_value(wrapper).ok()
}

/// The order of day and month of a source: as configured, else as it was learnt.
pub(super) fn learnt_order(source: &Source, stored: Option<&serde_json::Value>) -> DateOrder {
    match source.date_order {
        DateOrder::Auto => stored
            .and_then(learnt)
            .map_or(DateOrder::Auto, |wrapper| wrapper.order),
        settled @ (DateOrder::Dmy | DateOrder::Mdy | DateOrder::Ymd) => settled,
    }
}

/// The same, where the dates of this feed may prove it.
fn order(reader: &Reader, feed: &Feed) -> DateOrder {
    let context = context(&reader.source, reader.now);
    if context.order != DateOrder::Auto {
        return context.order;
    }
    let dates = feed
        .entries
        .iter()
        .flat_map(|entry| [&entry.published, &entry.updated])
        .flatten()
        .filter(|text| date::machine(text).is_none());
    let dates: Vec<&str> = dates.map(String::as_str).collect();
    match date::learn_order(&dates, &context) {
        DateOrder::Auto => learnt_order(&reader.source, reader.wrapper.as_ref()),
        proved @ (DateOrder::Dmy | DateOrder::Mdy | DateOrder::Ymd) => proved,
    }
}

/// Makes articles of what a publisher said.
fn believe(reader: &Reader, document: &Document, kind: SourceKind, feed: Feed) -> FeedRead {
    let hints = schedule::hints(&document.headers, Some(&feed), reader.now);
    let portrait = schedule::portrait(&feed);
    let order = order(reader, &feed);
    let ordered = Source {
        date_order: order,
        ..Source::clone(&reader.source)
    };
    let entries = feed.entries.len();
    let full = Full::of(&feed.entries);
    let own_host = reader.own_host.as_deref();
    let normalised = normalise::normalise(&ordered, feed, own_host, reader.now);
    let prints = dedupe::Prints::read(&normalised.articles, normalised.texts, &reader.seen);
    FeedRead {
        kind,
        keys: dedupe::keys_of(&normalised.articles, &prints),
        prints,
        seen: dedupe::marks(&normalised.articles),
        bare: normalised
            .articles
            .iter()
            .map(|article| !full.has(article))
            .collect(),
        articles: normalised.articles,
        claims: normalised.claims,
        returned: 0,
        entries,
        warnings: normalised.warnings,
        findings: Vec::new(),
        dropped: normalised
            .dropped
            .into_iter()
            .map(|dropped| (dropped.entry, dropped.reason))
            .collect(),
        hints,
        validators: validators(document, reader.now),
        body_hash: None,
        portrait,
        wrapper: remembered(Wrapper {
            order,
            ..Wrapper::default()
        }),
        next: None,
        room: None,
    }
}

/// The entries that came with their text, by guid and link.
struct Full(HashSet<String>);

impl Full {
    fn of(entries: &[Entry]) -> Self {
        let full = entries.iter().filter(|entry| {
            let mut texts = entry.content.iter();
            texts.any(|text| !text.value.trim().is_empty())
        });
        let names = full.flat_map(|entry| {
            let guid = entry.guid.iter().map(|guid| guid.trim().to_owned());
            let links = entry.links.iter().map(|link| address::link_key(&link.href));
            guid.chain(links)
        });
        Self(names.collect())
    }

    fn has(&self, article: &Article) -> bool {
        let guid = article.guid.as_deref().map(str::trim);
        let link = article.permalink.as_deref().map(address::link_key);
        guid.is_some_and(|guid| self.0.contains(guid))
            || link.is_some_and(|link| self.0.contains(&link))
    }
}

fn validators(document: &Document, now: Timestamp) -> Validators {
    Validators {
        etag: document.headers.first("etag").map(ToOwned::to_owned),
        last_modified: document
            .headers
            .first("last-modified")
            .map(ToOwned::to_owned),
        given_by: Some(document.url.clone()),
        given_at: Some(now),
    }
}

fn nothing(message: String) -> Reading {
    Reading::Nothing(Failure {
        kind: FailureKind::NoFeed,
        message,
        retry_after: None,
    })
}

fn hash(body: &[u8]) -> String {
    let mut text = String::with_capacity(64);
    for byte in Sha256::digest(body) {
        let _ = write!(text, "{byte:02x}");
    }
    text
}
