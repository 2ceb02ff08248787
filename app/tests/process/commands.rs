//! The commands other than `serve`.

use serde_json::Value;

use crate::home::{Home, JWT_SECRET};
use crate::program::{DEADLINE, assert_says};

/// All settings, without the prefix `KOROTKO_`.
pub const VARIABLES: [&str; 46] = [
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
    "REGISTRATION",
    "ALLOWED_EMAIL_DOMAINS",
    "ANONYMOUS_LINKS",
    "TERMS_URL",
    "TRUSTED_PROXIES",
    "ABUSE_MAIL",
    "BLOCKED_HOSTS",
    "SHORTENER_HOSTS",
    "SECURITY_CONTACT",
    "SECURITY_POLICY",
    "MIGRATE",
    "WORKER",
    "LOG",
    "OTLP_ENDPOINT",
    "TRACE_SAMPLE",
    "RATE_LIMITS",
    "LIMIT_SIGN_IN",
    "LIMIT_SIGN_IN_FAILURES",
    "LIMIT_ACCOUNT_FAILURES",
    "LIMIT_REGISTRATION",
    "LIMIT_MAIL_REQUESTS",
    "LIMIT_MAILS",
    "LIMIT_ANONYMOUS_LINKS",
    "LIMIT_UNKNOWN_SLUGS",
    "LIMIT_LINK_IMPORTS",
    "LIMIT_REPORTS",
    "LIMIT_ABUSE_REPORTS",
];

/// All commands.
const COMMANDS: [&str; 21] = [
    "serve",
    "worker",
    "migrate",
    "users",
    "invitations",
    "links",
    "abuse-reports",
    "keys",
    "audit-log",
    "jobs",
    "clicks",
    "import",
    "export",
    "report",
    "backup",
    "restore",
    "openapi",
    "doctor",
    "healthcheck",
    "completions",
    "man",
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
    for command in COMMANDS {
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
        "Exit codes:",
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
    for command in [
        "openapi",
        "completions zsh",
        "man",
        "migrate status",
        "users list",
        "keys list",
        "audit-log list",
        "clicks export",
        "jobs list --json",
    ] {
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
    home.korotko("migrate down 100 --yes").print().await;
    let said = check.refused(1).await;
    assert_says(&said, &["not ready"]);
    listening.stop().await;
    let said = check.refused(1).await;
    assert!(
        said.contains("not ready") && !said.contains("signal"),
        "{said}"
    );
}
