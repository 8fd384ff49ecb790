//! What a run did, as data, in; what a person or a program reads of it, out.

use super::{
    problem::Complaint,
    screen::{self, Screen, Weight},
    setting::Setting,
};
use crate::{
    model::Warning,
    pipeline::{Beside, End, PublishReport, SourceReport, UpdateReport},
};
use serde_json::{Value, json};
use std::fmt::Display;

/// Files named one by one; beyond that a number is enough.
const FILES_NAMED: usize = 6;

/// The sources that somebody should hear of, on stderr: a failing one is a line, never the end.
pub(super) fn updated(screen: &mut Screen<'_>, updated: &UpdateReport) {
    for report in &updated.asked {
        let who = format!("{} ({})", report.name, report.source);
        if let Some(attention) = &report.attention {
            screen.problem(Weight::Warning, &format!("{who}: {attention}"), "");
        }
        if screen.quiet || screen.json {
            continue;
        }
        if let (End::Failed(failure), None) = (&report.end, &report.attention) {
            screen.problem(
                Weight::Warning,
                &format!("{who}: {}", failure.message),
                &next(report),
            );
        }
        for warning in &report.warnings {
            if let Some(next) = missing(warning) {
                screen.problem(Weight::Warning, &format!("{who}: {warning}"), next);
            }
        }
        // What a person was told just now is not said twice.
        for notice in report.notices.iter().filter(|_| report.attention.is_none()) {
            screen.problem(Weight::Warning, &format!("{who} {notice}"), "");
        }
        details(screen, report);
    }
    if updated.stopped && !screen.quiet {
        screen.say("stopped before every source was asked; the next run goes on");
    }
}

/// What to do where news may be missing that the publisher handed out.
fn missing(warning: &Warning) -> Option<&'static str> {
    match warning {
        Warning::Cut => Some("the rest is read when it comes whole"),
        Warning::Limit {
            what: "entries", ..
        } => Some("ask the publisher for a feed of the newest only"),
        Warning::Limit { .. }
        | Warning::NotWellFormed { .. }
        | Warning::Encoding { .. }
        | Warning::Date { .. }
        | Warning::Entry { .. } => None,
    }
}

/// `-v`: what each source brought; `-vv`: everything forgiven and left out.
fn details(screen: &mut Screen<'_>, report: &SourceReport) {
    if screen.verbose > 0 {
        let end = match &report.end {
            End::Read { entries } => format!(
                "{entries} entries, {} new ({} of them not published), {} changed, {} told by \
                 others too, {} left out",
                report.new,
                report.unlisted,
                report.revised,
                report.joined,
                report.dropped.len()
            ),
            End::Unchanged => "unchanged".to_owned(),
            End::Failed(_) => "failed".to_owned(),
        };
        screen.say(&format!("{}: {end}; {}", report.source, next(report)));
        for rung in &report.rungs {
            screen.say(&format!("  {}: {rung}", report.source));
        }
    }
    if screen.verbose > 1 {
        for warning in &report.warnings {
            screen.say(&format!("  {}: {warning}", report.source));
        }
        for (entry, why) in &report.dropped {
            screen.say(&format!("  {}: left out {entry}: {why}", report.source));
        }
    }
}

fn next(report: &SourceReport) -> String {
    report.next_at.map_or_else(
        || "it is asked no more".to_owned(),
        |at| format!("asked again from {}", at.format("%Y-%m-%d %H:%M UTC")),
    )
}

/// The summary, on stdout: one JSON object, or two lines that say what happened and where to look.
pub(super) fn published(
    screen: &mut Screen<'_>,
    setting: &Setting,
    updated: Option<&UpdateReport>,
    published: &PublishReport,
    dry_run: bool,
) {
    if let Some(Beside { refused, lost }) = &published.beside {
        let what = match lost {
            None => format!("something else is held back: {refused}"),
            Some(lost) => {
                format!("something else was refused, and is not all there to be held back: {lost}")
            }
        };
        screen.problem(Weight::Warning, &what, "");
    }
    if screen.json {
        let object = object(setting, updated, published, dry_run);
        screen.result(&object.to_string());
        return;
    }
    if screen.quiet {
        return;
    }
    if let Some(updated) = updated {
        screen.result(&sources(updated));
    }
    let written = &published.written;
    let stories = format!(
        "{}, {} of them told by several",
        count(published.stories, "story", "stories"),
        published.shared
    );
    let dir = setting.config.output.dir.display();
    let would = if dry_run { "would write" } else { "wrote" };
    if written.changed.is_empty() && written.removed.is_empty() {
        screen.result(&format!("{stories}; nothing changed in {dir}"));
        return;
    }
    let files = count(written.changed.len(), "file", "files");
    screen.result(&format!(
        "{stories}; {would} {files} in {dir}: open {}",
        setting.config.output.dir.join("index.html").display()
    ));
    if dry_run {
        for path in written.changed.iter().take(FILES_NAMED) {
            screen.result(&format!("  {path}"));
        }
        if let Some(more) = written
            .changed
            .len()
            .checked_sub(FILES_NAMED)
            .filter(|more| *more > 0)
        {
            screen.result(&format!("  and {more} more"));
        }
    }
}

/// With `--json`: what was fetched, and why it is not published.
pub(super) fn unpublished(
    screen: &mut Screen<'_>,
    setting: &Setting,
    updated: Option<&UpdateReport>,
    why: &Complaint,
) {
    if screen.json {
        let mut object = screen::object(why);
        object["now"] = json!(setting.now);
        object["output"] = json!(setting.config.output.dir);
        fetched(&mut object, updated);
        screen.result(&object.to_string());
    }
}

fn sources(updated: &UpdateReport) -> String {
    let totals = updated.totals();
    if totals.asked == 0 {
        return format!(
            "nothing was due: {}",
            count(totals.not_due, "source waits", "sources wait")
        );
    }
    format!(
        "{}: {} read, {} unchanged, {} failed, {} not due; {}{}, {} changed, {} joined another \
         source's story{}",
        count(totals.asked + totals.not_due, "source", "sources"),
        totals.read,
        totals.unchanged,
        totals.failed,
        totals.not_due,
        count(totals.new, "new article", "new articles"),
        match totals.unlisted {
            0 => String::new(),
            unlisted => format!(" ({unlisted} stored, not published)"),
        },
        totals.revised,
        totals.joined,
        match totals.returned {
            0 => String::new(),
            returned => format!(", {returned} of our own came back and were left out"),
        },
    )
}

/// `1 story`, `2 stories`.
pub(super) fn count<N>(number: N, one: &str, many: &str) -> String
where
    N: Display + PartialEq + From<u8>,
{
    let noun = if number == N::from(1) { one } else { many };
    format!("{number} {noun}")
}

fn object(
    setting: &Setting,
    updated: Option<&UpdateReport>,
    published: &PublishReport,
    dry_run: bool,
) -> Value {
    let beside = published.beside.as_ref();
    let mut object = json!({
        "now": setting.now,
        "dry_run": dry_run,
        "output": setting.config.output.dir,
        "stories": published.stories,
        "shared": published.shared,
        "changed": published.written.changed,
        "unchanged": published.written.unchanged,
        "removed": published.written.removed,
        "held_back": beside.map(|beside| beside.refused.to_string()),
        "lost": beside.and_then(|beside| beside.lost.as_ref()).map(ToString::to_string),
    });
    fetched(&mut object, updated);
    object
}

/// Adds what happened to the sources.
fn fetched(object: &mut Value, updated: Option<&UpdateReport>) {
    if let (Some(updated), Value::Object(fields)) = (updated, object) {
        if let Value::Object(totals) = json!(updated.totals()) {
            // `unchanged` counts files above, sources here.
            fields.extend(totals.into_iter().filter(|(name, _)| name != "unchanged"));
        }
        fields.insert(
            "sources_unchanged".to_owned(),
            json!(updated.totals().unchanged),
        );
        fields.insert("stopped".to_owned(), json!(updated.stopped));
        fields.insert(
            "sources".to_owned(),
            updated.asked.iter().map(source).collect(),
        );
    }
}

fn source(report: &SourceReport) -> Value {
    let (end, entries, message) = match &report.end {
        End::Read { entries } => ("read", Some(entries), None),
        End::Unchanged => ("unchanged", None, None),
        End::Failed(failure) => ("failed", None, Some(&failure.message)),
    };
    let dropped = report
        .dropped
        .iter()
        .map(|(entry, why)| json!({"entry": entry, "why": why}));
    json!({
        "source": report.source,
        "url": report.url,
        "end": end,
        "entries": entries,
        "message": message,
        "new": report.new,
        "unlisted": report.unlisted,
        "revised": report.revised,
        "joined": report.joined,
        "returned": report.returned,
        "warnings": report.warnings.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "dropped": dropped.collect::<Vec<_>>(),
        "notices": report.notices,
        "next_at": report.next_at,
        "attention": report.attention,
    })
}
