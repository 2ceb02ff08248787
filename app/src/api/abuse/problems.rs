//! The problems of each operation.

use korotko_core::abuse::ReportLinkError;
use korotko_core::fault::Violations;
use korotko_core::rate_limit::Policy;

use crate::api::rate_limited::rate_limited;
use crate::problems;

problems! {
    /// Why a link was not reported.
    pub ReportLinkProblem {
        400,
        413,
        415,
        422 => [ReportLinkError::Invalid(Violations::new("url", "must be the short URL of a link of this service"))],
        429 => [rate_limited(Policy::AbuseReports)],
        503,
    }
}
