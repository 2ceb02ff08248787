//! Security headers of every response.

use poem::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};

const REFERRER_POLICY: (HeaderName, &str) = (header::REFERRER_POLICY, "no-referrer");

/// The fields and their default values. A response may set its own.
#[derive(Debug)]
pub(in crate::http) struct SecurityHeaders(Vec<(HeaderName, HeaderValue)>);

impl SecurityHeaders {
    pub(super) fn new(https: bool) -> Self {
        let mut headers = vec![
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (
                header::CONTENT_SECURITY_POLICY,
                "default-src 'none'; frame-ancestors 'none'",
            ),
            // Some of our URLs are secret, such as verification links.
            REFERRER_POLICY,
        ];
        if https {
            headers.push((header::STRICT_TRANSPORT_SECURITY, "max-age=31536000"));
        }
        let values = headers
            .into_iter()
            .map(|(name, value)| (name, HeaderValue::from_static(value)));
        Self(values.collect())
    }

    pub(in crate::http) fn add_to(&self, status: StatusCode, headers: &mut HeaderMap) {
        // A browser applies the policy of a redirect to the next request, so the target would never receive a referrer.
        let redirects = status.is_redirection() && headers.contains_key(header::LOCATION);
        let fields = self.0.iter();
        for (name, value) in fields.filter(|(name, _)| !redirects || name != REFERRER_POLICY.0) {
            headers.entry(name).or_insert_with(|| value.clone());
        }
    }
}
