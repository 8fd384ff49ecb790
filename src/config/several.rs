//! One text of feeds.toml or a list of them in, always a list out.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{
    Deserialize, Deserializer,
    de::{SeqAccess, Visitor},
};
use std::{borrow::Cow, fmt, ops::Range};
use toml::Spanned;

/// `"bs"` or `["bs", "en"]`.
#[derive(Default)]
pub(super) struct OneOrMore(pub(super) Vec<String>);

impl JsonSchema for OneOrMore {
    fn schema_name() -> Cow<'static, str> {
        "OneOrMore".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}],
        })
    }
}

impl<'de> Deserialize<'de> for OneOrMore {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OneOrMoreVisitor)
    }
}

struct OneOrMoreVisitor;

impl<'de> Visitor<'de> for OneOrMoreVisitor {
    type Value = OneOrMore;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string or a list of strings")
    }

    fn visit_str<E>(self, one: &str) -> Result<OneOrMore, E> {
        Ok(OneOrMore(vec![one.to_owned()]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<OneOrMore, A::Error> {
        let mut found = Vec::new();
        while let Some(item) = list.next_element()? {
            found.push(item);
        }
        Ok(OneOrMore(found))
    }
}

/// [`OneOrMore`] CSS selectors, with their place in the file.
#[derive(Default)]
pub(super) struct Selectors {
    pub(super) list: Vec<String>,
    pub(super) span: Range<usize>,
}

impl JsonSchema for Selectors {
    fn schema_name() -> Cow<'static, str> {
        OneOrMore::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        OneOrMore::json_schema(generator)
    }
}

impl<'de> Deserialize<'de> for Selectors {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let given = Spanned::<OneOrMore>::deserialize(deserializer)?;
        Ok(Self {
            span: given.span(),
            list: given.into_inner().0,
        })
    }
}
