use std::collections::BTreeSet;

use super::{Collections, hold};
use crate::fault::{Violations, fault};
use crate::id::{CollectionId, LinkId, UserId};
use crate::ports::{Membership, StoreError, UnitOfWork};

/// What became of links that were to be in a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AddedLinks {
    /// So many were added.
    pub added: u64,
    /// So many were in it before.
    pub present: u64,
}

/// Why a set is as it was.
#[derive(Debug, thiserror::Error)]
pub enum AddLinksError {
    /// There are no links, too many, or some are none of the owner's.
    #[error("the links cannot be added")]
    Invalid(Violations),
    /// There is no set of this id, or it is somebody else's; which, is not told.
    #[error("there is no such set")]
    NotFound,
    /// There is no link of this id, or it is deleted, or somebody else's; which, is not told.
    #[error("there is no such link")]
    NoLink,
    /// The set would have more links than a set may have.
    #[error("the set would have more links than a set may have")]
    Full,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Collections {
    /// The most links that can be added at once.
    pub const MAX_ADDED: usize = 1_000;

    /// Puts links of `owner` into a set of theirs, all or none. Those that are in it stay.
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
        let held = hold(&*unit, owner, id).await?;
        held.ok_or(AddLinksError::NotFound)?;
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
    /// Puts one link of `owner` into a set of theirs, if it is not in it.
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
    let held = unit.link_batches().find_for_update(&ids).await?;
    let kept = held.iter().filter(|link| link.is_kept_by(owner));
    let kept: BTreeSet<LinkId> = kept.map(|link| link.id).collect();
    match links.difference(&kept).next() {
        Some(unknown) => Err(invalid(format!("none of yours has the id {unknown}"))),
        None => Ok(()),
    }
}

fn invalid(message: String) -> AddLinksError {
    AddLinksError::Invalid(Violations::new("links", message))
}

fault!(AddLinksError {
    broken_rules: [Invalid => "invalid"],
    own: [
        NotFound => NotFound "not-found",
        NoLink => NotFound "not-found",
        Full => Conflict "collection-full"
    ],
    passed_on: [Store],
});
