//! A visit in; the same with what the pages of its new articles say, out. Pages are read where the
//! publisher gave no text or no date, once an article, slowly, and only where robots.txt lets us.

use super::{
    Run,
    article_page::{self, Fill, PageOf},
    ask::{Ended, Visit},
    question::secrets,
    read::{FeedRead, learnt_order},
    robots::{self, Leave},
    stock::Stock,
};
use crate::{
    address,
    dedupe::{self, Key, Revision},
    fetch::{Accept, Answer, Fetch, Request},
    html,
    model::{Article, ArticlePolicy, Document, Source, SourceKind, SourceState, Waiting, Warning},
    store::StoreError,
};
use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

/// So often a page is asked for before it is given up.
const MOST_TRIES: u32 = 3;
/// A summary without the text is shorter than this, in characters.
const SHORT: usize = 700;
/// Pages that wait for a later run; more are a flood.
const MOST_WAITING: usize = 200;

/// Reads what is to be read, and writes it into the visit's articles. An error is one of the store.
pub(super) async fn complete<F: Fetch>(
    run: &Run<'_, F>,
    source: &Arc<Source>,
    visit: &mut Visit,
) -> Result<(), StoreError> {
    if source.article == ArticlePolicy::Never {
        visit.state.waiting.clear();
        return Ok(());
    }
    match &mut visit.end {
        Ended::Failed(_) => Ok(()),
        Ended::Unchanged { .. } => {
            let none = HashSet::new();
            visit.late = Box::pin(late(run, source, &mut visit.state, &none)).await?;
            Ok(())
        }
        Ended::Feed(read) => {
            let new = Box::pin(fresh(run, source, &mut visit.state, read)).await?;
            visit.late = Box::pin(late(run, source, &mut visit.state, &new)).await?;
            Ok(())
        }
    }
}

/// The pages of what is new. Returns the addresses that were looked at.
async fn fresh<F: Fetch>(
    run: &Run<'_, F>,
    source: &Arc<Source>,
    state: &mut SourceState,
    read: &mut FeedRead,
) -> Result<HashSet<String>, StoreError> {
    let mut wanted: Vec<usize> = (0..read.articles.len())
        .filter(|&at| wants(source, read, at))
        .collect();
    if wanted.is_empty() {
        return Ok(HashSet::new());
    }
    let known = Stock::of(source, &run.store.known(read.keys.clone()).await?);
    let mut later = Vec::new();
    for &at in &wanted {
        if let Some(article) = read.articles.get_mut(at) {
            known.keep_text(run, article).await?;
        }
    }
    let article = |at: usize| read.articles.get(at);
    wanted.retain(|&at| article(at).is_some_and(|article| known.find(article).is_none()));
    wanted.sort_by_key(|&at| std::cmp::Reverse(article(at).map(|article| article.date)));
    let given_up: HashSet<String> = state
        .waiting
        .iter()
        .filter(|waiting| waiting.tries >= MOST_TRIES)
        .map(|waiting| waiting.url.clone())
        .collect();
    if state.last_good.is_none() {
        // What lies further back is not shown: nobody would read it.
        wanted.truncate(source.first_run);
    }
    let urls: Vec<String> = wanted
        .iter()
        .filter_map(|&at| article(at)?.permalink.clone())
        .filter(|url| !given_up.contains(url))
        .collect();
    let fills = read_all(run, source, read, &urls, &mut later).await;
    let frame = article_page::frame(&mut state.frame, &fills);
    for fill in fills {
        let same = |article: &&mut Article| article.permalink.as_deref() == Some(&fill.url);
        if let Some(article) = read.articles.iter_mut().find(same) {
            article_page::fill(source, article, read.kind, fill, &frame);
        }
    }
    remember(state, &urls, later, &mut read.warnings);
    if read.kind == SourceKind::Sitemap {
        only_read(read, &known);
    }
    read.prints = dedupe::Prints::of(&read.articles);
    read.keys = dedupe::keys_of(&read.articles, &read.prints);
    Ok(urls.into_iter().collect())
}

/// A sitemap names addresses, no more: what is no article by its own page, or was not read, is none.
fn only_read(read: &mut FeedRead, known: &Stock) {
    let mut bare = std::mem::take(&mut read.bare).into_iter();
    let (articles, rest): (Vec<_>, Vec<_>) = std::mem::take(&mut read.articles)
        .into_iter()
        .zip(bare.by_ref())
        .partition(|(article, _)| article.from_page || known.find(article).is_some());
    for (article, _) in rest {
        let name = article.permalink.unwrap_or(article.title);
        let why = "its page was not read, or has no article on it";
        read.dropped.push((name, why.to_owned()));
    }
    (read.articles, read.bare) = articles.into_iter().unzip();
}

/// Whether the page of an article is worth a request.
fn wants(source: &Source, read: &FeedRead, at: usize) -> bool {
    let (Some(article), Some(bare)) = (read.articles.get(at), read.bare.get(at)) else {
        return false;
    };
    let Some(url) = article.permalink.as_deref() else {
        return false;
    };
    if is_file(url) || source.partner && !address::same_site(url, &source.url) {
        return false;
    }
    match source.article {
        ArticlePolicy::Never => false,
        ArticlePolicy::Always => true,
        ArticlePolicy::Auto => article.published.is_none() || *bare && is_short(article),
    }
}

/// A summary, cut or short, where the text should be.
fn is_short(article: &Article) -> bool {
    let text = html::text(&article.content);
    let text = text.trim();
    text.chars().count() < SHORT || text.contains("appeared first on") || html::is_cut(text)
}

fn is_file(url: &str) -> bool {
    const FILES: &[&str] = &[
        ".pdf", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".zip", ".jpg", ".jpeg", ".png",
        ".gif", ".webp", ".mp3", ".mp4", ".ogg",
    ];
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let path = path.to_ascii_lowercase();
    FILES.iter().any(|ending| path.ends_with(ending))
}

/// Reads these pages, one after the other. What could not be read is in `later`.
async fn read_all<F: Fetch>(
    run: &Run<'_, F>,
    source: &Arc<Source>,
    read: &FeedRead,
    urls: &[String],
    later: &mut Vec<Waiting>,
) -> Vec<Fill> {
    let by_url: HashMap<&str, &Article> = read
        .articles
        .iter()
        .filter_map(|article| Some((article.permalink.as_deref()?, article)))
        .collect();
    let mut left = Budget::default();
    let mut fills = Vec::new();
    for (done, url) in urls.iter().enumerate() {
        let rest = urls.len() - done;
        let page = PageOf {
            url: url.clone(),
            // A feed's date is the publisher's; a list's may be told from now.
            listed: by_url
                .get(url.as_str())
                .and_then(|article| article.published)
                .filter(|_| read.kind == SourceKind::Page),
            order: learnt_order(source, read.wrapper.as_ref()),
        };
        match one(run, source, page, &mut left, rest).await {
            Outcome::Read(fill) => fills.push(*fill),
            Outcome::Denied => {}
            Outcome::Later => later.push(Waiting {
                url: url.clone(),
                tries: 0,
            }),
            Outcome::Failed(why) => later.push(Waiting {
                url: format!("{url}\n{why}"),
                tries: 1,
            }),
        }
    }
    fills
}

/// How asking for a page ended.
enum Outcome {
    Read(Box<Fill>),
    /// Its site says no.
    Denied,
    /// Enough was asked of its site for now.
    Later,
    /// Why it could not be read.
    Failed(String),
}

/// How many pages may still be read of each host.
#[derive(Default)]
struct Budget(HashMap<String, usize>);

async fn one<F: Fetch>(
    run: &Run<'_, F>,
    source: &Arc<Source>,
    page: PageOf,
    left: &mut Budget,
    rest: usize,
) -> Outcome {
    if run.stop.is_cancelled() {
        return Outcome::Later;
    }
    let pause = match robots::leave(run, &page.url).await {
        Leave::Granted(pause) => pause,
        Leave::Denied(_) => return Outcome::Denied,
        Leave::Unknown(why) => return Outcome::Failed(why),
    };
    let host = address::host(&page.url).unwrap_or_default();
    let known = left.0.contains_key(&host);
    let granted = left
        .0
        .entry(host)
        .or_insert_with(|| run.manners.allot(&page.url, rest, pause));
    if *granted == 0 {
        return Outcome::Later;
    }
    *granted -= 1;
    if let (Some(pause), true) = (pause, known) {
        tokio::time::sleep(pause).await;
    }
    let request = Request {
        url: page.url.clone(),
        headers: secrets(source, &page.url),
        accept: Accept::Page,
        ..Request::default()
    };
    let fetched = match run.fetch.fetch(request).await {
        Ok(fetched) => fetched,
        Err(error) => return Outcome::Failed(error.to_string()),
    };
    let held = fetched.held;
    match fetched.answer {
        Answer::Found(document) => {
            let read = understand(run, Arc::clone(source), page, document).await;
            drop(held);
            read
        }
        Answer::Status(status, _) => Outcome::Failed(format!("it answers {status}")),
        Answer::Unchanged(_) => Outcome::Failed("it answers 304".to_owned()),
    }
}

async fn understand<F: Fetch>(
    run: &Run<'_, F>,
    source: Arc<Source>,
    page: PageOf,
    document: Document,
) -> Outcome {
    let Ok(_turn) = run.readers.acquire().await else {
        return Outcome::Later;
    };
    let now = run.now;
    let work = move || article_page::read(&source, page, &document, now);
    match tokio::task::spawn_blocking(work).await {
        Ok(Ok(fill)) => Outcome::Read(Box::new(fill)),
        Ok(Err(why)) => Outcome::Failed(why),
        Err(_) => Outcome::Failed("the program itself failed while reading it".to_owned()),
    }
}

/// Notes what is to be asked for again, and warns of it.
fn remember(
    state: &mut SourceState,
    asked: &[String],
    later: Vec<Waiting>,
    warnings: &mut Vec<Warning>,
) {
    let before: HashMap<String, u32> = state
        .waiting
        .iter()
        .map(|waiting| (waiting.url.clone(), waiting.tries))
        .collect();
    state
        .waiting
        .retain(|waiting| !asked.contains(&waiting.url));
    for waiting in later {
        let (url, why) = waiting
            .url
            .split_once('\n')
            .map_or((waiting.url.as_str(), None), |(url, why)| (url, Some(why)));
        let tries = before.get(url).copied().unwrap_or_default() + waiting.tries;
        if let Some(why) = why {
            warnings.push(unread(url, why));
        }
        state.waiting.push(Waiting {
            url: url.to_owned(),
            tries,
        });
    }
    let spare = state.waiting.len().saturating_sub(MOST_WAITING);
    state.waiting.drain(..spare);
}

fn unread(url: &str, why: &str) -> Warning {
    Warning::Entry {
        entry: url.to_owned(),
        what: format!("its page could not be read: {why}"),
    }
}

/// The pages that were not read when their articles came, without those of `now`.
async fn late<F: Fetch>(
    run: &Run<'_, F>,
    source: &Arc<Source>,
    state: &mut SourceState,
    now: &HashSet<String>,
) -> Result<Vec<Revision>, StoreError> {
    let due: Vec<Waiting> = state
        .waiting
        .iter()
        .filter(|waiting| waiting.tries < MOST_TRIES && !now.contains(&waiting.url))
        .cloned()
        .collect();
    let found = state.found.clone();
    let learnt = found.as_ref().and_then(|found| found.wrapper.as_ref());
    let mut left = Budget::default();
    let mut fills = Vec::new();
    for (done, waiting) in due.iter().enumerate() {
        let page = PageOf {
            url: waiting.url.clone(),
            listed: None,
            order: learnt_order(source, learnt),
        };
        let outcome = one(run, source, page, &mut left, due.len() - done).await;
        let mine = |known: &Waiting| known.url == waiting.url;
        match outcome {
            Outcome::Later => {}
            Outcome::Read(fill) => {
                fills.push(*fill);
                state.waiting.retain(|known| !mine(known));
            }
            Outcome::Denied => state.waiting.retain(|known| !mine(known)),
            Outcome::Failed(_) => state
                .waiting
                .iter_mut()
                .filter(|known| mine(known))
                .for_each(|known| known.tries += 1),
        }
    }
    let frame = article_page::frame(&mut state.frame, &fills);
    let mut revisions = Vec::new();
    for fill in fills {
        let stored = run.store.articles_at(&fill.url).await?;
        let own = |article: &Article| article.source == source.id && !article.from_page;
        let Some(mut article) = stored.into_iter().find(own) else {
            continue;
        };
        let known = run.store.known(vec![Key::Article(article.id)]).await?;
        let Some(before) = known.articles.iter().find(|known| known.id == article.id) else {
            continue;
        };
        // Its date was fixed at first sight, and its edits are counted as they were.
        let date = article.date;
        article_page::fill(source, &mut article, SourceKind::Feed, fill, &frame);
        article.date = date;
        revisions.push(Revision {
            article,
            revised: before.revised,
            edits: before.edits,
        });
    }
    Ok(revisions)
}
