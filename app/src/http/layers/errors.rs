//! Converts the plain-text errors of the framework to problems.

use std::sync::Arc;

use poem::error::{MethodNotAllowedError, NotFoundError, ReadBodyError};
use poem::http::{HeaderValue, Method, header};
use poem::{Error, IntoResponse, Request, Response};
use poem_openapi::error::{
    AuthorizationError, ContentTypeError, ParseParamError, ParsePathError, ParseRequestPayloadError,
};

use super::{arrival, parameters};
use crate::http::error_pages::Refused;
use crate::http::problem::{Problem, causes};
use crate::http::routes::RouteEntry;

/// Whether the error is a [`Problem`] already.
fn is_problem(error: &Error) -> bool {
    error.data::<Refused>().is_some()
}

/// The parts of a request that its error response needs.
pub(super) struct RequestInfo {
    route: Option<Arc<RouteEntry>>,
    method: Method,
    credentials: bool,
}

impl RequestInfo {
    pub(super) fn of(request: &Request) -> Self {
        Self {
            route: arrival::route(request).cloned(),
            method: request.method().clone(),
            credentials: request.headers().contains_key(header::AUTHORIZATION),
        }
    }

    /// The response to a request that fails with this error.
    pub(super) fn response(&self, error: Error) -> Response {
        if is_problem(&error) {
            error.into_response()
        } else {
            self.problem(&error).into_response()
        }
    }

    fn problem(&self, error: &Error) -> Problem {
        if error.is::<NotFoundError>() {
            Problem::not_found()
        } else if error.is::<MethodNotAllowedError>() {
            let allow = self.route.as_ref().map(|route| route.allow());
            Problem::method_not_allowed(allow.unwrap_or(HeaderValue::from_static("")))
        } else if error.is::<AuthorizationError>() && self.credentials {
            Problem::invalid_token()
        } else if error.is::<AuthorizationError>() {
            Problem::missing_token()
        } else {
            self.unreadable(error).unwrap_or_else(|| from_status(error))
        }
    }

    /// The problem of a malformed request.
    fn unreadable(&self, error: &Error) -> Option<Problem> {
        if let Some(error) = error.downcast_ref::<ParseParamError>() {
            Some(self.bad_parameter(error.name, &error.reason))
        } else if let Some(error) = error.downcast_ref::<ParsePathError>() {
            let position = error
                .name
                .strip_prefix("param")
                .and_then(|digits| digits.parse().ok());
            let route = self.route.as_ref();
            let name = position.and_then(|position| route?.parameter(position));
            Some(self.bad_parameter(name.unwrap_or("path"), &error.reason))
        } else if error.is::<ContentTypeError>() {
            Some(Problem::unsupported_media_type())
        } else if error.is::<ParseRequestPayloadError>() || error.is::<ReadBodyError>() {
            let detail = "the body is malformed";
            Some(Problem::bad_request("malformed-body", detail))
        } else {
            None
        }
    }

    fn bad_parameter(&self, name: &str, reason: &str) -> Problem {
        // A HEAD is handled as a GET.
        let method = match self.method {
            Method::HEAD => &Method::GET,
            ref method => method,
        };
        let route = self.route.as_ref();
        let operation = route.and_then(|route| route.operation(method));
        let parameter = operation.and_then(|operation| operation.parameter(name));
        parameters::problem(name, reason, parameter)
    }
}

fn from_status(error: &Error) -> Problem {
    let status = error.status();
    if status.is_server_error() {
        tracing::error!(
            event = "request_failed",
            cause = causes(error),
            "a request fails with an internal error"
        );
    }
    Problem::of_status(status)
}
