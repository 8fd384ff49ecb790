//! The editions in, what partner sites show of them out: pages for frames, a fragment to include.

use super::{
    RenderError,
    frame::line,
    page,
    piece::{Piece, pieces},
    theme::Theme,
    words::Words,
    xml,
};
use crate::model::{Edition, Issue, Language, OutputFile, Selection};
use minijinja::{Value, context};

const THEMES: &[&str] = &["auto", "dark", "light"];
const COUNTS: &[usize] = &[3, 5, 10];
/// Of `latest.html` and `latest.fragment.html`.
const LATEST: usize = 5;
/// Of all these.
pub(super) const MOST: usize = 10;

pub(super) fn widgets(issue: &Issue, theme: &Theme) -> Result<Vec<OutputFile>, RenderError> {
    let mut files = Vec::new();
    if let Some(combined) = issue.editions.first() {
        let values = || values(combined, &combined.language, "auto", LATEST);
        let path = |name: &str| format!("widget/{name}");
        files.push(page(path("latest.html"), "widget.html", values(), theme)?);
        files.push(page(
            path("latest.fragment.html"),
            "fragment.html",
            values(),
            theme,
        )?);
    }
    for edition in &issue.editions {
        let Selection::Prefer(language) = &edition.selection else {
            continue;
        };
        for look in THEMES {
            for count in COUNTS {
                let path = format!("widget/{language}-{look}-{count}.html");
                let values = values(edition, language, look, *count);
                files.push(page(path, "widget.html", values, theme)?);
            }
        }
    }
    Ok(files)
}

fn values(edition: &Edition, language: &Language, look: &str, count: usize) -> Value {
    let words = Words::of(language);
    let few = Edition {
        language: language.clone(),
        stories: edition.stories.iter().take(count).cloned().collect(),
        ..edition.clone()
    };
    let site = &edition.masthead.site;
    let story = |piece: &Piece| line(piece, site, language);
    context! {
        lang => language.as_str(),
        look,
        site => xml::line(&site.title),
        home => &site.url,
        stories => pieces(&few, words).iter().map(story).collect::<Value>(),
        around => words.around().value(),
    }
}
