//! The problems of each operation.

use korotko_core::administration::{ActError, ListError};
use korotko_core::job::RetryJobError;

use crate::api::links::invalid_search;
use crate::api::problems::{invalid_id, invalid_limit};
use crate::http::problem::Problem;
use crate::problems;

problems! {
    /// Why users or links are not listed.
    pub SearchProblem {
        400 => [invalid_limit()],
        401,
        422 => [ListError::Invalid(invalid_search())],
        503 => [Problem::unavailable(), ListError::TooBroad],
    }

    /// Why a user is not returned or not changed.
    pub UserProblem { 400 => [invalid_id()], 401, 404 => [ActError::NotFound("user")], 503 }

    /// Why a user was not demoted or not deleted.
    pub DispensableUserProblem {
        400 => [invalid_id()],
        401,
        404 => [ActError::NotFound("user")],
        409 => [ActError::LastAdministrator],
        503,
    }

    /// Why a user was not disabled.
    pub DisableUserProblem {
        400,
        401,
        404 => [ActError::NotFound("user")],
        409 => [ActError::LastAdministrator],
        413,
        415,
        503,
    }

    /// Why a link is not returned or not deleted.
    pub AnyLinkProblem { 400 => [invalid_id()], 401, 404 => [ActError::NotFound("link")], 503 }

    /// Why a job was not retried.
    pub RetryJobProblem {
        400 => [invalid_id()],
        401,
        404 => [RetryJobError::NotFailed],
        409 => [RetryJobError::Queued],
        503,
    }
}
