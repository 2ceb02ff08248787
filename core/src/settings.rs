use crate::limits::Limits;
use crate::public_url::PublicUrl;
use crate::token::TokenSettings;

/// What an embedder decides.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Under which the world reaches this service.
    pub public_url: PublicUrl,
    /// How tokens are made.
    pub tokens: TokenSettings,
    /// How much one user may have.
    pub limits: Limits,
    /// Where the links in mails lead.
    pub mail_paths: MailPaths,
}

/// Where the links in mails lead, below the public URL: to what answers there for the embedder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailPaths {
    /// Before the token that verifies an address.
    pub verification: String,
    /// Before the token that ends a schedule of reports (RFC 8058).
    pub unsubscribe: String,
    /// To which a new password is sent, with the token from the mail.
    pub password_reset: String,
}

impl MailPaths {
    /// Paths before the token that verifies an address and before the one that ends a schedule, and to which a new password is
    /// sent.
    #[must_use]
    pub fn new(verification: &str, unsubscribe: &str, password_reset: &str) -> Self {
        Self {
            verification: verification.to_owned(),
            unsubscribe: unsubscribe.to_owned(),
            password_reset: password_reset.to_owned(),
        }
    }
}

impl Settings {
    /// Settings with the usual limits.
    #[must_use]
    pub fn new(public_url: PublicUrl, tokens: TokenSettings, mail_paths: MailPaths) -> Self {
        Self {
            public_url,
            tokens,
            limits: Limits::default(),
            mail_paths,
        }
    }
}
