//! Collections, and their memberships.

mod membership;
mod repository;

pub use membership::{Membership, MembershipRepository};
pub use repository::{CollectionQuery, CollectionRepository, InsertCollection};

#[cfg(any(test, feature = "mock"))]
pub use {membership::MockMembershipRepository, repository::MockCollectionRepository};
