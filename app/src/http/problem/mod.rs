//! Errors of the API: `application/problem+json` (RFC 9457). The only file that maps failures of the domain to status codes.

mod body;
pub mod documented;
mod limited;
mod quotas;
mod refusals;

use std::borrow::Cow;
use std::error::Error as StdError;

use chrono::TimeDelta;
use korotko_core::fault::{Fault, FaultKind};
use poem::http::{HeaderName, HeaderValue, StatusCode, header};
use poem::{IntoResponse, Response};
use poem_openapi::payload::Payload;
use poem_openapi::registry::{MetaSchemaRef, Registry};
use poem_openapi::types::{ToJSON, Type};

pub use self::body::FieldError;
pub(crate) use self::body::{ProblemBody, title};
use super::error_pages::Refused;
use super::full::{FullResponse, into_poem};
use super::request_id;

/// The media type of errors (RFC 9457 4.1).
pub const PROBLEM_JSON: &str = "application/problem+json";

/// The media type of error pages.
const HTML: &str = "text/html; charset=utf-8";

/// The `Retry-After` when nothing more exact is known.
const RETRY_AFTER_SECONDS: u64 = 1;

/// An error response.
#[derive(Debug)]
pub struct Problem {
    status: StatusCode,
    code: Cow<'static, str>,
    detail: String,
    errors: Vec<FieldError>,
    headers: Vec<(HeaderName, HeaderValue)>,
    /// The page to send instead of JSON to a browser.
    page: Option<Box<FullResponse>>,
}

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

    /// The response to a failure of the domain. The cause of a server error is logged here, once; refusals by rate limits at a
    /// limited rate.
    #[must_use]
    pub fn from_fault(fault: &dyn Fault) -> Self {
        let status = match fault.kind() {
            FaultKind::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
            FaultKind::Malformed => StatusCode::BAD_REQUEST,
            FaultKind::Unauthenticated => {
                return Self::unauthenticated(fault.code(), fault.to_string());
            }
            FaultKind::Forbidden => StatusCode::FORBIDDEN,
            FaultKind::NotFound => StatusCode::NOT_FOUND,
            FaultKind::Gone => StatusCode::GONE,
            FaultKind::LegalReasons => StatusCode::UNAVAILABLE_FOR_LEGAL_REASONS,
            FaultKind::Conflict => StatusCode::CONFLICT,
            FaultKind::Stale => StatusCode::PRECONDITION_FAILED,
            FaultKind::TooMany => StatusCode::TOO_MANY_REQUESTS,
            FaultKind::TooBroad => StatusCode::SERVICE_UNAVAILABLE,
            FaultKind::Unavailable | FaultKind::Internal => return Self::server_error(fault),
        };
        let violations = fault.violations().iter();
        let errors =
            violations.map(|broken| FieldError::new(broken.field, broken.message.as_str()));
        let problem = Self::new(status, fault.code(), fault.to_string());
        let problem = problem.with_errors(errors.collect());
        match status {
            StatusCode::TOO_MANY_REQUESTS => {
                limited::log(fault.quotas());
                problem
                    .with_retry_after(seconds_until(fault.retry_after()))
                    .with_quotas(fault.quotas())
            }
            StatusCode::UNAVAILABLE_FOR_LEGAL_REASONS => problem.with_blocker(),
            StatusCode::SERVICE_UNAVAILABLE => {
                problem.with_retry_after(seconds_until(fault.retry_after()))
            }
            _ => problem,
        }
    }

    fn server_error(fault: &dyn Fault) -> Self {
        let (code, cause) = (fault.code(), causes(fault));
        if fault.kind() == FaultKind::Unavailable {
            let text = "a request fails because something is unavailable";
            tracing::error!(event = "request_unavailable", code, cause, "{text}");
            return Self::unavailable();
        }
        let text = "a request fails with an internal error";
        tracing::error!(event = "request_failed", code, cause, "{text}");
        Self::internal()
    }

    /// Adds the invalid fields.
    #[must_use]
    pub fn with_errors(mut self, errors: Vec<FieldError>) -> Self {
        self.errors = errors;
        self
    }

    /// Renames a field of the domain to its name in the request.
    #[must_use]
    pub fn renaming(mut self, domain: &str, request: &str) -> Self {
        let renamed = self.errors.iter_mut().filter(|error| error.field == domain);
        renamed.for_each(|error| request.clone_into(&mut error.field));
        self
    }

    /// Sends this HTML page instead of JSON, for operations that people open in a browser.
    #[must_use]
    pub fn with_page(self, page: String) -> Self {
        self.with_whole_page(content(HTML, page))
    }

    /// Sends this page with its fields instead of JSON.
    #[must_use]
    pub fn with_whole_page(mut self, page: FullResponse) -> Self {
        self.page = Some(Box::new(page));
        self
    }

    /// Sets `Retry-After`, in seconds.
    #[must_use]
    pub fn with_retry_after(mut self, seconds: u64) -> Self {
        self.headers.retain(|(name, _)| name != header::RETRY_AFTER);
        self.headers.push((header::RETRY_AFTER, seconds.into()));
        self
    }

    /// Says that this service is what blocks (RFC 7725 4).
    fn with_blocker(mut self) -> Self {
        let blocker = HeaderValue::from_static(r#"</>; rel="blocked-by""#);
        self.headers.push((header::LINK, blocker));
        self
    }

    /// The status code of the answer.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status.as_u16()
    }

    /// A conflict whose cause cannot be constructed here, for the examples of the document.
    pub(crate) fn conflict(code: &'static str, detail: &str) -> Self {
        Self::new(StatusCode::CONFLICT, code, detail)
    }

    /// The body, as an example in the document.
    pub(crate) fn into_example(self) -> Option<serde_json::Value> {
        let is_server_error = self.status.is_server_error();
        let mut body = self.into_body();
        if is_server_error {
            body.request_id = Some("5f0c2b7e1d94a3867fe02b91".to_owned());
        }
        body.to_json()
    }

    /// The body, as sent and documented.
    pub(crate) fn into_body(self) -> ProblemBody {
        ProblemBody {
            kind: format!("urn:korotko:problem:{}", self.code),
            title: title(&self.code),
            status: self.status.as_u16(),
            // Only for server errors: otherwise equal requests get equal responses.
            request_id: self
                .status
                .is_server_error()
                .then(|| Some(request_id::current()?.to_string()))
                .flatten(),
            code: self.code.into_owned(),
            detail: self.detail,
            errors: self.errors,
        }
    }
}

impl ProblemBody {
    /// The body of the response to a failure.
    pub(crate) fn from_fault(fault: &dyn Fault) -> Self {
        Problem::from_fault(fault).into_body()
    }
}

/// A response with this body.
fn content(media_type: &'static str, body: String) -> FullResponse {
    let mut response = FullResponse::new(body.into());
    let media_type = HeaderValue::from_static(media_type);
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, media_type);
    response
}

/// Whole seconds, rounded up.
fn seconds_until(wait: Option<TimeDelta>) -> u64 {
    let seconds = wait.map_or(0, seconds);
    seconds.max(RETRY_AFTER_SECONDS)
}

/// Whole seconds, rounded up.
fn seconds(time: TimeDelta) -> u64 {
    let seconds = time.num_seconds() + i64::from(time.subsec_nanos() > 0);
    u64::try_from(seconds).unwrap_or(0)
}

/// An error with all its causes, for the log.
pub(crate) fn causes(error: &(impl StdError + ?Sized)) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(deeper) = cause {
        let deeper_text = deeper.to_string();
        // Some errors include their cause in their own text.
        if !text.ends_with(&deeper_text) {
            text = format!("{text}: {deeper_text}");
        }
        cause = deeper.source();
    }
    text
}

impl Problem {
    /// What is refused, for a page.
    fn refused(&self) -> Refused {
        Refused {
            code: self.code.clone(),
            detail: self.detail.clone(),
        }
    }

    /// The answer to a failure of a page: its status, its text and its fields.
    pub(crate) fn into_parts(self) -> (StatusCode, Refused, Vec<(HeaderName, HeaderValue)>) {
        let refused = self.refused();
        (self.status, refused, self.headers)
    }

    /// The response, without anything of the framework.
    pub(crate) fn response(mut self) -> FullResponse {
        let (status, given) = (self.status, std::mem::take(&mut self.headers));
        let refused = self.refused();
        let mut response = match self.page.take() {
            Some(page) => *page,
            None => content(PROBLEM_JSON, self.into_body().to_json_string()),
        };
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.extend(given);
        response.extensions_mut().insert(refused);
        response
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        into_poem(self.response())
    }
}

impl<F: Fault> From<F> for Problem {
    fn from(fault: F) -> Self {
        Self::from_fault(&fault)
    }
}

impl From<Problem> for poem::Error {
    fn from(problem: Problem) -> Self {
        let refused = problem.refused();
        let mut error = Self::from_response(problem.into_response());
        // An error replaces the extensions of its response with its own.
        error.set_data(refused);
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
