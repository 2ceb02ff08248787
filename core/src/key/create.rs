use super::{ApiKey, KeyName, KeyScope, KeyScopes, KeySecret, Keys};
use crate::fault::{Violations, fault};
use crate::id::UserId;
use crate::ports::{InsertKey, KeyQuery, RandomError, StoreError, Timestamp, UnitOfWork};
use crate::time;
use crate::user::{OwnerGone, User, lock_subject};

/// The fields of a new key, as received.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewKey {
    /// The name.
    pub name: String,
    /// What it may be used for: one scope or more.
    pub scopes: Vec<KeyScope>,
    /// When it expires; never if `None`.
    pub expires_at: Option<Timestamp>,
}

/// A new key and its secret, which is not stored.
#[derive(Debug, Clone)]
pub struct CreatedKey {
    /// The key.
    pub key: ApiKey,
    /// Its secret.
    pub secret: KeySecret,
}

/// Why a key was not created.
#[derive(Debug, thiserror::Error)]
pub enum CreateKeyError {
    /// A field violates a rule.
    #[error("the API key is invalid")]
    Invalid(Violations),
    /// The owner's key limit is reached.
    #[error("API key limit reached; delete some API keys first")]
    TooMany,
    /// All sessions were ended concurrently, including this one.
    #[error(transparent)]
    SessionEnded(OwnerGone),
    /// No random bytes for its secret.
    #[error(transparent)]
    Random(#[from] RandomError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Keys {
    /// Creates a key of a signed-in user.
    pub async fn create(&self, user: &User, new: &NewKey) -> Result<CreatedKey, CreateKeyError> {
        let created = self.try_create(user, new).await?;
        // Outside of the span of the use case, so that the line in the log has the span of the request.
        log_created(&created.key);
        Ok(created)
    }

    #[tracing::instrument(name = "keys.create", skip_all, fields(user = %user.id))]
    async fn try_create(&self, user: &User, new: &NewKey) -> Result<CreatedKey, CreateKeyError> {
        let now = self.ports.clock.now();
        let (name, scopes) = parse(new, now).map_err(CreateKeyError::Invalid)?;
        let secret = KeySecret::generate(&*self.ports.random)?;
        let unit = self.ports.store.begin().await?;
        // A password reset ends the keys that exist by then: none is created by a session that it ended.
        let locked = lock_subject(&*unit, user.token_subject()).await?;
        locked.ok_or(CreateKeyError::SessionEnded(OwnerGone))?;
        self.check_room(&*unit, user.id).await?;
        let insert = InsertKey {
            owner: user.id,
            name,
            prefix: secret.prefix().to_owned(),
            hash: secret.hash(),
            scopes,
            expires_at: new.expires_at,
            created_at: now,
        };
        let key = unit.keys().insert(&insert).await?;
        unit.commit().await?;
        Ok(CreatedKey { key, secret })
    }

    /// The owner has fewer keys than the limit. The caller holds the owner's lock.
    async fn check_room(&self, unit: &dyn UnitOfWork, owner: UserId) -> Result<(), CreateKeyError> {
        let limit = self.limits.keys_per_user;
        let all = KeyQuery {
            owner: Some(owner),
            after: None,
            limit: u32::try_from(limit).unwrap_or(u32::MAX),
        };
        let existing = unit.keys().list(&all).await?.len() as u64;
        (existing < limit)
            .then_some(())
            .ok_or(CreateKeyError::TooMany)
    }
}

fn log_created(key: &ApiKey) {
    let (key, user, scopes) = (key.id.0, key.owner.0, key.scopes.to_string());
    let text = "an API key is created";
    tracing::info!(event = "key_created", key, user, scopes, "{text}");
}

fn parse(new: &NewKey, now: Timestamp) -> Result<(KeyName, KeyScopes), Violations> {
    let mut violations = Violations::default();
    let name = violations.check("name", KeyName::parse(&new.name));
    if new.scopes.is_empty() {
        let names = KeyScope::ALL.map(KeyScope::name).join(", ");
        violations.add("scopes", format!("must have at least one of {names}"));
    }
    if let Some(end) = new.expires_at {
        violations.check("expires_at", time::check_expiry(end, now));
    }
    match name {
        Some(name) if violations.as_slice().is_empty() => Ok((name, KeyScopes::new(&new.scopes))),
        _ => Err(violations),
    }
}

fault!(CreateKeyError {
    violations: [Invalid => "invalid"],
    variants: [TooMany => Conflict "key-limit-reached"],
    transparent: [SessionEnded, Random, Store],
});
