use chrono::Days;
use futures_util::future::try_join_all;

use super::by_time::count_by_day;
use super::{Period, Statistics};
use crate::click::QuarterHour;
use crate::id::LinkId;
use crate::ports::{ClickSubject, StoreError};
use crate::user::User;
use crate::zone::day_after;

impl Statistics {
    /// The clicks of people on each of these links on each of the last `days` days, today included, in the zone of their owner. The
    /// links MUST be the owner's.
    #[tracing::instrument(name = "statistics.recent_days", skip_all)]
    pub async fn recent_days(
        &self,
        owner: &User,
        links: &[LinkId],
        days: u32,
    ) -> Result<Vec<Vec<u64>>, StoreError> {
        let zone = owner.zone();
        let today = zone.date(self.ports.clock.now());
        let first = today - Days::new(u64::from(days.max(1)) - 1);
        let period = Period {
            from: QuarterHour::from_timestamp(zone.midnight(first)),
            until: QuarterHour::from_timestamp(zone.midnight(day_after(today))),
            zone,
        };
        let statistics = self.ports.store.statistics();
        let counted = links.iter().map(|link| async {
            let by_day = count_by_day(statistics, ClickSubject::Link(*link), &period).await?;
            Ok(by_day.into_values().map(|counts| counts.humans).collect())
        });
        try_join_all(counted).await
    }
}
