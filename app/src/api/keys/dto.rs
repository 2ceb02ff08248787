//! API keys as JSON.

use chrono::{DateTime, Utc};
use korotko_core::key::{self, ApiKey, CreatedKey, KeyScope};
use poem_openapi::types::Example;
use poem_openapi::{Enum, Object};
use serde::Deserialize;

use crate::api::{examples, moment};

/// What an API key may be used for; each operation says which scope it needs. `links:read` is for reading links, tags, collections and the
/// trash, and exporting links; `links:write` for changing them and importing links, and includes `links:read`; `stats:read` for reading
/// statistics; `reports` for reports and their schedules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Enum)]
#[oai(rename = "KeyScope", remote = "KeyScope")]
pub(crate) enum KeyScopeView {
    #[serde(rename = "links:read")]
    #[oai(rename = "links:read")]
    LinksRead,
    #[serde(rename = "links:write")]
    #[oai(rename = "links:write")]
    LinksWrite,
    #[serde(rename = "stats:read")]
    #[oai(rename = "stats:read")]
    StatsRead,
    #[serde(rename = "reports")]
    #[oai(rename = "reports")]
    Reports,
}

/// An API key to create.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example)]
pub(crate) struct NewKey {
    /// The name, for you to recognise the key by: one line of 1 to 100 characters.
    #[oai(validator(min_length = 1, max_length = 100))]
    pub name: String,
    /// The scopes: at least one.
    #[oai(validator(min_items = 1))]
    pub scopes: Vec<KeyScopeView>,
    /// When the key expires. Default: never.
    #[serde(default, deserialize_with = "moment::nullable")]
    pub expires_at: Option<DateTime<Utc>>,
}

impl From<NewKey> for key::NewKey {
    fn from(new: NewKey) -> Self {
        let scopes = new.scopes.into_iter();
        Self {
            name: new.name,
            scopes: scopes.map(KeyScope::from).collect(),
            expires_at: new.expires_at,
        }
    }
}

impl Example for NewKey {
    fn example() -> Self {
        Self {
            name: examples::KEY_NAME.to_owned(),
            scopes: vec![KeyScopeView::LinksWrite, KeyScopeView::StatsRead],
            expires_at: Some(examples::future()),
        }
    }
}

/// An API key, without its secret.
#[derive(Debug, Object)]
#[oai(example, rename = "Key")]
pub(crate) struct KeyView {
    /// The id, which is never reused.
    pub id: i64,
    /// The name.
    pub name: String,
    /// The first characters of the key, to recognise it by.
    pub prefix: String,
    /// The scopes.
    pub scopes: Vec<KeyScopeView>,
    /// When the key expires; `null` if it does not.
    #[oai(nullable)]
    pub expires_at: Option<DateTime<Utc>>,
    /// When the key was last used, to within a minute; `null` if it never was.
    #[oai(nullable)]
    pub last_used_at: Option<DateTime<Utc>>,
    /// When the key was created.
    pub created_at: DateTime<Utc>,
}

impl From<&ApiKey> for KeyView {
    fn from(key: &ApiKey) -> Self {
        let scopes = key.scopes.as_slice().iter();
        Self {
            id: key.id.0,
            name: key.name.to_string(),
            prefix: key.prefix.clone(),
            scopes: scopes.map(|scope| KeyScopeView::from(*scope)).collect(),
            expires_at: key.expires_at,
            last_used_at: key.last_used_at,
            created_at: key.created_at,
        }
    }
}

impl Example for KeyView {
    fn example() -> Self {
        Self {
            id: 1,
            name: examples::KEY_NAME.to_owned(),
            prefix: examples::KEY_PREFIX.to_owned(),
            scopes: vec![KeyScopeView::LinksWrite, KeyScopeView::StatsRead],
            expires_at: Some(examples::future()),
            last_used_at: None,
            created_at: examples::past(),
        }
    }
}

/// A new API key, with its secret.
#[derive(Object)]
#[oai(example, rename = "CreatedKey")]
pub(crate) struct CreatedKeyView {
    /// The key itself: send it as `Authorization: Bearer …`. It is shown here only, and stored as a hash.
    pub key: String,
    /// What is stored of the key.
    #[oai(flatten)]
    pub stored: KeyView,
}

impl From<CreatedKey> for CreatedKeyView {
    fn from(created: CreatedKey) -> Self {
        Self {
            key: created.secret.expose().to_owned(),
            stored: KeyView::from(&created.key),
        }
    }
}

impl Example for CreatedKeyView {
    fn example() -> Self {
        Self {
            key: examples::KEY.to_owned(),
            stored: KeyView::example(),
        }
    }
}
