//! An expression and the store in; the stories that it matches out.

use super::{Exit, args::Common, problem::Complaint, report, screen::Screen, setting, work};
use crate::{
    dedupe::Policy,
    edition,
    model::Story,
    rule::{Expression, Fault},
};
use serde_json::json;
use std::sync::Arc;

/// Of every source and language so many stories are looked at, as many as a build looks at.
const LOOKED_AT: usize = 500;

/// The stored stories that the expression matches, newest first.
pub(super) fn rule(
    common: &Common,
    screen: &mut Screen<'_>,
    text: &str,
) -> Result<Exit, Complaint> {
    let expression = Expression::compile(text).map_err(|fault| wrong(text, &fault))?;
    let setting = setting::read(common, &screen.surroundings, &screen.renderer())?;
    let Some(store) = work::store_to_read(&setting)? else {
        return Err(Complaint::failed(
            "nothing is stored yet",
            "`clusterwire run` fetches the news first",
        ));
    };
    let policy = Arc::new(Policy::of(&setting.config));
    let stories = work::runtime()?
        .block_on(store.stories(&policy, LOOKED_AT))
        .map_err(|error| work::broken_store(&error))?;
    let wanted = |story: &&Story| {
        let source = setting.only.as_ref();
        source.is_none_or(|source| story.lead.source == *source)
    };
    let looked_at = stories.iter().filter(wanted).count();
    let matching: Vec<&Story> = stories
        .iter()
        .filter(wanted)
        .filter(|story| expression.matches(&edition::facts(&setting.config, story)))
        .collect();
    if screen.json {
        let rows: Vec<_> = matching.iter().map(|story| row(story)).collect();
        let answer = json!({"of": looked_at, "matching": rows});
        screen.result(&answer.to_string());
        return Ok(Exit::Fine);
    }
    let mut lines: Vec<String> = matching.iter().map(|story| line(story)).collect();
    let of = report::count(looked_at, "story", "stories");
    let match_ = if looked_at == 1 { "matches" } else { "match" };
    lines.push(format!("{} of {of} {match_}", matching.len()));
    screen.result(&lines.join("\n"));
    Ok(Exit::Fine)
}

fn row(story: &Story) -> serde_json::Value {
    json!({
        "id": story.id.to_string(),
        "source": story.lead.source.as_str(),
        "date": story.date.to_rfc3339(),
        "title": story.lead.title,
        "link": story.lead.permalink,
    })
}

fn line(story: &Story) -> String {
    let day = story.date.format("%Y-%m-%d");
    format!(
        "{day}  {:20}  {}",
        story.lead.source.as_str(),
        story.lead.title
    )
}

/// Says what is wrong, and shows where.
fn wrong(text: &str, fault: &Fault) -> Complaint {
    let place = fault.span.as_ref().and_then(|span| {
        let before = text.get(..span.start)?.chars().count();
        Some(format!(" at character {}", before + 1))
    });
    let message = format!("{}{}", fault.message, place.unwrap_or_default());
    Complaint::usage(message, &fault.help)
}
