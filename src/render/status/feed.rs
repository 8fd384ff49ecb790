//! The problems of the status report in, Atom 1.0 out: one entry when each began, one when it ended.

use super::{Telling, needs};
use crate::{
    model::{Format, OutputFile, Problem, Timestamp},
    render::{GENERATOR, RenderError, atom, xml},
};
use atom_syndication::{Entry, Feed, Generator, Link, Person, Text, WriteConfig};
use uuid::Uuid;

/// Entries at most: who reads it once a month misses little.
const ENTRIES: usize = 100;

/// What happened to a problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    Began,
    Ended,
}

/// The feed; its address stands in it only where it is published.
pub(super) fn feed(told: &Telling<'_>, path: String) -> Result<OutputFile, RenderError> {
    let report = told.report;
    let problems = report.problems.iter();
    let mut turns: Vec<(Timestamp, Turn, &Problem)> = problems
        .flat_map(|one| {
            let ended = one.ended.map(|at| (at, Turn::Ended, one));
            [Some((one.began, Turn::Began, one)), ended]
        })
        .flatten()
        .collect();
    turns.sort_by_key(|(at, turn, one)| (std::cmp::Reverse(*at), id(one, *turn)));
    turns.truncate(ENTRIES);
    let site = &report.site;
    let newest = turns.first().map_or(report.now, |(at, ..)| *at);
    let entries = turns.into_iter();
    let feed = Feed {
        title: Text::plain(format!(
            "{}: sources that need a person",
            xml::line(&site.title)
        )),
        id: urn(&format!("status of {}", site.url)),
        updated: atom::fixed(newest),
        authors: vec![Person {
            name: xml::line(&site.title),
            ..Person::default()
        }],
        generator: Some(Generator {
            value: GENERATOR.to_owned(),
            ..Generator::default()
        }),
        links: links(told, &path),
        lang: Some("en".to_owned()),
        entries: entries
            .map(|(at, turn, one)| entry(told, at, turn, one))
            .collect(),
        ..Feed::default()
    };
    let config = WriteConfig {
        write_document_declaration: true,
        indent_size: Some(1),
    };
    match feed.write_with_config(Vec::new(), config) {
        Ok(mut bytes) => {
            bytes.push(b'\n');
            Ok(OutputFile { path, bytes })
        }
        Err(error) => Err(RenderError::Write {
            path,
            reason: error.to_string(),
        }),
    }
}

fn links(told: &Telling<'_>, path: &str) -> Vec<Link> {
    if !told.public {
        return Vec::new();
    }
    let site = &told.report.site.url;
    let own = format!("{site}{path}");
    let page = format!("{site}status.html");
    vec![
        atom::link("self", &own, Some(Format::Atom.mime())),
        atom::link("alternate", &page, Some(Format::Html.mime())),
    ]
}

fn entry(told: &Telling<'_>, at: Timestamp, turn: Turn, one: &Problem) -> Entry {
    let title = told.title(one);
    let said = if told.public {
        needs(one.reason).to_owned()
    } else {
        xml::line(&one.text)
    };
    let began = one.began.format("%Y-%m-%d %H:%M UTC");
    let (title, text) = match turn {
        Turn::Began => (title, said),
        Turn::Ended => (
            format!("Over: {title}"),
            format!("It began on {began}: {said}"),
        ),
    };
    let mut entry = Entry {
        title: Text::plain(title),
        id: id(one, turn),
        updated: atom::fixed(at),
        published: Some(atom::fixed(at)),
        ..Entry::default()
    };
    entry.set_content(atom_syndication::Content {
        value: Some(text),
        content_type: Some("text".to_owned()),
        ..atom_syndication::Content::default()
    });
    if let (true, Some(source)) = (told.public, &one.source) {
        let row = format!("{}status.html#{source}", told.report.site.url);
        entry.links = vec![atom::link("alternate", &row, Some(Format::Html.mime()))];
    }
    entry
}

/// The same for ever: of which source, what, when it began, and whether this is the end of it.
pub(super) fn id(problem: &Problem, turn: Turn) -> String {
    let source = problem.source.as_ref().map_or("", |id| id.as_str());
    let began = problem.began.timestamp_micros();
    urn(&format!(
        "{source} {} {began} {turn:?}",
        needs(problem.reason)
    ))
}

fn urn(name: &str) -> String {
    let name = format!("urn:clusterwire:1:problem:{name}");
    format!(
        "urn:uuid:{}",
        Uuid::new_v5(&Uuid::NAMESPACE_URL, name.as_bytes())
    )
}
