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
    /// The path before the token in a confirmation mail's link.
    pub verification_path: String,
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
            verification_path: "/api/email-verification/".to_owned(),
            password_reset_path: "/api/users/password-reset/confirm/".to_owned(),
        }
    }
}
