use super::{Link, Route};
use crate::ports::Timestamp;

/// Whether a link leads to its target, and if it does not, why.
///
/// Several reasons can hold at once. Then the strongest is the state; the variants stand from the weakest to the strongest, and
/// so they compare: what somebody decided comes before what has been used up, and that before what time alone has ended. Only
/// [`Live`](Self::Live) and [`Expired`](Self::Expired) depend on the time, so no other state changes by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum LinkState {
    /// Following it leads to its target.
    Live,
    /// It is past its end ([`Link::expires_at`]).
    Expired,
    /// As many clicks as it may have were taken ([`Link::max_clicks`]).
    Exhausted,
    /// Its owner switched it off.
    Disabled,
    /// Whoever runs the service switched it off.
    Blocked,
    /// It is in the trash, or only its tombstone is left.
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

    /// Its name in lists, files and answers.
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

    /// The strongest of these reasons, each with whether it holds.
    fn strongest(reasons: [(Self, bool); 5]) -> Self {
        let holding = reasons.into_iter().filter(|(_, holds)| *holds);
        let states = holding.map(|(state, _)| state);
        states.max().unwrap_or(Self::Live)
    }
}

impl Link {
    /// Its state at `now`.
    #[must_use]
    pub fn state(&self, now: Timestamp) -> LinkState {
        LinkState::strongest([
            (LinkState::Expired, is_over(self.expires_at, now)),
            (LinkState::Exhausted, self.exhausted),
            (LinkState::Disabled, self.disabled_at.is_some()),
            (LinkState::Blocked, self.blocked_at.is_some()),
            (LinkState::Deleted, self.deleted_at.is_some()),
        ])
    }
}

impl Route {
    /// The state of its link at `now`, as far as it was known when the route was found: clicks may have been taken since.
    #[must_use]
    pub fn state(&self, now: Timestamp) -> LinkState {
        LinkState::strongest([
            (LinkState::Expired, is_over(self.expires_at, now)),
            (LinkState::Exhausted, self.exhausted),
            (LinkState::Disabled, self.disabled),
            (LinkState::Blocked, self.blocked),
            (LinkState::Deleted, self.deleted_at.is_some()),
        ])
    }
}

fn is_over(end: Option<Timestamp>, now: Timestamp) -> bool {
    end.is_some_and(|end| end <= now)
}
