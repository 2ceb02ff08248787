use crate::limits::Limits;
use crate::public_url::PublicUrl;
use crate::rate_limit::RateLimits;
use crate::token::TokenSettings;

/// The settings of an embedder.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The URL under which this service is reached.
    pub public_url: PublicUrl,
    /// How tokens are signed, and how long they are valid.
    pub tokens: TokenSettings,
    /// How much one user may have.
    pub limits: Limits,
    /// How often clients and users may do something; `None` without limits.
    pub rate_limits: Option<RateLimits>,
    /// The paths of the links in mails.
    pub mail_paths: MailPaths,
}

/// The paths of the links in mails, below the public URL; the embedder serves them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailPaths {
    /// The path before a verification token.
    pub verification: String,
    /// The path before a token that ends a schedule of reports (RFC 8058).
    pub unsubscribe: String,
    /// The path to which a new password is sent, with the token from the mail.
    pub password_reset: String,
}

impl MailPaths {
    /// The paths before a verification token and before an unsubscribe token, and the path of the password reset.
    #[must_use]
    pub fn new(verification: &str, unsubscribe: &str, password_reset: &str) -> Self {
        Self {
            verification: verification.to_owned(),
            unsubscribe: unsubscribe.to_owned(),
            password_reset: password_reset.to_owned(),
        }
    }
}

/// `/verify/`, `/unsubscribe/` and `/reset`.
impl Default for MailPaths {
    fn default() -> Self {
        Self::new("/verify/", "/unsubscribe/", "/reset")
    }
}

impl Settings {
    /// Settings with the default limits.
    #[must_use]
    pub fn new(public_url: PublicUrl, tokens: TokenSettings, mail_paths: MailPaths) -> Self {
        Self {
            public_url,
            tokens,
            limits: Limits::default(),
            rate_limits: Some(RateLimits::default()),
            mail_paths,
        }
    }
}
