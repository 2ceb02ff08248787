use chrono::{DateTime, Utc};
use korotko_core::user::Invitation;
use poem_openapi::Object;
use poem_openapi::types::Example;
use serde::Deserialize;

use crate::api::examples;
use crate::api::language::LanguageView;

/// Whom to invite.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example)]
pub(crate) struct NewInvitation {
    /// The e-mail address, the only one that can be registered with the invitation.
    #[oai(validator(max_length = 254))]
    pub email: String,
    /// The language of the mail.
    #[serde(default)]
    #[oai(default)]
    pub language: LanguageView,
}

impl Example for NewInvitation {
    fn example() -> Self {
        Self {
            email: examples::EMAIL.to_owned(),
            language: LanguageView::En,
        }
    }
}

/// An invitation that was mailed and is not used yet. Its token is in the mail alone.
#[derive(Debug, Object)]
#[oai(example, rename = "SentInvitation")]
pub(crate) struct SentInvitationView {
    /// The id, which is never reused.
    pub id: i64,
    /// The invited e-mail address.
    pub email: String,
    /// The language of the mail.
    pub language: LanguageView,
    /// When the invitation was created.
    pub created_at: DateTime<Utc>,
    /// When the invitation expires.
    pub expires_at: DateTime<Utc>,
}

impl From<&Invitation> for SentInvitationView {
    fn from(invitation: &Invitation) -> Self {
        Self {
            id: invitation.id.0,
            email: invitation.email.as_typed().to_owned(),
            language: invitation.language.into(),
            created_at: invitation.created_at,
            expires_at: invitation.expires_at(),
        }
    }
}

impl Example for SentInvitationView {
    fn example() -> Self {
        Self {
            id: 1,
            email: examples::EMAIL.to_owned(),
            language: LanguageView::En,
            created_at: examples::past(),
            expires_at: examples::future(),
        }
    }
}
