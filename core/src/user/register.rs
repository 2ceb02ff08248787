use std::net::IpAddr;

use super::{Email, Language, Password, User, Users};
use crate::fault::{Violations, fault};
use crate::job::Job;
use crate::ports::{HashError, InsertUser, StoreError, Timestamp, UnitOfWork};
use crate::rate_limit::RateLimitError;

/// The fields of a new account, as received.
#[derive(Clone)]
pub struct Register {
    /// The address.
    pub email: String,
    /// The password.
    pub password: String,
    /// The language of the mails.
    pub language: Language,
}

impl Register {
    /// An account whose mails are in English.
    #[must_use]
    pub fn new(email: &str, password: &str) -> Self {
        Self {
            email: email.to_owned(),
            password: password.to_owned(),
            language: Language::default(),
        }
    }
}

impl std::fmt::Debug for Register {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Register(…)")
    }
}

/// Why an account was not created.
#[derive(Debug, thiserror::Error)]
pub enum RegisterError {
    /// The address or the password violates a rule.
    #[error("the registration is invalid")]
    Invalid(Violations),
    /// The address already has an account, verified or not.
    #[error("this e-mail address already has an account")]
    EmailTaken,
    /// Too many registrations.
    #[error(transparent)]
    RateLimit(#[from] RateLimitError),
    /// The password could not be hashed.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// The store failed.
    #[error(transparent)]
    Store(StoreError),
}

impl Users {
    /// Creates an account together with a job that mails its verification link. Registrations are limited by the network of the
    /// `client`; without one they are not.
    #[tracing::instrument(name = "users.register", skip_all)]
    pub async fn register(
        &self,
        register: Register,
        client: Option<IpAddr>,
    ) -> Result<User, RegisterError> {
        let now = self.ports.clock.now();
        let (email, password) = parse(&register).map_err(RegisterError::Invalid)?;
        self.rates.registration(client).await?;
        // Checked before the slow hash; the unique index decides.
        let known = self.ports.store.users().find_by_email(&email).await?;
        if known.is_some_and(|user| !user.has_lapsed(now)) {
            return Err(RegisterError::EmailTaken);
        }
        let password_hash = self.ports.password_hasher.hash(&password).await?;
        let unit = self.ports.store.begin().await?;
        remove_lapsed(&*unit, &email, now).await?;
        let user = InsertUser {
            email,
            password_hash,
            language: register.language,
            created_at: now,
        };
        let user = unit.users().insert(&user).await?;
        unit.jobs()
            .insert(&Job::SendVerification { user: user.id }, now)
            .await?;
        unit.commit().await?;
        Ok(user)
    }
}

fn parse(register: &Register) -> Result<(Email, Password), Violations> {
    let mut broken = Violations::default();
    let email = broken.check("email", Email::parse(&register.email));
    let password = broken.check_all("password", Password::parse(&register.password));
    email.zip(password).ok_or(broken)
}

/// An account that was not verified in time frees its address.
async fn remove_lapsed(
    unit: &dyn UnitOfWork,
    email: &Email,
    now: Timestamp,
) -> Result<(), StoreError> {
    let Some(found) = unit.users().find_by_email(email).await? else {
        return Ok(());
    };
    let locked = unit.users().find_for_update(found.id).await?;
    if locked.is_some_and(|user| user.has_lapsed(now)) {
        unit.users().delete(found.id, now).await?;
    }
    Ok(())
}

impl From<StoreError> for RegisterError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Conflict => Self::EmailTaken,
            error => Self::Store(error),
        }
    }
}

fault!(RegisterError {
    violations: [Invalid => "invalid"],
    variants: [EmailTaken => Conflict "email-taken"],
    transparent: [RateLimit, Hash, Store],
});
