//! What must be free before a link is created: room among its owner's links, and its slug.

use super::{Link, Links, Namespace, QueryForwarding, TOMBSTONE_LIFETIME};
use crate::id::UserId;
use crate::ports::{StoreError, UnitOfWork};
use crate::user::lock_owner;

/// What an owner's account says about new links.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Room {
    /// How many more links the owner may have.
    pub(super) links: u64,
    /// The forwarding of links that do not say.
    pub(super) query_forwarding: QueryForwarding,
}

impl Links {
    /// The room for new links of `owner`. Locks the owner until the unit ends; returns [`StoreError::Missing`] when the user no
    /// longer exists.
    pub(super) async fn lock_room(
        &self,
        unit: &dyn UnitOfWork,
        owner: UserId,
    ) -> Result<Room, StoreError> {
        let user = lock_owner(unit, owner).await?;
        let count = unit.links().count_by_owner(owner).await?;
        Ok(Room {
            links: self.limits.links_per_user.saturating_sub(count),
            query_forwarding: user.default_query_forwarding,
        })
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
