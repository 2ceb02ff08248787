//! The refusals of each operation.

use crate::problems;

problems! {
    /// Why no report is ordered.
    pub OrderReportProblem {
        400,
        401,
        413,
        415,
        422,
        429 "too-many-reports: 20 reports were asked for within a day; wait for a while",
        503,
    }

    /// Why reports or schedules are not listed.
    pub ListReportsProblem { 400 "invalid-parameter: limit must be at least 1", 401, 503 }

    /// Why a report or a schedule is not shown, or not deleted.
    pub FindReportProblem { 400 "invalid-parameter: id must be a whole number, such as 1", 401, 404, 503 }

    /// Why there is no new schedule.
    pub CreateScheduleProblem {
        400,
        401,
        409 "too-many-schedules: there are 20 schedules, as many as one user may have",
        413,
        415,
        422,
        503,
    }

    /// Why a schedule goes on.
    pub UnsubscribeProblem { 400 "token-invalid: this link is not genuine", 413, 503 }
}
