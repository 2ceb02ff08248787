//! The content of the log.

use reqwest::Method;
use serde_json::{Value, json};

use crate::client::{Client, PASSWORD, Session};
use crate::home::{EMAIL_SECRET, Home, JWT_SECRET, OTHER_JWT_SECRET};

const ANN: &str = "recognisable-ann@example.com";
const SLUG: &str = "recognisable-slug";
const TARGET: &str = "https://recognisable-target.example/?q=recognisable-query";

/// Uses the API with valid and invalid requests; returns all tokens that were sent.
async fn exercise(client: &Client, link: &str) -> Vec<String> {
    client.verify(link).await;
    let session = client.sign_in(ANN).await;
    let body = json!({"refresh_token": session.refresh});
    let refreshed = client.post("/api/users/refresh/", &body).await;
    let made = client.shorten(&session, SLUG, TARGET).await.with(201);
    client.get(&made.text("share_url")).await;
    misuse(client, &session).await;
    let token = link.rsplit('/').next().unwrap();
    vec![
        session.access,
        session.refresh,
        refreshed.text("access_token"),
        refreshed.text("refresh_token"),
        token.to_owned(),
    ]
}

async fn misuse(client: &Client, session: &Session) {
    let wrong = json!({"email": ANN, "password": "Recognisable-wrong-1"});
    client.post("/api/users/signin/", &wrong).await;
    let unknown =
        json!({"email": ANN, "password": PASSWORD, "recognisable_field": "recognisable value"});
    client.post("/api/users/register/", &unknown).await;
    client.register(ANN).await;
    client.register("recognisable no address").await;
    client.shorten(session, SLUG, TARGET).await;
    client
        .shorten(session, "x", "javascript:recognisable()")
        .await;
    let bad = client
        .request(Method::POST, "/api/url/")
        .body("{recognisable");
    bad.header("content-type", "application/json")
        .send()
        .await
        .unwrap();
    let headers = client
        .request(Method::GET, "/api/links/?after=recognisable-query")
        .bearer_auth("recognisable.bearer.token")
        .header("x-request-id", "recognisable-id")
        .header("user-agent", "recognisable-agent");
    headers.send().await.unwrap();
    client
        .get("/recognisable/path?and=recognisable-query")
        .await;
    client.get(&format!("/{SLUG}")).await;
    client
        .get("/api/email-verification/recognisable-token")
        .await;
    client
        .get("/api/links/?limit=recognisable&after=recognisable")
        .await;
}

/// Runs `exercise` with this log filter; returns the log, which must not contain any of the sent data.
async fn log_of_everything(filter: &str) -> Vec<Value> {
    let home = Home::sqlite();
    let korotko = home
        .korotko("serve")
        .with("JWT_SECRET", format!("{JWT_SECRET},{OTHER_JWT_SECRET}"))
        .with("EMAIL_SECRET", EMAIL_SECRET)
        .with("REDIRECT_LOG_SAMPLE", "1")
        .with("LOG", filter);
    let listening = korotko.listen().await;
    let client = listening.client();
    client.must_register(ANN).await;
    let link = listening.shown_link().await;
    let tokens = exercise(&client, &link).await;
    let log = listening.stop().await.stderr;
    let secrets = [PASSWORD, JWT_SECRET, OTHER_JWT_SECRET, EMAIL_SECRET];
    for secret in secrets.into_iter().chain(tokens.iter().map(String::as_str)) {
        let line = log.lines().find(|line| line.contains(secret));
        assert_eq!(line, None, "{secret}");
    }
    let folded = log.to_lowercase();
    let line = folded.lines().find(|line| line.contains("recognisable"));
    assert_eq!(line, None);
    let parse = |line: &str| serde_json::from_str(line).unwrap_or_else(|_| panic!("{line}"));
    log.lines().map(parse).collect()
}

#[tokio::test]
async fn the_log_has_request_ids_and_routes_and_no_user_data() {
    let lines = log_of_everything("trace").await;
    assert!(lines.iter().any(|line| line["level"] == "DEBUG"));
    let requests: Vec<_> = lines
        .iter()
        .filter(|line| line["message"] == "answered")
        .collect();
    assert!(requests.len() >= 15, "{requests:#?}");
    let mut ids = std::collections::HashSet::new();
    for request in &requests {
        let span = &request["span"];
        let id = span["request_id"].as_str().expect("a request id");
        assert!(ids.insert(id.to_owned()), "{id} is there twice");
        for field in ["route", "method"] {
            assert!(span[field].is_string(), "{field}: {request}");
        }
        assert!(request["status"].is_number(), "{request}");
        assert!(request["duration_ms"].is_number(), "{request}");
    }
    let routes: Vec<_> = requests
        .iter()
        .map(|request| request["span"]["route"].as_str().unwrap())
        .collect();
    assert_security_events(&log_of_everything("info").await);
    for route in [
        "/{slug}",
        "/api/users/signin",
        "/api/email-verification/{token}",
        "/api/url",
        "unmatched",
    ] {
        assert!(routes.contains(&route), "{route}: {routes:?}");
    }
}

/// Refused credentials are events, with the account if it is known, and the request that has the address of the client.
fn assert_security_events(lines: &[Value]) {
    let of = |event: &str, field: &str, value: &str| {
        let is_it = |line: &&Value| line["event"] == event && line[field] == value;
        let line = lines.iter().find(is_it);
        let line = line.unwrap_or_else(|| panic!("no {event} with {field} {value}"));
        assert!(line["span"]["request_id"].is_string(), "{line}");
        line["user"].clone()
    };
    let user = of("sign_in_refused", "reason", "invalid-credentials");
    assert!(user.is_number(), "{user}");
    for kind in ["access", "verification"] {
        assert!(of("token_refused", "kind", kind).is_null());
    }
}
