use super::{Links, Namespace, RedirectStatus, Route, Slug, TOMBSTONE_LIFETIME, TargetUrl};
use crate::fault::fault;
use crate::id::LinkId;
use crate::ports::{StoreError, Timestamp};

/// Where to send who follows a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirect {
    /// Which link.
    pub link: LinkId,
    /// Where to.
    pub target: TargetUrl,
    /// How.
    pub status: RedirectStatus,
}

/// Why a code leads nowhere.
#[derive(Debug, thiserror::Error)]
pub enum ResolveLinkError {
    /// No link has this code here.
    #[error("there is no such link")]
    NotFound,
    /// The link was deleted, or is past its end.
    #[error("this link is no more")]
    Gone,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Links {
    /// Where the code `slug` of this namespace leads. One look-up and no unit of work: this is the path that must be quick.
    pub async fn resolve(
        &self,
        namespace: Namespace,
        slug: &str,
    ) -> Result<Redirect, ResolveLinkError> {
        let slug = Slug::parse(slug).map_err(|_| ResolveLinkError::NotFound)?;
        let found = self.ports.routes.find_route(namespace, &slug).await?;
        let route = found.ok_or(ResolveLinkError::NotFound)?;
        check_alive(&route, self.ports.clock.now())?;
        Ok(Redirect {
            link: route.link,
            target: route.target,
            status: route.redirect_status,
        })
    }
}

fn check_alive(route: &Route, now: Timestamp) -> Result<(), ResolveLinkError> {
    match (route.deleted_at, route.expires_at) {
        (Some(deleted), _) if deleted + TOMBSTONE_LIFETIME <= now => {
            Err(ResolveLinkError::NotFound)
        }
        (Some(_), _) => Err(ResolveLinkError::Gone),
        (None, Some(end)) if end <= now => Err(ResolveLinkError::Gone),
        (None, _) => Ok(()),
    }
}

fault!(ResolveLinkError {
    broken_rules: [],
    own: [NotFound => NotFound "not-found", Gone => Gone "gone"],
    passed_on: [Store],
});
