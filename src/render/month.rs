//! The edition of a month in, its page out: a line a story.

use super::{
    frame::{frame, line},
    piece::Piece,
    theme::Theme,
};
use crate::{date::month_name, model::Edition};
use minijinja::{Error, Value, context};

/// The page of a month.
pub(super) fn month(edition: &Edition, pieces: &[Piece], theme: &Theme) -> Result<Vec<u8>, Error> {
    let months = &edition.masthead.months;
    let at = months.iter().position(|month| *month == edition.label);
    let site = &edition.masthead.site;
    let story = |piece: &Piece| line(piece, site, &edition.language);
    let values = context! {
        earlier => at.and_then(|at| months.get(at.checked_sub(1)?)),
        later => at.and_then(|at| months.get(at + 1)),
        stories => pieces.iter().map(story).collect::<Value>(),
        ..frame(edition, "../../", &title(edition))
    };
    Ok(format!("{}\n", theme.fill("month.html", values)?).into_bytes())
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
