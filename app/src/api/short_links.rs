//! Following a short link on the fast path.

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use korotko_core::link::{Links, Namespace, Redirect, ResolveLinkError, Slug};
use korotko_useragent::AgentReader;

use super::follow::{Followed, NamespaceParam};
use super::follower::client;
use super::redirect_outcomes::RedirectOutcomes;
use crate::http::problem::Problem;
use crate::http::{FastAnswer, FollowLinks, FullResponse, LinkRequest};

/// Follows short links, without the framework.
pub struct ShortLinks {
    links: Links,
    agents: Arc<AgentReader>,
    outcomes: RedirectOutcomes,
}

impl ShortLinks {
    /// Follows these links, with the user agents that the other operations have read, and counts where they led.
    #[must_use]
    pub fn new(links: Links, agents: Arc<AgentReader>, outcomes: RedirectOutcomes) -> Self {
        Self {
            links,
            agents,
            outcomes,
        }
    }

    fn follow_known(
        &self,
        namespace: Namespace,
        slug: &Slug,
        request: &LinkRequest<'_>,
    ) -> Option<Result<Redirect, ResolveLinkError>> {
        if request.head {
            return self.links.resolve_known(namespace, slug);
        }
        let client = client(request.headers, Some(request.address), &self.agents);
        self.links.follow_known(namespace, slug, &client)
    }

    fn response(
        &self,
        followed: Result<Redirect, ResolveLinkError>,
        request: &LinkRequest<'_>,
    ) -> FullResponse {
        self.outcomes.add(&followed);
        match followed {
            Ok(redirect) => {
                let fields = request.redirect.copy(redirect.status.is_permanent());
                Followed::new(redirect, request.query).response(fields)
            }
            Err(error) => Problem::from_fault(&error).response(),
        }
    }
}

#[async_trait]
impl FollowLinks for ShortLinks {
    /// A path that is no slug may be one of our own.
    fn follow_now(&self, request: &LinkRequest<'_>) -> FastAnswer {
        let slug = Slug::parse(request.segment).ok();
        let Some((slug, namespace)) = slug.zip(namespace(request)) else {
            return FastAnswer::Never;
        };
        match self.follow_known(namespace, &slug, request) {
            Some(followed) => FastAnswer::Now(self.response(followed, request)),
            None => FastAnswer::Later,
        }
    }

    async fn follow(&self, request: &LinkRequest<'_>) -> FullResponse {
        let (links, slug) = (&self.links, request.segment);
        let followed = match namespace(request) {
            None => Err(ResolveLinkError::NotFound),
            Some(namespace) if request.head => {
                links.resolve(namespace, slug, Some(request.address)).await
            }
            Some(namespace) => {
                let client = client(request.headers, Some(request.address), &self.agents);
                links.follow(namespace, slug, &client).await
            }
        };
        self.response(followed, request)
    }
}

fn namespace(request: &LinkRequest<'_>) -> Option<Namespace> {
    NamespaceParam::read(request.query.unwrap_or_default())
}

impl fmt::Debug for ShortLinks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ShortLinks").finish_non_exhaustive()
    }
}
