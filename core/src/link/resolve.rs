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
    /// The link was deleted, is past its end, or had as many clicks as it may have.
    #[error("this link is no more")]
    Gone,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Links {
    /// Where the code `slug` of this namespace leads, for somebody who only asks: this is no click.
    pub async fn resolve(
        &self,
        namespace: Namespace,
        slug: &str,
    ) -> Result<Redirect, ResolveLinkError> {
        let resolved = self.look_up(namespace, slug).await?;
        let redirect = resolved.redirect;
        if let Some(most) = resolved.max_clicks {
            let statistics = self.ports.store.statistics();
            if statistics.count_taken(redirect.link).await? >= most {
                return Err(ResolveLinkError::Gone);
            }
        }
        Ok(redirect)
    }

    /// The link of a code, if it lives; whether it has clicks left, is not asked.
    pub(super) async fn look_up(
        &self,
        namespace: Namespace,
        slug: &str,
    ) -> Result<Resolved, ResolveLinkError> {
        let slug = Slug::parse(slug).map_err(|_| ResolveLinkError::NotFound)?;
        let found = self.ports.routes.find_route(namespace, &slug).await?;
        let route = found.ok_or(ResolveLinkError::NotFound)?;
        let at = self.ports.clock.now();
        check_alive(&route, at)?;
        Ok(Resolved {
            redirect: Redirect {
                link: route.link,
                target: route.target,
                status: route.redirect_status,
            },
            max_clicks: route.max_clicks,
            at,
        })
    }
}

/// A link that lives.
pub(super) struct Resolved {
    pub(super) redirect: Redirect,
    /// After how many clicks it ends.
    pub(super) max_clicks: Option<u64>,
    /// When it was looked up.
    pub(super) at: Timestamp,
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
