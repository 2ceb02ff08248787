use chrono::{DateTime, Utc};
use korotko_core::user::{AccessPolicy, Invitation};
use poem_openapi::Object;
use poem_openapi::types::Example;

use crate::api::examples;

/// An invitation to register.
#[derive(Object)]
#[oai(example, rename = "Invitation")]
pub(crate) struct InvitationView {
    /// The only e-mail address that can be registered with the invitation.
    pub email: String,
    /// When the invitation expires.
    pub expires_at: DateTime<Utc>,
    /// The URL of the terms of the service; `null` without terms.
    #[oai(nullable)]
    pub terms_url: Option<String>,
}

impl InvitationView {
    pub(super) fn new(invitation: &Invitation, policy: &AccessPolicy) -> Self {
        Self {
            email: invitation.email.as_typed().to_owned(),
            expires_at: invitation.expires_at(),
            terms_url: policy.terms_url.as_ref().map(ToString::to_string),
        }
    }
}

impl Example for InvitationView {
    fn example() -> Self {
        Self {
            email: examples::EMAIL.to_owned(),
            expires_at: examples::future(),
            terms_url: None,
        }
    }
}
