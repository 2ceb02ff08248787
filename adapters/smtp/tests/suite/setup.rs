use korotko_smtp::{FromError, SetupError, SmtpMailer, SmtpOptions};
use korotko_testkit::SmtpSink;

use crate::fixtures::{FROM, mailer_with_credentials, send, verification};

fn debug(url: &str, options: &SmtpOptions) -> Result<String, SetupError> {
    SmtpMailer::new(url, FROM, options).map(|mailer| format!("{mailer:?}"))
}

fn described(url: &str) -> Result<String, SetupError> {
    debug(url, &SmtpOptions::default())
}

fn expected(host: &str, port: u16, security: &str) -> String {
    format!("SmtpMailer {{ host: \"{host}\", port: {port}, security: \"{security}\", .. }}")
}

#[test]
fn the_url_determines_how_the_connection_is_secured() {
    let tls = [
        ("smtps://u:p@a.example", "a.example", 465),
        ("smtps://127.0.0.1:4465", "127.0.0.1", 4465),
    ];
    let starttls = [
        ("smtp://u:p@a.example", "a.example", 587),
        ("smtp://a.example:25/?tls=required", "a.example", 25),
        ("smtp://192.0.2.1", "192.0.2.1", 587),
        ("smtp://localhost.a.example", "localhost.a.example", 587),
        ("smtp://127.0.0.1:1025?tls=required", "127.0.0.1", 1025),
    ];
    let plaintext = [
        ("smtp://127.0.0.1:1025", "127.0.0.1", 1025),
        ("smtp://127.1.2.3", "127.1.2.3", 25),
        ("smtp://LOCALHOST:1025", "localhost", 1025),
        ("smtp://[::1]:1025?tls=none", "::1", 1025),
    ];
    for (security, cases) in [
        ("TLS", &tls[..]),
        ("STARTTLS", &starttls),
        ("plaintext", &plaintext),
    ] {
        for (url, host, port) in cases {
            let expected = expected(host, *port, security);
            assert_eq!(described(url), Ok(expected), "{url}");
        }
    }
}

#[test]
fn plaintext_to_another_machine_is_refused_unless_allowed() {
    let url = "smtp://mail.example.com?tls=none";
    assert_eq!(described(url), Err(SetupError::Plaintext));
    assert_eq!(
        described("smtps://mail.example.com?tls=none"),
        Err(SetupError::Plaintext)
    );

    let allowed = SmtpOptions {
        allow_plaintext: true,
        ..SmtpOptions::default()
    };
    let plain = Ok(expected("mail.example.com", 25, "plaintext"));
    assert_eq!(debug(url, &allowed), plain);
    assert_eq!(debug("smtp://mail.example.com", &allowed), plain);
    let required = debug("smtp://mail.example.com?tls=required", &allowed);
    assert_eq!(required, Ok(expected("mail.example.com", 587, "STARTTLS")));
}

#[test]
fn an_invalid_url_is_refused_without_quoting_it() {
    let cases = [
        ("", SetupError::Url),
        ("mail.example.com", SetupError::Url),
        ("smtp://", SetupError::Url),
        ("smtps://ann:hunter2#x@mail.example.com", SetupError::Url),
        ("smtps://ann:hunter2/x@mail.example.com", SetupError::Url),
        ("smtps://ann:hunter2%zz@mail.example.com", SetupError::Url),
        ("smtps://ann:hunter2%ff@mail.example.com", SetupError::Url),
        ("smtps://ann:hunter2%00@mail.example.com", SetupError::Url),
        ("https://ann:hunter2@mail.example.com", SetupError::Scheme),
        ("smtps://a:hunter2@b.cd?tls=maybe", SetupError::Parameter),
        ("smtps://a:hunter2@b.cd?auth=x", SetupError::Parameter),
    ];
    for (url, expected) in cases {
        let error = described(url).unwrap_err();
        assert_eq!(error, expected, "{url}");
        assert!(!format!("{error} {error:?}").contains("hunter2"), "{error}");
    }
}

#[test]
fn an_invalid_sender_is_refused() {
    let url = "smtp://127.0.0.1";
    for from in ["", "nobody", "a@b\r\nBcc: x@y.z", "анна@example.com", "<>"] {
        let created = SmtpMailer::new(url, from, &SmtpOptions::default());
        assert_eq!(created.unwrap_err(), SetupError::From(FromError), "{from}");
    }
    for from in [
        "a@example.com",
        "Коротко <a@example.com>",
        "\"K, Inc.\" <a@пример.рф>",
    ] {
        let created = SmtpMailer::new(url, from, &SmtpOptions::default());
        assert!(created.is_ok(), "{from}");
    }
}

#[test]
fn invalid_certificates_are_refused() {
    let options = SmtpOptions {
        authorities: b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n".to_vec(),
        ..SmtpOptions::default()
    };
    let created = debug("smtps://mail.example.com", &options);
    assert_eq!(created, Err(SetupError::Authorities));
}

#[tokio::test]
async fn user_and_password_are_percent_decoded() {
    let sink = SmtpSink::start().await;
    let mailer = mailer_with_credentials(&sink);
    send(&mailer, &verification()).await.unwrap();
    let given = ("ann@x".to_owned(), "p/ss:".to_owned());
    assert_eq!(sink.credentials(), [given]);
    let shown = format!("{mailer:?}");
    assert!(!shown.contains("ann") && !shown.contains("ss:"), "{shown}");
}

#[tokio::test]
async fn without_credentials_the_mailer_does_not_sign_in() {
    let sink = SmtpSink::start().await;
    send(&crate::fixtures::mailer(&sink), &verification())
        .await
        .unwrap();
    assert_eq!(sink.commands(), ["EHLO", "MAIL", "RCPT", "DATA"]);
}
