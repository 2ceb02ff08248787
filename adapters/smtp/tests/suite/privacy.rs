use std::fmt::{Debug, Write};
use std::sync::{Arc, Mutex};

use korotko_smtp::FolderMailer;
use korotko_testkit::{SmtpSink, Stage};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::fixtures::{
    ADDRESS, FROM, TOKEN, link, mailer_with_credentials, password_reset, send, verification,
};

/// Records everything that is logged, at every level.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<String>>);

impl Visit for Log {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let mut log = self.0.lock().unwrap();
        writeln!(log, "{field}={value:?}").unwrap();
    }
}

impl Subscriber for Log {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        span.record(&mut self.clone());
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut self.clone());
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        event.record(&mut self.clone());
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// This includes what lettre logs at DEBUG with its feature `tracing`: whole mails, and the password in AUTH.
#[tokio::test(flavor = "current_thread")]
async fn no_log_level_shows_an_address_a_link_a_token_or_a_password() {
    let log = Log::default();
    let _guard = tracing::subscriber::set_default(log.clone());
    tracing::debug!("the log works");

    let sink = SmtpSink::start().await;
    let mailer = mailer_with_credentials(&sink);
    sink.reply_to(Stage::Rcpt, "550 5.1.1 Ann.Secret@example.com unknown", 1);
    send(&mailer, &verification()).await.unwrap_err();
    send(&mailer, &verification()).await.unwrap();
    send(&mailer, &password_reset()).await.unwrap();
    let dir = tempfile::tempdir().unwrap();
    let folder = FolderMailer::new(dir.path(), FROM, Box::new(|_, _| {})).unwrap();
    send(&folder, &password_reset()).await.unwrap();

    let log = log.0.lock().unwrap();
    assert!(log.contains("the log works"));
    // The last is AUTH PLAIN's `\0ann@x\0p/ss:` in base64.
    for secret in [ADDRESS, &link(), TOKEN, "p/ss:", "AGFubkB4AHAvc3M6"] {
        assert!(!log.contains(secret), "{secret} in:\n{log}");
    }
}

#[tokio::test]
async fn an_error_never_quotes_the_server() {
    let replies = [
        "550 5.1.1 <Ann.Secret@example.com>: unknown",
        "550 Ann.Secret@example.com",
        "550 5.Ann.Secret@example.com",
        "451-4.7.1 hello\r\n451 4.7.1 Ann.Secret@example.com",
        "550-5.1.1 x\r\n551 Ann.Secret@example.com",
        "999 Ann.Secret@example.com",
        "421 4.7.0 Ann.Secret@example.com",
    ];
    for stage in [
        Stage::Greeting,
        Stage::Auth,
        Stage::Mail,
        Stage::Rcpt,
        Stage::EndOfData,
    ] {
        for reply in replies {
            let sink = SmtpSink::start().await;
            sink.reply_to(stage, reply, 1);
            let sent = send(&mailer_with_credentials(&sink), &verification()).await;
            let error = sent.unwrap_err();
            let shown = format!("{error} {error:?}");
            assert!(!shown.contains("Secret"), "{stage:?}: {shown}");
        }
    }
}
