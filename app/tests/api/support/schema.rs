//! Validation against the schemas of the `OpenAPI` document.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use jsonschema::Validator;
use serde_json::{Value, json};

/// The schemas of a document, as JSON Schema.
pub struct Schemas {
    components: Value,
    /// The compiled schemas, by their text.
    validators: Mutex<HashMap<String, Arc<Validator>>>,
}

impl Schemas {
    /// The schemas of a document.
    pub fn from_document(document: &Value) -> Self {
        Self {
            components: translated(&document["components"]),
            validators: Mutex::default(),
        }
    }

    /// The differences between `body` and `schema`, one per line.
    pub fn violations(&self, schema: &Value, body: &Value) -> Vec<String> {
        let validator = self.validator(schema);
        let errors = validator.iter_errors(body);
        errors
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect()
    }

    fn validator(&self, schema: &Value) -> Arc<Validator> {
        let mut validators = self.validators.lock().expect("no test panicked in here");
        let make = || {
            let whole = json!({"components": self.components, "allOf": [translated(schema)]});
            let options = jsonschema::draft202012::options().should_validate_formats(true);
            Arc::new(options.build(&whole).expect("a schema"))
        };
        let known = validators.entry(schema.to_string());
        known.or_insert_with(make).clone()
    }
}

/// Translates `nullable` of `OpenAPI` 3.0 to the type `null` of JSON Schema. All fields of responses are documented, so an
/// object has no additional properties.
fn translated(schema: &Value) -> Value {
    let mut schema = match schema {
        Value::Object(fields) => fields
            .iter()
            .filter(|(name, _)| !matches!(name.as_str(), "example" | "discriminator"))
            .map(|(name, value)| (name.clone(), translated(value)))
            .collect(),
        Value::Array(items) => return items.iter().map(translated).collect(),
        other => return other.clone(),
    };
    let Value::Object(fields) = &mut schema else {
        return schema;
    };
    if fields.get("nullable") == Some(&Value::Bool(true)) {
        let kind = fields["type"].clone();
        fields.insert("type".to_owned(), json!([kind, "null"]));
    }
    if fields.get("type") == Some(&json!("object")) && fields.contains_key("properties") {
        fields.insert("additionalProperties".to_owned(), Value::Bool(false));
    }
    schema
}
