//! Every refusal is a problem (RFC 9457), whoever refuses.

use serde_json::{Value, json};

use crate::demo::Demo;

/// The body of a refusal, after looking at what all refusals have.
pub async fn problem(answer: reqwest::Response) -> Value {
    let status = answer.status().as_u16();
    assert_eq!(answer.headers()["content-type"], "application/problem+json");
    assert_eq!(answer.headers()["cache-control"], "no-store");
    let body: Value = answer.json().await.unwrap();
    assert_eq!(body["status"], status);
    let code = body["code"].as_str().unwrap();
    assert_eq!(body["type"], format!("urn:korotko:problem:{code}"));
    assert!(!body["title"].as_str().unwrap().is_empty());
    assert!(!body["detail"].as_str().unwrap().is_empty());
    body
}

async fn refused(demo: &Demo, name: &str) -> reqwest::Response {
    demo.post(json!({"name": name, "password": "hunter2"}).to_string())
        .await
}

#[tokio::test]
async fn each_kind_of_fault_has_its_status() {
    let demo = Demo::start().await;
    let kinds = [
        ("malformed", 400),
        ("unauthenticated", 401),
        ("forbidden", 403),
        ("missing", 404),
        ("conflict", 409),
        ("gone", 410),
        ("stale", 412),
        ("invalid", 422),
        ("too-many", 429),
    ];
    for (name, status) in kinds {
        let answer = refused(&demo, name).await;
        assert_eq!(answer.status(), status, "{name}");
        let body = problem(answer).await;
        assert_eq!(body["code"], "demo-fault");
        assert_eq!(body["title"], "Demo fault");
        assert_eq!(body.get("request_id"), None);
    }
}

#[tokio::test]
async fn all_broken_rules_come_at_once() {
    let demo = Demo::start().await;
    let body = problem(refused(&demo, "invalid").await).await;
    let expected = json!([
        {"field": "name", "message": "must be nicer"},
        {"field": "password", "message": "must be longer"},
    ]);
    assert_eq!(body["errors"], expected);
}

#[tokio::test]
async fn a_refusal_without_fields_has_no_list_of_them() {
    let demo = Demo::start().await;
    assert_eq!(
        problem(refused(&demo, "conflict").await)
            .await
            .get("errors"),
        None
    );
}

#[tokio::test]
async fn a_failure_of_the_server_tells_only_the_request_id() {
    let demo = Demo::start().await;
    for (name, status, code) in [
        ("internal", 500, "internal"),
        ("unavailable", 503, "unavailable"),
    ] {
        let answer = refused(&demo, name).await;
        assert_eq!(answer.status(), status);
        let id = answer.headers()["x-request-id"]
            .to_str()
            .unwrap()
            .to_owned();
        let body = problem(answer).await;
        assert_eq!(body["request_id"], id);
        assert_eq!(body["code"], code);
        assert!(!body.to_string().contains("demo") && !body.to_string().contains("secret-host"));
    }
}

#[tokio::test]
async fn what_is_too_broad_is_told_with_its_code_and_without_its_cause() {
    let demo = Demo::start().await;
    let answer = refused(&demo, "too-broad").await;
    assert_eq!(answer.status(), 503);
    let body = problem(answer).await;
    assert_eq!(body["code"], "demo-fault");
    assert!(!body.to_string().contains("secret-host"));
}

#[tokio::test]
async fn those_who_may_try_again_are_told_when() {
    let demo = Demo::start().await;
    for name in ["too-many", "unavailable", "too-broad"] {
        assert_eq!(refused(&demo, name).await.headers()["retry-after"], "1");
    }
}

#[tokio::test]
async fn a_401_asks_for_a_bearer_token_and_calls_a_bad_one_invalid() {
    let demo = Demo::start().await;
    let client = reqwest::Client::new();
    let me = || client.get(demo.url("/me"));
    let plain = r#"Bearer realm="korotko""#;
    let invalid = r#"Bearer realm="korotko", error="invalid_token""#;

    let answer = me().send().await.unwrap();
    assert_eq!(
        (
            answer.status().as_u16(),
            answer.headers()["www-authenticate"].to_str().unwrap()
        ),
        (401, plain)
    );
    assert_eq!(problem(answer).await["code"], "token-missing");

    let answer = me().bearer_auth("forged").send().await.unwrap();
    assert_eq!(
        (
            answer.status().as_u16(),
            answer.headers()["www-authenticate"].to_str().unwrap()
        ),
        (401, invalid)
    );
    assert_eq!(problem(answer).await["code"], "token-invalid");

    let answer = me()
        .header("authorization", "Basic eDp5")
        .send()
        .await
        .unwrap();
    assert_eq!(
        (
            answer.status().as_u16(),
            answer.headers()["www-authenticate"].to_str().unwrap()
        ),
        (401, invalid)
    );

    let answer = refused(&demo, "unauthenticated").await;
    assert_eq!(answer.headers()["www-authenticate"], plain);

    assert_eq!(me().bearer_auth("good").send().await.unwrap().status(), 200);
    assert_eq!(
        me().bearer_auth("unavailable")
            .send()
            .await
            .unwrap()
            .status(),
        503
    );
}

#[tokio::test]
async fn an_unknown_path_is_a_problem() {
    let demo = Demo::start().await;
    for path in [
        "/nowhere",
        "/people/1/2/3",
        "/",
        "/%ff",
        "/people/%FF%fe",
        "/%",
        "/%zz",
    ] {
        let answer = demo.get(path).await;
        assert_eq!(answer.status(), 404, "{path}");
        assert_eq!(problem(answer).await["code"], "not-found");
    }
}

#[tokio::test]
async fn a_panic_is_a_500_and_the_server_lives() {
    let demo = Demo::start().await;
    for _ in 0..3 {
        let answer = demo.get("/panic").await;
        assert_eq!(answer.status(), 500);
        let body = problem(answer).await;
        assert!(body["request_id"].is_string());
        assert!(!body.to_string().contains("nobody foresaw"));
    }
    assert_eq!(demo.get("/people/1").await.status(), 200);
}
