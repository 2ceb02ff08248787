//! The refusals of each operation.

use crate::problems;

problems! {
    /// Why there is no new link.
    pub CreateLinkProblem {
        400,
        401 "token-invalid: a token was sent that is no good; without one the link is anonymous",
        409 "slug-taken: this short code is taken",
        413,
        415,
        422,
        503,
    }
}

problems! {
    /// Why links are not listed.
    pub ListLinksProblem {
        400 "invalid-parameter: limit must be at least 1",
        401,
        503,
    }
}

problems! {
    /// Why a link is not shown or deleted.
    pub FindLinkProblem { 400 "invalid-parameter: id must be a whole number within range", 401, 404, 503 }
}

problems! {
    /// Why a link is as it was.
    pub EditLinkProblem {
        400,
        401,
        404,
        409 "slug-taken: this short code is taken",
        413,
        415,
        422,
        503,
    }
}
