//! An edition in, Atom 1.0 out.

use super::{
    GENERATOR,
    document::{self, Frame},
    extra,
    piece::{Also, Author, Piece, mime, web},
    rss::description,
    words::Words,
    xml,
};
use crate::model::{Edition, Format, Selection, Timestamp};
use atom_syndication::{
    Category, Content, Entry, EntryBuilder, Feed, FeedBuilder, FixedDateTime, Generator, Link,
    Person, Source, Text, WriteConfig, extension::Extension,
};
use std::collections::BTreeMap;

const ENTRY: &str = "entry";
const HISTORY: &str = "http://purl.org/syndication/history/1.0";

/// Atom 1.0, RFC 4287: all but its entries.
pub(super) fn frame(edition: &Edition) -> Result<Frame, String> {
    let feed = written(&feed(edition, Words::of(&edition.language)), 0)?;
    let document = with_stylesheet(edition, &feed);
    Frame::of_xml(&document, ENTRY).ok_or_else(|| "there is no place for entries".to_owned())
}

/// An entry, with this text.
pub(super) fn item(piece: &Piece, body: &str) -> Result<Vec<u8>, String> {
    let feed = Feed {
        entries: vec![entry(piece, body)],
        ..Feed::default()
    };
    let feed = written(&feed, document::room(body))?;
    document::only(&feed, ENTRY).ok_or_else(|| "there is no entry".to_owned())
}

/// `room`: about how many bytes it will have.
fn written(feed: &Feed, room: usize) -> Result<Vec<u8>, String> {
    let config = WriteConfig {
        write_document_declaration: false,
        indent_size: None,
    };
    let written = feed.write_with_config(Vec::with_capacity(room), config);
    written.map_err(|error| error.to_string())
}

/// The document with its declaration, and with a style sheet for whoever opens it in a browser.
/// CSS stays in browsers that give up XSLT (2026).
pub(super) fn with_stylesheet(edition: &Edition, document: &[u8]) -> Vec<u8> {
    let css = format!("{}assets/feed.css", edition.masthead.site.url);
    let head = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<?xml-stylesheet type=\"text/css\" \
         href=\"{}\"?>\n",
        xml::escape(&css)
    );
    let declaration = b"<?xml version=\"1.0\" encoding=\"utf-8\"?>";
    let document = document.strip_prefix(declaration).unwrap_or(document);
    [head.as_bytes(), document, b"\n"].concat()
}

fn feed(edition: &Edition, words: &Words) -> Feed {
    let site = &edition.masthead.site;
    let page = edition.address(Format::Html);
    let mut feed = FeedBuilder::default();
    feed.title(Text::plain(
        xml::told(&xml::line(&edition.title)).into_owned(),
    ))
    .subtitle(Text::plain(
        xml::told(&description(edition, words)).into_owned(),
    ))
    .id(page.clone())
    .updated(fixed(edition.changed.unwrap_or_default()))
    .author(Person {
        name: xml::line(&site.title),
        uri: Some(site.url.clone()),
        ..Person::default()
    })
    .generator(Generator {
        value: GENERATOR.to_owned(),
        ..Generator::default()
    })
    .link(link(
        "self",
        &edition.address(Format::Atom),
        Some(Format::Atom.mime()),
    ))
    .link(link("alternate", &page, Some(Format::Html.mime())))
    .lang(xml::language(&edition.language))
    .namespace((
        "dc".to_owned(),
        "http://purl.org/dc/elements/1.1/".to_owned(),
    ))
    .namespace((
        "media".to_owned(),
        "http://search.yahoo.com/mrss/".to_owned(),
    ));
    if let Some(icon) = &edition.masthead.site.icon {
        feed.icon(xml::uri(icon).into_owned());
    }
    if let Some(hub) = &edition.masthead.hub {
        feed.link(link("hub", hub, None));
    }
    for (rel, address) in archive_links(edition) {
        feed.link(link(rel, &address, Some(Format::Atom.mime())));
    }
    if matches!(edition.selection, Selection::Month(_)) {
        feed.namespace(("fh".to_owned(), HISTORY.to_owned()))
            .extensions(archived());
    }
    feed.entries(vec![Entry::default()]);
    feed.build()
}

/// RFC 5005, section 4: from the feed to its last month, and from month to month.
fn archive_links(edition: &Edition) -> Vec<(&'static str, String)> {
    let masthead = &edition.masthead;
    let address = |month: &String| format!("{}archive/{month}.atom.xml", masthead.site.url);
    let months = &masthead.months;
    let Selection::Month(own) = &edition.selection else {
        let all = edition.selection == Selection::All;
        let last = months.last().filter(|_| all);
        return last
            .map(|month| ("prev-archive", address(month)))
            .into_iter()
            .collect();
    };
    let at = months.iter().position(|month| month == own);
    let earlier = at.and_then(|at| months.get(at.checked_sub(1)?));
    let later = at.and_then(|at| months.get(at + 1));
    let current = format!("{}{}", masthead.site.url, Format::Atom.file_name());
    let chain = [
        Some(("current", current)),
        earlier.map(|month| ("prev-archive", address(month))),
        later.map(|month| ("next-archive", address(month))),
    ];
    chain.into_iter().flatten().collect()
}

/// `fh:archive`: this document is one of several.
fn archived() -> BTreeMap<String, BTreeMap<String, Vec<Extension>>> {
    let name = "fh:archive".to_owned();
    let archive = Extension {
        name: name.clone(),
        ..Extension::default()
    };
    [("fh".to_owned(), [(name, vec![archive])].into())].into()
}

fn entry(piece: &Piece, body: &str) -> Entry {
    let text = |value: &str| Text {
        value: xml::told(value).into_owned(),
        lang: piece.language.and_then(xml::language),
        ..Text::default()
    };
    let mut entry = EntryBuilder::default();
    entry
        .title(text(&piece.title))
        .id(piece.story.id.to_string())
        .published(xml::is_plausible(piece.published).then(|| fixed(piece.published)))
        .updated(fixed(piece.updated))
        .authors(authors(piece))
        .contributors(contributors(piece))
        .links(links(piece))
        .categories(categories(piece))
        .source(source(piece))
        .rights(rights(piece))
        .extensions(extensions(piece))
        .content(Content {
            value: Some(body.to_owned()),
            content_type: Some("html".to_owned()),
            lang: piece.language.and_then(xml::language),
            ..Content::default()
        });
    if !piece.summary.is_empty() {
        entry.summary(text(&piece.summary));
    }
    entry.build()
}

fn authors(piece: &Piece) -> Vec<Person> {
    let person = |author: Author| Person {
        name: author.name,
        uri: author.url.map(|url| xml::uri(url).into_owned()),
        ..Person::default()
    };
    piece.authors().into_iter().map(person).collect()
}

/// Whose text it is, where that is not the author's publisher.
fn contributors(piece: &Piece) -> Vec<Person> {
    let person = |also: &Also| Person {
        name: also.name.clone(),
        uri: also.link.map(|url| xml::uri(url).into_owned()),
        ..Person::default()
    };
    piece.text_from().map(person).into_iter().collect()
}

fn links(piece: &Piece) -> Vec<Link> {
    let language = piece.lead.language.as_ref();
    let original = piece.link.map(|original| Link {
        hreflang: language.and_then(xml::language),
        ..link("alternate", original, Some("text/html"))
    });
    let copies = piece.also.iter().filter_map(|also| {
        Some(Link {
            hreflang: also.carrier.language.as_ref().and_then(xml::language),
            title: Some(xml::told(&also.heading()).into_owned()),
            ..link("related", also.link?, Some("text/html"))
        })
    });
    // As `alternate` some readers would take the last of them for the link of the entry.
    let versions = piece.versions.iter().filter_map(|version| {
        Some(Link {
            hreflang: xml::language(&version.language),
            title: Some(xml::told(&xml::line(&version.title)).into_owned()),
            ..link("related", web(version.link.as_deref())?, Some("text/html"))
        })
    });
    let files = piece.files().map(|file| Link {
        length: (file.length > 0).then(|| file.length.to_string()),
        ..link("enclosure", &file.url, Some(mime(file)))
    });
    let others = copies.chain(versions).chain(files);
    original.into_iter().chain(others).collect()
}

pub(super) fn link(rel: &str, href: &str, mime: Option<&str>) -> Link {
    Link {
        href: xml::uri(href).into_owned(),
        rel: rel.to_owned(),
        mime_type: mime.map(str::to_owned),
        ..Link::default()
    }
}

fn categories(piece: &Piece) -> Vec<Category> {
    let category = |term: String| Category {
        term: xml::told(&term).into_owned(),
        ..Category::default()
    };
    piece.labels.iter().cloned().map(category).collect()
}

/// Where the story comes from. Its `updated` is the story's: the feed's own would rewrite every
/// entry of a source whenever one of them changes.
fn source(piece: &Piece) -> Source {
    let feed = piece.outlet.and_then(|outlet| outlet.feed_url.as_deref());
    let own = feed.map(|feed| link("self", feed, None));
    let site = link("alternate", &piece.site_url, Some("text/html"));
    Source {
        title: Text::plain(xml::told(&piece.name).into_owned()),
        id: xml::uri(feed.unwrap_or(&piece.site_url)).into_owned(),
        updated: fixed(piece.updated),
        links: own.into_iter().chain([site]).collect(),
        rights: rights(piece),
        authors: Vec::new(),
        categories: Vec::new(),
        contributors: Vec::new(),
        generator: None,
        icon: None,
        logo: None,
        subtitle: None,
    }
}

fn rights(piece: &Piece) -> Option<Text> {
    let rights = piece.rights.as_deref();
    rights.map(|rights| Text::plain(xml::told(rights).into_owned()))
}

fn extensions(piece: &Piece) -> BTreeMap<String, BTreeMap<String, Vec<Extension>>> {
    let mut map: BTreeMap<String, BTreeMap<String, Vec<Extension>>> = BTreeMap::new();
    for element in [extra::marks(piece), extra::picture(piece)].concat() {
        let names = map.entry(element.prefix().to_owned()).or_default();
        let name = element.name.to_owned();
        names.entry(name).or_default().push(Extension {
            name: element.name.to_owned(),
            value: element.value,
            // The crate writes these attributes as they are.
            attrs: element
                .attributes
                .into_iter()
                .map(|(name, value)| (name, xml::escape(&value).into_owned()))
                .collect(),
            children: BTreeMap::new(),
        });
    }
    map
}

/// To the second; what nobody would believe is the first second of 1990.
pub(super) fn fixed(instant: Timestamp) -> FixedDateTime {
    use chrono::SubsecRound;
    let believed = instant.max(xml::FIRST_PLAUSIBLE);
    believed.trunc_subsecs(0).fixed_offset()
}
