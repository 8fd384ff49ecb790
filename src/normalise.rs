//! Entries as published in, articles that we believe out; what was odd about them, and what was
//! left out and why.

mod content;
mod findings;
mod identity;
mod link;
mod opening;
mod parts;
mod time;
mod words;

pub use findings::findings;

use crate::{
    address, html, language,
    model::{Article, ArticleId, Entry, Feed, Source, StoryId, Timestamp, Warning},
};
use content::Body;
use identity::{Identities, Identity};
use std::collections::BTreeMap;
use url::Url;
use uuid::Uuid;

/// What became of a feed's entries.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Normalised {
    /// In the order of the document, each once.
    pub articles: Vec<Article>,
    /// The text of each: [`html::text`] of its content.
    pub texts: Vec<String>,
    /// What was forgiven.
    pub warnings: Vec<Warning>,
    /// What was left out.
    pub dropped: Vec<Dropped>,
    /// Published ids under which an article says that it was told before, by whoever told it: its
    /// provenance (DESIGN.md 4.6). Only a store knows which of them are its own.
    pub claims: BTreeMap<ArticleId, Vec<StoryId>>,
}

/// An entry that is no article of this source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dropped {
    /// Which: its guid, link or title.
    pub entry: String,
    /// Why, in words.
    pub reason: String,
}

/// Entries read from one document, in its order (RELIABILITY.md 33).
const MOST_ENTRIES: usize = 500;

/// Turns what a publisher said into what we believe. `own_host` is where we publish ourselves: what
/// leads there has come back to us (DESIGN.md 4.6), unless it is the source's own host. `now` is the instant of the run; an entry
/// without a date, or with a later one, is dated so.
pub fn normalise(
    source: &Source,
    mut feed: Feed,
    own_host: Option<&str>,
    now: Timestamp,
) -> Normalised {
    let mut result = Normalised::default();
    let mut entries = std::mem::take(&mut feed.entries);
    if entries.len() > MOST_ENTRIES {
        entries.truncate(MOST_ENTRIES);
        result.warnings.push(Warning::Limit {
            what: "entries",
            kept: MOST_ENTRIES,
        });
    }
    let site = link::site(source, &feed);
    let linked: Vec<(Entry, Option<String>)> = entries
        .into_iter()
        .map(|entry| {
            let permalink = link::permalink(&entry, site.as_ref());
            (entry, permalink)
        })
        .collect();
    let identities = Identities::of(&linked);
    let own_host = own_host.filter(|own| address::host(&source.url).as_deref() != Some(own));
    let stage = Stage {
        source,
        feed: &feed,
        site,
        now,
    };
    for (entry, permalink) in linked {
        if let Some(reason) = came_back(&entry, permalink.as_deref(), own_host) {
            let entry = name(&entry);
            result.dropped.push(Dropped { entry, reason });
            continue;
        }
        let read = stage.article(&entry, permalink, &identities, &mut result.warnings);
        let Some((article, text)) = read else {
            let reason = "it has no title, text, link or file".to_owned();
            let entry = name(&entry);
            result.dropped.push(Dropped { entry, reason });
            continue;
        };
        let claims = claims(&entry);
        if !claims.is_empty() {
            result.claims.insert(article.id, claims);
        }
        keep(article, text, &entry, &mut result);
    }
    opening::leave_out(&mut result.articles, &result.texts);
    result
}

/// What is the same for all entries of a feed.
struct Stage<'a> {
    source: &'a Source,
    feed: &'a Feed,
    site: Option<Url>,
    now: Timestamp,
}

impl Stage<'_> {
    /// The article and its text.
    fn article(
        &self,
        entry: &Entry,
        permalink: Option<String>,
        identities: &Identities,
        warnings: &mut Vec<Warning>,
    ) -> Option<(Article, String)> {
        let page = permalink.as_deref().and_then(|link| Url::parse(link).ok());
        let base = page.as_ref().or(self.site.as_ref());
        let body = Body::of(entry, base);
        let title = words::title(entry, &body, permalink.as_deref(), self.source)?;
        let times = time::times(self.source, self.feed, entry, self.now, warnings);
        let identity = identities.of_entry(entry, permalink.as_deref());
        let language = language::decide(
            declared_language(entry, self.feed),
            &self.source.languages,
            &format!("{title}\n{}", body.text),
        );
        let enclosures = parts::enclosures(entry, self.feed, base, warnings);
        let secure = base.is_some_and(|base| base.scheme() == "https");
        let image = content::image(entry, &enclosures, &body, base, secure);
        let article = Article {
            id: identity.id(&self.source.id, &title, times.published, &body.text),
            source: self.source.id.clone(),
            guid: match identity {
                Identity::Guid(guid) => Some(guid.to_owned()),
                Identity::Link(_) | Identity::Text => None,
            },
            content_hash: content::hash(&title, &body.text, permalink.as_deref(), &enclosures),
            permalink,
            canonical: None,
            title,
            summary: body.summary,
            content: body.html,
            raw: body.raw,
            from_page: false,
            published: times.published,
            updated: times.updated,
            first_seen: self.now,
            date: times.published.unwrap_or(self.now).min(self.now),
            language,
            authors: parts::authors(entry, self.feed, base),
            categories: parts::categories(entry, warnings),
            tags: self.source.tags.clone(),
            image,
            enclosures,
            comments: entry
                .comments
                .as_deref()
                .and_then(|link| address::permalink(link, base)),
            alternates: link::alternates(entry, base),
            via: parts::via(entry, self.source),
            rights: parts::rights(entry, self.feed),
        };
        Some((article, body.text))
    }
}

/// The ids that an aggregator before us gave it: its mark, the guid it had from another one, its own.
fn claims(entry: &Entry) -> Vec<StoryId> {
    let named = [&entry.provenance, &entry.original, &entry.guid];
    let named = named.into_iter().flatten().map(|id| id.trim());
    let mut claims: Vec<StoryId> = named
        .filter_map(|id| Uuid::parse_str(id.strip_prefix("urn:uuid:")?).ok())
        .map(ArticleId)
        .collect();
    claims.sort_unstable();
    claims.dedup();
    claims
}

/// Why an entry is our own page that came back, if it is.
fn came_back(entry: &Entry, permalink: Option<&str>, own_host: Option<&str>) -> Option<String> {
    let own = own_host.map(|host| host.strip_prefix("www.").unwrap_or(host))?;
    let ours = |link: &str| address::host(link).is_some_and(|host| host == own);
    let link = permalink
        .into_iter()
        .chain(entry.guid.as_deref())
        .find(|link| ours(link))?;
    Some(format!("it leads to our own site: {link}"))
}

/// Keeps an article, or the newer of two that are one.
fn keep(article: Article, text: String, entry: &Entry, result: &mut Normalised) {
    let mut known = result.articles.iter().zip(0..);
    let Some((known, place)) = known.find(|(known, _)| known.id == article.id) else {
        result.articles.push(article);
        result.texts.push(text);
        return;
    };
    if article.updated > known.updated {
        result.articles[place] = article;
        result.texts[place] = text;
    }
    result.dropped.push(Dropped {
        entry: name(entry),
        reason: "it stands in the document twice; the newer was kept".to_owned(),
    });
}

fn declared_language<'a>(entry: &'a Entry, feed: &'a Feed) -> Option<&'a str> {
    let of_text = |text: &'a crate::model::Text| text.language.as_deref();
    entry
        .language
        .as_deref()
        .or_else(|| entry.content.iter().find_map(of_text))
        .or_else(|| entry.title.as_ref().and_then(of_text))
        .or(feed.language.as_deref())
}

/// How a person would find the entry in the document.
fn name(entry: &Entry) -> String {
    let link = || entry.links.first().map(|link| link.href.as_str());
    let title = || entry.title.as_ref().map(|title| title.value.as_str());
    let name = entry.guid.as_deref().or_else(link).or_else(title);
    let name = name.map(words::harmless).filter(|name| !name.is_empty());
    html::excerpt(name.as_deref().unwrap_or("an entry without a name"), 120)
}

#[cfg(test)]
mod tests;
