//! A page's address in; whether its site lets us read it out (RFC 9309), and how many pages of it
//! a run may still read.

use super::Run;
use crate::{
    fetch::{Accept, Answer, Fetch, Request},
    model::Timestamp,
    page::robots::{self, Robots},
    schedule,
};
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::sync::OnceCell;
use url::Url;

/// Who we are in a robots.txt.
const PRODUCT: &str = "clusterwire";
/// A robots.txt is not asked for again sooner, nor later (RFC 9309 2.4).
const KEPT: (Duration, Duration) = (Duration::from_hours(1), Duration::from_hours(24));
/// For so long an old one stands in for one that cannot be had (RFC 9309 2.3.1.4).
const STANDS_IN: TimeDelta = TimeDelta::days(30);
/// Pages read of one host in one run, so that a new source costs its server no more than a visitor.
const MOST_OF_HOST: usize = 30;
/// Pages read in one run.
const MOST: usize = 1000;
/// All waiting that `Crawl-delay` may cause a source in one run.
const LONGEST_WAIT: Duration = Duration::from_mins(1);

/// What the sites of a run say about reading their pages.
#[derive(Debug, Default)]
pub struct Manners {
    hosts: Mutex<HashMap<String, Arc<OnceCell<Rules>>>>,
    read: Mutex<HashMap<String, usize>>,
}

/// What one site says.
#[derive(Debug)]
enum Rules {
    Said(Robots),
    /// Nobody knows: then nothing may be read.
    Unknown(String),
}

/// Whether a page may be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Leave {
    /// Yes; after a pause, where the site asks for one.
    Granted(Option<Duration>),
    /// Its site says no.
    Denied(String),
    /// Its site could not be asked.
    Unknown(String),
}

/// As it is kept in the store.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    asked: Timestamp,
    until: Timestamp,
    text: String,
}

impl Manners {
    /// How many of `wanted` pages of the host of `url` may be read now. They count as read.
    pub(super) fn allot(&self, url: &str, wanted: usize, pause: Option<Duration>) -> usize {
        let host = origin(url).unwrap_or_default();
        let slow = pause
            .filter(|pause| !pause.is_zero())
            .map_or(usize::MAX, |pause| {
                let times = LONGEST_WAIT.as_millis() / pause.as_millis().max(1);
                usize::try_from(times).unwrap_or(usize::MAX).max(1)
            });
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        let all: usize = read.values().sum();
        let of_host = read.entry(host).or_default();
        let granted = wanted
            .min(slow)
            .min(MOST_OF_HOST.saturating_sub(*of_host))
            .min(MOST.saturating_sub(all));
        *of_host += granted;
        granted
    }

    fn cell(&self, origin: &str) -> Arc<OnceCell<Rules>> {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(hosts.entry(origin.to_owned()).or_default())
    }
}

/// Whether a page may be read. Its robots.txt is asked for once a run, and not while it is fresh.
pub(super) async fn leave<F: Fetch>(run: &Run<'_, F>, url: &str) -> Leave {
    let Some(origin) = origin(url) else {
        return Leave::Denied(format!("{url} is no address of a page"));
    };
    let cell = run.manners.cell(&origin);
    match cell.get_or_init(|| rules(run, &origin)).await {
        Rules::Unknown(why) => Leave::Unknown(why.clone()),
        Rules::Said(robots) if robots.allows(&path(url)) => Leave::Granted(robots.delay),
        Rules::Said(_) => Leave::Denied(format!("{origin}/robots.txt does not let us read {url}")),
    }
}

/// The sitemaps that a site names in its robots.txt.
pub(super) async fn sitemaps<F: Fetch>(run: &Run<'_, F>, url: &str) -> Vec<String> {
    let Some(origin) = origin(url) else {
        return Vec::new();
    };
    let cell = run.manners.cell(&origin);
    match cell.get_or_init(|| rules(run, &origin)).await {
        Rules::Unknown(_) => Vec::new(),
        Rules::Said(robots) => robots.sitemaps.clone(),
    }
}

async fn rules<F: Fetch>(run: &Run<'_, F>, origin: &str) -> Rules {
    let name = format!("robots {origin}");
    let kept = run.store.remark(&name).await.ok().flatten();
    let kept: Option<Kept> = kept.and_then(|json| serde_json::from_str(&json).ok());
    // What was asked later than now, a wrong clock dated.
    let kept = kept.filter(|kept| kept.asked <= run.now);
    if let Some(kept) = kept.as_ref().filter(|kept| kept.until > run.now) {
        return Rules::Said(robots::robots(&kept.text, PRODUCT));
    }
    match ask(run, origin).await {
        Ok((text, fresh_for)) => {
            let until = run.now + fresh_for.clamp(KEPT.0, KEPT.1);
            let said = robots::robots(&text, PRODUCT);
            let kept = Kept {
                asked: run.now,
                until,
                text,
            };
            if let Ok(json) = serde_json::to_string(&kept) {
                // A store that cannot keep it cannot keep the articles either, and says so then.
                let _ = run.store.set_remark(&name, &json).await;
            }
            Rules::Said(said)
        }
        Err(why) => match kept.filter(|kept| run.now - kept.asked < STANDS_IN) {
            Some(kept) => Rules::Said(robots::robots(&kept.text, PRODUCT)),
            None => Rules::Unknown(why),
        },
    }
}

/// The text, empty where there is none, and for how long it holds.
async fn ask<F: Fetch>(run: &Run<'_, F>, origin: &str) -> Result<(String, Duration), String> {
    const LONGEST: usize = 64 << 10;
    let url = format!("{origin}/robots.txt");
    let request = Request {
        url: url.clone(),
        accept: Accept::Text,
        ..Request::default()
    };
    let fetched = run.fetch.fetch(request).await;
    match fetched.map(|fetched| fetched.answer) {
        Ok(Answer::Found(document)) => {
            let end = document.body.len().min(LONGEST);
            let body = document.body.get(..end).unwrap_or_default();
            let fresh_for = schedule::hints(&document.headers, None, run.now).fresh_for;
            let text = String::from_utf8_lossy(body).into_owned();
            Ok((text, fresh_for.unwrap_or(KEPT.1)))
        }
        Ok(Answer::Unchanged(_)) => Ok((String::new(), KEPT.0)),
        // 4xx: there is none, and everything may be read. Too many requests is no such answer.
        Ok(Answer::Status(status @ (429 | 500..), _)) => Err(format!("{url} answers {status}")),
        Ok(Answer::Status(..)) => Ok((String::new(), KEPT.1)),
        Err(error) => Err(error.to_string()),
    }
}

fn origin(url: &str) -> Option<String> {
    let url = Url::parse(url).ok()?;
    url.has_host().then(|| url.origin().ascii_serialization())
}

fn path(url: &str) -> String {
    let Ok(url) = Url::parse(url) else {
        return "/".to_owned();
    };
    match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    }
}
