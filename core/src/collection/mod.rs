//! Collections of links.

mod add_links;
mod create;
mod delete;
mod edit;
mod entity;
mod list;
mod read;
mod remove_link;
#[cfg(test)]
mod tests;

pub use add_links::{AddLinksError, AddedLinks};
pub use create::{CreateCollectionError, NewCollection};
pub use delete::DeleteCollectionError;
pub use edit::{CollectionEdit, EditCollectionError};
pub use entity::{Collection, CollectionName, Description};
pub use remove_link::RemoveLinkError;

use crate::id::{CollectionId, UserId};
use crate::limits::Limits;
use crate::ports::{Ports, StoreError, UnitOfWork};

/// The use cases of collections.
#[derive(Debug, Clone)]
pub struct Collections {
    ports: Ports,
    limits: Limits,
}

impl Collections {
    /// Creates the use cases on `ports`.
    #[must_use]
    pub fn new(ports: Ports, limits: Limits) -> Self {
        Self { ports, limits }
    }
}

/// The collection with this id if it belongs to this user, locked until the unit ends.
async fn lock_collection(
    unit: &dyn UnitOfWork,
    owner: UserId,
    id: CollectionId,
) -> Result<Option<Collection>, StoreError> {
    let locked = unit.collections().find_for_update(id).await?;
    Ok(locked.filter(|collection| collection.owner == owner))
}
