use super::{ApiKey, KeySecret, Keys};
use crate::id::UserId;
use crate::ports::StoreError;
use crate::user::{AuthenticateError, User, log_refused_token};

/// A key whose secret was presented, and its owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthenticatedKey {
    /// The owner.
    pub owner: User,
    /// The key. The caller MUST check its scopes, and should record the use
    /// ([`Keys::use_to_record`](super::Keys::use_to_record)).
    pub key: ApiKey,
}

impl Keys {
    /// The key of this secret. It and its owner are read from the store each time, so that a deleted key is refused at once on
    /// every node; a secret whose checksum is wrong is refused without that.
    pub async fn authenticate(&self, secret: &str) -> Result<AuthenticatedKey, AuthenticateError> {
        let found = self.find_by_secret(secret).await?;
        found.map_err(|owner| {
            log_refused_token("key", owner);
            AuthenticateError::TokenInvalid
        })
    }

    /// The key of this secret; otherwise the owner of the key that is refused, if there is one.
    #[tracing::instrument(name = "keys.authenticate", skip_all)]
    async fn find_by_secret(
        &self,
        secret: &str,
    ) -> Result<Result<AuthenticatedKey, Option<UserId>>, StoreError> {
        let now = self.ports.clock.now();
        let store = &self.ports.store;
        let Some(secret) = KeySecret::parse(secret) else {
            return Ok(Err(None));
        };
        let Some(key) = store.keys().find_by_hash(&secret.hash()).await? else {
            return Ok(Err(None));
        };
        if key.has_expired(now) {
            return Ok(Err(Some(key.owner)));
        }
        let owner = store.users().find_by_id(key.owner).await?;
        let owner = owner.filter(|owner| owner.is_verified() && !owner.is_disabled());
        Ok(owner
            .map(|owner| AuthenticatedKey { owner, key })
            .ok_or(None))
    }
}
