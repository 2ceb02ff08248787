use crate::fault::fault;
use crate::ports::StoreError;

/// Why a resource of a user is not returned, or not ended.
#[derive(Debug, thiserror::Error)]
pub enum FindError {
    /// It does not exist, is deleted, or belongs to another user. Deliberately the same error, so that existence is not
    /// revealed.
    #[error("{0} not found")]
    NotFound(&'static str),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

fault!(FindError {
    violations: [],
    variants: [NotFound => NotFound "not-found"],
    transparent: [Store],
});
