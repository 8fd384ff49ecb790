//! What every page around the news needs in its frame.

use super::{
    html::{contact, day, spoken},
    piece::Piece,
    words::Words,
    xml,
};
use crate::{
    date::written,
    model::{Edition, Language, Masthead, Site},
};
use minijinja::{Value, context};

/// The values of `plain.html`; `root` leads from the page to the output folder.
pub(super) fn frame(combined: &Edition, root: &str, title: &str) -> Value {
    let words = Words::of(&combined.language);
    let site = &combined.masthead.site;
    context! {
        root,
        lang => combined.language.as_str(),
        title,
        title_lang => (),
        site => xml::line(&site.title),
        icon => icon(combined, root),
        contact => site.contact.as_deref().and_then(contact),
        words => spoken(words),
        around => words.around().value(),
    }
}

/// The picture of the site: its own, else that of the theme.
pub(super) fn icon(edition: &Edition, root: &str) -> String {
    let own = edition.masthead.site.icon.clone();
    own.unwrap_or_else(|| format!("{root}assets/icon.svg"))
}

/// Where on the page to subscribe from a selection stands: its folder with `-`.
pub(super) fn anchor(folder: &str) -> String {
    match folder.trim_end_matches('/') {
        "" => "all".to_owned(),
        folder => folder.replace('/', "-"),
    }
}

/// The months of the archive, newest first.
pub(super) fn months(masthead: &Masthead) -> Value {
    masthead.months.iter().rev().map(Value::from).collect()
}

/// A story as a line: in a month, in a widget.
pub(super) fn line(piece: &Piece, site: &Site, language: &Language) -> Value {
    let day = day(piece.published, site);
    context! {
        title => &piece.title,
        link => piece.link,
        lang => piece.lead.language.as_ref().map(Language::as_str),
        source => &piece.name,
        site => &piece.site_url,
        day => day.to_string(),
        date => written(day, language),
    }
}
