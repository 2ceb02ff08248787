//! README and tour: every command that they show, run by a shell against the program, prints what they show.

use std::process::Command;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

#[test]
fn the_documents_show_what_the_program_answers() {
    let mut tour = Command::new("python3");
    tour.args(["scripts/tour.py", env!("CARGO_BIN_EXE_korotko")]);
    let ended = tour.current_dir(ROOT).output().unwrap();
    let (printed, failure) = (ended.stdout, ended.stderr);
    assert!(
        ended.status.success(),
        "{}{}",
        String::from_utf8_lossy(&printed),
        String::from_utf8_lossy(&failure)
    );
}
