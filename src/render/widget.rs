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
/// The widgets of all stories, and their templates.
const OF_ALL: &[(&str, &str)] = &[
    ("widget/latest.html", "widget.html"),
    ("widget/latest.fragment.html", "fragment.html"),
];
/// Of these.
const LATEST: usize = 5;
/// Of all these.
pub(super) const MOST: usize = 10;

pub(super) fn widgets(issue: &Issue, theme: &Theme) -> Result<Vec<OutputFile>, RenderError> {
    let mut files = Vec::new();
    if let Some(combined) = issue.editions.first() {
        for (path, template) in OF_ALL {
            let values = values(combined, &combined.language, "auto", LATEST);
            files.push(page((*path).to_owned(), template, values, theme)?);
        }
    }
    for edition in &issue.editions {
        let Selection::Prefer(language) = &edition.selection else {
            continue;
        };
        for (path, look, count) in of_language(language) {
            let values = values(edition, language, look, count);
            files.push(page(path, "widget.html", values, theme)?);
        }
    }
    Ok(files)
}

/// Where they lie, if these selections are published, that of all stories first.
pub(super) fn paths<'a>(selections: impl Iterator<Item = &'a Selection>) -> Vec<String> {
    let mut paths = Vec::new();
    for selection in selections {
        if let Selection::Prefer(language) = selection {
            paths.extend(of_language(language).map(|(path, ..)| path));
        } else if *selection == Selection::All {
            paths.extend(OF_ALL.iter().map(|(path, _)| (*path).to_owned()));
        }
    }
    paths
}

/// A widget for each look and length.
fn of_language(language: &Language) -> impl Iterator<Item = (String, &'static str, usize)> {
    THEMES.iter().flat_map(move |look| {
        let path = move |count| format!("widget/{language}-{look}-{count}.html");
        COUNTS.iter().map(move |count| (path(count), *look, *count))
    })
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
