use super::Repositories;

/// What is committed at one moment, to read: whatever is written in the meantime, two reads of one snapshot never disagree. It holds
/// a connection until it is dropped, so do nothing slow in it.
pub trait Snapshot: Send + Sync {
    /// What was committed.
    fn repositories(&self) -> Repositories<'_>;
}
