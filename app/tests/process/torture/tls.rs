//! Attackers between the program and its mail server: no mail is given to them, and none is lost.

use std::process::{Child, Command, Stdio};

use korotko_testkit::{SmtpSink, until};

use super::record::Record;
use crate::client::ANN;
use crate::home::{Home, on_both_databases};
use crate::lines::Lines;

on_both_databases!(
    #[ignore = "takes a minute: scripts/torture.sh mails"]
    no_mail_is_given_to_a_server_without_starttls,
    #[ignore = "takes a minute: scripts/torture.sh mails"]
    no_mail_is_given_to_a_server_with_a_bad_certificate
);

/// Registers with a mail server that must not get the mail; it is sent by the right one afterwards.
async fn held_back(home: &Home, url: &str, sink: &SmtpSink) {
    let korotko = home.korotko("serve").with("PUBLIC_URL", "http://localhost");
    let listening = korotko.clone().with("SMTP_URL", url).listen().await;
    listening.client().must_register(ANN).await;
    until("an attempt", async || {
        home.sql("SELECT count(*) FROM jobs WHERE last_error IS NOT NULL") == "1"
    })
    .await;
    assert_eq!(sink.mails(), []);
    listening.stop().await;
    let listening = korotko.with("SMTP_URL", sink.url()).listen().await;
    let mails = sink.wait_for(1, korotko_testkit::DEADLINE).await;
    assert_eq!(mails[0].to, [ANN]);
    listening.stop().await;
}

async fn no_mail_is_given_to_a_server_without_starttls(home: Home) {
    let record = Record::begin("mails", home.database());
    let (sink, stripped) = (SmtpSink::start().await, SmtpSink::start().await);
    let url = format!(
        "{}?tls=required",
        stripped.url().replace("//", "//ann:secret@")
    );
    held_back(&home, &url, &sink).await;
    assert!(stripped.commands().iter().all(|verb| verb == "EHLO"));
    assert_eq!(stripped.credentials(), []);
    record.passed("STARTTLS stripped", "1 mail, sent by the right server");
}

async fn no_mail_is_given_to_a_server_with_a_bad_certificate(home: Home) {
    let record = Record::begin("mails", home.database());
    let sink = SmtpSink::start().await;
    let server = TlsServer::of_nobody(&home);
    let port = |line: &str| line.strip_prefix("ACCEPT 127.0.0.1:")?.parse::<u16>().ok();
    let port = server.output.find("the port", port).await;
    let url = format!("smtps://ann:secret@127.0.0.1:{port}");
    held_back(&home, &url, &sink).await;
    let heard = server.end();
    assert!(!heard.contains("EHLO"), "{heard}");
    record.passed(
        "a certificate of nobody",
        "1 mail, sent by the right server",
    );
}

/// A server that prints what it receives through TLS.
struct TlsServer {
    process: Child,
    output: Lines,
}

impl TlsServer {
    /// With a certificate that nobody trusts.
    fn of_nobody(home: &Home) -> Self {
        let (key, certificate) = (home.file("key.pem", ""), home.file("certificate.pem", ""));
        let made = Command::new("openssl")
            .args([
                "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1",
            ])
            .args(["-subj", "/CN=localhost", "-keyout", &key])
            .args(["-out", &certificate])
            .output();
        assert!(made.expect("openssl is there").status.success());
        let mut process = Command::new("openssl")
            .args(["s_server", "-accept", "127.0.0.1:0"])
            .args(["-key", &key, "-cert", &certificate])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("openssl is there");
        let output = Lines::new(process.stdout.take().expect("a pipe"));
        Self { process, output }
    }

    /// Ends it; returns what it has received.
    fn end(mut self) -> String {
        self.process.kill().expect("it runs");
        self.process.wait().expect("its end");
        self.output.whole()
    }
}
