//! What a publisher said: strings, not yet believed.

use std::fmt;

/// A document that was read, and what was odd about it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parsed {
    /// What it says.
    pub feed: Feed,
    /// What had to be forgiven.
    pub warnings: Vec<Warning>,
}

/// A parsed document: RSS channel, Atom feed, JSON Feed, or what was read from a page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Feed {
    /// Which format it was in.
    pub dialect: Dialect,
    /// The character encoding in effect, as the Encoding Standard names it, lower case.
    pub encoding: String,
    /// RSS title, Atom title, JSON Feed title.
    pub title: Option<Text>,
    /// RSS description, Atom subtitle or tagline, JSON Feed description.
    pub subtitle: Option<Text>,
    /// RSS copyright, Atom rights, dc:rights.
    pub rights: Option<Text>,
    /// Atom id.
    pub id: Option<String>,
    /// What the document's relative addresses are relative to: xml:base of the root, Content-Location, its address.
    pub base: Option<String>,
    /// Every link, absolute where a base was known, in document order: alternate, self, hub, …
    pub links: Vec<Link>,
    /// RSS language, xml:lang of the root, Content-Language.
    pub language: Option<String>,
    /// RSS lastBuildDate, Atom updated, dc:date; as written.
    pub updated: Option<String>,
    /// RSS pubDate, Atom published; as written.
    pub published: Option<String>,
    /// RSS managingEditor, dc:creator, Atom author, itunes:author.
    pub authors: Vec<Person>,
    /// Atom contributor, dc:contributor.
    pub contributors: Vec<Person>,
    /// RSS webMaster, dc:publisher.
    pub publisher: Option<Person>,
    /// RSS category, Atom category, dc:subject, itunes:category.
    pub categories: Vec<Category>,
    /// RSS generator, Atom generator.
    pub generator: Option<String>,
    /// RSS image, itunes:image.
    pub image: Option<FeedImage>,
    /// Atom icon, JSON Feed favicon; absolute.
    pub icon: Option<String>,
    /// Atom logo, JSON Feed icon; absolute.
    pub logo: Option<String>,
    /// RSS ttl, minutes.
    pub ttl: Option<String>,
    /// RSS skipHours, 0 to 23, UTC.
    pub skip_hours: Vec<u8>,
    /// RSS skipDays, English names as written.
    pub skip_days: Vec<String>,
    /// RSS syndication module: sy:updatePeriod and sy:updateFrequency, as written.
    pub update_period: Option<String>,
    /// See `update_period`.
    pub update_frequency: Option<String>,
    /// itunes:block or podcast:locked: it does not want to be republished.
    pub blocked: bool,
    /// The things in it, in document order.
    pub entries: Vec<Entry>,
}

/// One thing in a feed, as published.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entry {
    /// RSS guid, Atom id, JSON Feed id, rdf:about.
    pub guid: Option<String>,
    /// RSS guid without isPermaLink="false": the guid claims to be an address.
    pub guid_is_link: bool,
    /// RSS title, Atom title, dc:title, JSON Feed title.
    pub title: Option<Text>,
    /// Every link, absolute where a base was known, in document order; enclosures as rel=enclosure.
    pub links: Vec<Link>,
    /// RSS description, Atom summary, JSON Feed summary.
    pub summary: Option<Text>,
    /// content:encoded, xhtml:body, Atom content, JSON Feed `content_html` and `content_text`.
    pub content: Vec<Text>,
    /// RSS pubDate, Atom published or issued, dcterms:issued, JSON Feed `date_published`; as written.
    pub published: Option<String>,
    /// Atom updated or modified, dc:date, dcterms:modified, JSON Feed `date_modified`; as written.
    pub updated: Option<String>,
    /// Atom created, dcterms:created; as written.
    pub created: Option<String>,
    /// dc:creator, Atom author, RSS author, itunes:author, JSON Feed authors.
    pub authors: Vec<Person>,
    /// Atom contributor, dc:contributor.
    pub contributors: Vec<Person>,
    /// dc:publisher.
    pub publisher: Option<Person>,
    /// RSS category, Atom category, dc:subject, JSON Feed tags, media:category.
    pub categories: Vec<Category>,
    /// itunes:duration: how long its file plays.
    pub duration: Option<String>,
    /// RSS enclosure, Atom link rel=enclosure, media:content, JSON Feed attachments.
    pub enclosures: Vec<Enclosed>,
    /// itunes:block in the entry: this one episode is not to be republished.
    pub blocked: bool,
    /// RSS source, Atom source: where the publisher says it has it from. Large, and seldom there.
    pub source: Option<Box<EntrySource>>,
    /// RSS comments; absolute.
    pub comments: Option<String>,
    /// Atom rights, dc:rights.
    pub rights: Option<Text>,
    /// media:thumbnail, media:content medium=image, itunes:image, JSON Feed image; absolute.
    pub images: Vec<String>,
    /// xml:lang in effect, dc:language, JSON Feed language.
    pub language: Option<String>,
    /// The published id that we put into what we publish: a dc:identifier with [`Entry::OUR_MARK`],
    /// JSON Feed `_clusterwire.id`.
    pub provenance: Option<String>,
    /// The guid of whoever published it first: another dc:identifier, JSON Feed `_source.guid`.
    pub original: Option<String>,
}

impl Entry {
    /// Before the uuid of a story that we published. It stands in the value, as a namespace of our
    /// own is a warning to validators (`UnknownNamespace`), and not every program keeps namespaces.
    pub const OUR_MARK: &str = "urn:clusterwire:1:";
}

/// A text construct with what was declared about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// How to read `value`.
    pub kind: TextKind,
    /// The text, decoded exactly as often as the format says; not cleaned.
    pub value: String,
    /// xml:lang in effect.
    pub language: Option<String>,
    /// What relative addresses inside are relative to, absolute; None: the feed's `base`.
    pub base: Option<String>,
}

/// What a text construct is made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TextKind {
    /// Characters, no markup.
    #[default]
    Plain,
    /// HTML as a string.
    Html,
    /// XHTML that stood as elements in the document, written out again.
    Xhtml,
}

/// RSS link, Atom link, atom:link in RSS, JSON Feed url, `home_page_url`, `feed_url`, hubs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    /// `alternate` unless said otherwise.
    pub rel: String,
    /// The address, absolute where a base was known.
    pub href: String,
    /// MIME type as declared.
    pub mime: Option<String>,
    /// Title as declared.
    pub title: Option<String>,
    /// hreflang as declared.
    pub hreflang: Option<String>,
    /// Length as declared.
    pub length: Option<String>,
}

/// Somebody who is named.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Person {
    /// The name.
    pub name: Option<String>,
    /// The mail address.
    pub email: Option<String>,
    /// The home page.
    pub href: Option<String>,
}

/// A publisher's label.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Category {
    /// RSS category text, Atom term.
    pub term: String,
    /// RSS domain, Atom scheme.
    pub scheme: Option<String>,
    /// Atom label.
    pub label: Option<String>,
}

/// An attached file as declared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Enclosed {
    /// The address, absolute where a base was known.
    pub href: String,
    /// MIME type as declared.
    pub mime: Option<String>,
    /// Bytes as declared.
    pub length: Option<String>,
    /// Title as declared.
    pub title: Option<String>,
    /// How long it plays, as declared: seconds, or with colons.
    pub duration: Option<String>,
}

/// RSS image.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeedImage {
    /// The picture; absolute.
    pub href: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// Where it leads; absolute.
    pub link: Option<String>,
    /// Its description.
    pub description: Option<String>,
    /// Pixels as declared.
    pub width: Option<String>,
    /// Pixels as declared.
    pub height: Option<String>,
}

/// The feed that an entry says it was taken from. A claim, never an attribution.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EntrySource {
    /// RSS source url.
    pub href: Option<String>,
    /// Atom source id.
    pub id: Option<String>,
    /// RSS source text, Atom source title.
    pub title: Option<Text>,
    /// Atom source subtitle.
    pub subtitle: Option<Text>,
    /// Atom source rights.
    pub rights: Option<Text>,
    /// Atom source links.
    pub links: Vec<Link>,
    /// Atom source updated, as written.
    pub updated: Option<String>,
    /// Atom source author.
    pub authors: Vec<Person>,
    /// Atom source contributor.
    pub contributors: Vec<Person>,
    /// Atom source category.
    pub categories: Vec<Category>,
    /// Atom source generator.
    pub generator: Option<String>,
    /// Atom source icon; absolute.
    pub icon: Option<String>,
    /// Atom source logo; absolute.
    pub logo: Option<String>,
}

/// Which format a feed was in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dialect {
    /// RSS 0.90 (Netscape, RDF).
    Rss090,
    /// RSS 0.91 with Netscape's document type.
    Rss091Netscape,
    /// RSS 0.91 (`UserLand`).
    Rss091,
    /// RSS 0.92.
    Rss092,
    /// RSS 0.93.
    Rss093,
    /// RSS 0.94.
    Rss094,
    /// RSS 1.0 (RDF).
    Rss10,
    /// RSS 2.0 and 2.01.
    Rss20,
    /// RSS without a version that we know.
    #[default]
    Rss,
    /// Atom 0.1.
    Atom01,
    /// Atom 0.2.
    Atom02,
    /// Atom 0.3.
    Atom03,
    /// Atom 1.0, RFC 4287.
    Atom10,
    /// Atom without a version that we know.
    Atom,
    /// JSON Feed 1.0.
    Json10,
    /// JSON Feed 1.1.
    Json11,
    /// OPML, read as a list of links.
    Opml,
    /// Read from HTML.
    Page,
}

/// What was odd about a document, and was forgiven.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Warning {
    /// It is not well-formed; what was wrong first, and the byte of the decoded text.
    NotWellFormed {
        /// What a strict parser would say.
        what: String,
        /// Offset in the decoded text.
        at: u64,
    },
    /// The declared encoding is not the one in effect.
    Encoding {
        /// As declared.
        declared: String,
        /// As used.
        used: String,
    },
    /// The document ends in the middle. Finished entries are kept; its validators must not be.
    Cut,
    /// More of something than we read; the rest was left.
    Limit {
        /// What there was too much of.
        what: &'static str,
        /// How many were kept.
        kept: usize,
    },
    /// A date that could not be read.
    Date {
        /// As written.
        text: String,
    },
    /// An entry, named by its guid, link or title, in which something was left out or repaired.
    Entry {
        /// Which one.
        entry: String,
        /// What happened.
        what: String,
    },
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotWellFormed { what, at } => write!(f, "not well-formed at byte {at}: {what}"),
            Self::Encoding { declared, used } => {
                write!(f, "declared as {declared}, read as {used}")
            }
            Self::Cut => f.write_str("the document ends in the middle"),
            Self::Limit { what, kept } => write!(f, "too many {what}: {kept} were kept"),
            Self::Date { text } => write!(f, "not a date: {text:?}"),
            Self::Entry { entry, what } => write!(f, "{entry}: {what}"),
        }
    }
}
