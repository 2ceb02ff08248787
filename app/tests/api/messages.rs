//! Error messages say what is wanted.

use serde_json::{Value, json};

use crate::support::{App, Member, on_both_databases};

on_both_databases!(
    the_error_of_a_parameter_says_what_is_wanted,
    the_error_of_a_field_says_what_is_wanted,
);

/// Invalid values for a schema, in a query and in a body; `None` if any text is valid.
fn wrong(schema: &Value) -> Option<(&'static str, Value)> {
    let listed = !schema["enum"].is_null();
    match schema["type"].as_str()? {
        "integer" | "number" => Some(("many", json!("many"))),
        "boolean" => Some(("perhaps", json!("perhaps"))),
        "string" if listed || schema["format"] == "date-time" => {
            Some(("31.01.2027", json!("31.01.2027")))
        }
        "string" => Some(("", json!(5))),
        "array" | "object" => Some(("", json!("a"))),
        _ => None,
    }
}

/// Fails unless the message of the field says what its schema requires.
#[track_caller]
fn assert_says_what_is_wanted(problem: &Value, field: &str, schema: &Value, asked: &str) {
    let errors = problem["errors"].as_array().unwrap();
    let told = errors.iter().find(|error| error["field"] == field);
    let told = told.unwrap_or_else(|| panic!("{asked}: {field} is not named: {problem}"));
    let message = told["message"].as_str().unwrap();
    assert!(message.starts_with("must "), "{asked}: {field} {message}");
    let listed = schema["enum"].as_array().into_iter().flatten();
    // A value that is no number is first told to be one.
    for value in listed.filter_map(Value::as_str) {
        assert!(message.contains(value), "{asked}: {field} {message}");
    }
    if schema["format"] == "date-time" {
        assert!(message.contains("such as 2"), "{asked}: {field} {message}");
    }
    if schema["type"] == "integer" {
        // With the range, or an example.
        let digits = message.contains(|content: char| content.is_ascii_digit());
        let whole = message.contains("a whole number");
        assert!(whole && digits, "{asked}: {field} {message}");
    }
}

async fn the_error_of_a_parameter_says_what_is_wanted((app, ann): (App, Member)) {
    app.promote(&ann).await;
    let mut count = 0;
    for operation in app.operations() {
        // Slugs and tokens may be any text.
        let followed = operation.path.contains("slug}") || operation.path.contains("token}");
        for parameter in operation.parameters.iter().filter(|_| !followed) {
            let text = match wrong(&parameter.schema) {
                Some((text, _)) if !text.is_empty() => text,
                _ => continue,
            };
            let own = format!("{{{}}}", parameter.name);
            let mut path = match parameter.location.as_str() {
                "path" => operation.path.replace(&own, text),
                "query" => format!("{}?{}={text}", operation.path, parameter.name),
                _ => continue,
            };
            path = path.replace("{id}", "1").replace("{link_id}", "1");
            let refused = ann.ask(operation.method.clone(), &path).await.with(400);
            let (name, schema) = (&parameter.name, &parameter.schema);
            assert_says_what_is_wanted(&refused.json(), name, schema, &refused.asked);
            count += 1;
        }
    }
    assert!(count > 40, "{count}");
    // Texts with a format.
    for (name, wanted) in [
        ("from", "such as 2026-11-27"),
        ("to", "such as 2026-11-27T10:00:00Z"),
        ("tz", "such as Europe/Moscow"),
    ] {
        let refused = ann.get(&format!("/api/stats?{name}=soon")).await;
        let detail = refused.with(422).json()["errors"][0]["message"].to_string();
        assert!(detail.contains(wanted), "{detail}");
    }
}

async fn the_error_of_a_field_says_what_is_wanted((app, ann): (App, Member)) {
    app.promote(&ann).await;
    let mut count = 0;
    for operation in app.operations() {
        let Some(schema) = &operation.body else {
            continue;
        };
        let path = operation.path.replace("{id}", "1");
        for (field, schema) in schema["properties"].as_object().unwrap() {
            let Some((_, value)) = wrong(schema) else {
                continue;
            };
            let mut body = operation.example.clone().unwrap();
            body[field] = value;
            let asked = ann.ask(operation.method.clone(), &path).json(&body);
            let refused = asked.await;
            assert!([400, 422].contains(&refused.status), "{}", refused.body);
            assert_says_what_is_wanted(&refused.json(), field, schema, &refused.asked);
            count += 1;
        }
    }
    assert!(count > 30, "{count}");
    let operation = json!({"op": "crete", "link": {"url": "https://example.com"}});
    let body = json!({"operations": [operation]});
    let refused = ann.post("/api/links/batch", &body).await;
    assert!(refused.with(400).text("detail").contains("delete"));
}
