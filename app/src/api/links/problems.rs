//! The problems of each operation.

use korotko_core::FindError;
use korotko_core::fault::Violations;
use korotko_core::link::{
    BulkError, DeleteLinkError, EditLinkError, ListLinksError, RestoreLinkError, SearchText,
    SlugError,
};

use crate::api::problems::{invalid_id, invalid_limit};
use crate::http::problem::Problem;
use crate::problems;

/// The broken rule of a search text that is too long.
pub(in crate::api) fn invalid_search() -> Violations {
    let mut broken = Violations::default();
    broken.check(
        "q",
        SearchText::parse(&"a".repeat(SearchText::MAX_CHARS + 1)),
    );
    broken
}

problems! {
    /// Why links are not listed.
    pub ListLinksProblem {
        400 => [invalid_limit()],
        401,
        404 => [ListLinksError::NoCollection],
        422 => [ListLinksError::Invalid(invalid_search())],
        503 => [Problem::unavailable(), ListLinksError::TooBroad],
    }

    /// Why a link is not returned.
    pub GetLinkProblem { 400 => [invalid_id()], 401, 404 => [FindError::NotFound("link")], 503 }

    /// Why a link was not updated.
    pub UpdateLinkProblem {
        400,
        401,
        404 => [EditLinkError::NotFound],
        409 => [EditLinkError::SlugTaken, EditLinkError::Blocked],
        412 => [EditLinkError::Stale],
        413,
        415,
        422 => [EditLinkError::Invalid(Violations::new("slug", SlugError::Reserved))],
        503,
    }

    /// Why a link was not deleted.
    pub DeleteLinkProblem {
        400 => [invalid_id()],
        401,
        404 => [DeleteLinkError::NotFound],
        409 => [DeleteLinkError::Blocked],
        412 => [DeleteLinkError::Stale],
        503,
    }

    /// Why a link was not restored.
    pub RestoreLinkProblem {
        400 => [invalid_id()],
        401,
        404 => [RestoreLinkError::NotFound],
        409 => [RestoreLinkError::SlugTaken, RestoreLinkError::TooMany],
        503,
    }

    /// Why a batch was not processed.
    pub LinkBatchProblem {
        400,
        401,
        413,
        415,
        422 => [BulkError::Invalid(Violations::new("operations", "must be 1 to 1000 operations"))],
        503,
    }
}
