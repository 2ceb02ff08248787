//! Requests that schemathesis generates from the `OpenAPI` document, valid and invalid ones: every answer is what the document says.

use std::process::Command;

use serde_json::json;

use crate::client::ANN;
use crate::home::Home;
use crate::listening::Listening;
use crate::python::interpreter;

/// Its configuration lists the exceptions, with reasons.
const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/process/schemathesis");

/// Generated requests for each operation.
const EXAMPLES: &str = "3";

/// It ends the session of the requests.
const ENDS_THE_SESSION: &str = "signout-everywhere";

#[tokio::test]
async fn every_answer_to_a_user_and_to_a_stranger_is_documented() {
    let home = Home::sqlite();
    let listening = home.korotko("").listen().await;
    let session = listening.sign_up(ANN).await;
    for bearer in [Some(session.access.as_str()), None] {
        generate(&listening, bearer);
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
    generate(&listening, Some(made["key"].as_str().expect("a key")));
    listening.stop().await;
}

/// Sends generated requests with this token or key; prints what schemathesis finds, if it finds something.
fn generate(listening: &Listening, bearer: Option<&str>) {
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
        .args(["--exclude-path-regex", ENDS_THE_SESSION]);
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
