//! Statistics of clicks: by time, by dimension (referrer, browser, …), by kind.

mod by_time;
mod by_value;
mod count;
mod daily;
mod group;
mod period;
mod recent;
#[cfg(test)]
mod tests;
mod top_links;

pub(crate) use by_time::count_by_day;
pub(crate) use by_value::ranked;
pub use count::{CountClicksError, Statistic, StatisticsQuery, StatisticsScope};
pub use daily::DailyClicks;
pub use group::{Granularity, Group, GroupBy};
pub use period::{Period, PeriodText};
pub use top_links::ClickedLink;

use crate::ports::Ports;

/// The use cases of statistics. All read the same roll-ups, so they agree with each other, with lists and with reports.
#[derive(Debug, Clone)]
pub struct Statistics {
    ports: Ports,
}

impl Statistics {
    /// Creates the use cases on `ports`.
    #[must_use]
    pub fn new(ports: Ports) -> Self {
        Self { ports }
    }
}
