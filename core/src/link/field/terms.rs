use super::RedirectStatus;
use crate::fault::Violations;
use crate::ports::Timestamp;
use crate::time;

/// The most clicks that a limit may allow.
pub const MAX_CLICKS: u64 = 1_000_000_000;

/// How and how long a link redirects: what must fit together.
#[derive(Debug, Clone, Copy)]
pub(in crate::link) struct Terms {
    pub(in crate::link) redirect_status: RedirectStatus,
    pub(in crate::link) expires_at: Option<Timestamp>,
    pub(in crate::link) max_clicks: Option<u64>,
}

impl Terms {
    /// An end that is asked for lies ahead, and within what a time may be.
    pub(in crate::link) fn check_expiry(&self, now: Timestamp, broken: &mut Violations) {
        let Some(end) = self.expires_at else {
            return;
        };
        if let Err(error) = time::check(end) {
            broken.add("expires_at", error);
        } else if end <= now {
            broken.add("expires_at", "must be in the future");
        }
    }

    /// A limit lets somebody through, and fits every store.
    pub(in crate::link) fn check_max_clicks(&self, broken: &mut Violations) {
        if self
            .max_clicks
            .is_some_and(|most| !(1..=MAX_CLICKS).contains(&most))
        {
            broken.add("max_clicks", format!("must be from 1 to {MAX_CLICKS}"));
        }
    }

    /// What clients may remember for good cannot end.
    pub(in crate::link) fn check_permanence(&self, broken: &mut Violations) {
        let ends = self.expires_at.is_some() || self.max_clicks.is_some();
        if self.redirect_status.is_permanent() && ends {
            broken.add(
                "redirect_status",
                "must be 302 or 307 on a link that ends, because clients remember 301 and 308 for good",
            );
        }
    }
}
