use lettre::message::Mailbox;
use url::Host;

/// The sender of the mails: a mailbox that every server accepts, its domain in ASCII.
#[derive(Clone)]
pub(crate) struct Sender {
    pub(crate) mailbox: Mailbox,
}

/// The text is not a mailbox that can send mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "the sender must be a mailbox such as noreply@example.com or Korotko <noreply@example.com>"
)]
pub struct FromError;

impl Sender {
    /// Reads `name@example.com` or `Some Name <name@example.com>`. The local part must be ASCII, so that mails to ordinary
    /// addresses need no SMTPUTF8 (RFC 6531).
    pub(crate) fn parse(text: &str) -> Result<Self, FromError> {
        if text.chars().any(char::is_control) {
            return Err(FromError);
        }
        let read: Mailbox = text.trim().parse().map_err(|_| FromError)?;
        let user = read.email.user();
        let domain = Host::parse(read.email.domain()).map_err(|_| FromError)?;
        let email = lettre::Address::new(user, domain.to_string()).map_err(|_| FromError)?;
        let mailbox = Mailbox::new(read.name, email);
        // lettre would refuse a mailbox that it cannot parse in every mail.
        let readable = mailbox.to_string().parse::<Mailbox>().is_ok();
        if user.is_ascii() && readable {
            Ok(Self { mailbox })
        } else {
            Err(FromError)
        }
    }
}
