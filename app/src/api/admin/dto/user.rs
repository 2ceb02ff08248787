use chrono::{DateTime, Utc};
use korotko_core::administration::FoundUser;
use korotko_core::user::User;
use poem_openapi::types::Example;
use poem_openapi::{Enum, Object};
use serde::Deserialize;

use crate::api::examples;

/// A user, as administrators see them.
#[derive(Debug, Object)]
#[oai(example, rename = "User")]
pub(crate) struct UserView {
    /// The id: the value of `u` in the share URLs of their personal links.
    pub id: i64,
    /// The e-mail address, as registered.
    pub email: String,
    /// Whether the user is an administrator.
    pub administrator: bool,
    /// When the account was created.
    pub created_at: DateTime<Utc>,
    /// When the address was verified; `null` before.
    #[oai(nullable)]
    pub verified_at: Option<DateTime<Utc>>,
    /// When the account was disabled; `null` if it is enabled.
    #[oai(nullable)]
    pub disabled_at: Option<DateTime<Utc>>,
    /// Whether the links of the disabled account are disabled, too.
    pub links_disabled: bool,
}

impl From<&User> for UserView {
    fn from(user: &User) -> Self {
        Self {
            id: user.id.0,
            email: user.email.as_typed().to_owned(),
            administrator: user.is_administrator,
            created_at: user.created_at,
            verified_at: user.verified_at,
            disabled_at: user.disabled_at,
            links_disabled: user.links_disabled,
        }
    }
}

impl Example for UserView {
    fn example() -> Self {
        Self {
            id: 1,
            email: examples::EMAIL.to_owned(),
            administrator: false,
            created_at: examples::past(),
            verified_at: Some(examples::past()),
            disabled_at: None,
            links_disabled: false,
        }
    }
}

/// A user, and how much they have.
#[derive(Debug, Object)]
#[oai(example, rename = "UserDetails")]
pub(crate) struct UserDetailsView {
    /// The user.
    #[oai(flatten)]
    pub user: UserView,
    /// The number of their links, without those in the trash.
    pub links: u64,
}

impl From<&FoundUser> for UserDetailsView {
    fn from(found: &FoundUser) -> Self {
        Self {
            user: UserView::from(&found.user),
            links: found.links,
        }
    }
}

impl Example for UserDetailsView {
    fn example() -> Self {
        Self {
            user: UserView::example(),
            links: 12,
        }
    }
}

/// What happens to the links of a user who is disabled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Enum, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
#[oai(rename_all = "lowercase")]
pub(crate) enum LinksOfDisabled {
    /// They answer 410.
    Disable,
    /// They continue to redirect.
    Keep,
}

impl LinksOfDisabled {
    /// Whether the links are disabled.
    pub(crate) fn are_disabled(self) -> bool {
        self == Self::Disable
    }
}

/// How a user is disabled.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example)]
pub(crate) struct UserDisabling {
    /// What happens to their links.
    pub links: LinksOfDisabled,
}

impl Example for UserDisabling {
    fn example() -> Self {
        Self {
            links: LinksOfDisabled::Disable,
        }
    }
}
