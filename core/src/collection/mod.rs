//! Personal sets of links.

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

/// The use cases of sets.
#[derive(Debug, Clone)]
pub struct Collections {
    ports: Ports,
    limits: Limits,
}

impl Collections {
    /// Puts the use cases on `ports`.
    #[must_use]
    pub fn new(ports: Ports, limits: Limits) -> Self {
        Self { ports, limits }
    }
}

/// The set of this id if it is this user's, held until the unit ends.
async fn hold(
    unit: &dyn UnitOfWork,
    owner: UserId,
    id: CollectionId,
) -> Result<Option<Collection>, StoreError> {
    let held = unit.collections().find_for_update(id).await?;
    Ok(held.filter(|collection| collection.owner == owner))
}
