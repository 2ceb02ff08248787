//! Requests that schemathesis generates from the `OpenAPI` document, valid and invalid ones: every answer is what the document says.
//! On each database, every operation is asked with a credential that it accepts.

use std::process::Command;

use serde_json::json;

use crate::client::ANN;
use crate::home::{Home, on_both_databases};
use crate::listening::Listening;
use crate::python::interpreter;

on_both_databases!(every_answer_to_an_administrator_is_documented);

/// Its configuration lists the exceptions, with reasons.
const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/process/schemathesis");

/// Generated requests for each operation.
const EXAMPLES: &str = "3";

/// The paths of all operations.
const ALL: &str = "^/";

/// Those of the operations that refuse API keys.
const WITHOUT_KEYS: &str = "^/api/(admin|users|sessions|keys)(/|$)";

#[tokio::test]
async fn every_answer_to_a_user_and_to_a_stranger_is_documented() {
    let home = Home::sqlite();
    let listening = home.korotko("").listen().await;
    let session = listening.sign_up(ANN).await;
    for bearer in [Some(session.access.as_str()), None] {
        generate(&listening, bearer, ALL);
    }
    listening.stop().await;
}

#[tokio::test]
async fn every_answer_to_a_program_with_a_key_is_documented() {
    let home = Home::postgres();
    let listening = home.korotko("").listen().await;
    let session = listening.sign_up(ANN).await;
    let key =
        json!({"name": "all", "scopes": ["links:read", "links:write", "stats:read", "reports"]});
    let made = listening.client().make(&session, "/api/keys", &key).await;
    generate(&listening, Some(made["key"].as_str().expect("a key")), ALL);
    listening.stop().await;
}

/// The configuration names the ids: 1 is the administrator, 2 and 3 are the users whom the requests may act against.
async fn every_answer_to_an_administrator_is_documented(home: Home) {
    let listening = home.korotko("").listen().await;
    let session = listening.sign_up(ANN).await;
    let client = listening.client();
    for email in ["second@example.com", "third@example.com"] {
        client.must_register(email).await;
    }
    let link = json!({"url": "https://example.com/a"});
    let link = client.make(&session, "/api/links", &link).await;
    let report = json!({"url": link["share_url"], "category": "phishing"});
    client.post("/api/abuse-reports", &report).await.with(202);
    let promote = home.korotko(&format!("users promote {ANN}"));
    promote.print().await;
    generate(&listening, Some(&session.access), WITHOUT_KEYS);
    // If a request ended the session or the role, those after it were only refused. The service has closed the idle connection.
    let client = listening.client();
    client.read(&session, "/api/admin/users").await;
    listening.stop().await;
}

/// Sends generated requests with this token or key to operations on these paths; prints what schemathesis finds, if it finds something.
fn generate(listening: &Listening, bearer: Option<&str>, paths: &str) {
    let current = tempfile::tempdir().unwrap();
    let mut command = Command::new(interpreter());
    command
        .current_dir(current.path())
        .env("SCHEMATHESIS_HOOKS", format!("{FOLDER}/hooks.py"))
        .args(["-m", "schemathesis.cli"])
        .arg(format!("--config-file={FOLDER}/schemathesis.toml"))
        .arg("run")
        .arg(format!("http://{}/openapi.json", listening.address))
        .args(["--checks=all", "--continue-on-failure", "--no-color"])
        .arg("--generation-deterministic")
        .args(["--max-examples", EXAMPLES])
        .args(["--include-path-regex", paths]);
    if let Some(bearer) = bearer {
        command.args(["--header", &format!("Authorization: Bearer {bearer}")]);
    }
    let ended = command.output().unwrap();
    let (found, failure) = (ended.stdout, ended.stderr);
    assert!(
        ended.status.success(),
        "{}{}",
        String::from_utf8_lossy(&found),
        String::from_utf8_lossy(&failure)
    );
}
