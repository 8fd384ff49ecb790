//! `inspect duplicates`: articles as JSON lines in, the story of each as JSON lines out.

use crate::{
    address,
    dedupe::{Placed, batch},
    html,
    model::{Article, ArticleId, Language, SourceId, Timestamp},
};
use serde::Deserialize;
use uuid::Uuid;
use xxhash_rust::xxh3::xxh3_64;

/// A line of the input; other keys are ignored.
#[derive(Deserialize)]
struct Line {
    id: String,
    source: String,
    #[serde(default)]
    url: Option<String>,
    #[serde(default)]
    guid: Option<String>,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    summary: Option<String>,
    #[serde(default)]
    content_html: Option<String>,
    #[serde(default)]
    lang: Option<String>,
    #[serde(default)]
    published: Option<Timestamp>,
    fetched: Timestamp,
}

/// A line of the input that cannot be read.
#[derive(Debug, thiserror::Error)]
pub(super) enum BadLine {
    /// It is no JSON object with an id, a source and the time it was fetched.
    #[error("cannot read line {number}")]
    Json {
        /// From 1.
        number: usize,
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// Its source has no name.
    #[error("line {number} names no source")]
    Nobody {
        /// From 1.
        number: usize,
    },
}

/// One line `{"id","story","related":[ids]}` for each line of `text`, in the same order. `story` is
/// the id of the article that began it; `related` are those of the same news in other languages.
pub(super) fn run(text: &str) -> Result<String, BadLine> {
    let (names, articles) = read(text)?;
    let placed = batch(&articles);
    let name = |arrival: usize| names.get(arrival).map_or("", |(_, id)| id.as_str());
    let mut answers: Vec<(usize, String)> = names
        .iter()
        .zip(&placed)
        .map(|((number, id), placed)| (*number, answer(id, placed, &name)))
        .collect();
    answers.sort();
    Ok(answers.into_iter().map(|(_, line)| line + "\n").collect())
}

/// The number of its line and the id of every article.
type Names = Vec<(usize, String)>;

/// The articles in the order in which they came; the number of its line and the id of each.
fn read(text: &str) -> Result<(Names, Vec<Article>), BadLine> {
    let mut arrivals = Vec::new();
    for (at, line) in text.split('\n').enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let number = at + 1;
        let line: Line =
            serde_json::from_str(line).map_err(|source| BadLine::Json { number, source })?;
        let article = article(&line).ok_or(BadLine::Nobody { number })?;
        arrivals.push((line.fetched, number, line.id, article));
    }
    arrivals.sort_by_key(|(fetched, number, ..)| (*fetched, *number));
    let mut names = Vec::with_capacity(arrivals.len());
    let mut articles = Vec::with_capacity(arrivals.len());
    for (_, number, id, article) in arrivals {
        names.push((number, id));
        articles.push(article);
    }
    Ok((names, articles))
}

fn answer<'a>(id: &str, placed: &Placed, name: &impl Fn(usize) -> &'a str) -> String {
    let related: Vec<&str> = placed.related.iter().map(|place| name(*place)).collect();
    serde_json::json!({ "id": id, "story": name(placed.story), "related": related }).to_string()
}

/// None where the source has no name.
fn article(line: &Line) -> Option<Article> {
    let url = line.url.as_deref().unwrap_or_default();
    let base = address::absolute(url, None);
    let stated = line.published.unwrap_or(line.fetched);
    let source = SourceId::new(&line.source).or_else(|| {
        let name = Some(line.source.trim()).filter(|name| !name.is_empty())?;
        SourceId::new(&format!("{:x}", xxh3_64(name.as_bytes())))
    })?;
    Some(Article {
        from_page: false,
        id: ArticleId(Uuid::new_v5(&Uuid::NAMESPACE_OID, line.id.as_bytes())),
        source,
        guid: line.guid.clone().filter(|guid| !guid.trim().is_empty()),
        permalink: address::permalink(url, None),
        canonical: None,
        title: html::plain(line.title.as_deref().unwrap_or_default()),
        summary: html::plain(line.summary.as_deref().unwrap_or_default()),
        content: html::clean(
            line.content_html.as_deref().unwrap_or_default(),
            base.as_ref(),
        ),
        raw: None,
        published: line.published,
        updated: None,
        first_seen: line.fetched,
        date: stated.min(line.fetched),
        language: line.lang.as_deref().and_then(Language::parse),
        authors: Vec::new(),
        categories: Vec::new(),
        tags: Vec::new(),
        image: None,
        enclosures: Vec::new(),
        comments: None,
        alternates: Vec::new(),
        via: None,
        rights: None,
        content_hash: xxh3_64(line.id.as_bytes()),
    })
}
