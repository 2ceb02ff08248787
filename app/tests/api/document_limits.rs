//! The documented limits are enforced.

use serde_json::{Value, json};

use crate::support::{App, Member, Operation, on_both_databases};

on_both_databases!(values_outside_the_documented_limits_are_refused_by_field);

async fn values_outside_the_documented_limits_are_refused_by_field(app: App) {
    let member = app.administrator("ann").await;
    // Both have the id 1 in a new database.
    for (path, body) in [
        ("/api/links/", json!({"url": "https://example.com/a"})),
        ("/api/collections/", json!({"name": "Spring"})),
    ] {
        let created = member.post(path, &body).await;
        assert_eq!(created.with(201).number("id"), 1);
    }
    let mut tried = 0;
    for operation in app.operations() {
        // A too long password is a wrong one.
        let Some(example) = operation
            .example
            .clone()
            .filter(|_| operation.id != "signIn")
        else {
            continue;
        };
        let schema = operation.body.clone().unwrap_or_default();
        for (field, schema) in schema["properties"].as_object().into_iter().flatten() {
            for value in ruled_out(schema) {
                let mut body = example.clone();
                body[field] = value;
                is_refused(&member, &operation, field, &body).await;
                tried += 1;
            }
        }
    }
    assert!(tried > 40, "only {tried} limits are told");
}

async fn is_refused(member: &Member, operation: &Operation, field: &str, body: &Value) {
    let ask = member.ask(
        operation.method.clone(),
        &operation.path.replace("{id}", "1"),
    );
    let sent = ask.body("application/json", body.to_string());
    let answer = sent.await;
    assert!([400, 422].contains(&answer.status), "{body}: {answer:?}");
    let fields = answer.fields();
    let named = fields.iter().any(|name| name.starts_with(field));
    assert!(named, "{}: {field} of {body}: {answer:?}", operation.id);
}

/// Values just beyond each limit of a schema.
#[allow(clippy::cast_possible_truncation, reason = "limits are small")]
fn ruled_out(schema: &Value) -> Vec<Value> {
    let mut values = Vec::new();
    let number = |name: &str| schema[name].as_f64().map(|limit| limit as i64);
    if let Some(max) = schema["maxLength"].as_u64() {
        values.push(json!("a".repeat(max as usize + 1)));
    }
    if schema["minLength"]
        .as_u64()
        .is_some_and(|fewest| fewest > 0)
    {
        values.push(json!(""));
    }
    if schema["pattern"].is_string() {
        values.push(json!("no such / thing"));
    }
    values.extend(number("minimum").map(|least| json!(least - 1)));
    values.extend(number("maximum").map(|max| json!(max + 1)));
    if schema["enum"].is_array() {
        values.push(json!(999));
    }
    if let Some(max) = schema["maxItems"].as_u64() {
        let item = |index| match schema["items"]["type"].as_str() {
            Some("integer") => json!(index),
            _ => json!(format!("item {index}")),
        };
        values.push((0..=max).map(item).collect());
    }
    if schema["minItems"].as_u64().is_some_and(|fewest| fewest > 0) {
        values.push(json!([]));
    }
    if schema["items"].is_object() {
        values.extend(
            ruled_out(&schema["items"])
                .into_iter()
                .map(|item| json!([item])),
        );
    }
    values
}
