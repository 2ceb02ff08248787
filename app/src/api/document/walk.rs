//! Ways through the document.

use std::collections::BTreeSet;

use serde_json::Value;

/// The prefix of references to schemas.
const SCHEMAS: &str = "#/components/schemas/";

/// Adds the names of the schemas that `value` refers to, directly or indirectly.
pub(super) fn collect(document: &Value, value: &Value, names: &mut BTreeSet<String>) {
    if let Some(name) = referred(value)
        && names.insert(name.clone())
    {
        collect(document, &document["components"]["schemas"][&name], names);
    }
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect(document, item, names)),
        Value::Object(fields) => fields
            .values()
            .for_each(|item| collect(document, item, names)),
        _ => {}
    }
}

/// The name of the schema that `value` is a reference to.
pub(super) fn referred(value: &Value) -> Option<String> {
    let reference = value["$ref"].as_str()?;
    reference.strip_prefix(SCHEMAS).map(str::to_owned)
}

/// What an array or an object contains.
pub(super) fn children(value: &mut Value) -> Vec<&mut Value> {
    match value {
        Value::Array(items) => items.iter_mut().collect(),
        Value::Object(fields) => fields.values_mut().collect(),
        _ => Vec::new(),
    }
}
