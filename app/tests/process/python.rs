//! Python with the packages of `scripts/requirements.txt`.

use std::process::Command;

/// The output of a Python script; it must succeed.
#[allow(
    clippy::disallowed_methods,
    reason = "variables tell the tests what they run on"
)]
pub fn python(arguments: &[&str]) -> String {
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
