//! Backups of a running service, and services that are restored from them.

mod chain;
mod held;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::json;

use crate::click_kills::{all_counted, clicks, promo, somebody_with_a_link};
use crate::click_load::{Load, PEOPLE};
use crate::client::{ANN, Client, Session};
use crate::home::{Home, on_both_databases};
use crate::listening::Listening;
use crate::program::{Program, assert_hides, assert_says, until};
use chain::Chain;

on_both_databases!(
    a_service_restored_from_a_backup_under_load_has_lost_nothing,
    the_clicks_of_a_killed_service_are_in_its_backup,
    a_backup_has_the_secrets_only_if_asked,
    a_restore_refuses_a_used_or_filled_home,
);

const BOB: &str = "bob@example.com";

/// Tokens contain the URL, and the port differs each time.
const URL: &str = "http://short.example";

impl Home {
    fn serve(&self) -> Program {
        self.korotko("serve").with("PUBLIC_URL", URL)
    }

    /// Backs up into a file; returns its path.
    async fn back_up(&self, flags: &str) -> PathBuf {
        let file = self.data().with_file_name("backup.tar.gz");
        let command = format!("backup {} {flags}", file.display());
        let said = self.korotko(&command).print().await;
        assert_says(&said, &["of the click log"]);
        file
    }

    fn restore(&self, file: &Path, flags: &str) -> Program {
        self.korotko(&format!("restore {} {flags}", file.display()))
    }

    /// Another home with the same kind of database.
    fn another(&self) -> Self {
        if self.is_postgres() {
            Self::postgres()
        } else {
            Self::sqlite()
        }
    }
}

/// Registers, and returns the mailed link. Ann is already registered.
async fn registered(listening: &Listening, email: &str) -> String {
    let first = listening.shown_link().await;
    listening.client().must_register(email).await;
    let link = |line: &str| {
        let link = line.split_once("verify the address: ")?.1;
        (link != first).then(|| link.to_owned())
    };
    listening.process.stdout.find("another link", link).await
}

/// Starts the service with the restored secrets.
async fn start_restored(home: &Home) -> Listening {
    let file = |name: &str| home.data().join(name).display().to_string();
    let korotko = home
        .serve()
        .without("JWT_SECRET")
        .without("EMAIL_SECRET")
        .with("JWT_SECRET_FILE", file("jwt-secret"))
        .with("EMAIL_SECRET_FILE", file("email-secret"));
    korotko.listen().await
}

async fn a_service_restored_from_a_backup_under_load_has_lost_nothing(home: Home) {
    let listening = home.serve().listen().await;
    let (session, link) = somebody_with_a_link(&listening).await;
    let mailed = registered(&listening, BOB).await;
    let client = listening.client();
    let (load, chain) = (Load::on(&client, "/promo"), Chain::on(&client, &session));
    until("clicks wait", async || {
        load.redirected() > 2_000 && chain.created() > 20 && waiting(&client).await
    })
    .await;
    let (least, links_before) = (load.redirected(), chain.created());
    let file = home.back_up("--with-secrets").await;
    let most = load.redirected() + PEOPLE;
    let created = chain.end().await;
    load.end().await;
    listening.process.kill();

    let restored = home.another();
    let said = restored.restore(&file, "").print().await;
    assert_says(&said, &["start the service"]);
    let listening = start_restored(&restored).await;
    let client = listening.client();
    assert!(client.knows(&session).await, "the access token works");
    let refreshed = json!({"refresh_token": session.refresh});
    client
        .post("/api/users/refresh/", &refreshed)
        .await
        .with(200);
    client.verify(&mailed).await;
    client.sign_in(BOB).await;
    assert_counted(&client, (&session, link), (least, most)).await;
    chain::assert_unbroken(&client, &session, links_before..=created).await;
    // What is created now has no id that something lost may have had.
    let made = json!({"url": "https://example.com", "slug": "later", "namespace": "global"});
    let made = client.make(&session, "/api/links/", &made).await;
    assert!(made["id"].as_i64().unwrap() > 1_000_000, "{made}");
    listening.stop().await;
}

/// Waits until no clicks wait: then the link has a number from the first of these to the second.
async fn assert_counted(
    client: &Client,
    (session, link): (&Session, i64),
    (least, most): (u64, u64),
) {
    // The click log is adopted a moment after the start.
    until("every answered click is counted", async || {
        clicks(client, session, link).await >= least
    })
    .await;
    all_counted(client).await;
    let counted = clicks(client, session, link).await;
    assert!(counted <= most, "{counted} is not from {least} to {most}");
}

async fn waiting(client: &Client) -> bool {
    let ready = client.get("/readyz").await.json();
    ready["waiting_click_bytes"].as_u64().unwrap() > 0
}

async fn the_clicks_of_a_killed_service_are_in_its_backup(home: Home) {
    let listening = home.serve().listen().await;
    let (session, link) = somebody_with_a_link(&listening).await;
    let client = listening.client();
    let load = Load::on(&client, "/promo");
    until("clicks", async || load.redirected() > 500).await;
    listening.process.kill();
    let outcome = load.end().await;
    let file = home.back_up("--with-secrets").await;

    let restored = home.another();
    restored.restore(&file, "").print().await;
    let listening = start_restored(&restored).await;
    let client = listening.client();
    let (least, most) = (outcome.redirected, outcome.redirected + outcome.unknown);
    assert_counted(&client, (&session, link), (least, most)).await;
    listening.stop().await;
}

/// The names of the entries.
fn entries(file: &Path) -> String {
    let listed = Command::new("tar").arg("-tzf").arg(file).output().unwrap();
    assert!(listed.status.success(), "{listed:?}");
    String::from_utf8(listed.stdout).unwrap()
}

async fn a_backup_has_the_secrets_only_if_asked(home: Home) {
    let listening = home.serve().listen().await;
    let file = home.back_up("").await;
    assert_hides(&entries(&file), &["secret"]);
    let mode = fs::metadata(&file).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    // It replaces the older one.
    home.back_up("--with-secrets").await;
    assert_says(&entries(&file), &["jwt-secret", "email-secret"]);
    listening.stop().await;
    let left = fs::read_dir(file.parent().unwrap()).unwrap();
    let left = left.filter_map(|entry| entry.unwrap().file_name().into_string().ok());
    assert_hides(&left.collect::<Vec<_>>().join(" "), &[".korotko-"]);
}

async fn a_restore_refuses_a_used_or_filled_home(home: Home) {
    let listening = home.serve().listen().await;
    let (session, link) = somebody_with_a_link(&listening).await;
    listening.client().follow("/promo", 3).await;
    let file = home.back_up("").await;
    for flags in ["", "--yes"] {
        let said = home.restore(&file, flags).refused(1).await;
        assert_says(&said, &["in use", "stop the service"]);
    }
    // Not in the backup.
    listening.client().must_register(BOB).await;
    listening.stop().await;
    let filled = home.restore(&file, "");
    if home.is_postgres() {
        for flags in ["", "--yes"] {
            let said = home.restore(&file, flags).refused(1).await;
            assert_says(&said, &["not empty"]);
        }
        return;
    }
    let said = filled.refused(2).await;
    assert_says(&said, &["replacing ", "korotko.db", "--yes"]);
    assert_eq!(home.sql("SELECT count(*) FROM users"), "2");
    home.restore(&file, "--yes").print().await;
    assert_eq!(home.sql("SELECT count(*) FROM users"), "1");
    let listening = home.serve().listen().await;
    let client = listening.client();
    // The secrets of this home are still the same.
    assert!(client.knows(&session).await);
    assert_counted(&client, (&session, link), (3, 3)).await;
    listening.stop().await;
}

/// A backup of a home with an account and a link.
async fn filled_backup(home: &Home) -> (PathBuf, Session) {
    let listening = home.serve().listen().await;
    let session = listening.sign_up(ANN).await;
    promo(&listening.client(), &session).await;
    listening.stop().await;
    (home.back_up("").await, session)
}

#[tokio::test]
async fn a_damaged_backup_restores_nothing() {
    let home = Home::sqlite();
    let (file, _) = filled_backup(&home).await;
    let good = fs::read(&file).unwrap();
    let mut flipped = good.clone();
    flipped[good.len() / 2] ^= 0xff;
    let half = good[..good.len() / 2].to_owned();
    for damaged in [flipped, half, b"PK".to_vec(), Vec::new()] {
        fs::write(&file, damaged).unwrap();
        let empty = Home::sqlite();
        let said = empty.restore(&file, "").refused(1).await;
        assert_says(&said, &["backup"]);
        let left = fs::read_dir(empty.data()).unwrap();
        assert_eq!(left.count(), 0, "nothing is left");
        // Nor is anything replaced.
        home.restore(&file, "--yes").refused(1).await;
        assert_eq!(home.sql("SELECT count(*) FROM users"), "1");
    }
}

#[tokio::test]
async fn a_backup_of_the_other_database_is_refused() {
    let (sqlite, postgres) = (Home::sqlite(), Home::postgres());
    for (from, to) in [(&sqlite, &postgres), (&postgres, &sqlite)] {
        let (file, _) = filled_backup(from).await;
        let said = to.another().restore(&file, "").refused(1).await;
        assert_says(&said, &["PostgreSQL", "SQLite"]);
    }
}

/// Unpacks a backup of SQLite, runs a shell command in it, and packs it again.
fn change(file: &Path, command: &str) {
    let folder = tempfile::tempdir().unwrap();
    let names = "korotko-backup.json korotko.db";
    let script = format!("tar -xzf \"$0\"; {command}; tar -czf \"$0\" {names}");
    let mut sh = Command::new("sh");
    let sh = sh.args(["-ec", &script]).arg(file);
    assert!(sh.current_dir(folder.path()).status().unwrap().success());
}

#[tokio::test]
async fn a_backup_of_a_newer_version_is_refused() {
    let home = Home::sqlite();
    let (file, _) = filled_backup(&home).await;
    change(&file, "sed -i 's/m2026/m3026/' korotko-backup.json");
    let said = Home::sqlite().restore(&file, "").refused(1).await;
    assert_says(&said, &["newer than this program", "m3026"]);
}

#[tokio::test]
async fn a_damaged_database_is_not_restored() {
    let home = Home::sqlite();
    let (file, _) = filled_backup(&home).await;
    change(
        &file,
        "yes | dd of=korotko.db bs=4096 seek=5 count=9 conv=notrunc iflag=fullblock",
    );
    let said = home.restore(&file, "--yes").refused(1).await;
    assert_says(&said, &["the database in the backup is damaged"]);
    assert_eq!(home.sql("SELECT count(*) FROM users"), "1");
}

#[tokio::test]
async fn without_pg_dump_the_error_says_what_to_install() {
    let home = Home::postgres();
    home.korotko("migrate up").print().await;
    let korotko = home
        .korotko("backup x.tar.gz")
        .after("export PATH=/nowhere");
    let said = korotko.refused(1).await;
    assert_says(&said, &["pg_dump is not installed"]);
    let left = home.data().with_file_name("x.tar.gz");
    assert!(!left.exists());
}

#[tokio::test]
async fn there_is_nothing_to_back_up_without_a_database() {
    let home = Home::sqlite();
    let said = home.korotko("backup x.tar.gz").refused(1).await;
    assert_says(&said, &["there is no database"]);
    assert!(!home.data().exists());
}

#[tokio::test]
async fn a_backup_may_be_piped() {
    let home = Home::sqlite();
    home.korotko("migrate up").print().await;
    let file = home.data().with_file_name("piped.tar.gz");
    let pipe = "mkfifo pipe; cat pipe > piped.tar.gz & exec > pipe";
    let ended = home.korotko("backup /dev/stdout").after(pipe).run().await;
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert_says(&ended.stderr, &["of SQLite"]);
    until("the whole backup is read", async || {
        let listed = Command::new("tar").arg("-tzf").arg(&file).output();
        listed.unwrap().status.success()
    })
    .await;
    Home::sqlite().restore(&file, "").print().await;
}

#[tokio::test]
async fn a_missing_backup_is_named() {
    let home = Home::sqlite();
    let said = home.korotko("restore x.tar.gz").refused(1).await;
    assert_says(&said, &["cannot open x.tar.gz"]);
}
