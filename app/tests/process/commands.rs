//! The commands other than `serve`.

use serde_json::Value;

use crate::home::{Home, JWT_SECRET};
use crate::program::{DEADLINE, assert_says};

/// All settings, without the prefix `KOROTKO_`.
pub const VARIABLES: [&str; 23] = [
    "LISTEN",
    "METRICS_LISTEN",
    "PUBLIC_URL",
    "DATA_DIR",
    "DATABASE_URL",
    "SMTP_URL",
    "SMTP_ALLOW_PLAINTEXT",
    "MAIL_FROM",
    "MAIL_DIR",
    "JWT_SECRET",
    "EMAIL_SECRET",
    "ACCESS_TTL",
    "REFRESH_TTL",
    "RECORD_CLICKS",
    "CLICK_COUNTING_SHARE",
    "CLICK_SYNC",
    "LINKS_PER_USER",
    "COLLECTIONS_PER_USER",
    "LINKS_PER_COLLECTION",
    "TRUSTED_PROXIES",
    "MIGRATE",
    "WORKER",
    "LOG",
];

#[tokio::test]
async fn help_lists_variables_and_commands_without_secrets() {
    let home = Home::sqlite();
    let korotko = home.korotko("--help").with("JWT_SECRET", JWT_SECRET);
    let help = korotko.print().await;
    assert!(!help.contains(JWT_SECRET));
    for name in VARIABLES {
        assert!(help.contains(&format!("KOROTKO_{name}")), "{name}: {help}");
    }
    for command in [
        "serve",
        "worker",
        "migrate",
        "jobs",
        "import",
        "export",
        "backup",
        "restore",
        "openapi",
        "healthcheck",
    ] {
        assert!(
            help.contains(&format!("\n  {command} ")),
            "{command}: {help}"
        );
    }
    // The format of each secret.
    for said in [
        "standard base64 of at least 32 bytes",
        "the first signs, all verify",
        "<NAME>_FILE",
        "KOROTKO_JWT_SECRET_FILE",
        "percent-encoded",
    ] {
        assert!(help.contains(said), "{said}: {help}");
    }
}

#[tokio::test]
async fn an_unknown_command_is_refused() {
    let home = Home::sqlite();
    let said = home.korotko("frobnicate").refused(2).await;
    assert_says(&said, &["frobnicate"]);
}

#[tokio::test]
async fn the_printed_document_is_the_served_one() {
    let home = Home::sqlite();
    let printed = home.korotko("openapi").print().await;
    let mut printed: Value = serde_json::from_str(&printed).unwrap();
    assert!(!home.data().exists(), "printing needs no data folder");
    let listening = home.korotko("serve").listen().await;
    let mut served = listening.client().get("/openapi.json").await.json();
    assert!(printed["paths"]["/api/url"]["post"].is_object());
    for document in [&mut printed, &mut served] {
        document["servers"].take();
    }
    assert_eq!(printed, served);
    listening.stop().await;
}

#[tokio::test]
async fn a_closed_stdout_is_no_crash() {
    let home = Home::sqlite();
    home.korotko("migrate up").print().await;
    for command in ["openapi", "migrate status", "jobs list"] {
        let process = home.korotko(command).start_unread();
        let ended = process.ended(DEADLINE).await;
        assert_eq!(ended.code, Some(0), "{command}: {ended:?}");
        assert_eq!(ended.stderr, "", "{command}");
    }
}

#[tokio::test]
async fn healthcheck_reports_readiness() {
    let home = Home::sqlite();
    let listening = home.korotko("serve").listen().await;
    let check = home
        .korotko("healthcheck")
        .with("LISTEN", listening.address.to_string());
    check.print().await;
    // The unspecified address means this machine.
    let port = listening.address.port();
    let any = check.clone().with("LISTEN", format!("0.0.0.0:{port}"));
    any.print().await;

    // The database is gone.
    home.korotko("migrate down 100").print().await;
    let said = check.refused(1).await;
    assert_says(&said, &["not ready"]);
    listening.stop().await;
    let said = check.refused(1).await;
    assert!(
        said.contains("not ready") && !said.contains("signal"),
        "{said}"
    );
}
