//! A client that is generated from the `OpenAPI` document.

use std::path::Path;

use crate::client::ANN;
use crate::home::{Home, on_both_databases};
use crate::python::python;

on_both_databases!(a_generated_client_works);

const FOLDER: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/tests/process/generated_client"
);

async fn a_generated_client_works(home: Home) {
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
    assert_eq!(python(&arguments).trim(), "done");
    listening.stop().await;
}

/// Generates the package `client` in `folder`. A warning, such as that an operation is left out, fails the test.
fn generate(document: &str, folder: &Path) {
    let package = folder.join("client");
    python(&[
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
