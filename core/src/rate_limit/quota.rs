use chrono::TimeDelta;

use crate::ports::Timestamp;

/// The longest period, after which any bucket is forgotten.
const MAX_PERIOD: TimeDelta = TimeDelta::days(366);

/// How often something may happen: a bucket of some uses, each of which is available again after an interval. It is decided by
/// the generic cell rate algorithm (ITU-T I.371), which keeps one time of each bucket: when it is full again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Quota {
    uses: u32,
    interval: TimeDelta,
}

/// The numbers are no quota.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be at least one use in a period of up to 366 days, and at most one in a microsecond")]
pub struct QuotaError;

/// How much is left of a quota.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// How many uses are left.
    pub remaining: u32,
    /// How long it takes until there is one more; zero if all are left.
    pub wait: TimeDelta,
}

impl Quota {
    /// `uses` in each `period`: that many at once, and each is available again after its share of the period. So `10` in a
    /// minute are ten at once, and then one every six seconds.
    pub fn per(uses: u32, period: TimeDelta) -> Result<Self, QuotaError> {
        let shared = i32::try_from(uses).ok().filter(|uses| *uses > 0);
        let interval = shared.map(|uses| in_micros(period / uses));
        Self::new(uses, interval.ok_or(QuotaError)?)
    }

    /// Never more than `uses` within any `period`: that many at once, and each is available again after the whole period. So
    /// `5` in a day are five at once, and then one a day.
    pub fn within(uses: u32, period: TimeDelta) -> Result<Self, QuotaError> {
        Self::new(uses, in_micros(period))
    }

    fn new(uses: u32, interval: TimeDelta) -> Result<Self, QuotaError> {
        let period = i32::try_from(uses).ok();
        let period = period.and_then(|uses| interval.checked_mul(uses));
        let is_short = period.is_some_and(|period| period <= MAX_PERIOD);
        let valid = is_short && uses > 0 && interval >= TimeDelta::microseconds(1);
        valid.then_some(Self { uses, interval }).ok_or(QuotaError)
    }

    /// A quota that is known to be valid.
    pub(super) const fn constant(uses: u32, interval: TimeDelta) -> Self {
        Self { uses, interval }
    }

    /// `factor` times as many uses in the same period.
    #[must_use]
    pub fn times(self, factor: u16) -> Self {
        let wider = Self::per(self.uses.saturating_mul(factor.into()), self.period());
        wider.unwrap_or(self)
    }

    /// How many uses are possible at once.
    #[must_use]
    pub fn uses(self) -> u32 {
        self.uses
    }

    /// How long it takes until one use is available again.
    #[must_use]
    pub fn interval(self) -> TimeDelta {
        self.interval
    }

    /// How long it takes until all uses are available again.
    #[must_use]
    pub fn period(self) -> TimeDelta {
        // The constructors refuse longer ones.
        self.interval * i32::try_from(self.uses).unwrap_or(i32::MAX)
    }

    /// When a bucket is full again of which one use is taken now; `None` if none is left. `full_at` is when it would have been
    /// full again, `None` for one that nobody used.
    #[must_use]
    pub fn take(self, full_at: Option<Timestamp>, now: Timestamp) -> Option<Timestamp> {
        let taken = self.level(full_at, now) + self.interval;
        (taken <= now + self.period()).then_some(taken)
    }

    /// How much is left of a bucket that is full again at `full_at`.
    #[must_use]
    pub fn standing(self, full_at: Option<Timestamp>, now: Timestamp) -> Standing {
        let lacking = self.level(full_at, now) - now;
        let left = micros(self.period() - lacking) / micros(self.interval);
        let remaining = u32::try_from(left).unwrap_or(self.uses).min(self.uses);
        let next = i32::try_from(remaining + 1).unwrap_or(i32::MAX);
        let wait = lacking + self.interval * next - self.period();
        Standing {
            remaining,
            wait: if remaining == self.uses {
                TimeDelta::zero()
            } else {
                wait
            },
        }
    }

    /// When a bucket is full again, between now and the whole period: a clock that was set back must not lock anybody out.
    fn level(self, full_at: Option<Timestamp>, now: Timestamp) -> Timestamp {
        full_at.unwrap_or(now).clamp(now, now + self.period())
    }
}

/// In the resolution of [`Timestamp`].
fn in_micros(time: TimeDelta) -> TimeDelta {
    TimeDelta::microseconds(micros(time))
}

fn micros(time: TimeDelta) -> i64 {
    time.num_microseconds().unwrap_or(i64::MAX)
}
