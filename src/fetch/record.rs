//! Every answer of another fetcher, kept as files that `Replay` answers from.

use crate::{
    fetch::{
        Answer, Fetch, FetchError, Fetched, Request,
        index::{self, Line},
        replay::still_valid,
    },
    model::{Headers, Hop, Timestamp, Validators},
};
use std::{
    collections::{HashMap, HashSet},
    fs::{File, OpenOptions},
    io::{self, Write as _},
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};
use url::Url;

/// Asks `F` and keeps what it answers. Request headers are never kept, so no secret is.
#[derive(Debug)]
pub struct Record<F> {
    fetch: F,
    folder: PathBuf,
    now: Timestamp,
    index: Mutex<Index>,
}

#[derive(Debug)]
struct Index {
    file: File,
    names: HashSet<String>,
    /// Of each address, the fields that its last whole answer in the recording came with.
    whole: HashMap<String, Headers>,
}

impl<F> Record<F> {
    /// Adds to the recording in `folder`, which is made if it is not there. `now` is the instant
    /// of the run, which every answer is dated with.
    pub fn new(fetch: F, folder: &Path, now: Timestamp) -> Result<Self, FetchError> {
        let path = index::path(folder);
        let failed = |source: io::Error| FetchError::Recording {
            path: path.clone(),
            source: source.into(),
        };
        std::fs::create_dir_all(folder).map_err(failed)?;
        let lines = match index::read(folder) {
            Ok(lines) => lines,
            Err(FetchError::Recording { source, .. })
                if source.kind() == io::ErrorKind::NotFound =>
            {
                Vec::new()
            }
            Err(error) => return Err(error),
        };
        let (mut names, mut whole) = (HashSet::new(), HashMap::new());
        for line in lines {
            if let Some(file) = line.file {
                names.insert(file);
                whole.insert(line.url, line.headers);
            }
        }
        let file = OpenOptions::new()
            .create(true)
            .append(true)
            .open(&path)
            .map_err(failed)?;
        Ok(Self {
            fetch,
            folder: folder.to_owned(),
            now,
            index: Mutex::new(Index { file, names, whole }),
        })
    }

    /// A recording answers from nothing: a 304 is worth something only where the answer that it is
    /// about was recorded too. Anything else is asked for as a whole.
    fn without_gaps(&self, mut request: Request) -> Request {
        let index = self.index.lock().unwrap_or_else(PoisonError::into_inner);
        let recorded = index.whole.get(&request.url);
        if !recorded.is_some_and(|headers| still_valid(&request.validators, headers)) {
            request.validators = Validators::default();
        }
        request
    }

    fn keep(&self, fetched: &Fetched) -> Result<(), FetchError> {
        let mut index = self.index.lock().unwrap_or_else(PoisonError::into_inner);
        let last = fetched.hops.len().saturating_sub(1);
        for (number, hop) in fetched.hops.iter().enumerate() {
            let body = match &fetched.answer {
                Answer::Found(document) if number == last => Some(document.body.as_slice()),
                Answer::Found(_) | Answer::Unchanged(_) | Answer::Status(..) => None,
            };
            self.keep_hop(&mut index, hop, body)
                .map_err(|source| FetchError::Recording {
                    path: index::path(&self.folder),
                    source: source.into(),
                })?;
        }
        Ok(())
    }

    fn keep_hop(
        &self,
        index: &mut MutexGuard<'_, Index>,
        hop: &Hop,
        body: Option<&[u8]>,
    ) -> io::Result<()> {
        let mut file = None;
        if let Some(body) = body {
            let name = free_name(&hop.url, &hop.headers, &index.names);
            std::fs::write(self.folder.join(&name), body)?;
            index.names.insert(name.clone());
            index
                .whole
                .insert(hop.url.clone(), as_decoded(&hop.headers));
            file = Some(name);
        }
        let line = Line {
            url: hop.url.clone(),
            status: hop.status,
            headers: as_decoded(&hop.headers),
            file,
            fetched_at: self.now,
        };
        let mut text = serde_json::to_string(&line)?;
        text.push('\n');
        index.file.write_all(text.as_bytes())
    }
}

impl<F: Fetch> Fetch for Record<F> {
    async fn fetch(&self, request: Request) -> Result<Fetched, FetchError> {
        let fetched = self.fetch.fetch(self.without_gaps(request)).await?;
        self.keep(&fetched)?;
        Ok(fetched)
    }
}

/// The headers of a body that is kept decoded and whole. Cookies would be somebody's session.
fn as_decoded(headers: &Headers) -> Headers {
    const GONE: [&str; 5] = [
        "connection",
        "content-encoding",
        "content-length",
        "set-cookie",
        "transfer-encoding",
    ];
    let kept = headers
        .0
        .iter()
        .filter(|(name, _)| !GONE.contains(&name.as_str()));
    Headers(kept.cloned().collect())
}

/// A name that tells a person what is inside: `example.org-feed.xml`, `-2` where it is taken.
fn free_name(url: &str, headers: &Headers, taken: &HashSet<String>) -> String {
    let (stem, ending) = name(url, headers);
    let mut free = format!("{stem}.{ending}");
    let mut number = 1;
    while taken.contains(&free) {
        number += 1;
        free = format!("{stem}-{number}.{ending}");
    }
    free
}

fn name(url: &str, headers: &Headers) -> (String, &'static str) {
    const LONGEST: usize = 80;
    let parts = Url::parse(url).map_or_else(
        |_| url.to_owned(),
        |url| {
            let host = url.host_str().unwrap_or_default();
            let query = url.query().unwrap_or_default();
            format!("{}{} {query}", host, url.path())
        },
    );
    let mut stem = String::new();
    for c in parts.chars().take(LONGEST) {
        if c.is_ascii_alphanumeric() || c == '.' {
            stem.push(c.to_ascii_lowercase());
        } else if !stem.ends_with('-') {
            stem.push('-');
        }
    }
    let ending = ending(headers.first("content-type").unwrap_or_default());
    let stem = stem.trim_matches(['-', '.']);
    let stem = [".xml", ".rss", ".atom", ".json", ".html", ".txt"]
        .iter()
        .find_map(|known| stem.strip_suffix(known))
        .unwrap_or(stem);
    let stem = if stem.is_empty() { "answer" } else { stem };
    (stem.to_owned(), ending)
}

fn ending(content_type: &str) -> &'static str {
    let kind = content_type.split(';').next().unwrap_or_default();
    let kind = kind.trim().to_ascii_lowercase();
    match kind.as_str() {
        "text/html" | "application/xhtml+xml" => "html",
        "text/plain" => "txt",
        kind if kind.ends_with("json") => "json",
        kind if kind.ends_with("xml") => "xml",
        _ => "bin",
    }
}
