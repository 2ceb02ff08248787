use std::error::Error as _;
use std::fmt;

use korotko_core::ports::MailError;
use lettre::transport::smtp::Error;

/// The stage of sending a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Connection, greeting, EHLO, STARTTLS, TLS.
    Opening,
    /// AUTH.
    SigningIn,
    /// MAIL; with SMTPUTF8 (RFC 6531) if this mail needed it.
    Sender { utf8: bool },
    /// RCPT.
    Recipient,
    /// DATA.
    Data,
    /// The mail itself.
    Content,
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Opening => "connection",
            Self::SigningIn => "AUTH",
            Self::Sender { .. } => "MAIL",
            Self::Recipient => "RCPT",
            Self::Data => "DATA",
            Self::Content => "end of DATA",
        })
    }
}

/// Classifies an error at this stage.
pub(crate) fn failure(stage: Stage, error: &Error) -> MailError {
    let text = format!("{stage}: {}", describe(error));
    match error.status().map(u16::from) {
        Some(code) if is_about_the_mail(stage, code) && code < 500 => MailError::Deferred(text),
        Some(code) if is_about_the_mail(stage, code) => MailError::Refused(text),
        _ => MailError::Unavailable(text),
    }
}

/// Whether this reply at this stage concerns this mail, and not every mail.
fn is_about_the_mail(stage: Stage, code: u16) -> bool {
    match (stage, code) {
        // "Closing the channel" (RFC 5321 4.2.1) and requests for another sign-in (RFC 4954 6) occur at any stage.
        (Stage::Opening | Stage::SigningIn, _) | (_, 421 | 530 | 534 | 535 | 538) => false,
        // The sender is the same for all mails; only some need SMTPUTF8, which has its own replies (RFC 6531 3.5 and
        // RFC 5321 4.1.1.11).
        (Stage::Sender { utf8 }, 500..) => utf8 && matches!(code, 553 | 555),
        _ => true,
    }
}

/// Whether the connection can be used after this error: the server refused, and keeps the connection open.
pub(crate) fn keeps_connection(error: &Error) -> bool {
    error.status().is_some_and(|code| u16::from(code) != 421)
}

/// The server did not reply in time.
pub(crate) fn timed_out(stage: Stage) -> MailError {
    unavailable(stage, &"timed out waiting for a reply")
}

/// The connection failed for this reason, which contains no text of the server.
pub(crate) fn unavailable(stage: Stage, reason: &dyn fmt::Display) -> MailError {
    MailError::Unavailable(format!("{stage}: {reason}"))
}

/// The error without the server's text, which often quotes the address: of a reply, only the code and the enhanced status
/// (RFC 3463).
fn describe(error: &Error) -> String {
    if let Some(code) = error.status() {
        let text = error.source().map(ToString::to_string).unwrap_or_default();
        return match enhanced_status(&text) {
            Some(status) => format!("{code} {status}"),
            None => code.to_string(),
        };
    }
    if error.is_response() {
        return "the reply is not SMTP, or the server closed the connection".to_owned();
    }
    // lettre's errors repeat their kind at every level; the innermost one has the cause.
    let mut reason: &dyn std::error::Error = error;
    while let Some(source) = reason.source() {
        reason = source;
    }
    reason.to_string()
}

/// The enhanced status at the start of a reply's text, such as `5.1.1`.
fn enhanced_status(text: &str) -> Option<&str> {
    let word = text.split_whitespace().next()?;
    let mut numbers = word.split('.');
    let class = numbers.next()?;
    let is_number =
        |part: &str| (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    let valid = matches!(class, "4" | "5")
        && numbers.next().is_some_and(is_number)
        && numbers.next().is_some_and(is_number)
        && numbers.next().is_none();
    valid.then_some(word)
}
