//! The `OpenAPI` document: the output of `poem-openapi`, completed with what its macros cannot express.

use std::collections::BTreeSet;

use korotko_core::user::Policy;
use poem_openapi::{OpenApi, OpenApiService, Webhook};
use serde_json::{Map, Value, json};

use super::Tag;
use super::bearer::state_scopes;
use super::stated_policy::state_policy;

/// The prefix of references to schemas.
const SCHEMAS: &str = "#/components/schemas/";

/// The document of `service`, as JSON, which states this policy.
pub fn document<A: OpenApi, W: Webhook>(
    service: &OpenApiService<A, W>,
    policy: &Policy,
) -> Result<String, serde_json::Error> {
    let mut document = serde_json::from_str(&name_pages(&service.spec()))?;
    unwrap_references(&mut document);
    merge_variants(&mut document);
    order_tags(&mut document);
    state_scopes(&mut document)?;
    list_problem_examples(&mut document);
    distinguish_requests_from_responses(&mut document);
    list_redirects(&mut document);
    let schemas = document["components"]["schemas"].clone();
    inline_nullable_enums(&mut document, &schemas);
    state_policy(&mut document, policy);
    serde_json::to_string_pretty(&document)
}

/// Renames `Page_Link`, the name of a generic type, to `LinkPage`.
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

/// `poem-openapi` writes a described reference as `allOf` of the reference and the description. Client generators take that for a new
/// type, so only the reference is kept; the description is beside `allOf` as well.
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

/// `poem-openapi` writes a variant of a tagged union as `allOf` of its tag and its fields. Merged into one schema, it can have
/// `additionalProperties: false`, and client generators understand it.
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

/// Swagger UI shows the tags in the order of the list, which `poem-openapi` sorts by name.
fn order_tags(document: &mut Value) {
    let position = |tag: &Value| Tag::ORDER.iter().position(|name| tag["name"] == *name);
    if let Some(tags) = document["tags"].as_array_mut() {
        tags.sort_by_key(position);
    }
}

/// Problems have their examples as a list in the schema, where the macros allow one example only. They belong to the media type, by code;
/// the description names the codes.
fn list_problem_examples(document: &mut Value) {
    let paths = document["paths"].as_object_mut().into_iter().flatten();
    let operations = paths.filter_map(|(_, methods)| methods.as_object_mut());
    let responses = operations
        .flatten()
        .filter_map(|(_, operation)| operation["responses"].as_object_mut());
    for (_, response) in responses.flatten() {
        let Some(content) = response.pointer_mut("/content/application~1problem+json") else {
            continue;
        };
        let examples = content["schema"]["example"].take();
        let examples: Vec<_> = examples.as_array().cloned().unwrap_or_default();
        let code = |example: &Value| example["code"].as_str().unwrap_or_default().to_owned();
        let codes: Vec<_> = examples
            .iter()
            .map(|one| format!("`{}`", code(one)))
            .collect();
        let by_code = examples.into_iter().map(|example| {
            let code = code(&example);
            let described = json!({"summary": code, "value": example});
            (code, described)
        });
        content["examples"] = by_code.collect::<Map<_, _>>().into();
        content["schema"] = content["schema"]["allOf"][0].take();
        let usual = response["description"].as_str().unwrap_or_default();
        response["description"] = format!("{usual}: {}.", codes.join(", ")).into();
    }
}

/// Request schemas get `additionalProperties: false`. Response schemas may grow, and their nullable fields are required: such a field is
/// present when it is `null`.
fn distinguish_requests_from_responses(document: &mut Value) {
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

/// `nullable` has an effect beside `type` only, not beside a reference (`OpenAPI` 3.0.3, 4.7.24.1), so nullable enumerations are
/// inlined.
fn inline_nullable_enums(value: &mut Value, schemas: &Value) {
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
        inline_nullable_enums(child, schemas);
    }
}

/// Lists the redirect statuses, because the macros cannot enumerate integers.
fn list_redirects(document: &mut Value) {
    let schemas = document["components"]["schemas"].as_object_mut();
    for (_, schema) in schemas.into_iter().flatten() {
        if let Some(status) = schema.pointer_mut("/properties/redirect_status") {
            status["enum"] = json!([301, 302, 307, 308]);
        }
    }
}

/// Adds the names of the schemas that `value` refers to, directly or indirectly.
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
