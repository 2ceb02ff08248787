//! Sessions of browsers as JSON.

use chrono::{DateTime, Utc};
use korotko_core::session::Session;
use poem_openapi::Object;
use poem_openapi::types::Example;

use crate::api::examples;

/// A browser in which you are signed in.
#[derive(Debug, Object)]
#[oai(example, rename = "Session")]
pub(crate) struct SessionView {
    /// The id, which is never reused.
    pub id: i64,
    /// The name of the browser, to recognise it by; empty if unknown.
    pub agent: String,
    /// When you signed in.
    pub created_at: DateTime<Utc>,
    /// When the session was last used, to within a minute.
    pub last_seen_at: DateTime<Utc>,
    /// When the session expires, if it is not used until then.
    pub expires_at: DateTime<Utc>,
}

impl From<&Session> for SessionView {
    fn from(session: &Session) -> Self {
        Self {
            id: session.id.0,
            agent: session.agent.to_string(),
            created_at: session.created_at,
            last_seen_at: session.last_seen_at,
            expires_at: session.expires_at(),
        }
    }
}

impl Example for SessionView {
    fn example() -> Self {
        Self {
            id: 1,
            agent: examples::AGENT.to_owned(),
            created_at: examples::past(),
            last_seen_at: examples::past(),
            expires_at: examples::future(),
        }
    }
}
