//! What requests may contain, as far as the macros of `poem-openapi` cannot express it.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::walk::{children, collect};

/// Completes the schemas of request bodies and parameters. Bodies may have no other fields (`additionalProperties: false`), and an
/// optional field may be `null`, but for the fields of an update, where an absent field and `null` differ (RFC 7396).
pub(super) fn complete_requests(document: &mut Value, in_requests: &BTreeSet<String>) {
    for name in in_requests {
        let schema = &mut document["components"]["schemas"][name];
        if schema["type"] != "object" || schema["oneOf"].is_array() {
            continue;
        }
        schema["additionalProperties"] = Value::Bool(false);
        if !name.ends_with("Update") {
            allow_null(schema);
        }
        for (field, schema) in properties(schema) {
            complete(field, schema);
        }
    }
    for operation in operations(document) {
        let parameters = operation
            .get_mut("parameters")
            .and_then(Value::as_array_mut);
        for parameter in parameters.into_iter().flatten() {
            let name = parameter["name"].as_str().unwrap_or_default().to_owned();
            complete(&name, &mut parameter["schema"]);
        }
    }
    bound_unsigned(document);
}

/// The names of the schemas that request bodies refer to.
pub(super) fn request_schemas(document: &Value) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let paths = document["paths"].as_object().into_iter().flatten();
    for (_, operations) in paths {
        for (_, operation) in operations.as_object().into_iter().flatten() {
            collect(document, &operation["requestBody"], &mut names);
        }
    }
    names
}

fn operations(document: &mut Value) -> impl Iterator<Item = &mut Value> {
    let paths = document["paths"].as_object_mut().into_iter().flatten();
    let methods = paths.filter_map(|(_, methods)| methods.as_object_mut());
    methods.flatten().map(|(_, operation)| operation)
}

fn properties(schema: &mut Value) -> impl Iterator<Item = (&String, &mut Value)> {
    let properties = schema.get_mut("properties");
    properties
        .and_then(Value::as_object_mut)
        .into_iter()
        .flatten()
}

fn allow_null(schema: &mut Value) {
    let required = schema["required"].as_array().cloned().unwrap_or_default();
    for (name, field) in properties(schema) {
        if !required.contains(&json!(name)) && field.get("default").is_none() {
            field["nullable"] = Value::Bool(true);
        }
    }
}

/// Adds the form of texts, which have one meaning by their name.
fn complete(name: &str, schema: &mut Value) {
    let form = match name {
        "email" | "new_email" => json!({"format": "email"}),
        "url" | "fallback_url" => json!({"format": "uri", "minLength": 1}),
        "from" | "to" => json!({"pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(T.+)?$"}),
        "tz" => json!({"minLength": 1}),
        "tag" => json!({"minLength": 1, "maxLength": 50}),
        "after" => json!({"pattern": "^[A-Za-z0-9_-]+$"}),
        "If-Match" => json!({"pattern": r#"^(\*|(W/)?"[!#-~]*"( *, *(W/)?"[!#-~]*")*)$"#}),
        _ => return,
    };
    if schema["type"] == "string" {
        let form = form.as_object().into_iter().flatten();
        for (keyword, value) in form {
            schema[keyword] = value.clone();
        }
    }
}

/// Unsigned numbers have a minimum of 0, unless there is another one.
fn bound_unsigned(value: &mut Value) {
    let unsigned = value["format"]
        .as_str()
        .is_some_and(|format| format.starts_with("uint"));
    if unsigned && value["type"] == "integer" && value.get("minimum").is_none() {
        value["minimum"] = json!(0);
    }
    for child in children(value) {
        bound_unsigned(child);
    }
}
