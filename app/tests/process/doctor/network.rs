//! What it finds on the network: the mail server, the public URL and the proxies.

use std::fs;

use korotko_testkit::{SmtpSink, Stage};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::found::{Found, doctor};
use crate::home::Home;
use crate::program::assert_hides;

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

const HERE: &str = "127.0.0.1:8080";
const ANYWHERE: &str = "0.0.0.0:8080";
const PUBLIC: &str = "https://short.invalid";

/// Trusted proxies, the listen address and the public URL; and the severity and the words of what is found.
const PROXIES: [[&str; 5]; 11] = [
    [
        "",
        HERE,
        "http://localhost:8080",
        "ok",
        "no proxy is trusted",
    ],
    ["", HERE, PUBLIC, "warning", "none is trusted"],
    ["", ANYWHERE, PUBLIC, "warning", "none is trusted"],
    [
        "",
        HERE,
        "http://short.invalid",
        "warning",
        "listens on this machine only",
    ],
    [
        "",
        ANYWHERE,
        "http://short.invalid",
        "ok",
        "no proxy is trusted",
    ],
    ["127.0.0.1", HERE, PUBLIC, "ok", "1 trusted network"],
    [
        "127.0.0.0/8, 10.0.0.0/8",
        HERE,
        PUBLIC,
        "ok",
        "2 trusted networks",
    ],
    ["10.0.0.0/8", ANYWHERE, PUBLIC, "ok", "1 trusted network"],
    [
        "10.0.0.0/8",
        HERE,
        PUBLIC,
        "warning",
        "trusts other machines",
    ],
    [
        "0.0.0.0/0",
        ANYWHERE,
        PUBLIC,
        "failure",
        "every client is trusted",
    ],
    [
        "::/0",
        ANYWHERE,
        PUBLIC,
        "failure",
        "every client is trusted",
    ],
];

#[tokio::test]
async fn proxies_that_do_not_fit_are_found() {
    let home = Home::sqlite();
    let doctor = |proxies: &str, listen: &str, url: &str| {
        let doctor = doctor(&home, "").with("TRUSTED_PROXIES", proxies);
        doctor.with("LISTEN", listen).with("PUBLIC_URL", url)
    };
    for [proxies, listen, url, severity, words] in PROXIES {
        let found = Found::by(&doctor(proxies, listen, url)).await;
        found.has("proxies", severity, &[words]);
        assert_eq!(found.code, Some(i32::from(severity == "failure")));
    }
}
