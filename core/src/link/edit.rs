use super::field::Terms;
use super::follow::FREE_PREVIEWS;
use super::{Link, Links, RedirectStatus, Slug, Tags, TargetUrl, Title};
use crate::fault::{Violations, fault};
use crate::id::{LinkId, UserId};
use crate::ports::{StoreError, Timestamp};
use crate::revision::Expected;

/// What is to change of a link; what is `None` stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LinkEdit {
    /// Where it leads.
    pub url: Option<String>,
    /// The code. The old one is free at once.
    pub slug: Option<String>,
    /// When it ends; `Some(None)` for never.
    pub expires_at: Option<Option<Timestamp>>,
    /// After how many clicks, of those before too, it ends; `Some(None)` for never.
    pub max_clicks: Option<Option<u64>>,
    /// The HTTP status code of the redirect.
    pub redirect_status: Option<u16>,
    /// What its owner calls it; `Some(None)` for nothing.
    pub title: Option<Option<String>>,
    /// All the words by which its owner finds it.
    pub tags: Option<Vec<String>>,
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
    /// It was changed since it was read.
    #[error("the link was changed meanwhile; read it again")]
    Stale,
    /// The code is taken, or kept for its former owner.
    #[error("this short code is taken")]
    SlugTaken,
    /// The store failed.
    #[error(transparent)]
    Store(StoreError),
}

impl Links {
    /// Changes a link of `owner`, if it is at the expected revision. One that is as it is asked for already stays at its revision.
    #[tracing::instrument(name = "links.edit", skip_all)]
    pub async fn edit(
        &self,
        owner: UserId,
        id: LinkId,
        expected: &Expected,
        edit: &LinkEdit,
    ) -> Result<Link, EditLinkError> {
        let now = self.ports.clock.now();
        let unit = self.ports.store.begin().await?;
        let held = unit.links().find_for_update(id).await?;
        let old = held
            .filter(|link| link.is_kept_by(owner))
            .ok_or(EditLinkError::NotFound)?;
        let mut link = self.edited(&old, expected, edit, now)?;
        if link == old {
            return Ok(link);
        }
        unit.links().update(&link).await?;
        if link.slug != old.slug && self.is_kept_for_another(&*unit, &link).await? {
            return Err(EditLinkError::SlugTaken);
        }
        if is_newly_limited(&old, &link) {
            unit.clicks().reset_taken(link.id, FREE_PREVIEWS).await?;
        }
        if link.max_clicks != old.max_clicks {
            let stored = unit.links().find_for_update(id).await?;
            link.exhausted = stored.is_some_and(|stored| stored.exhausted);
        }
        unit.commit().await?;
        self.ports.route_finder.forget(old.namespace, &old.slug);
        Ok(link)
    }

    /// What the edit makes of a link: the very same where it changes nothing.
    pub(super) fn edited(
        &self,
        link: &Link,
        expected: &Expected,
        edit: &LinkEdit,
        now: Timestamp,
    ) -> Result<Link, EditLinkError> {
        if !expected.admits(link.revision) {
            return Err(EditLinkError::Stale);
        }
        let mut edited = link.clone();
        let applied = self.apply(edit, &mut edited, now);
        applied.map_err(EditLinkError::Invalid)?;
        if edited != *link {
            edited.touch(now);
        }
        Ok(edited)
    }

    fn apply(&self, edit: &LinkEdit, link: &mut Link, now: Timestamp) -> Result<(), Violations> {
        let mut broken = Violations::default();
        let target = edit.url.as_deref();
        let target = target.map(|url| TargetUrl::parse(url, self.own_url()));
        let target = broken.check("url", target.transpose()).flatten();
        let slug = edit.slug.as_deref().map(Slug::parse).transpose();
        let slug = broken.check("slug", slug).flatten();
        let terms = edited_terms(edit, link, now, &mut broken);
        edit_notes(edit, link, &mut broken);
        if !broken.as_slice().is_empty() {
            return Err(broken);
        }
        link.target = target.unwrap_or_else(|| link.target.clone());
        link.slug = slug.unwrap_or_else(|| link.slug.clone());
        link.redirect_status = terms.redirect_status;
        link.expires_at = terms.expires_at;
        link.max_clicks = terms.max_clicks;
        Ok(())
    }
}

/// Whether the clicks of a link are limited from now on, and were not before: then those that it has count.
pub(super) fn is_newly_limited(old: &Link, new: &Link) -> bool {
    old.max_clicks.is_none() && new.max_clicks.is_some()
}

fn edited_terms(edit: &LinkEdit, link: &Link, now: Timestamp, broken: &mut Violations) -> Terms {
    let status = edit.redirect_status.map(RedirectStatus::from_code);
    let status = broken.check("redirect_status", status.transpose());
    let terms = Terms {
        redirect_status: status.flatten().unwrap_or(link.redirect_status),
        expires_at: edit.expires_at.unwrap_or(link.expires_at),
        max_clicks: edit.max_clicks.unwrap_or(link.max_clicks),
    };
    // A link that is over may be changed in other ways.
    if edit.expires_at.is_some() {
        terms.check_expiry(now, broken);
    }
    terms.check_max_clicks(broken);
    terms.check_permanence(broken);
    terms
}

fn edit_notes(edit: &LinkEdit, link: &mut Link, broken: &mut Violations) {
    if let Some(title) = &edit.title {
        let title = title.as_deref().map(Title::parse).transpose();
        link.title = broken.check("title", title).flatten();
    }
    if let Some(tags) = &edit.tags {
        link.tags = broken.check("tags", Tags::parse(tags)).unwrap_or_default();
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
    own: [
        NotFound => NotFound "not-found",
        Stale => Stale "stale",
        SlugTaken => Conflict "slug-taken"],
    passed_on: [Store],
});
