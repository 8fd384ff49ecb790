//! An OPML document in, a list of links out: `rel="feed"` for each subscription, `rel="alternate"` for each page.

use crate::{
    model::{Dialect, Feed, Link, Parsed, Text, Warning},
    parse::{
        ParseError,
        entities::unescape,
        limits,
        scope::Scope,
        tag::Tag,
        text::Gathered,
        xml::{Reader, Token},
    },
};
use url::Url;

pub(super) fn read(text: &str, base: Option<Url>) -> Result<Parsed, ParseError> {
    let scope = Scope::new(base, None);
    let mut reader = Reader::new(text);
    let mut feed = Feed {
        dialect: Dialect::Opml,
        ..Feed::default()
    };
    let mut title: Option<Gathered<'_>> = None;
    let mut closed = false;
    let mut flood = false;
    while let Some(token) = reader.next()? {
        match token {
            Token::Start(tag) | Token::Empty(tag) if tag.name.eq_ignore_ascii_case("outline") => {
                reader.spend(limits::STEPS_OF_FIELD);
                let link = outline(&tag, &scope);
                flood |= link.is_some() && feed.links.len() >= limits::OUTLINES;
                feed.links.extend(link.filter(|_| !flood));
            }
            Token::Start(tag) if tag.name.eq_ignore_ascii_case("title") => {
                title = Some(Gathered::default());
            }
            Token::End(name) if name.eq_ignore_ascii_case("title") => {
                let value = title.take().map(|gathered| gathered.finish().into_owned());
                feed.title = value.map(|value| Text {
                    value,
                    ..Text::default()
                });
            }
            Token::End(name) => closed |= name.eq_ignore_ascii_case("opml"),
            Token::Text(raw) => {
                if let Some(gathered) = &mut title {
                    gathered.escaped(raw);
                }
            }
            Token::Data(data) => {
                if let Some(gathered) = &mut title {
                    gathered.literal(data);
                }
            }
            Token::Start(_) | Token::Empty(_) | Token::Doctype(_) => {}
        }
    }
    let mut warnings = Vec::new();
    if let Some((what, at)) = reader.fault() {
        warnings.push(Warning::NotWellFormed {
            what: what.to_owned(),
            at: at as u64,
        });
    }
    if flood {
        warnings.push(Warning::Limit {
            what: "outlines",
            kept: limits::OUTLINES,
        });
    }
    if !closed {
        warnings.push(Warning::Cut);
    }
    Ok(Parsed { feed, warnings })
}

/// OPML 2.0: `xmlUrl` is the feed, `htmlUrl` or `url` the page, `text` (else `title`) the name.
fn outline(tag: &Tag<'_>, scope: &Scope<'_>) -> Option<Link> {
    let (mut feed, mut page) = (None, None);
    let (mut text, mut title, mut mime, mut language) = (None, None, None, None);
    for (name, value) in tag.attributes() {
        let value = Some(unescape(value).trim().to_owned()).filter(|value| !value.is_empty());
        match name.to_ascii_lowercase().as_str() {
            "xmlurl" => feed = value,
            "htmlurl" | "url" => page = page.or(value),
            "text" => text = value,
            "title" => title = value,
            "type" => mime = value,
            "language" => language = value,
            _ => {}
        }
    }
    let rel = if feed.is_some() { "feed" } else { "alternate" };
    let href = scope.absolute(&feed.or(page)?);
    (href.len() <= limits::ADDRESS).then(|| Link {
        rel: rel.to_owned(),
        href,
        mime,
        title: text.or(title),
        hreflang: language,
        ..Link::default()
    })
}
