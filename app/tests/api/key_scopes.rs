//! What API keys may do: the document says it of every operation, and every operation keeps to it.

use std::collections::BTreeMap;

use serde_json::json;

use crate::support::{Answer, App, Ask, Member, Operation, on_both_databases};

on_both_databases!(
    every_operation_states_its_scope_or_refuses_keys,
    every_operation_accepts_the_keys_that_it_states_alone,
    a_large_body_with_a_key_is_accepted_by_its_scope,
    an_unknown_operation_is_not_found_with_any_key,
);

pub(crate) const SCOPES: [&str; 4] = ["links:read", "links:write", "stats:read", "reports"];

/// The paths that no key may use.
const REFUSING: [&str; 4] = ["/api/users", "/api/sessions", "/api/keys", "/api/admin"];

async fn every_operation_states_its_scope_or_refuses_keys(app: App) {
    let mut stated: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for operation in app.operations() {
        let text = &operation.description;
        let schemes: Vec<&str> = operation.schemes.iter().map(String::as_str).collect();
        let Some((access, rest)) = schemes.split_first() else {
            let says = text.contains("API key needs") || text.contains("keys are refused");
            assert!(!says && operation.scope.is_none(), "{text}");
            continue;
        };
        assert_eq!(*access, "BearerToken", "{}", operation.id);
        let refuses = REFUSING.iter().any(|path| operation.path.starts_with(path));
        if let Some(scope) = &operation.scope {
            assert!(!refuses, "{}", operation.id);
            assert!(SCOPES.contains(&&**scope), "{}: {scope}", operation.id);
            assert_eq!(rest, ["ApiKey"], "{}", operation.id);
            let sentence = format!("An API key needs the scope `{scope}`.");
            assert!(text.ends_with(&sentence), "{}: {text}", operation.id);
            assert!(operation.has_example(403, "insufficient-scope"), "{text}");
            let listed = stated.entry(scope.clone()).or_default();
            listed.push(operation.id.clone());
        } else {
            assert!(rest.is_empty(), "{}", operation.id);
            assert!(text.ends_with("API keys are refused."), "{text}");
            assert!(operation.has_example(403, "key-not-accepted"), "{text}");
        }
    }
    assert_eq!(stated.len(), SCOPES.len());
    is_shown_by_the_docs(&stated);
}

/// The table of `docs/SECURITY.md` has a row for each scope, with its operations.
fn is_shown_by_the_docs(stated: &BTreeMap<String, Vec<String>>) {
    let docs = include_str!("../../../docs/SECURITY.md");
    for (scope, operations) in stated {
        let row = docs
            .lines()
            .find(|line| line.starts_with(&format!("| `{scope}` |")));
        let row = row.unwrap_or_else(|| panic!("no row of {scope}"));
        let mut shown: Vec<&str> = row.split('`').skip(3).step_by(2).collect();
        let mut expected: Vec<&str> = operations.iter().map(String::as_str).collect();
        shown.sort_unstable();
        expected.sort_unstable();
        assert_eq!(shown, expected, "{scope}");
    }
}

/// Whether a key with this scope alone may call an operation that states `needed`.
pub(crate) fn may(scope: &str, needed: &str) -> bool {
    scope == needed || (scope, needed) == ("links:write", "links:read")
}

/// A call of an operation, on resources that do not exist.
fn call(app: &App, operation: &Operation) -> Ask {
    let path = operation.path.replace(['{', '}'], "");
    let segments = path.split('/').zip(operation.path.split('/'));
    let segments = segments.map(|(name, template)| if name == template { name } else { "999999" });
    let path = segments.collect::<Vec<_>>().join("/");
    app.example(operation, &path)
}

fn check(operation: &Operation, scope: &str, answer: Answer) {
    let id = &operation.id;
    match &operation.scope {
        Some(needed) if may(scope, needed) => {
            assert!(
                ![401, 403].contains(&answer.status),
                "{id} by {scope}: {answer:?}"
            );
        }
        Some(needed) => {
            let refused = answer.refused(403, "insufficient-scope");
            assert!(refused.text("detail").contains(&**needed), "{refused:?}");
            let challenge =
                format!(r#"Bearer realm="korotko", error="insufficient_scope", scope="{needed}""#);
            assert_eq!(refused.header("www-authenticate"), challenge, "{id}");
        }
        None => {
            let refused = answer.refused(403, "key-not-accepted");
            let challenge = r#"Bearer realm="korotko", error="insufficient_scope""#;
            assert_eq!(refused.header("www-authenticate"), challenge, "{id}");
        }
    }
}

async fn every_operation_accepts_the_keys_that_it_states_alone((app, ann): (App, Member)) {
    let before = ann.read("/api/users/me/").await;
    let mut refused = 0;
    for scope in SCOPES {
        let key = ann.key(&[scope]).await.text("key");
        for operation in app.operations() {
            if operation.schemes.is_empty() {
                continue;
            }
            let answer = call(&app, &operation).bearer(&key).await;
            refused += usize::from(answer.status == 403);
            check(&operation, scope, answer);
            let none = call(&app, &operation).bearer("kor_garbage").await;
            none.refused(401, "token-invalid");
        }
    }
    assert!(refused > 80, "{refused}");
    assert_eq!(ann.read("/api/users/me/").await, before);
    assert_eq!(ann.listed("/api/keys/", "id").await.len(), SCOPES.len());
}

async fn a_large_body_with_a_key_is_accepted_by_its_scope((app, ann): (App, Member)) {
    let row = format!("https://example.com/{}\n", "a".repeat(79));
    let file = format!("url\n{}", row.repeat(800));
    let import = |key: &str| {
        let ask = app.ask(reqwest::Method::POST, "/api/links/import?dry_run=true");
        ask.body("text/csv", file.clone()).bearer(key)
    };
    let reading = ann.key(&["links:read", "reports"]).await.text("key");
    import(&reading).await.refused(403, "insufficient-scope");
    import("kor_garbage").await.refused(401, "token-invalid");
    let writing = ann.key(&["links:write"]).await.text("key");
    assert_eq!(import(&writing).await.with(200).number("rows"), 800);
}

async fn an_unknown_operation_is_not_found_with_any_key((app, ann): (App, Member)) {
    let key = ann.key(&["links:read"]).await.text("key");
    app.get("/api/nothing")
        .bearer(&key)
        .await
        .refused(404, "not-found");
    let put = app.ask(reqwest::Method::PUT, "/api/links").bearer(&key);
    put.json(&json!({})).await.with(405);
    let looked = app.head("/api/links/").bearer(&key).await;
    looked.with(200);
}
