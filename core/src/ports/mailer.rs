use std::fmt;

use async_trait::async_trait;
use url::Url;

use super::Timestamp;
use crate::abuse::AbuseReport;
use crate::click::Counts;
use crate::link::TargetUrl;
use crate::report::{ReportOrder, ReportSubject};
use crate::user::{Email, Language};

/// A mail to one person, before rendering: the adapter renders it in the given language, as text and HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// The Message-ID without its angle brackets (RFC 5322 3.6.4); the same for every attempt of a job, so that a mail client
    /// folds a rare duplicate.
    pub message_id: String,
    /// The recipient.
    pub to: Email,
    /// The language.
    pub language: Language,
    /// When the attempt was made: the mail's `Date`.
    pub date: Timestamp,
    /// The content.
    pub content: MailContent,
}

impl Mail {
    /// Where to end the schedule that sent this mail, if one did.
    #[must_use]
    pub fn unsubscribe(&self) -> Option<&Url> {
        match &self.content {
            MailContent::Report(content) => content.unsubscribe.as_ref(),
            _ => None,
        }
    }
}

/// The content of a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MailContent {
    /// Asks to verify the address by following `link`, which works for 24 hours.
    Verification {
        /// The verification link.
        link: Url,
    },
    /// Invites to register by following `link`, within seven days.
    Invitation {
        /// The link to the invitation, which says how to use it.
        link: Url,
    },
    /// Asks to set a new password by following `link`, once, within an hour.
    PasswordReset {
        /// The link. Its path ends in the token.
        link: Url,
    },
    /// Asks the owner of the old address of an account to confirm by following `link`, within 24 hours, that its address changes.
    EmailChangeToOld {
        /// The link.
        link: Url,
        /// The address that the account gets.
        new_email: Email,
    },
    /// Asks to confirm by following `link`, within 24 hours, that this address becomes that of an account.
    EmailChangeToNew {
        /// The link.
        link: Url,
    },
    /// Tells the owner of the old address of an account that its address has changed.
    EmailChanged {
        /// The URL of the service.
        service: Url,
        /// The address that the account has now.
        new_email: Email,
    },
    /// Shows an operator that mails arrive.
    Test {
        /// The URL of the service.
        service: Url,
    },
    /// Tells the operator that a link was reported.
    AbuseReport(Box<AbuseMail>),
    /// Carries a report.
    Report(Box<ReportMail>),
}

/// An abuse report, and the link that it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AbuseMail {
    /// The URL of the service.
    pub service: Url,
    /// The share URL of the link.
    pub share_url: Url,
    /// Where the link leads; empty if it was deleted long ago.
    pub target: TargetUrl,
    /// The report.
    pub report: AbuseReport,
}

/// The main figures of a report, and the report as a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportMail {
    /// The URL of the service.
    pub service: Url,
    /// The order.
    pub order: ReportOrder,
    /// The subject of the report.
    pub subject: ReportSubject,
    /// All clicks of the period.
    pub total: Counts,
    /// All clicks of the previous period of the same length.
    pub before: Counts,
    /// The number of links in the report.
    pub links: u64,
    /// The most clicked links, at most five.
    pub top: Vec<TopLink>,
    /// How many links are omitted because they do not fit into the file.
    pub omitted_links: u64,
    /// The workbook.
    pub attachment: Attachment,
    /// Where a POST ends the schedule (RFC 8058); `None` for a report that a user ordered.
    pub unsubscribe: Option<Url>,
}

/// One of the most clicked links of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TopLink {
    /// The share URL.
    pub share_url: String,
    /// The title.
    pub title: Option<String>,
    /// Its clicks in the period.
    pub clicks: u64,
}

/// A file attached to a mail.
#[derive(Clone, PartialEq, Eq)]
pub struct Attachment {
    /// The file name: ASCII letters and digits, `-` and `.`.
    pub file_name: String,
    /// The media type.
    pub media_type: &'static str,
    /// The content.
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
    /// Sends `mail`; when this returns, the server has accepted it. MUST use [`Mail::message_id`] as the Message-ID. Errors
    /// MUST NOT contain an address or the content.
    async fn send(&self, mail: &Mail) -> Result<(), MailError>;
}

/// Why a mail was not sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MailError {
    /// The server refused this mail permanently (SMTP 5xx to RCPT or DATA): the job fails.
    #[error("the mail was refused: {0}")]
    Refused(String),
    /// The server deferred this mail (SMTP 4xx to MAIL, RCPT or DATA): try again later.
    #[error("the mail was deferred: {0}")]
    Deferred(String),
    /// No mail can be sent now (connection, greeting, TLS or AUTH failed): pause sending, and count no attempt.
    #[error("the mail server is unavailable: {0}")]
    Unavailable(String),
}
