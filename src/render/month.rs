//! A month and its stories in, a few at a time; its document and its page, a line a story, out.

use super::{
    RenderError,
    document::Frame,
    frame::frame,
    galley::{Galley, Misprint, frame_of},
    html::day,
    piece::{Piece, pieces},
    theme::Theme,
    words::Words,
};
use crate::{
    date::{month_name, written},
    model::{Edition, Format, Language, OutputFile, Told},
};
use chrono::NaiveDate;
use minijinja::{Value, context};
use std::sync::Arc;

/// A month that is being written: it may hold more stories than there is memory for.
#[derive(Debug)]
pub struct Month {
    /// Without its stories.
    edition: Edition,
    frame: Frame,
    lines: Vec<Line>,
}

/// A story, as the page of the month has it.
#[derive(Debug)]
struct Line {
    title: String,
    link: Option<String>,
    language: Option<Language>,
    source: String,
    site: String,
    day: NaiveDate,
}

impl Month {
    /// Begins a month; what stands before its first story.
    pub fn begin(mut edition: Edition) -> Result<(Self, Vec<u8>), RenderError> {
        edition.stories = Vec::new();
        let frame = frame_of(&edition, Format::Atom)?;
        let head = frame.head().to_vec();
        let month = Self {
            lines: Vec::new(),
            edition,
            frame,
        };
        Ok((month, head))
    }

    /// These stories in the document; read back as [`Galley::print`] does.
    pub fn add(&mut self, told: Vec<Told>) -> Result<Vec<u8>, Misprint> {
        let few = Edition {
            stories: told,
            ..self.edition.clone()
        };
        let pieces = pieces(&few, Words::of(&few.language));
        let site = &few.masthead.site;
        self.lines.extend(
            pieces
                .iter()
                .map(|piece| line(piece, day(piece.published, site))),
        );
        let mut galley = Galley::default();
        galley.set(&few, &pieces, &[Format::Atom])?;
        galley.read_back(&few, Format::Atom, &self.frame)?;
        Ok(galley.items(&few, Format::Atom).concat())
    }

    /// What stands after its last story, and its page.
    pub fn end(self, theme: &Theme) -> Result<(Vec<u8>, OutputFile), RenderError> {
        let page = page(&self.edition, self.lines, theme)?;
        Ok((self.frame.tail().to_vec(), page))
    }
}

fn line(piece: &Piece, day: NaiveDate) -> Line {
    Line {
        title: piece.title.clone(),
        link: piece.link.map(str::to_owned),
        language: piece.lead.language.clone(),
        source: piece.name.clone(),
        site: piece.site_url.clone(),
        day,
    }
}

/// The page of a month whose stories are at hand.
pub(super) fn month(
    edition: &Edition,
    pieces: &[Piece],
    theme: &Theme,
) -> Result<OutputFile, RenderError> {
    let site = &edition.masthead.site;
    let lines = pieces
        .iter()
        .map(|piece| line(piece, day(piece.published, site)));
    page(edition, lines.collect(), theme)
}

fn page(edition: &Edition, lines: Vec<Line>, theme: &Theme) -> Result<OutputFile, RenderError> {
    let months = &edition.masthead.months;
    let at = months.iter().position(|month| *month == edition.label);
    let (lines, language) = (Arc::new(lines), edition.language.clone());
    let story = move |line: &Line| {
        context! {
            title => &line.title,
            link => &line.link,
            lang => line.language.as_ref().map(Language::as_str),
            source => &line.source,
            site => &line.site,
            day => line.day.to_string(),
            date => written(line.day, &language),
        }
    };
    let story = Arc::new(story);
    // One after the other: there may be thousands.
    let stories = Value::make_iterable(move || {
        let (lines, story) = (Arc::clone(&lines), Arc::clone(&story));
        (0..lines.len()).map_while(move |at| lines.get(at).map(&*story))
    });
    let values = context! {
        earlier => at.and_then(|at| months.get(at.checked_sub(1)?)),
        later => at.and_then(|at| months.get(at + 1)),
        stories,
        ..frame(edition, "../../", &title(edition))
    };
    super::page(edition.path(Format::Html), "month.html", values, theme)
}

/// `November 2026`
fn title(edition: &Edition) -> String {
    let number = |text: Option<&str>| text.and_then(|text| text.parse().ok());
    let mut parts = edition.label.split('-');
    let year = parts.next().unwrap_or_default();
    match number(parts.next()) {
        Some(month) => format!("{} {year}", month_name(&edition.language, month)),
        None => edition.label.clone(),
    }
}
