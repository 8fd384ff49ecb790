//! Every story in, the index that the search box asks out: a JSON array, an entry a line.

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
use std::borrow::Cow;

/// So many of the newest stories are searched.
pub(super) const STORIES: usize = 2_000;

/// Where it lies.
pub const PATH: &str = "search.json";

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

const HEAD: &str = "[\n";
const BETWEEN: &str = ",\n";
const TAIL: &str = "\n]\n";

pub(super) fn search(issue: &Issue) -> Result<OutputFile, RenderError> {
    let path = PATH.to_owned();
    let complain = |error: serde_json::Error| RenderError::Write {
        path: path.clone(),
        reason: error.to_string(),
    };
    let mut entered = issue.entered.iter().peekable();
    let mut told = issue.told.iter();
    let mut lines = Vec::new();
    while lines.len() < STORIES {
        let line = if let Some((_, line)) = entered.next_if(|(at, _)| *at == lines.len()) {
            Cow::Borrowed(line.as_str())
        } else if let Some(told) = told.next() {
            let line = serde_json::to_string(&entry(told, issue));
            Cow::Owned(line.map_err(complain)?)
        } else if let Some((_, line)) = entered.next() {
            // One that was named before it is not told any more.
            Cow::Borrowed(line.as_str())
        } else {
            break;
        };
        lines.push(line);
    }
    let bytes = [HEAD, &lines.join(BETWEEN), TAIL].concat().into_bytes();
    Ok(OutputFile { path, bytes })
}

/// The entries of an index that was written before; None where it is none.
pub fn entries(index: &str) -> Option<Vec<&str>> {
    let lines = index.strip_prefix(HEAD)?.strip_suffix(TAIL)?;
    Some(lines.split(BETWEEN).collect())
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
