use async_trait::async_trait;

use crate::id::LinkId;
use crate::link::{BlockCause, TargetUrl};
use crate::ports::StoreError;

/// How far the targets of links are compared with the list of blocked hosts, by all processes together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TargetReview {
    /// Which [version](crate::ports::HostLists::blocked_version) of the list.
    pub version: u64,
    /// The last link that was compared.
    pub until: LinkId,
}

/// What a review needs of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewedTarget {
    /// The link.
    pub link: LinkId,
    /// The target URL.
    pub target: TargetUrl,
    /// The fallback.
    pub fallback: Option<TargetUrl>,
    /// Why the link is blocked, if it is.
    pub block: Option<BlockCause>,
}

/// The review of targets; there is one at most.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
#[async_trait]
pub trait TargetReviewRepository: Send + Sync {
    /// The review, if one was begun.
    async fn find(&self) -> Result<Option<TargetReview>, StoreError>;

    /// The same, locked against changes until this unit ends.
    async fn find_for_update(&self) -> Result<Option<TargetReview>, StoreError>;

    /// Writes the review, instead of the previous one.
    async fn upsert(&self, review: &TargetReview) -> Result<(), StoreError>;

    /// Makes the review, if one was begun, compare the links after this one again. Locks the review until this unit ends.
    async fn rewind(&self, to: LinkId) -> Result<(), StoreError>;

    /// Up to `limit` links of any owner with ids greater than `after`, in ascending id order, also those in the trash. Links
    /// whose target is cleared are skipped.
    async fn list_targets(
        &self,
        after: LinkId,
        limit: u32,
    ) -> Result<Vec<ReviewedTarget>, StoreError>;
}
