//! What is said of a body that cannot be read.

use serde_json::{Value, json};

use crate::demo::Demo;
use crate::refusals::problem;

const SECRET: &str = "hunter2-secret";

async fn refused(demo: &Demo, body: impl Into<reqwest::Body>) -> Value {
    let answer = demo.post(body).await;
    assert_eq!(answer.status(), 400);
    let body = problem(answer).await;
    assert!(
        !body.to_string().contains(SECRET),
        "the input is repeated: {body}"
    );
    body
}

#[tokio::test]
async fn a_good_body_is_read() {
    let demo = Demo::start().await;
    let answer = demo.post(r#" {"name": "Ann", "password": "x", "age": 7, "kind": "cat", "tags": [{"label": "a"}]} "#).await;
    assert_eq!(answer.status(), 200);
    assert_eq!(
        demo.post(r#"{"name": "Ann", "password": "x"}"#)
            .await
            .status(),
        200
    );
}

#[tokio::test]
async fn a_field_of_the_wrong_shape_is_named_and_its_value_is_not() {
    let demo = Demo::start().await;
    let cases = [
        (json!({"name": SECRET}), "password", "is missing"),
        (
            json!({"name": SECRET, "password": 5}),
            "password",
            "must be a string",
        ),
        (
            json!({"name": null, "password": SECRET}),
            "name",
            "must be a string",
        ),
        (
            json!({"name": "a", "password": {"is": SECRET}}),
            "password",
            "must be a string",
        ),
        (
            json!({"name": "a", "password": SECRET, "agee": SECRET}),
            "agee",
            "is not a known field; known are name, password, age, kind, tags",
        ),
        (
            json!({"name": "a", "password": "b", "age": SECRET}),
            "age",
            "must be a whole number from 0 to 255",
        ),
        (
            json!({"name": "a", "password": "b", "age": -1}),
            "age",
            "must be a whole number from 0 to 255",
        ),
        (
            json!({"name": "a", "password": "b", "age": 256}),
            "age",
            "must be a whole number from 0 to 255",
        ),
        (
            json!({"name": "a", "password": "b", "kind": SECRET}),
            "kind",
            "must be `cat` or `dog`",
        ),
        (
            json!({"name": "a", "password": "b", "kind": format!("{SECRET}, expected {SECRET}")}),
            "kind",
            "must be `cat` or `dog`",
        ),
        (
            json!({"name": "a", "password": "b", "tags": SECRET}),
            "tags",
            "must be a list",
        ),
        (
            json!({"name": "a", "password": "b", "tags": [SECRET]}),
            "tags[0]",
            "must be an object",
        ),
        (
            json!({"name": "a", "password": "b", "tags": [{"label": "a"}, {}]}),
            "tags[1].label",
            "is missing",
        ),
        (
            json!({"name": "a", "password": "b", "tags": [{"label": SECRET, "x": 1}]}),
            "tags[0].x",
            "is not a known field; known are label",
        ),
        (
            json!({"name": "a", "password": "b", "tags": [{"label": 1}]}),
            "tags[0].label",
            "must be a string",
        ),
    ];
    for (body, field, message) in cases {
        let problem = refused(&demo, body.to_string()).await;
        assert_eq!(problem["code"], "invalid-shape", "{body}");
        assert_eq!(
            problem["errors"],
            json!([{"field": field, "message": message}]),
            "{body}"
        );
    }
}

#[tokio::test]
async fn a_field_that_is_there_twice_is_refused() {
    let demo = Demo::start().await;
    let problem = refused(
        &demo,
        format!(r#"{{"name": "a", "password": "{SECRET}", "password": "b"}}"#),
    )
    .await;
    assert_eq!(
        problem["errors"],
        json!([{"field": "password", "message": "is there twice"}])
    );
}

#[tokio::test]
async fn a_very_long_or_odd_name_of_an_unknown_field_is_named_in_part() {
    let demo = Demo::start().await;
    let name = format!("`, expected \"{}", "é".repeat(1000));
    let problem = refused(
        &demo,
        json!({"name": "a", "password": "b", name: 1}).to_string(),
    )
    .await;
    let named = problem["errors"][0]["field"].as_str().unwrap();
    assert!(
        named.starts_with("`, expected \"éé") && named.chars().count() == 64,
        "{named}"
    );
}

#[tokio::test]
async fn what_is_not_json_is_malformed() {
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
        assert_eq!(
            refused(&demo, text).await["code"],
            "malformed-json",
            "{text:?}"
        );
    }
    let not_utf8 = b"{\"name\": \"\xff\xfe\", \"password\": \"b\"}".to_vec();
    assert_eq!(refused(&demo, not_utf8).await["code"], "malformed-json");
    assert_eq!(
        refused(&demo, "[".repeat(10_000)).await["code"],
        "invalid-shape"
    );
    let deep = format!(r#"{{"name": {}}}"#, "[".repeat(10_000));
    assert_eq!(refused(&demo, deep).await["code"], "invalid-shape");
}

#[tokio::test]
async fn json_that_is_no_object_is_of_the_wrong_shape() {
    let demo = Demo::start().await;
    for text in [
        "null",
        "5",
        "\"hunter2-secret\"",
        "[]",
        r#"["a", "b", 7, "cat", []]"#,
    ] {
        assert_eq!(
            refused(&demo, text).await["code"],
            "invalid-shape",
            "{text}"
        );
    }
}

#[tokio::test]
async fn a_body_must_be_declared_as_json() {
    let demo = Demo::start().await;
    let client = reqwest::Client::new();
    let send = |content_type: Option<&'static str>| {
        let request = client
            .post(demo.url("/people"))
            .body(r#"{"name": "a", "password": "b"}"#);
        content_type
            .into_iter()
            .fold(request, |request, value| {
                request.header("content-type", value)
            })
            .send()
    };
    let good = [
        "application/json",
        "application/json; charset=utf-8",
        "Application/JSON;x=y",
        "application/vnd.api+json",
        "application/json ; a=\"b;c\"",
    ];
    for content_type in good {
        assert_eq!(
            send(Some(content_type)).await.unwrap().status(),
            200,
            "{content_type}"
        );
    }
    for content_type in [
        None,
        Some("text/plain"),
        Some("application/x-www-form-urlencoded"),
        Some("application/jsonp"),
        Some("+json"),
        Some("json"),
    ] {
        let answer = send(content_type).await.unwrap();
        assert_eq!(answer.status(), 415, "{content_type:?}");
        assert_eq!(problem(answer).await["code"], "unsupported-media-type");
    }
}

#[tokio::test]
async fn no_body_at_all_is_malformed_rather_than_of_the_wrong_type() {
    let demo = Demo::start().await;
    let answer = reqwest::Client::new()
        .post(demo.url("/people"))
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 400);
    assert_eq!(problem(answer).await["code"], "malformed-json");
}

#[tokio::test]
async fn a_byte_order_mark_before_the_body_is_passed_over() {
    let demo = Demo::start().await;
    let body = "{\"name\": \"Ann\", \"password\": \"x\"}";
    let marked = demo.post(format!("\u{feff}{body}")).await;
    assert_eq!(marked.status(), 200);
    for more in [
        format!("\u{feff}\u{feff}{body}"),
        format!(" \u{feff}{body}"),
        "\u{feff}".to_owned(),
    ] {
        assert_eq!(refused(&demo, more).await["code"], "malformed-json");
    }
}

#[tokio::test]
async fn a_coded_body_is_refused_and_told_how_it_may_come() {
    let demo = Demo::start().await;
    let send = async |coding: &str, body: &'static str| {
        let request = reqwest::Client::new().post(demo.url("/people"));
        let request = request
            .header("content-type", "application/json")
            .header("content-encoding", coding)
            .body(body);
        request.send().await.unwrap()
    };
    let body = "{\"name\": \"Ann\", \"password\": \"x\"}";
    for coding in ["gzip", "br", "Identity, gzip", "x", "*"] {
        let answer = send(coding, body).await;
        assert_eq!(answer.status(), 415, "{coding}");
        assert_eq!(answer.headers()["accept-encoding"], "identity");
        let body = problem(answer).await;
        assert_eq!(body["code"], "unsupported-content-coding");
        assert_eq!(body["errors"][0]["field"], "Content-Encoding");
    }
    for coding in ["identity", "IDENTITY", "", "identity, identity"] {
        assert_eq!(send(coding, body).await.status(), 200, "{coding}");
    }
    // Without a body there is nothing that could be coded.
    assert_eq!(send("gzip", "").await.status(), 400);
}
