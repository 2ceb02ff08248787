use chrono::TimeDelta;

/// How long a claim lasts if its worker dies; a living worker renews it.
pub(super) const LEASE: TimeDelta = TimeDelta::seconds(10);
