use super::{Link, Links};
use crate::fault::fault;
use crate::id::{LinkId, UserId};
use crate::ports::StoreError;

/// Why a link was not restored.
#[derive(Debug, thiserror::Error)]
pub enum RestoreLinkError {
    /// The link is not in the trash of this user.
    #[error("link not found in the trash")]
    NotFound,
    /// Another link has the slug now. Edit or delete that link first.
    #[error("this slug is now taken by another link")]
    SlugTaken,
    /// The owner's link limit is reached.
    #[error("link limit reached; delete some links first")]
    TooMany,
    /// The store failed.
    #[error(transparent)]
    Store(StoreError),
}

impl Links {
    /// Restores a link of `owner` from the trash with all its fields and memberships. A link that is not deleted stays as it
    /// is.
    #[tracing::instrument(name = "links.restore", skip_all)]
    pub async fn restore(&self, owner: UserId, id: LinkId) -> Result<Link, RestoreLinkError> {
        let now = self.ports.clock.now();
        let unit = self.ports.store.begin().await?;
        let room = self.lock_room(&*unit, owner).await?.links;
        let locked = unit.links().find_for_update(id).await?;
        let mut link = match locked {
            Some(link) if link.belongs_to(owner) => return Ok(link),
            Some(link) if link.is_in_trash_of(owner, now) => link,
            _ => return Err(RestoreLinkError::NotFound),
        };
        if room == 0 {
            return Err(RestoreLinkError::TooMany);
        }
        link.deleted_at = None;
        link.touch(now);
        unit.links().update(&link).await?;
        // Another owner may have used this slug and deleted their link after this one.
        if self.is_reserved_for_another(&*unit, &link).await? {
            return Err(RestoreLinkError::SlugTaken);
        }
        unit.commit().await?;
        self.forget_route(&link);
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
    violations: [],
    variants: [
        NotFound => NotFound "not-found",
        SlugTaken => Conflict "slug-taken",
        TooMany => Conflict "link-limit-reached"
    ],
    transparent: [Store],
});
