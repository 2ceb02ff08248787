use std::sync::Arc;

use chrono::TimeDelta;

use super::RowOutcomes;
use crate::id::{ImportDraftId, UserId};
use crate::names::names;
use crate::ports::Timestamp;

/// How long a draft is kept.
pub const DRAFT_LIFETIME: TimeDelta = TimeDelta::hours(1);

/// A file that its owner is about to import, with the outcome of its dry run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportDraft {
    /// Never reused.
    pub id: ImportDraftId,
    /// Who prepares the import, and owns the links.
    pub owner: UserId,
    /// The file, as it was received.
    pub file: Arc<[u8]>,
    /// How the file is read, in words of whoever reads it; `None` until that is known.
    pub layout: Option<String>,
    /// The outcome of each row: of the dry run, and later of the import.
    pub outcomes: Option<RowOutcomes>,
    /// How far the import is.
    pub state: DraftState,
    /// When the file was received.
    pub created_at: Timestamp,
}

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DraftState {
    /// The file was received.
    Kept,
    /// The dry run is over.
    Tried,
    /// The import has begun. If it was aborted, some rows may be imported.
    Importing,
    /// The import is over.
    Imported,
}

names! { DraftState {
    Kept = "kept",
    Tried = "tried",
    Importing = "importing",
    Imported = "imported",
} }

impl DraftState {
    /// Whether the import has begun: then there is no further dry run, and no further import.
    #[must_use]
    pub fn has_begun(self) -> bool {
        matches!(self, Self::Importing | Self::Imported)
    }
}
