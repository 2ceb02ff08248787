#![allow(
    clippy::option_option,
    reason = "in a change, a field that is null and a field that is left out differ (RFC 7396)"
)]

use chrono::{DateTime, Utc};
use korotko_core::link;
use poem_openapi::Object;
use poem_openapi::types::Example;
use serde::Deserialize;

use super::QueryForwardingView;
use crate::api::examples;
use crate::api::merge_patch::{given, present, present_time};

/// Changes of a link. Absent fields are unchanged.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, skip_serializing_if_is_none)]
pub(crate) struct LinkUpdate {
    /// The target URL.
    #[serde(default, deserialize_with = "given")]
    #[oai(validator(max_length = 2048))]
    pub url: Option<String>,
    /// The slug. The old slug becomes free immediately; a global one, for everybody.
    #[serde(default, deserialize_with = "given")]
    #[oai(validator(max_length = 64, pattern = "^[A-Za-z0-9_-]+$"))]
    pub slug: Option<String>,
    /// The title; `null` removes it.
    #[serde(default, deserialize_with = "present")]
    #[oai(nullable, validator(min_length = 1, max_length = 255))]
    pub title: Option<Option<String>>,
    /// The tags, which replace all existing tags.
    #[serde(default, deserialize_with = "given")]
    #[oai(validator(max_items = 20, min_length = 1, max_length = 50))]
    pub tags: Option<Vec<String>>,
    /// When the link expires; `null` for never.
    #[serde(default, deserialize_with = "present_time")]
    #[oai(nullable)]
    pub expires_at: Option<Option<DateTime<Utc>>>,
    /// The maximum number of clicks, including existing ones and without the first 20 previews; `null` for no maximum.
    #[serde(default, deserialize_with = "present")]
    #[oai(
        nullable,
        validator(minimum(value = "1"), maximum(value = "1000000000"))
    )]
    pub max_clicks: Option<Option<u64>>,
    /// Where the link redirects once it is `expired` or `exhausted`; `null` for nowhere.
    #[serde(default, deserialize_with = "present")]
    #[oai(nullable, validator(max_length = 2048))]
    pub fallback_url: Option<Option<String>>,
    /// The redirect status: 307, 302, 301 or 308.
    #[serde(default, deserialize_with = "given")]
    pub redirect_status: Option<u16>,
    /// What happens to the query of a request to the link.
    #[serde(default, deserialize_with = "given")]
    pub query_forwarding: Option<QueryForwardingView>,
}

impl From<LinkUpdate> for link::LinkEdit {
    fn from(edit: LinkUpdate) -> Self {
        Self {
            url: edit.url,
            slug: edit.slug,
            expires_at: edit.expires_at,
            max_clicks: edit.max_clicks,
            fallback_url: edit.fallback_url,
            redirect_status: edit.redirect_status,
            query_forwarding: edit.query_forwarding.map(Into::into),
            title: edit.title,
            tags: edit.tags,
        }
    }
}

impl Example for LinkUpdate {
    fn example() -> Self {
        Self {
            url: Some("https://example.com/b".to_owned()),
            slug: None,
            title: Some(Some(examples::TITLE.to_owned())),
            tags: Some(examples::tags()),
            expires_at: Some(Some(examples::future())),
            max_clicks: Some(Some(1_000)),
            fallback_url: Some(Some(examples::FALLBACK_URL.to_owned())),
            redirect_status: None,
            query_forwarding: Some(QueryForwardingView::Override),
        }
    }
}
