//! An edition and a format in, a file out. The same edition gives the same bytes: no clock, no hash
//! order, no version of ours.

mod aside;
mod atom;
mod body;
mod document;
mod extra;
mod fold;
mod frame;
mod galley;
mod html;
mod json_feed;
mod linked;
mod month;
mod opml;
mod partner;
mod piece;
mod rss;
mod search;
mod status;
mod subscribing;
mod telling;
mod theme;
mod tidy;
mod valid;
mod verify;
mod widget;
mod words;
mod xml;

pub use aside::{Aside, asides, of_widgets};
pub use galley::{Galley, Misprint};
pub use month::Month;
pub use search::{PATH as SEARCH, entries};
pub use status::{Audience, STATUS, status};
pub use theme::Theme;
pub use valid::faults;
pub use verify::{Broken, verify};

use piece::{Piece, pieces};
use words::Words;

use crate::model::{Edition, Format, Issue, OutputFile, Selection, StoryId};

/// The name in `generator`: no version, so that a new release does not rewrite every file.
const GENERATOR: &str = "clusterwire";
/// What `_clusterwire` in a JSON Feed is about.
const NAMESPACE: &str = "urn:clusterwire:1";

/// Why an edition has no file.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// A template is wrong.
    #[error("cannot fill the template for {path}")]
    Template {
        /// The page.
        path: String,
        /// What is wrong, and where.
        source: minijinja::Error,
    },
    /// The writer of a feed failed.
    #[error("cannot write {path}: {reason}")]
    Write {
        /// The feed.
        path: String,
        /// What it said.
        reason: String,
    },
}

/// Writes an edition in a format.
pub fn render(edition: &Edition, format: Format, theme: &Theme) -> Result<OutputFile, RenderError> {
    if galley::is_feed(format) {
        let path = edition.path(format);
        let bytes = Galley::default().feed(edition, format)?;
        return Ok(OutputFile { path, bytes });
    }
    let pieces = pieces(edition, Words::of(&edition.language));
    printed(edition, &pieces, format, theme)
}

/// A file that is no feed.
fn printed(
    edition: &Edition,
    pieces: &[Piece],
    format: Format,
    theme: &Theme,
) -> Result<OutputFile, RenderError> {
    let path = edition.path(format);
    let failed = |reason: String| RenderError::Write {
        path: path.clone(),
        reason,
    };
    let bytes = match format {
        Format::Rss | Format::Atom | Format::Json => {
            return Err(failed("this is a feed".to_owned()));
        }
        Format::Opml => opml::opml(edition).map_err(|error| failed(error.to_string()))?,
        Format::Html if matches!(edition.selection, Selection::Month(_)) => {
            return month::month(edition, pieces, theme);
        }
        Format::Html => {
            html::html(edition, pieces, theme).map_err(|source| RenderError::Template {
                path: path.clone(),
                source,
            })?
        }
    };
    Ok(OutputFile { path, bytes })
}

/// Every file of an edition, one after the other: its feeds as configured, its page, and for the
/// combined edition the list of sources.
pub fn files(
    edition: &Edition,
    theme: &Theme,
) -> impl Iterator<Item = Result<OutputFile, RenderError>> {
    formats(edition)
        .into_iter()
        .map(move |format| render(edition, format, theme))
}

/// The paths of both documents of a month, `YYYY-MM`.
pub fn month_paths(month: &str) -> [String; 2] {
    [
        format!("archive/{month}.atom.xml"),
        format!("archive/{month}/index.html"),
    ]
}

/// The paths of the [`files`] of an edition, whatever stories it holds.
pub fn paths(edition: &Edition) -> impl Iterator<Item = String> {
    formats(edition)
        .into_iter()
        .map(|format| edition.path(format))
}

fn formats(edition: &Edition) -> Vec<Format> {
    if matches!(edition.selection, Selection::Month(_)) {
        return vec![Format::Atom, Format::Html];
    }
    let mut formats = edition.masthead.formats.clone();
    formats.retain(|format| !matches!(format, Format::Html | Format::Opml));
    formats.push(Format::Html);
    if edition.folder.is_empty() {
        formats.push(Format::Opml);
    }
    formats
}

/// Every file that belongs to no single edition: the page to subscribe from, the index of the
/// search, the pages of stories with several tellers or languages, and of ids that were given up
/// (`aliases`, to what they became), widgets, and a page for each source.
pub fn around(
    issue: &Issue,
    aliases: &[(StoryId, StoryId)],
    theme: &Theme,
) -> Result<Vec<OutputFile>, RenderError> {
    let Some(combined) = issue.editions.first() else {
        return Ok(Vec::new());
    };
    let mut files = Vec::new();
    for aside in aside::all(&issue.masthead) {
        files.extend(aside.files(issue, combined, aliases, theme)?);
    }
    Ok(files)
}

/// A page of a template, below the output folder.
fn page(
    path: String,
    template: &str,
    values: minijinja::Value,
    theme: &Theme,
) -> Result<OutputFile, RenderError> {
    match theme.fill(template, values) {
        Ok(mut page) => {
            page.push('\n');
            let bytes = page.into_bytes();
            Ok(OutputFile { path, bytes })
        }
        Err(source) => Err(RenderError::Template { path, source }),
    }
}
