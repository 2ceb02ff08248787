use std::fmt;
use std::time::Duration;

use korotko_core::ports::MailError;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{Extension, MailBodyParameter, MailParameter};
use lettre::transport::smtp::response::{Response, Severity};
use tokio::time::timeout;

use super::reply::{Stage, failure, leaves_in_step, no_reply, unavailable};
use crate::mail::Outgoing;

/// Why a mail did not go, and whether its connection can carry another one.
pub(crate) struct Failure {
    pub(crate) error: MailError,
    pub(crate) in_step: bool,
}

/// Carries one mail over: MAIL, RCPT, DATA and the content. When this returns, the server has taken it.
pub(crate) async fn transmit(
    connection: &mut AsyncSmtpConnection,
    mail: &Outgoing,
    limit: Duration,
) -> Result<(), Failure> {
    let parameters = parameters(connection, mail)?;
    let stage = Stage::Sender {
        utf8: !parameters.is_empty(),
    };
    let command = Mail::new(Some(mail.from.clone()), parameters);
    step(stage, limit, connection.command(command)).await?;
    let command = Rcpt::new(mail.to.clone(), vec![]);
    step(Stage::Recipient, limit, connection.command(command)).await?;
    step(Stage::Data, limit, connection.command(Data)).await?;
    let content = Content(&mail.content);
    step(Stage::Content, limit * 3, connection.command(content)).await
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
    let out_of_step = |error| Failure {
        error,
        in_step: false,
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
