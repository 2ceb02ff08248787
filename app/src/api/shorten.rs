//! Shorten a URL, and follow a short link.

use std::sync::Arc;

use korotko_core::Korotko;
use korotko_core::link::{self, Redirect, ResolveLinkError};
use korotko_useragent::AgentReader;
use poem_openapi::param::Path;
use poem_openapi::payload::Json;
use poem_openapi::types::Example;
use poem_openapi::{ApiResponse, Object, OpenApi};
use serde::Deserialize;

use super::bearer::MaybeSignedIn;
use super::client::Client;
use super::examples;
use super::follow::{FollowProblem, Followed, NamespaceParam};
use super::follower::FollowRequest;
use super::problems::CreateLinkProblem;
use super::redirect_outcomes::RedirectOutcomes;
use crate::api::Tag;
use crate::http::JsonBody;
use crate::http::problem::Problem;

/// A URL to shorten.
#[derive(Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example)]
pub(crate) struct NewShortUrl {
    /// The target: an absolute http or https URL.
    #[oai(validator(max_length = 2048))]
    pub url: String,
    /// The slug: 1 to 64 characters of `A-Z a-z 0-9 _ -`. Default: seven random letters and digits.
    #[serde(default)]
    #[oai(validator(max_length = 64, pattern = "^[A-Za-z0-9_-]+$"))]
    pub custom_url: Option<String>,
}

impl Example for NewShortUrl {
    fn example() -> Self {
        Self {
            url: examples::URL.to_owned(),
            custom_url: Some(examples::SLUG.to_owned()),
        }
    }
}

/// A shortened URL.
#[derive(Object)]
#[oai(example)]
pub(crate) struct ShortUrl {
    /// The target URL.
    pub url: String,
    /// The slug, chosen or generated.
    pub custom_url: String,
    /// The short URL to share.
    pub share_url: String,
}

impl Example for ShortUrl {
    fn example() -> Self {
        Self {
            url: examples::URL.to_owned(),
            custom_url: examples::SLUG.to_owned(),
            share_url: examples::SHARE_URL.to_owned(),
        }
    }
}

#[derive(ApiResponse)]
enum Shortened {
    /// The short URL was created.
    #[oai(status = 201)]
    Created(
        Json<ShortUrl>,
        /// The short URL to share.
        #[oai(header = "Location")]
        String,
    ),
}

/// Shortening a URL and following a short link.
pub struct ShortenApi {
    pub(in crate::api) korotko: Korotko,
    pub(in crate::api) agents: Arc<AgentReader>,
    pub(in crate::api) outcomes: RedirectOutcomes,
}

impl ShortenApi {
    /// Resolves a slug. A GET is recorded as a click; a HEAD is not.
    async fn follow(
        &self,
        slug: &str,
        namespace: NamespaceParam,
        request: FollowRequest<'_>,
    ) -> Result<Followed, FollowProblem> {
        let followed = self.resolve(slug, namespace, &request).await;
        self.outcomes.add(&followed);
        Ok(Followed::new(followed?, request.query))
    }

    async fn resolve(
        &self,
        slug: &str,
        namespace: NamespaceParam,
        request: &FollowRequest<'_>,
    ) -> Result<Redirect, ResolveLinkError> {
        let links = &self.korotko.links;
        let namespace = namespace.0.ok_or(ResolveLinkError::NotFound)?;
        if request.counts {
            let client = request.client(&self.agents);
            links.follow(namespace, slug, &client).await
        } else {
            links.resolve(namespace, slug, request.address).await
        }
    }
}

#[OpenApi(tag = "Tag::Shortening")]
impl ShortenApi {
    /// Shorten a URL
    ///
    /// Creates a link from a URL and, optionally, a slug. Sign in to own the link; without a token it is anonymous and global. For
    /// titles, tags, expiry and other settings use `createLink`.
    #[oai(path = "/api/url", method = "post", operation_id = "shortenUrl")]
    async fn shorten(
        &self,
        user: MaybeSignedIn,
        client: Client,
        body: JsonBody<NewShortUrl>,
    ) -> Result<Shortened, CreateLinkProblem> {
        let links = &self.korotko.links;
        let owner = user.0.map(|user| user.id);
        let link = links.create(owner, &body.0.into(), client.0).await;
        let link =
            link.map_err(|refusal| Problem::from_fault(&refusal).renaming("slug", "custom_url"))?;
        let share_url = String::from(links.share_url(&link));
        let short = ShortUrl {
            url: link.target.to_string(),
            custom_url: link.slug.to_string(),
            share_url: share_url.clone(),
        };
        Ok(Shortened::Created(Json(short), share_url))
    }

    /// Follow a short link (long path)
    ///
    /// Does the same as `followLink`. As there, a browser cannot show the redirect on this page: open
    /// [`/api/url/promo?u=1`](/api/url/promo?u=1) in a new tab, with your slug and user id.
    #[oai(path = "/api/url/:slug", method = "get", operation_id = "followUrl")]
    async fn follow_url(
        &self,
        /// The slug.
        slug: Path<String>,
        /// The id of the owner, for a personal link.
        u: NamespaceParam,
        request: FollowRequest<'_>,
    ) -> Result<Followed, FollowProblem> {
        self.follow(&slug.0, u, request).await
    }

    /// Follow a short link
    ///
    /// Redirects to the target and counts a click. A global link needs the slug only; a personal link also needs `u`. Other parameters
    /// are forwarded to the target if the link says so (`query_forwarding`). An expired or exhausted link redirects to its
    /// `fallback_url`, if it has one, without counting a click. A HEAD request returns the target without counting a click.
    ///
    /// **Try it out** shows "Failed to fetch" here, although the click is counted: a browser does not let a page see a redirect to
    /// another site. Open the `share_url` of your link in a new tab instead, such as [`/promo?u=1`](/promo?u=1).
    #[oai(path = "/:slug", method = "get", operation_id = "followLink")]
    async fn follow_link(
        &self,
        /// The slug.
        slug: Path<String>,
        /// The id of the owner, for a personal link.
        u: NamespaceParam,
        request: FollowRequest<'_>,
    ) -> Result<Followed, FollowProblem> {
        self.follow(&slug.0, u, request).await
    }
}

impl From<NewShortUrl> for link::NewLink {
    fn from(long: NewShortUrl) -> Self {
        Self {
            url: long.url,
            slug: long.custom_url,
            ..Self::default()
        }
    }
}
