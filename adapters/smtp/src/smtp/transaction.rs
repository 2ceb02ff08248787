use std::fmt;
use std::time::Duration;

use korotko_core::ports::MailError;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::commands::{Data, Ehlo, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailBodyParameter, MailParameter};
use lettre::transport::smtp::response::{Response, Severity};
use tokio::time::timeout;

use super::reply::{Stage, failure, keeps_connection, timed_out, unavailable};
use crate::mail::Outgoing;

/// Why a mail was not sent, and whether its connection can be used for the next one.
pub(crate) struct Failure {
    pub(crate) error: MailError,
    pub(crate) reusable: bool,
}

/// Mails larger than this, in bytes, may exceed a server's limit.
const LARGE: usize = 1024 * 1024;

/// The lowest expected rate, in bytes per second.
const MIN_RATE: usize = 32 * 1024;

/// Sends one mail: MAIL, RCPT, DATA and the content. On success the server has accepted the mail.
pub(crate) async fn transmit(
    connection: &mut AsyncSmtpConnection,
    mail: &Outgoing,
    hello: &ClientId,
    limit: Duration,
) -> Result<(), Failure> {
    if mail.content.len() > LARGE {
        check_size(connection, mail, hello, limit).await?;
    }
    let parameters = parameters(connection, mail)?;
    let stage = Stage::Sender {
        utf8: !parameters.is_empty(),
    };
    let command = Mail::new(Some(mail.from.clone()), parameters);
    step(stage, limit, connection.command(command)).await?;
    let command = Rcpt::new(mail.to.clone(), vec![]);
    step(Stage::Recipient, limit, connection.command(command)).await?;
    step(Stage::Data, limit, connection.command(Data)).await?;
    let seconds = u64::try_from(mail.content.len() / MIN_RATE).unwrap_or(u64::MAX);
    let limit = (limit * 3).saturating_add(Duration::from_secs(seconds));
    let content = Content(&mail.content);
    step(Stage::Content, limit, connection.command(content)).await
}

/// Refuses a mail that exceeds the server's limit (SIZE, RFC 1870): most servers close the connection in the middle of such a
/// mail, which looks like a temporary failure. lettre does not keep the SIZE, so this sends EHLO again.
async fn check_size(
    connection: &mut AsyncSmtpConnection,
    mail: &Outgoing,
    hello: &ClientId,
    limit: Duration,
) -> Result<(), Failure> {
    let greeting = connection.command(Ehlo::new(hello.clone()));
    let Ok(answer) = timeout(limit, greeting).await else {
        return Err(unusable(timed_out(Stage::Opening)));
    };
    let answer = answer.map_err(|error| unusable(failure(Stage::Opening, &error)))?;
    let size = |line: &str| line.strip_prefix("SIZE ")?.trim().parse().ok();
    match answer.message().find_map(size) {
        // 0 means no fixed limit.
        Some(max) if max > 0 && mail.content.len() > max => Err(Failure {
            error: MailError::Refused(format!(
                "the mail is larger than the {max} bytes that the server accepts"
            )),
            reusable: true,
        }),
        _ => Ok(()),
    }
}

fn unusable(error: MailError) -> Failure {
    Failure {
        error,
        reusable: false,
    }
}

/// The parameters of MAIL. A mail is ASCII unless its address is not.
fn parameters(
    connection: &AsyncSmtpConnection,
    mail: &Outgoing,
) -> Result<Vec<MailParameter>, Failure> {
    if mail.content.is_ascii() {
        return Ok(vec![]);
    }
    let server = connection.server_info();
    if !server.supports_feature(Extension::SmtpUtfEight)
        || !server.supports_feature(Extension::EightBitMime)
    {
        let why = "the server does not support non-ASCII addresses (SMTPUTF8, RFC 6531)";
        return Err(Failure {
            error: MailError::Refused(why.to_owned()),
            reusable: true,
        });
    }
    Ok(vec![
        MailParameter::SmtpUtfEight,
        MailParameter::Body(MailBodyParameter::EightBitMime),
    ])
}

/// Waits for the reply of this stage.
async fn step(
    stage: Stage,
    limit: Duration,
    reply: impl Future<Output = Result<Response, Error>>,
) -> Result<(), Failure> {
    let wanted = match stage {
        Stage::Data => Severity::PositiveIntermediate,
        _ => Severity::PositiveCompletion,
    };
    match timeout(limit, reply).await {
        Ok(Ok(response)) if response.code().severity == wanted => Ok(()),
        Ok(Ok(response)) => {
            let reason = format!("unexpected reply {}", response.code());
            Err(unusable(unavailable(stage, &reason)))
        }
        Ok(Err(error)) => Err(Failure {
            error: failure(stage, &error),
            reusable: keeps_connection(&error),
        }),
        Err(_) => Err(unusable(timed_out(stage))),
    }
}

/// A mail's content with the dots at line starts doubled, and the final dot (RFC 5321 4.5.2). It is written at once: lettre
/// writes the final dot separately, which waits some 40 ms for the server's delayed acknowledgement.
struct Content<'a>(&'a str);

impl fmt::Display for Content<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in self.0.split_terminator("\r\n") {
            let dot = if line.starts_with('.') { "." } else { "" };
            write!(f, "{dot}{line}\r\n")?;
        }
        f.write_str(".\r\n")
    }
}
