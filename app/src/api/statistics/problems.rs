//! The problems of each operation.

use korotko_core::ZoneError;
use korotko_core::fault::Violations;
use korotko_core::statistics::CountClicksError;

use crate::api::problems::{invalid_id, invalid_limit};
use crate::problems;

fn invalid_zone() -> CountClicksError {
    CountClicksError::Invalid(Violations::new("tz", ZoneError))
}

problems! {
    /// Why the statistics of all links are not returned.
    pub StatisticsProblem {
        400 => [invalid_limit()],
        401,
        422 => [invalid_zone()],
        503,
    }

    /// Why the statistics of a link are not returned.
    pub LinkStatisticsProblem {
        400 => [invalid_id()],
        401,
        404 => [CountClicksError::NoLink],
        422 => [invalid_zone()],
        503,
    }

    /// Why the statistics of a collection are not returned.
    pub CollectionStatisticsProblem {
        400 => [invalid_id()],
        401,
        404 => [CountClicksError::NoCollection],
        422 => [invalid_zone()],
        503,
    }
}
