use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use korotko_core::ports::{Clock, Mail, MailContent, MailError, Mailer};
use korotko_core::user::{Email, Language};
use korotko_smtp::{FolderMailer, SmtpMailer, SmtpOptions};
use korotko_tokio::SystemClock;

use super::finding::Finding;
use super::public_url::is_local;
use crate::composition::{Config, MailConfig, smtp_options};

pub(super) const NAME: &str = "mail";

/// How long the server may take for each step.
const TIMEOUT: Duration = Duration::from_secs(10);

const ADVICE: &str = "check host, port, user and password in KOROTKO_SMTP_URL, and that a firewall lets this machine reach the server";

/// Whether mails can be sent. Nothing is sent, unless there is an address to send a mail to.
pub(super) async fn check(config: &Config, to: Option<Email>) -> Vec<Finding> {
    let (mut findings, mailer) = match &config.mail {
        MailConfig::Smtp {
            url,
            from,
            allow_plaintext,
        } => {
            let options = SmtpOptions {
                timeout: TIMEOUT,
                ..smtp_options(*allow_plaintext)
            };
            match SmtpMailer::new(url, from, &options) {
                Ok(mailer) => smtp(mailer, from).await,
                Err(error) => (
                    vec![Finding::failure(NAME, error.to_string(), ADVICE)],
                    None,
                ),
            }
        }
        MailConfig::Folder { folder, from } => {
            (vec![no_server(config, folder)], file(folder, from))
        }
    };
    if let (Some(mailer), Some(to)) = (mailer, to) {
        findings.push(send(config, &*mailer, to).await);
    }
    findings
}

type Checked = (Vec<Finding>, Option<Arc<dyn Mailer>>);

async fn smtp(mailer: SmtpMailer, from: &str) -> Checked {
    let server = mailer.server();
    if let Err(error) = mailer.check().await {
        let message = format!("{server} is not ready: {error}");
        return (vec![Finding::failure(NAME, message, ADVICE)], None);
    }
    let message = format!("{server} accepts the connection and the sign-in, if any");
    let findings = [Some(Finding::ok(NAME, message)), sender(from)];
    let findings = findings.into_iter().flatten();
    (findings.collect(), Some(Arc::new(mailer)))
}

/// A warning if no mail server of the Internet accepts the sender.
fn sender(from: &str) -> Option<Finding> {
    let domain = from.trim_end_matches('>').rsplit('@').next()?;
    domain.eq_ignore_ascii_case("localhost").then(|| {
        let message =
            format!("mails are sent as {from}, which most servers refuse or mark as spam");
        Finding::warning(
            NAME,
            message,
            "set KOROTKO_MAIL_FROM to an address of your domain",
        )
    })
}

/// A folder is enough for a trial on this machine, and for nothing else.
fn no_server(config: &Config, folder: &Path) -> Finding {
    let message = format!(
        "there is no mail server; mails are written to {}",
        folder.display()
    );
    match &config.public_url {
        Some(url) if !is_local(url) => {
            let advice = "set KOROTKO_SMTP_URL: without mails nobody can verify an address or reset a password";
            Finding::warning(NAME, message, advice)
        }
        _ => Finding::ok(NAME, message),
    }
}

fn file(folder: &Path, from: &str) -> Option<Arc<dyn Mailer>> {
    let mailer = FolderMailer::new(folder, from, Box::new(|_, _| ())).ok()?;
    Some(Arc::new(mailer))
}

async fn send(config: &Config, mailer: &dyn Mailer, to: Email) -> Finding {
    let now = SystemClock.now();
    let settings = match config.settings(config.listen.port()) {
        Ok(settings) => settings,
        Err(error) => {
            return Finding::failure(NAME, error.to_string(), "correct KOROTKO_PUBLIC_URL");
        }
    };
    let service = settings.public_url.as_url();
    let host = service.host_str().unwrap_or("localhost");
    let mail = Mail {
        message_id: format!("doctor-{}@{host}", now.timestamp_micros()),
        to,
        language: Language::En,
        date: now,
        content: MailContent::Test {
            service: service.clone(),
        },
    };
    match mailer.send(&mail).await {
        Ok(()) => Finding::ok(
            NAME,
            "a mail was sent; see whether it arrives, and not as spam",
        ),
        Err(MailError::Refused(why)) => {
            let advice = "check the address, and whether the server may send as KOROTKO_MAIL_FROM";
            Finding::failure(NAME, format!("the mail was refused: {why}"), advice)
        }
        Err(error) => Finding::failure(NAME, error.to_string(), ADVICE),
    }
}
