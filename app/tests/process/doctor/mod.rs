//! `korotko doctor`: what it finds, and what it says to do.

mod found;
mod network;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use korotko_testkit::SmtpSink;
use serde_json::Value;

use crate::home::{Home, on_both_databases};
use crate::program::{assert_hides, assert_says};
use crate::small_disk::SmallDisk;
use crate::stepped_clock::{PRELOAD, set_clock};
use found::{Found, RANDOM, doctor, doctor_of};

on_both_databases!(
    nothing_is_wrong_with_a_good_service,
    pending_migrations_are_found,
    a_newer_database_is_found,
);

async fn nothing_is_wrong_with_a_good_service(home: Home) {
    let sink = SmtpSink::start().await;
    let listening = home.korotko("serve").listen().await;
    let doctor = doctor_of(&home, &listening, "--mail ann@example.com")
        .with("SMTP_URL", sink.url().replace("//", "//ann:hunter2@"))
        .with("MAIL_FROM", "Korotko <korotko@short.example>");
    let found = Found::by(&doctor).await;
    for check in [
        "configuration",
        "secrets",
        "folders",
        "database",
        "migrations",
        "clock",
        "mail",
        "public-url",
        "proxies",
        "host-lists",
    ] {
        for finding in found.of(check) {
            assert_eq!(finding["severity"], "ok", "{finding}");
            assert_eq!(finding["advice"], Value::Null, "{finding}");
        }
    }
    // These depend on the machine.
    for check in ["disk", "file-limit"] {
        assert_ne!(found.of(check)[0]["severity"], "failure");
    }
    assert_eq!(found.code, Some(0));
    let mails = sink.mails();
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].to, ["ann@example.com"]);
    assert_eq!(mails[0].subject(), "Test mail");
    let all = format!("{:?}{}", found.findings, found.stderr);
    assert_hides(&all, &["hunter2", RANDOM[0], RANDOM[1]]);
    listening.stop().await;
}

async fn pending_migrations_are_found(home: Home) {
    home.korotko("migrate up").print().await;
    home.korotko("migrate down 1 --yes").print().await;
    let found = Found::by(&doctor(&home, "")).await;
    found.has("migrations", "warning", &["migrations are pending: m2"]);
    found.has("database", "ok", &[]);
    found.ends_with("warning");
    let found = Found::by(&doctor(&home, "").with("MIGRATE", "false")).await;
    found.has("migrations", "failure", &["migrations are pending: m2"]);
    found.ends_with("failure");
}

async fn a_newer_database_is_found(home: Home) {
    home.korotko("migrate up").print().await;
    home.sql(
        "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m99990101_000001_new', 0)",
    );
    let found = Found::by(&doctor(&home, "")).await;
    found.has("migrations", "failure", &["newer", "m99990101_000001_new"]);
    found.ends_with("failure");
}

#[tokio::test]
async fn findings_are_printed_with_what_to_do() {
    let home = Home::sqlite();
    let ended = home.korotko("doctor").run().await;
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert_says(
        &ended.stdout,
        &[
            "ok       configuration  the configuration is valid\n",
            "warning  database       there is no database at",
            "\n                        -> `korotko serve` creates it",
            "0 failures, ",
        ],
    );
    assert!(!home.data().exists(), "it creates nothing");
    let missing = "missing secrets are created";
    assert_says(
        &ended.stdout,
        &[missing, "does not exist, and can be created"],
    );
}

#[tokio::test]
async fn all_errors_of_the_configuration_are_found() {
    let home = Home::sqlite();
    let doctor = doctor(&home, "")
        .with("REGISTRATION", "perhaps")
        .with("ACCESS_TTL", "2h")
        .with("MIGRATES", "true")
        .with("SOMETHING_ELSE", "1");
    let found = Found::by(&doctor).await;
    found.has("configuration", "failure", &["KOROTKO_REGISTRATION"]);
    found.has("configuration", "failure", &["KOROTKO_ACCESS_TTL"]);
    found.has("configuration", "warning", &["KOROTKO_SOMETHING_ELSE"]);
    // A misspelt name is an error, and not a warning as well.
    found.has("configuration", "failure", &["KOROTKO_MIGRATES"]);
    assert_eq!(found.of("configuration").len(), 4);
    for check in [
        "secrets",
        "folders",
        "disk",
        "database",
        "mail",
        "proxies",
        "host-lists",
    ] {
        found.has(check, "skipped", &["the configuration is invalid"]);
    }
    found.of("file-limit");
    found.ends_with("failure");
}

#[tokio::test]
async fn lists_of_hosts_are_examined() {
    let home = Home::sqlite();
    let good = home.file("good", "a.example\n0.0.0.0 b.example c.example\n");
    let bad = home.file("bad", "a.example\nhttps://b.example/\n");
    let doctor = |file: &str| doctor(&home, "").with("BLOCKED_HOSTS", file);
    let found = Found::by(&doctor(&good)).await;
    found.has("host-lists", "ok", &["blocked-hosts: 3 hosts"]);
    let found = Found::by(&doctor(&bad)).await;
    found.has("host-lists", "warning", &["1 hosts, and 1 lines"]);
    let found = Found::by(&doctor("/nowhere/at/all")).await;
    found.has("host-lists", "failure", &["/nowhere/at/all"]);
    found.ends_with("failure");
}

#[tokio::test]
async fn a_bad_address_for_a_mail_is_refused() {
    let home = Home::sqlite();
    let said = home.korotko("doctor --mail nobody").refused(2).await;
    assert_says(&said, &["must be an e-mail address"]);
}

#[tokio::test]
async fn a_folder_that_cannot_be_used_is_found() {
    let home = Home::sqlite();
    let file = home.file("file", "");
    let found = Found::by(&doctor(&home, "").with("DATA_DIR", &file)).await;
    let folders = found.of("folders");
    assert_eq!(folders.len(), 1, "once for the folders in it");
    assert!(
        folders
            .iter()
            .all(|finding| finding["severity"] == "failure")
    );
    assert_says(
        folders[0]["message"].as_str().unwrap(),
        &["is not a folder", &file],
    );
    found.ends_with("failure");
}

#[tokio::test]
async fn a_database_that_cannot_be_opened_is_found() {
    let home = Home::sqlite();
    let postgres =
        doctor(&home, "").with("DATABASE_URL", "postgres://ann:hunter2@127.0.0.1:9/korotko");
    let found = Found::by(&postgres).await;
    found.has("database", "failure", &["127.0.0.1:9"]);
    found.has("migrations", "skipped", &[]);
    found.has("clock", "skipped", &[]);
    found.ends_with("failure");
    assert_hides(
        &format!("{:?}{}", found.findings, found.stderr),
        &["hunter2"],
    );

    home.korotko("migrate up").print().await;
    let file = home.data().join("korotko.db");
    fs::write(file, "this was a database".repeat(1_000)).unwrap();
    let found = Found::by(&doctor(&home, "")).await;
    found.has("database", "failure", &["korotko.db"]);
    found.ends_with("failure");
}

#[tokio::test]
async fn a_clock_that_differs_from_the_database_is_found() {
    let home = Home::postgres();
    home.korotko("migrate up").print().await;
    let doctor = doctor(&home, "").after(PRELOAD);
    for (seconds, severity, word) in [
        ("+0s", "ok", "that of the database"),
        ("+5s", "warning", "ahead of"),
        ("-5s", "warning", "behind"),
        ("+60s", "failure", "ahead of"),
    ] {
        set_clock(&home, seconds);
        let found = Found::by(&doctor).await;
        found.has("clock", severity, &[word]);
        assert_eq!(found.code, Some(i32::from(severity == "failure")));
    }
}

#[tokio::test]
async fn a_disk_that_is_nearly_full_is_found() {
    let home = Home::sqlite();
    for (mebibytes, severity) in [(32, "failure"), (200, "warning")] {
        let disk = SmallDisk::mounted(mebibytes);
        if !disk.is_mounted() {
            return;
        }
        let data = disk.data().display().to_string();
        let found = Found::by(&doctor(&home, "").with("DATA_DIR", data)).await;
        found.has("disk", severity, &["MiB are free"]);
        found.ends_with(severity);
    }
}

#[tokio::test]
async fn a_low_limit_on_open_files_is_found() {
    let home = Home::sqlite();
    for (files, severity) in [(128, "failure"), (512, "warning")] {
        let limit = format!("ulimit -Sn 64; ulimit -Hn {files}");
        let found = Found::by(&doctor(&home, "").after(&limit)).await;
        found.has("file-limit", severity, &[&format!("{files} files")]);
        assert_eq!(found.code, Some(i32::from(severity == "failure")));
    }
    let found = Found::by(&doctor(&home, "").after("ulimit -n 20000")).await;
    found.has("file-limit", "ok", &["10000 connections"]);
}

#[tokio::test]
async fn weak_and_readable_secrets_are_found() {
    let home = Home::sqlite();
    let repeated = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    let text = "Y29ycmVjdCBob3JzZSBiYXR0ZXJ5IHN0YXBsZSBvbmU=";
    let list = format!("{},{text}", RANDOM[0]);
    let weak = doctor(&home, "")
        .with("JWT_SECRET", list)
        .with("EMAIL_SECRET", repeated);
    let found = Found::by(&weak).await;
    found.has("secrets", "warning", &["KOROTKO_JWT_SECRET", "is a text"]);
    found.has("secrets", "failure", &["KOROTKO_EMAIL_SECRET", "repeats"]);
    found.ends_with("failure");
    assert_hides(&format!("{:?}", found.findings), &[repeated, text]);

    let file = home.file("secret", RANDOM[0]);
    let doctor = doctor(&home, "")
        .without("JWT_SECRET")
        .with("JWT_SECRET_FILE", &file);
    for (mode, severity) in [(0o644, "warning"), (0o640, "ok")] {
        fs::set_permissions(&file, fs::Permissions::from_mode(mode)).unwrap();
        let found = Found::by(&doctor).await;
        found.has("secrets", severity, &[]);
        assert_eq!(found.code, Some(0));
    }
    let kept = home.data().join("email-secret");
    assert!(!Path::new(&kept).exists(), "nothing is created");
}
