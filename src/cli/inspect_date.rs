//! A date string, or a file of them, in; how each is read out.

use super::{Exit, args::InspectDate, problem::Complaint, screen::Screen};
use crate::{
    date::{self, Context, Dated},
    model::{Language, Timestamp},
};
use anyhow::{Context as _, Result as Anyhow, bail};
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime};
use chrono_tz::Tz;
use serde::Deserialize;
use serde_json::{Value, json};
use std::fs;

/// A line of a case file.
#[derive(Default, Deserialize)]
struct Case {
    id: Option<Value>,
    text: Option<String>,
    input: Option<String>,
    lang: Option<String>,
    now: Option<String>,
    site_dates: Option<Vec<String>>,
    /// A machine's date: the answer is an instant.
    format: Option<String>,
}

/// Reads a date, or answers a file of cases.
pub(super) fn run(
    options: &InspectDate,
    clock: Timestamp,
    screen: &mut Screen<'_>,
) -> Result<Exit, Complaint> {
    if let Some(file) = &options.cases {
        let file = screen.surroundings.folder.join(file);
        let cases = fs::read_to_string(&file).map_err(|error| {
            let message = format!("cannot read {}: {error}", file.display());
            Complaint::failed(message, "name a file with one JSON object a line")
        })?;
        let mut answers = String::new();
        for line in cases.split('\n').filter(|line| !line.trim().is_empty()) {
            answers.push_str(&answer_line(line, clock).to_string());
            answers.push('\n');
        }
        screen.result(&answers);
        return Ok(Exit::Fine);
    }
    let case = Case {
        text: options.text.clone(),
        lang: options.lang.clone(),
        ..Case::default()
    };
    let read = read(&case, clock).map_err(|error| {
        Complaint::failed(format!("{error:#}"), "give the date as it is written")
    })?;
    if screen.json {
        screen.result(&answer(&case, read.as_ref()).to_string());
    } else if let Some(dated) = &read {
        screen.result(&format!("{}  ({})", dated.local_text(), dated.reason));
    } else {
        let text = case.text.unwrap_or_default();
        let next = "say its language with --lang, or its day with --now";
        return Err(Complaint::failed(
            format!("{text:?} holds no date that is clear"),
            next,
        ));
    }
    Ok(Exit::Fine)
}

fn answer_line(line: &str, clock: Timestamp) -> Value {
    let case: Case = match serde_json::from_str(line) {
        Ok(case) => case,
        Err(error) => {
            let whole: Option<Value> = serde_json::from_str(line).ok();
            let id = whole.as_ref().and_then(|whole| whole.get("id"));
            return json!({"id": id, "error": error.to_string()});
        }
    };
    match read(&case, clock) {
        Ok(read) => answer(&case, read.as_ref()),
        Err(error) => json!({"id": case.id, "error": format!("{error:#}")}),
    }
}

fn answer(case: &Case, read: Option<&Dated>) -> Value {
    let instant = |dated: &Dated| {
        let instant = dated.instant(Tz::UTC);
        instant.format("%Y-%m-%dT%H:%M:%SZ").to_string()
    };
    let text = |dated: &Dated| match case.format {
        Some(_) => instant(dated),
        None => dated.local_text(),
    };
    let reason = read.map_or("no date, or none that is clear", |dated| &dated.reason);
    json!({"id": case.id, "date": read.map(text), "reason": reason})
}

fn read(case: &Case, clock: Timestamp) -> Anyhow<Option<Dated>> {
    let Some(text) = case.text.as_deref().or(case.input.as_deref()) else {
        bail!("the case has neither text nor input");
    };
    if case.format.is_some() {
        return Ok(date::machine(text));
    }
    let now = match &case.now {
        Some(now) => local_instant(now).with_context(|| format!("{now:?} is no time"))?,
        None => clock,
    };
    let languages: Vec<Language> = case
        .lang
        .as_deref()
        .and_then(Language::parse)
        .into_iter()
        .collect();
    let mut context = Context {
        languages: &languages,
        ..Context::at(now)
    };
    let others = case.site_dates.iter().flatten().map(String::as_str);
    context.order = date::learn_order(&others.collect::<Vec<_>>(), &context);
    Ok(date::read(text, &context))
}

/// RFC 3339; without an offset the local clock, which is then taken for UTC everywhere.
pub(super) fn local_instant(text: &str) -> Option<Timestamp> {
    if let Ok(instant) = DateTime::parse_from_rfc3339(text) {
        return Some(instant.naive_local().and_utc());
    }
    let forms = ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"];
    let local = forms
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok());
    let day = || NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
    local
        .or_else(|| day().map(|day| day.and_time(NaiveTime::MIN)))
        .map(|local| local.and_utc())
}
