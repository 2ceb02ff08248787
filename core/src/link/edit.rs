use super::{Link, Links, RedirectStatus, Slug, TargetUrl, terms::Terms};
use crate::fault::{Violations, fault};
use crate::id::{LinkId, UserId};
use crate::ports::{StoreError, Timestamp};

/// What is to change of a link; what is `None` stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LinkEdit {
    /// Where it leads.
    pub url: Option<String>,
    /// The code. The old one is free at once.
    pub slug: Option<String>,
    /// When it ends; `Some(None)` for never.
    pub expires_at: Option<Option<Timestamp>>,
    /// The HTTP status code of the redirect.
    pub redirect_status: Option<u16>,
}

/// Why a link is as it was.
#[derive(Debug, thiserror::Error)]
pub enum EditLinkError {
    /// A field breaks a rule.
    #[error("the link cannot be changed as asked")]
    Invalid(Violations),
    /// There is none of this id, or it is deleted, or somebody else's; which, is not told.
    #[error("there is no such link")]
    NotFound,
    /// The code is taken, or kept for its former owner.
    #[error("this short code is taken")]
    SlugTaken,
    /// The store failed.
    #[error(transparent)]
    Store(StoreError),
}

impl Links {
    /// Changes a live link of `owner`.
    #[tracing::instrument(name = "links.edit", skip_all)]
    pub async fn edit(
        &self,
        owner: UserId,
        id: LinkId,
        edit: &LinkEdit,
    ) -> Result<Link, EditLinkError> {
        let now = self.ports.clock.now();
        let unit = self.ports.store.begin().await?;
        let held = unit.links().find_for_update(id).await?;
        let mut link = held
            .filter(|link| link.is_live_and_of(owner))
            .ok_or(EditLinkError::NotFound)?;
        let old_slug = link.slug.clone();
        self.apply(edit, &mut link, now)
            .map_err(EditLinkError::Invalid)?;
        unit.links().update(&link).await?;
        if link.slug != old_slug && self.is_kept_for_another(&*unit, &link).await? {
            return Err(EditLinkError::SlugTaken);
        }
        unit.commit().await?;
        Ok(link)
    }

    fn apply(&self, edit: &LinkEdit, link: &mut Link, now: Timestamp) -> Result<(), Violations> {
        let mut broken = Violations::default();
        let target = edit.url.as_deref();
        let target = target.map(|url| TargetUrl::parse(url, self.own_url()));
        let target = broken.check("url", target.transpose()).flatten();
        let slug = edit.slug.as_deref().map(Slug::parse).transpose();
        let slug = broken.check("slug", slug).flatten();
        let status = edit.redirect_status.map(RedirectStatus::from_code);
        let status = broken
            .check("redirect_status", status.transpose())
            .flatten();
        let terms = Terms {
            redirect_status: status.unwrap_or(link.redirect_status),
            expires_at: edit.expires_at.unwrap_or(link.expires_at),
        };
        // A link that is over may be changed in other ways.
        if edit.expires_at.is_some() {
            terms.check_expiry(now, &mut broken);
        }
        terms.check_permanence(&mut broken);
        if !broken.as_slice().is_empty() {
            return Err(broken);
        }
        link.target = target.unwrap_or_else(|| link.target.clone());
        link.slug = slug.unwrap_or_else(|| link.slug.clone());
        link.redirect_status = terms.redirect_status;
        link.expires_at = terms.expires_at;
        link.updated_at = now;
        Ok(())
    }
}

impl From<StoreError> for EditLinkError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Conflict => Self::SlugTaken,
            error => Self::Store(error),
        }
    }
}

fault!(EditLinkError {
    broken_rules: [Invalid => "invalid"],
    own: [NotFound => NotFound "not-found", SlugTaken => Conflict "slug-taken"],
    passed_on: [Store],
});
