//! Bodies held against the schemas of the `OpenAPI` document.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use jsonschema::Validator;
use serde_json::{Value, json};

/// The schemas of a document, as JSON Schema.
pub struct Schemas {
    components: Value,
    /// Those that were asked for, by their text.
    validators: Mutex<HashMap<String, Arc<Validator>>>,
}

impl Schemas {
    /// Those of a whole document.
    pub fn from_document(document: &Value) -> Self {
        Self {
            components: translated(&document["components"]),
            validators: Mutex::default(),
        }
    }

    /// What in `body` is not as `schema` says, a line each.
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

/// `OpenAPI` 3.0 says `nullable` where JSON Schema says that a type may be `null`. What answers have is all described, so an
/// object has no other fields than those that are.
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
