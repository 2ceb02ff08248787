use super::Repositories;

/// What is committed at one moment, to read: two reads of one snapshot never disagree, whatever is written concurrently. It
/// holds a connection until it is dropped, so do nothing slow in it.
pub trait Snapshot: Send + Sync {
    /// The committed data.
    fn repositories(&self) -> Repositories<'_>;
}
