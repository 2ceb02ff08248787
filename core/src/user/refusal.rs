//! What is counted and logged when credentials are refused: outside of the span of the use case, so that the line in the log has the
//! span of the request.

use super::{SignInError, Users};
use crate::fault::Fault;
use crate::id::UserId;
use crate::token::TokenUse;

impl Users {
    /// Counts and logs a refused sign-in, with the account if there is one. Other failures are not the user's.
    pub(super) fn record_refused_sign_in(&self, account: Option<UserId>, error: &SignInError) {
        match error {
            SignInError::WrongCredentials => self.counters.wrong_credentials.add(),
            SignInError::EmailNotVerified => self.counters.email_not_verified.add(),
            SignInError::AccountDisabled => self.counters.account_disabled.add(),
            _ => return,
        }
        let (user, reason) = (account.map(|user| user.0), error.code());
        tracing::warn!(
            event = "sign_in_refused",
            user,
            reason,
            "a sign-in is refused"
        );
    }

    /// Counts and logs a refused token of a session or for a new password, with the account if only its sessions have ended.
    pub(super) fn record_refused_token(&self, kind: TokenUse, account: Option<UserId>) {
        self.counters.tokens_refused.add();
        log_refused_token(kind.name(), account);
    }
}

/// Logs a refused token, of a session or of another kind.
pub(crate) fn log_refused_token(kind: &'static str, account: Option<UserId>) {
    let user = account.map(|user| user.0);
    // At INFO: every session sends an expired token now and then.
    tracing::info!(event = "token_refused", kind, user, "a token is refused");
}
