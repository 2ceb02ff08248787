//! The refusals of each operation.

use crate::problems;

problems! {
    /// Why there is no new set.
    pub CreateCollectionProblem {
        400,
        401,
        409 "name-taken: there is a set of this name already; or `collection-limit-reached`, when you have as many sets as one user may have",
        413,
        415,
        422,
        503,
    }

    /// Why a set is as it was.
    pub EditCollectionProblem {
        400,
        401,
        404,
        409 "name-taken: a collection with this name already exists",
        412 "stale: the collection has changed since you read it; read it again",
        413,
        415,
        422,
        503,
    }

    /// Why a set is not deleted.
    pub DeleteCollectionProblem {
        400 "invalid-parameter: id must be a whole number, such as 1",
        401,
        404,
        412 "stale: the collection has changed since you read it; read it again",
        503,
    }

    /// Why a link is not in a set.
    pub AddLinkProblem {
        400 "invalid-parameter: id must be a whole number, such as 1",
        401,
        404,
        409 "collection-full: the collection is full",
        503,
    }

    /// Why links are not in a set.
    pub AddLinksProblem {
        400,
        401,
        404,
        409 "collection-full: the collection is full",
        413,
        415,
        422,
        503,
    }

    /// Why the links of a set are not listed.
    pub ListCollectionLinksProblem {
        400 "invalid-parameter: limit must be at least 1",
        401,
        404,
        422 "invalid: a filter breaks a rule",
        503,
    }
}
