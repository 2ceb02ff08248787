//! Completions and manual pages.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use crate::commands::VARIABLES;
use crate::home::Home;
use crate::program::{assert_hides, assert_says};

/// What bash offers after these words.
fn offered(script: &str, words: &[&str]) -> String {
    let complete = "source \"$0\"; COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); \
        _korotko korotko \"${@: -1}\" \"${@: -2:1}\"; echo \"${COMPREPLY[@]}\"";
    let mut bash = Command::new("bash");
    let ended = bash.args(["-c", complete, script]).args(words).output();
    let ended = ended.expect("bash is there");
    assert!(ended.status.success(), "{ended:?}");
    assert_eq!(String::from_utf8_lossy(&ended.stderr), "");
    String::from_utf8_lossy(&ended.stdout).into_owned()
}

#[tokio::test]
async fn bash_completes_commands_flags_and_values() {
    let home = Home::sqlite();
    let script = home.korotko("completions bash").print().await;
    let script = home.file("korotko.bash", &script);
    let commands = offered(&script, &["korotko", ""]);
    assert_says(&commands, &["users", "keys", "report", "completions"]);
    let promote = offered(&script, &["korotko", "users", "pro"]);
    assert_eq!(promote.trim(), "promote");
    let flags = offered(&script, &["korotko", "export", "--"]);
    assert_says(&flags, &["--user", "--format", "--output", "--data-dir"]);
    let formats = offered(&script, &["korotko", "export", "--format", ""]);
    assert_eq!(formats.trim(), "csv json xlsx");
    assert!(!home.data().exists(), "completions need no data folder");
}

#[tokio::test]
async fn every_shell_has_completions() {
    let home = Home::sqlite();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let completions = format!("completions {shell}");
        let script = home.korotko(&completions).print().await;
        assert_says(&script, &["audit-log", "promote", "trusted-proxies"]);
    }
    let said = home.korotko("completions tcsh").refused(2).await;
    assert_says(&said, &["bash", "zsh"]);
}

#[tokio::test]
async fn the_manual_has_a_page_for_every_command() {
    let home = Home::sqlite();
    let printed = home.korotko("man").print().await;
    home.korotko("man --output manual/pages").print().await;
    let folder = home.data().with_file_name("manual").join("pages");
    let page = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
    let main = page("korotko.1");
    assert_eq!(main.trim_end(), printed);
    for name in VARIABLES {
        assert!(main.contains(&format!("KOROTKO_{name}")), "{name}");
    }
    assert_says(&main, &["EXIT STATUS", "korotko\\-users(1)"]);

    let mut named = BTreeSet::from(["korotko.1".to_owned()]);
    let mut pages: BTreeSet<String> = named.clone();
    for entry in fs::read_dir(&folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        for line in page(&name).lines() {
            let command = line.strip_suffix("(1)").unwrap_or_default();
            if command.starts_with("korotko\\-") {
                named.insert(format!("{}.1", command.replace('\\', "")));
            }
        }
        pages.insert(name);
    }
    assert_eq!(pages, named);
    assert!(pages.contains("korotko-users-promote.1"), "{pages:?}");
    let export = page("korotko-export.1");
    assert_says(&export, &["\\-\\-format", "korotko(1)"]);
    assert_hides(&export, &["KOROTKO_LISTEN"]);
}
