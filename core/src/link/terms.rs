use super::RedirectStatus;
use crate::fault::Violations;
use crate::ports::Timestamp;

/// How and how long a link redirects: what must fit together.
#[derive(Debug, Clone, Copy)]
pub(super) struct Terms {
    pub(super) redirect_status: RedirectStatus,
    pub(super) expires_at: Option<Timestamp>,
}

impl Terms {
    /// An end that is asked for lies ahead.
    pub(super) fn check_expiry(&self, now: Timestamp, broken: &mut Violations) {
        if self.expires_at.is_some_and(|end| end <= now) {
            broken.add("expires_at", "must be in the future");
        }
    }

    /// What clients may remember for good cannot end.
    pub(super) fn check_permanence(&self, broken: &mut Violations) {
        if self.redirect_status.is_permanent() && self.expires_at.is_some() {
            broken.add(
                "redirect_status",
                "must be 302 or 307 on a link that expires, because clients remember 301 and 308 for good",
            );
        }
    }
}
