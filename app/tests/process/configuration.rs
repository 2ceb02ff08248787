//! Invalid flags and variables.

use std::net::TcpListener;

use crate::commands::VARIABLES;
use crate::home::{EMAIL_SECRET, Home, JWT_SECRET};
use crate::program::{assert_hides, assert_says};

#[tokio::test]
async fn all_config_errors_are_reported_together_without_values() {
    let home = Home::sqlite();
    let korotko = home
        .korotko("serve")
        .with("LISTEN", "nowhere-at-all")
        .with("PUBLIC_URL", "https://ann:hunter1@ann.example/path")
        .with("DATABASE_URL", "mysql://root:hunter2@db/korotko")
        .with("SMTP_URL", "ftp://ann:hunter3@mail.example.com")
        .with("JWT_SECRET", "c2hvcnQtaHVudGVyNA==")
        .with("EMAIL_SECRET", "hunter5 is not base64")
        .with("ACCESS_TTL", "2h")
        .with("REFRESH_TTL", "a fortnight")
        .with("TRUSTED_PROXIES", "10.0.0.0/8, 300.1.2.3")
        .with("LOG", "korotko=loud")
        .with("MAIL_FROM", "nobody")
        .with("SMTP_ALLOW_PLAINTEXT", "perhaps")
        .with("LINKS_PER_USR", "hunter6");
    let said = korotko.refused(2).await;
    assert_says(
        &said,
        &[
            "--listen or KOROTKO_LISTEN must be",
            "--public-url or KOROTKO_PUBLIC_URL must be",
            "KOROTKO_DATABASE_URL: the database URL must begin with",
            "KOROTKO_SMTP_URL",
            "KOROTKO_JWT_SECRET has fewer than 32 bytes",
            "KOROTKO_EMAIL_SECRET is not base64",
            "--access-ttl or KOROTKO_ACCESS_TTL",
            "--refresh-ttl or KOROTKO_REFRESH_TTL",
            "--trusted-proxies or KOROTKO_TRUSTED_PROXIES must be",
            "--log or KOROTKO_LOG must be",
            "--mail-from or KOROTKO_MAIL_FROM",
            "--smtp-allow-plaintext or KOROTKO_SMTP_ALLOW_PLAINTEXT must be",
            "KOROTKO_LINKS_PER_USR is unknown; did you mean KOROTKO_LINKS_PER_USER?",
        ],
    );
    assert_eq!(said.lines().count(), 14, "a title and 13 mistakes: {said}");
    assert_hides(&said, &["hunter", "c2hvcnQ", "ann.example", "300.1"]);
}

const LOG: &str = "--log or KOROTKO_LOG must be a level, or a filter such as info,korotko=debug";

/// Variables and their errors.
const CONFIG_ERRORS: [(&str, &[&str]); 23] = [
    (
        "JWT_SECRET_FILE=/nowhere/at/all",
        &["KOROTKO_JWT_SECRET_FILE is the path of a file that cannot be read"],
    ),
    (
        "REGISTRATION=private",
        &["KOROTKO_REGISTRATION must be open, invite or closed"],
    ),
    (
        "ALLOWED_EMAIL_DOMAINS=example.com,@example.org",
        &["KOROTKO_ALLOWED_EMAIL_DOMAINS", "must be domains"],
    ),
    (
        "ALLOWED_EMAIL_DOMAINS=*.example.com",
        &["KOROTKO_ALLOWED_EMAIL_DOMAINS", "must be domains"],
    ),
    (
        "ANONYMOUS_LINKS=never",
        &["KOROTKO_ANONYMOUS_LINKS must be true or false"],
    ),
    (
        "TERMS_URL=terms.html",
        &["KOROTKO_TERMS_URL must be an http"],
    ),
    ("ACCESS_TTL=61m", &["KOROTKO_ACCESS_TTL", "from 1s to 1h"]),
    (
        "REFRESH_TTL=1441m",
        &["KOROTKO_REFRESH_TTL", "from 1s to 1d"],
    ),
    (
        "CLICK_COUNTING_SHARE=0",
        &["KOROTKO_CLICK_COUNTING_SHARE", "from 1 to 100"],
    ),
    (
        "CLICK_COUNTING_SHARE=101",
        &["KOROTKO_CLICK_COUNTING_SHARE", "from 1 to 100"],
    ),
    (
        "CLICK_SYNC=soon",
        &["KOROTKO_CLICK_SYNC", "must be a duration"],
    ),
    ("CLICK_SYNC=2h", &["KOROTKO_CLICK_SYNC", "from 0s to 1h"]),
    (
        "LIMIT_SIGN_IN=20",
        &["--limit-sign-in or KOROTKO_LIMIT_SIGN_IN", "such as 20/1m"],
    ),
    (
        "RATE_LIMITS=some",
        &["--rate-limits or KOROTKO_RATE_LIMITS"],
    ),
    // With PostgreSQL the secrets are required.
    (
        "DATABASE_URL=postgres://ann:hunter2@127.0.0.1:9/korotko",
        &[
            "KOROTKO_JWT_SECRET is required",
            "KOROTKO_EMAIL_SECRET is required",
        ],
    ),
    (
        "SECURITY_CONTACT=security@example.com",
        &["KOROTKO_SECURITY_CONTACT", "such as mailto:"],
    ),
    (
        "SECURITY_POLICY=https://example.com/policy",
        &["KOROTKO_SECURITY_POLICY needs KOROTKO_SECURITY_CONTACT"],
    ),
    ("MAIL_FROM=nobody", &["KOROTKO_MAIL_FROM"]),
    (
        "MAIL_FROM=nobody SMTP_URL=smtp://127.0.0.1",
        &["KOROTKO_MAIL_FROM"],
    ),
    // An unknown level would be taken for a target.
    ("LOG=korotko=loud", &[LOG]),
    ("LOG=verbose", &[LOG]),
    ("LOG=info,debgu", &[LOG]),
    ("LOG=info,[=x", &[LOG]),
];

#[tokio::test]
async fn each_config_error_names_its_setting_and_changes_nothing() {
    let home = Home::sqlite();
    for (variables, says) in CONFIG_ERRORS {
        let mut korotko = home.korotko("serve");
        for variable in variables.split(' ') {
            let (name, value) = variable.split_once('=').unwrap();
            korotko = korotko.with(name, value);
        }
        let said = korotko.refused(2).await;
        assert_says(&said, says);
        assert_hides(&said, &["hunter", "KOROTKO_SMTP_URL"]);
    }
    assert!(!home.data().exists());
}

#[tokio::test]
async fn config_errors_are_found_before_anything_is_created() {
    let home = Home::sqlite();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let korotko = home
        .korotko("serve")
        .with("LISTEN", taken.local_addr().unwrap().to_string())
        .with("PUBLIC_URL", "ann.example");
    let said = korotko.refused(2).await;
    assert_says(&said, &["KOROTKO_PUBLIC_URL must be"]);
    assert!(!home.data().exists());
}

#[tokio::test]
async fn the_secrets_must_differ() {
    let home = Home::sqlite();
    let jwt_secrets = format!("{EMAIL_SECRET},{JWT_SECRET}");
    let korotko = home
        .korotko("serve")
        .with("JWT_SECRET", jwt_secrets)
        .with("EMAIL_SECRET", JWT_SECRET);
    let said = korotko.refused(2).await;
    assert_says(&said, &["KOROTKO_EMAIL_SECRET must differ"]);
    assert_hides(&said, &[EMAIL_SECRET, JWT_SECRET]);
}

#[tokio::test]
async fn a_flag_overrides_its_variable() {
    let home = Home::sqlite();
    let korotko = home
        .korotko("serve --listen 127.0.0.1:0")
        .with("LISTEN", "nowhere");
    korotko.listen().await.stop().await;
}

#[tokio::test]
async fn an_empty_variable_counts_as_not_set() {
    let home = Home::sqlite();
    // A compose file passes unset variables as empty ones. The port must be free.
    let empty = VARIABLES.into_iter().filter(|name| *name != "LISTEN");
    let empty = empty.chain(["DATABASE_URL_FILE"]);
    let korotko = home.korotko("serve");
    let korotko = empty.fold(korotko, |korotko, name| korotko.with(name, ""));
    let listening = korotko.listen().await;
    assert!(listening.client().finds("/readyz").await);
    listening.stop().await;
}

#[tokio::test]
async fn an_invalid_database_url_is_refused_and_not_shown() {
    let home = Home::postgres();
    for url in [
        "postgres://ann:hunter2@host:port/korotko",
        "postgres://ann:hunter/2@host/korotko",
        "postgres://ann:12?hunter@host/korotko",
        "postgres://ann:12#hunter@host/korotko",
        "sqlite::memory:",
    ] {
        let korotko = home.korotko("serve").with("DATABASE_URL", url);
        let said = korotko.refused(2).await;
        assert_says(&said, &["KOROTKO_DATABASE_URL: the database URL"]);
        assert_hides(&said, &["hunter"]);
    }
}

#[tokio::test]
async fn plaintext_smtp_to_another_host_must_be_allowed() {
    let home = Home::sqlite();
    let korotko = home
        .korotko("serve")
        .with("SMTP_URL", "smtp://ann:hunter2@mail.example.com?tls=none");
    let said = korotko.refused(2).await;
    assert_says(
        &said,
        &[
            "KOROTKO_SMTP_URL",
            "plaintext",
            "KOROTKO_SMTP_ALLOW_PLAINTEXT",
        ],
    );
    assert_hides(&said, &["hunter2", "mail.example.com"]);
    let allowed = korotko.with("SMTP_ALLOW_PLAINTEXT", "true");
    allowed.listen().await.stop().await;
}

#[tokio::test]
async fn log_levels_and_filters_are_accepted() {
    let home = Home::sqlite();
    for filter in [
        "DEBUG",
        "off",
        "info,korotko=debug,",
        "warn,korotko::http=trace",
    ] {
        let korotko = home.korotko("migrate status").with("LOG", filter);
        korotko.print().await;
    }
}

#[tokio::test]
async fn a_misspelt_variable_stops_every_command() {
    let home = Home::sqlite();
    for (name, meant) in [
        ("DATABSE_URL", "DATABASE_URL"),
        ("JWT_SECRETS", "JWT_SECRET"),
        ("JWT_SECRET_FIEL", "JWT_SECRET_FILE"),
        ("LISTENT", "LISTEN"),
        ("DOG", "LOG"),
    ] {
        for command in ["serve", "worker", "migrate up", "jobs list"] {
            let korotko = home.korotko(command).with(name, "hunter2");
            let said = korotko.refused(2).await;
            let wanted = format!("KOROTKO_{name} is unknown; did you mean KOROTKO_{meant}?");
            assert_says(&said, &[&wanted]);
            assert_hides(&said, &["hunter2"]);
        }
    }
    assert!(!home.data().exists());
}

#[tokio::test]
async fn unknown_variables_are_logged_except_those_of_orchestrators() {
    let home = Home::sqlite();
    let korotko = home
        .korotko("migrate status")
        .with("FAVOURITE_COLOUR", "hunter2")
        .with("PUBLIC_URL_FILE", "hunter2")
        .with("TEST_POSTGRES_URL", "");
    let ended = korotko.run().await;
    assert_eq!(ended.code, Some(0), "{ended:?}");
    for name in ["KOROTKO_FAVOURITE_COLOUR", "KOROTKO_PUBLIC_URL_FILE"] {
        assert_says(&ended.stderr, &[name, "WARN"]);
    }
    assert_hides(&ended.stderr, &["hunter2", "TEST_POSTGRES"]);

    let korotko = home
        .korotko("migrate status")
        .with("SERVICE_HOST", "10.0.0.1")
        .with("SERVICE_PORT", "80")
        .with("SERVICE_PORT_HTTP", "80")
        .with("PORT", "tcp://10.0.0.1:80")
        .with("PORT_80_TCP", "tcp://10.0.0.1:80")
        .with("PORT_80_TCP_ADDR", "10.0.0.1")
        .with("WEB_PORT_80_TCP_PORT", "80");
    let ended = korotko.run().await;
    assert_eq!((ended.code, ended.stderr.as_str()), (Some(0), ""));
}

#[tokio::test]
async fn booleans_are_parsed() {
    let home = Home::sqlite();
    let unsure = home
        .korotko("serve --smtp-allow-plaintext=perhaps")
        .with("SMTP_URL", "smtp://127.0.0.1")
        .with("MIGRATE", "perhaps")
        .with("WORKER", "maybe")
        .with("RECORD_CLICKS", "sometimes");
    let said = unsure.refused(2).await;
    for name in ["MIGRATE", "WORKER", "SMTP_ALLOW_PLAINTEXT", "RECORD_CLICKS"] {
        assert_says(&said, &[&format!("KOROTKO_{name} must be true or false")]);
    }
    for no in ["false", "0", "No", "off"] {
        let ended = home.korotko("serve").with("MIGRATE", no).run().await;
        assert_eq!(ended.code, Some(1), "{no}: {ended:?}");
    }
}

#[tokio::test]
async fn secrets_are_no_flags_and_never_repeated() {
    let home = Home::sqlite();
    for name in ["jwt-secret", "email-secret", "database-url", "smtp-url"] {
        for given in [
            format!("--{name} hunter2"),
            format!("--{name}=hunter2"),
            format!("serve --{name}=hunter2"),
        ] {
            let said = home.korotko(&given).refused(2).await;
            assert_says(&said, &[name]);
            assert_hides(&said, &["hunter2"]);
        }
    }
}
