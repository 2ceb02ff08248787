use super::field::GENERATE_ATTEMPTS;
use super::{Link, Links, NewLink, Slug};
use crate::fault::{Violations, fault};
use crate::id::UserId;
use crate::ports::{InsertLink, RandomError, StoreError};
use crate::user::OwnerGone;

/// Why there is no new link.
#[derive(Debug, thiserror::Error)]
pub enum CreateLinkError {
    /// A field breaks a rule.
    #[error("the link cannot be made as asked")]
    Invalid(Violations),
    /// The code is taken, or kept for its former owner.
    #[error("this short code is taken")]
    SlugTaken,
    /// The owner has as many links as one may have.
    #[error("there are as many links as one user may have; delete some first")]
    TooMany,
    /// The owner's account no longer exists.
    #[error(transparent)]
    OwnerGone(OwnerGone),
    /// Every generated code was taken; another call may find one.
    #[error("no free short code was found")]
    NoFreeSlug,
    /// No random bytes for a code.
    #[error(transparent)]
    Random(#[from] RandomError),
    /// The store failed.
    #[error(transparent)]
    Store(StoreError),
}

impl Links {
    /// Makes a link: of `owner`, or an anonymous one in the global namespace.
    #[tracing::instrument(name = "links.create", skip_all)]
    pub async fn create(
        &self,
        owner: Option<UserId>,
        new: &NewLink,
    ) -> Result<Link, CreateLinkError> {
        let now = self.ports.clock.now();
        let draft = self.draft(owner, new, now);
        let draft = draft.map_err(CreateLinkError::Invalid)?;
        if let Some(slug) = &draft.slug {
            return self.insert(draft.with_slug(slug.clone())).await;
        }
        for _ in 0..GENERATE_ATTEMPTS {
            let slug = Slug::generate(&*self.ports.random)?;
            match self.insert(draft.with_slug(slug)).await {
                Err(CreateLinkError::SlugTaken) => {}
                decided => return decided,
            }
        }
        Err(CreateLinkError::NoFreeSlug)
    }

    async fn insert(&self, link: InsertLink) -> Result<Link, CreateLinkError> {
        let unit = self.ports.store.begin().await?;
        if let Some(owner) = link.owner
            && self.lock_room(&*unit, owner).await? == 0
        {
            return Err(CreateLinkError::TooMany);
        }
        let link = unit.links().insert(&link).await?;
        // After the insert, so that no deletion can slip in between.
        if self.is_kept_for_another(&*unit, &link).await? {
            return Err(CreateLinkError::SlugTaken);
        }
        unit.commit().await?;
        Ok(link)
    }
}

impl From<StoreError> for CreateLinkError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Conflict => Self::SlugTaken,
            StoreError::Missing => Self::OwnerGone(OwnerGone),
            error => Self::Store(error),
        }
    }
}

fault!(CreateLinkError {
    broken_rules: [Invalid => "invalid"],
    own: [
        SlugTaken => Conflict "slug-taken",
        TooMany => Conflict "too-many-links",
        NoFreeSlug => Unavailable "no-free-slug"
    ],
    passed_on: [OwnerGone, Random, Store],
});
