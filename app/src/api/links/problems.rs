//! The refusals of each operation.

use crate::problems;

problems! {
    /// Why links are not listed.
    pub ListLinksProblem {
        400 "invalid-parameter: limit must be at least 1",
        401,
        404 "not-found: collection not found",
        422 "invalid: a filter breaks a rule",
        503 "unavailable: not possible now, try again soon; or `search-too-broad`, when finding the links takes too long and the search has to be narrowed",
    }

    /// Why a link is as it was.
    pub EditLinkProblem {
        400,
        401,
        404,
        409 "slug-taken: this slug is already taken",
        412 "stale: the link has changed since you read it; read it again",
        413,
        415,
        422,
        503,
    }

    /// Why a link is not deleted.
    pub DeleteLinkProblem {
        400 "invalid-parameter: id must be a whole number, such as 1",
        401,
        404,
        412 "stale: the link has changed since you read it; read it again",
        503,
    }

    /// Why a link stays in the trash.
    pub RestoreLinkProblem {
        400 "invalid-parameter: id must be a whole number, such as 1",
        401,
        404 "not-found: there is no such link in the trash",
        409 "slug-taken: this short code is taken meanwhile; or `link-limit-reached`, when you have as many links as one user may have",
        503,
    }

    /// Why nothing of a batch was done.
    pub LinkBatchProblem { 400, 401, 413, 415, 422 "invalid: operations must be 1 to 1000 operations", 503 }

    /// Why a QR code was not drawn.
    pub DrawLinkQrProblem {
        400 "invalid-parameter: size must be at least 64",
        401,
        404,
        422 "invalid: the size is too small for this code",
        503,
    }
}
