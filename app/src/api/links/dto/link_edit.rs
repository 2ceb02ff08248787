#![allow(
    clippy::option_option,
    reason = "in a change, a field that is null and a field that is left out differ (RFC 7396)"
)]

use chrono::{DateTime, Utc};
use korotko_core::link;
use poem_openapi::Object;
use poem_openapi::types::Example;
use serde::Deserialize;

use crate::api::examples;
use crate::api::merge_patch::{given, present, present_time};

/// What is to change of a link; what is left out stays.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, skip_serializing_if_is_none)]
pub(crate) struct LinkEdit {
    /// Where it leads.
    #[serde(default, deserialize_with = "given")]
    #[oai(validator(max_length = 2048))]
    pub url: Option<String>,
    /// The short code. The old one is free at once; a global one, for anybody.
    #[serde(default, deserialize_with = "given")]
    #[oai(validator(max_length = 64, pattern = "^[A-Za-z0-9_-]+$"))]
    pub slug: Option<String>,
    /// What its owner calls it; `null` for nothing.
    #[serde(default, deserialize_with = "present")]
    #[oai(nullable, validator(min_length = 1, max_length = 255))]
    pub title: Option<Option<String>>,
    /// All its tags: those that it had are replaced.
    #[serde(default, deserialize_with = "given")]
    #[oai(validator(max_items = 20, min_length = 1, max_length = 50))]
    pub tags: Option<Vec<String>>,
    /// When the link ends; `null` for never.
    #[serde(default, deserialize_with = "present_time")]
    #[oai(nullable)]
    pub expires_at: Option<Option<DateTime<Utc>>>,
    /// After how many clicks the link ends, those that it has included, without its first 20 previews; `null` for never.
    #[serde(default, deserialize_with = "present")]
    #[oai(
        nullable,
        validator(minimum(value = "1"), maximum(value = "1000000000"))
    )]
    pub max_clicks: Option<Option<u64>>,
    /// 307, 302, 301 or 308.
    #[serde(default, deserialize_with = "given")]
    pub redirect_status: Option<u16>,
}

impl From<LinkEdit> for link::LinkEdit {
    fn from(edit: LinkEdit) -> Self {
        Self {
            url: edit.url,
            slug: edit.slug,
            expires_at: edit.expires_at,
            max_clicks: edit.max_clicks,
            redirect_status: edit.redirect_status,
            title: edit.title,
            tags: edit.tags,
        }
    }
}

impl Example for LinkEdit {
    fn example() -> Self {
        Self {
            url: Some("https://example.com/b".to_owned()),
            slug: None,
            title: Some(Some(examples::TITLE.to_owned())),
            tags: Some(examples::tags()),
            expires_at: Some(Some(examples::future())),
            max_clicks: Some(Some(1_000)),
            redirect_status: None,
        }
    }
}
