//! JSON text in, the members that a JSON Feed can have out: nothing else of it is kept, and no more than anybody means.

use crate::parse::{limits, text::up_to};
use serde::de::{self, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::{borrow::Cow, cell::Cell, fmt};

/// A JSON value, as far as it can be one of ours.
#[derive(Debug)]
pub(super) enum Json<'a> {
    /// A text, or a number where a text should be.
    Text(Cow<'a, str>),
    List(Vec<Self>),
    Object(Object<'a>),
    /// Null, true, false, or more than is kept.
    Nothing,
}

/// The members of an object whose names are known.
#[derive(Debug, Default)]
pub(super) struct Object<'a>(Vec<(&'static str, Json<'a>)>);

impl<'a> Object<'a> {
    /// Takes a member out; of two with one name the last counts.
    pub(super) fn take(&mut self, name: &str) -> Option<Json<'a>> {
        let (_, value) = self.0.iter_mut().rfind(|(known, _)| *known == name)?;
        Some(std::mem::replace(value, Json::Nothing))
    }
}

/// Reads a document.
pub(super) fn read(text: &str) -> serde_json::Result<Json<'_>> {
    let left = Cell::new(limits::VALUES);
    let mut reader = serde_json::Deserializer::from_str(text);
    let whole = Kept {
        left: &left,
        depth: 0,
    };
    let value = whole.deserialize(&mut reader)?;
    reader.end()?;
    Ok(value)
}

/// Names of JSON Feed 1.0 and 1.1, and of what we add. Sorted.
const NAMES: &[&str] = &[
    "_clusterwire",
    "_source",
    "attachments",
    "author",
    "authors",
    "banner_image",
    "content_html",
    "content_text",
    "date_modified",
    "date_published",
    "description",
    "duration_in_seconds",
    "external_url",
    "favicon",
    "feed_url",
    "guid",
    "home_page_url",
    "hubs",
    "icon",
    "id",
    "image",
    "items",
    "language",
    "mime_type",
    "name",
    "next_url",
    "size_in_bytes",
    "summary",
    "tags",
    "title",
    "url",
    "version",
];

/// Feed, items, item, attachments, attachment, value.
const DEPTH: usize = 6;

/// How much may still be kept.
#[derive(Clone, Copy)]
struct Kept<'c> {
    left: &'c Cell<usize>,
    depth: usize,
}

impl Kept<'_> {
    fn inside(self) -> Self {
        Self {
            depth: self.depth + 1,
            ..self
        }
    }

    fn is_over(self) -> bool {
        self.depth > DEPTH || self.left.get() == 0
    }
}

impl<'de> DeserializeSeed<'de> for Kept<'_> {
    type Value = Json<'de>;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Json<'de>, D::Error> {
        if self.is_over() {
            return reader
                .deserialize_ignored_any(IgnoredAny)
                .map(|_| Json::Nothing);
        }
        self.left.set(self.left.get() - 1);
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Kept<'_> {
    type Value = Json<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, _: bool) -> Result<Json<'de>, E> {
        Ok(Json::Nothing)
    }

    fn visit_unit<E>(self) -> Result<Json<'de>, E> {
        Ok(Json::Nothing)
    }

    fn visit_i64<E>(self, number: i64) -> Result<Json<'de>, E> {
        Ok(Json::Text(Cow::Owned(number.to_string())))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Json<'de>, E> {
        Ok(Json::Text(Cow::Owned(number.to_string())))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Json<'de>, E> {
        Ok(Json::Text(Cow::Owned(number.to_string())))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Json<'de>, E> {
        Ok(Json::Text(Cow::Borrowed(up_to(text, limits::TEXT))))
    }

    fn visit_str<E>(self, text: &str) -> Result<Json<'de>, E> {
        Ok(Json::Text(Cow::Owned(up_to(text, limits::TEXT).to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Json<'de>, A::Error> {
        let mut list = Vec::new();
        // One more than is kept of anything: that there were too many is said.
        while list.len() <= limits::ENTRIES && !self.inside().is_over() {
            match from.next_element_seed(self.inside())? {
                Some(value) => list.push(value),
                None => return Ok(Json::List(list)),
            }
        }
        while from.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Json::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Json<'de>, A::Error> {
        let mut object = Object::default();
        while let Some(name) = from.next_key_seed(Name)? {
            match name {
                Some(name) => object.0.push((name, from.next_value_seed(self.inside())?)),
                None => _ = from.next_value::<IgnoredAny>()?,
            }
            if self.left.get() == 0 {
                while from.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                break;
            }
        }
        Ok(Json::Object(object))
    }
}

/// A member's name, if it is one of ours.
struct Name;

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Option<&'static str>;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Self::Value, D::Error> {
        reader.deserialize_str(self)
    }
}

impl Visitor<'_> for Name {
    type Value = Option<&'static str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E: de::Error>(self, name: &str) -> Result<Self::Value, E> {
        // Most members of most documents are none of them.
        let may_be = name
            .bytes()
            .next()
            .is_some_and(|byte| matches!(byte, b'_' | b'a'..=b'v'));
        let found = may_be.then(|| NAMES.binary_search(&name).ok()).flatten();
        Ok(found.and_then(|at| NAMES.get(at).copied()))
    }
}
