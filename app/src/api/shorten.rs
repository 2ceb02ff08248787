//! The small original contract: shorten a URL, follow a short code.

use std::sync::Arc;

use korotko_core::Korotko;
use korotko_core::link::{self, ResolveLinkError};
use korotko_useragent::AgentReader;
use poem_openapi::param::Path;
use poem_openapi::payload::Json;
use poem_openapi::types::Example;
use poem_openapi::{ApiResponse, Object, OpenApi};
use serde::Deserialize;

use super::bearer::MaybeSignedIn;
use super::examples;
use super::follow::{FollowProblem, Followed, Whose};
use super::follower::Visitor;
use super::problems::CreateLinkProblem;
use crate::api::Tag;
use crate::http::JsonBody;
use crate::http::problem::Problem;

/// A URL to be shortened.
#[derive(Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example)]
pub(crate) struct LongUrl {
    /// Where it leads: a complete http or https URL.
    #[oai(validator(max_length = 2048))]
    pub url: String,
    /// The short code: 1 to 64 of `A-Z a-z 0-9 _ -`. Seven random letters and digits when it is left out.
    #[serde(default)]
    #[oai(validator(max_length = 64, pattern = "^[A-Za-z0-9_-]+$"))]
    pub custom_url: Option<String>,
}

impl Example for LongUrl {
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
    /// Where it leads.
    pub url: String,
    /// The short code, chosen or generated.
    pub custom_url: String,
    /// Where it can be followed.
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
    /// The URL is shortened.
    #[oai(status = 201)]
    Created(
        Json<ShortUrl>,
        /// Where it can be followed.
        #[oai(header = "Location")]
        String,
    ),
}

/// The two original operations.
pub struct ShortenApi {
    pub(in crate::api) korotko: Korotko,
    pub(in crate::api) agents: Arc<AgentReader>,
}

impl ShortenApi {
    /// Where the code `slug` leads, in the namespace that is asked for. A GET is a click; a HEAD is none.
    async fn follow(
        &self,
        slug: &str,
        whose: Whose,
        visitor: Visitor<'_>,
    ) -> Result<Followed, FollowProblem> {
        let links = &self.korotko.links;
        let namespace = whose.0.ok_or(ResolveLinkError::NotFound)?;
        if !visitor.goes {
            return Ok(Followed(links.resolve(namespace, slug).await?));
        }
        let follower = visitor.follower(&self.agents);
        Ok(Followed(links.follow(namespace, slug, &follower).await?))
    }
}

#[OpenApi(tag = "Tag::Shortening")]
impl ShortenApi {
    /// Shorten a URL
    ///
    /// As `createLink`, with the two fields that most people need. The id of the link is in `listLinks`.
    #[oai(path = "/api/url", method = "post", operation_id = "shortenUrl")]
    async fn shorten(
        &self,
        user: MaybeSignedIn,
        body: JsonBody<LongUrl>,
    ) -> Result<Shortened, CreateLinkProblem> {
        let links = &self.korotko.links;
        let owner = user.0.map(|user| user.id);
        let link = links.create(owner, &body.0.into()).await;
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

    /// Follow a short code, under its other path
    ///
    /// As `followLink`.
    #[oai(path = "/api/url/:slug", method = "get", operation_id = "followUrl")]
    async fn follow_url(
        &self,
        /// The short code.
        slug: Path<String>,
        /// Whose personal link, by the user's id.
        u: Whose,
        visitor: Visitor<'_>,
    ) -> Result<Followed, FollowProblem> {
        self.follow(&slug.0, u, visitor).await
    }

    /// Follow a link
    ///
    /// Redirects to where the code leads, which counts as a click. A code of the global namespace stands alone; a personal one
    /// needs `u`. A HEAD says where the code leads, and counts as nothing.
    #[oai(path = "/:slug", method = "get", operation_id = "followLink")]
    async fn follow_link(
        &self,
        /// The short code.
        slug: Path<String>,
        /// Whose personal link, by the user's id.
        u: Whose,
        visitor: Visitor<'_>,
    ) -> Result<Followed, FollowProblem> {
        self.follow(&slug.0, u, visitor).await
    }
}

impl From<LongUrl> for link::NewLink {
    fn from(long: LongUrl) -> Self {
        Self {
            url: long.url,
            slug: long.custom_url,
            ..Self::default()
        }
    }
}
