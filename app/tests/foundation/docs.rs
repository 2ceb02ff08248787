//! The `OpenAPI` document and the Swagger UI page.

use std::io::Read;

use flate2::read::GzDecoder;
use korotko_testkit::Answer;
use reqwest::Method;
use serde_json::json;

use crate::demo::Demo;

#[tokio::test]
async fn an_operation_documents_its_body_and_exactly_its_problems() {
    let demo = Demo::start().await;
    let responses = &demo.spec["paths"]["/people"]["post"]["responses"];
    let statuses: Vec<&String> = responses.as_object().unwrap().keys().collect();
    assert_eq!(statuses.len(), 12);
    let conflict = &responses["409"];
    let schema = &conflict["content"]["application/problem+json"]["schema"];
    let problem = json!([{"$ref": "#/components/schemas/Problem"}]);
    assert_eq!(schema["allOf"], problem);
    let example = &schema["example"][0];
    assert_eq!(example["code"], "demo-fault");
    assert_eq!(example["status"], 409);
    assert_eq!(example["type"], "urn:korotko:problem:demo-fault");
    assert!(responses["401"]["headers"]["WWW-Authenticate"].is_object());
    assert!(responses["429"]["headers"]["Retry-After"].is_object());
    assert!(responses["503"]["headers"]["Retry-After"].is_object());
    let problem = &demo.spec["components"]["schemas"]["Problem"];
    let always = json!(["type", "title", "status", "code", "detail"]);
    assert_eq!(problem["required"], always);
    assert_eq!(problem["example"]["code"], "invalid");
    let body = &demo.spec["paths"]["/people"]["post"]["requestBody"];
    assert_eq!(body["required"], true);
    let schema = &body["content"]["application/json"]["schema"]["$ref"];
    assert_eq!(schema, "#/components/schemas/NewPerson");
}

#[tokio::test]
async fn the_document_is_served() {
    let demo = Demo::start().await;
    let answer = demo.get("/openapi.json").await;
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.json(), demo.spec);
}

#[tokio::test]
async fn the_policy_of_the_page_allows_only_its_scripts() {
    let demo = Demo::start().await;
    let answer = demo.get("/docs/").await;
    assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
    let mut parts = answer.header("content-security-policy").split(';');
    let scripts = parts.find(|part| part.trim().starts_with("script-src"));
    let scripts = scripts.unwrap();
    assert_eq!(scripts.matches("'sha256-").count(), 2);
    assert!(!scripts.contains("unsafe"), "{scripts}");
    assert!(answer.body.contains("<title>Demo API</title>"));
}

/// Requests the page with this field.
async fn docs(demo: &Demo, name: &str, value: &str) -> Answer {
    let request = demo.request(Method::GET, "/docs");
    demo.send(request.header(name, value)).await
}

#[tokio::test]
async fn the_page_is_gzipped_if_accepted() {
    let demo = Demo::start().await;
    let plain = demo.get("/docs").await.body;
    let request = demo.request(Method::GET, "/docs");
    let request = request.header("accept-encoding", "br, gzip;q=0.5");
    let answer = request.send().await.unwrap();
    assert_eq!(answer.headers()["content-encoding"], "gzip");
    assert_eq!(answer.headers()["vary"], "Accept-Encoding");
    let gzipped = answer.bytes().await.unwrap();
    assert!(gzipped.len() * 3 < plain.len());
    let mut unpacked = String::new();
    let mut gzipped = GzDecoder::new(&gzipped[..]);
    gzipped.read_to_string(&mut unpacked).unwrap();
    assert!(unpacked == plain);
    let answer = docs(&demo, "accept-encoding", "gzip;q=0, br").await;
    assert!(!answer.headers.contains_key("content-encoding"));
}

#[tokio::test]
async fn a_cached_page_is_not_sent_again() {
    let demo = Demo::start().await;
    for accepted in ["gzip", "identity"] {
        let first = docs(&demo, "accept-encoding", accepted).await;
        let tag = first.header("etag");
        for (known, status) in [
            (tag, 304),
            (&format!("\"other\", W/{tag}"), 304),
            ("\"other\"", 200),
        ] {
            let request = demo.request(Method::GET, "/docs");
            let request = request.header("accept-encoding", accepted);
            let again = demo.send(request.header("if-none-match", known)).await;
            assert_eq!(again.status, status, "{known}");
            assert_eq!(again.header("etag"), tag, "{known}");
        }
    }
}
