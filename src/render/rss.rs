//! An edition in, RSS 2.0 out.

use super::{
    GENERATOR,
    document::{self, Frame},
    extra,
    piece::{Piece, mime, web},
    words::Words,
    xml,
};
use crate::model::{Edition, Format, Selection, Timestamp};
use rss::{
    Category, Channel, ChannelBuilder, Enclosure, Guid, Image, Item, ItemBuilder, Source,
    extension::{
        Extension, ExtensionMap,
        atom::{AtomExtension, Link},
        dublincore::DublinCoreExtension,
        syndication::{SyndicationExtension, UpdatePeriod},
    },
};
use std::collections::BTreeMap;

const ITEM: &str = "item";

/// RSS 2.0 as the RSS profile of the RSS Advisory Board reads it, with content, dc, media, atom, sy:
/// all but its items.
pub(super) fn frame(edition: &Edition) -> Result<Frame, String> {
    let words = Words::of(&edition.language);
    let channel = channel(edition, words).write_to(Vec::new());
    let channel = channel.map_err(|error| error.to_string())?;
    let document = super::atom::with_stylesheet(edition, &channel);
    Frame::of_xml(&document, ITEM).ok_or_else(|| "there is no place for items".to_owned())
}

/// An item, with this text.
pub(super) fn item(piece: &Piece, body: &str) -> Result<Vec<u8>, String> {
    let channel = Channel {
        items: vec![told(piece, body)],
        ..Channel::default()
    };
    let channel = channel.write_to(Vec::with_capacity(document::room(body)));
    let channel = channel.map_err(|error| error.to_string())?;
    document::only(&channel, ITEM).ok_or_else(|| "there is no item".to_owned())
}

fn channel(edition: &Edition, words: &Words) -> Channel {
    let masthead = &edition.masthead;
    let minutes = (masthead.every.as_secs() / 60).clamp(1, 24 * 60);
    let mut channel = ChannelBuilder::default();
    channel
        .title(xml::told(&xml::line(&edition.title)))
        .link(edition.address(Format::Html))
        .description(xml::told(&description(edition, words)))
        .language(edition.language.as_str().to_owned())
        .last_build_date(edition.changed.and_then(rfc822))
        .generator(GENERATOR.to_owned())
        .docs("https://www.rssboard.org/rss-specification".to_owned())
        .ttl(minutes.to_string())
        .atom_ext(AtomExtension {
            links: links(edition),
        })
        .syndication_ext(syndication(minutes))
        .namespaces(namespaces())
        .image(image(edition))
        .items(vec![Item::default()]);
    channel.build()
}

/// The icon, where there is one: its title and link are those of the channel.
fn image(edition: &Edition) -> Option<Image> {
    let url = edition.masthead.site.icon.clone()?;
    Some(Image {
        url: xml::uri(&url).into_owned(),
        title: xml::told(&xml::line(&edition.title)).into_owned(),
        link: edition.address(Format::Html),
        ..Image::default()
    })
}

/// What an edition is about, in one sentence.
pub(super) fn description(edition: &Edition, words: &Words) -> String {
    match edition.selection {
        Selection::All => words.news_of(edition.masthead.outlets.len()),
        Selection::Prefer(_) => words.around().prefer_text.to_owned(),
        Selection::Source(_)
        | Selection::Tag(_)
        | Selection::Language(_)
        | Selection::View(_)
        | Selection::Without(_)
        | Selection::Month(_) => xml::line(&edition.title),
    }
}

fn namespaces() -> BTreeMap<String, String> {
    [
        ("atom", "http://www.w3.org/2005/Atom"),
        ("content", "http://purl.org/rss/1.0/modules/content/"),
        ("dc", "http://purl.org/dc/elements/1.1/"),
        ("media", "http://search.yahoo.com/mrss/"),
        ("sy", "http://purl.org/rss/1.0/modules/syndication/"),
    ]
    .map(|(prefix, name)| (prefix.to_owned(), name.to_owned()))
    .into()
}

fn links(edition: &Edition) -> Vec<Link> {
    let own = Link {
        href: edition.address(Format::Rss),
        rel: "self".to_owned(),
        mime_type: Some(Format::Rss.mime().to_owned()),
        ..Link::default()
    };
    let hub = edition.masthead.hub.as_ref().map(|hub| Link {
        href: xml::uri(hub).into_owned(),
        rel: "hub".to_owned(),
        ..Link::default()
    });
    [own].into_iter().chain(hub).collect()
}

/// The same as `ttl`, in whole times an hour or a day.
fn syndication(minutes: u64) -> SyndicationExtension {
    let (period, times) = match minutes {
        ..=60 => (UpdatePeriod::Hourly, 60 / minutes),
        _ => (UpdatePeriod::Daily, 24 * 60 / minutes),
    };
    let mut syndication = SyndicationExtension::default();
    // The crate's own is of 1970, which validators do not believe.
    syndication.set_base("2000-01-01T00:00:00+00:00");
    syndication.set_period(period);
    syndication.set_frequency(u32::try_from(times).unwrap_or(1));
    syndication
}

fn told(piece: &Piece, body: &str) -> Item {
    let mut item = ItemBuilder::default();
    item.title(xml::told(&piece.title).into_owned())
        .link(piece.link.map(|link| xml::uri(link).into_owned()))
        .guid(Guid {
            value: piece.story.id.to_string(),
            permalink: false,
        })
        .pub_date(rfc822(piece.published))
        .source(source(piece))
        .categories(categories(piece))
        .comments(comments(piece))
        .enclosure(enclosure(piece))
        .dublin_core_ext(DublinCoreExtension {
            creators: piece
                .authors()
                .into_iter()
                .map(|author| author.name)
                .collect(),
            contributors: piece
                .text_from()
                .map(|also| also.name.clone())
                .into_iter()
                .collect(),
            identifiers: extra::identifiers(piece),
            languages: piece.language.and_then(xml::language).into_iter().collect(),
            rights: piece
                .rights
                .iter()
                .map(|text| xml::told(text).into_owned())
                .collect(),
            ..DublinCoreExtension::default()
        })
        .extensions(extensions(piece))
        .atom_ext(related(piece))
        .description(description_of(piece))
        .content(body.to_owned());
    item.build()
}

/// Readers take it for HTML. Never missing: Outlook shows nothing else.
fn description_of(piece: &Piece) -> String {
    if piece.summary.is_empty() {
        return piece.credits.clone();
    }
    xml::escape_text(&piece.summary)
}

/// The carriers' copies, and the news in other languages.
fn related(piece: &Piece) -> Option<AtomExtension> {
    let copies = piece.also.iter().filter_map(|also| {
        Some(Link {
            href: xml::uri(also.link?).into_owned(),
            rel: "related".to_owned(),
            hreflang: also.carrier.language.as_ref().and_then(xml::language),
            mime_type: Some("text/html".to_owned()),
            title: Some(xml::told(&also.heading()).into_owned()),
            length: None,
        })
    });
    let versions = piece.versions.iter().filter_map(|version| {
        Some(Link {
            href: xml::uri(web(version.link.as_deref())?).into_owned(),
            rel: "related".to_owned(),
            hreflang: xml::language(&version.language),
            mime_type: Some("text/html".to_owned()),
            title: Some(xml::told(&xml::line(&version.title)).into_owned()),
            length: None,
        })
    });
    let links: Vec<Link> = copies.chain(versions).collect();
    (!links.is_empty()).then_some(AtomExtension { links })
}

fn source(piece: &Piece) -> Source {
    let feed = piece.outlet.and_then(|outlet| outlet.feed_url.clone());
    Source {
        url: xml::uri(&feed.unwrap_or_else(|| piece.site_url.clone())).into_owned(),
        title: Some(xml::told(&piece.name).into_owned()),
    }
}

fn categories(piece: &Piece) -> Vec<Category> {
    let category = |name: &String| Category {
        name: xml::told(name).into_owned(),
        domain: None,
    };
    piece.labels.iter().map(category).collect()
}

/// One at most: readers take the first or the last of several, or none.
fn enclosure(piece: &Piece) -> Option<Enclosure> {
    piece.files().next().map(|file| Enclosure {
        url: xml::uri(&file.url).into_owned(),
        length: file.length.to_string(),
        mime_type: mime(file).to_owned(),
    })
}

fn extensions(piece: &Piece) -> ExtensionMap {
    let mut map = ExtensionMap::new();
    for element in [extra::picture(piece), extra::files(piece)].concat() {
        let names = map.entry(element.prefix().to_owned()).or_default();
        let name = element.name.to_owned();
        names.entry(name).or_default().push(Extension {
            name: element.name.to_owned(),
            value: element.value,
            attrs: element.attributes,
            children: BTreeMap::new(),
        });
    }
    map
}

/// The page of its comments, where it is one.
fn comments(piece: &Piece) -> Option<String> {
    let link = web(piece.lead.comments.as_deref())?;
    Some(xml::uri(link).into_owned())
}

/// RFC 822 with a year of four digits and a numeric zone; none where nobody would believe it.
fn rfc822(instant: Timestamp) -> Option<String> {
    xml::is_plausible(instant).then(|| instant.to_rfc2822())
}
