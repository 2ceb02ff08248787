//! Clicks: what one is, how it is counted, and what can be said of many.

mod agent;
mod counts;
mod dimension;
mod dropped;
mod entity;
mod fold;
mod language_tag;
mod period;
mod referrer;
mod renew_salts;
mod salts;
mod tally;
#[cfg(test)]
mod tests;
mod visitor;

pub use agent::{Agent, AgentClass, Device};
pub use counts::{ClickTotals, Counts};
pub use dimension::Dimension;
pub use entity::{Click, ClickKind};
pub use fold::{FoldError, Folded, LogPart};
pub use language_tag::LanguageTag;
pub use period::{Day, Quarter, Span};
pub use referrer::Referrer;
pub use renew_salts::RenewSaltsError;
pub(crate) use salts::Salts;
pub use tally::Tally;
pub use visitor::{VisitorHash, VisitorSalt};

use std::net::IpAddr;
use std::sync::Arc;

use crate::ports::{Ports, Timestamp};

/// The use cases of counting, for whoever carries clicks from where redirects leave them to the store.
#[derive(Debug, Clone)]
pub struct Clicks {
    ports: Ports,
    salts: Arc<Salts>,
}

impl Clicks {
    /// Puts the use cases on `ports`.
    #[must_use]
    pub fn new(ports: Ports) -> Self {
        Self {
            ports,
            salts: Arc::default(),
        }
    }

    /// The day that it is now.
    #[must_use]
    pub fn today(&self) -> Day {
        Day::from_timestamp(self.ports.clock.now())
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
}
