use crate::fault::fault;
use crate::find::FindError;
use crate::link::BulkError;
use crate::ports::StoreError;

/// Why an import was not prepared, or not carried out.
#[derive(Debug, thiserror::Error)]
pub enum ImportDraftError {
    /// The draft does not exist, is no longer kept, or belongs to another user.
    #[error(transparent)]
    Find(#[from] FindError),
    /// The dry run is not over, so that nobody knows what would be imported.
    #[error("the file was not tried; try it before importing it")]
    NotTried,
    /// The import has begun already.
    #[error("the import has begun already")]
    Begun,
    /// No row was imported.
    #[error(transparent)]
    Bulk(#[from] BulkError),
}

impl From<StoreError> for ImportDraftError {
    fn from(error: StoreError) -> Self {
        Self::Bulk(error.into())
    }
}

fault!(ImportDraftError {
    violations: [],
    variants: [
        NotTried => Conflict "import-not-tried",
        Begun => Conflict "import-begun"
    ],
    transparent: [Find, Bulk],
});
