use super::{Email, Language, Password, User, Users};
use crate::fault::{Violations, fault};
use crate::job::Job;
use crate::ports::{HashError, InsertUser, StoreError, Timestamp, UnitOfWork};

/// What somebody gives to get an account, as it came.
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

/// Why there is no new account.
#[derive(Debug, thiserror::Error)]
pub enum RegisterError {
    /// The address or the password breaks a rule.
    #[error("the account cannot be made as asked")]
    Invalid(Violations),
    /// The address has an account already, confirmed or not.
    #[error("this e-mail address has an account already")]
    EmailTaken,
    /// The password was not hashed.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// The store failed.
    #[error(transparent)]
    Store(StoreError),
}

impl Users {
    /// Makes an account, and leaves a job that mails the link which confirms its address. Both last together or not at all.
    #[tracing::instrument(name = "users.register", skip_all)]
    pub async fn register(&self, register: Register) -> Result<User, RegisterError> {
        let now = self.ports.clock.now();
        let (email, password) = parse(&register).map_err(RegisterError::Invalid)?;
        // Asked before the slow hash; the unique index has the last word.
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
    let password = broken.check("password", Password::parse(&register.password));
    email.zip(password).ok_or(broken)
}

/// An account that was not confirmed in time gives its address free.
async fn remove_lapsed(
    unit: &dyn UnitOfWork,
    email: &Email,
    now: Timestamp,
) -> Result<(), StoreError> {
    let Some(found) = unit.users().find_by_email(email).await? else {
        return Ok(());
    };
    let held = unit.users().find_for_update(found.id).await?;
    if held.is_some_and(|user| user.has_lapsed(now)) {
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
    broken_rules: [Invalid => "invalid"],
    own: [EmailTaken => Conflict "email-taken"],
    passed_on: [Hash, Store],
});
