use super::{LinkCursor, LinkSort};
use crate::id::{CollectionId, LinkId, UserId};
use crate::link::{Link, LinkState, SearchText, Tag};
use crate::ports::Timestamp;

/// Which of an owner's links to list, and in which order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkQuery {
    /// The owner.
    pub owner: UserId,
    /// Only those whose [`searchable_text`](crate::link::searchable_text) contains this text.
    pub text: Option<SearchText>,
    /// Only those with this tag, compared by [`Tag::folded`].
    pub tag: Option<Tag>,
    /// Only those in this collection.
    pub collection: Option<CollectionId>,
    /// Only those in this state.
    pub state: LinkStateFilter,
    /// Only those created at or after this time.
    pub created_from: Option<Timestamp>,
    /// Only those created before this time.
    pub created_until: Option<Timestamp>,
    /// The order; ties are broken by id in the same direction.
    pub sort: LinkSort,
    /// Only those after this cursor. It MUST be a cursor of the order `sort`; another is refused with
    /// [`StoreError::Internal`](crate::ports::StoreError::Internal).
    pub after: Option<LinkCursor>,
    /// The maximum number of results.
    pub limit: u32,
}

impl LinkQuery {
    /// The newest `limit` links of `owner` that are not deleted.
    #[must_use]
    pub fn for_owner(owner: UserId, limit: u32) -> Self {
        Self {
            owner,
            text: None,
            tag: None,
            collection: None,
            state: LinkStateFilter::NotDeleted,
            created_from: None,
            created_until: None,
            sort: LinkSort::default(),
            after: None,
            limit,
        }
    }
}

/// Which links of all users to list, newest first, without deleted ones.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LinkScan {
    /// Only those whose [`searchable_text`](crate::link::searchable_text) contains this text; of those without an owner, whose target
    /// or slug in lower case.
    pub text: Option<SearchText>,
    /// Only those of this owner.
    pub owner: Option<UserId>,
    /// Only those without an owner.
    pub anonymous: bool,
    /// Only those after this one.
    pub after: Option<LinkId>,
    /// The maximum number of results.
    pub limit: u32,
}

/// A filter by state, by the precedence of [`LinkState`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkStateFilter {
    /// Every state but deleted.
    NotDeleted,
    /// Live at this time.
    LiveAt(Timestamp),
    /// Expired at this time.
    ExpiredAt(Timestamp),
    /// Exhausted, whether or not it is past its expiry as well.
    Exhausted,
    /// Disabled.
    Disabled,
    /// Blocked.
    Blocked,
    /// Deleted after this time.
    DeletedAfter(Timestamp),
}

impl LinkStateFilter {
    /// Whether a link passes this filter.
    #[must_use]
    pub fn admits(self, link: &Link) -> bool {
        // Independent of the time: these states do not depend on it.
        let permanent = link.state(link.created_at);
        match self {
            Self::NotDeleted => link.deleted_at.is_none(),
            Self::LiveAt(now) => link.state(now) == LinkState::Live,
            Self::ExpiredAt(now) => link.state(now) == LinkState::Expired,
            Self::Exhausted => permanent == LinkState::Exhausted,
            Self::Disabled => permanent == LinkState::Disabled,
            Self::Blocked => permanent == LinkState::Blocked,
            Self::DeletedAfter(moment) => link.deleted_at.is_some_and(|at| at > moment),
        }
    }
}
