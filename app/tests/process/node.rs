//! Node.js with the packages of `app/tests/process/pages/package-lock.json`.

use std::process::Command;

/// The folder with the packages.
#[allow(
    clippy::disallowed_methods,
    reason = "variables tell the tests what they run on"
)]
fn packages() -> String {
    std::env::var("KOROTKO_TEST_NODE")
        .expect("KOROTKO_TEST_NODE: run the tests by scripts/test.sh, which prepares Node.js")
}

/// The output of a script with these arguments and variables; it must succeed.
pub fn node(arguments: &[&str], variables: &[(&str, String)]) -> String {
    let ended = Command::new("node")
        .args(arguments)
        .envs(variables.iter().map(|(name, value)| (name, value)))
        .env("KOROTKO_TEST_NODE", packages())
        .output()
        .expect("Node.js is there");
    let (printed, failure) = (ended.stdout, ended.stderr);
    let printed = String::from_utf8_lossy(&printed).into_owned();
    assert!(
        ended.status.success(),
        "{printed}{}",
        String::from_utf8_lossy(&failure)
    );
    printed
}
