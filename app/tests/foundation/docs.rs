//! The document of the API, and its page.

use std::io::Read;

use flate2::read::GzDecoder;
use serde_json::{Value, json};

use crate::demo::Demo;

#[tokio::test]
async fn an_operation_documents_exactly_its_refusals() {
    let demo = Demo::start().await;
    let responses = &demo.spec["paths"]["/people"]["post"]["responses"];
    let statuses: Vec<&String> = responses.as_object().unwrap().keys().collect();
    assert_eq!(statuses.len(), 12);
    let conflict = &responses["409"];
    assert_eq!(
        conflict["description"],
        "name-taken: somebody else has this name"
    );
    let schema = &conflict["content"]["application/problem+json"]["schema"];
    assert_eq!(
        schema["allOf"],
        json!([{"$ref": "#/components/schemas/Problem"}])
    );
    assert_eq!(schema["example"]["code"], "name-taken");
    assert_eq!(schema["example"]["status"], 409);
    assert_eq!(schema["example"]["type"], "urn:korotko:problem:name-taken");
    assert!(responses["401"]["headers"]["WWW-Authenticate"].is_object());
    assert!(responses["429"]["headers"]["Retry-After"].is_object());
    assert!(responses["503"]["headers"]["Retry-After"].is_object());
    let problem = &demo.spec["components"]["schemas"]["Problem"];
    assert_eq!(
        problem["required"],
        json!(["type", "title", "status", "code", "detail"])
    );
    assert_eq!(problem["example"]["code"], "invalid");
}

#[tokio::test]
async fn a_body_is_documented_as_json_and_required() {
    let demo = Demo::start().await;
    let body = &demo.spec["paths"]["/people"]["post"]["requestBody"];
    assert_eq!(body["required"], true);
    assert_eq!(
        body["content"]["application/json"]["schema"]["$ref"],
        "#/components/schemas/NewPerson"
    );
}

#[tokio::test]
async fn the_document_is_served_as_it_is() {
    let demo = Demo::start().await;
    let answer = demo.get("/openapi.json").await;
    assert_eq!(answer.headers()["content-type"], "application/json");
    assert_eq!(answer.json::<Value>().await.unwrap(), demo.spec);
}

#[tokio::test]
async fn the_page_names_its_scripts_by_hash_and_allows_no_others() {
    let demo = Demo::start().await;
    let answer = demo.get("/docs/").await;
    assert_eq!(answer.headers()["content-type"], "text/html; charset=utf-8");
    let policy = answer.headers()["content-security-policy"]
        .to_str()
        .unwrap();
    let scripts = policy
        .split(';')
        .find(|part| part.trim().starts_with("script-src"))
        .unwrap();
    assert_eq!(scripts.matches("'sha256-").count(), 2);
    assert!(!scripts.contains("unsafe"), "{scripts}");
}

#[tokio::test]
async fn the_page_is_gzipped_for_those_who_take_it() {
    let demo = Demo::start().await;
    let plain = demo.get("/docs").await.bytes().await.unwrap();
    let client = reqwest::Client::new();
    let get = |accepted| {
        client
            .get(demo.url("/docs"))
            .header("accept-encoding", accepted)
            .send()
    };
    let answer = get("br, gzip;q=0.5").await.unwrap();
    assert_eq!(answer.headers()["content-encoding"], "gzip");
    assert_eq!(answer.headers()["vary"], "Accept-Encoding");
    let gzipped = answer.bytes().await.unwrap();
    assert!(gzipped.len() * 3 < plain.len());
    let mut unpacked = Vec::new();
    GzDecoder::new(&gzipped[..])
        .read_to_end(&mut unpacked)
        .unwrap();
    assert!(unpacked == plain);
    assert!(
        get("gzip;q=0, br")
            .await
            .unwrap()
            .headers()
            .get("content-encoding")
            .is_none()
    );
}

#[tokio::test]
async fn who_has_the_page_does_not_get_it_again() {
    let demo = Demo::start().await;
    let client = reqwest::Client::new();
    for accepted in ["gzip", "identity"] {
        let get = || {
            client
                .get(demo.url("/docs"))
                .header("accept-encoding", accepted)
        };
        let tag = get().send().await.unwrap().headers()["etag"].clone();
        let again = get()
            .header("if-none-match", tag.clone())
            .send()
            .await
            .unwrap();
        assert_eq!(
            (again.status().as_u16(), &again.headers()["etag"]),
            (304, &tag)
        );
        let weak = format!("\"other\", W/{}", tag.to_str().unwrap());
        assert_eq!(
            get()
                .header("if-none-match", weak)
                .send()
                .await
                .unwrap()
                .status(),
            304
        );
        assert_eq!(
            get()
                .header("if-none-match", "\"other\"")
                .send()
                .await
                .unwrap()
                .status(),
            200
        );
    }
}
