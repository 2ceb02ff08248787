//! The refusals of each operation.

use crate::problems;

problems! {
    /// Why the clicks of all links are not counted.
    pub CountClicksProblem {
        400 "invalid-parameter: limit must be at least 1",
        401,
        422 "invalid: the period or the time zone breaks a rule",
        503,
    }

    /// Why the clicks of a link or a set are not counted.
    pub CountScopedClicksProblem {
        400 "invalid-parameter: id must be a whole number, such as 1",
        401,
        404,
        422 "invalid: the period or the time zone breaks a rule",
        503,
    }
}
