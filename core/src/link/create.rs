use super::draft::Draft;
use super::field::GENERATE_ATTEMPTS;
use super::{Link, Links, NewLink, QueryForwarding, Slug};
use crate::fault::{Violations, fault};
use crate::id::UserId;
use crate::ports::{RandomError, StoreError};
use crate::user::OwnerGone;

/// Why a link was not created.
#[derive(Debug, thiserror::Error)]
pub enum CreateLinkError {
    /// A field violates a rule.
    #[error("the link is invalid")]
    Invalid(Violations),
    /// The slug is taken, or reserved for its former owner.
    #[error("this slug is already taken")]
    SlugTaken,
    /// The owner's link limit is reached.
    #[error("link limit reached; delete some links first")]
    TooMany,
    /// The owner's account no longer exists.
    #[error(transparent)]
    OwnerGone(OwnerGone),
    /// Every generated slug was taken; another call may succeed.
    #[error("no free slug found; try again")]
    NoFreeSlug,
    /// No random bytes for a slug.
    #[error(transparent)]
    Random(#[from] RandomError),
    /// The store failed.
    #[error(transparent)]
    Store(StoreError),
}

impl Links {
    /// Creates a link of `owner`, or an anonymous link in the global namespace.
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
            return self.insert(&draft, slug.clone()).await;
        }
        for _ in 0..GENERATE_ATTEMPTS {
            let slug = Slug::generate(&*self.ports.random)?;
            match self.insert(&draft, slug).await {
                Err(CreateLinkError::SlugTaken) => {}
                decided => return decided,
            }
        }
        Err(CreateLinkError::NoFreeSlug)
    }

    async fn insert(&self, draft: &Draft, slug: Slug) -> Result<Link, CreateLinkError> {
        let unit = self.ports.store.begin().await?;
        let mut forwarding = QueryForwarding::default();
        if let Some(owner) = draft.owner {
            let room = self.lock_room(&*unit, owner).await?;
            if room.links == 0 {
                return Err(CreateLinkError::TooMany);
            }
            forwarding = room.query_forwarding;
        }
        let link = draft.with_slug(slug, forwarding);
        let link = unit.links().insert(&link).await?;
        // After the insert, so that no deletion can happen in between.
        if self.is_reserved_for_another(&*unit, &link).await? {
            return Err(CreateLinkError::SlugTaken);
        }
        unit.commit().await?;
        self.forget_route(&link);
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
    violations: [Invalid => "invalid"],
    variants: [
        SlugTaken => Conflict "slug-taken",
        TooMany => Conflict "link-limit-reached",
        NoFreeSlug => Unavailable "no-free-slug"
    ],
    transparent: [OwnerGone, Random, Store],
});
