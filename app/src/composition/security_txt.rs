//! Where to report vulnerabilities: `/.well-known/security.txt` (RFC 9116).

use std::fmt::Write;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Timelike, Utc};
use korotko_core::PublicUrl;
use korotko_core::ports::Clock;
use poem::http::header;
use poem::{Endpoint, Request, Response, Result};
use url::Url;

use crate::http::problem::Problem;

/// The path (RFC 9116 3).
pub(crate) const PATH: &str = "/.well-known/security.txt";

/// For how long the file says that it holds: a running service stands by its configuration, and a copy of it may be older.
const LIFETIME: TimeDelta = TimeDelta::days(30);

/// What `/.well-known/security.txt` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecurityTxt {
    /// Where to report vulnerabilities, the preferred address first.
    pub contacts: Vec<Url>,
    /// The policy of disclosure.
    pub policy: Option<Url>,
}

impl SecurityTxt {
    /// The file of the service at this URL.
    fn text(&self, public_url: &PublicUrl, now: DateTime<Utc>) -> String {
        let mut text = String::new();
        let mut add = |name, value: &dyn std::fmt::Display| {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{name}: {value}");
        };
        for contact in &self.contacts {
            add("Contact", contact);
        }
        let today = now.with_hour(0).and_then(|day| day.with_minute(0));
        let today = today.and_then(|day| day.with_second(0)).unwrap_or(now);
        let expires = (today + LIFETIME).format("%Y-%m-%dT%H:%M:%SZ");
        add("Expires", &expires);
        if let Some(policy) = &self.policy {
            add("Policy", policy);
        }
        // A web address must begin with https (RFC 9116 2.5.2).
        if public_url.as_url().scheme() == "https" {
            add("Canonical", &public_url.path(PATH.trim_start_matches('/')));
        }
        text
    }
}

/// `GET /.well-known/security.txt`: not found unless it is configured.
pub(crate) struct SecurityTxtFile {
    pub(crate) configured: Option<SecurityTxt>,
    pub(crate) public_url: PublicUrl,
    pub(crate) clock: Arc<dyn Clock>,
}

impl Endpoint for SecurityTxtFile {
    type Output = Response;

    async fn call(&self, _: Request) -> Result<Response> {
        let configured = self.configured.as_ref().ok_or_else(Problem::not_found)?;
        let text = configured.text(&self.public_url, self.clock.now());
        let response = Response::builder()
            .content_type("text/plain; charset=utf-8")
            .header(header::CACHE_CONTROL, "max-age=3600");
        Ok(response.body(text))
    }
}
