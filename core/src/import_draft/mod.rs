//! Drafts of imports: files that are tried before they are imported.

mod discard;
mod dry_run;
mod entity;
mod error;
mod find;
mod import;
mod keep;
mod outcomes;
#[cfg(test)]
mod tests;

pub use entity::{DRAFT_LIFETIME, DraftState, ImportDraft};
pub use error::ImportDraftError;
pub use outcomes::{RowError, RowOutcomes, RowProblem};

use crate::link::Links;
use crate::ports::Ports;

/// The use cases of drafts of imports. An account has at most one draft, which is kept for [`DRAFT_LIFETIME`].
#[derive(Debug, Clone)]
pub struct ImportDrafts {
    ports: Ports,
    links: Links,
}

impl ImportDrafts {
    /// Creates the use cases on `ports`; `links` imports the rows.
    pub(crate) fn new(ports: Ports, links: Links) -> Self {
        Self { ports, links }
    }
}
