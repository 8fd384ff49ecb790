//! A piece in, the markup of its text out: picture, text as far as it may be told, credits.

use super::{
    piece::{Also, Piece},
    words::Words,
    xml,
};
use crate::model::{ContentPolicy, Image};
use std::fmt::Write;

/// The text of a feed's item. Every reader shows it, whatever else he leaves out: so the source and
/// the carriers are named in it with their links.
pub(super) fn body(piece: &Piece) -> String {
    let mut body = String::new();
    let content = match piece.text {
        ContentPolicy::Full => xml::markup(piece.lead.content.as_str()),
        ContentPolicy::Excerpt | ContentPolicy::Title => "".into(),
    };
    if let Some(image) = piece.image.filter(|image| !shows(&content, &image.url)) {
        picture(&mut body, image);
    }
    body.push_str(&content);
    if content.is_empty() && !piece.summary.is_empty() {
        paragraph(&mut body, &xml::escape_text(&piece.summary));
    }
    paragraph(&mut body, &piece.credits);
    body
}

fn shows(content: &str, image: &str) -> bool {
    content.contains(image) || content.contains(&*xml::escape(image))
}

fn picture(body: &mut String, image: &Image) {
    let alt = xml::line(image.alt.as_deref().unwrap_or_default());
    let (url, alt) = (xml::escape(&image.url), xml::escape(&alt));
    let mut tag = format!("<img src=\"{url}\" alt=\"{alt}\"");
    for (name, pixels) in [("width", image.width), ("height", image.height)] {
        if let Some(pixels) = pixels.filter(|pixels| *pixels > 0) {
            // Writing into a string cannot fail.
            let _ = write!(tag, " {name}=\"{pixels}\"");
        }
    }
    tag.push('>');
    paragraph(body, &tag);
}

fn paragraph(body: &mut String, inside: &str) {
    body.push_str("<p>");
    body.push_str(inside);
    body.push_str("</p>");
}

/// The source, and whoever carries it besides, with their links.
pub(super) fn credits(piece: &Piece, words: &Words) -> String {
    let source = anchor(&piece.name, Some(piece.link.unwrap_or(&piece.site_url)));
    let mut credits = format!("{}: {source}", words.source);
    if !piece.also.is_empty() {
        let carriers: Vec<String> = piece.also.iter().map(named).collect();
        let _ = write!(credits, " · {}: {}", words.also_at, carriers.join(", "));
    }
    if let Some(from) = piece.text_from() {
        let _ = write!(credits, " · {}: {}", words.text_from, named(from));
    }
    credits
}

fn named(also: &Also) -> String {
    anchor(&also.name, also.link)
}

fn anchor(text: &str, link: Option<&str>) -> String {
    let text = xml::escape_text(text);
    match link {
        Some(link) => format!("<a href=\"{}\">{text}</a>", xml::escape(link)),
        None => text,
    }
}
