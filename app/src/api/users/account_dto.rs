//! An account, and its changes, as JSON.
#![allow(
    clippy::option_option,
    reason = "in a merge patch, null and absent differ (RFC 7396)"
)]

use chrono::{DateTime, Utc};
use korotko_core::user::{AccountEdit, Email, RequestEmailChange, User};
use poem_openapi::Object;
use poem_openapi::types::Example;
use serde::Deserialize;

use crate::api::examples;
use crate::api::language::LanguageView;
use crate::api::links::dto::QueryForwardingView;
use crate::api::merge_patch::{given, present};

/// Changes of your account. Absent fields are unchanged.
#[derive(Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, skip_serializing_if_is_none)]
pub(crate) struct AccountUpdate {
    /// The language of mails and pages.
    #[serde(default, deserialize_with = "given")]
    pub language: Option<LanguageView>,
    /// The `query_forwarding` of links that you create without it. Existing links keep theirs.
    #[serde(default, deserialize_with = "given")]
    pub default_query_forwarding: Option<QueryForwardingView>,
    /// The time zone (IANA) of statistics, reports and new schedules that name none; `null` for UTC. Existing schedules keep theirs.
    #[serde(default, deserialize_with = "present")]
    #[oai(nullable)]
    pub time_zone: Option<Option<String>>,
}

impl Example for AccountUpdate {
    fn example() -> Self {
        Self {
            language: Some(LanguageView::En),
            default_query_forwarding: Some(QueryForwardingView::Append),
            time_zone: Some(Some(examples::TIME_ZONE.to_owned())),
        }
    }
}

impl From<AccountUpdate> for AccountEdit {
    fn from(update: AccountUpdate) -> Self {
        Self {
            language: update.language.map(Into::into),
            default_query_forwarding: update.default_query_forwarding.map(Into::into),
            time_zone: update.time_zone,
        }
    }
}

/// The confirmation of an account's deletion.
#[derive(Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example)]
pub(crate) struct AccountDeletion {
    /// Your password.
    pub password: String,
}

impl Example for AccountDeletion {
    fn example() -> Self {
        Self {
            password: examples::PASSWORD.to_owned(),
        }
    }
}

/// A change of your e-mail address.
#[derive(Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example)]
pub(crate) struct EmailChange {
    /// The new e-mail address, under the same rules as in `registerUser`.
    #[oai(validator(max_length = 254))]
    pub new_email: String,
    /// Your password.
    pub password: String,
}

impl Example for EmailChange {
    fn example() -> Self {
        Self {
            new_email: examples::NEW_EMAIL.to_owned(),
            password: examples::PASSWORD.to_owned(),
        }
    }
}

impl From<EmailChange> for RequestEmailChange {
    fn from(change: EmailChange) -> Self {
        Self {
            new_email: change.new_email,
            password: change.password,
        }
    }
}

/// Your account.
#[derive(Object)]
#[oai(example, rename = "Account")]
pub(crate) struct AccountView {
    /// The id: the value of `u` in the share URLs of your personal links.
    pub id: i64,
    /// The e-mail address, as entered.
    pub email: String,
    /// The language of mails to you: `en` or `ru`.
    pub language: String,
    /// The new address of a change that you requested, until both addresses have confirmed it; `null` without one.
    #[oai(nullable)]
    pub pending_email: Option<String>,
    /// The `query_forwarding` of links that you create without it.
    pub default_query_forwarding: QueryForwardingView,
    /// The time zone (IANA) of statistics, reports and new schedules that name none; `null` for UTC.
    #[oai(nullable)]
    pub time_zone: Option<String>,
    /// When the account was created.
    pub created_at: DateTime<Utc>,
    /// When the address was verified; `null` before.
    #[oai(nullable)]
    pub verified_at: Option<DateTime<Utc>>,
    /// Whether you are an administrator.
    pub administrator: bool,
}

impl AccountView {
    /// The account of a user, with the new address of a pending change.
    pub(in crate::api) fn new(user: &User, pending_email: Option<&Email>) -> Self {
        Self {
            id: user.id.0,
            email: user.email.as_typed().to_owned(),
            language: user.language.tag().to_owned(),
            pending_email: pending_email.map(|email| email.as_typed().to_owned()),
            default_query_forwarding: user.default_query_forwarding.into(),
            time_zone: user.time_zone.map(|zone| zone.name().to_owned()),
            created_at: user.created_at,
            verified_at: user.verified_at,
            administrator: user.is_administrator,
        }
    }
}

impl Example for AccountView {
    fn example() -> Self {
        Self {
            id: 1,
            email: examples::EMAIL.to_owned(),
            language: "en".to_owned(),
            pending_email: None,
            default_query_forwarding: QueryForwardingView::Off,
            time_zone: Some(examples::TIME_ZONE.to_owned()),
            created_at: examples::past(),
            verified_at: Some(examples::past()),
            administrator: false,
        }
    }
}
