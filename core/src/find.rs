use crate::fault::fault;
use crate::ports::StoreError;

/// Why something of a user's is not shown, or not ended.
#[derive(Debug, thiserror::Error)]
pub enum FindError {
    /// There is none of this kind and id, or it is deleted, or somebody else's; which, is not told.
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

fault!(FindError {
    broken_rules: [],
    own: [NotFound => NotFound "not-found"],
    passed_on: [Store],
});
