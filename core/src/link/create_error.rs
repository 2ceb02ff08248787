use crate::fault::{Violations, fault};
use crate::ports::{RandomError, StoreError};
use crate::rate_limit::RateLimitError;
use crate::user::OwnerGone;

/// Why a link was not created.
#[derive(Debug, thiserror::Error)]
pub enum CreateLinkError {
    /// Links are created with an account only.
    #[error(
        "links cannot be created anonymously here; sign in, and send the access token or an API key"
    )]
    AnonymousLinksOff,
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
    /// Too many anonymous links.
    #[error(transparent)]
    RateLimit(#[from] RateLimitError),
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
        AnonymousLinksOff => Unauthenticated "anonymous-links-off",
        SlugTaken => Conflict "slug-taken",
        TooMany => Conflict "link-limit-reached",
        NoFreeSlug => Unavailable "no-free-slug"
    ],
    transparent: [OwnerGone, RateLimit, Random, Store],
});
