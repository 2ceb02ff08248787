use super::{Link, Links, Namespace, RedirectStatus, Slug, TargetUrl};
use super::{TOMBSTONE_LIFETIME, terms::Terms};
use crate::fault::{Violations, fault};
use crate::id::UserId;
use crate::ports::{InsertLink, RandomError, StoreError, Timestamp};

/// How often a generated code may collide before it is given up. With 62^7 codes even one collision is rare.
const GENERATE_ATTEMPTS: u32 = 8;

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
    /// The HTTP status code of the redirect; 307 by default.
    pub redirect_status: Option<u16>,
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
    /// [`Namespace::Global`].
    Global,
    /// [`Namespace::Personal`], of whoever makes the link.
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
        let parsed = self.parse(owner, new, now);
        let (slug, link) = parsed.map_err(CreateLinkError::Invalid)?;
        if let Some(slug) = slug {
            return self.insert(link(slug)).await;
        }
        for _ in 0..GENERATE_ATTEMPTS {
            let slug = Slug::generate(&*self.ports.random)?;
            match self.insert(link(slug)).await {
                Err(CreateLinkError::SlugTaken) => {}
                decided => return decided,
            }
        }
        Err(CreateLinkError::NoFreeSlug)
    }

    /// The code, if one was chosen, and what makes a link of a code.
    fn parse(
        &self,
        owner: Option<UserId>,
        new: &NewLink,
        now: Timestamp,
    ) -> Result<(Option<Slug>, impl Fn(Slug) -> InsertLink + use<>), Violations> {
        let mut broken = Violations::default();
        let target = broken.check("url", TargetUrl::parse(&new.url, self.own_url()));
        let slug = new.slug.as_deref().map(Slug::parse).transpose();
        let slug = broken.check("slug", slug);
        let namespace = broken.check("namespace", namespace(owner, new.scope));
        let code = new.redirect_status.map(RedirectStatus::from_code);
        let status = broken.check("redirect_status", code.transpose());
        let terms = Terms {
            redirect_status: status.flatten().unwrap_or_default(),
            expires_at: new.expires_at,
        };
        terms.check_expiry(now, &mut broken);
        terms.check_permanence(&mut broken);
        let parts = target.zip(slug).zip(namespace);
        let ((target, slug), namespace) = match parts {
            Some(parts) if broken.as_slice().is_empty() => parts,
            _ => return Err(broken),
        };
        Ok((slug, move |slug| InsertLink {
            namespace,
            slug,
            target: target.clone(),
            owner,
            redirect_status: terms.redirect_status,
            expires_at: terms.expires_at,
            created_at: now,
        }))
    }

    async fn insert(&self, link: InsertLink) -> Result<Link, CreateLinkError> {
        let unit = self.ports.store.begin().await?;
        let link = unit.links().insert(&link).await?;
        // After the insert, so that no deletion can slip in between.
        if self.is_kept_for_another(&*unit, &link).await? {
            return Err(CreateLinkError::SlugTaken);
        }
        unit.commit().await?;
        Ok(link)
    }

    /// Whether the code of this just written link is a tombstone's that somebody else left.
    pub(super) async fn is_kept_for_another(
        &self,
        unit: &dyn crate::ports::UnitOfWork,
        link: &Link,
    ) -> Result<bool, StoreError> {
        let kept_since = link.updated_at - TOMBSTONE_LIFETIME;
        let tombstone = unit
            .tombstones()
            .find_latest(link.namespace, &link.slug, kept_since)
            .await?;
        Ok(tombstone.is_some_and(|left| left.owner.is_none() || left.owner != link.owner))
    }
}

fn namespace(owner: Option<UserId>, scope: Option<Scope>) -> Result<Namespace, &'static str> {
    match (owner, scope) {
        (_, Some(Scope::Global)) | (None, None) => Ok(Namespace::Global),
        (Some(owner), _) => Ok(Namespace::Personal(owner)),
        (None, Some(Scope::Personal)) => Err("can be personal only for somebody who is signed in"),
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

fault!(CreateLinkError {
    broken_rules: [Invalid => "invalid"],
    own: [
        SlugTaken => Conflict "slug-taken",
        OwnerGone => Unauthenticated "token-invalid",
        NoFreeSlug => Unavailable "no-free-slug"
    ],
    passed_on: [Random, Store],
});
