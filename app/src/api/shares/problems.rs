//! The problems of each operation.

use korotko_core::fault::Violations;
use korotko_core::share::{CountSharedError, CreateShareError};
use korotko_core::{FindError, ZoneError};

use crate::api::problems::{invalid_id, invalid_limit, invalid_parameter};
use crate::http::problem::Problem;
use crate::problems;

fn unknown_parameter() -> Problem {
    invalid_parameter("page", "is not a known parameter; there are none")
}

fn invalid_zone() -> CountSharedError {
    CountSharedError::Invalid(Violations::new("tz", ZoneError))
}

problems! {
    /// Why a link is not shared.
    pub CreateLinkShareProblem { 400 => [invalid_id()], 401, 404 => [CreateShareError::NoLink], 503 }

    /// Why a collection is not shared.
    pub CreateCollectionShareProblem {
        400 => [invalid_id()],
        401,
        404 => [CreateShareError::NoCollection],
        503,
    }

    /// Why the share of a link has not ended.
    pub EndLinkShareProblem { 400 => [invalid_id()], 401, 404 => [FindError::NotFound("link")], 503 }

    /// Why the share of a collection has not ended.
    pub EndCollectionShareProblem {
        400 => [invalid_id()],
        401,
        404 => [FindError::NotFound("collection")],
        503,
    }

    /// Why a share is not returned.
    pub GetShareProblem { 400 => [unknown_parameter()], 404 => [FindError::NotFound("share")], 503 }

    /// Why the statistics of a share are not returned.
    pub ShareStatisticsProblem {
        400 => [invalid_limit()],
        404 => [FindError::NotFound("share")],
        422 => [invalid_zone()],
        503,
    }
}
