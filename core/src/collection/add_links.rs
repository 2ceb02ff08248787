use std::collections::BTreeSet;

use super::{Collections, lock_collection};
use crate::fault::{Violations, fault};
use crate::id::{CollectionId, LinkId, UserId};
use crate::ports::{Membership, StoreError, UnitOfWork};

/// The result of adding links to a collection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AddedLinks {
    /// How many links were added.
    pub added: u64,
    /// How many links were in the collection already.
    pub present: u64,
}

/// Why links were not added.
#[derive(Debug, thiserror::Error)]
pub enum AddLinksError {
    /// There are no links, too many, or some that the owner does not have.
    #[error("the links are invalid")]
    Invalid(Violations),
    /// The collection does not exist or belongs to another user. Deliberately the same error, so that existence is not
    /// revealed.
    #[error("collection not found")]
    NotFound,
    /// The link does not exist, is deleted, or belongs to another user. Deliberately the same error, so that existence is not
    /// revealed.
    #[error("link not found")]
    NoLink,
    /// The collection would exceed its limit.
    #[error("the collection is full")]
    Full,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Collections {
    /// The maximum number of links in one call.
    pub const MAX_ADDED: usize = 1_000;

    /// Adds links of `owner` to one of their collections, all or none. Links that are in it already stay.
    #[tracing::instrument(name = "collections.add_links", skip_all)]
    pub async fn add_links(
        &self,
        owner: UserId,
        id: CollectionId,
        links: &[LinkId],
    ) -> Result<AddedLinks, AddLinksError> {
        if links.is_empty() || links.len() > Self::MAX_ADDED {
            let message = format!("must be 1 to {} links", Self::MAX_ADDED);
            return Err(invalid(message));
        }
        let links: BTreeSet<LinkId> = links.iter().copied().collect();
        let unit = self.ports.store.begin().await?;
        let locked = lock_collection(&*unit, owner, id).await?;
        locked.ok_or(AddLinksError::NotFound)?;
        refuse_unknown(&*unit, owner, &links).await?;
        let memberships: Vec<_> = links
            .iter()
            .map(|link| Membership {
                collection: id,
                link: *link,
            })
            .collect();
        let added = unit.memberships().insert(&memberships).await?;
        let full = self.limits.links_per_collection;
        if added > 0 && unit.memberships().count(id).await? > full {
            return Err(AddLinksError::Full);
        }
        unit.commit().await?;
        let present = links.len() as u64 - added;
        Ok(AddedLinks { added, present })
    }
}

impl Collections {
    /// Adds one link of `owner` to one of their collections, if it is not in it.
    pub async fn add_link(
        &self,
        owner: UserId,
        id: CollectionId,
        link: LinkId,
    ) -> Result<(), AddLinksError> {
        match self.add_links(owner, id, &[link]).await {
            Ok(_) => Ok(()),
            Err(AddLinksError::Invalid(_)) => Err(AddLinksError::NoLink),
            Err(error) => Err(error),
        }
    }
}

async fn refuse_unknown(
    unit: &dyn UnitOfWork,
    owner: UserId,
    links: &BTreeSet<LinkId>,
) -> Result<(), AddLinksError> {
    let ids: Vec<LinkId> = links.iter().copied().collect();
    let locked = unit.link_batches().find_for_update(&ids).await?;
    let owned = locked.iter().filter(|link| link.belongs_to(owner));
    let owned: BTreeSet<LinkId> = owned.map(|link| link.id).collect();
    match links.difference(&owned).next() {
        Some(unknown) => Err(invalid(format!("no link of yours has the id {unknown}"))),
        None => Ok(()),
    }
}

fn invalid(message: String) -> AddLinksError {
    AddLinksError::Invalid(Violations::new("links", message))
}

fault!(AddLinksError {
    violations: [Invalid => "invalid"],
    variants: [
        NotFound => NotFound "not-found",
        NoLink => NotFound "not-found",
        Full => Conflict "collection-full"
    ],
    transparent: [Store],
});
