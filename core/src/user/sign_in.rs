use super::{Email, Password, User, Users};
use crate::fault::{Violations, fault};
use crate::ports::{HashError, StoreError, Verdict};
use crate::token::{IssueError, TokenPair};

/// Why somebody was not signed in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// The address is none.
    #[error("nobody can sign in like this")]
    Invalid(Violations),
    /// Unknown address or wrong password; which, is not told.
    #[error("the e-mail address or the password is wrong")]
    WrongCredentials,
    /// The password is right, and the address not confirmed yet.
    #[error("the e-mail address is not confirmed yet; follow the link in the mail")]
    EmailNotVerified,
    /// The password was not checked.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// No tokens could be made.
    #[error(transparent)]
    Issue(#[from] IssueError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Users {
    /// Signs in. Unknown address, wrong password and unconfirmed address cost the same one hash, so that the time tells
    /// nothing (OWASP Authentication, "Authentication responses").
    #[tracing::instrument(name = "users.sign_in", skip_all)]
    pub async fn sign_in(&self, email: &str, password: &str) -> Result<TokenPair, SignInError> {
        let now = self.ports.clock.now();
        let email = Email::parse(email)
            .map_err(|error| SignInError::Invalid(Violations::new("email", error)))?;
        // What could never have been hashed is nobody's password, whoever has an account.
        let password = Password::attempt(password).map_err(|_| SignInError::WrongCredentials)?;
        let Some(user) = self.find_account(&email, now).await? else {
            return Err(self.as_slow_as_a_check(&password).await);
        };
        let verdict = self
            .ports
            .password_hasher
            .verify(&password, &user.password_hash)
            .await?;
        if verdict == Verdict::Mismatch {
            return Err(SignInError::WrongCredentials);
        }
        if !user.is_verified() {
            return Err(SignInError::EmailNotVerified);
        }
        if verdict == Verdict::MatchOutdated {
            self.renew_hash(&user, &password).await?;
        }
        Ok(self.tokens.issue_pair(user.session(), now)?)
    }

    async fn as_slow_as_a_check(&self, password: &Password) -> SignInError {
        match self.ports.password_hasher.hash(password).await {
            Ok(_) => SignInError::WrongCredentials,
            Err(error) => error.into(),
        }
    }

    /// Raises the stored hash to today's cost, unless the password was changed meanwhile.
    async fn renew_hash(&self, user: &User, password: &Password) -> Result<(), SignInError> {
        let renewed = self.ports.password_hasher.hash(password).await?;
        let unit = self.ports.store.begin().await?;
        let held = unit.users().find_for_update(user.id).await?;
        let unchanged = |held: &User| held.password_hash == user.password_hash;
        if let Some(mut held) = held.filter(unchanged) {
            held.password_hash = renewed;
            unit.users().update(&held).await?;
            unit.commit().await?;
        }
        Ok(())
    }
}

fault!(SignInError {
    broken_rules: [Invalid => "invalid"],
    own: [
        WrongCredentials => Unauthenticated "wrong-credentials",
        EmailNotVerified => Forbidden "email-not-verified"
    ],
    passed_on: [Hash, Issue, Store],
});
