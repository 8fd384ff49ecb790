//! A vocabulary and a local name in, what the element means to us out. RSS and Atom of every version are
//! one table: nobody who mixes them means two different things by one name.

use crate::parse::names::Space;

/// What an element means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Element {
    Rss,
    Rdf,
    AtomFeed,
    Channel,
    Item,
    Image,
    TextInput,
    /// RSS source with a text, Atom source with elements.
    Source,
    /// Somebody as text, or as name, email and address inside.
    Person(Role),
    Link,
    Enclosure,
    MediaContent,
    Thumbnail,
    ItunesImage,
    CcLicense,
    GeneratorAgent,
    Category(Labels),
    Text(Field, Markup),
    Value(Value),
    /// Says nothing to us; what is inside counts for what is around it.
    Unknown,
}

/// Who somebody is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Author,
    Contributor,
    Publisher,
}

/// Where labels come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Labels {
    Core,
    Itunes,
    Media,
}

/// Fields whose text may be marked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Title,
    Subtitle,
    Summary,
    Content,
    Rights,
}

/// What a text is made of where nothing is declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Markup {
    Plain,
    Html,
    Xhtml,
}

/// Fields of characters only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Value {
    Id,
    Guid,
    Published,
    Updated,
    Created,
    Language,
    Generator,
    Comments,
    License,
    Icon,
    Logo,
    Ttl,
    Hour,
    Day,
    UpdatePeriod,
    UpdateFrequency,
    Block,
    Duration,
    Tags,
    ItunesKeywords,
    Name,
    Email,
    Href,
    Width,
    Height,
    Provenance,
}

impl Value {
    /// Is its element never a part of HTML or of a person?
    pub(super) fn is_feed_only(self) -> bool {
        match self {
            Self::Name | Self::Email | Self::Href | Self::Width | Self::Height | Self::Tags => {
                false
            }
            Self::Id
            | Self::Guid
            | Self::Published
            | Self::Updated
            | Self::Created
            | Self::Language
            | Self::Generator
            | Self::Comments
            | Self::License
            | Self::Icon
            | Self::Logo
            | Self::Ttl
            | Self::Hour
            | Self::Day
            | Self::UpdatePeriod
            | Self::UpdateFrequency
            | Self::Block
            | Self::Duration
            | Self::ItunesKeywords
            | Self::Provenance => true,
        }
    }
}

/// Names longer than any of ours.
const LONGEST: usize = 24;

/// Looks an element up. Letter case does not count.
pub(super) fn of(space: Space, local: &str) -> Element {
    if !local.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return of_lower(space, local);
    }
    let mut buffer = [0; LONGEST];
    let Some(lower) = buffer.get_mut(..local.len()) else {
        return Element::Unknown;
    };
    lower.copy_from_slice(local.as_bytes());
    lower.make_ascii_lowercase();
    of_lower(space, str::from_utf8(lower).unwrap_or_default())
}

fn of_lower(space: Space, local: &str) -> Element {
    match space {
        Space::Core | Space::Atom | Space::Rss10 | Space::Rss090 => core(local),
        Space::Dc | Space::Dcterms => dublin_core(local),
        Space::Itunes => itunes(local),
        Space::Media => media(local),
        Space::Content => match local {
            "encoded" => Element::Text(Field::Content, Markup::Html),
            _ => Element::Unknown,
        },
        Space::Xhtml => match local {
            "body" | "div" => Element::Text(Field::Content, Markup::Xhtml),
            _ => Element::Unknown,
        },
        Space::Rdf => match local {
            "rdf" => Element::Rdf,
            _ => Element::Unknown,
        },
        Space::Syndication => match local {
            "updateperiod" => Element::Value(Value::UpdatePeriod),
            "updatefrequency" => Element::Value(Value::UpdateFrequency),
            _ => Element::Unknown,
        },
        Space::Podcast => match local {
            "locked" => Element::Value(Value::Block),
            _ => Element::Unknown,
        },
        Space::Admin => match local {
            "generatoragent" => Element::GeneratorAgent,
            _ => Element::Unknown,
        },
        Space::CreativeCommons => match local {
            "license" => Element::CcLicense,
            _ => Element::Unknown,
        },
        Space::Xml | Space::Other => Element::Unknown,
    }
}

fn core(local: &str) -> Element {
    match local {
        "title" => Element::Text(Field::Title, Markup::Plain),
        "link" => Element::Link,
        "guid" => Element::Value(Value::Guid),
        "id" => Element::Value(Value::Id),
        "pubdate" | "published" | "issued" => Element::Value(Value::Published),
        "description" => Element::Text(Field::Summary, Markup::Html),
        "summary" | "abstract" => Element::Text(Field::Summary, Markup::Plain),
        "content" => Element::Text(Field::Content, Markup::Plain),
        "category" | "keywords" => Element::Category(Labels::Core),
        "updated" | "modified" | "lastbuilddate" => Element::Value(Value::Updated),
        "author" | "managingeditor" => Element::Person(Role::Author),
        "item" | "entry" => Element::Item,
        "name" => Element::Value(Value::Name),
        "email" => Element::Value(Value::Email),
        "uri" | "url" | "homepage" => Element::Value(Value::Href),
        "comments" => Element::Value(Value::Comments),
        "enclosure" => Element::Enclosure,
        "source" => Element::Source,
        "subtitle" | "tagline" => Element::Text(Field::Subtitle, Markup::Plain),
        "rights" | "copyright" => Element::Text(Field::Rights, Markup::Plain),
        "created" => Element::Value(Value::Created),
        "contributor" => Element::Person(Role::Contributor),
        "webmaster" => Element::Person(Role::Publisher),
        "fullitem" => Element::Text(Field::Content, Markup::Html),
        "body" => Element::Text(Field::Content, Markup::Xhtml),
        "tags" => Element::Value(Value::Tags),
        "image" => Element::Image,
        "textinput" => Element::TextInput,
        "language" => Element::Value(Value::Language),
        "generator" => Element::Value(Value::Generator),
        "icon" => Element::Value(Value::Icon),
        "logo" => Element::Value(Value::Logo),
        "ttl" => Element::Value(Value::Ttl),
        "hour" => Element::Value(Value::Hour),
        "day" => Element::Value(Value::Day),
        "width" => Element::Value(Value::Width),
        "height" => Element::Value(Value::Height),
        "channel" => Element::Channel,
        "feed" => Element::AtomFeed,
        "rss" => Element::Rss,
        "rdf" => Element::Rdf,
        _ => Element::Unknown,
    }
}

/// Dublin Core elements, and the terms that refine them.
fn dublin_core(local: &str) -> Element {
    match local {
        "creator" | "author" => Element::Person(Role::Author),
        "contributor" => Element::Person(Role::Contributor),
        "publisher" => Element::Person(Role::Publisher),
        "date" | "modified" => Element::Value(Value::Updated),
        "issued" => Element::Value(Value::Published),
        "created" => Element::Value(Value::Created),
        "language" => Element::Value(Value::Language),
        "identifier" => Element::Value(Value::Provenance),
        "subject" => Element::Category(Labels::Core),
        "title" => Element::Text(Field::Title, Markup::Plain),
        "description" | "abstract" => Element::Text(Field::Summary, Markup::Html),
        "rights" => Element::Text(Field::Rights, Markup::Plain),
        _ => Element::Unknown,
    }
}

fn itunes(local: &str) -> Element {
    match local {
        "author" => Element::Person(Role::Author),
        "owner" => Element::Person(Role::Publisher),
        "name" => Element::Value(Value::Name),
        "email" => Element::Value(Value::Email),
        "category" => Element::Category(Labels::Itunes),
        "keywords" => Element::Value(Value::ItunesKeywords),
        "image" | "link" => Element::ItunesImage,
        "block" => Element::Value(Value::Block),
        "duration" => Element::Value(Value::Duration),
        "title" => Element::Text(Field::Title, Markup::Plain),
        "subtitle" => Element::Text(Field::Subtitle, Markup::Plain),
        "summary" => Element::Text(Field::Summary, Markup::Plain),
        _ => Element::Unknown,
    }
}

fn media(local: &str) -> Element {
    match local {
        "content" => Element::MediaContent,
        "thumbnail" => Element::Thumbnail,
        "title" => Element::Text(Field::Title, Markup::Plain),
        "description" => Element::Text(Field::Summary, Markup::Html),
        "category" => Element::Category(Labels::Media),
        "keywords" => Element::Value(Value::Tags),
        _ => Element::Unknown,
    }
}
