//! A field that ends in; its value in the draft out.
#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a value that says nothing where it stands is left out"
)]

use crate::{
    model::{Category, Dialect, Entry, Link, Person, Text},
    parse::{
        capture::{Capture, Habits, Target},
        dialect::declares_markup,
        draft::Slot,
        elements::{Field, Value},
        limits, person,
        walk::{Place, Walk},
    },
};
use std::borrow::Cow;

const ITUNES_SCHEME: &str = "http://www.itunes.com/";

impl Walk<'_> {
    /// Ends the field that is being read, if one is.
    pub(super) fn finish_capture(&mut self) {
        let Some(mut capture) = self.capture.take() else {
            return;
        };
        if capture.is_cut() {
            self.draft.flood("bytes of a text", limits::TEXT);
        }
        let target = std::mem::replace(&mut capture.target, Target::SourceTitle);
        match target {
            Target::Text(field, rank) => self.put_text(field, rank, capture),
            Target::SourceTitle => self.put_source_title(capture),
            Target::Value(value, rank) => self.put_value(value, rank, capture.value()),
            Target::Link(link) => self.put_link_text(*link, &capture.value()),
            Target::Category { scheme, label } => {
                let text = capture.value();
                let term = if text.is_empty() {
                    label.clone().unwrap_or_default()
                } else {
                    text.into_owned()
                };
                if self.place == Place::Open {
                    self.draft.put_category(Category {
                        term,
                        scheme,
                        label,
                    });
                }
            }
            Target::Person => {
                let text = capture.value();
                if !text.is_empty() && self.draft.person == Some(Person::default()) {
                    self.draft.person = Some(person::read(&text));
                }
            }
            Target::Image => {
                let address = self.scope.absolute(&capture.value());
                // An <image> of an entry holds an address or elements.
                if !address.contains(char::is_whitespace) {
                    self.draft.put_image(address);
                }
            }
        }
    }

    fn text_of(&self, capture: Capture<'_>) -> Text {
        let dialect = self.draft.feed.dialect;
        let (value, kind) = capture.text(Habits {
            guesses: !declares_markup(dialect),
            wraps: dialect == Dialect::Atom10,
            defines_entities: self.doctype.entities,
        });
        Text {
            kind,
            value: value.into_owned(),
            language: self.scope.language().map(str::to_owned),
            base: self.scope.own_base(),
        }
    }

    fn put_text(&mut self, field: Field, rank: u16, capture: Capture<'_>) {
        match self.place {
            Place::Open => {
                let text = self.text_of(capture);
                self.draft.put_text(field, text, rank);
            }
            Place::FeedImage => {
                let value = some(capture.value());
                if let Some(image) = &mut self.draft.feed.image {
                    match field {
                        Field::Title => image.title = value,
                        Field::Summary => image.description = value,
                        Field::Subtitle | Field::Content | Field::Rights => {}
                    }
                }
            }
            Place::Person | Place::EntryImage | Place::TextInput => {}
        }
    }

    fn put_source_title(&mut self, capture: Capture<'_>) {
        let text = self.text_of(capture);
        if let Some(source) = &mut self.draft.source
            && !text.value.is_empty()
        {
            source.title = Some(text);
        }
    }

    fn put_link_text(&mut self, mut link: Link, text: &str) {
        if text.is_empty() {
            return;
        }
        // Many escape their addresses twice.
        link.href = self.scope.absolute(&text.replace("&amp;", "&"));
        self.put_link(link);
    }

    fn put_value(&mut self, value: Value, rank: u16, text: Cow<'_, str>) {
        if text.is_empty() {
            return;
        }
        match (value, self.place) {
            (Value::Name | Value::Email | Value::Href, Place::Person) => {
                self.put_personal(value, text);
            }
            (Value::Href | Value::Width | Value::Height, Place::FeedImage) => {
                self.put_of_image(value, text);
            }
            (Value::Href, Place::EntryImage) => {
                let address = self.scope.absolute(&text);
                self.draft.put_image(address);
            }
            (_, Place::Open) => self.put_open(value, rank, text),
            (_, Place::Person | Place::FeedImage | Place::EntryImage | Place::TextInput) => {}
        }
    }

    fn put_personal(&mut self, value: Value, text: Cow<'_, str>) {
        let address = (value == Value::Href).then(|| self.scope.absolute(&text));
        let Some(person) = &mut self.draft.person else {
            return;
        };
        match address {
            Some(address) => person.href = Some(address),
            None if value == Value::Email => person.email = Some(text.into_owned()),
            None => person.name = Some(text.into_owned()),
        }
    }

    fn put_of_image(&mut self, value: Value, text: Cow<'_, str>) {
        let address = (value == Value::Href).then(|| self.scope.absolute(&text));
        let Some(image) = &mut self.draft.feed.image else {
            return;
        };
        match address {
            // RSS image and itunes:image: the first that was said stands.
            Some(address) => _ = image.href.get_or_insert(address),
            None if value == Value::Width => image.width = Some(text.into_owned()),
            None => image.height = Some(text.into_owned()),
        }
    }

    fn put_open(&mut self, value: Value, rank: u16, text: Cow<'_, str>) {
        match value {
            Value::Tags | Value::ItunesKeywords => {
                let scheme = (value == Value::ItunesKeywords).then_some(ITUNES_SCHEME);
                for term in text.split(',').map(str::trim) {
                    let scheme = scheme.map(str::to_owned);
                    self.draft.put_category(Category {
                        term: term.to_owned(),
                        scheme,
                        label: None,
                    });
                }
            }
            Value::License => {
                let href = self.scope.absolute(&text);
                self.draft.put_link(Link {
                    rel: "license".to_owned(),
                    href,
                    ..Link::default()
                });
            }
            Value::Icon | Value::Logo => self.put_symbol(value, &text),
            Value::Id
            | Value::Guid
            | Value::Published
            | Value::Updated
            | Value::Created
            | Value::Language
            | Value::Generator => self.put_single(value, rank, text),
            Value::Comments | Value::Provenance | Value::Duration => self.put_of_entry(value, text),
            Value::Ttl
            | Value::Hour
            | Value::Day
            | Value::UpdatePeriod
            | Value::UpdateFrequency => self.put_of_feed(value, text),
            Value::Block => self.put_block(&text),
            Value::Name | Value::Email | Value::Href | Value::Width | Value::Height => {}
        }
    }

    fn put_symbol(&mut self, value: Value, text: &str) {
        let address = Some(self.scope.absolute(text));
        match (&mut self.draft.source, &self.draft.entry, value) {
            (Some(source), _, Value::Icon) => source.icon = address,
            (Some(source), _, _) => source.logo = address,
            (None, None, Value::Icon) => self.draft.feed.icon = address,
            (None, None, _) => self.draft.feed.logo = address,
            (None, Some(_), _) => {}
        }
    }

    /// Fields that entry, source and feed share, of which the nearest counts.
    fn put_single(&mut self, value: Value, rank: u16, text: Cow<'_, str>) {
        let slot = match value {
            Value::Published => Slot::Published,
            Value::Updated => Slot::Updated,
            Value::Created => Slot::Created,
            Value::Language => Slot::Language,
            Value::Generator => Slot::Generator,
            _ => Slot::Id,
        };
        if !self.draft.wins(slot, rank) {
            return;
        }
        let is_link = |entry: &Entry| value == Value::Id || entry.guid_is_link;
        let by_base = slot == Slot::Id && self.draft.entry.as_ref().is_none_or(is_link);
        // The document's own xml:base is a part of the id; where it was found is not.
        let text = if by_base && self.scope.says_base() {
            self.scope.absolute(&text)
        } else {
            text.into_owned()
        };
        let draft = &mut self.draft;
        let (feed, kept) = (&mut draft.feed, Some(text));
        match (&mut draft.source, &mut draft.entry) {
            (Some(source), _) => match slot {
                Slot::Updated => source.updated = kept,
                Slot::Generator => source.generator = kept,
                Slot::Id => source.id = kept,
                _ => {}
            },
            (None, Some(entry)) => match slot {
                Slot::Published => entry.published = kept,
                Slot::Updated => entry.updated = kept,
                Slot::Created => entry.created = kept,
                Slot::Language => entry.language = kept,
                Slot::Id => entry.guid = kept,
                _ => {}
            },
            (None, None) => match slot {
                Slot::Published => feed.published = kept,
                Slot::Updated => feed.updated = kept,
                Slot::Language => feed.language = kept,
                Slot::Generator => feed.generator = kept,
                Slot::Id => feed.id = kept,
                _ => {}
            },
        }
    }

    fn put_of_entry(&mut self, value: Value, text: Cow<'_, str>) {
        let address = self.scope.absolute(&text);
        if let (Some(entry), None) = (&mut self.draft.entry, &self.draft.source) {
            match value {
                Value::Comments => entry.comments = Some(address),
                Value::Duration => entry.duration = Some(text.into_owned()),
                _ => put_provenance(entry, text.into_owned()),
            }
        }
    }

    /// Of one episode where it stands in an entry, else of the whole podcast.
    fn put_block(&mut self, text: &str) {
        let yes = ["yes", "true"]
            .iter()
            .any(|yes| text.eq_ignore_ascii_case(yes));
        match &mut self.draft.entry {
            Some(entry) => entry.blocked |= yes,
            None => self.draft.feed.blocked |= yes,
        }
    }

    fn put_of_feed(&mut self, value: Value, text: Cow<'_, str>) {
        if self.draft.entry.is_some() {
            return;
        }
        let feed = &mut self.draft.feed;
        match value {
            Value::Ttl => feed.ttl = Some(text.into_owned()),
            Value::UpdatePeriod => feed.update_period = Some(text.into_owned()),
            Value::UpdateFrequency => feed.update_frequency = Some(text.into_owned()),
            Value::Hour => {
                // Netscape counted from 1 to 24.
                let hour = text
                    .parse()
                    .ok()
                    .filter(|hour| *hour <= 24)
                    .map(|hour: u8| hour % 24);
                let new = hour.filter(|hour| !feed.skip_hours.contains(hour));
                feed.skip_hours.extend(new);
            }
            _ if feed.skip_days.len() < 7 => feed.skip_days.push(text.into_owned()),
            _ => {}
        }
    }
}

fn some(text: Cow<'_, str>) -> Option<String> {
    (!text.is_empty()).then(|| text.into_owned())
}

/// Our own mark, by which a copy that comes back to us is known; else the guid that somebody before
/// us gave it.
fn put_provenance(entry: &mut Entry, identifier: String) {
    match identifier.strip_prefix(Entry::OUR_MARK) {
        Some(uuid) => entry.provenance = Some(format!("urn:uuid:{uuid}")),
        None if entry.original.is_none() => entry.original = Some(identifier),
        None => {}
    }
}
