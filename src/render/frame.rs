//! What every page around the news needs in its frame.

use super::{
    html::{contact, spoken},
    words::Words,
    xml,
};
use crate::model::{Edition, Masthead};
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
