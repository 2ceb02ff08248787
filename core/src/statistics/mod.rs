//! What can be said of many clicks: by time, by where they came from, by what they came with.

mod by_time;
mod by_value;
mod count;
mod daily;
mod group;
mod period;
#[cfg(test)]
mod tests;

pub(crate) use by_time::count_by_day;
pub(crate) use by_value::ranked;
pub use count::{CountClicksError, NewStatistics, Statistic, StatisticsScope};
pub use daily::DailyClicks;
pub use group::{Granularity, Group, GroupBy};
pub use period::{Period, PeriodText};

use crate::ports::Ports;

/// The use cases of reading numbers. All come from the same roll-ups, so they agree with each other, with lists and with reports.
#[derive(Debug, Clone)]
pub struct Statistics {
    ports: Ports,
}

impl Statistics {
    /// Puts the use cases on `ports`.
    #[must_use]
    pub fn new(ports: Ports) -> Self {
        Self { ports }
    }
}
