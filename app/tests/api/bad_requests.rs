//! Requests without an operation.

use std::collections::BTreeMap;

use reqwest::Method;
use serde_json::json;

use crate::support::{App, on_both_databases};

on_both_databases!(
    an_unknown_path_is_not_found,
    an_unsupported_method_is_answered_with_the_supported_ones,
    a_very_long_slug_is_not_found,
    a_path_may_have_any_bytes,
);

async fn an_unknown_path_is_not_found(app: App) {
    for path in [
        "/a/b",
        "/api",
        "/api/",
        "/api/nothing",
        "/api/users",
        "/api/users/me/more",
        "/api/links/1/2",
        "/api/url/a/b",
        "/api//url",
        "/docs/more",
        "/healthz/more",
        "/.well-known/nothing",
        "/api/email-verification/",
    ] {
        for method in [Method::GET, Method::HEAD, Method::DELETE] {
            let answer = app.ask(method.clone(), path).await;
            // A single segment is the path of a short link.
            let alone = path.trim_end_matches('/').rfind('/') == Some(0);
            let expected = if alone && method == Method::DELETE {
                405
            } else {
                404
            };
            assert_eq!(answer.status, expected, "{}", answer.asked);
        }
        if path != "/api" && path != "/api/" {
            app.post(path, &json!({})).await.refused(404, "not-found");
        }
    }
}

async fn an_unsupported_method_is_answered_with_the_supported_ones(app: App) {
    let mut paths: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for operation in app.operations() {
        let path = operation.path.replace("{id}", "1").replace(['{', '}'], "");
        paths
            .entry(path)
            .or_default()
            .push(operation.method.to_string());
    }
    for path in ["/docs", "/openapi.json", "/healthz", "/readyz"] {
        paths.insert(path.to_owned(), vec!["GET".to_owned()]);
    }
    for (path, mut methods) in paths {
        if methods.iter().any(|method| method == "GET") {
            methods.push("HEAD".to_owned());
        }
        methods.push("OPTIONS".to_owned());
        methods.sort();
        let allow = methods.join(", ");
        let answer = app.ask(Method::OPTIONS, &path).await.with(204);
        assert_eq!(answer.header("allow"), allow, "{path}");
        for method in [
            "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW",
        ] {
            if methods.iter().any(|known| known == method) {
                continue;
            }
            let method: Method = method.parse().unwrap();
            let refused = app.ask(method, &path).await.with(405);
            assert_eq!(refused.header("allow"), allow, "{path}");
        }
    }
}

async fn a_very_long_slug_is_not_found(app: App) {
    let slug = "a".repeat(10_000);
    for path in [format!("/{slug}"), format!("/api/url/{slug}")] {
        app.get(&path).await.refused(404, "not-found");
    }
    let body = json!({"url": "https://example.com/a", "custom_url": slug});
    app.post("/api/url/", &body).await.invalid(["custom_url"]);
}

async fn a_path_may_have_any_bytes(app: App) {
    for path in [
        "/%",
        "/%zz",
        "/%00",
        "/a%0d%0ab",
        "/%C0%AF",
        "/?%",
        "/x?u=%",
        "//",
        "/../x",
        "/%2e%2e",
    ] {
        let answer = app.raw(Method::GET, path, "Connection: close", b"").await;
        assert!(answer.status < 500, "{answer:?}");
    }
    let long = format!("/x?{}", "a".repeat(30_000));
    app.get(&long).await.refused(404, "not-found");
}
