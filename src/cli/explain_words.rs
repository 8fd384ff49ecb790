//! What is known of a story, as data, in; the same as a person reads it, out.

use super::explain_story::{Pair, Piece, Side, Told};
use crate::model::Timestamp;

/// Files named one by one; beyond that a number is enough.
const FILES_NAMED: usize = 12;

/// A story in lines.
pub(super) fn story(told: &Told) -> String {
    let mut lines = vec![format!("{}\n  {}", told.title, told.id)];
    let mut say = |name: &str, text: String| lines.push(format!("  {name:12} {text}"));
    if let Some(why) = &told.why_not {
        say("not told:", why.clone());
    }
    if let (Some(lead), Some(why)) = (&told.lead, told.why_lead) {
        let source = told.articles.iter().find(|piece| piece.id == *lead);
        let source = source.map_or("", |piece| piece.source.as_str());
        say("told by", format!("{source}: {why}"));
    }
    if let Some(from) = &told.text_from {
        let why = "its full text begins with what the lead gives as an excerpt (`carrier_text`)";
        say("text from", format!("{from}: {why}"));
    }
    say(
        "date",
        format!("{}, changed {}", at(told.date), at(told.changed)),
    );
    match told.published {
        Some(first) => say("published", format!("since {}", at(first))),
        None => say("published", "not yet".to_owned()),
    }
    for alias in &told.aliases {
        say("also known", format!("as {alias}"));
    }
    for other in &told.in_other_languages {
        let language = other.language.as_deref().unwrap_or("?");
        say("in", format!("{language}: {} ({})", other.title, other.id));
    }
    match &told.rule {
        Some(rule) => say("[[rule]]", format!("\"{}\": {}", rule.name, rule.does)),
        None => say("[[rule]]", "none matches".to_owned()),
    }
    say("files", files(&told.files));
    lines.push("carried by".to_owned());
    lines.extend(told.articles.iter().map(piece));
    if !told.verdicts.is_empty() {
        lines.push("texts that were compared".to_owned());
        lines.extend(told.verdicts.iter().map(pair));
    }
    if !told.refused.is_empty() {
        lines.push("the same by their texts, and not joined".to_owned());
        lines.extend(told.refused.iter().map(pair));
    }
    lines.join("\n")
}

fn files(files: &[String]) -> String {
    let named = files.iter().take(FILES_NAMED).cloned().collect::<Vec<_>>();
    match files.len().saturating_sub(FILES_NAMED) {
        0 if files.is_empty() => "none".to_owned(),
        0 => named.join(", "),
        more => format!("{} and {more} more", named.join(", ")),
    }
}

fn piece(piece: &Piece) -> String {
    let mut lines = vec![
        format!("  {}: {}", piece.source, piece.title),
        format!("    {}", piece.id),
        format!("    {}", piece.standing),
    ];
    let named = [
        ("at", &piece.permalink),
        ("canonical", &piece.canonical),
        ("guid", &piece.guid),
        ("language", &piece.language),
        ("says via", &piece.via),
    ];
    for (name, value) in named {
        if let Some(value) = value {
            lines.push(format!("    {name} {value}"));
        }
    }
    if piece.from_page {
        lines.push("    its text was read from its page".to_owned());
    }
    lines.push(format!("    first seen {}", at(piece.first_seen)));
    lines.push(format!("    dated {}: {}", at(piece.date), piece.why_date));
    lines.join("\n")
}

/// Two articles in lines.
pub(super) fn pair(pair: &Pair) -> String {
    let side = |side: &Side| format!("{}: {} ({})", side.source, side.title, side.id);
    let days = pair.apart_seconds / 86_400;
    let mut lines = vec![
        format!("  {}", side(&pair.a)),
        format!("  {}", side(&pair.b)),
        format!(
            "    {} by rule {}, strength {}",
            pair.verdict, pair.rule, pair.strength
        ),
        format!(
            "    {} of {} runs of three words are in both ({:.0} %), lengths 1 : {:.2}, titles \
             {:.0} % alike, {days} days apart, {} landmarks in common",
            pair.shared,
            pair.shorter,
            pair.containment * 100.0,
            pair.ratio.min(999.0),
            pair.titles * 100.0,
            pair.landmarks,
        ),
    ];
    if let Some(kept) = &pair.kept {
        lines.push(format!("    when they were compared: {kept}"));
    }
    if pair.one_address {
        lines.push("    one address".to_owned());
    }
    match pair.ordered {
        Some(true) => lines.push("    `always_merge` in feeds.toml joins them".to_owned()),
        Some(false) => lines.push("    `never_merge` in feeds.toml parts them".to_owned()),
        None => {}
    }
    for (one, other) in &pair.differing {
        lines.push(format!("    {one} / {other}"));
    }
    lines.push(match (&pair.refused, pair.one_story) {
        (Some(why), _) => format!("    two stories: {why}"),
        (None, true) => "    one story".to_owned(),
        (None, false) => "    two stories".to_owned(),
    });
    lines.join("\n")
}

fn at(instant: Timestamp) -> String {
    instant.format("%Y-%m-%d %H:%M UTC").to_string()
}
