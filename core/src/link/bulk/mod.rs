//! Many links in one unit of work: what batches and imports have in common.

mod collections;
mod error;
mod insert;
mod outcome;
mod run;

pub(super) use collections::NamedCollections;
pub use error::BulkError;
pub use outcome::{Applied, OperationError, OperationOutcome};
pub(super) use run::{BulkRun, Create, LinkChange, Operation};
