use chrono::{DateTime, Utc};
use korotko_core::link;
use poem_openapi::Object;
use poem_openapi::types::Example;
use serde::Deserialize;

use super::NamespaceView;
use crate::api::{examples, moment};

/// A link to be made.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example)]
pub(crate) struct NewLink {
    /// Where it leads: a complete http or https URL.
    #[oai(validator(max_length = 2048))]
    pub url: String,
    /// The short code: 1 to 64 of `A-Z a-z 0-9 _ -`. Seven random letters and digits when it is left out.
    #[serde(default)]
    #[oai(validator(max_length = 64, pattern = "^[A-Za-z0-9_-]+$"))]
    pub slug: Option<String>,
    /// Where the code counts: `personal` by default for somebody who is signed in, else `global`.
    #[serde(default)]
    pub namespace: Option<NamespaceView>,
    /// What its owner calls it: one line of 1 to 255 characters. An anonymous link has none.
    #[serde(default)]
    #[oai(validator(min_length = 1, max_length = 255))]
    pub title: Option<String>,
    /// Up to 20 words or phrases of 1 to 50 characters, by which its owner finds it. Those that differ by case alone are one.
    /// An anonymous link has none.
    #[serde(default)]
    #[oai(default, validator(max_items = 20, min_length = 1, max_length = 50))]
    pub tags: Vec<String>,
    /// When the link ends; it answers 410 from then on. Never, when it is left out.
    #[serde(default, deserialize_with = "moment::nullable")]
    pub expires_at: Option<DateTime<Utc>>,
    /// After how many clicks the link ends, of people and bots alike; it answers 410 from then on. Never, when it is left out. The
    /// first 20 previews, such as those of messengers, do not count, so it is no secret where the link leads.
    #[serde(default)]
    #[oai(validator(minimum(value = "1"), maximum(value = "1000000000")))]
    pub max_clicks: Option<u64>,
    /// 307 (the default), 302, 301 or 308. The last two are for good, so they do not go with `expires_at` or `max_clicks`.
    #[serde(default)]
    pub redirect_status: Option<u16>,
}

impl From<NewLink> for link::NewLink {
    fn from(new: NewLink) -> Self {
        Self {
            url: new.url,
            slug: new.slug,
            scope: new.namespace.map(Into::into),
            expires_at: new.expires_at,
            max_clicks: new.max_clicks,
            redirect_status: new.redirect_status,
            title: new.title,
            tags: new.tags,
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
            redirect_status: Some(307),
        }
    }
}
