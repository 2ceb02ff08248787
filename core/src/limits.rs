/// How much one user may have. Beyond a limit, creating fails with [`FaultKind::Conflict`](crate::fault::FaultKind::Conflict).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Links of one user, without those in the trash.
    pub links_per_user: u64,
    /// Collections of one user.
    pub collections_per_user: u64,
    /// Links in one collection, including those in the trash, which keep their membership.
    pub links_per_collection: u64,
    /// API keys of one user, including expired ones.
    pub keys_per_user: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            links_per_user: 100_000,
            collections_per_user: 1_000,
            links_per_collection: 10_000,
            keys_per_user: 100,
        }
    }
}
