use std::net::IpAddr;

use super::refusal::log_refused_token;
use super::{Email, Invitation, Language, Password, Registration, User, Users};
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
    /// The token of an invitation. The account gets the invited address, which is verified.
    pub invitation: Option<String>,
}

impl Register {
    /// An account whose mails are in English, without an invitation.
    #[must_use]
    pub fn new(email: &str, password: &str) -> Self {
        Self {
            email: email.to_owned(),
            password: password.to_owned(),
            language: Language::default(),
            invitation: None,
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
    /// Nobody may register.
    #[error("registration is closed")]
    RegistrationClosed,
    /// Only whoever was invited may register.
    #[error("registration is by invitation only; send the invitation that was mailed to you")]
    InvitationRequired,
    /// The address or the password violates a rule, or the domain of the address is not allowed.
    #[error("the registration is invalid")]
    Invalid(Violations),
    /// The invitation is forged, used, replaced or expired, or of another address.
    #[error("the invitation is invalid")]
    InvitationInvalid(Violations),
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
    /// Creates an account together with a job that mails its verification link. With an invitation the account is verified at
    /// once, since the invitation came by mail to the same address, and the invitation is used up. Registrations are limited by the
    /// network of the `client`; without one they are not.
    pub async fn register(
        &self,
        register: Register,
        client: Option<IpAddr>,
    ) -> Result<User, RegisterError> {
        let registered = self.try_register(register, client).await;
        if matches!(registered, Err(RegisterError::InvitationInvalid(_))) {
            log_refused_token("invitation", None);
        }
        registered
    }

    #[tracing::instrument(name = "users.register", skip_all)]
    async fn try_register(
        &self,
        register: Register,
        client: Option<IpAddr>,
    ) -> Result<User, RegisterError> {
        let now = self.ports.clock.now();
        self.check_registration(&register)?;
        let (email, password) = self.parse(&register).map_err(RegisterError::Invalid)?;
        self.rates.registration(client).await?;
        let invitation = self.invitation(&register, &email, now).await?;
        // Checked before the slow hash; the unique index decides.
        let known = self.ports.store.users().find_by_email(&email).await?;
        if known.is_some_and(|user| !user.has_lapsed(now)) {
            return Err(RegisterError::EmailTaken);
        }
        let password_hash = self.ports.password_hasher.hash(&password).await?;
        let new = InsertUser {
            email,
            password_hash,
            language: register.language,
            created_at: now,
        };
        let unit = self.ports.store.begin().await?;
        // Before anything else is locked: a concurrent registration by the same invitation waits here, and then finds none.
        if let Some(invitation) = &invitation {
            take(&*unit, invitation).await?;
        }
        let user = self.insert(&*unit, &new, invitation.is_some()).await?;
        unit.commit().await?;
        Ok(user)
    }

    fn check_registration(&self, register: &Register) -> Result<(), RegisterError> {
        match (self.policy.registration, &register.invitation) {
            (Registration::Open, _) | (Registration::Invite, Some(_)) => Ok(()),
            (Registration::Invite, None) => Err(RegisterError::InvitationRequired),
            (Registration::Closed, _) => Err(RegisterError::RegistrationClosed),
        }
    }

    fn parse(&self, register: &Register) -> Result<(Email, Password), Violations> {
        let mut broken = Violations::default();
        let email = broken.check("email", Email::parse(&register.email));
        let email = email.and_then(|email| broken.check("email", self.policy.check_email(email)));
        let password = broken.check_all("password", Password::parse(&register.password));
        email.zip(password).ok_or(broken)
    }

    /// The invitation to register with this address, if the registration has one.
    async fn invitation(
        &self,
        register: &Register,
        email: &Email,
        now: Timestamp,
    ) -> Result<Option<Invitation>, RegisterError> {
        let Some(token) = &register.invitation else {
            return Ok(None);
        };
        let found = self.valid_invitation(token, now).await?;
        let invitation = found.ok_or_else(RegisterError::invitation_gone)?;
        if invitation.email.canonical() != email.canonical() {
            let message =
                "is for another e-mail address; register with the one that it was mailed to";
            let broken = Violations::new("invitation", message);
            return Err(RegisterError::InvitationInvalid(broken));
        }
        Ok(Some(invitation))
    }

    /// Inserts an account: verified, or with a job that mails its verification link.
    async fn insert(
        &self,
        unit: &dyn UnitOfWork,
        new: &InsertUser,
        is_verified: bool,
    ) -> Result<User, StoreError> {
        let now = new.created_at;
        remove_lapsed(unit, &new.email, now).await?;
        let mut user = unit.users().insert(new).await?;
        if is_verified {
            user.verified_at = Some(now);
            unit.users().update(&user).await?;
        } else {
            let job = Job::SendVerification { user: user.id };
            let job = self.ports.traced_job(job, now);
            unit.jobs().insert(&job).await?;
        }
        Ok(user)
    }
}

/// Uses an invitation up, unless it was used or replaced since it was found.
async fn take(unit: &dyn UnitOfWork, invitation: &Invitation) -> Result<(), RegisterError> {
    let existed = unit.invitations().delete(invitation.id).await?;
    existed
        .then_some(())
        .ok_or_else(RegisterError::invitation_gone)
}

/// An account that was not verified in time frees its address.
pub(super) async fn remove_lapsed(
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

impl RegisterError {
    fn invitation_gone() -> Self {
        let message = "is invalid, used or expired; ask for a new one";
        Self::InvitationInvalid(Violations::new("invitation", message))
    }
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
    violations: [Invalid => "invalid", InvitationInvalid => "invitation-invalid"],
    variants: [
        RegistrationClosed => Forbidden "registration-closed",
        InvitationRequired => Forbidden "invitation-required",
        EmailTaken => Conflict "email-taken"
    ],
    transparent: [RateLimit, Hash, Store],
});
