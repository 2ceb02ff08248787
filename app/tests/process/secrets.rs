//! Secrets in files: given ones, and those that the program creates.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use korotko_testkit::SmtpSink;

use crate::client::ANN;
use crate::home::{EMAIL_SECRET, Home, JWT_SECRET};
use crate::program::{DEADLINE, assert_hides, assert_says};

#[tokio::test]
async fn secrets_and_urls_can_be_read_from_files() {
    let (home, sink) = (Home::postgres(), SmtpSink::start().await);
    let database = home.file("database-url", &format!("{}\n", home.postgres_url()));
    let korotko = home
        .korotko("serve")
        .without("DATABASE_URL")
        .without("JWT_SECRET")
        .without("EMAIL_SECRET")
        .with("DATABASE_URL_FILE", database)
        .with("SMTP_URL_FILE", home.file("smtp-url", &sink.url()))
        .with("JWT_SECRET_FILE", home.file("jwt", JWT_SECRET))
        .with("EMAIL_SECRET_FILE", home.file("email", EMAIL_SECRET));
    let listening = korotko.listen().await;
    listening.client().must_register(ANN).await;
    sink.wait_for(1, DEADLINE).await;
    assert_eq!(home.sql("SELECT count(*) FROM users"), "1");
    listening.stop().await;
}

#[tokio::test]
async fn a_secret_must_not_be_given_twice() {
    let home = Home::sqlite();
    let mut korotko = home.korotko("serve");
    let names = ["DATABASE_URL", "SMTP_URL", "JWT_SECRET", "EMAIL_SECRET"];
    for name in names {
        let file = home.file(name, "hunter2");
        korotko = korotko
            .with(name, "hunter3")
            .with(&format!("{name}_FILE"), file);
    }
    let said = korotko.refused(2).await;
    for name in names {
        let both = format!("KOROTKO_{name} and KOROTKO_{name}_FILE must not both be set");
        assert_says(&said, &[&both]);
    }
    assert_hides(&said, &["hunter"]);
}

#[tokio::test]
async fn secrets_of_the_embedded_database_are_private_and_kept() {
    let home = Home::sqlite();
    // A token contains the URL of its service, so the address must stay the same.
    let korotko = home
        .korotko("serve")
        .with("PUBLIC_URL", "http://short.example");
    let first = korotko.listen().await;
    let session = first.sign_up(ANN).await;
    let link = first.shown_link().await;
    first.stop().await;

    assert_eq!(mode(&home.data()), 0o700);
    for name in ["jwt-secret", "email-secret"] {
        assert_eq!(mode(&home.data().join(name)), 0o600, "{name}");
    }
    let strangers = std::fs::read_dir(home.data()).unwrap().filter(|entry| {
        let name = entry.as_ref().unwrap().file_name();
        name.to_string_lossy().contains("secret.")
    });
    assert_eq!(strangers.count(), 0, "nothing half-made is left");

    let second = korotko.listen().await;
    assert!(second.client().knows(&session).await);
    second.client().verify(&link).await;
    second.stop().await;
}

#[tokio::test]
async fn a_damaged_secret_file_is_refused_by_its_path() {
    let home = Home::sqlite();
    std::fs::create_dir(home.data()).unwrap();
    std::fs::write(home.data().join("jwt-secret"), "c2hvcnQ=").unwrap();
    let told = home.korotko("serve").refused(2).await;
    assert_says(&told, &["jwt-secret", "fewer than 32 bytes"]);
}

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}
