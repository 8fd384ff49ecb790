//! Stories with several tellers or languages in, a page for each out; and one for each id that was
//! given up, which leads on.

use super::{
    RenderError,
    frame::frame,
    html::{day, excerpt},
    page,
    piece::{Piece, pieces, web},
    theme::Theme,
    words::Words,
    xml,
};
use crate::{
    date::written,
    model::{Edition, Issue, Language, OutputFile, StoryId},
};
use chrono::SecondsFormat;
use minijinja::{Value, context};
use std::collections::BTreeSet;

const ROOT: &str = "../../";

pub(super) fn telling(
    issue: &Issue,
    combined: &Edition,
    aliases: &[(StoryId, StoryId)],
    theme: &Theme,
) -> Result<Vec<OutputFile>, RenderError> {
    let words = Words::of(&combined.language);
    let several =
        |told: &&crate::model::Told| !told.story.also.is_empty() || !told.versions.is_empty();
    let all = Edition {
        stories: issue.told.iter().filter(several).cloned().collect(),
        ..combined.clone()
    };
    let mut files = Vec::new();
    let mut written = BTreeSet::new();
    for piece in pieces(&all, words) {
        written.insert(piece.story.id);
        files.push(told(&piece, issue, combined, theme)?);
    }
    for (alias, story) in leading(aliases, &written) {
        files.push(onward(*alias, *story, combined, theme)?);
    }
    Ok(files)
}

/// Where the pages of these stories lie.
pub(super) fn paths(stories: &BTreeSet<StoryId>, aliases: &[(StoryId, StoryId)]) -> Vec<String> {
    let aliases = leading(aliases, stories).map(|(alias, _)| alias);
    stories.iter().chain(aliases).copied().map(path).collect()
}

/// Those that became one of these stories.
fn leading<'a>(
    aliases: &'a [(StoryId, StoryId)],
    stories: &'a BTreeSet<StoryId>,
) -> impl Iterator<Item = &'a (StoryId, StoryId)> {
    aliases.iter().filter(|(_, story)| stories.contains(story))
}

fn told(
    piece: &Piece,
    issue: &Issue,
    combined: &Edition,
    theme: &Theme,
) -> Result<OutputFile, RenderError> {
    let site = &combined.masthead.site;
    let copy = |href: Option<&str>, title: &str, name: &str, language: Option<&Language>| {
        context! {
            href, title, name,
            lang => language.map(Language::as_str),
            badge => language.map(Language::primary),
        }
    };
    let own = copy(
        piece.link,
        &piece.title,
        &piece.name,
        piece.lead.language.as_ref(),
    );
    let also = piece.also.iter().map(|also| {
        let title = if also.title.is_empty() {
            &also.name
        } else {
            &also.title
        };
        copy(also.link, title, &also.name, also.carrier.language.as_ref())
    });
    let versions = piece.versions.iter().map(|other| {
        let outlet = issue.masthead.outlet(&other.source);
        let name = outlet
            .map(|outlet| xml::line(&outlet.name))
            .unwrap_or_default();
        copy(
            web(other.link.as_deref()),
            &xml::line(&other.title),
            &name,
            Some(&other.language),
        )
    });
    let instant = piece.published.with_timezone(&site.timezone);
    let values = context! {
        canonical => piece.link,
        onward => (),
        source => &piece.name,
        instant => instant.to_rfc3339_opts(SecondsFormat::Secs, true),
        date => written(day(piece.published, site), &combined.language),
        excerpt => excerpt(&piece.summary),
        copies => [own].into_iter().chain(also).chain(versions).collect::<Value>(),
        title_lang => piece.lead.language.as_ref().map(Language::as_str),
        ..frame(combined, ROOT, &piece.title)
    };
    page(path(piece.story.id), "telling.html", values, theme)
}

/// An id that was published once and is another's alias now.
fn onward(
    alias: StoryId,
    story: StoryId,
    combined: &Edition,
    theme: &Theme,
) -> Result<OutputFile, RenderError> {
    let words = Words::of(&combined.language);
    let values = context! {
        canonical => (),
        onward => format!("../{}/index.html", story.0),
        ..frame(combined, ROOT, words.around().told_at)
    };
    page(path(alias), "telling.html", values, theme)
}

fn path(id: StoryId) -> String {
    format!("story/{}/index.html", id.0)
}
