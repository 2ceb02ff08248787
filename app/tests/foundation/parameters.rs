//! What is said of a parameter that cannot be read.

use serde_json::json;

use crate::demo::Demo;
use crate::refusals::problem;

#[tokio::test]
async fn a_bad_parameter_is_named_as_the_document_names_it() {
    let demo = Demo::start().await;
    let cases = [
        ("/people", "limit", "is missing"),
        (
            "/people?limit=hush",
            "limit",
            "must be a whole number within range",
        ),
        (
            "/people?limit=-1",
            "limit",
            "must be a whole number within range",
        ),
        (
            "/people?limit=99999999999",
            "limit",
            "must be a whole number within range",
        ),
        ("/people?limit=0", "limit", "must be at least 1"),
        ("/people?limit=101", "limit", "must be at most 100"),
        ("/people/hush", "id", "must be a whole number within range"),
        (
            "/pairs/1/hush",
            "right",
            "must be a whole number within range",
        ),
        (
            "/pairs/hush/1",
            "left",
            "must be a whole number within range",
        ),
    ];
    for (path, field, message) in cases {
        let answer = demo.get(path).await;
        assert_eq!(answer.status(), 400, "{path}");
        let body = problem(answer).await;
        assert_eq!(body["code"], "invalid-parameter", "{path}");
        assert_eq!(
            body["errors"],
            json!([{"field": field, "message": message}]),
            "{path}"
        );
        let text = body.to_string();
        assert!(!text.contains("param0") && !text.contains("hush"), "{text}");
    }
}

#[tokio::test]
async fn path_parameters_arrive_in_their_order() {
    let demo = Demo::start().await;
    assert_eq!(demo.get("/pairs/1/2").await.text().await.unwrap(), "[1,2]");
}
