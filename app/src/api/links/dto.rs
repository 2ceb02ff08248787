//! Links as JSON.
#![allow(
    clippy::option_option,
    reason = "in a change, a field that is null and a field that is left out differ (RFC 7396)"
)]

use chrono::{DateTime, Utc};
use korotko_core::link::{self, Link, LinkPage, Links, Namespace, Scope};
use poem_openapi::types::Example;
use poem_openapi::{Enum, Object};
use serde::{Deserialize, Deserializer};

use crate::api::{cursor, examples};

/// Where a code counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Enum)]
#[serde(rename_all = "lowercase")]
#[oai(rename_all = "lowercase", rename = "Namespace")]
pub(crate) enum NamespaceView {
    /// Everywhere: `/promo`.
    Global,
    /// Among its owner's links: `/promo?u=1`.
    Personal,
}

/// A link to be made.
#[derive(Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example)]
pub(crate) struct NewLink {
    /// Where it leads: a complete http or https URL.
    pub url: String,
    /// The short code: 1 to 64 of `A-Z a-z 0-9 _ -`. Seven random letters and digits when it is left out.
    #[serde(default)]
    pub slug: Option<String>,
    /// Where the code counts: `personal` by default for somebody who is signed in, else `global`.
    #[serde(default)]
    pub namespace: Option<NamespaceView>,
    /// When the link ends; it answers 410 from then on. Never, when it is left out.
    #[serde(default)]
    pub expires_at: Option<DateTime<Utc>>,
    /// 307 (the default), 302, 301 or 308. The last two are for good, so they do not go with `expires_at`.
    #[serde(default)]
    pub redirect_status: Option<u16>,
}

impl From<NewLink> for link::NewLink {
    fn from(new: NewLink) -> Self {
        Self {
            url: new.url,
            slug: new.slug,
            scope: new.namespace.map(|namespace| match namespace {
                NamespaceView::Global => Scope::Global,
                NamespaceView::Personal => Scope::Personal,
            }),
            expires_at: new.expires_at.map(whole_microseconds),
            redirect_status: new.redirect_status,
        }
    }
}

impl Example for NewLink {
    fn example() -> Self {
        Self {
            url: examples::URL.to_owned(),
            slug: Some(examples::SLUG.to_owned()),
            namespace: Some(NamespaceView::Personal),
            expires_at: Some(examples::future()),
            redirect_status: Some(307),
        }
    }
}

/// What is to change of a link; what is left out stays.
#[derive(Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, skip_serializing_if_is_none)]
pub(crate) struct LinkEdit {
    /// Where it leads.
    #[serde(default, deserialize_with = "given")]
    pub url: Option<String>,
    /// The short code. The old one is free at once; a global one, for anybody.
    #[serde(default, deserialize_with = "given")]
    pub slug: Option<String>,
    /// When the link ends; `null` for never.
    #[serde(default, deserialize_with = "present")]
    pub expires_at: Option<Option<DateTime<Utc>>>,
    /// 307, 302, 301 or 308.
    #[serde(default, deserialize_with = "given")]
    pub redirect_status: Option<u16>,
}

/// Only a field that is left out stays: `null` is none of its values.
fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// Tells `null` from a field that is left out.
fn present<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Option<DateTime<Utc>>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

impl From<LinkEdit> for link::LinkEdit {
    fn from(edit: LinkEdit) -> Self {
        Self {
            url: edit.url,
            slug: edit.slug,
            expires_at: edit.expires_at.map(|end| end.map(whole_microseconds)),
            redirect_status: edit.redirect_status,
        }
    }
}

impl Example for LinkEdit {
    fn example() -> Self {
        Self {
            url: Some("https://example.com/b".to_owned()),
            slug: None,
            expires_at: Some(Some(examples::future())),
            redirect_status: None,
        }
    }
}

/// Stores keep microseconds; a shorter end never outlives what was asked for.
fn whole_microseconds(time: DateTime<Utc>) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(time.timestamp_micros()).unwrap_or(time)
}

/// A link.
#[derive(Object)]
#[oai(example)]
pub(crate) struct LinkView {
    /// Never given to another link.
    pub id: i64,
    /// The short code.
    pub slug: String,
    /// Where it leads.
    pub url: String,
    /// Where it can be followed.
    pub share_url: String,
    /// Where the code counts.
    pub namespace: NamespaceView,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// When it ends; `null` for never.
    pub expires_at: Option<DateTime<Utc>>,
    /// The status code of its redirect.
    pub redirect_status: u16,
}

impl LinkView {
    pub(super) fn new(link: &Link, links: &Links) -> Self {
        Self {
            id: link.id.0,
            slug: link.slug.to_string(),
            url: link.target.to_string(),
            share_url: links.share_url(link).into(),
            namespace: match link.namespace {
                Namespace::Global => NamespaceView::Global,
                Namespace::Personal(_) => NamespaceView::Personal,
            },
            created_at: link.created_at,
            updated_at: link.updated_at,
            expires_at: link.expires_at,
            redirect_status: link.redirect_status.code(),
        }
    }
}

impl Example for LinkView {
    fn example() -> Self {
        Self {
            id: 1,
            slug: examples::SLUG.to_owned(),
            url: examples::URL.to_owned(),
            share_url: examples::SHARE_URL.to_owned(),
            namespace: NamespaceView::Personal,
            created_at: examples::past(),
            updated_at: examples::past(),
            expires_at: None,
            redirect_status: 307,
        }
    }
}

/// Some of a list of links.
#[derive(Object)]
#[oai(example, rename = "LinkPage")]
pub(crate) struct LinkPageView {
    /// The links, newest first.
    pub items: Vec<LinkView>,
    /// The `after` of the next page; `null` on the last one.
    pub next: Option<String>,
}

impl LinkPageView {
    pub(super) fn new(page: &LinkPage, links: &Links) -> Self {
        let items = page.items.iter().map(|link| LinkView::new(link, links));
        Self {
            items: items.collect(),
            next: page.next.map(cursor::write),
        }
    }
}

impl Example for LinkPageView {
    fn example() -> Self {
        Self {
            items: vec![LinkView::example()],
            next: None,
        }
    }
}
