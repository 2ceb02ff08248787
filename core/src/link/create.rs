use super::bulk::HoldError;
use super::{Link, Links, Slug};
use crate::fault::{Violations, fault};
use crate::id::UserId;
use crate::ports::{InsertLink, RandomError, StoreError, Timestamp};

/// How often a generated code may collide before it is given up. With 62^7 codes even one collision is rare.
pub(super) const GENERATE_ATTEMPTS: u32 = 8;

/// What somebody gives to make a link, as it came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewLink {
    /// Where it leads.
    pub url: String,
    /// The code, if it is chosen and not generated.
    pub slug: Option<String>,
    /// Where the code counts; by default among the owner's, and everywhere for an anonymous link.
    pub scope: Option<Scope>,
    /// When it ends, if it does.
    pub expires_at: Option<Timestamp>,
    /// After how many clicks it ends, if it does; 1 or more.
    pub max_clicks: Option<u64>,
    /// The HTTP status code of the redirect; 307 by default.
    pub redirect_status: Option<u16>,
    /// What its owner calls it; an anonymous link has no title.
    pub title: Option<String>,
    /// The words by which its owner finds it; an anonymous link has none.
    pub tags: Vec<String>,
}

impl NewLink {
    /// A link to `url`, with a generated code and no end.
    #[must_use]
    pub fn to(url: &str) -> Self {
        Self {
            url: url.to_owned(),
            ..Self::default()
        }
    }

    /// The same with a code of one's choice.
    #[must_use]
    pub fn with_slug(mut self, slug: &str) -> Self {
        self.slug = Some(slug.to_owned());
        self
    }
}

/// Whether a code stands alone or belongs to its owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// [`Namespace::Global`](super::Namespace::Global).
    Global,
    /// [`Namespace::Personal`](super::Namespace::Personal), of whoever makes the link.
    Personal,
}

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
    /// The owner's account is gone meanwhile.
    #[error("this session is over; sign in again")]
    OwnerGone,
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
            && self.hold_room(&*unit, owner).await? == 0
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
            StoreError::Missing => Self::OwnerGone,
            error => Self::Store(error),
        }
    }
}

impl From<HoldError> for CreateLinkError {
    fn from(error: HoldError) -> Self {
        match error {
            HoldError::OwnerGone => Self::OwnerGone,
            HoldError::Store(error) => Self::Store(error),
        }
    }
}

fault!(CreateLinkError {
    broken_rules: [Invalid => "invalid"],
    own: [
        SlugTaken => Conflict "slug-taken",
        TooMany => Conflict "too-many-links",
        OwnerGone => Unauthenticated "token-invalid",
        NoFreeSlug => Unavailable "no-free-slug"
    ],
    passed_on: [Random, Store],
});
