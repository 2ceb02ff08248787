//! What every answer tells browsers.

use std::sync::Arc;

use poem::http::{HeaderName, HeaderValue, header};
use poem::{Endpoint, Request, Response, Result};

/// The fields and their values; where an answer has a value of its own, that one stays.
pub(super) struct SecurityHeaders(Vec<(HeaderName, HeaderValue)>);

impl SecurityHeaders {
    pub(super) fn new(https: bool) -> Self {
        let mut headers = vec![
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (
                header::CONTENT_SECURITY_POLICY,
                "default-src 'none'; frame-ancestors 'none'",
            ),
            // Some of our URLs are secrets, such as that of a confirmation.
            (header::REFERRER_POLICY, "no-referrer"),
        ];
        if https {
            headers.push((header::STRICT_TRANSPORT_SECURITY, "max-age=31536000"));
        }
        let values = headers
            .into_iter()
            .map(|(name, value)| (name, HeaderValue::from_static(value)));
        Self(values.collect())
    }

    pub(super) async fn add<E>(self: Arc<Self>, next: Arc<E>, request: Request) -> Result<Response>
    where
        E: Endpoint<Output = Response>,
    {
        let mut answer = next.call(request).await;
        if let Ok(response) = &mut answer {
            for (name, value) in &self.0 {
                response
                    .headers_mut()
                    .entry(name)
                    .or_insert_with(|| value.clone());
            }
        }
        answer
    }
}
