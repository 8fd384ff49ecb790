//! A recording in, its answers out: no network, no clock.

use crate::{
    fetch::{
        Answer, Fetch, FetchError, Fetched, Held, MAX_HOPS, Request,
        index::{self, Line},
        known, may_lead_to, redirects,
    },
    model::{Document, Headers, Hop, Timestamp, Validators},
};
use std::{
    collections::HashMap,
    io,
    path::{Component, Path, PathBuf},
    time::Duration,
};
use url::Url;

/// Answers from a folder that `--record` wrote, or a person.
#[derive(Debug)]
pub struct Replay {
    folder: PathBuf,
    lines: HashMap<String, Vec<Line>>,
    last: Option<Timestamp>,
    now: Option<Timestamp>,
}

impl Replay {
    /// Reads the index; bodies are read when they are asked for. Without `at`, everything counts.
    pub fn open(folder: &Path) -> Result<Self, FetchError> {
        let mut lines: HashMap<String, Vec<Line>> = HashMap::new();
        let mut last = None;
        for line in index::read(folder)? {
            last = last.max(Some(line.fetched_at));
            lines.entry(line.url.clone()).or_default().push(line);
        }
        Ok(Self {
            folder: folder.to_owned(),
            lines,
            last,
            now: None,
        })
    }

    /// The same recording as it stood at `now`: of each address the latest answer that is not
    /// later counts, or the first if all are.
    #[must_use]
    pub fn at(mut self, now: Timestamp) -> Self {
        self.now = Some(now);
        self
    }

    /// When the last answer was recorded: the `now` of a replay that is given none. None of an
    /// empty recording.
    pub fn last_fetched_at(&self) -> Option<Timestamp> {
        self.last
    }

    fn answer(&self, request: &Request) -> Result<Fetched, FetchError> {
        let mut hops = Vec::new();
        let mut url = request.url.clone();
        loop {
            let known = known(request, &hops, &url);
            let line = self.line(&url, known)?;
            let hop = Hop {
                url: url.clone(),
                status: line.status,
                headers: line.headers.clone(),
            };
            hops.push(hop);
            let target = line
                .headers
                .first("location")
                .filter(|_| redirects(line.status));
            let Some(target) = target.and_then(|to| join(&url, to)) else {
                let answer = self.last_answer(line, known)?;
                if let (Answer::Unchanged(_), Some(hop)) = (&answer, hops.last_mut()) {
                    hop.status = 304;
                }
                return Ok(Fetched {
                    hops,
                    answer,
                    spent: Duration::ZERO,
                    held: Held::default(),
                });
            };
            if hops.iter().any(|hop| hop.url == target) || hops.len() >= MAX_HOPS {
                return Err(FetchError::Redirects {
                    url: request.url.clone(),
                    last: target,
                    hops: hops.len(),
                });
            }
            may_lead_to(request, &target)?;
            url = target;
        }
    }

    /// The line that counts for an address. A recorded 304 only says that the answer before it
    /// still stood: it counts by itself only where nothing else was recorded and validators ask.
    fn line(&self, url: &str, known: Option<&Validators>) -> Result<&Line, FetchError> {
        let lines = self.lines.get(url).map(Vec::as_slice).unwrap_or_default();
        let usable = |line: &&Line| line.status != 304;
        let past = |line: &&Line| self.now.is_none_or(|now| line.fetched_at <= now);
        let latest = lines
            .iter()
            .filter(usable)
            .filter(past)
            .max_by_key(|line| line.fetched_at);
        latest
            .or_else(|| {
                lines
                    .iter()
                    .filter(usable)
                    .min_by_key(|line| line.fetched_at)
            })
            .or_else(|| lines.first().filter(|_| known.is_some()))
            .ok_or_else(|| FetchError::Network {
                url: url.to_owned(),
                why: format!("{} has no line for it", self.folder.display()),
            })
    }

    fn last_answer(&self, line: &Line, known: Option<&Validators>) -> Result<Answer, FetchError> {
        let found = (200..300).contains(&line.status) && line.status != 206;
        let valid = |known| still_valid(known, &line.headers);
        if line.status == 304 || (found && known.is_some_and(valid)) {
            return Ok(Answer::Unchanged(line.headers.clone()));
        }
        if !found {
            return Ok(Answer::Status(line.status, line.headers.clone()));
        }
        Ok(Answer::Found(Document {
            url: line.url.clone(),
            headers: line.headers.clone(),
            body: self.body(line)?,
        }))
    }

    fn body(&self, line: &Line) -> Result<Vec<u8>, FetchError> {
        let Some(file) = &line.file else {
            return Ok(Vec::new());
        };
        let path = self.folder.join(file);
        let failed = |source: io::Error| FetchError::Recording {
            path: path.clone(),
            source: source.into(),
        };
        let inside = Path::new(file)
            .components()
            .all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
        if !inside {
            let why = "a body's file lies inside the recording's folder";
            return Err(failed(io::Error::new(io::ErrorKind::InvalidInput, why)));
        }
        std::fs::read(&path).map_err(failed)
    }
}

impl Fetch for Replay {
    async fn fetch(&self, request: Request) -> Result<Fetched, FetchError> {
        self.answer(&request)
    }
}

/// RFC 9110 13.2.2: the entity tag decides (compared weakly), the date only where there is none.
pub(super) fn still_valid(asked: &Validators, headers: &Headers) -> bool {
    let weak = |tag: &str| tag.strip_prefix("W/").unwrap_or(tag).to_owned();
    match (&asked.etag, &asked.last_modified) {
        (Some(tag), _) => headers.first("etag").map(weak) == Some(weak(tag)),
        (None, Some(date)) => headers.first("last-modified") == Some(date.as_str()),
        (None, None) => false,
    }
}

fn join(base: &str, target: &str) -> Option<String> {
    let base = Url::parse(base).ok()?;
    let mut joined = base.join(target).ok()?;
    joined.set_fragment(None);
    Some(joined.into())
}
