//! Clicks: what one is, how it is counted, and what can be said of many.

mod agent;
mod counts;
mod dimension;
mod dropped;
mod entity;
mod fold;
mod period;
mod referrer;
mod renew_salts;
mod salts;
mod tally;
#[cfg(test)]
mod tests;
mod tongue;
mod visitor;

pub use agent::{Agent, AgentClass, Device};
pub use counts::{ClickTotals, Counts};
pub use dimension::Dimension;
pub use entity::{Click, ClickKind};
pub use fold::{FoldError, Folded, LogPart};
pub use period::{Day, Quarter, Span};
pub use referrer::Referrer;
pub use renew_salts::RenewSaltsError;
pub(crate) use salts::Salts;
pub use tally::Tally;
pub use tongue::Tongue;
pub use visitor::{VisitorHash, VisitorSalt};

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;

use crate::ports::{Ports, Timestamp};

/// The use cases of counting, for whoever carries clicks from where redirects leave them to the store.
#[derive(Clone)]
pub struct Clicks {
    ports: Ports,
    salts: Arc<Salts>,
    retention_days: u32,
}

impl Clicks {
    /// Puts the use cases on `ports`; clicks are kept one by one for `retention_days`, with 0 not at all.
    #[must_use]
    pub fn new(ports: Ports, retention_days: u32) -> Self {
        Self {
            ports,
            salts: Arc::default(),
            retention_days,
        }
    }

    /// Who this is today; `None` while no salt of the day is at hand.
    pub(crate) fn visitor(
        &self,
        now: Timestamp,
        address: IpAddr,
        user_agent: &str,
    ) -> Option<VisitorHash> {
        self.salts.visitor(now, address, user_agent)
    }

    /// Whether clicks are kept one by one, besides being added up.
    fn keeps_single_clicks(&self) -> bool {
        self.retention_days > 0
    }
}

impl fmt::Debug for Clicks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Clicks").finish_non_exhaustive()
    }
}
