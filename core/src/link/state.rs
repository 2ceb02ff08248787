use super::{Link, Route};
use crate::ports::Timestamp;

/// Whether a link leads to its target, and if not, why.
///
/// Several reasons can apply at once. Then the strongest is the state; the variants are ordered from the weakest to the
/// strongest, and compare so: a decision (deleted, blocked, disabled) comes before the click limit, and that before the expiry.
/// Only [`Live`](Self::Live) and [`Expired`](Self::Expired) depend on the time, so no other state changes by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum LinkState {
    /// The link leads to its target.
    Live,
    /// The link is past its expiry ([`Link::expires_at`]).
    Expired,
    /// The clicks consumed reach the limit ([`Link::max_clicks`]).
    Exhausted,
    /// The owner disabled the link, or an administrator all links of the owner.
    Disabled,
    /// The link is [blocked](Link::block).
    Blocked,
    /// The link is in the trash, or only its tombstone is left.
    Deleted,
}

impl LinkState {
    /// Every state, from the weakest reason to the strongest.
    pub const ALL: [Self; 6] = [
        Self::Live,
        Self::Expired,
        Self::Exhausted,
        Self::Disabled,
        Self::Blocked,
        Self::Deleted,
    ];

    /// The state's name, as shown.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Expired => "expired",
            Self::Exhausted => "exhausted",
            Self::Disabled => "disabled",
            Self::Blocked => "blocked",
            Self::Deleted => "deleted",
        }
    }

    /// The strongest of the reasons that apply.
    fn strongest(reasons: [(Self, bool); 5]) -> Self {
        let applying = reasons.into_iter().filter(|(_, applies)| *applies);
        let states = applying.map(|(state, _)| state);
        states.max().unwrap_or(Self::Live)
    }
}

impl Link {
    /// The state at `now`.
    #[must_use]
    pub fn state(&self, now: Timestamp) -> LinkState {
        LinkState::strongest([
            (LinkState::Expired, is_over(self.expires_at, now)),
            (LinkState::Exhausted, self.exhausted),
            (LinkState::Disabled, self.disabled_at.is_some()),
            (LinkState::Blocked, self.block.is_some()),
            (LinkState::Deleted, self.deleted_at.is_some()),
        ])
    }
}

impl Route {
    /// The state at `now`, as of when the route was found: clicks may have been consumed since.
    #[must_use]
    pub fn state(&self, now: Timestamp) -> LinkState {
        LinkState::strongest([
            (LinkState::Expired, is_over(self.expires_at, now)),
            (LinkState::Exhausted, self.exhausted),
            (LinkState::Disabled, self.disabled),
            (LinkState::Blocked, self.block.is_some()),
            (LinkState::Deleted, self.deleted_at.is_some()),
        ])
    }
}

fn is_over(end: Option<Timestamp>, now: Timestamp) -> bool {
    end.is_some_and(|end| end <= now)
}
