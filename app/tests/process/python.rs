//! Python with the packages of `scripts/requirements.txt`.

use std::process::Command;

/// The interpreter.
#[allow(
    clippy::disallowed_methods,
    reason = "variables tell the tests what they run on"
)]
pub fn interpreter() -> String {
    std::env::var("KOROTKO_TEST_PYTHON")
        .expect("KOROTKO_TEST_PYTHON: run the tests by scripts/test.sh, which prepares Python")
}

/// The output of a Python script; it must succeed.
pub fn python(arguments: &[&str]) -> String {
    let ended = Command::new(interpreter())
        .args(arguments)
        .output()
        .unwrap();
    let (printed, failure) = (ended.stdout, ended.stderr);
    let printed = String::from_utf8_lossy(&printed).into_owned();
    assert!(
        ended.status.success(),
        "{printed}{}",
        String::from_utf8_lossy(&failure)
    );
    printed
}
