//! Following a short link on the fast path.

use std::fmt;
use std::sync::Arc;

use korotko_core::link::{Links, Slug};
use korotko_useragent::AgentReader;

use super::follow::{Followed, NamespaceParam};
use super::follower::client;
use crate::http::problem::Problem;
use crate::http::{FollowNow, FullResponse, LinkRequest};

/// Follows links whose routes are known.
pub struct KnownLinks {
    links: Links,
    agents: Arc<AgentReader>,
}

impl KnownLinks {
    /// Follows these links, with the user agents that the other operations have read.
    #[must_use]
    pub fn new(links: Links, agents: Arc<AgentReader>) -> Self {
        Self { links, agents }
    }
}

impl FollowNow for KnownLinks {
    /// A path that is no slug may be one of our own.
    fn follow_now(&self, request: LinkRequest<'_>) -> Option<FullResponse> {
        let slug = Slug::parse(request.segment).ok()?;
        let namespace = NamespaceParam::read(request.query.unwrap_or_default())?;
        let followed = if request.head {
            self.links.resolve_known(namespace, &slug)?
        } else {
            let client = client(request.headers, Some(request.address), &self.agents);
            self.links.follow_known(namespace, &slug, &client)?
        };
        Some(match followed {
            Ok(redirect) => {
                Followed::new(redirect, request.query).response(request.redirect.clone())
            }
            Err(error) => Problem::from_fault(&error).response(),
        })
    }
}

impl fmt::Debug for KnownLinks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KnownLinks").finish_non_exhaustive()
    }
}
