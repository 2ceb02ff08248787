//! The `OpenAPI` document: what `poem-openapi` says of the operations, completed by what it cannot say.

use std::collections::BTreeSet;

use poem_openapi::{OpenApi, OpenApiService, Webhook};
use serde_json::{Value, json};

/// Where a document keeps its schemas, as its references name the place.
const SCHEMAS: &str = "#/components/schemas/";

/// The document of `service`, in JSON.
pub fn document<A: OpenApi, W: Webhook>(
    service: &OpenApiService<A, W>,
) -> Result<String, serde_json::Error> {
    let mut document = serde_json::from_str(&name_pages(&service.spec()))?;
    unwrap_references(&mut document);
    merge_variants(&mut document);
    tell_requests_from_answers(&mut document);
    list_redirects(&mut document);
    let schemas = document["components"]["schemas"].clone();
    spell_out_nullable(&mut document, &schemas);
    serde_json::to_string_pretty(&document)
}

/// A page of links comes as `Page_LinkView`, since its type is generic.
fn name_pages(spec: &str) -> String {
    let mut parts = spec.split("Page_");
    let mut named = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (item, rest) = part.split_once('"').unwrap_or((part, ""));
        named.push_str(item.trim_end_matches("View"));
        named.push_str("Page\"");
        named.push_str(rest);
    }
    named
}

/// The page of Swagger UI for `document`. `poem-openapi` writes its own document into the page.
pub fn swagger_ui<A: OpenApi, W: Webhook>(
    service: &OpenApiService<A, W>,
    document: &str,
) -> String {
    service.swagger_ui_html().replace(&service.spec(), document)
}

/// A described field that refers to a schema comes as `allOf` of the reference and the description, which generators of
/// clients take for a type of its own; the description stands beside `allOf` already.
fn unwrap_references(value: &mut Value) {
    if let Some([reference, remarks]) = value["allOf"].as_array().map(Vec::as_slice)
        && reference["$ref"].is_string()
        && remarks["$ref"].is_null()
        && remarks["type"].is_null()
    {
        value["allOf"] = json!([reference]);
    }
    for child in children(value) {
        unwrap_references(child);
    }
}

/// A variant of a tagged union comes as `allOf` of its tag and its fields, of which neither knows the other's properties. One
/// schema with all of them can be closed, and be read by generators.
fn merge_variants(document: &mut Value) {
    let Some(schemas) = document["components"]["schemas"].as_object_mut() else {
        return;
    };
    let variants: Vec<(String, String)> = schemas
        .iter()
        .filter_map(
            |(name, schema)| match schema["allOf"].as_array()?.as_slice() {
                [tag, fields] if tag["type"] == "object" => Some((name.clone(), referred(fields)?)),
                _ => None,
            },
        )
        .collect();
    for (name, fields) in variants {
        let (Some(mut merged), Some(union)) =
            (schemas.shift_remove(&fields), schemas.get_mut(&name))
        else {
            continue;
        };
        let tag = union["allOf"][0].take();
        prepend(&mut merged, &tag);
        *union = merged;
    }
}

/// Puts the properties of `tag` before those of `schema`.
fn prepend(schema: &mut Value, tag: &Value) {
    let mut properties = tag["properties"].as_object().cloned().unwrap_or_default();
    properties.extend(
        schema["properties"]
            .as_object()
            .cloned()
            .unwrap_or_default(),
    );
    schema["properties"] = Value::Object(properties);
    let required = [&tag["required"], &schema["required"]];
    let required = required.into_iter().filter_map(Value::as_array).flatten();
    schema["required"] = required.cloned().collect();
}

/// The objects in the bodies of requests have no fields but the known ones. Those in answers may grow, and have all their fields:
/// one that may be `null` is there when it is.
fn tell_requests_from_answers(document: &mut Value) {
    let mut in_requests = BTreeSet::new();
    let paths = document["paths"].as_object().into_iter().flatten();
    for (_, operations) in paths {
        for (_, operation) in operations.as_object().into_iter().flatten() {
            collect(document, &operation["requestBody"], &mut in_requests);
        }
    }
    let schemas = document["components"]["schemas"].as_object_mut();
    for (name, schema) in schemas.into_iter().flatten() {
        match (schema["type"].as_str(), in_requests.contains(name)) {
            (Some("object"), true) => schema["additionalProperties"] = Value::Bool(false),
            (Some("object"), false) => require_nullable(schema),
            _ => {}
        }
    }
}

fn require_nullable(schema: &mut Value) {
    let fields = schema["properties"].as_object().into_iter().flatten();
    let nullable = fields.filter(|(_, field)| field["nullable"] == true);
    let nullable: Vec<Value> = nullable.map(|(name, _)| name.as_str().into()).collect();
    if let Some(required) = schema["required"].as_array_mut() {
        required.extend(nullable);
    }
}

/// `nullable` counts beside a type alone, and not beside a reference (`OpenAPI` 3.0.3, 4.7.24.1): an enumeration that may be `null`
/// is written out.
fn spell_out_nullable(value: &mut Value, schemas: &Value) {
    if value["nullable"] == true
        && let Some(name) = referred(&value["allOf"][0])
        && let (Some(fields), Some(mut values)) = (
            value.as_object_mut(),
            schemas[&name]["enum"].as_array().cloned(),
        )
    {
        values.push(Value::Null);
        fields.shift_remove("allOf");
        fields.insert("type".to_owned(), schemas[&name]["type"].clone());
        fields.insert("enum".to_owned(), Value::Array(values));
    }
    for child in children(value) {
        spell_out_nullable(child, schemas);
    }
}

/// The status codes of redirects are numbers, of which the macros can give no list.
fn list_redirects(document: &mut Value) {
    let schemas = document["components"]["schemas"].as_object_mut();
    for (_, schema) in schemas.into_iter().flatten() {
        if let Some(status) = schema.pointer_mut("/properties/redirect_status") {
            status["enum"] = json!([301, 302, 307, 308]);
        }
    }
}

/// Adds the names of the schemas that `value` refers to, directly or through others.
fn collect(document: &Value, value: &Value, names: &mut BTreeSet<String>) {
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
fn referred(value: &Value) -> Option<String> {
    let reference = value["$ref"].as_str()?;
    reference.strip_prefix(SCHEMAS).map(str::to_owned)
}

fn children(value: &mut Value) -> Vec<&mut Value> {
    match value {
        Value::Array(items) => items.iter_mut().collect(),
        Value::Object(fields) => fields.values_mut().collect(),
        _ => Vec::new(),
    }
}
