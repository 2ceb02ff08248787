use std::net::IpAddr;

use super::{Email, Password, User, Users};
use crate::fault::{Violations, fault};
use crate::id::UserId;
use crate::ports::{HashError, StoreError, Verdict};
use crate::rate_limit::RateLimitError;
use crate::token::{IssueError, TokenPair};

/// Why a user was not signed in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// The address is malformed.
    #[error("the sign-in request is invalid")]
    Invalid(Violations),
    /// Unknown address or wrong password. Deliberately the same error, so that existence is not revealed.
    #[error("the e-mail address or the password is wrong")]
    WrongCredentials,
    /// The password is right, and the address is not verified yet.
    #[error("the e-mail address is not verified yet; follow the link in the verification mail")]
    EmailNotVerified,
    /// The password is right, and an administrator disabled the account.
    #[error("this account is disabled; ask the operator of the service")]
    AccountDisabled,
    /// Too many attempts.
    #[error(transparent)]
    RateLimit(#[from] RateLimitError),
    /// The password could not be checked.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// The tokens, or the secret of the session, could not be issued.
    #[error(transparent)]
    Issue(#[from] IssueError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Users {
    /// Signs in. Unknown address, wrong password, unverified address and disabled account cost one hash each, so that response
    /// times reveal nothing (OWASP Authentication, "Authentication responses"). Attempts are limited by the network of the `client` and by the
    /// address that it tries; without a client they are not.
    pub async fn sign_in(
        &self,
        email: &str,
        password: &str,
        client: Option<IpAddr>,
    ) -> Result<TokenPair, SignInError> {
        let user = self.check_credentials(email, password, client).await?;
        let now = self.ports.clock.now();
        Ok(self.tokens.issue_pair(user.token_subject(), now)?)
    }

    /// The user who may sign in with these credentials: what every way to sign in has in common. Counts the outcome, and logs a refusal.
    pub(crate) async fn check_credentials(
        &self,
        email: &str,
        password: &str,
        client: Option<IpAddr>,
    ) -> Result<User, SignInError> {
        let mut account = None;
        let checked = self.try_check_credentials(email, password, client, &mut account);
        let checked = checked.await;
        match &checked {
            Ok(_) => self.counters.succeeded.add(),
            Err(error) => self.record_refused_sign_in(account, error),
        }
        checked
    }

    /// Does the same, and tells which account has the address.
    #[tracing::instrument(name = "users.sign_in", skip_all)]
    async fn try_check_credentials(
        &self,
        email: &str,
        password: &str,
        client: Option<IpAddr>,
        account: &mut Option<UserId>,
    ) -> Result<User, SignInError> {
        let email = Email::parse(email)
            .map_err(|error| SignInError::Invalid(Violations::new("email", error)))?;
        self.rates.sign_in(email.canonical(), client).await?;
        // Later than the attempt, which may have been delayed.
        let now = self.ports.clock.now();
        // A text that could never have been hashed is nobody's password.
        let password =
            Password::parse_existing(password).map_err(|_| SignInError::WrongCredentials)?;
        let Some(user) = self.find_account(&email, now).await? else {
            return Err(self.reject_after_hash(&password).await);
        };
        *account = Some(user.id);
        let verdict = self
            .ports
            .password_hasher
            .verify(&password, &user.password_hash)
            .await?;
        if verdict == Verdict::Mismatch {
            return Err(SignInError::WrongCredentials);
        }
        self.rates.signed_in(email.canonical(), client).await?;
        if user.is_disabled() {
            return Err(SignInError::AccountDisabled);
        }
        if !user.is_verified() {
            return Err(SignInError::EmailNotVerified);
        }
        if verdict == Verdict::MatchOutdated {
            self.upgrade_hash(&user, &password).await?;
        }
        Ok(user)
    }

    async fn reject_after_hash(&self, password: &Password) -> SignInError {
        match self.ports.password_hasher.hash(password).await {
            Ok(_) => SignInError::WrongCredentials,
            Err(error) => error.into(),
        }
    }

    /// Raises the stored hash to the current cost, unless the password was changed concurrently.
    async fn upgrade_hash(&self, user: &User, password: &Password) -> Result<(), SignInError> {
        let upgraded = self.ports.password_hasher.hash(password).await?;
        let unit = self.ports.store.begin().await?;
        let locked = unit.users().find_for_update(user.id).await?;
        let unchanged = |locked: &User| locked.password_hash == user.password_hash;
        if let Some(mut locked) = locked.filter(unchanged) {
            locked.password_hash = upgraded;
            self.save(unit, &locked).await?;
        }
        Ok(())
    }
}

fault!(SignInError {
    violations: [Invalid => "invalid"],
    variants: [
        WrongCredentials => Unauthenticated "invalid-credentials",
        AccountDisabled => Forbidden "account-disabled",
        EmailNotVerified => Forbidden "email-not-verified"
    ],
    transparent: [RateLimit, Hash, Issue, Store],
});
