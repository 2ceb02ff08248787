//! Invalid bodies: every operation with a body says what is wrong, and never fails.

use serde_json::{Value, json};

use crate::support::{App, Ask, Member, on_both_databases};

on_both_databases!(
    invalid_json_is_refused,
    a_missing_mistyped_or_repeated_field_is_refused_by_name,
    an_unknown_field_is_refused_by_name,
    another_content_type_is_refused,
    a_too_large_body_is_refused,
    texts_of_any_kind_cause_no_server_error,
);

/// An operation with a body.
struct Target {
    app: App,
    member: Member,
    method: reqwest::Method,
    path: String,
    /// A valid body.
    example: Value,
    required: Vec<String>,
    /// Whether an absent body is valid.
    is_optional: bool,
}

impl Target {
    fn ask(&self) -> Ask {
        let ask = self.app.ask(self.method.clone(), &self.path);
        ask.bearer(&self.member.access)
    }

    /// Sends this body.
    fn sent(&self, body: impl Into<Vec<u8>>) -> Ask {
        self.ask().body("application/json", body)
    }

    fn fields(&self) -> Vec<String> {
        self.example.as_object().unwrap().keys().cloned().collect()
    }

    /// Values of other types than the field's.
    fn mistyped(&self, field: &str) -> impl Iterator<Item = Value> {
        let good = self.example[field].clone();
        let values = [json!([]), json!({"a": 1}), json!(true), json!(-1.5)];
        let good_too = move |value: &Value| {
            value.is_array() && good.is_array() || value.is_boolean() && good.is_boolean()
        };
        values.into_iter().filter(move |value| !good_too(value))
    }

    /// The maximum size of the body.
    fn body_limit(&self) -> usize {
        match self.path.as_str() {
            "/api/links/batch" => 1024 * 1024,
            _ => 64 * 1024,
        }
    }

    fn example_with(&self, field: &str, value: Value) -> String {
        let mut body = self.example.clone();
        body[field] = value;
        body.to_string()
    }
}

/// All operations with a body.
async fn targets(app: &App) -> Vec<Target> {
    let member = app.administrator("ann").await;
    let link = json!({"url": "https://example.com/a"});
    let link = member.post("/api/links/", &link).await;
    let id = link.with(201).number("id").to_string();
    let with_body = app.operations().into_iter().filter_map(|operation| {
        Some(Target {
            app: app.clone(),
            member: member.clone(),
            method: operation.method.clone(),
            path: operation.path.replace("{id}", &id),
            example: operation.example?,
            required: operation.required,
            is_optional: operation.body_is_optional,
        })
    });
    let with_body: Vec<_> = with_body.collect();
    assert!(with_body.len() >= 10, "the document tells of bodies");
    with_body
}

async fn invalid_json_is_refused(app: App) {
    for target in targets(&app).await {
        let nested = "[".repeat(10_000);
        for body in [
            "{",
            "}",
            "{]",
            "{\"email\": \"ann\"",
            "{'email': 'ann'}",
            "{\"url\": \"\\ud800\"}",
            "nonsense",
            "{} {}",
            "\u{feff}\u{feff}{}",
            "{\"email\": NaN}",
            &nested,
        ] {
            let refused = target.sent(body).await;
            assert_eq!(refused.status, 400, "{body:.30}: {}", refused.body);
        }
        for body in [" ", "\r\n"] {
            target.sent(body).await.refused(400, "malformed-json");
        }
        if !target.is_optional {
            target.sent("").await.refused(400, "malformed-json");
            target.ask().await.refused(400, "malformed-json");
        }
        for body in ["null", "1", "\"text\"", "true", "[]", "[\"a\", \"b\"]"] {
            target.sent(body).await.refused(400, "invalid-body");
        }
        target.sent(b"{\"url\": \"\xff\xfe\"}").await.with(400);
    }
}

async fn a_missing_mistyped_or_repeated_field_is_refused_by_name(app: App) {
    for target in targets(&app).await {
        for field in target.fields() {
            let value = &target.example[&field];
            let whole = target.example.to_string();
            let twice = format!("{{\"{field}\":{value},{}", &whole[1..]);
            target.sent(twice).await.misshapen([&field]);
            for value in target.mistyped(&field) {
                let refused = target.sent(target.example_with(&field, value)).await;
                refused.misshapen([&field]);
            }
        }
        for field in &target.required {
            let mut body = target.example.clone();
            body.as_object_mut().unwrap().remove(field);
            target.sent(body.to_string()).await.misshapen([&field]);
            let refused = target.sent(target.example_with(field, json!(null))).await;
            refused.misshapen([&field]);
        }
    }
}

async fn an_unknown_field_is_refused_by_name(app: App) {
    for target in targets(&app).await {
        for field in ["surprise", "", "Url", "a`b, expected c", "имя"] {
            let refused = target.sent(target.example_with(field, json!(1))).await;
            let refused = refused.refused(400, "invalid-body");
            if !field.is_empty() {
                refused.names([field]);
            }
        }
    }
}

async fn another_content_type_is_refused(app: App) {
    for target in targets(&app).await {
        let body = target.example_with("surprise", json!(1));
        for content_type in [
            "text/plain",
            "application/x-www-form-urlencoded",
            "application/xml",
            "application/jsonx",
            "",
        ] {
            let refused = target.ask().body(content_type, body.clone()).await;
            refused.refused(415, "unsupported-media-type");
        }
        let refused = target.ask().undeclared(body.clone()).await;
        refused.refused(415, "unsupported-media-type");
        for content_type in ["application/json; charset=utf-8", "Application/JSON"] {
            let read = target.ask().body(content_type, body.clone()).await;
            read.refused(400, "invalid-body");
        }
    }
}

async fn a_too_large_body_is_refused(app: App) {
    for target in targets(&app).await {
        let body = target.example_with("surprise", json!("x".repeat(target.body_limit())));
        let refused = target.sent(body.clone()).await;
        refused.refused(413, "body-too-large");
        let rest = format!(
            "Authorization: Bearer {}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked",
            target.member.access
        );
        let chunks: Vec<String> = body
            .as_bytes()
            .chunks(8192)
            .map(|chunk| {
                format!(
                    "{:x}\r\n{}\r\n",
                    chunk.len(),
                    String::from_utf8_lossy(chunk)
                )
            })
            .collect();
        let chunked = chunks.concat() + "0\r\n\r\n";
        let (method, path) = (target.method.clone(), &target.path);
        let refused = app.raw(method, path, &rest, chunked.as_bytes()).await;
        refused.refused(413, "body-too-large");
    }
}

async fn texts_of_any_kind_cause_no_server_error(app: App) {
    let long = "x".repeat(60_000);
    for target in targets(&app).await {
        if target.method == reqwest::Method::DELETE {
            continue;
        }
        for field in target.fields() {
            if !target.example[&field].is_string() {
                continue;
            }
            for text in [
                "",
                "\0",
                "\u{202e}",
                "a\r\nb",
                "'; DROP TABLE users; --",
                "%00",
                &long,
            ] {
                // Every response is documented and no server error.
                let body = target.example_with(&field, json!(text));
                let answer = target.sent(body).await;
                assert!(
                    !answer.body.contains(&long),
                    "what was sent is not repeated"
                );
            }
        }
    }
}
