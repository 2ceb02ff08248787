//! The refusals that operations on different resources share.

use crate::problems;

problems! {
    /// Why something of one's own is not shown, changed or deleted.
    pub FindProblem { 400 "invalid-parameter: id must be a whole number, such as 1", 401, 404, 503 }

    /// Why what is one's own is not listed.
    pub ListProblem { 400 "invalid-parameter: limit must be at least 1", 401, 503 }

    /// Why an operation of a signed-in user was refused that takes neither body nor parameter.
    pub SessionProblem { 400 "invalid-parameter: x is not a known parameter; there are none", 401, 503 }

    /// Why there is no new link.
    pub CreateLinkProblem {
        400,
        401 "token-invalid: a token was sent that is no good; without one the link is anonymous",
        409 "slug-taken: this short code is taken; or `link-limit-reached`, when you have as many links as one user may have",
        413,
        415,
        422,
        503,
    }
}
