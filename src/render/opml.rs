//! An edition in, OPML 2.0 out: its sources, for a feed reader to subscribe to.

use super::xml;
use crate::model::{Edition, Format, Outlet, Selection};
use quick_xml::{
    Writer,
    events::{BytesDecl, BytesText, Event},
};
use std::io;

/// Our own combined feed first, then every source. One without a feed of its own is given by ours
/// for it, or, where we publish none, as a plain link.
pub(super) fn opml(edition: &Edition) -> io::Result<Vec<u8>> {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    let declaration = BytesDecl::new("1.0", Some("utf-8"), None);
    writer.write_event(Event::Decl(declaration))?;
    writer
        .create_element("opml")
        .with_attribute(("version", "2.0"))
        .write_inner_content(|writer| {
            writer
                .create_element("head")
                .write_inner_content(|writer| head(writer, edition))?;
            writer
                .create_element("body")
                .write_inner_content(|writer| body(writer, edition))?;
            Ok(())
        })?;
    let mut bytes = writer.into_inner();
    bytes.push(b'\n');
    Ok(bytes)
}

fn head(writer: &mut Writer<Vec<u8>>, edition: &Edition) -> io::Result<()> {
    let site = &edition.masthead.site;
    let modified = edition.changed.map(|changed| changed.to_rfc2822());
    for (name, text) in [
        ("title", Some(xml::line(&edition.title))),
        ("dateModified", modified),
        ("ownerName", Some(xml::line(&site.title))),
        ("ownerId", Some(site.url.clone())),
    ] {
        if let Some(text) = text {
            let text = BytesText::new(&text);
            writer.create_element(name).write_text_content(text)?;
        }
    }
    Ok(())
}

fn body(writer: &mut Writer<Vec<u8>>, edition: &Edition) -> io::Result<()> {
    let formats = &edition.masthead.formats;
    let feed = [Format::Atom, Format::Rss, Format::Json]
        .into_iter()
        .find(|format| formats.contains(format));
    if let Some(format) = feed {
        let title = xml::line(&edition.title);
        let (feed, page) = (edition.address(format), edition.address(Format::Html));
        let language = edition.language.as_str();
        outline(writer, &title, Address::Feed(&feed), &page, language, "")?;
    }
    for outlet in &edition.masthead.outlets {
        let name = xml::line(&outlet.name);
        let ours = feed.and_then(|format| our_feed(edition, outlet, format));
        let address = outlet.feed_url.as_ref().or(ours.as_ref());
        let address = address.map_or(Address::Page, |address| Address::Feed(address));
        let language = outlet
            .languages
            .first()
            .map_or("", |language| language.as_str());
        let tags = outlet.tags.iter().map(|tag| format!("/{}", xml::line(tag)));
        let tags = tags.collect::<Vec<_>>().join(",");
        outline(writer, &name, address, &outlet.site_url, language, &tags)?;
    }
    Ok(())
}

/// The feed that we make of a source.
fn our_feed(edition: &Edition, outlet: &Outlet, format: Format) -> Option<String> {
    let own = Selection::Source(outlet.id.clone());
    let folder = edition.masthead.folder(&own)?;
    Some(format!(
        "{}{folder}{}",
        edition.masthead.site.url,
        format.file_name()
    ))
}

#[derive(Clone, Copy)]
enum Address<'a> {
    /// Can be subscribed to.
    Feed(&'a str),
    /// Can only be looked at.
    Page,
}

fn outline(
    writer: &mut Writer<Vec<u8>>,
    name: &str,
    address: Address,
    page: &str,
    language: &str,
    categories: &str,
) -> io::Result<()> {
    let mut element = writer
        .create_element("outline")
        .with_attribute(("text", name))
        .with_attribute(("title", name));
    element = match address {
        Address::Feed(feed) => element
            .with_attribute(("type", "rss"))
            .with_attribute(("xmlUrl", feed))
            .with_attribute(("htmlUrl", page)),
        Address::Page => element
            .with_attribute(("type", "link"))
            .with_attribute(("url", page)),
    };
    for (key, value) in [("language", language), ("category", categories)] {
        if !value.is_empty() {
            element = element.with_attribute((key, value));
        }
    }
    element.write_empty()?;
    Ok(())
}
