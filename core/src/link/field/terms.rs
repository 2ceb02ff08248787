use super::{RedirectStatus, TargetUrl};
use crate::fault::Violations;
use crate::ports::Timestamp;
use crate::time;

/// The maximum click limit.
pub const MAX_CLICKS: u64 = 1_000_000_000;

/// How and how long a link redirects, and where to afterwards: fields that must be consistent.
#[derive(Debug, Clone)]
pub(in crate::link) struct Terms {
    pub(in crate::link) redirect_status: RedirectStatus,
    pub(in crate::link) expires_at: Option<Timestamp>,
    pub(in crate::link) max_clicks: Option<u64>,
    pub(in crate::link) fallback: Option<TargetUrl>,
}

impl Terms {
    /// The expiry is in the future, and a valid time.
    pub(in crate::link) fn check_expiry(&self, now: Timestamp, violations: &mut Violations) {
        if let Some(end) = self.expires_at {
            violations.check("expires_at", time::check_expiry(end, now));
        }
    }

    /// The limit allows at least one click, and fits every store.
    pub(in crate::link) fn check_max_clicks(&self, violations: &mut Violations) {
        if self
            .max_clicks
            .is_some_and(|most| !(1..=MAX_CLICKS).contains(&most))
        {
            violations.add("max_clicks", format!("must be from 1 to {MAX_CLICKS}"));
        }
    }

    /// A redirect that clients cache permanently cannot end.
    pub(in crate::link) fn check_permanence(&self, violations: &mut Violations) {
        let ends = self.expires_at.is_some() || self.max_clicks.is_some();
        if self.redirect_status.is_permanent() && ends {
            violations.add(
                "redirect_status",
                "must be 302 or 307 on a link with an expiry or a click limit, because clients cache 301 and 308 permanently",
            );
        }
    }
}
