//! An edition in, its page out: what the templates are given, in the words of the frame.

use super::{
    fold, frame, linked,
    piece::{Piece, mime, web},
    rss::description,
    theme::Theme,
    words::Words,
    xml,
};
use crate::{
    date::{weekday_name, written},
    model::{Edition, Format, Language, Outlet, Selection, Shelved, Site, Timestamp},
};
use chrono::{Datelike, NaiveDate, SecondsFormat};
use minijinja::{Error, Value, context};
use std::collections::BTreeMap;
use url::Url;

/// Characters of an excerpt on the page.
const EXCERPT: usize = 280;

/// The page of an edition.
pub(super) fn html(edition: &Edition, pieces: &[Piece], theme: &Theme) -> Result<Vec<u8>, Error> {
    let words = Words::of(&edition.language);
    let root = "../".repeat(edition.folder.matches('/').count());
    let all = edition.selection == Selection::All;
    let site = &edition.masthead.site;
    let values = context! {
        root => &root,
        lang => edition.language.as_str(),
        title => xml::line(&edition.title),
        label => xml::line(&edition.label),
        site => xml::line(&site.title),
        all => all,
        tagline => if all { description(edition, words) } else { words.stories(edition.stories.len()) },
        site_of => site_of(edition),
        feeds => feeds(edition),
        icon => frame::icon(edition, &root),
        around => words.around().value(),
        subscribe_href => format!("{root}subscribe/index.html#{}", frame::anchor(&edition.folder)),
        searched => all,
        list => linked::list(edition, pieces),
        pinned => pinned(edition, pieces, &root),
        months => if all { frame::months(&edition.masthead) } else { Value::from(()) },
        languages => shelf(edition, &root, |of| matches!(of, Selection::Language(_))),
        topics => shelf(edition, &root, |of| {
            matches!(of, Selection::Tag(_) | Selection::View(_))
        }),
        days => days(edition, pieces, &root, words),
        // Only the front page shows dates of all sources: any other page changes with its own news.
        sources => if all { sources(edition, &root) } else { Value::from(()) },
        contact => site.contact.as_deref().and_then(contact),
        words => spoken(words),
    };
    let mut page = theme.fill("page.html", values)?.into_bytes();
    page.push(b'\n');
    Ok(page)
}

/// The site of the source whose edition this is: where it is, and its host as a name for it.
fn site_of(edition: &Edition) -> Option<Value> {
    let Selection::Source(id) = &edition.selection else {
        return None;
    };
    let href = web(Some(&edition.masthead.outlet(id)?.site_url))?;
    let host = Url::parse(href).ok()?.host_str()?.to_owned();
    Some(context! { href, host })
}

pub(super) fn spoken(words: &Words) -> Value {
    context! {
        all_news => words.all_news,
        also_at => words.also_at,
        attached => words.attached,
        empty => words.empty,
        fair => words.fair,
        languages => words.languages,
        newest => words.newest,
        opml => words.opml,
        report => words.report,
        skip => words.skip,
        source => words.source,
        sources => words.sources,
        subscribe => words.subscribe,
        subscribe_text => words.subscribe_text,
        topics => words.topics,
    }
}

/// The feeds of this edition, the format that most readers like best first.
pub(super) fn feeds(edition: &Edition) -> Value {
    [Format::Atom, Format::Rss, Format::Json]
        .into_iter()
        .filter(|format| edition.masthead.formats.contains(format))
        .map(|format| {
            context! {
                name => format.name(),
                mime => format.mime(),
                href => format.file_name(),
                address => edition.address(format),
            }
        })
        .collect()
}

/// Links to the other editions of a kind.
fn shelf(edition: &Edition, root: &str, wanted: impl Fn(&Selection) -> bool) -> Value {
    let link = |shelved: &Shelved| {
        let language = shelved.selection.language().map(Language::as_str);
        context! {
            label => xml::line(&shelved.label),
            href => format!("{root}{}index.html", shelved.folder),
            lang => language,
            here => shelved.selection == edition.selection,
        }
    };
    let shelves = edition.masthead.shelf.iter();
    shelves
        .filter(|of| wanted(&of.selection))
        .map(link)
        .collect()
}

/// The stories under the days on which they happened.
fn days(edition: &Edition, pieces: &[Piece], root: &str, words: &Words) -> Value {
    let site = &edition.masthead.site;
    let shown = pieces.iter().filter(|piece| !piece.pinned);
    let shown: Vec<&Piece> = shown.take(edition.masthead.page).collect();
    let days = shown.chunk_by(|a, b| day(a.published, site) == day(b.published, site));
    days.filter_map(|pieces| {
        let on = day(pieces.first()?.published, site);
        let in_words = written(on, &edition.language);
        let (told, folded) = fold::fold(pieces, edition);
        let tell = |pieces: Vec<&Piece>| -> Value {
            let stories = pieces.into_iter();
            stories
                .map(|piece| story(piece, edition, root, &in_words))
                .collect()
        };
        let folded = folded.into_iter().map(|pieces| {
            let name = pieces.first().map(|piece| piece.name.clone());
            context! {
                label => words.more_from(pieces.len(), &name.unwrap_or_default()),
                stories => tell(pieces),
            }
        });
        Some(context! {
            date => on.to_string(),
            in_words => heading(on, &edition.language),
            folded => folded.collect::<Value>(),
            stories => tell(told),
        })
    })
    .collect()
}

/// What a rule keeps on top.
fn pinned(edition: &Edition, pieces: &[Piece], root: &str) -> Value {
    let site = &edition.masthead.site;
    let pinned = pieces.iter().filter(|piece| piece.pinned);
    pinned
        .map(|piece| {
            let in_words = written(day(piece.published, site), &edition.language);
            story(piece, edition, root, &in_words)
        })
        .collect()
}

fn story(piece: &Piece, edition: &Edition, root: &str, in_words: &str) -> Value {
    let site = &edition.masthead.site;
    let instant = piece.published.with_timezone(&site.timezone);
    let folder = piece.folder(edition);
    let own = matches!(&edition.selection, Selection::Source(id) if *id == piece.lead.source);
    context! {
        title => &piece.title,
        link => piece.link,
        lang => piece.lead.language.as_ref().map(Language::as_str),
        badge => badge(piece, edition),
        source => &piece.name,
        source_href => match folder {
            Some(_) if own => None,
            Some(folder) => Some(format!("{root}{folder}index.html")),
            None => Some(piece.site_url.clone()),
        },
        source_is_ours => folder.is_some(),
        instant => instant.to_rfc3339_opts(SecondsFormat::Secs, true),
        date => in_words,
        excerpt => excerpt(&piece.summary),
        image => piece.image.map(|image| context! {
            url => &image.url,
            width => image.width.filter(|pixels| *pixels > 0),
            height => image.height.filter(|pixels| *pixels > 0),
            alt => xml::line(image.alt.as_deref().unwrap_or_default()),
        }),
        page => piece.page().map(|folder| format!("{root}{folder}index.html")),
        versions => linked::versions(piece),
        also => piece.also.iter().map(|also| context! {
            name => &also.name,
            title => &also.title,
            href => also.link,
            lang => also.carrier.language.as_ref().map(Language::as_str),
        }).collect::<Value>(),
        files => piece.files().map(|file| context! {
            url => &file.url,
            kind => mime(file).split('/').next_back(),
        }).collect::<Value>(),
    }
}

/// `Friday, 20 November 2026`
fn heading(day: NaiveDate, language: &Language) -> String {
    let weekday = weekday_name(language, day.weekday().number_from_monday());
    format!("{weekday}, {}", written(day, language))
}

/// The day on which it was, where the site is.
pub(super) fn day(instant: Timestamp, site: &Site) -> NaiveDate {
    instant.with_timezone(&site.timezone).date_naive()
}

/// The story's language, where it is not that of the page; `en-GB` on an English page is none.
fn badge<'a>(piece: &'a Piece, edition: &Edition) -> Option<&'a str> {
    let language = piece.lead.language.as_ref().map(Language::primary);
    language.filter(|language| *language != edition.language.primary())
}

/// The first words of a text, cut between two of them.
pub(super) fn excerpt(text: &str) -> String {
    let end = text.char_indices().nth(EXCERPT);
    let Some(head) = end.and_then(|(end, _)| text.get(..end)) else {
        return text.to_owned();
    };
    let whole_words = head.rsplit_once(' ').map_or(head, |(words, _)| words);
    let end = |c: char| c.is_whitespace() || c.is_ascii_punctuation();
    format!("{}…", whole_words.trim_end_matches(end))
}

/// Sources, whoever has the newest story first, ties by name.
fn sources(edition: &Edition, root: &str) -> Value {
    let masthead = &edition.masthead;
    let mut outlets: Vec<&Outlet> = masthead.outlets.iter().collect();
    outlets.sort_by(|a, b| b.newest.cmp(&a.newest).then_with(|| a.name.cmp(&b.name)));
    let folders: BTreeMap<&Selection, &str> = masthead
        .shelf
        .iter()
        .map(|shelved| (&shelved.selection, shelved.folder.as_str()))
        .collect();
    let row = |outlet: &Outlet| {
        let own = Selection::Source(outlet.id.clone());
        let newest = outlet.newest.map(|newest| day(newest, &masthead.site));
        context! {
            name => xml::line(&outlet.name),
            href => folders.get(&own).map(|folder| format!("{root}{folder}index.html")),
            site => web(Some(&outlet.site_url)),
            newest => newest.map(|day| day.to_string()),
            newest_in_words => newest.map(|day| written(day, &edition.language)),
        }
    };
    outlets.into_iter().map(row).collect()
}

/// Where to write to: an address as it is, a mail address as a link to it.
pub(super) fn contact(contact: &str) -> Option<String> {
    if contact.contains('@') && !contact.contains([':', '/', ' ']) {
        return Some(format!("mailto:{contact}"));
    }
    web(Some(contact)).map(str::to_owned)
}
