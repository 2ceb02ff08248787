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
        429 "report-limit-reached: 20 reports were asked for within a day; wait for a while",
        503,
    }

    /// Why there is no new schedule.
    pub CreateScheduleProblem {
        400,
        401,
        409 "schedule-limit-reached: there are 20 schedules, as many as one user may have",
        413,
        415,
        422,
        503,
    }

    /// Why a schedule goes on.
    pub UnsubscribeProblem { 400 "token-invalid: the unsubscribe link is invalid", 413, 503 }
}
