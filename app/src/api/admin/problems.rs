//! The problems of each operation.

use korotko_core::administration::{ActError, CreateInvitationError, ListError};
use korotko_core::fault::Violations;
use korotko_core::job::RetryJobError;
use korotko_core::link::BlockReason;

use crate::api::links::invalid_search;
use crate::api::problems::{invalid_id, invalid_limit};
use crate::api::users::invalid_email;
use crate::http::problem::Problem;
use crate::problems;

/// The broken rule of a reason that is empty.
fn invalid_reason() -> Violations {
    let mut broken = Violations::default();
    broken.check("reason", BlockReason::parse(""));
    broken
}

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

    /// Why nobody was invited.
    pub CreateInvitationProblem {
        400,
        401,
        403 => [CreateInvitationError::RegistrationClosed],
        409 => [CreateInvitationError::EmailTaken],
        413,
        415,
        422 => [CreateInvitationError::Invalid(invalid_email())],
        503,
    }

    /// Why an invitation was not deleted.
    pub AnyInvitationProblem {
        400 => [invalid_id()],
        401,
        404 => [ActError::NotFound("invitation")],
        503,
    }

    /// Why a link is not returned or not deleted.
    pub AnyLinkProblem { 400 => [invalid_id()], 401, 404 => [ActError::NotFound("link")], 503 }

    /// Why a link was not blocked.
    pub BlockLinkProblem {
        400,
        401,
        404 => [ActError::NotFound("link")],
        413,
        415,
        422 => [ActError::Invalid(invalid_reason())],
        503,
    }

    /// Why a link was not unblocked.
    pub UnblockLinkProblem {
        400 => [invalid_id()],
        401,
        404 => [ActError::NotFound("link")],
        409 => [ActError::BlockedByList],
        503,
    }

    /// Why an abuse report is not returned.
    pub AbuseReportProblem { 400 => [invalid_id()], 401, 404 => [ActError::NotFound("abuse report")], 503 }

    /// Why an abuse report was not closed.
    pub CloseAbuseReportProblem {
        400,
        401,
        404 => [ActError::NotFound("abuse report")],
        413,
        415,
        503,
    }

    /// Why a job was not retried.
    pub RetryJobProblem {
        400 => [invalid_id()],
        401,
        404 => [RetryJobError::NotFailed],
        409 => [RetryJobError::Queued],
        503,
    }
}
