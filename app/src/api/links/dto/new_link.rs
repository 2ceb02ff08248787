use chrono::{DateTime, Utc};
use korotko_core::link;
use poem_openapi::Object;
use poem_openapi::types::Example;
use serde::Deserialize;

use super::{NamespaceView, QueryForwardingView};
use crate::api::{examples, moment};

/// A link to create.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example)]
pub(crate) struct NewLink {
    /// The target: an absolute http or https URL.
    #[oai(validator(max_length = 2048))]
    pub url: String,
    /// The slug: 1 to 64 characters of `A-Z a-z 0-9 _ -`. Default: seven random letters and digits.
    #[serde(default)]
    #[oai(validator(max_length = 64, pattern = "^[A-Za-z0-9_-]+$"))]
    pub slug: Option<String>,
    /// Where the slug is unique. Default: `personal` with a token, otherwise `global`.
    #[serde(default)]
    pub namespace: Option<NamespaceView>,
    /// The title: one line of 1 to 255 characters. Not for anonymous links.
    #[serde(default)]
    #[oai(validator(min_length = 1, max_length = 255))]
    pub title: Option<String>,
    /// Up to 20 tags of 1 to 50 characters. Tags that differ only by case are the same. Not for anonymous links.
    #[serde(default)]
    #[oai(default, validator(max_items = 20, min_length = 1, max_length = 50))]
    pub tags: Vec<String>,
    /// When the link expires; from then on it redirects to `fallback_url`, or answers 410. Default: never.
    #[serde(default, deserialize_with = "moment::nullable")]
    pub expires_at: Option<DateTime<Utc>>,
    /// The maximum number of clicks, of people and bots; after that the link redirects to `fallback_url`, or answers 410. Default: no
    /// maximum. The first 20 previews, such as those of messengers, do not count, so a preview may reveal the target.
    #[serde(default)]
    #[oai(validator(minimum(value = "1"), maximum(value = "1000000000")))]
    pub max_clicks: Option<u64>,
    /// Where the link redirects once it is `expired` or `exhausted`, always with 307: an absolute http or https URL. Such a redirect is
    /// no click, and no query is forwarded. Default: none; the link answers 410.
    #[serde(default)]
    #[oai(validator(max_length = 2048))]
    pub fallback_url: Option<String>,
    /// The redirect status: 307 (default), 302, 301 or 308. 301 and 308 are permanent, and cannot be combined with `expires_at` or
    /// `max_clicks`.
    #[serde(default)]
    pub redirect_status: Option<u16>,
    /// What happens to the query of a request to the link, such as `utm_source=mail`. Default: `default_query_forwarding` of your
    /// account, and `off` for an anonymous link.
    #[serde(default)]
    pub query_forwarding: Option<QueryForwardingView>,
}

impl From<NewLink> for link::NewLink {
    fn from(new: NewLink) -> Self {
        Self {
            url: new.url,
            slug: new.slug,
            scope: new.namespace.map(Into::into),
            expires_at: new.expires_at,
            max_clicks: new.max_clicks,
            fallback_url: new.fallback_url,
            redirect_status: new.redirect_status,
            query_forwarding: new.query_forwarding.map(Into::into),
            title: new.title,
            tags: new.tags,
            imported_clicks: None,
        }
    }
}

impl Example for NewLink {
    fn example() -> Self {
        Self {
            url: examples::URL.to_owned(),
            slug: Some(examples::SLUG.to_owned()),
            namespace: Some(NamespaceView::Personal),
            title: Some(examples::TITLE.to_owned()),
            tags: examples::tags(),
            expires_at: Some(examples::future()),
            max_clicks: Some(1_000),
            fallback_url: Some(examples::FALLBACK_URL.to_owned()),
            redirect_status: Some(307),
            query_forwarding: Some(QueryForwardingView::Append),
        }
    }
}
