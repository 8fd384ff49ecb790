//! The index of a recording: one line of JSON a hop, readable and editable by hand.

use crate::{
    fetch::FetchError,
    model::{Headers, Timestamp},
};
use serde::{Deserialize, Serialize};
use std::{
    io,
    path::{Path, PathBuf},
};

/// A line of `index.jsonl`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Line {
    /// The address that was asked.
    pub(super) url: String,
    /// What it answered with.
    pub(super) status: u16,
    /// The fields of the answer, content coding left out.
    #[serde(default)]
    pub(super) headers: Headers,
    /// The body's file, relative to the index.
    #[serde(default)]
    pub(super) file: Option<String>,
    /// The `now` of the run that recorded it.
    pub(super) fetched_at: Timestamp,
}

/// Where the index of the recording in `folder` lies.
pub(super) fn path(folder: &Path) -> PathBuf {
    folder.join("index.jsonl")
}

/// Every line in order. An index that is not there is an error; empty lines are not.
pub(super) fn read(folder: &Path) -> Result<Vec<Line>, FetchError> {
    let path = path(folder);
    let failed = |source: io::Error| FetchError::Recording {
        path: path.clone(),
        source: source.into(),
    };
    let text = std::fs::read_to_string(&path).map_err(failed)?;
    // Editors of Windows put a mark there.
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(number, line)| {
            let line: Line = serde_json::from_str(line).map_err(|error| {
                failed(io::Error::new(
                    io::ErrorKind::InvalidData,
                    format!("line {}: {error}", number + 1),
                ))
            })?;
            Ok(lower_case(line))
        })
        .collect()
}

/// A person may have written `ETag`.
fn lower_case(mut line: Line) -> Line {
    for (name, _) in &mut line.headers.0 {
        name.make_ascii_lowercase();
    }
    line
}
