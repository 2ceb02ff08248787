use korotko_core::ports::{
    ClickStatistics, CollectionRepository, LinkRepository, MembershipRepository, Snapshot,
    UserRepository,
};

use crate::rows::Rows;

/// The rows as they were committed at one moment, which shares them with whatever is committed later.
pub(crate) struct MemorySnapshot(pub(crate) Rows);

impl Snapshot for MemorySnapshot {
    fn users(&self) -> &dyn UserRepository {
        &self.0
    }

    fn links(&self) -> &dyn LinkRepository {
        &self.0
    }

    fn collections(&self) -> &dyn CollectionRepository {
        &self.0
    }

    fn memberships(&self) -> &dyn MembershipRepository {
        &self.0
    }

    fn statistics(&self) -> &dyn ClickStatistics {
        &self.0
    }
}
