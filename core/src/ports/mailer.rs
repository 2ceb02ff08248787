use std::fmt;

use async_trait::async_trait;
use url::Url;

use super::Timestamp;
use crate::click::Counts;
use crate::report::{ReportOrder, ReportSubject};
use crate::user::{Email, Language};

/// A mail to one person, before it has words: the adapter renders it in the language asked for, as text and HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// The Message-ID without its angle brackets (RFC 5322 3.6.4); the same for every attempt at the same job, so that a mail
    /// client folds a rare duplicate.
    pub message_id: String,
    /// To whom.
    pub to: Email,
    /// In which language.
    pub language: Language,
    /// When the attempt was made: the mail's `Date`.
    pub date: Timestamp,
    /// What it says.
    pub content: MailContent,
}

impl Mail {
    /// Where the schedule that sent it can be ended, if one did.
    #[must_use]
    pub fn unsubscribe(&self) -> Option<&Url> {
        match &self.content {
            MailContent::Report(content) => content.unsubscribe.as_ref(),
            _ => None,
        }
    }
}

/// What a mail says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MailContent {
    /// Asks to confirm the address by following `link`, which works for 24 hours.
    Verification {
        /// Where to confirm.
        link: Url,
    },
    /// Brings a token with which a new password can be set, once, within an hour.
    PasswordReset {
        /// The token to send together with the new password.
        token: String,
        /// Where to send it.
        endpoint: Url,
    },
    /// Brings a report.
    Report(Box<ReportMail>),
}

/// The main figures of a report, and the whole of it as a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportMail {
    /// The host of the service, as people know it.
    pub service: Url,
    /// What was ordered.
    pub order: ReportOrder,
    /// Of what it tells.
    pub subject: ReportSubject,
    /// All clicks of the period.
    pub total: Counts,
    /// All clicks of the period before, which is as long.
    pub before: Counts,
    /// How many links it tells of.
    pub links: u64,
    /// The most clicked links, at most five: share URL, and clicks in the period.
    pub top: Vec<(String, u64)>,
    /// How many links found no room in the file.
    pub omitted_links: u64,
    /// The file.
    pub attachment: Attachment,
    /// Where a POST ends the schedule that sent it (RFC 8058); `None` when somebody asked for it.
    pub unsubscribe: Option<Url>,
}

/// A file in a mail.
#[derive(Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its name: ASCII letters and digits, `-` and `.`.
    pub file_name: String,
    /// Its media type.
    pub media_type: &'static str,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl fmt::Debug for Attachment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Attachment")
            .field("file_name", &self.file_name)
            .field("bytes", &self.bytes.len())
            .finish_non_exhaustive()
    }
}

/// Sends mails.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
#[async_trait]
pub trait Mailer: Send + Sync {
    /// Sends `mail`; it is sent when this returns. MUST carry [`Mail::message_id`] as the Message-ID. Errors MUST NOT contain
    /// an address or the letter.
    async fn send(&self, mail: &Mail) -> Result<(), MailError>;
}

/// Why a mail did not go out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MailError {
    /// The server refused this mail for good (SMTP 5xx to RCPT or DATA): give it up.
    #[error("the mail was refused: {0}")]
    Refused(String),
    /// The server put this mail off (SMTP 4xx to MAIL, RCPT or DATA): try it again later.
    #[error("the mail was put off: {0}")]
    Deferred(String),
    /// No mail goes out at all now (connection, greeting, TLS or AUTH failed): pause, and hold it against no mail.
    #[error("the mail server is unavailable: {0}")]
    Unavailable(String),
}
