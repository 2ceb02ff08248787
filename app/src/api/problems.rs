//! The problems that operations on different resources share.

use korotko_core::fault::Violations;
use korotko_core::link::{CreateLinkError, TargetUrlError};
use korotko_core::rate_limit::Policy;

use super::rate_limited::rate_limited;
use crate::http::problem::{FieldError, Problem};
use crate::problems;

/// An example of an invalid parameter.
pub(super) fn invalid_parameter(name: &str, message: &str) -> Problem {
    Problem::bad_field("invalid-parameter", FieldError::new(name, message))
}

/// An example of an invalid id.
pub(super) fn invalid_id() -> Problem {
    invalid_parameter("id", "must be a whole number, such as 1")
}

/// An example of an invalid page size.
pub(super) fn invalid_limit() -> Problem {
    invalid_parameter("limit", "must be at least 1")
}

problems! {
    /// Why a list is not returned.
    pub ListProblem { 400 => [invalid_limit()], 401, 503 }

    /// Why an operation without body and parameters failed.
    pub SessionProblem {
        400 => [invalid_parameter("page", "is not a known parameter; there are none")],
        401,
        503,
    }

    /// Why a link was not created.
    pub CreateLinkProblem {
        400,
        401 => [Problem::invalid_token(), CreateLinkError::AnonymousLinksOff],
        409 => [CreateLinkError::SlugTaken, CreateLinkError::TooMany],
        413,
        415,
        422 => [CreateLinkError::Invalid(Violations::new("url", TargetUrlError::Scheme))],
        429 => [rate_limited(Policy::AnonymousLinks)],
        503,
    }
}
