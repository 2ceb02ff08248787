use super::field::Terms;
use super::follow::FREE_PREVIEWS;
use super::{Link, Links, QueryForwarding, RedirectStatus, Slug, Tags, Title};
use crate::fault::{Violations, fault};
use crate::id::{LinkId, UserId};
use crate::ports::{Change, StoreError, Timestamp};
use crate::revision::ExpectedRevision;

/// The changes to a link; a field that is `None` stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LinkEdit {
    /// The target URL.
    pub url: Option<String>,
    /// The slug. The old one is free at once; it cannot be changed while the operator blocks the link.
    pub slug: Option<String>,
    /// When the link expires; `Some(None)` for never.
    pub expires_at: Option<Option<Timestamp>>,
    /// After how many clicks, including previous ones, the link is exhausted; `Some(None)` for no limit.
    pub max_clicks: Option<Option<u64>>,
    /// Where the link leads once it is expired or exhausted; `Some(None)` for nowhere.
    pub fallback_url: Option<Option<String>>,
    /// The HTTP status code of the redirect.
    pub redirect_status: Option<u16>,
    /// What happens to the query of a request.
    pub query_forwarding: Option<QueryForwarding>,
    /// The title; `Some(None)` for none.
    pub title: Option<Option<String>>,
    /// All tags.
    pub tags: Option<Vec<String>>,
}

/// Why a link was not changed.
#[derive(Debug, thiserror::Error)]
pub enum EditLinkError {
    /// A field violates a rule.
    #[error("the link edit is invalid")]
    Invalid(Violations),
    /// The link does not exist, is deleted, or belongs to another user. Deliberately the same error, so that existence is not
    /// revealed.
    #[error("link not found")]
    NotFound,
    /// The link has changed since it was read.
    #[error("the link has changed since you read it; read it again")]
    Stale,
    /// The operator blocked the link, so that nothing else may take its slug.
    #[error("the slug of this link cannot be changed: it is blocked by the operator")]
    Blocked,
    /// The slug is taken, or reserved for its former owner.
    #[error("this slug is already taken")]
    SlugTaken,
    /// The store failed.
    #[error(transparent)]
    Store(StoreError),
}

impl Links {
    /// Changes a link of `owner`, if it is at the expected revision. An edit that changes nothing keeps the revision.
    #[tracing::instrument(name = "links.edit", skip_all)]
    pub async fn edit(
        &self,
        owner: UserId,
        id: LinkId,
        expected: &ExpectedRevision,
        edit: &LinkEdit,
    ) -> Result<Link, EditLinkError> {
        let now = self.ports.clock.now();
        let unit = self.ports.store.begin().await?;
        let locked = unit.links().find_for_update(id).await?;
        let old = locked
            .filter(|link| link.belongs_to(owner))
            .ok_or(EditLinkError::NotFound)?;
        let mut link = self.edited(&old, expected, edit, now)?;
        if link == old {
            return Ok(link);
        }
        unit.links().update(&link).await?;
        if link.slug != old.slug && self.is_reserved_for_another(&*unit, &link).await? {
            return Err(EditLinkError::SlugTaken);
        }
        if is_newly_limited(&old, &link) {
            unit.clicks().reset_consumed(link.id, FREE_PREVIEWS).await?;
        }
        if link.max_clicks != old.max_clicks {
            let stored = unit.links().find_for_update(id).await?;
            link.exhausted = stored.is_some_and(|stored| stored.exhausted);
        }
        if let Some(change) = Change::between(&old, &link) {
            unit.news().announce(&[change]).await?;
        }
        unit.commit().await?;
        for changed in [&old, &link] {
            self.forget_route(changed);
        }
        Ok(link)
    }

    /// The link with the edit applied; equal to `link` if the edit changes nothing.
    pub(super) fn edited(
        &self,
        link: &Link,
        expected: &ExpectedRevision,
        edit: &LinkEdit,
        now: Timestamp,
    ) -> Result<Link, EditLinkError> {
        if !expected.admits(link.revision) {
            return Err(EditLinkError::Stale);
        }
        let mut edited = link.clone();
        let applied = self.apply(edit, &mut edited, now);
        applied.map_err(EditLinkError::Invalid)?;
        if edited.slug != link.slug && link.is_blocked_by_operator() {
            return Err(EditLinkError::Blocked);
        }
        if edited != *link {
            edited.touch(now);
        }
        Ok(edited)
    }

    fn apply(&self, edit: &LinkEdit, link: &mut Link, now: Timestamp) -> Result<(), Violations> {
        let mut violations = Violations::default();
        let target = edit.url.as_deref();
        let target = target.map(|url| self.parse_target(url));
        let target = violations.check("url", target.transpose()).flatten();
        let slug = edit.slug.as_deref().map(Slug::parse).transpose();
        let slug = violations.check("slug", slug).flatten();
        let terms = self.edited_terms(edit, link, now, &mut violations);
        edit_title_and_tags(edit, link, &mut violations);
        if !violations.as_slice().is_empty() {
            return Err(violations);
        }
        link.target = target.unwrap_or_else(|| link.target.clone());
        link.slug = slug.unwrap_or_else(|| link.slug.clone());
        link.redirect_status = terms.redirect_status;
        link.query_forwarding = edit.query_forwarding.unwrap_or(link.query_forwarding);
        link.expires_at = terms.expires_at;
        link.max_clicks = terms.max_clicks;
        link.fallback = terms.fallback;
        // What leads elsewhere now is no longer blocked by a list.
        link.block = link
            .block
            .as_ref()
            .and_then(|_| self.block_by_list(link, now));
        Ok(())
    }

    fn edited_terms(
        &self,
        edit: &LinkEdit,
        link: &Link,
        now: Timestamp,
        violations: &mut Violations,
    ) -> Terms {
        let status = edit.redirect_status.map(RedirectStatus::from_code);
        let status = violations.check("redirect_status", status.transpose());
        let fallback = match &edit.fallback_url {
            Some(url) => {
                let url = url.as_deref();
                let fallback = url.map(|url| self.parse_target(url));
                violations
                    .check("fallback_url", fallback.transpose())
                    .flatten()
            }
            None => link.fallback.clone(),
        };
        let terms = Terms {
            redirect_status: status.flatten().unwrap_or(link.redirect_status),
            expires_at: edit.expires_at.unwrap_or(link.expires_at),
            max_clicks: edit.max_clicks.unwrap_or(link.max_clicks),
            fallback,
        };
        // An expired link may be changed in other ways.
        if edit.expires_at.is_some() {
            terms.check_expiry(now, violations);
        }
        terms.check_max_clicks(violations);
        terms.check_permanence(violations);
        terms
    }
}

/// Whether a link gets a click limit that had none: then its previous clicks count against it.
pub(super) fn is_newly_limited(old: &Link, new: &Link) -> bool {
    old.max_clicks.is_none() && new.max_clicks.is_some()
}

fn edit_title_and_tags(edit: &LinkEdit, link: &mut Link, violations: &mut Violations) {
    if let Some(title) = &edit.title {
        let title = title.as_deref().map(Title::parse).transpose();
        link.title = violations.check("title", title).flatten();
    }
    if let Some(tags) = &edit.tags {
        link.tags = violations
            .check("tags", Tags::parse(tags))
            .unwrap_or_default();
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
    violations: [Invalid => "invalid"],
    variants: [
        NotFound => NotFound "not-found",
        Stale => Stale "precondition-failed",
        Blocked => Conflict "blocked-by-operator",
        SlugTaken => Conflict "slug-taken"],
    transparent: [Store],
});
