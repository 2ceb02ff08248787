use crate::limits::Limits;
use crate::public_url::PublicUrl;
use crate::rate_limit::RateLimits;
use crate::token::TokenSettings;
use crate::user::{AccessPolicy, Email};

/// The path before the token of a share, unless an embedder chooses another.
pub(crate) const DEFAULT_SHARE_PATH: &str = "/s/";

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
    /// What is allowed to people without an account.
    pub policy: AccessPolicy,
    /// The paths of the links in mails.
    pub mail_paths: MailPaths,
    /// The path before the token of a share, below the public URL; the embedder serves it.
    pub share_path: String,
    /// Where abuse reports are mailed to, if anywhere.
    pub abuse_mail: Option<Email>,
}

/// The paths of the links in mails, below the public URL; the embedder serves them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailPaths {
    /// The path before a verification token.
    pub verification: String,
    /// The path before the token of an invitation to register.
    pub invitation: String,
    /// The path before a token that ends a schedule of reports (RFC 8058).
    pub unsubscribe: String,
    /// The path before a token that sets a new password.
    pub password_reset: String,
    /// The path before a token by which the owner of an address confirms that the address of an account changes.
    pub email_change: String,
}

impl MailPaths {
    /// The paths before a verification token, an invitation, an unsubscribe token, a token that sets a new password, and one that confirms
    /// a change of address.
    #[must_use]
    pub fn new(
        verification: &str,
        invitation: &str,
        unsubscribe: &str,
        password_reset: &str,
        email_change: &str,
    ) -> Self {
        Self {
            verification: verification.to_owned(),
            invitation: invitation.to_owned(),
            unsubscribe: unsubscribe.to_owned(),
            password_reset: password_reset.to_owned(),
            email_change: email_change.to_owned(),
        }
    }
}

/// `/verify/`, `/invitation/`, `/unsubscribe/`, `/reset/` and `/email-change/`.
impl Default for MailPaths {
    fn default() -> Self {
        Self::new(
            "/verify/",
            "/invitation/",
            "/unsubscribe/",
            "/reset/",
            "/email-change/",
        )
    }
}

impl Settings {
    /// Settings with the default limits, policy and path of shares (`/s/`).
    #[must_use]
    pub fn new(public_url: PublicUrl, tokens: TokenSettings, mail_paths: MailPaths) -> Self {
        Self {
            public_url,
            tokens,
            limits: Limits::default(),
            rate_limits: Some(RateLimits::default()),
            policy: AccessPolicy::default(),
            mail_paths,
            share_path: DEFAULT_SHARE_PATH.to_owned(),
            abuse_mail: None,
        }
    }
}
