//! Errors of HTTP itself, independent of the domain.

use poem::http::{HeaderName, HeaderValue, StatusCode, header};

use super::{FieldError, Problem, RETRY_AFTER_SECONDS};

impl Problem {
    /// 400: the request is malformed.
    pub(crate) fn bad_request(code: &'static str, detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, detail)
    }

    /// 400: a field, a parameter or a part of the body is invalid.
    pub(crate) fn bad_field(code: &'static str, error: FieldError) -> Self {
        Self::bad_fields(code, vec![error])
    }

    /// 400: several fields are invalid.
    pub(crate) fn bad_fields(code: &'static str, errors: Vec<FieldError>) -> Self {
        let texts = errors.iter();
        let texts = texts.map(|error| format!("{} {}", error.field, error.message));
        let detail = texts.collect::<Vec<_>>().join("; ");
        Self::bad_request(code, detail).with_errors(errors)
    }

    /// 422: the body is well formed but invalid.
    pub(crate) fn invalid(detail: impl Into<String>, errors: Vec<FieldError>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", detail).with_errors(errors)
    }

    /// 401 with a challenge (RFC 9110 15.5.2).
    pub(super) fn unauthenticated(code: &'static str, detail: String) -> Self {
        let mut problem = Self::new(StatusCode::UNAUTHORIZED, code, detail);
        problem.headers.push(challenge(false));
        problem
    }

    /// 401: the request has no bearer token.
    #[must_use]
    pub fn missing_token() -> Self {
        let detail =
            "authentication is required; send an access token or an API key as a bearer token";
        Self::unauthenticated("token-missing", detail.to_owned())
    }

    /// 401: the bearer token is invalid.
    #[must_use]
    pub fn invalid_token() -> Self {
        let detail = "the access token or API key is malformed, expired or revoked; sign in again";
        let mut problem = Self::new(StatusCode::UNAUTHORIZED, "token-invalid", detail);
        problem.headers.push(challenge(true));
        problem
    }

    /// 403: the API key has not the scope that the operation needs (RFC 6750 3.1).
    pub(crate) fn insufficient_scope(scope: &str) -> Self {
        let detail = format!("the API key lacks the scope {scope}; use one that has it");
        let challenge = format!(r#"{INSUFFICIENT_SCOPE}, scope="{scope}""#);
        Self::forbidden("insufficient-scope", &detail, &challenge)
    }

    /// 403: the operation accepts no API keys.
    pub(crate) fn key_not_accepted() -> Self {
        let detail = "API keys are refused here; sign in, and send the access token";
        Self::forbidden("key-not-accepted", detail, INSUFFICIENT_SCOPE)
    }

    /// 403 with a challenge that says why.
    fn forbidden(code: &'static str, detail: &str, challenge: &str) -> Self {
        let mut problem = Self::new(StatusCode::FORBIDDEN, code, detail);
        let challenge = HeaderValue::from_str(challenge).ok();
        let challenge = challenge.map(|challenge| (header::WWW_AUTHENTICATE, challenge));
        problem.headers.extend(challenge);
        problem
    }

    /// 404: no route has this path.
    pub(crate) fn not_found() -> Self {
        let detail = "no resource has this path";
        Self::new(StatusCode::NOT_FOUND, "not-found", detail)
    }

    /// 405 with the allowed methods (RFC 9110 15.5.6).
    pub(crate) fn method_not_allowed(allow: HeaderValue) -> Self {
        let detail = "this path does not support this method; see the Allow header";
        let mut problem = Self::new(StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed", detail);
        problem.headers.push((header::ALLOW, allow));
        problem
    }

    /// 408: the connection is closed.
    pub(crate) fn body_timeout() -> Self {
        let detail = "the body did not arrive in time";
        Self::new(StatusCode::REQUEST_TIMEOUT, "body-timeout", detail).closing()
    }

    /// 413: the connection is closed, so that the rest of the body is not read.
    pub(crate) fn body_too_large(limit: usize) -> Self {
        let detail = format!("the body is larger than {limit} bytes");
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "body-too-large", detail).closing()
    }

    /// 415: the body is not declared as JSON.
    pub(crate) fn unsupported_media_type() -> Self {
        let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
        let detail = "send the body as JSON, with Content-Type: application/json";
        Self::new(status, "unsupported-media-type", detail)
    }

    /// 415: the body has a content coding (RFC 9110 12.5.3).
    pub(crate) fn unsupported_content_coding() -> Self {
        let error = FieldError::new("Content-Encoding", "must be absent or identity");
        let detail = format!(
            "{} {}; send the body uncompressed",
            error.field, error.message
        );
        let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
        let mut problem = Self::new(status, "unsupported-content-coding", detail);
        let identity = HeaderValue::from_static("identity");
        problem.headers.push((header::ACCEPT_ENCODING, identity));
        problem.with_errors(vec![error])
    }

    /// 500: reveals the request id only. The caller MUST have logged the cause.
    #[must_use]
    pub fn internal() -> Self {
        let detail = "an internal error occurred; quote the request id when you report it";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", detail)
    }

    /// 503: reveals nothing but that the client may try again soon.
    #[must_use]
    pub fn unavailable() -> Self {
        let detail = "the service is temporarily unavailable; try again soon";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", detail)
            .with_retry_after(RETRY_AFTER_SECONDS)
    }

    /// 503 until an operator acts. The caller MUST have logged the cause.
    pub(crate) fn store_damaged() -> Self {
        let detail =
            "the database is damaged and not written to; restore a backup and restart the service";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "database-damaged", detail)
    }

    /// An error of which only the status is known: its reason phrase is the code.
    pub(crate) fn of_status(status: StatusCode) -> Self {
        if status.is_server_error() || !status.is_client_error() {
            return Self::internal();
        }
        let reason = status
            .canonical_reason()
            .unwrap_or("refused")
            .to_lowercase();
        Self::new(status, reason.replace(' ', "-"), reason)
    }

    fn closing(mut self) -> Self {
        self.headers
            .push((header::CONNECTION, HeaderValue::from_static("close")));
        self
    }
}

/// The challenge of a 403 (RFC 6750 3.1).
const INSUFFICIENT_SCOPE: &str = r#"Bearer realm="korotko", error="insufficient_scope""#;

/// The challenge of a 401 (RFC 6750 3), which names an error only if a token was presented.
fn challenge(presented: bool) -> (HeaderName, HeaderValue) {
    let value = if presented {
        r#"Bearer realm="korotko", error="invalid_token""#
    } else {
        r#"Bearer realm="korotko""#
    };
    (header::WWW_AUTHENTICATE, HeaderValue::from_static(value))
}
