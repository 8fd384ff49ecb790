//! `inspect`: one stage alone, on a file, an address or standard input.

use super::{
    Exit,
    args::{Common, InspectDate, InspectFeed, InspectPage},
    inspect_date, inspect_duplicates, inspect_feed, inspect_page,
    problem::{Complaint, chain},
    screen::Screen,
    setting, work,
};
use crate::{
    date,
    fetch::{Accept, Answer, Fetch, Request},
    model::{Document, Headers, Language},
};
use serde_json::Value;
use std::{
    fs,
    io::{self, BufWriter, Read, Write},
};

/// Reads a feed, or answers a file of cases.
pub(super) fn feed(
    common: &Common,
    screen: &mut Screen<'_>,
    options: &InspectFeed,
) -> Result<Exit, Complaint> {
    if let Some(cases) = &options.cases {
        let cases = screen.surroundings.folder.join(cases);
        let mut out = BufWriter::new(screen.out());
        let answered = inspect_feed::answer_cases(&cases, &mut out).and_then(|()| out.flush());
        drop(out);
        if screen.out().is_broken() {
            // That is told at the end.
            return Ok(Exit::Fine);
        }
        return answered.map(|()| Exit::Fine).map_err(|error| {
            let message = format!("cannot answer {}: {error}", cases.display());
            Complaint::failed(message, "name a file with one JSON object a line")
        });
    }
    let input = options.input.as_deref().unwrap_or("-");
    let mut document = document(common, screen, input)?;
    if let Some(url) = &options.url {
        document.url.clone_from(url);
    }
    for header in &options.header {
        document.headers.0.push(field(header)?);
    }
    match inspect_feed::describe(&document) {
        Ok(doc) if screen.json => screen.result(&doc.to_string()),
        Ok(doc) => screen.result(&table(&doc)),
        Err(error) => return Err(Complaint::failed(format!("{input}: {error}"), "")),
    }
    Ok(Exit::Fine)
}

/// Reads a date, or answers a file of cases.
pub(super) fn date(
    common: &Common,
    screen: &mut Screen<'_>,
    options: &InspectDate,
) -> Result<Exit, Complaint> {
    let clock = common.now.unwrap_or(screen.surroundings.now);
    inspect_date::run(options, clock, screen)
}

/// Reads a page as a list of news, or as an article.
pub(super) fn page(
    common: &Common,
    screen: &mut Screen<'_>,
    options: &InspectPage,
) -> Result<Exit, Complaint> {
    let mut document = document(common, screen, &options.input)?;
    if let Some(url) = &options.url {
        document.url.clone_from(url);
    }
    let languages: Vec<Language> = options
        .lang
        .iter()
        .filter_map(|tag| Language::parse(tag))
        .collect();
    if options.lang.is_some() && languages.is_empty() {
        return Err(Complaint::usage(
            "`--lang` is no language tag",
            "for example `--lang bs`",
        ));
    }
    let context = date::Context {
        languages: &languages,
        ..date::Context::at(common.now.unwrap_or(screen.surroundings.now))
    };
    let read = if options.listing {
        inspect_page::listing(&document, &context)
    } else {
        inspect_page::article(&document, &context)
    };
    if screen.json {
        screen.result(&read.to_string());
    } else {
        screen.result(&inspect_page::table(&read));
    }
    Ok(Exit::Fine)
}

/// Finds the stories among the articles of a file.
pub(super) fn duplicates(
    common: &Common,
    screen: &mut Screen<'_>,
    input: &str,
) -> Result<Exit, Complaint> {
    let body = document(common, screen, input)?.body;
    let failed = |error: &dyn std::error::Error| {
        let message = format!("cannot compare {input}: {}", chain(error));
        Complaint::failed(message, "name a file with one article a line, as JSON")
    };
    let text = String::from_utf8(body).map_err(|error| failed(&error))?;
    let answers = inspect_duplicates::run(&text).map_err(|error| failed(&error))?;
    if !answers.is_empty() {
        screen.result(&answers);
    }
    Ok(Exit::Fine)
}

/// A file, an address or `-`.
fn document(common: &Common, screen: &mut Screen<'_>, input: &str) -> Result<Document, Complaint> {
    if input.starts_with("http://") || input.starts_with("https://") {
        return fetched(common, screen, input);
    }
    let mut body = Vec::new();
    let read = if input == "-" {
        io::stdin().read_to_end(&mut body).map(|_| body)
    } else {
        fs::read(screen.surroundings.folder.join(input))
    };
    let body = read.map_err(|error| {
        let next = "name a file, an http(s) address, or - for standard input";
        Complaint::failed(format!("cannot read {input}: {error}"), next)
    })?;
    Ok(Document {
        url: String::new(),
        headers: Headers::default(),
        body,
    })
}

/// Asks an address as a run would: guarded, with the settings of feeds.toml where there is one.
fn fetched(common: &Common, screen: &mut Screen<'_>, input: &str) -> Result<Document, Complaint> {
    let setting = match setting::read(common, &screen.surroundings, &screen.renderer()) {
        Ok(setting) => setting,
        Err(_) if common.config.is_none() => setting::bare(common, &screen.surroundings)?,
        Err(complaint) => return Err(complaint),
    };
    let network = work::network(common, &setting, screen)?;
    let request = Request {
        url: input.to_owned(),
        accept: Accept::Feed,
        ..Request::default()
    };
    let fetched = work::runtime()?
        .block_on(network.fetch(request))
        .map_err(|error| Complaint::failed(chain(&error), ""))?;
    match fetched.answer {
        Answer::Found(document) => Ok(document),
        Answer::Status(status, _) => Err(Complaint::failed(
            format!("{input} answers {status}"),
            "open it in a browser",
        )),
        Answer::Unchanged(_) => Err(Complaint::failed(format!("{input} answers 304"), "")),
    }
}

fn field(header: &str) -> Result<(String, String), Complaint> {
    let (name, value) = header.split_once(':').ok_or_else(|| {
        Complaint::usage(
            format!("`{header}` is no header"),
            "write it as 'Name: value'",
        )
    })?;
    Ok((name.trim().to_ascii_lowercase(), value.trim().to_owned()))
}

/// The same for people: the feed in a few lines, an entry a line, what was forgiven.
fn table(doc: &Value) -> String {
    let text = |value: &Value, key: &str| {
        value
            .get(key)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .trim()
            .to_owned()
    };
    let feed = &doc["feed"];
    let mut lines = vec![
        format!(
            "{}  ({}, {})",
            text(feed, "title"),
            text(doc, "version"),
            text(doc, "encoding")
        ),
        text(feed, "link"),
        String::new(),
    ];
    for entry in doc["entries"].as_array().into_iter().flatten() {
        let date = [text(entry, "published"), text(entry, "updated")];
        let date = date
            .into_iter()
            .find(|date| !date.is_empty())
            .unwrap_or_default();
        lines.push(format!("{date:31}  {}", text(entry, "title")));
        lines.push(format!("{:31}  {}", "", text(entry, "link")));
    }
    for warning in doc["warnings"].as_array().into_iter().flatten() {
        lines.push(format!(
            "forgiven: {}",
            warning.as_str().unwrap_or_default()
        ));
    }
    lines.join("\n")
}
