use crate::id::{CollectionId, LinkId, UserId};
use crate::link::{Link, LinkState, SearchText, Slug, Tag};
use crate::ports::Timestamp;

/// Which of an owner's links to list, and in which order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkQuery {
    /// Whose links.
    pub owner: UserId,
    /// Only those in whose [`searchable_text`](crate::link::searchable_text) this stands.
    pub text: Option<SearchText>,
    /// Only those with this tag, compared by [`Tag::folded`].
    pub tag: Option<Tag>,
    /// Only those in this set.
    pub collection: Option<CollectionId>,
    /// Only those in this state.
    pub state: LinkStateFilter,
    /// Only those made at this moment or later.
    pub created_from: Option<Timestamp>,
    /// Only those made before this moment.
    pub created_until: Option<Timestamp>,
    /// In which order; links alike in it come by id in the same direction.
    pub sort: LinkSort,
    /// Only those that come after this place in the order. It MUST be a place in the order of `sort`; another is refused with
    /// [`StoreError::Broken`](crate::ports::StoreError::Broken).
    pub after: Option<LinkCursor>,
    /// At most so many.
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

/// The states of the links of a list, by the precedence of [`LinkState`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkStateFilter {
    /// Every state but deleted.
    NotDeleted,
    /// Live at this moment.
    LiveAt(Timestamp),
    /// Expired at this moment.
    ExpiredAt(Timestamp),
    /// Exhausted, whether or not past the end too.
    Exhausted,
    /// Disabled.
    Disabled,
    /// Blocked.
    Blocked,
    /// Deleted after this moment.
    DeletedAfter(Timestamp),
}

impl LinkStateFilter {
    /// Whether a link is in a list with this filter.
    #[must_use]
    pub fn admits(self, link: &Link) -> bool {
        // Whatever the time: what is asked for does not depend on it.
        let lasting = link.state(link.created_at);
        match self {
            Self::NotDeleted => link.deleted_at.is_none(),
            Self::LiveAt(now) => link.state(now) == LinkState::Live,
            Self::ExpiredAt(now) => link.state(now) == LinkState::Expired,
            Self::Exhausted => lasting == LinkState::Exhausted,
            Self::Disabled => lasting == LinkState::Disabled,
            Self::Blocked => lasting == LinkState::Blocked,
            Self::DeletedAfter(moment) => link.deleted_at.is_some_and(|at| at > moment),
        }
    }
}

/// By what a list of links is ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum LinkSortKey {
    /// When they were made.
    #[default]
    Created,
    /// Their codes, byte by byte.
    Slug,
    /// How many clicks they have, of whatever kind.
    Clicks,
}

/// The order of a list of links.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct LinkSort {
    /// By what.
    pub key: LinkSortKey,
    /// From the last to the first.
    pub descending: bool,
}

/// Newest first.
impl Default for LinkSort {
    fn default() -> Self {
        Self {
            key: LinkSortKey::Created,
            descending: true,
        }
    }
}

/// A place in a list of links: that of one link, whether it is still there or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkCursor {
    /// In a list by [`LinkSortKey::Created`].
    Created(Timestamp, LinkId),
    /// In a list by [`LinkSortKey::Slug`].
    Slug(Slug, LinkId),
    /// In a list by [`LinkSortKey::Clicks`].
    Clicks(u64, LinkId),
}

impl LinkCursor {
    /// The order in which it is a place.
    #[must_use]
    pub fn key(&self) -> LinkSortKey {
        match self {
            Self::Created(..) => LinkSortKey::Created,
            Self::Slug(..) => LinkSortKey::Slug,
            Self::Clicks(..) => LinkSortKey::Clicks,
        }
    }
}
