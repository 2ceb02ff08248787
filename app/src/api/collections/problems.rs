//! The problems of each operation.

use korotko_core::FindError;
use korotko_core::collection::{
    AddLinksError, CollectionName, CreateCollectionError, DeleteCollectionError,
    EditCollectionError, RemoveLinkError,
};
use korotko_core::fault::Violations;
use korotko_core::link::ListLinksError;

use crate::api::links::invalid_search;
use crate::api::problems::{invalid_id, invalid_limit};
use crate::http::problem::Problem;
use crate::problems;

/// The broken rule of an empty name.
fn invalid_name() -> Violations {
    let mut broken = Violations::default();
    broken.check("name", CollectionName::parse(""));
    broken
}

problems! {
    /// Why a collection was not created.
    pub CreateCollectionProblem {
        400,
        401,
        409 => [CreateCollectionError::NameTaken, CreateCollectionError::TooMany],
        413,
        415,
        422 => [CreateCollectionError::Invalid(invalid_name())],
        503,
    }

    /// Why a collection is not returned.
    pub GetCollectionProblem {
        400 => [invalid_id()],
        401,
        404 => [FindError::NotFound("collection")],
        503,
    }

    /// Why a collection was not updated.
    pub UpdateCollectionProblem {
        400,
        401,
        404 => [EditCollectionError::NotFound],
        409 => [EditCollectionError::NameTaken],
        412 => [EditCollectionError::Stale],
        413,
        415,
        422 => [EditCollectionError::Invalid(invalid_name())],
        503,
    }

    /// Why a collection was not deleted.
    pub DeleteCollectionProblem {
        400 => [invalid_id()],
        401,
        404 => [DeleteCollectionError::NotFound],
        412 => [DeleteCollectionError::Stale],
        503,
    }

    /// Why a link was not added to a collection.
    pub AddLinkProblem {
        400 => [invalid_id()],
        401,
        404 => [AddLinksError::NotFound],
        409 => [AddLinksError::Full],
        503,
    }

    /// Why a link was not removed from a collection.
    pub RemoveLinkProblem {
        400 => [invalid_id()],
        401,
        404 => [RemoveLinkError::NotFound],
        503,
    }

    /// Why links were not added to a collection.
    pub AddLinksProblem {
        400,
        401,
        404 => [AddLinksError::NotFound],
        409 => [AddLinksError::Full],
        413,
        415,
        422 => [AddLinksError::Invalid(Violations::new("links", "must be 1 to 1000 links"))],
        503,
    }

    /// Why the links of a collection are not listed.
    pub ListCollectionLinksProblem {
        400 => [invalid_limit()],
        401,
        404 => [ListLinksError::NoCollection],
        422 => [ListLinksError::Invalid(invalid_search())],
        503 => [Problem::unavailable(), ListLinksError::TooBroad],
    }
}
