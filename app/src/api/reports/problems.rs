//! The problems of each operation.

use korotko_core::fault::Violations;
use korotko_core::rate_limit::Policy;
use korotko_core::report::{CreateScheduleError, OrderReportError, UnsubscribeError};
use korotko_core::{FindError, ZoneError};

use crate::api::problems::invalid_id;
use crate::api::rate_limited::rate_limited;
use crate::problems;

fn invalid_zone() -> Violations {
    Violations::new("tz", ZoneError)
}

problems! {
    /// Why a report was not created.
    pub CreateReportProblem {
        400,
        401,
        413,
        415,
        422 => [OrderReportError::Invalid(invalid_zone())],
        429 => [rate_limited(Policy::Reports)],
        503,
    }

    /// Why a report is not returned.
    pub GetReportProblem { 400 => [invalid_id()], 401, 404 => [FindError::NotFound("report")], 503 }

    /// Why a schedule was not created.
    pub CreateScheduleProblem {
        400,
        401,
        409 => [CreateScheduleError::TooMany],
        413,
        415,
        422 => [CreateScheduleError::Invalid(invalid_zone())],
        503,
    }

    /// Why a schedule is not returned or not deleted.
    pub ScheduleProblem { 400 => [invalid_id()], 401, 404 => [FindError::NotFound("schedule")], 503 }

    /// Why a schedule was not deleted by the link in its mails.
    pub UnsubscribeProblem { 400 => [UnsubscribeError::Forged], 413, 503 }
}
