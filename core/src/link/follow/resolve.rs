use crate::fault::fault;
use crate::id::LinkId;
use crate::link::{
    LinkState, Links, Namespace, RedirectStatus, Route, Slug, TOMBSTONE_LIFETIME, TargetUrl,
};
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
    /// Its owner switched the link off.
    #[error("this link is switched off")]
    Disabled,
    /// Whoever runs the service switched the link off.
    #[error("this link is blocked")]
    Blocked,
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

    /// The link of a code, if it is live by its route; whether clicks were taken since that was found, is not asked.
    pub(super) async fn look_up(
        &self,
        namespace: Namespace,
        slug: &str,
    ) -> Result<Resolved, ResolveLinkError> {
        let slug = Slug::parse(slug).map_err(|_| ResolveLinkError::NotFound)?;
        let found = self.ports.route_finder.find_route(namespace, &slug).await?;
        let route = found.ok_or(ResolveLinkError::NotFound)?;
        let at = self.ports.clock.now();
        check_live(&route, at)?;
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

/// A link that is live.
pub(super) struct Resolved {
    pub(super) redirect: Redirect,
    /// After how many clicks it ends.
    pub(super) max_clicks: Option<u64>,
    /// When it was looked up.
    pub(super) at: Timestamp,
}

fn check_live(route: &Route, now: Timestamp) -> Result<(), ResolveLinkError> {
    let outlived = |deleted: Timestamp| deleted + TOMBSTONE_LIFETIME <= now;
    match route.state(now) {
        LinkState::Live => Ok(()),
        LinkState::Deleted if route.deleted_at.is_some_and(outlived) => {
            Err(ResolveLinkError::NotFound)
        }
        LinkState::Deleted | LinkState::Exhausted | LinkState::Expired => {
            Err(ResolveLinkError::Gone)
        }
        LinkState::Disabled => Err(ResolveLinkError::Disabled),
        LinkState::Blocked => Err(ResolveLinkError::Blocked),
    }
}

fault!(ResolveLinkError {
    broken_rules: [],
    own: [
        NotFound => NotFound "not-found",
        Gone => Gone "gone",
        Disabled => Gone "link-disabled",
        Blocked => Gone "link-blocked"
    ],
    passed_on: [Store],
});
