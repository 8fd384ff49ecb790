//! The keys of feeds.toml in; a JSON Schema of them, for editors, out.

use super::file::File;
use schemars::{
    generate::SchemaSettings,
    transform::{Transform, transform_subschemas},
};
use serde_json::Value;

/// The JSON Schema (draft 2020-12) of feeds.toml: every key with what it means. Editors complete and
/// check with it; what it lets through may still be refused, for it knows no units and no addresses.
pub fn schema() -> Value {
    let settings = SchemaSettings::draft2020_12().with_transform(NoNull);
    let mut schema = settings.into_generator().into_root_schema_for::<File>();
    schema.insert("title".to_owned(), "feeds.toml".into());
    schema.to_value()
}

/// The words of a choice.
pub(super) fn words<T>(choices: &[(&'static str, T)]) -> Vec<&'static str> {
    choices.iter().map(|(word, _)| *word).collect()
}

/// TOML knows no null: a key that is not there is left out.
#[derive(Clone, Debug)]
struct NoNull;

impl Transform for NoNull {
    fn transform(&mut self, schema: &mut schemars::Schema) {
        transform_subschemas(self, schema);
        schema.remove("default");
        schema.remove("format");
        let types = schema.get("type").and_then(Value::as_array);
        let only = types.and_then(|types| types.iter().find(|one| *one != "null").cloned());
        if let Some(only) = only {
            schema.insert("type".to_owned(), only);
        }
        let choices = schema.get("anyOf").and_then(Value::as_array).cloned();
        let Some(mut choices) = choices else { return };
        choices.retain(|one| one.get("type").is_none_or(|one| one != "null"));
        if let [Value::Object(one)] = choices.as_slice() {
            schema.remove("anyOf");
            for (key, value) in one {
                schema.insert(key.clone(), value.clone());
            }
        }
    }
}
