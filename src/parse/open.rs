//! An element that begins in: the field, entry or person that it opens, and what its attributes say, out.

use crate::{
    model::{Category, Enclosed, FeedImage, Link, Person},
    parse::{
        capture::{Capture, Target},
        dialect,
        draft::{FOREIGN, LAST_RESORT, Slot},
        elements::{Element, Field, Labels, Markup, Role, Value},
        entities::unescape,
        markup::declared,
        names::Space,
        tag::Tag,
        walk::{Closes, Place, Walk},
    },
};

/// Before the names of link relations that are written as addresses.
const REGISTERED: &str = "http://www.iana.org/assignments/relation/";
/// Where itunes:category and itunes:keywords come from.
const ITUNES_SCHEME: &str = "http://www.itunes.com/";
/// What Media RSS says of a media:category without scheme.
const MEDIA_SCHEME: &str = "http://search.yahoo.com/mrss/category_schema";

impl<'a> Walk<'a> {
    /// Opens an element that lies `depth` deep; returns what its end will end.
    pub(super) fn open(
        &mut self,
        element: Element,
        space: Space,
        tag: &Tag<'a>,
        depth: usize,
    ) -> Closes {
        let nearness = u16::try_from(depth).unwrap_or(FOREIGN - 1);
        let rank = if space.is_core() {
            nearness
        } else {
            nearness + FOREIGN
        };
        match element {
            Element::Unknown => Closes::Nothing,
            Element::Rss | Element::Rdf | Element::AtomFeed | Element::Channel => {
                self.open_feed(element, tag);
                Closes::Nothing
            }
            Element::Item => self.open_entry(tag),
            Element::Image => self.open_image(tag, depth),
            Element::TextInput => {
                self.place = Place::TextInput;
                Closes::Nothing
            }
            Element::Source => self.open_source(tag, depth),
            Element::Person(role) => self.open_person(role, rank, depth),
            Element::Link => self.open_link(tag, depth),
            Element::Enclosure => {
                self.open_enclosure(tag);
                Closes::Nothing
            }
            Element::MediaContent => {
                self.open_media(tag);
                Closes::Nothing
            }
            Element::Thumbnail => self.open_thumbnail(tag, depth),
            Element::ItunesImage => {
                self.open_itunes_image(tag, rank);
                Closes::Nothing
            }
            Element::CcLicense => self.open_license(tag, rank, depth),
            Element::GeneratorAgent => {
                if let Some(agent) = attribute(tag, "resource")
                    && self.draft.entry.is_none()
                    && self.draft.wins(Slot::Generator, rank)
                {
                    self.draft.feed.generator = Some(agent);
                }
                Closes::Nothing
            }
            Element::Category(labels) => self.open_category(labels, tag, depth),
            Element::Text(field, markup) => self.open_text(field, markup, tag, rank, depth),
            Element::Value(value) => {
                let is_link = |name: &str| {
                    attribute(tag, name)
                        .is_none_or(|value| value.trim().eq_ignore_ascii_case("true"))
                };
                if value == Value::Guid
                    && let Some(entry) = &mut self.draft.entry
                {
                    entry.guid_is_link = is_link("ispermalink");
                }
                let rank = if value == Value::Provenance { 0 } else { rank };
                self.capture(Target::Value(value, rank), depth)
            }
        }
    }

    fn capture(&mut self, target: Target, depth: usize) -> Closes {
        self.capture = Some(Capture::plain(target, depth));
        Closes::Capture
    }

    fn open_feed(&mut self, element: Element, tag: &Tag<'a>) {
        if self.draft.feed.entries.is_empty() {
            self.scope.settle();
            self.draft.feed.base = self.scope.base().map(|base| base.as_str().to_owned());
        }
        let version = attribute(tag, "version").unwrap_or_default();
        if !self.rooted {
            let language = self.scope.language().map(str::to_owned);
            self.draft.feed.language = language;
            self.draft.feed.dialect = if element == Element::AtomFeed {
                dialect::of_atom(&version, &self.scope)
            } else if element == Element::Rdf {
                dialect::of_rdf(&self.scope)
            } else {
                dialect::of_rss(&version, self.doctype.netscape)
            };
        }
        self.rooted = true;
    }

    fn open_entry(&mut self, tag: &Tag<'a>) -> Closes {
        self.rooted = true;
        self.place = Place::Open;
        self.draft.begin_entry();
        let language = self.scope.language().map(str::to_owned);
        let about = attribute(tag, "about");
        if let Some(entry) = &mut self.draft.entry {
            entry.language = language;
            entry.guid = about.filter(|about| !about.is_empty());
        }
        Closes::Entry
    }

    fn open_image(&mut self, tag: &Tag<'a>, depth: usize) -> Closes {
        if self.draft.entry.is_some() {
            self.place = Place::EntryImage;
            if let Some(address) = attribute(tag, "href").or_else(|| attribute(tag, "url")) {
                let address = self.scope.absolute(&address);
                self.draft.put_image(address);
            }
            return self.capture(Target::Image, depth);
        }
        self.place = Place::FeedImage;
        self.draft.feed.image.get_or_insert_with(FeedImage::default);
        Closes::Image
    }

    fn open_source(&mut self, tag: &Tag<'a>, depth: usize) -> Closes {
        self.draft.begin_source();
        let href = attribute(tag, "url").or_else(|| attribute(tag, "href"));
        let href = href.map(|href| self.scope.absolute(&href));
        if let Some(source) = &mut self.draft.source {
            source.href = href;
        }
        self.capture = Some(Capture::plain(Target::SourceTitle, depth));
        Closes::Source
    }

    fn open_person(&mut self, role: Role, rank: u16, depth: usize) -> Closes {
        self.place = Place::Person;
        self.draft.person = Some(Person::default());
        self.capture = Some(Capture::plain(Target::Person, depth));
        Closes::Person(role, rank)
    }

    fn open_text(
        &mut self,
        field: Field,
        markup: Markup,
        tag: &Tag<'a>,
        rank: u16,
        depth: usize,
    ) -> Closes {
        let (mut media_type, mut mode) = (String::new(), String::new());
        let mut source = None;
        if tag.has_attributes() {
            media_type = attribute(tag, "type").unwrap_or_default();
            mode = attribute(tag, "mode").unwrap_or_default();
            source = attribute(tag, "src").filter(|_| field == Field::Content);
        }
        if let Some(source) = source {
            // Content that lies elsewhere is an attached file (RFC 4287 section 4.1.3.2).
            let enclosed = Enclosed {
                href: self.scope.absolute(&source),
                mime: some(media_type.clone()),
                ..Enclosed::default()
            };
            self.draft.put_enclosure(enclosed);
        }
        let mut declared = declared(&media_type, &mode, markup);
        declared.file = declared.foreign && field == Field::Content;
        self.capture = Some(Capture::new(Target::Text(field, rank), depth, declared));
        Closes::Capture
    }

    fn open_link(&mut self, tag: &Tag<'a>, depth: usize) -> Closes {
        let mut link = Link::default();
        let mut href = None;
        for (name, value) in tag.attributes() {
            let value = unescape(value);
            let is = |wanted| named(name, wanted);
            if is("href") || is("url") || is("uri") {
                href = Some(self.scope.absolute(&value));
            } else if is("rel") {
                // A registered relation may be written as an address (RFC 4287 section 4.2.7.2).
                let rel = value.trim().to_ascii_lowercase();
                let rel = rel.strip_prefix(REGISTERED).unwrap_or(&rel);
                rel.clone_into(&mut link.rel);
            } else if is("type") {
                link.mime = some(value.trim().to_ascii_lowercase());
            } else if is("title") {
                link.title = some(value.into_owned());
            } else if is("hreflang") {
                link.hreflang = some(value.into_owned());
            } else if is("length") {
                link.length = some(value.into_owned());
            }
        }
        if link.rel.is_empty() {
            "alternate".clone_into(&mut link.rel);
        }
        let Some(href) = href.filter(|href| !href.is_empty()) else {
            return self.capture(Target::Link(Box::new(link)), depth);
        };
        link.href = href;
        self.put_link(link);
        Closes::Nothing
    }

    /// Keeps a link of the entry, source or feed; an image's goes to the image, a text input's nowhere.
    pub(super) fn put_link(&mut self, link: Link) {
        match self.place {
            Place::Open | Place::Person => self.draft.put_link(link),
            Place::FeedImage => {
                if let Some(image) = &mut self.draft.feed.image {
                    image.link = Some(link.href);
                }
            }
            Place::EntryImage | Place::TextInput => {}
        }
    }

    fn open_enclosure(&mut self, tag: &Tag<'a>) {
        let address = ["url", "href", "uri"]
            .iter()
            .find_map(|name| attribute(tag, name));
        let Some(address) = address.filter(|address| !address.trim().is_empty()) else {
            return;
        };
        self.draft.put_link(Link {
            rel: "enclosure".to_owned(),
            href: self.scope.absolute(&address),
            mime: attribute(tag, "type").and_then(some),
            title: attribute(tag, "title").and_then(some),
            hreflang: None,
            length: attribute(tag, "length").and_then(some),
        });
    }

    fn open_media(&mut self, tag: &Tag<'a>) {
        let Some(address) = attribute(tag, "url").filter(|address| !address.trim().is_empty())
        else {
            return;
        };
        let href = self.scope.absolute(&address);
        let mime = attribute(tag, "type").and_then(some);
        let medium = attribute(tag, "medium").unwrap_or_default();
        let image =
            medium == "image" || mime.as_ref().is_some_and(|mime| mime.starts_with("image/"));
        if image {
            self.draft.put_image(href);
        } else {
            let length = attribute(tag, "fileSize").and_then(some);
            self.draft.put_enclosure(Enclosed {
                href,
                mime,
                length,
                title: None,
                duration: attribute(tag, "duration").and_then(some),
            });
        }
    }

    fn open_thumbnail(&mut self, tag: &Tag<'a>, depth: usize) -> Closes {
        match attribute(tag, "url") {
            Some(address) => {
                let address = self.scope.absolute(&address);
                self.draft.put_image(address);
                Closes::Nothing
            }
            None => self.capture(Target::Image, depth),
        }
    }

    fn open_itunes_image(&mut self, tag: &Tag<'a>, rank: u16) {
        let address = attribute(tag, "href").or_else(|| attribute(tag, "url"));
        let Some(address) = address.filter(|address| !address.trim().is_empty()) else {
            return;
        };
        let address = self.scope.absolute(&address);
        if self.draft.too_long(&address) {
            return;
        }
        if self.draft.entry.is_some() {
            self.draft.put_image(address);
        } else if self.draft.wins(Slot::Image, rank) {
            self.draft
                .feed
                .image
                .get_or_insert_with(FeedImage::default)
                .href = Some(address);
        }
    }

    fn open_license(&mut self, tag: &Tag<'a>, rank: u16, depth: usize) -> Closes {
        match attribute(tag, "resource") {
            Some(address) => {
                let href = self.scope.absolute(&address);
                self.draft.put_link(Link {
                    rel: "license".to_owned(),
                    href,
                    ..Link::default()
                });
                Closes::Nothing
            }
            None => self.capture(Target::Value(Value::License, rank + LAST_RESORT), depth),
        }
    }

    fn open_category(&mut self, labels: Labels, tag: &Tag<'a>, depth: usize) -> Closes {
        let (mut term, mut scheme, mut label) = (None, None, None);
        for (name, value) in tag.attributes() {
            let value = some(unescape(value).trim().to_owned());
            let is = |wanted| named(name, wanted);
            if is("term") || labels == Labels::Itunes && is("text") {
                term = value;
            } else if is("scheme") || is("domain") && scheme.is_none() {
                scheme = value;
            } else if is("label") {
                label = value;
            }
        }
        scheme = match labels {
            Labels::Core => scheme,
            Labels::Itunes => Some(ITUNES_SCHEME.to_owned()),
            Labels::Media => scheme.or_else(|| Some(MEDIA_SCHEME.to_owned())),
        };
        if let Some(term) = term {
            self.draft.put_category(Category {
                term,
                scheme,
                label,
            });
            return Closes::Nothing;
        }
        self.capture(Target::Category { scheme, label }, depth)
    }
}

/// An attribute's value, resolved.
fn attribute(tag: &Tag<'_>, name: &str) -> Option<String> {
    if !tag.has_attributes() {
        return None;
    }
    let mut attributes = tag.attributes();
    let (_, value) = attributes.find(|(found, _)| named(found, name))?;
    Some(unescape(value).into_owned())
}

/// Neither letter case nor prefix of an attribute counts.
fn named(attribute: &str, wanted: &str) -> bool {
    let Some((prefix, local)) = attribute
        .len()
        .checked_sub(wanted.len())
        .and_then(|at| attribute.split_at_checked(at))
    else {
        return false;
    };
    local.eq_ignore_ascii_case(wanted) && (prefix.is_empty() || prefix.ends_with(':'))
}

fn some(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}
