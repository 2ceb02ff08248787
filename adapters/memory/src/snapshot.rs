use korotko_core::ports::{Repositories, Snapshot};

use crate::rows::Rows;

/// The rows as of one moment, shared with later states as far as they are equal.
pub(crate) struct MemorySnapshot(pub(crate) Rows);

impl Snapshot for MemorySnapshot {
    fn repositories(&self) -> Repositories<'_> {
        Repositories::new(&self.0)
    }
}
