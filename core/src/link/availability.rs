//! What must be free before a link is created: room among its owner's links, and its slug.

use super::{Link, Links, Namespace, TOMBSTONE_LIFETIME};
use crate::id::UserId;
use crate::ports::{StoreError, UnitOfWork};
use crate::user::lock_owner;

impl Links {
    /// How many more links `owner` may have. Locks the owner until the unit ends; returns [`StoreError::Missing`] when the user
    /// no longer exists.
    pub(super) async fn lock_room(
        &self,
        unit: &dyn UnitOfWork,
        owner: UserId,
    ) -> Result<u64, StoreError> {
        lock_owner(unit, owner).await?;
        let count = unit.links().count_by_owner(owner).await?;
        Ok(self.limits.links_per_user.saturating_sub(count))
    }

    /// Whether the slug of this just written link is reserved by a tombstone of another owner. In a personal namespace that is
    /// impossible. To be called after the write, so that no deletion can happen in between.
    pub(super) async fn is_reserved_for_another(
        &self,
        unit: &dyn UnitOfWork,
        link: &Link,
    ) -> Result<bool, StoreError> {
        if link.namespace != Namespace::Global {
            return Ok(false);
        }
        let reserved_since = link.updated_at - TOMBSTONE_LIFETIME;
        let tombstone = unit
            .tombstones()
            .find_latest(link.namespace, &link.slug, reserved_since)
            .await?;
        Ok(tombstone.is_some_and(|left| left.owner.is_none() || left.owner != link.owner))
    }
}
