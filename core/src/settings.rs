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
    /// For how many days clicks are kept one by one; with 0 they are only added up. What is added up is kept for good.
    pub click_retention_days: u32,
    /// The path before the token in a confirmation mail's link.
    pub verification_path: String,
    /// The path before the token that ends a schedule of reports.
    pub unsubscribe_path: String,
    /// The path to which a new password is sent, with the token from the mail.
    pub password_reset_path: String,
}

impl Settings {
    /// Settings with the paths of Korotko's own HTTP API.
    #[must_use]
    pub fn new(public_url: PublicUrl, tokens: TokenSettings) -> Self {
        Self {
            public_url,
            tokens,
            limits: Limits::default(),
            click_retention_days: 90,
            verification_path: "/api/email-verification/".to_owned(),
            unsubscribe_path: "/api/reports/unsubscribe/".to_owned(),
            password_reset_path: "/api/users/password-reset/confirm/".to_owned(),
        }
    }
}
