use super::refusal::log_refused_token;
use super::register::remove_lapsed;
use super::{EmailChange, Language, User, Users};
use crate::fault::fault;
use crate::id::UserId;
use crate::job::Job;
use crate::ports::{StoreError, Timestamp, UnitOfWork};
use crate::token::TokenInvalid;

/// The outcome of a valid link, with the language of the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConfirmedEmailChange {
    /// The owner of this address confirms the change; the owner of the other one has not yet.
    Confirmed(Language),
    /// The owner of this address confirmed the change before.
    AlreadyConfirmed(Language),
    /// Both owners have confirmed it, so the address has changed now.
    Changed(Language),
}

/// Why a change of address was not confirmed.
#[derive(Debug, thiserror::Error)]
pub enum ConfirmEmailChangeError {
    /// Malformed, forged, expired, withdrawn or replaced, or from before all sessions were ended.
    #[error("this link is invalid, replaced or expired; request the change of the address again")]
    TokenInvalid,
    /// Somebody else has got an account with the new address since the request.
    #[error("this e-mail address already has an account")]
    EmailTaken,
    /// The store failed.
    #[error(transparent)]
    Store(StoreError),
}

impl Users {
    /// Confirms a change of address by the token that was mailed to the old address or to the new one. Once both have confirmed it,
    /// in either order, the address changes, and all sessions end together with mailed reset tokens, since those were mailed to the old
    /// address. API keys stay. The old address is told.
    pub async fn confirm_email_change(
        &self,
        token: &str,
    ) -> Result<ConfirmedEmailChange, ConfirmEmailChangeError> {
        let confirmed = self.try_confirm_email_change(token).await;
        if matches!(confirmed, Err(ConfirmEmailChangeError::TokenInvalid)) {
            log_refused_token("email-change", None);
        }
        let (user, confirmed) = confirmed?;
        if matches!(confirmed, ConfirmedEmailChange::Changed(_)) {
            let (user, text) = (user.0, "the address of an account has changed");
            tracing::info!(event = "email_changed", user, "{text}");
        }
        Ok(confirmed)
    }

    /// Does the same, and tells whose change it is.
    #[tracing::instrument(name = "users.confirm_email_change", skip_all)]
    async fn try_confirm_email_change(
        &self,
        token: &str,
    ) -> Result<(UserId, ConfirmedEmailChange), ConfirmEmailChangeError> {
        let now = self.ports.clock.now();
        let (id, side) = self.tokens.read_email_change(token)?;
        let found = self.ports.store.email_changes().find_by_id(id).await?;
        let owner = found.ok_or(TokenInvalid)?.user;
        let unit = self.ports.store.begin().await?;
        // Whoever writes a change locks its user first, so that what is read here stays true.
        let locked = unit.users().find_for_update(owner).await?;
        let user = locked.ok_or(TokenInvalid)?;
        let found = unit.email_changes().find_by_id(id).await?;
        let valid = found.filter(|change| change.is_valid(&user, now));
        let mut change = valid.ok_or(TokenInvalid)?;
        if change.is_confirmed_by(side) {
            let language = user.language;
            return Ok((owner, ConfirmedEmailChange::AlreadyConfirmed(language)));
        }
        change.confirm(side, now);
        unit.email_changes().update(&change).await?;
        let confirmed = self.finish_confirmation(unit, user, &change, now).await?;
        Ok((owner, confirmed))
    }

    /// Changes the address if both have confirmed, and commits.
    async fn finish_confirmation(
        &self,
        unit: Box<dyn UnitOfWork>,
        mut user: User,
        change: &EmailChange,
        now: Timestamp,
    ) -> Result<ConfirmedEmailChange, ConfirmEmailChangeError> {
        let language = user.language;
        if !change.is_complete() {
            unit.commit().await?;
            return Ok(ConfirmedEmailChange::Confirmed(language));
        }
        remove_lapsed(&*unit, &change.new_email, now).await?;
        user.email = change.new_email.clone();
        user.end_sessions();
        let job = Job::SendEmailChanged {
            user: user.id,
            change: change.id,
        };
        unit.jobs().insert(&self.ports.traced_job(job, now)).await?;
        self.save(unit, &user).await?;
        Ok(ConfirmedEmailChange::Changed(language))
    }
}

impl From<TokenInvalid> for ConfirmEmailChangeError {
    fn from(TokenInvalid: TokenInvalid) -> Self {
        Self::TokenInvalid
    }
}

impl From<StoreError> for ConfirmEmailChangeError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Conflict => Self::EmailTaken,
            error => Self::Store(error),
        }
    }
}

fault!(ConfirmEmailChangeError {
    violations: [],
    variants: [
        TokenInvalid => Malformed "email-change-token-invalid",
        EmailTaken => Conflict "email-taken"
    ],
    transparent: [Store],
});
