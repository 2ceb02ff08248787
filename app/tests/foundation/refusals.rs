//! Every refusal is a problem (RFC 9457), whoever refuses.

use serde_json::json;

use crate::answer::Answer;
use crate::demo::Demo;

async fn refused(demo: &Demo, name: &str) -> Answer {
    let person = json!({"name": name, "password": "hunter2"});
    demo.post(person.to_string()).await
}

#[tokio::test]
async fn each_kind_of_fault_has_its_status() {
    let demo = Demo::start().await;
    for (name, status) in [
        ("malformed", 400),
        ("unauthenticated", 401),
        ("forbidden", 403),
        ("missing", 404),
        ("conflict", 409),
        ("gone", 410),
        ("stale", 412),
        ("invalid", 422),
        ("too-many", 429),
    ] {
        let body = refused(&demo, name).await.refused(status, "demo-fault");
        assert_eq!(body["title"], "Demo fault");
        assert_eq!(body.get("request_id"), None);
    }
}

#[tokio::test]
async fn all_broken_rules_come_at_once() {
    let demo = Demo::start().await;
    let body = refused(&demo, "invalid").await.refused(422, "demo-fault");
    let expected = json!([
        {"field": "name", "message": "must be nicer"},
        {"field": "password", "message": "must be longer"},
    ]);
    assert_eq!(body["errors"], expected);
}

#[tokio::test]
async fn a_refusal_without_fields_has_no_list_of_them() {
    let demo = Demo::start().await;
    let body = refused(&demo, "conflict").await.refused(409, "demo-fault");
    assert_eq!(body.get("errors"), None);
}

#[tokio::test]
async fn a_failure_of_the_server_tells_only_the_request_id() {
    let demo = Demo::start().await;
    for (name, status) in [("internal", 500), ("unavailable", 503)] {
        let answer = refused(&demo, name).await;
        let body = answer.refused(status, name);
        assert_eq!(body["request_id"], answer.header("x-request-id"));
        assert!(!body.to_string().contains("demo") && !body.to_string().contains("secret-host"));
    }
}

#[tokio::test]
async fn what_is_too_broad_is_told_with_its_code_and_without_its_cause() {
    let demo = Demo::start().await;
    let body = refused(&demo, "too-broad").await.refused(503, "demo-fault");
    assert!(!body.to_string().contains("secret-host"));
}

#[tokio::test]
async fn those_who_may_try_again_are_told_when() {
    let demo = Demo::start().await;
    for name in ["too-many", "unavailable", "too-broad"] {
        let answer = refused(&demo, name).await;
        assert_eq!(answer.header("retry-after"), "1", "{name}");
    }
}

#[tokio::test]
async fn a_401_asks_for_a_bearer_token_and_calls_a_bad_one_invalid() {
    let demo = Demo::start().await;
    let plain = r#"Bearer realm="korotko""#;
    let invalid = r#"Bearer realm="korotko", error="invalid_token""#;
    for (sent, code, challenge) in [
        ("", "token-missing", plain),
        ("Bearer forged", "token-invalid", invalid),
        ("Basic eDp5", "token-invalid", invalid),
    ] {
        let answer = me(&demo, sent).await;
        answer.refused(401, code);
        assert_eq!(answer.header("www-authenticate"), challenge, "{sent}");
    }
    let answer = refused(&demo, "unauthenticated").await;
    assert_eq!(answer.header("www-authenticate"), plain);
    assert_eq!(me(&demo, "Bearer good").await.status, 200);
    assert_eq!(me(&demo, "Bearer unavailable").await.status, 503);
}

/// Asks who one is, with these credentials unless they are empty.
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
async fn a_panic_is_a_500_and_the_server_lives() {
    let demo = Demo::start().await;
    for _ in 0..3 {
        let body = demo.get("/panic").await.refused(500, "internal");
        assert!(body["request_id"].is_string());
        assert!(!body.to_string().contains("nobody foresaw"));
    }
    assert_eq!(demo.get("/people/1").await.status, 200);
}
