//! Every story in, the index that the search box asks out.

use super::{
    RenderError,
    html::{day, excerpt},
    piece::web,
    tidy::tidy,
    xml,
};
use crate::{
    date::written,
    model::{ContentPolicy, Issue, Language, OutputFile, Told},
};
use serde::Serialize;

/// So many of the newest stories are searched.
pub(super) const STORIES: usize = 2_000;

/// Where it lies.
pub(super) const PATH: &str = "search.json";

#[derive(Serialize)]
struct Entry<'a> {
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    source: String,
    date: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    lang: Option<&'a str>,
    #[serde(skip_serializing_if = "String::is_empty")]
    text: String,
}

pub(super) fn search(issue: &Issue) -> Result<OutputFile, RenderError> {
    let path = PATH.to_owned();
    let entries: Vec<Entry> = issue
        .told
        .iter()
        .take(STORIES)
        .map(|told| entry(told, issue))
        .collect();
    let mut bytes = serde_json::to_vec(&entries).map_err(|error| RenderError::Write {
        path: path.clone(),
        reason: error.to_string(),
    })?;
    bytes.push(b'\n');
    Ok(OutputFile { path, bytes })
}

fn entry<'a>(told: &'a Told, issue: &'a Issue) -> Entry<'a> {
    let lead = &told.story.lead;
    let masthead = &issue.masthead;
    let outlet = masthead.outlet(&lead.source);
    let summary = match told.text {
        ContentPolicy::Title => "",
        ContentPolicy::Full | ContentPolicy::Excerpt => &lead.summary,
    };
    Entry {
        title: xml::line(&lead.title),
        url: web(lead.permalink.as_deref()),
        source: outlet.map_or_else(|| lead.source.to_string(), |outlet| xml::line(&outlet.name)),
        date: written(
            day(told.story.date, &masthead.site),
            &masthead.site.language,
        ),
        lang: lead.language.as_ref().map(Language::as_str),
        text: excerpt(&tidy(&xml::line(summary))),
    }
}
