use super::{Link, Links};
use crate::fault::fault;
use crate::id::{LinkId, UserId};
use crate::ports::StoreError;

/// Why a link stays deleted.
#[derive(Debug, thiserror::Error)]
pub enum RestoreLinkError {
    /// There is none of this id in the trash of this user.
    #[error("there is no such link in the trash")]
    NotFound,
    /// Another link has its code meanwhile. Edit or delete that one, and try again.
    #[error("this short code is taken meanwhile")]
    SlugTaken,
    /// The owner has as many links as one may have.
    #[error("there are as many links as one user may have; delete some first")]
    TooMany,
    /// The store failed.
    #[error(transparent)]
    Store(StoreError),
}

impl Links {
    /// Brings a link of `owner` back from the trash, with all that it had, also its places in sets. One that is not deleted
    /// stays as it is.
    #[tracing::instrument(name = "links.restore", skip_all)]
    pub async fn restore(&self, owner: UserId, id: LinkId) -> Result<Link, RestoreLinkError> {
        let now = self.ports.clock.now();
        let unit = self.ports.store.begin().await?;
        let room = self.lock_room(&*unit, owner).await?;
        let held = unit.links().find_for_update(id).await?;
        let mut link = match held {
            Some(link) if link.is_kept_by(owner) => return Ok(link),
            Some(link) if link.is_in_trash_of(owner, now) => link,
            _ => return Err(RestoreLinkError::NotFound),
        };
        if room == 0 {
            return Err(RestoreLinkError::TooMany);
        }
        link.deleted_at = None;
        link.touch(now);
        unit.links().update(&link).await?;
        // Among those who had this code, another may have deleted it after this owner did.
        if self.is_kept_for_another(&*unit, &link).await? {
            return Err(RestoreLinkError::SlugTaken);
        }
        unit.commit().await?;
        Ok(link)
    }
}

impl From<StoreError> for RestoreLinkError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Conflict => Self::SlugTaken,
            StoreError::Missing => Self::NotFound,
            error => Self::Store(error),
        }
    }
}

fault!(RestoreLinkError {
    broken_rules: [],
    own: [
        NotFound => NotFound "not-found",
        SlugTaken => Conflict "slug-taken",
        TooMany => Conflict "too-many-links"
    ],
    passed_on: [Store],
});
