//! A client that is generated from the `OpenAPI` document, as others do it.

use std::path::Path;
use std::process::Command;

use crate::client::ANN;
use crate::home::{Home, on_both_databases};

on_both_databases!(a_generated_client_walks_the_tour);

const FOLDER: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/tests/process/generated_client"
);

async fn a_generated_client_walks_the_tour(home: Home) {
    let listening = home.korotko("").listen().await;
    let client = listening.client();
    let session = listening.sign_up(ANN).await;
    let document = client.get("/openapi.json").await.body;
    let folder = tempfile::tempdir().unwrap();
    generate(&home.file("openapi.json", &document), folder.path());
    let tour = format!("{FOLDER}/tour.py");
    let arguments = [
        &tour,
        folder.path().to_str().unwrap(),
        &format!("http://{}", listening.address),
        &session.access,
    ];
    assert_eq!(run(&arguments).trim(), "done");
    listening.stop().await;
}

/// Puts the client's package `client` into `folder`. A warning, as that an operation was left out, fails the test.
fn generate(document: &str, folder: &Path) {
    let package = folder.join("client");
    run(&[
        "-m",
        "openapi_python_client",
        "generate",
        "--meta=none",
        "--fail-on-warning",
        &format!("--config={FOLDER}/generator.yaml"),
        &format!("--path={document}"),
        &format!("--output-path={}", package.display()),
    ]);
}

/// What Python prints, which `scripts/test.sh` prepares.
#[allow(
    clippy::disallowed_methods,
    reason = "the tests are told by variables what they run on"
)]
fn run(arguments: &[&str]) -> String {
    let python = std::env::var("KOROTKO_TEST_PYTHON")
        .expect("KOROTKO_TEST_PYTHON: run the tests by scripts/test.sh, which prepares Python");
    let ended = Command::new(python).args(arguments).output().unwrap();
    let (printed, failure) = (ended.stdout, ended.stderr);
    let printed = String::from_utf8_lossy(&printed).into_owned();
    assert!(
        ended.status.success(),
        "{printed}{}",
        String::from_utf8_lossy(&failure)
    );
    printed
}
