//! An edition in, JSON Feed 1.1 out.

use super::{
    document::{self, Frame},
    piece::{self, Also, Piece, mime, web},
    rss::description,
    words::Words,
    xml,
};
use crate::model::{Edition, Format, Language, Timestamp, Version};
use chrono::SecondsFormat;
use serde::Serialize;

/// <https://www.jsonfeed.org/version/1.1/>
#[derive(Serialize)]
struct Feed<'a> {
    version: &'static str,
    title: String,
    home_page_url: String,
    #[serde(rename = "feed_url")]
    own_url: String,
    description: String,
    language: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    icon: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    favicon: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    hubs: Vec<Hub<'a>>,
    items: [(); 0],
}

#[derive(Serialize)]
struct Alone<'a> {
    items: [Item<'a>; 1],
}

#[derive(Serialize)]
struct Hub<'a> {
    r#type: &'static str,
    url: &'a str,
}

#[derive(Serialize)]
struct Item<'a> {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    title: &'a str,
    content_html: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    summary: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<&'a str>,
    date_published: String,
    date_modified: String,
    authors: Vec<Author<'a>>,
    /// Of JSON Feed 1.0, for readers that know no `authors`.
    author: Option<Author<'a>>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    tags: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    attachments: Vec<Attachment<'a>>,
    _source: Source<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    _also: Vec<Carrier<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    _text_from: Option<Carrier<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    _versions: Vec<InOther<'a>>,
    _clusterwire: Ours,
}

#[derive(Clone, Serialize)]
struct Author<'a> {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
}

#[derive(Serialize)]
struct Attachment<'a> {
    url: &'a str,
    mime_type: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    size_in_bytes: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    duration_in_seconds: Option<u32>,
}

/// Where the story comes from.
#[derive(Serialize)]
struct Source<'a> {
    id: &'a str,
    name: &'a str,
    url: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    feed_url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    guid: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rights: Option<&'a str>,
}

/// Who else carries it.
#[derive(Serialize)]
struct Carrier<'a> {
    id: &'a str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
}

/// The same news in another language.
#[derive(Serialize)]
struct InOther<'a> {
    language: &'a str,
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    title: String,
}

/// By this a copy that comes back to us is known.
#[derive(Serialize)]
struct Ours {
    about: &'static str,
    id: String,
}

/// All but its items.
pub(super) fn frame(edition: &Edition) -> Result<Frame, String> {
    let words = Words::of(&edition.language);
    let feed = Feed {
        version: "https://jsonfeed.org/version/1.1",
        title: xml::line(&edition.title),
        home_page_url: edition.address(Format::Html),
        own_url: edition.address(Format::Json),
        description: description(edition, words),
        language: edition.language.as_str(),
        icon: edition.masthead.site.icon.as_deref(),
        favicon: edition.masthead.site.icon.as_deref(),
        hubs: edition.masthead.hub.iter().map(|url| hub(url)).collect(),
        items: [],
    };
    let document = serde_json::to_vec_pretty(&feed).map_err(|error| error.to_string())?;
    Frame::of_json(&document).ok_or_else(|| "there is no place for items".to_owned())
}

/// An item, with this text.
pub(super) fn item(piece: &Piece, body: &str) -> Result<Vec<u8>, String> {
    // Written where it will stand, it is indented as there.
    let alone = Alone {
        items: [told(piece, body)],
    };
    let mut document = Vec::with_capacity(document::room(body));
    serde_json::to_writer_pretty(&mut document, &alone).map_err(|error| error.to_string())?;
    let item = document.strip_prefix(b"{\n  \"items\": [\n    ");
    let item = item.and_then(|item| item.strip_suffix(b"\n  ]\n}"));
    item.map(<[u8]>::to_vec)
        .ok_or_else(|| "there is no item".to_owned())
}

fn hub(url: &str) -> Hub<'_> {
    let r#type = "WebSub";
    Hub { r#type, url }
}

fn told<'a>(piece: &'a Piece<'a>, body: &'a str) -> Item<'a> {
    let authors = authors(piece);
    Item {
        id: piece.story.id.to_string(),
        url: piece.link,
        title: &piece.title,
        content_html: body,
        summary: &piece.summary,
        image: piece.image.map(|image| image.url.as_str()),
        date_published: rfc3339(piece.published),
        date_modified: rfc3339(piece.updated),
        author: authors.first().cloned(),
        authors,
        tags: &piece.labels,
        language: piece.lead.language.as_ref().map(Language::as_str),
        attachments: attachments(piece),
        _source: source(piece),
        _also: piece.also.iter().map(carrier).collect(),
        _text_from: piece.text_from().map(carrier),
        _versions: piece.versions.iter().map(in_other).collect(),
        _clusterwire: Ours {
            about: super::NAMESPACE,
            id: piece.story.id.to_string(),
        },
    }
}

fn authors<'a>(piece: &'a Piece<'a>) -> Vec<Author<'a>> {
    let authors = piece.authors().into_iter();
    let author = |piece::Author { name, url }| Author { name, url };
    authors.map(author).collect()
}

fn attachments<'a>(piece: &'a Piece<'a>) -> Vec<Attachment<'a>> {
    let attachment = |file: &'a crate::model::Enclosure| Attachment {
        url: &file.url,
        mime_type: mime(file),
        size_in_bytes: (file.length > 0).then_some(file.length),
        duration_in_seconds: file.duration,
    };
    piece.files().map(attachment).collect()
}

fn source<'a>(piece: &'a Piece<'a>) -> Source<'a> {
    Source {
        id: piece.lead.source.as_str(),
        name: &piece.name,
        url: &piece.site_url,
        feed_url: piece.outlet.and_then(|outlet| outlet.feed_url.as_deref()),
        guid: piece.lead.guid.as_deref().map(xml::line),
        rights: piece.rights.as_deref(),
    }
}

fn in_other(version: &Version) -> InOther<'_> {
    InOther {
        language: version.language.as_str(),
        id: version.id.to_string(),
        url: web(version.link.as_deref()),
        title: xml::line(&version.title),
    }
}

fn carrier<'a>(also: &'a Also<'a>) -> Carrier<'a> {
    Carrier {
        id: also.carrier.source.as_str(),
        name: &also.name,
        url: also.link,
        title: &also.title,
        language: also.carrier.language.as_ref().map(Language::as_str),
    }
}

fn rfc3339(instant: Timestamp) -> String {
    instant.to_rfc3339_opts(SecondsFormat::Secs, true)
}
