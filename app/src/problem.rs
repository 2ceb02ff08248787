//! What the API answers when it refuses: RFC 9457 `application/problem+json`. The only file that knows which failure has
//! which status code.

use std::borrow::Cow;
use std::error::Error as StdError;

use chrono::TimeDelta;
use korotko_core::fault::{Fault, FaultKind};
use poem::http::{HeaderValue, StatusCode, header};
use poem::{IntoResponse, Response};
use poem_openapi::payload::Payload;
use poem_openapi::registry::{MetaSchemaRef, Registry};
use poem_openapi::types::{ToJSON, Type};

use crate::http::problem_body::{ProblemBody, title};
use crate::http::request_id;

pub use crate::http::problem_body::FieldError;

/// The media type of every refusal (RFC 9457 4.1).
pub const PROBLEM_JSON: &str = "application/problem+json";

/// The media type of a refusal for people.
const HTML: &str = "text/html; charset=utf-8";

/// After how many seconds it may be worth trying again when nothing more exact is known.
const RETRY_AFTER_SECONDS: u64 = 1;

/// A refusal, on its way to the client.
#[derive(Debug)]
pub struct Problem {
    status: StatusCode,
    code: Cow<'static, str>,
    detail: String,
    errors: Vec<FieldError>,
    headers: Vec<(header::HeaderName, HeaderValue)>,
    /// What to send in the body's place to a person in a browser.
    page: Option<Box<str>>,
}

/// Marks an error of the framework that carries a [`Problem`], ready to be sent.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Refused;

impl Problem {
    fn new(
        status: StatusCode,
        code: impl Into<Cow<'static, str>>,
        detail: impl Into<String>,
    ) -> Self {
        let (code, detail) = (code.into(), detail.into());
        let (errors, headers) = (Vec::new(), Vec::new());
        Self {
            status,
            code,
            detail,
            errors,
            headers,
            page: None,
        }
    }

    /// The answer to a failure of the domain. The causes of those that are the server's own go to the log, here and once.
    #[must_use]
    pub fn of(fault: &dyn Fault) -> Self {
        let status = match fault.kind() {
            FaultKind::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
            FaultKind::Malformed => StatusCode::BAD_REQUEST,
            FaultKind::Unauthenticated => {
                return Self::unauthenticated(fault.code(), fault.to_string());
            }
            FaultKind::Forbidden => StatusCode::FORBIDDEN,
            FaultKind::NotFound => StatusCode::NOT_FOUND,
            FaultKind::Gone => StatusCode::GONE,
            FaultKind::Conflict => StatusCode::CONFLICT,
            FaultKind::Stale => StatusCode::PRECONDITION_FAILED,
            FaultKind::TooMany => {
                return Self::new(
                    StatusCode::TOO_MANY_REQUESTS,
                    fault.code(),
                    fault.to_string(),
                )
                .with_retry_after(seconds_until(fault.retry_after()));
            }
            FaultKind::Unavailable => {
                tracing::error!(code = fault.code(), cause = causes(fault), "unavailable");
                return Self::unavailable();
            }
            FaultKind::Internal => {
                tracing::error!(code = fault.code(), cause = causes(fault), "internal error");
                return Self::internal();
            }
        };
        let violations = fault.violations().iter();
        let errors =
            violations.map(|broken| FieldError::new(broken.field, broken.message.as_str()));
        Self::new(status, fault.code(), fault.to_string()).with_errors(errors.collect())
    }

    /// 400: the request cannot be read as HTTP semantics want it.
    pub(crate) fn bad_request(code: &'static str, detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, detail)
    }

    /// 400 for one field, parameter or part of the body.
    pub(crate) fn bad_field(code: &'static str, error: FieldError) -> Self {
        Self::bad_request(code, format!("{} {}", error.field, error.message))
            .with_errors(vec![error])
    }

    /// 401 without a token; every 401 challenges (RFC 9110 15.5.2).
    fn unauthenticated(code: &'static str, detail: String) -> Self {
        let mut problem = Self::new(StatusCode::UNAUTHORIZED, code, detail);
        problem.headers.push(challenge(false));
        problem
    }

    /// 401 where a bearer token is needed, and none was presented.
    #[must_use]
    pub fn missing_token() -> Self {
        Self::unauthenticated(
            "token-missing",
            "sign in, and send the access token as a bearer token".into(),
        )
    }

    /// 401 where what was presented is no good bearer token.
    #[must_use]
    pub fn invalid_token() -> Self {
        let detail = "the access token is malformed, has ended or was revoked";
        let mut problem = Self::new(StatusCode::UNAUTHORIZED, "token-invalid", detail);
        problem.headers.push(challenge(true));
        problem
    }

    /// 404 for a path that no route has.
    pub(crate) fn not_found() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "not-found",
            "there is nothing at this path",
        )
    }

    /// 405 with the methods that the path does have (RFC 9110 15.5.6).
    pub(crate) fn method_not_allowed(allow: HeaderValue) -> Self {
        let detail = "this path does not have this method";
        let mut problem = Self::new(StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed", detail);
        problem.headers.push((header::ALLOW, allow));
        problem
    }

    /// 408, after which the connection ends.
    pub(crate) fn body_timeout() -> Self {
        let detail = "the body did not arrive in time";
        Self::new(StatusCode::REQUEST_TIMEOUT, "body-timeout", detail).closing()
    }

    /// 413, after which the connection ends, so that the rest of the body need not be read.
    pub(crate) fn body_too_large(limit: usize) -> Self {
        let detail = format!("the body has more than {limit} bytes");
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "body-too-large", detail).closing()
    }

    /// 415 for a body that is not declared as JSON.
    pub(crate) fn unsupported_media_type() -> Self {
        let detail = "send the body as JSON, with Content-Type: application/json";
        Self::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "unsupported-media-type",
            detail,
        )
    }

    /// 500: tells the client nothing but the request id. The caller has written the cause to the log.
    #[must_use]
    pub fn internal() -> Self {
        let detail = "the server failed; when you report it, quote the request id";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", detail)
    }

    /// 503: tells the client nothing but that it may try again soon.
    #[must_use]
    pub fn unavailable() -> Self {
        let detail = "the service cannot do this now; try again soon";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", detail)
            .with_retry_after(RETRY_AFTER_SECONDS)
    }

    /// The answer to a failure of which only the status is known: its reason phrase is the code.
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

    /// The same with every field that is wrong.
    #[must_use]
    pub fn with_errors(mut self, errors: Vec<FieldError>) -> Self {
        self.errors = errors;
        self
    }

    /// The same where a field has another name in this request than in the domain.
    #[must_use]
    pub fn renaming(mut self, domain: &str, request: &str) -> Self {
        let renamed = self.errors.iter_mut().filter(|error| error.field == domain);
        renamed.for_each(|error| request.clone_into(&mut error.field));
        self
    }

    /// The same as a page of HTML, for an operation that people follow in a browser.
    #[must_use]
    pub fn with_page(mut self, page: String) -> Self {
        self.page = Some(page.into());
        self
    }

    /// The same with another `Retry-After`, in seconds.
    #[must_use]
    pub fn with_retry_after(mut self, seconds: u64) -> Self {
        self.headers.retain(|(name, _)| name != header::RETRY_AFTER);
        self.headers.push((header::RETRY_AFTER, seconds.into()));
        self
    }

    fn closing(mut self) -> Self {
        self.headers
            .push((header::CONNECTION, HeaderValue::from_static("close")));
        self
    }

    /// The status code of the answer.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status.as_u16()
    }

    /// The same body as an example in the document; `code` and `detail` as they are there.
    pub(crate) fn example(status: u16, code: &str, detail: &str) -> Option<serde_json::Value> {
        let status = StatusCode::from_u16(status).ok()?;
        let mut body = Self::new(status, code.to_owned(), detail).into_body();
        if status.is_server_error() {
            body.request_id = Some("5f0c2b7e1d94a3867fe02b91".to_owned());
        }
        body.to_json()
    }

    /// What is sent and documented.
    pub(crate) fn into_body(self) -> ProblemBody {
        ProblemBody {
            kind: format!("urn:korotko:problem:{}", self.code),
            title: title(&self.code),
            status: self.status.as_u16(),
            // Only here: two answers to the same request are the same, unless the server is at fault.
            request_id: self
                .status
                .is_server_error()
                .then(request_id::current)
                .flatten(),
            code: self.code.into_owned(),
            detail: self.detail,
            errors: self.errors,
        }
    }
}

/// Whole seconds, rounded up, so that whoever waits so long does not come too early.
fn seconds_until(wait: Option<TimeDelta>) -> u64 {
    let seconds = wait.map_or(0, |wait| wait.num_seconds() + 1);
    u64::try_from(seconds).unwrap_or(0).max(RETRY_AFTER_SECONDS)
}

/// What a 401 asks for (RFC 6750 3); an error is only named when a token was presented.
fn challenge(presented: bool) -> (header::HeaderName, HeaderValue) {
    let value = if presented {
        r#"Bearer realm="korotko", error="invalid_token""#
    } else {
        r#"Bearer realm="korotko""#
    };
    (header::WWW_AUTHENTICATE, HeaderValue::from_static(value))
}

/// An error with all its causes, for the log.
pub(crate) fn causes(error: &(impl StdError + ?Sized)) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(deeper) = cause {
        let deeper_text = deeper.to_string();
        // Some errors repeat their cause in their own words.
        if !text.ends_with(&deeper_text) {
            text = format!("{text}: {deeper_text}");
        }
        cause = deeper.source();
    }
    text
}

impl IntoResponse for Problem {
    fn into_response(mut self) -> Response {
        let (status, headers) = (self.status, std::mem::take(&mut self.headers));
        let response = Response::builder()
            .status(status)
            .header(header::CACHE_CONTROL, "no-store");
        let mut response = match self.page.take() {
            Some(page) => response.content_type(HTML).body(String::from(page)),
            None => response
                .content_type(PROBLEM_JSON)
                .body(self.into_body().to_json_string()),
        };
        response.headers_mut().extend(headers);
        response
    }
}

impl<F: Fault> From<F> for Problem {
    fn from(fault: F) -> Self {
        Self::of(&fault)
    }
}

impl From<Problem> for poem::Error {
    fn from(problem: Problem) -> Self {
        let mut error = Self::from_response(problem.into_response());
        error.set_data(Refused);
        error
    }
}

impl Payload for Problem {
    const CONTENT_TYPE: &'static str = PROBLEM_JSON;

    fn schema_ref() -> MetaSchemaRef {
        ProblemBody::schema_ref()
    }

    fn register(registry: &mut Registry) {
        ProblemBody::register(registry);
    }
}
