//! Short links.

mod create;
mod delete;
mod edit;
mod entity;
mod list;
mod read;
mod resolve;
mod slug;
mod target_url;
mod terms;
#[cfg(test)]
mod tests;

use std::fmt;

pub use create::{CreateLinkError, NewLink, Scope};
pub use edit::{EditLinkError, LinkEdit};
pub use entity::{Link, Namespace, RedirectStatus, RedirectStatusError, Route, TOMBSTONE_LIFETIME};
pub use list::LinkPage;
pub use read::FindLinkError;
pub use resolve::{Redirect, ResolveLinkError};
pub use slug::{Slug, SlugError};
pub use target_url::{TargetUrl, TargetUrlError};
use url::Url;

use crate::ports::Ports;
use crate::public_url::PublicUrl;

/// The link use cases.
#[derive(Clone)]
pub struct Links {
    ports: Ports,
    public_url: PublicUrl,
}

impl Links {
    /// Puts the use cases on `ports`; no link may lead to the host of `public_url`.
    #[must_use]
    pub fn new(ports: Ports, public_url: PublicUrl) -> Self {
        Self { ports, public_url }
    }

    /// Where a link can be followed: `/<slug>`, and `/<slug>?u=<user>` for a personal one.
    #[must_use]
    pub fn share_url(&self, link: &Link) -> Url {
        let mut url = self.public_url.path(link.slug.as_str());
        if let Namespace::Personal(user) = link.namespace {
            url.set_query(Some(&format!("u={user}")));
        }
        url
    }

    fn own_url(&self) -> &Url {
        self.public_url.as_url()
    }
}

impl fmt::Debug for Links {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Links").finish_non_exhaustive()
    }
}
