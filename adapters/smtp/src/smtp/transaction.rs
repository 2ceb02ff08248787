use std::fmt;
use std::time::Duration;

use korotko_core::ports::MailError;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::commands::{Data, Ehlo, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailBodyParameter, MailParameter};
use lettre::transport::smtp::response::{Response, Severity};
use tokio::time::timeout;

use super::reply::{Stage, failure, leaves_in_step, no_reply, unavailable};
use crate::mail::Outgoing;

/// Why a mail did not go, and whether its connection can carry another one.
pub(crate) struct Failure {
    pub(crate) error: MailError,
    pub(crate) in_step: bool,
}

/// Mails of more bytes than this may be too large for a server.
const LARGE: usize = 1024 * 1024;

/// How many bytes of a mail go over in a second at the least.
const SLOWEST: usize = 32 * 1024;

/// Carries one mail over: MAIL, RCPT, DATA and the content. When this returns, the server has taken it.
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
    let seconds = u64::try_from(mail.content.len() / SLOWEST).unwrap_or(u64::MAX);
    let limit = (limit * 3).saturating_add(Duration::from_secs(seconds));
    let content = Content(&mail.content);
    step(Stage::Content, limit, connection.command(content)).await
}

/// Refuses a mail that is larger than the server says it takes (SIZE, RFC 1870): most hang up in the middle of one, which
/// cannot be told from a failure that passes. lettre keeps nothing of SIZE, so the server is greeted once more.
async fn check_size(
    connection: &mut AsyncSmtpConnection,
    mail: &Outgoing,
    hello: &ClientId,
    limit: Duration,
) -> Result<(), Failure> {
    let greeting = connection.command(Ehlo::new(hello.clone()));
    let Ok(answer) = timeout(limit, greeting).await else {
        return Err(out_of_step(no_reply(Stage::Opening)));
    };
    let answer = answer.map_err(|error| out_of_step(failure(Stage::Opening, &error)))?;
    let size = |line: &str| line.strip_prefix("SIZE ")?.trim().parse().ok();
    match answer.message().find_map(size) {
        // 0 says that there is no fixed limit.
        Some(most) if most > 0 && mail.content.len() > most => Err(Failure {
            error: MailError::Refused(format!("the server takes mails of at most {most} bytes")),
            in_step: true,
        }),
        _ => Ok(()),
    }
}

fn out_of_step(error: MailError) -> Failure {
    Failure {
        error,
        in_step: false,
    }
}

/// What MAIL must announce: only an address outside ASCII makes a mail that is not ASCII itself.
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
        let why = "the server takes no addresses outside ASCII (SMTPUTF8, RFC 6531)";
        return Err(Failure {
            error: MailError::Refused(why.to_owned()),
            in_step: true,
        });
    }
    Ok(vec![
        MailParameter::SmtpUtfEight,
        MailParameter::Body(MailBodyParameter::EightBitMime),
    ])
}

/// Waits for the reply that this stage ends with.
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
            let reason = format!("{} was not to be expected", response.code());
            Err(out_of_step(unavailable(stage, &reason)))
        }
        Ok(Err(error)) => Err(Failure {
            error: failure(stage, &error),
            in_step: leaves_in_step(&error),
        }),
        Err(_) => Err(out_of_step(no_reply(stage))),
    }
}

/// A mail's content with the dots at line starts doubled and the closing dot (RFC 5321 4.5.2). Written in one piece: lettre's
/// own way writes the closing dot by itself, which waits some 40 ms for the other side's delayed acknowledgement.
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
