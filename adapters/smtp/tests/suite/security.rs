use std::io;
use std::time::Duration;

use korotko_core::ports::MailError;
use korotko_smtp::SmtpMailer;
use korotko_testkit::SmtpSink;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;

use crate::fixtures::{assert_unavailable, mailer_with, send, verification};

fn mailer(port: u16, query: &str, timeout: Duration) -> SmtpMailer {
    let url = format!("smtp://ann:secret@127.0.0.1:{port}{query}");
    mailer_with(&url, |options| options.timeout = timeout)
}

#[tokio::test]
async fn nothing_is_sent_to_a_server_without_starttls_when_tls_is_required() {
    let sink = SmtpSink::start().await;
    let mailer = mailer(sink.port(), "?tls=required", Duration::from_secs(20));
    let sent = send(&mailer, &verification()).await;
    let text = "connection: STARTTLS is not supported on this server";
    assert_eq!(sent, Err(MailError::Unavailable(text.to_owned())));
    assert_eq!(sink.commands(), ["EHLO"]);
    assert_eq!(sink.credentials(), []);
}

#[tokio::test]
async fn nothing_is_sent_to_a_plaintext_server_by_smtps() {
    let sink = SmtpSink::start().await;
    let url = format!("smtps://ann:secret@127.0.0.1:{}", sink.port());
    let mailer = mailer_with(&url, |_| ());
    let sent = send(&mailer, &verification()).await;
    assert_unavailable(&sent);
    assert_eq!(sink.credentials(), []);
    assert!(!sink.commands().contains(&"MAIL".to_owned()));
}

/// Offers STARTTLS and appends injected replies to the acceptance, as an attacker in between would; then never replies.
async fn inject(listener: TcpListener) -> io::Result<()> {
    let (stream, _) = listener.accept().await?;
    let mut lines = BufReader::new(stream);
    lines.write_all(b"220 mail.example.com\r\n").await?;
    let mut line = String::new();
    lines.read_line(&mut line).await?;
    lines
        .write_all(b"250-mail.example.com\r\n250 STARTTLS\r\n")
        .await?;
    lines.read_line(&mut line).await?;
    let replies = "220 go\r\n250-mail.example.com\r\n250 AUTH PLAIN\r\n235 ok\r\n";
    lines.write_all(replies.as_bytes()).await?;
    std::future::pending().await
}

#[tokio::test]
async fn replies_injected_before_tls_are_rejected() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(inject(listener));
    // Longer than the test's deadline: the handshake must fail because of the injected bytes, not by timeout.
    let mailer = mailer(port, "?tls=required", Duration::from_mins(10));
    let sent = send(&mailer, &verification()).await;
    assert_unavailable(&sent);
}
