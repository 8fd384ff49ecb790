//! The combined edition in, the page out on which every feed button ends.

use super::{
    RenderError,
    frame::{anchor, frame, months},
    html::feeds,
    page,
    theme::Theme,
    words::Words,
    xml,
};
use crate::model::{Edition, Format, Language, OutputFile, Selection, Shelved};
use minijinja::{Value, context};

/// A heading, a line below it, and which selections stand there.
type Group<'a> = (&'a str, &'a str, fn(&Selection) -> bool);

/// Where it lies.
pub(super) const PATH: &str = "subscribe/index.html";

pub(super) fn subscribing(combined: &Edition, theme: &Theme) -> Result<OutputFile, RenderError> {
    let words = Words::of(&combined.language);
    let around = words.around();
    let groups: [Group<'_>; 5] = [
        (words.languages, "", |of| {
            matches!(of, Selection::Language(_))
        }),
        ("", around.prefer_text, |of| {
            matches!(of, Selection::Prefer(_))
        }),
        (words.topics, "", |of| {
            matches!(of, Selection::Tag(_) | Selection::View(_))
        }),
        (words.sources, "", |of| matches!(of, Selection::Source(_))),
        ("", "", |of| matches!(of, Selection::Without(_))),
    ];
    let groups = groups.iter().filter_map(|(label, text, wanted)| {
        let rows = combined
            .masthead
            .shelf
            .iter()
            .filter(|of| wanted(&of.selection));
        let rows: Vec<Value> = rows.map(|of| row(of, combined, words)).collect();
        let label = if label.is_empty() {
            around.partners
        } else {
            label
        };
        let label = if text.is_empty() {
            label
        } else {
            around.everything
        };
        (!rows.is_empty()).then(|| context! { label, text => *text, rows })
    });
    let partners = combined.masthead.outlets.iter().map(|outlet| {
        context! {
            label => around.look_title.replace("{name}", &xml::line(&outlet.name)),
            href => format!("../partner/{}/index.html", outlet.id),
        }
    });
    let widget = combined.masthead.widget;
    let values = context! {
        feeds => feeds(combined),
        groups => groups.collect::<Value>(),
        partners => if widget { partners.collect::<Value>() } else { Value::from(()) },
        months => months(&combined.masthead),
        ..frame(combined, "../", words.subscribe)
    };
    page(PATH.to_owned(), "subscribing.html", values, theme)
}

/// A selection with one address to copy: readers do not want to choose between formats.
fn row(of: &Shelved, combined: &Edition, words: &Words) -> Value {
    let formats = &combined.masthead.formats;
    let file = [Format::Atom, Format::Rss, Format::Json]
        .into_iter()
        .find(|format| formats.contains(format))
        .map_or("", Format::file_name);
    let label = xml::line(&of.label);
    context! {
        anchor => anchor(&of.folder),
        href => format!("../{}index.html", of.folder),
        label => match of.selection {
            Selection::Without(_) => words.around().without.replace("{name}", &label),
            Selection::Prefer(_) => words.around().prefer.replace("{name}", &label),
            Selection::All | Selection::Source(_) | Selection::Tag(_) | Selection::Language(_)
            | Selection::View(_) | Selection::Month(_) => label,
        },
        lang => of.selection.language().map(Language::as_str),
        address => format!("{}{}{file}", combined.masthead.site.url, of.folder),
    }
}
