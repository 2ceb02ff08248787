use korotko_core::ports::{Repositories, Snapshot};

use crate::rows::Rows;

/// The rows as they were committed at one moment, which shares them with whatever is committed later.
pub(crate) struct MemorySnapshot(pub(crate) Rows);

impl Snapshot for MemorySnapshot {
    fn repositories(&self) -> Repositories<'_> {
        Repositories::over(&self.0)
    }
}
