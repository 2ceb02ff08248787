use super::refusal::log_refused_token;
use super::{Email, Language, User, Users};
use crate::fault::fault;
use crate::ports::{StoreError, Timestamp};
use crate::token::TokenInvalid;

/// The outcome of a valid token, with the language of the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verification {
    /// The address is verified now.
    Verified(Language),
    /// The address was verified before.
    AlreadyVerified(Language),
}

/// Why an address was not verified.
#[derive(Debug, thiserror::Error)]
pub enum VerifyEmailError {
    /// Malformed or forged.
    #[error("this verification link is invalid or expired; request a new mail")]
    TokenInvalid,
    /// Genuine, and more than 24 hours old.
    #[error("this verification link has expired; request a new mail or register again")]
    TokenExpired,
    /// Genuine, and no account has this address.
    #[error("no account with this e-mail address")]
    NoAccount,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Users {
    /// Verifies the address to which `token` was mailed.
    pub async fn verify_email(&self, token: &str) -> Result<Verification, VerifyEmailError> {
        let verified = self.try_verify_email(token).await;
        if matches!(verified, Err(VerifyEmailError::TokenInvalid)) {
            log_refused_token("verification", None);
        }
        verified
    }

    #[tracing::instrument(name = "users.verify_email", skip_all)]
    async fn try_verify_email(&self, token: &str) -> Result<Verification, VerifyEmailError> {
        let now = self.ports.clock.now();
        let address = self.tokens.read_verification(token)?;
        let email = Email::parse(&address).map_err(|_| TokenInvalid)?;
        let found = self.ports.store.users().find_by_email(&email).await?;
        let user = found.ok_or(VerifyEmailError::NoAccount)?;
        if user.is_verified() {
            return Ok(Verification::AlreadyVerified(user.language));
        }
        let unit = self.ports.store.begin().await?;
        let locked = unit.users().find_for_update(user.id).await?;
        let mut user = locked.ok_or(VerifyEmailError::NoAccount)?;
        if user.is_verified() {
            return Ok(Verification::AlreadyVerified(user.language));
        }
        check_in_time(&user, now)?;
        user.verified_at = Some(now);
        unit.users().update(&user).await?;
        unit.commit().await?;
        Ok(Verification::Verified(user.language))
    }
}

/// The token carries no time, so the row does. Before the account's first mail, a token can only come from an earlier account
/// with the same address, for whose password it proves nothing.
fn check_in_time(user: &User, now: Timestamp) -> Result<(), VerifyEmailError> {
    if user.verification_sent_at.is_none() || user.has_lapsed(now) {
        return Err(VerifyEmailError::TokenExpired);
    }
    Ok(())
}

impl From<TokenInvalid> for VerifyEmailError {
    fn from(TokenInvalid: TokenInvalid) -> Self {
        Self::TokenInvalid
    }
}

fault!(VerifyEmailError {
    violations: [],
    variants: [
        TokenInvalid => Malformed "verification-token-invalid",
        TokenExpired => Malformed "verification-token-expired",
        NoAccount => NotFound "account-not-found"
    ],
    transparent: [Store],
});
