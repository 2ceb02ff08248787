//! Errors of invalid bodies.

use korotko_testkit::Answer;
use reqwest::Method;
use serde_json::{Value, json};

use crate::demo::Demo;

const SECRET: &str = "hunter2-secret";
const UNKNOWN: &str = "is not a known field; known are name, password, age, kind, tags";
const UNKNOWN_LABEL: &str = "is not a known field; known are label";

async fn refused(demo: &Demo, body: impl Into<reqwest::Body>, code: &str) -> Value {
    let body = demo.post(body).await.refused(400, code).json();
    let repeats = body.to_string().contains(SECRET);
    assert!(!repeats, "the input is repeated: {body}");
    body
}

#[tokio::test]
async fn a_valid_body_is_parsed() {
    let demo = Demo::start().await;
    for body in [
        r#" {"name": "Ann", "password": "x", "age": 7, "kind": "cat", "tags": [{"label": "a"}]} "#,
        r#"{"name": "Ann", "password": "x"}"#,
    ] {
        assert_eq!(demo.post(body).await.status, 200, "{body}");
    }
}

#[tokio::test]
async fn an_invalid_field_is_named_without_its_value() {
    let demo = Demo::start().await;
    let (text, missing) = ("must be a string", "is missing");
    let (list, object) = ("must be a list", "must be an object");
    let number = "must be a whole number from 0 to 255";
    let kind = "must be `cat` or `dog`";
    let odd = format!("{SECRET}, expected {SECRET}");
    // Each with a valid name and password by default.
    for (fields, field, message) in [
        (json!({"password": 5}), "password", text),
        (json!({"name": null, "password": SECRET}), "name", text),
        (json!({"password": {"is": SECRET}}), "password", text),
        (json!({"password": SECRET, "agee": SECRET}), "agee", UNKNOWN),
        (json!({"age": SECRET}), "age", number),
        (json!({"age": -1}), "age", number),
        (json!({"age": 256}), "age", number),
        (json!({"kind": SECRET}), "kind", kind),
        (json!({"kind": odd}), "kind", kind),
        (json!({"tags": SECRET}), "tags", list),
        (json!({"tags": [SECRET]}), "tags[0]", object),
        (
            json!({"tags": [{"label": "a"}, {}]}),
            "tags[1].label",
            missing,
        ),
        (
            json!({"tags": [{"label": SECRET, "x": 1}]}),
            "tags[0].x",
            UNKNOWN_LABEL,
        ),
        (json!({"tags": [{"label": 1}]}), "tags[0].label", text),
    ] {
        let mut body = json!({"name": SECRET, "password": "b"});
        let fields = fields.as_object().unwrap().clone();
        body.as_object_mut().unwrap().extend(fields);
        let problem = refused(&demo, body.to_string(), "invalid-body").await;
        let errors = json!([{"field": field, "message": message}]);
        assert_eq!(problem["errors"], errors, "{body}");
    }
}

#[tokio::test]
async fn a_missing_or_repeated_field_is_named() {
    let demo = Demo::start().await;
    let short = json!({"name": SECRET}).to_string();
    let twice = format!(r#"{{"name": "a", "password": "{SECRET}", "password": "b"}}"#);
    for (body, message) in [(short, "is missing"), (twice, "is given more than once")] {
        let problem = refused(&demo, body, "invalid-body").await;
        let errors = json!([{"field": "password", "message": message}]);
        assert_eq!(problem["errors"], errors);
    }
}

#[tokio::test]
async fn a_long_unknown_name_is_truncated() {
    let demo = Demo::start().await;
    let name = format!("`, expected \"{}", "é".repeat(1000));
    let body = json!({"name": "a", "password": "b", name: 1}).to_string();
    let problem = refused(&demo, body, "invalid-body").await;
    let named = problem["errors"][0]["field"].as_str().unwrap();
    assert!(named.starts_with("`, expected \"éé"), "{named}");
    assert_eq!(named.chars().count(), 64, "{named}");
}

#[tokio::test]
async fn invalid_json_and_non_objects_are_distinguished() {
    let demo = Demo::start().await;
    let texts = [
        "",
        "  \n ",
        "{",
        "nul",
        "{\"name\": \"a\",}",
        "{'name': 1}",
        r#"{"name": "a", "password": "b"} {}"#,
        "{\"name\": \"\\ud800\"}",
    ];
    for text in texts {
        refused(&demo, text, "malformed-json").await;
    }
    let not_utf8 = b"{\"name\": \"\xff\xfe\", \"password\": \"b\"}".to_vec();
    refused(&demo, not_utf8, "malformed-json").await;
    refused(&demo, "[".repeat(10_000), "invalid-body").await;
    let deep = format!(r#"{{"name": {}}}"#, "[".repeat(10_000));
    refused(&demo, deep, "invalid-body").await;
    for text in [
        "null",
        "5",
        "\"hunter2-secret\"",
        "[]",
        r#"["a", "b", 7, "cat", []]"#,
    ] {
        refused(&demo, text, "invalid-body").await;
    }
}

/// Sends a valid body with this media type, unless empty.
async fn declared(demo: &Demo, content_type: &str) -> Answer {
    let request = demo.request(Method::POST, "/people");
    let request = request.body(r#"{"name": "a", "password": "b"}"#);
    let request = match content_type {
        "" => request,
        declared => request.header("content-type", declared),
    };
    demo.send(request).await
}

#[tokio::test]
async fn a_body_must_be_declared_as_json() {
    let demo = Demo::start().await;
    for valid in [
        "application/json",
        "application/json; charset=utf-8",
        "Application/JSON;x=y",
        "application/vnd.api+json",
        "application/json ; a=\"b;c\"",
    ] {
        let answer = declared(&demo, valid).await;
        assert_eq!(answer.status, 200, "{valid}");
    }
    for bad in [
        "",
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/jsonp",
        "+json",
        "json",
    ] {
        let answer = declared(&demo, bad).await;
        answer.refused(415, "unsupported-media-type");
    }
    // A missing body is malformed rather than unsupported.
    let answer = demo.send(demo.request(Method::POST, "/people")).await;
    answer.refused(400, "malformed-json");
}

#[tokio::test]
async fn a_byte_order_mark_is_ignored() {
    let demo = Demo::start().await;
    let body = "{\"name\": \"Ann\", \"password\": \"x\"}";
    let marked = demo.post(format!("\u{feff}{body}")).await;
    assert_eq!(marked.status, 200);
    for more in [
        format!("\u{feff}\u{feff}{body}"),
        format!(" \u{feff}{body}"),
        "\u{feff}".to_owned(),
    ] {
        refused(&demo, more, "malformed-json").await;
    }
}

#[tokio::test]
async fn a_content_coding_is_refused() {
    let demo = Demo::start().await;
    let send = async |coding: &str, body: &'static str| {
        let request = demo.request(Method::POST, "/people").body(body);
        let request = request.header("content-type", "application/json");
        demo.send(request.header("content-encoding", coding)).await
    };
    let body = "{\"name\": \"Ann\", \"password\": \"x\"}";
    for coding in ["gzip", "br", "Identity, gzip", "x", "*"] {
        let answer = send(coding, body).await;
        assert_eq!(answer.header("accept-encoding"), "identity");
        let answer = answer.refused(415, "unsupported-content-coding");
        answer.names(["Content-Encoding"]);
    }
    for coding in ["identity", "IDENTITY", "", "identity, identity"] {
        assert_eq!(send(coding, body).await.status, 200, "{coding}");
    }
    // Without a body, the content coding does not matter.
    assert_eq!(send("gzip", "").await.status, 400);
}
