//! Every error is a problem (RFC 9457).

use korotko_testkit::Answer;
use serde_json::json;

use crate::demo::Demo;

async fn refused(demo: &Demo, name: &str) -> Answer {
    let person = json!({"name": name, "password": "hunter2"});
    demo.post(person.to_string()).await
}

#[tokio::test]
async fn each_kind_of_fault_has_its_status_and_violations() {
    let demo = Demo::start().await;
    let broken = json!([
        {"field": "name", "message": "must be nicer"},
        {"field": "password", "message": "must be longer"},
    ]);
    for (name, status) in [
        ("malformed", 400),
        ("unauthenticated", 401),
        ("forbidden", 403),
        ("missing", 404),
        ("conflict", 409),
        ("gone", 410),
        ("precondition-failed", 412),
        ("invalid", 422),
        ("too-many", 429),
    ] {
        let answer = refused(&demo, name).await.refused(status, "demo-fault");
        let body = answer.json();
        assert_eq!(body["title"], "Demo fault", "{name}");
        assert_eq!(body.get("request_id"), None, "{name}");
        // All broken rules are listed; without any, there is no list.
        let errors = (name == "invalid").then_some(&broken);
        assert_eq!(body.get("errors"), errors, "{name}");
    }
}

#[tokio::test]
async fn a_server_error_reveals_only_the_request_id() {
    let demo = Demo::start().await;
    for (name, status) in [("internal", 500), ("unavailable", 503)] {
        let answer = refused(&demo, name).await.refused(status, name);
        assert_eq!(answer.text("request_id"), answer.header("x-request-id"));
        assert!(!answer.body.contains("demo") && !answer.body.contains("secret-host"));
    }
}

#[tokio::test]
async fn retryable_errors_have_retry_after_and_no_cause() {
    let demo = Demo::start().await;
    for (name, status, code) in [
        ("too-many", 429, "demo-fault"),
        ("unavailable", 503, "unavailable"),
        ("too-broad", 503, "demo-fault"),
    ] {
        let answer = refused(&demo, name).await.refused(status, code);
        assert_eq!(answer.header("retry-after"), "1", "{name}");
        assert!(!answer.body.contains("secret-host"), "{answer:?}");
    }
}

#[tokio::test]
async fn a_401_challenges_and_names_an_invalid_token() {
    let demo = Demo::start().await;
    let plain = r#"Bearer realm="korotko""#;
    let invalid = r#"Bearer realm="korotko", error="invalid_token""#;
    for (sent, code, challenge) in [
        ("", "token-missing", plain),
        ("Bearer forged", "token-invalid", invalid),
        ("Basic eDp5", "token-invalid", invalid),
    ] {
        let answer = me(&demo, sent).await;
        let answer = answer.refused(401, code);
        assert_eq!(answer.header("www-authenticate"), challenge, "{sent}");
    }
    let answer = refused(&demo, "unauthenticated").await;
    assert_eq!(answer.header("www-authenticate"), plain);
    assert_eq!(me(&demo, "Bearer good").await.status, 200);
    assert_eq!(me(&demo, "Bearer unavailable").await.status, 503);
}

/// Requests `/me` with these credentials, unless empty.
async fn me(demo: &Demo, credentials: &str) -> Answer {
    let request = demo.request(reqwest::Method::GET, "/me");
    let request = match credentials {
        "" => request,
        credentials => request.header("authorization", credentials),
    };
    demo.send(request).await
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
        demo.get(path).await.refused(404, "not-found");
    }
}

#[tokio::test]
async fn a_panic_is_answered_500_and_the_server_continues() {
    let demo = Demo::start().await;
    for _ in 0..3 {
        let refused = demo.get("/panic").await.refused(500, "internal");
        assert!(!refused.text("request_id").is_empty());
        assert!(!refused.body.contains("nobody foresaw"));
    }
    assert_eq!(demo.get("/people/1").await.status, 200);
}
