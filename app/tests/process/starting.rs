//! Failures to start, and what they leave unchanged.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::home::{EMAIL_SECRET, Home, JWT_SECRET, on_both_databases};
use crate::program::{Ended, assert_says};

on_both_databases!(a_taken_port_leaves_the_schema_unchanged);

#[tokio::test]
async fn a_file_in_the_place_of_a_folder_is_reported_with_its_path() {
    for command in ["serve", "worker"] {
        let home = Home::sqlite();
        home.korotko("migrate up").print().await;
        let file = home.file("file", "");
        let korotko = home.korotko(command).with("MAIL_DIR", &file);
        let said = korotko.refused(2).await;
        let wanted = format!("--mail-dir or KOROTKO_MAIL_DIR: {file} is not a folder");
        assert_says(&said, &[&wanted]);
        let other = home.file("other", "");
        let both = home.korotko(command).with("MAIL_DIR", &file);
        let said = both.with("DATA_DIR", &other).refused(2).await;
        let other = format!("--data-dir or KOROTKO_DATA_DIR: {other} is not a folder");
        assert_says(&said, &[&wanted, &other]);
    }
}

#[tokio::test]
async fn an_unwritable_folder_is_reported_with_its_path() {
    // Not even root can create folders here.
    let nowhere = "/proc/korotko";
    let home = Home::sqlite();
    let serve = home.korotko("serve");
    let said = serve.clone().with("DATA_DIR", nowhere).refused(2).await;
    let wanted = "--data-dir or KOROTKO_DATA_DIR: the folder /proc/korotko cannot be created: ";
    assert_says(&said, &[wanted]);
    // Its subfolders are not reported as well.
    assert_eq!(said.lines().count(), 2, "{said}");
    let said = serve.with("MAIL_DIR", nowhere).refused(2).await;
    let wanted = "--mail-dir or KOROTKO_MAIL_DIR: the folder /proc/korotko cannot be created: ";
    assert_says(&said, &[wanted]);
    let migrate = home.korotko("migrate up").with("DATA_DIR", nowhere);
    let said = migrate.refused(1).await;
    assert_says(&said, &["the folder /proc/korotko cannot be created: "]);
}

#[tokio::test]
async fn the_click_folder_is_checked_with_postgresql() {
    let home = Home::postgres();
    fs::create_dir(home.data()).unwrap();
    fs::write(home.data().join("clicks"), "").unwrap();
    let said = home.korotko("serve").refused(2).await;
    let path = home.data().join("clicks").display().to_string();
    let wanted = format!("--data-dir or KOROTKO_DATA_DIR: {path} is not a folder");
    assert_says(&said, &[&wanted]);
}

#[tokio::test]
async fn an_unusable_database_file_is_named() {
    let home = Home::sqlite();
    fs::create_dir_all(home.data().join("korotko.db")).unwrap();
    let said = home.korotko("serve").refused(1).await;
    assert_says(&said, &["korotko-data/korotko.db cannot be opened"]);
    let elsewhere = home.data().join("none/x.db").display().to_string();
    let url = format!("sqlite:{elsewhere}");
    let korotko = home.korotko("serve").with("DATABASE_URL", url);
    let wanted = format!("{elsewhere} cannot be opened");
    assert_says(&korotko.refused(1).await, &[&wanted]);
}

/// The URL of the tests' PostgreSQL server with another database.
fn with_database(home: &Home, name: &str) -> String {
    let url = home.postgres_url();
    let path = url.rfind('/').unwrap();
    format!("{}/{name}", &url[..path])
}

#[tokio::test]
async fn an_unreachable_database_is_reported_early_with_its_address() {
    let home = Home::postgres();
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr();
    let address = address.unwrap();
    for command in [
        "serve",
        "worker",
        "migrate up",
        "migrate status",
        "jobs list",
    ] {
        let korotko = home.korotko(command);
        let url = format!("postgres://ann:hunter2@{address}/korotko");
        let begin = Instant::now();
        let said = korotko.with("DATABASE_URL", url).refused(1).await;
        assert!(
            begin.elapsed() < Duration::from_secs(20),
            "it did not try for long"
        );
        let wanted = format!(
            "korotko: the database cannot be opened: PostgreSQL at {address}: connection refused"
        );
        assert_eq!(said.trim(), wanted, "{command}");
    }
}

#[tokio::test]
async fn a_silent_database_is_reported_early() {
    let home = Home::postgres();
    // The system accepts connections for the listener.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = silent.local_addr().unwrap();
    let url = format!("postgres://ann:hunter2@{address}/korotko");
    let korotko = home.korotko("serve").with("DATABASE_URL", url);
    let said = korotko.refused(1).await;
    let wanted = format!(
        "korotko: the database cannot be opened: PostgreSQL at {address}: no answer within 1500 ms"
    );
    assert_eq!(said.trim(), wanted);
}

#[tokio::test]
async fn a_missing_database_is_reported_in_the_servers_words() {
    let home = Home::postgres();
    let url = with_database(&home, "no_such_database");
    let korotko = home.korotko("serve").with("DATABASE_URL", url);
    let said = korotko.refused(1).await;
    let end = ": database \"no_such_database\" does not exist";
    assert!(
        said.starts_with("korotko: the database cannot be opened: PostgreSQL at "),
        "{said}"
    );
    assert!(said.trim().ends_with(end), "{said}");
}

/// All files of a folder, with size and content.
fn inventory(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.push((path.clone(), Vec::new()));
            found.extend(inventory(&path));
        } else {
            found.push((path.clone(), fs::read(&path).unwrap()));
        }
    }
    found.sort();
    found
}

const LOOKS: [&str; 4] = [
    "migrate status",
    "jobs list",
    "jobs list --all",
    "export --user ann@example.com",
];

#[tokio::test]
async fn administrative_commands_create_nothing() {
    let home = Home::sqlite();
    for command in LOOKS {
        let Ended { code, stderr, .. } = home.korotko(command).run().await;
        let expected = i32::from(command != "migrate status");
        assert_eq!(code, Some(expected), "{command}: {stderr}");
        assert!(
            code == Some(0) || stderr.contains("there is no database at"),
            "{stderr}"
        );
        assert!(!home.data().exists(), "{command}");
    }
    assert_eq!(home.korotko("migrate down").print().await, "nothing to do");
    assert!(!home.data().exists());

    let listening = home.korotko("serve").listen().await;
    listening.client().must_register("ann@example.com").await;
    listening.stop().await;
    for secret in ["jwt-secret", "email-secret"] {
        fs::remove_file(home.data().join(secret)).unwrap();
    }
    // The first command may fold the WAL into the file.
    home.korotko("migrate status").print().await;
    let before = inventory(&home.data());
    for command in LOOKS {
        home.korotko(command).print().await;
        let names = |found: &[(PathBuf, Vec<u8>)]| -> Vec<_> {
            found.iter().map(|(path, _)| path.clone()).collect()
        };
        let after = inventory(&home.data());
        assert_eq!(names(&after), names(&before), "{command}");
        assert!(after == before, "{command} changed a file");
    }
}

#[tokio::test]
async fn administrative_commands_create_nothing_with_postgresql() {
    let home = Home::postgres();
    home.korotko("migrate up").print().await;
    for command in ["migrate status", "jobs list"] {
        home.korotko(command).print().await;
    }
    let export = home.korotko("export --user ann@example.com").run().await;
    assert!(export.stderr.contains("user not found"), "{export:?}");
    assert!(!home.data().exists());
}

async fn a_taken_port_leaves_the_schema_unchanged(home: Home) {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let korotko = home
        .korotko("serve")
        .with("LISTEN", &address)
        .with("JWT_SECRET", JWT_SECRET)
        .with("EMAIL_SECRET", EMAIL_SECRET);
    let said = korotko.refused(1).await;
    assert_says(&said, &[&address, "in use"]);
    let status = home.korotko("migrate status").print().await;
    assert!(!status.contains("applied"), "{status}");
}

#[tokio::test]
async fn a_host_name_can_be_listened_on() {
    let home = Home::sqlite();
    let listening = home.korotko("serve --listen localhost:0").listen().await;
    assert!(listening.address.ip().is_loopback());
    assert!(listening.client().finds("/readyz").await);
    let port = listening.address.port();
    let check = home.korotko("healthcheck");
    let check = check.with("LISTEN", format!("localhost:{port}"));
    check.print().await;
    listening.stop().await;
}
