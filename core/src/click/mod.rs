//! Clicks: what one is, how clicks are counted, and their counts.

mod agent;
mod batch;
mod counts;
mod dimension;
mod dropped;
mod entity;
mod fold;
mod language_tag;
mod period;
mod referrer;
mod rotate_salts;
mod salts;
mod tally;
#[cfg(test)]
mod tests;
mod visitor;

pub use agent::{Agent, AgentClass, Device};
pub use batch::{ClickBatch, LogPart};
pub use counts::{ClickTotals, Counts};
pub use dimension::Dimension;
pub use entity::{Click, ClickKind};
pub use fold::{FoldError, FoldOutcome};
pub use language_tag::LanguageTag;
pub use period::{Day, QuarterHour, Span};
pub use referrer::Referrer;
pub use rotate_salts::RotateSaltsError;
pub(crate) use salts::Salts;
pub use tally::Tally;
pub use visitor::{VisitorHash, VisitorSalt};

use std::net::IpAddr;
use std::sync::Arc;

use crate::ports::{Ports, Timestamp};

/// The use cases of counting, for the adapter that moves recorded clicks to the store.
#[derive(Debug, Clone)]
pub struct Clicks {
    ports: Ports,
    salts: Arc<Salts>,
}

impl Clicks {
    /// Creates the use cases on `ports`.
    #[must_use]
    pub fn new(ports: Ports) -> Self {
        Self {
            ports,
            salts: Arc::default(),
        }
    }

    /// The current day.
    #[must_use]
    pub fn today(&self) -> Day {
        Day::from_timestamp(self.ports.clock.now())
    }

    /// The visitor's hash of today; `None` while no salt of the day is available.
    pub(crate) fn visitor(
        &self,
        now: Timestamp,
        address: IpAddr,
        user_agent: &str,
    ) -> Option<VisitorHash> {
        self.salts.visitor(now, address, user_agent)
    }
}
