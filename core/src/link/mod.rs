//! Short links.

mod allowed;
mod availability;
mod batch;
mod begun_review;
mod block;
mod bulk;
mod create;
mod create_error;
mod create_group;
mod create_together;
mod delete;
mod draft;
mod edit;
mod entity;
mod field;
mod follow;
mod import;
mod list;
mod preview;
mod read;
mod restore;
mod review;
mod shared;
mod state;
#[cfg(test)]
mod tests;

use std::sync::Arc;

pub use crate::query_forwarding::QueryForwarding;
pub use batch::LinkOperation;
pub use block::{Block, BlockCause, BlockReason};
pub use bulk::{Applied, BulkError, OperationError, OperationOutcome};
pub use create_error::CreateLinkError;
pub use delete::DeleteLinkError;
pub use draft::{NewLink, Scope};
pub use edit::{EditLinkError, LinkEdit};
pub use entity::{Link, Namespace, Route, TOMBSTONE_LIFETIME, TRASH_LIFETIME};
#[cfg(any(test, feature = "fuzz"))]
pub(crate) use field::RESERVED;
pub use field::{
    MAX_CLICKS, RedirectStatus, RedirectStatusError, Slug, SlugError, Tag, Tags, TagsError,
    TargetUrl, TargetUrlError, Title,
};
pub use follow::{ClientInfo, Redirect, ResolveLinkError};
pub(crate) use import::STAGING_LIFETIME;
pub use import::{ImportLink, ImportOptions, ImportRow, ImportRows, ImportSummary, RowPosition};
pub use list::{ExportedLink, LinkFilter, LinkPage, ListLinksError, SearchText, searchable_text};
pub use preview::Preview;
pub use restore::RestoreLinkError;
pub use review::ReviewSummary;
pub use state::LinkState;
use url::Url;

use crate::click::Clicks;
use crate::limits::Limits;
use crate::ports::Ports;
use crate::public_url::PublicUrl;
use crate::rate_limit::RateLimiting;
use crate::user::AccessPolicy;
use begun_review::BegunReview;
use create_group::CreateGroups;

/// The use cases of links.
#[derive(Debug, Clone)]
pub struct Links {
    ports: Ports,
    clicks: Clicks,
    public_url: PublicUrl,
    limits: Limits,
    rates: RateLimiting,
    anonymous: bool,
    groups: Arc<CreateGroups>,
    begun_review: Arc<BegunReview>,
}

impl Links {
    /// Creates the use cases on `ports`; `clicks` distinguishes visitors, no link may lead to the host of `public_url`, and `rates`
    /// limits requests.
    pub(crate) fn new(
        ports: Ports,
        clicks: Clicks,
        public_url: PublicUrl,
        limits: Limits,
        rates: RateLimiting,
    ) -> Self {
        Self {
            ports,
            clicks,
            public_url,
            limits,
            rates,
            anonymous: true,
            groups: Arc::default(),
            begun_review: Arc::default(),
        }
    }

    /// Follows this policy instead of the default one.
    #[must_use]
    pub fn with_policy(mut self, policy: &AccessPolicy) -> Self {
        self.anonymous = policy.anonymous_links;
        self
    }

    /// The share URL: `/<slug>`, and `/<slug>?u=<user>` for a personal link.
    #[must_use]
    pub fn share_url(&self, link: &Link) -> Url {
        share_url(&self.public_url, link)
    }

    /// The share URL of a slug in this namespace.
    #[must_use]
    pub fn share_url_of(&self, namespace: Namespace, slug: &str) -> Url {
        share_url_of(&self.public_url, namespace, slug)
    }

    /// To be called after this link was created, or changed on this node.
    fn forget_route(&self, link: &Link) {
        self.ports.route_finder.forget(link.namespace, &link.slug);
    }

    fn own_url(&self) -> &Url {
        self.public_url.as_url()
    }
}

/// The share URL of a link below `public_url`.
pub(crate) fn share_url(public_url: &PublicUrl, link: &Link) -> Url {
    share_url_of(public_url, link.namespace, link.slug.as_str())
}

fn share_url_of(public_url: &PublicUrl, namespace: Namespace, slug: &str) -> Url {
    let mut url = public_url.path(slug);
    if let Namespace::Personal(user) = namespace {
        url.set_query(Some(&format!("u={user}")));
    }
    url
}
