//! The status report in; its page, its JSON and its feed for the admin out.

mod feed;
mod plot;

use super::{RenderError, page, theme::Theme, xml};
use crate::model::{
    FailureKind, OutputFile, Problem, Reason, SourceId, SourceStatus, StatusReport, Timestamp, Week,
};
use chrono::{NaiveDate, SecondsFormat};
use minijinja::{Value, context};
use serde::{Serialize, Serializer};
use std::{collections::BTreeMap, time::Duration};

/// The files of the report, whoever may see it.
pub const STATUS: [&str; 3] = ["status.html", "status.json", "status.xml"];

/// Who reads the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// The admin: everything that helps.
    Admin,
    /// Everybody: no address that is asked, no message of a server or of the program, for there may
    /// be names, passwords or folders in it; what kind of trouble it is, in words of ours.
    Public,
}

/// The files of [`STATUS`]; for the admin also the style sheet, since his copy lies alone.
pub fn status(
    report: &StatusReport,
    audience: Audience,
    theme: &Theme,
) -> Result<Vec<OutputFile>, RenderError> {
    let [html, data, feed] = STATUS.map(str::to_owned);
    let names = report.sources.iter();
    let told = Telling {
        report,
        public: audience == Audience::Public,
        names: names.map(|one| (&one.id, one.name.as_str())).collect(),
    };
    let mut files = vec![
        page(html, "status.html", told.values(), theme)?,
        told.object(data)?,
        feed::feed(&told, feed)?,
    ];
    if audience == Audience::Admin {
        let bytes = theme.asset("page.css").to_vec();
        let path = "status.css".to_owned();
        files.push(OutputFile { path, bytes });
    }
    Ok(files)
}

/// What stands in `status.json`: one after the other, for there are as many as there are sources.
#[derive(Serialize)]
struct Data<'a, P, S> {
    now: String,
    site: &'a str,
    problems: P,
    sources: S,
}

/// Things, and what is written of each.
struct Each<'a, T, F>(&'a [T], F);

impl<'a, T, W: Serialize, F: Fn(&'a T) -> W> Serialize for Each<'a, T, F> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.0.iter().map(&self.1))
    }
}

#[derive(Serialize)]
struct ProblemData<'a> {
    id: String,
    source: Option<&'a SourceId>,
    title: String,
    text: Option<&'a str>,
    began: String,
    ended: Option<String>,
}

#[derive(Serialize)]
struct SourceData<'a> {
    id: &'a SourceId,
    name: String,
    state: &'static str,
    trouble: Option<String>,
    last_asked: Option<String>,
    last_good: Option<String>,
    newest_entry: Option<String>,
    next_at: Option<String>,
    failures: u32,
    failing_since: Option<String>,
    weeks: Vec<WeekData>,
    #[serde(skip_serializing_if = "Option::is_none")]
    asked_at: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    why_then: Option<&'a str>,
}

#[derive(Serialize)]
struct WeekData {
    monday: NaiveDate,
    entries: u32,
    visits: u32,
    failures: u32,
    answer_ms: Option<u128>,
    slowest_ms: Option<u128>,
}

/// A report, and to whom it is told.
struct Telling<'a> {
    report: &'a StatusReport,
    public: bool,
    names: BTreeMap<&'a SourceId, &'a str>,
}

impl<'a> Telling<'a> {
    fn values(&self) -> Value {
        let (report, public) = (self.report, self.public);
        let lasting = report.problems.iter().filter(|one| one.ended.is_none());
        let over = report.problems.iter().filter(|one| one.ended.is_some());
        let told = |one: &Problem| {
            context! {
                title => self.title(one),
                text => (!public).then(|| xml::line(&one.text)),
                anchor => one.source.as_ref().map(ToString::to_string),
                began => moment(Some(one.began)),
                ended => moment(one.ended),
            }
        };
        context! {
            style => if public { "assets/page.css" } else { "status.css" },
            home => public.then_some("index.html"),
            icon => public.then(|| icon(report)),
            site => xml::line(&report.site.title),
            now => moment(Some(report.now)),
            lasting => lasting.map(told).collect::<Value>(),
            over => over.map(told).collect::<Value>(),
            sources => report.sources.iter().map(|one| source(one, public)).collect::<Value>(),
        }
    }

    fn object(&self, path: String) -> Result<OutputFile, RenderError> {
        let (report, public) = (self.report, self.public);
        let at = |at: Option<Timestamp>| at.map(rfc3339);
        let source = |one: &'a SourceStatus| SourceData {
            id: &one.id,
            name: xml::line(&one.name),
            state: state(one),
            trouble: trouble(one, public),
            last_asked: at(one.last_asked),
            last_good: at(one.last_good),
            newest_entry: at(one.newest_entry),
            next_at: at(one.next_at.filter(|_| !one.off)),
            failures: one.failures,
            failing_since: at(one.failing_since),
            weeks: one
                .weeks
                .iter()
                .filter(|week| !week.is_empty())
                .map(week)
                .collect(),
            asked_at: (!public).then_some(&one.asked_at),
            why_then: (!public).then_some(&one.next_reason),
        };
        let problem = |one: &'a Problem| ProblemData {
            id: feed::id(one, feed::Turn::Began),
            source: one.source.as_ref(),
            title: self.title(one),
            text: (!public).then_some(&one.text),
            began: rfc3339(one.began),
            ended: at(one.ended),
        };
        let object = Data {
            now: rfc3339(report.now),
            site: &report.site.url,
            problems: Each(&report.problems, problem),
            sources: Each(&report.sources, source),
        };
        match serde_json::to_vec_pretty(&object) {
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

    /// `Bit Alliance: it has failed for long`
    fn title(&self, problem: &Problem) -> String {
        let source = problem.source.as_ref();
        let name = source.and_then(|id| self.names.get(id).copied());
        let name = name.unwrap_or(&self.report.site.title);
        format!("{}: {}", xml::line(name), needs(problem.reason))
    }
}

fn icon(report: &StatusReport) -> String {
    let own = report.site.icon.clone();
    own.unwrap_or_else(|| "assets/icon.svg".to_owned())
}

fn source(one: &SourceStatus, public: bool) -> Value {
    context! {
        id => one.id.as_str(),
        name => xml::line(&one.name),
        asked_at => (!public).then(|| xml::line(&one.asked_at)),
        state => state(one),
        trouble => trouble(one, public),
        last_good => moment(one.last_good),
        newest => moment(one.newest_entry),
        next => if one.off { Value::from(()) } else { moment(one.next_at) },
        reason => (!public).then(|| xml::line(&one.next_reason)),
        plot => plot::plot(&one.weeks),
        summary => plot::summary(&one.weeks),
    }
}

/// In a word: no sign is told by colour alone.
fn state(one: &SourceStatus) -> &'static str {
    match (one.off, &one.attention, one.failures, one.last_asked) {
        (true, ..) => "off",
        (_, Some(_), ..) => "needs a person",
        (_, _, 1.., _) => "failing",
        (.., None) => "new",
        _ => "good",
    }
}

/// What is wrong with it, if anything is.
fn trouble(one: &SourceStatus, public: bool) -> Option<String> {
    match (&one.attention, &one.last_failure) {
        (Some((reason, _)), _) if public => Some(needs(Some(*reason)).to_owned()),
        (Some((_, text)), _) => Some(xml::line(text)),
        (None, Some(failure)) if public => Some(fault(failure.kind).to_owned()),
        (None, Some(failure)) => Some(xml::line(&failure.message)),
        (None, None) => None,
    }
}

/// What is wrong where a person is needed.
fn needs(reason: Option<Reason>) -> &'static str {
    match reason {
        Some(Reason::Off) => "it is asked no more",
        Some(Reason::Held) => "it may be another site now, and its news is held back",
        Some(Reason::Layout) => "its page has another layout",
        Some(Reason::Broken) => "it has failed for long",
        Some(Reason::Quiet) => "it is quieter than promised",
        Some(Reason::Moved) => "it has moved for good",
        None => "nothing could be published",
    }
}

/// What a failure is.
fn fault(kind: FailureKind) -> &'static str {
    match kind {
        FailureKind::Network => "it could not be reached",
        FailureKind::Refused => "it may not be asked",
        FailureKind::Status => "it answered with an error",
        FailureKind::Busy => "it asked us to come later",
        FailureKind::Gone => "it says that it is gone",
        FailureKind::NoFeed => "its answer held no news",
        FailureKind::Panic => "it could not be read, by our own fault",
    }
}

/// An instant for machines and for people; none where there is none.
fn moment(at: Option<Timestamp>) -> Value {
    at.map_or(Value::from(()), |at| {
        context! {
            instant => rfc3339(at),
            in_words => at.format("%Y-%m-%d %H:%M").to_string(),
        }
    })
}

fn rfc3339(at: Timestamp) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

fn week(week: &Week) -> WeekData {
    let millis = |time: Option<Duration>| time.map(|time| time.as_millis());
    WeekData {
        monday: week.monday,
        entries: week.entries,
        visits: week.visits,
        failures: week.failures,
        answer_ms: millis(plot::mean([week])),
        slowest_ms: millis((week.answers > 0).then_some(week.slowest)),
    }
}
