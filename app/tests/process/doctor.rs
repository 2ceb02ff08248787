//! `korotko doctor`: what it finds, and what it says to do.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use korotko_testkit::{SmtpSink, Stage};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::home::{Home, on_both_databases};
use crate::listening::Listening;
use crate::program::{Program, assert_hides, assert_says};
use crate::small_disk::SmallDisk;
use crate::stepped_clock::{PRELOAD, set_clock};

on_both_databases!(
    nothing_is_wrong_with_a_good_service,
    pending_migrations_are_found,
    a_newer_database_is_found,
);

/// base64 of 32 random bytes each.
const RANDOM: [&str; 2] = [
    "q7k0Yx0oW8m2fQ1rj0uHq2mJm0i9oH8mWk7mCqkqY1M=",
    "zq1vS0mJ2cX3n7b8F5d6G7h8J9k0L1w2E3r4T5y6U7g=",
];

/// The findings of a run.
struct Found {
    code: Option<i32>,
    status: String,
    findings: Vec<Value>,
    stderr: String,
}

impl Found {
    async fn by(doctor: &Program) -> Self {
        let ended = doctor.run().await;
        let summary: Value = serde_json::from_str(&ended.stdout)
            .unwrap_or_else(|error| panic!("{error}: {ended:?}"));
        Self {
            code: ended.code,
            status: summary["status"].as_str().unwrap().to_owned(),
            findings: summary["findings"].as_array().unwrap().clone(),
            stderr: ended.stderr,
        }
    }

    /// The findings of a check.
    fn of(&self, check: &str) -> Vec<&Value> {
        let found = self.findings.iter();
        let found: Vec<_> = found.filter(|finding| finding["check"] == check).collect();
        assert!(!found.is_empty(), "{check}: {:#?}", self.findings);
        found
    }

    /// The only finding of a check with this severity and these words; says what to do unless all is fine.
    #[track_caller]
    fn has(&self, check: &str, severity: &str, words: &[&str]) {
        let found = self.of(check);
        let fitting = found.iter().filter(|finding| {
            let message = finding["message"].as_str().unwrap();
            finding["severity"] == severity && words.iter().all(|word| message.contains(word))
        });
        let fitting: Vec<_> = fitting.collect();
        assert_eq!(fitting.len(), 1, "{severity} {words:?}: {found:#?}");
        let advised = fitting[0]["advice"].is_string();
        assert_eq!(
            advised,
            ["warning", "failure"].contains(&severity),
            "{fitting:?}"
        );
    }

    /// The status and the exit code follow from the findings.
    #[track_caller]
    fn ends_with(&self, status: &str) {
        let code = i32::from(status == "failure");
        assert_eq!(
            (self.status.as_str(), self.code),
            (status, Some(code)),
            "{:#?}",
            self.findings
        );
        assert_eq!(
            self.stderr.contains("of the checks failed"),
            code == 1,
            "{}",
            self.stderr
        );
    }
}

/// A doctor for a home whose secrets are random.
fn doctor(home: &Home, arguments: &str) -> Program {
    let program = home.korotko(&format!("doctor --json {arguments}"));
    let [jwt, email] = RANDOM;
    program.with("JWT_SECRET", jwt).with("EMAIL_SECRET", email)
}

/// A doctor for a running service, to which the public URL leads.
fn doctor_of(home: &Home, listening: &Listening, arguments: &str) -> Program {
    let address = listening.address;
    doctor(home, arguments)
        .with("LISTEN", address.to_string())
        .with("PUBLIC_URL", format!("http://{address}"))
}

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
    home.korotko("migrate down 1").print().await;
    let found = Found::by(&doctor(&home, "")).await;
    found.has("migrations", "warning", &["create_reports"]);
    found.has("database", "ok", &[]);
    found.ends_with("warning");
    let found = Found::by(&doctor(&home, "").with("MIGRATE", "false")).await;
    found.has("migrations", "failure", &["create_reports"]);
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
        .with("SOMETHING_ELSE", "1");
    let found = Found::by(&doctor).await;
    found.has("configuration", "failure", &["KOROTKO_REGISTRATION"]);
    found.has("configuration", "failure", &["KOROTKO_ACCESS_TTL"]);
    found.has("configuration", "warning", &["KOROTKO_SOMETHING_ELSE"]);
    for check in ["secrets", "folders", "disk", "database", "mail", "proxies"] {
        found.has(check, "skipped", &["the configuration is invalid"]);
    }
    found.of("file-limit");
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
async fn a_mail_server_that_is_not_ready_is_found() {
    let home = Home::sqlite();
    let sink = SmtpSink::start().await;
    let doctor = |arguments| {
        let url = sink.url().replace("//", "//ann:hunter2@");
        doctor(&home, arguments).with("SMTP_URL", url)
    };
    let found = Found::by(&doctor("")).await;
    found.has("mail", "ok", &["accepts the connection"]);
    found.has("mail", "warning", &["korotko@localhost"]);
    found.ends_with("warning");
    assert_eq!(sink.mails().len(), 0, "nothing is sent");
    for (stage, reply, words) in [
        (Stage::Greeting, "554 5.3.2 no", ["554", "5.3.2"]),
        (Stage::Auth, "535 5.7.8 no", ["AUTH", "535"]),
    ] {
        sink.reply_to(stage, reply, 1);
        let found = Found::by(&doctor("")).await;
        found.has("mail", "failure", &words);
        found.ends_with("failure");
        assert_hides(&format!("{:?}", found.findings), &["hunter2"]);
    }
    sink.reply_to(Stage::Rcpt, "550 5.1.1 nobody", 1);
    let found = Found::by(&doctor("--mail ann@example.com")).await;
    found.has("mail", "ok", &["accepts the connection"]);
    found.has("mail", "failure", &["was refused", "550"]);
    found.ends_with("failure");
    sink.stop().await;
    let found = Found::by(&doctor("")).await;
    found.has("mail", "failure", &["127.0.0.1", "is not ready"]);
    found.ends_with("failure");
}

#[tokio::test]
async fn a_missing_mail_server_is_found_unless_this_is_a_trial() {
    let home = Home::sqlite();
    let found = Found::by(&doctor(&home, "--mail ann@example.com")).await;
    found.has("mail", "ok", &["mails are written to"]);
    found.has("mail", "ok", &["a mail was sent"]);
    assert_eq!(fs::read_dir(home.data().join("mails")).unwrap().count(), 1);
    let public = doctor(&home, "").with("PUBLIC_URL", "https://short.invalid");
    let found = Found::by(&public).await;
    found.has("mail", "warning", &["there is no mail server"]);
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

/// Answers one request with this response.
async fn answering(response: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            let _ = stream.read(&mut [0; 1024]).await;
            let _ = stream.write_all(response.as_bytes()).await;
        }
    });
    url
}

#[tokio::test]
async fn a_public_url_that_does_not_lead_to_the_service_is_found() {
    let home = Home::sqlite();
    let url = |url: &str| doctor(&home, "").with("PUBLIC_URL", url);
    let moved = "HTTP/1.1 308 Moved\r\nlocation: https://x/\r\ncontent-length: 0\r\n\r\n";
    let another = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello";
    for (response, status) in [(moved, "308"), (another, "200")] {
        let found = Found::by(&url(&answering(response).await)).await;
        found.has("public-url", "warning", &["something else", status]);
    }
    let plain = answering(another).await;
    for unreachable in [
        "http://127.0.0.1:9",
        "https://short.invalid",
        // No TLS.
        &plain.replace("http:", "https:"),
        // No HTTP.
        &answering("220 mail\r\n").await,
    ] {
        let found = Found::by(&url(unreachable)).await;
        found.has("public-url", "warning", &["cannot be reached from here"]);
        assert_eq!(found.code, Some(0), "{unreachable}");
    }
    let found = Found::by(&doctor(&home, "")).await;
    found.has("public-url", "warning", &["no public URL is set"]);
}

#[tokio::test]
async fn proxies_that_do_not_fit_are_found() {
    let home = Home::sqlite();
    let doctor = |proxies: &str, listen: &str, url: &str| {
        let doctor = doctor(&home, "").with("TRUSTED_PROXIES", proxies);
        doctor.with("LISTEN", listen).with("PUBLIC_URL", url)
    };
    let (here, anywhere, public) = ("127.0.0.1:8080", "0.0.0.0:8080", "https://short.invalid");
    for (proxies, listen, url, severity, words) in [
        (
            "",
            here,
            "http://localhost:8080",
            "ok",
            "no proxy is trusted",
        ),
        ("", here, public, "warning", "none is trusted"),
        ("", anywhere, public, "warning", "none is trusted"),
        (
            "",
            here,
            "http://short.invalid",
            "warning",
            "listens on this machine only",
        ),
        (
            "",
            anywhere,
            "http://short.invalid",
            "ok",
            "no proxy is trusted",
        ),
        ("127.0.0.1", here, public, "ok", "1 trusted network"),
        (
            "127.0.0.0/8, 10.0.0.0/8",
            here,
            public,
            "ok",
            "2 trusted networks",
        ),
        ("10.0.0.0/8", anywhere, public, "ok", "1 trusted network"),
        (
            "10.0.0.0/8",
            here,
            public,
            "warning",
            "trusts other machines",
        ),
        (
            "0.0.0.0/0",
            anywhere,
            public,
            "failure",
            "every client is trusted",
        ),
        (
            "::/0",
            anywhere,
            public,
            "failure",
            "every client is trusted",
        ),
    ] {
        let found = Found::by(&doctor(proxies, listen, url)).await;
        found.has("proxies", severity, &[words]);
        assert_eq!(found.code, Some(i32::from(severity == "failure")));
    }
}
