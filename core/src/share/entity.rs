use crate::id::{CollectionId, LinkId, ShareId, UserId};
use crate::ports::{ClickSubject, Timestamp};
use crate::statistics::StatisticsScope;

/// Whose statistics a share shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ShareSubject {
    /// Those of one link.
    Link(LinkId),
    /// Those of the links that are in a collection.
    Collection(CollectionId),
}

/// A share: the statistics of a link or a collection are shown to whoever has its token. It is deleted when it ends, so that one that
/// exists has not ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    /// Never reused, so that the token of an ended share never works again.
    pub id: ShareId,
    /// The owner of what is shared.
    pub owner: UserId,
    /// What is shared; it has no other share.
    pub subject: ShareSubject,
    /// When it was created.
    pub created_at: Timestamp,
}

impl From<ShareSubject> for StatisticsScope {
    fn from(subject: ShareSubject) -> Self {
        match subject {
            ShareSubject::Link(id) => Self::Link(id),
            ShareSubject::Collection(id) => Self::Collection(id),
        }
    }
}

impl From<ShareSubject> for ClickSubject {
    fn from(subject: ShareSubject) -> Self {
        match subject {
            ShareSubject::Link(id) => Self::Link(id),
            ShareSubject::Collection(id) => Self::Collection(id),
        }
    }
}
