//! The `OpenAPI` document: the output of `poem-openapi`, completed with what its macros cannot express.

mod requests;
mod walk;

use std::collections::BTreeSet;

use korotko_core::user::AccessPolicy;
use poem_openapi::{OpenApi, OpenApiService, Webhook};
use serde_json::{Map, Value, json};

use self::requests::{complete_requests, request_schemas};
use self::walk::{children, referred};
use super::Tag;
use super::bearer::state_scopes;
use super::stated_policy::state_policy;

/// The document of `service`, as JSON, which states this policy.
pub fn document<A: OpenApi, W: Webhook>(
    service: &OpenApiService<A, W>,
    policy: &AccessPolicy,
) -> Result<String, serde_json::Error> {
    let mut document = serde_json::from_str(&name_pages(&service.spec()))?;
    unwrap_references(&mut document);
    merge_variants(&mut document);
    order_tags(&mut document);
    state_scopes(&mut document)?;
    list_problem_examples(&mut document);
    let in_requests = request_schemas(&document);
    require_nullable_fields(&mut document, &in_requests);
    complete_requests(&mut document, &in_requests);
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

/// Response schemas may grow, and their nullable fields are required: such a field is present when it is `null`.
fn require_nullable_fields(document: &mut Value, in_requests: &BTreeSet<String>) {
    let schemas = document["components"]["schemas"].as_object_mut();
    for (name, schema) in schemas.into_iter().flatten() {
        if schema["type"] == "object" && !in_requests.contains(name) {
            require_nullable(schema);
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
