use super::{Share, ShareSubject, Shares};
use crate::fault::fault;
use crate::id::UserId;
use crate::ports::{InsertShare, StoreError, UnitOfWork};
use crate::user::{OwnerGone, lock_owner};

/// The share of a link or collection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CreatedShare {
    /// The share.
    pub share: Share,
    /// Whether it was created now.
    pub is_new: bool,
}

/// Why nothing was shared.
#[derive(Debug, thiserror::Error)]
pub enum CreateShareError {
    /// The link does not exist, is deleted, or belongs to another user. Deliberately the same error, so that existence is not
    /// revealed.
    #[error("link not found")]
    NoLink,
    /// The collection does not exist or belongs to another user. Deliberately the same error, so that existence is not
    /// revealed.
    #[error("collection not found")]
    NoCollection,
    /// The owner's account no longer exists.
    #[error(transparent)]
    OwnerGone(OwnerGone),
    /// The store failed.
    #[error(transparent)]
    Store(StoreError),
}

impl Shares {
    /// Shares the statistics of a link or collection of `owner`. What is shared already stays so, with the same token.
    #[tracing::instrument(name = "shares.create", skip_all)]
    pub async fn create(
        &self,
        owner: UserId,
        subject: ShareSubject,
    ) -> Result<CreatedShare, CreateShareError> {
        let created_at = self.ports.clock.now();
        let unit = self.ports.store.begin().await?;
        // First, as when links are deleted.
        lock_owner(&*unit, owner).await?;
        lock_subject(&*unit, owner, subject).await?;
        if let Some(share) = unit.shares().find_by_subject(subject).await? {
            let is_new = false;
            return Ok(CreatedShare { share, is_new });
        }
        let insert = InsertShare {
            owner,
            subject,
            created_at,
        };
        let share = unit.shares().insert(&insert).await?;
        unit.commit().await?;
        let is_new = true;
        Ok(CreatedShare { share, is_new })
    }
}

/// Locks what this user wants to share until the unit ends, so that nobody deletes or shares it concurrently.
async fn lock_subject(
    unit: &dyn UnitOfWork,
    owner: UserId,
    subject: ShareSubject,
) -> Result<(), CreateShareError> {
    match subject {
        ShareSubject::Link(id) => {
            let locked = unit.links().find_for_update(id).await?;
            let owned = locked.filter(|link| link.belongs_to(owner));
            owned.map(drop).ok_or(CreateShareError::NoLink)
        }
        ShareSubject::Collection(id) => {
            let locked = unit.collections().find_for_update(id).await?;
            let owned = locked.filter(|collection| collection.owner == owner);
            owned.map(drop).ok_or(CreateShareError::NoCollection)
        }
    }
}

impl From<StoreError> for CreateShareError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Missing => Self::OwnerGone(OwnerGone),
            error => Self::Store(error),
        }
    }
}

fault!(CreateShareError {
    violations: [],
    variants: [NoLink => NotFound "not-found", NoCollection => NotFound "not-found"],
    transparent: [OwnerGone, Store],
});
