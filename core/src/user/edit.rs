use super::credentials::lock_subject;
use super::{Language, User, Users};
use crate::Zone;
use crate::fault::{Violations, fault};
use crate::ports::StoreError;
use crate::query_forwarding::QueryForwarding;

/// The changes to an account; a field that is `None` stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AccountEdit {
    /// The language of mails and pages.
    pub language: Option<Language>,
    /// What happens to the query of a request, for new links that do not say. Existing links keep theirs.
    pub default_query_forwarding: Option<QueryForwarding>,
    /// The name of the time zone of what names none; `Some(None)` for UTC. Existing schedules keep theirs.
    pub time_zone: Option<Option<String>>,
}

/// Why an account was not changed.
#[derive(Debug, thiserror::Error)]
pub enum EditAccountError {
    /// A field violates a rule.
    #[error("the account edit is invalid")]
    Invalid(Violations),
    /// All sessions were ended concurrently, including this one.
    #[error("this session has ended; sign in again")]
    SessionEnded,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Users {
    /// Changes the settings of a signed-in user.
    #[tracing::instrument(name = "users.edit", skip_all, fields(user = %user.id))]
    pub async fn edit(&self, user: &User, edit: &AccountEdit) -> Result<User, EditAccountError> {
        let time_zone = edit
            .time_zone
            .as_ref()
            .map(|name| parse_zone(name.as_deref()));
        let time_zone = time_zone.transpose()?;
        let unit = self.ports.store.begin().await?;
        let locked = lock_subject(&*unit, user.token_subject()).await?;
        let old = locked.ok_or(EditAccountError::SessionEnded)?;
        let mut user = old.clone();
        if let Some(language) = edit.language {
            user.language = language;
        }
        if let Some(forwarding) = edit.default_query_forwarding {
            user.default_query_forwarding = forwarding;
        }
        if let Some(zone) = time_zone {
            user.time_zone = zone;
        }
        if user != old {
            self.save(unit, &user).await?;
        }
        Ok(user)
    }
}

/// The zone with this name, if there is one.
fn parse_zone(name: Option<&str>) -> Result<Option<Zone>, EditAccountError> {
    let zone = name.map(Zone::parse).transpose();
    zone.map_err(|error| EditAccountError::Invalid(Violations::new("time_zone", error)))
}

fault!(EditAccountError {
    violations: [Invalid => "invalid"],
    variants: [SessionEnded => Unauthenticated "token-invalid"],
    transparent: [Store],
});
