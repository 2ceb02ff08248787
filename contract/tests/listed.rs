//! Every check of a suite's file is listed in its macro, and every suite in that of its port, so that no check is left out.
#![allow(clippy::unwrap_used, reason = "test code")]

use std::path::Path;

#[test]
fn every_check_is_run() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let macros = std::fs::read_to_string(folder.join("macros.rs")).unwrap();
    let mut suites = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let suite = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let source = std::fs::read_to_string(&path).unwrap();
        let Some((_, list)) = source.split_once(&format!("{suite}:\n")) else {
            continue;
        };
        suites += 1;
        let is_named = source.contains(&format!(" {suite}_contract, {suite}:"));
        let is_part = macros.contains(&format!("__{suite}_checks!"));
        assert!(is_named || is_part, "{suite}");
        let (list, _) = list.split_once('}').unwrap();
        let listed: Vec<_> = list.split(',').map(str::trim).collect();
        let checks = source.split("\npub async fn ").skip(1);
        for check in checks.filter_map(|rest| rest.split_once('(')) {
            assert!(listed.contains(&check.0), "{suite}::{} is not run", check.0);
        }
    }
    assert!(suites > 30, "{suites}");
}
