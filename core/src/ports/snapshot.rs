use super::{
    ClickStatistics, CollectionRepository, LinkRepository, MembershipRepository, UserRepository,
};

/// What is committed at one moment, to read: whatever is written meanwhile, two reads of one snapshot never disagree. It holds
/// a connection until it is dropped, so do nothing slow in it.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
pub trait Snapshot: Send + Sync {
    /// The users.
    fn users(&self) -> &dyn UserRepository;

    /// The links.
    fn links(&self) -> &dyn LinkRepository;

    /// The sets.
    fn collections(&self) -> &dyn CollectionRepository;

    /// Which links are in which sets.
    fn memberships(&self) -> &dyn MembershipRepository;

    /// The numbers of clicks.
    fn statistics(&self) -> &dyn ClickStatistics;
}
