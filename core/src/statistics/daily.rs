use chrono::NaiveDate;
use futures_util::stream::{Stream, TryStreamExt, iter, once};

use super::Statistics;
use super::by_time::date_of;
use super::by_value::ranked;
use crate::click::{Counts, Day, Dimension, QuarterHour, Span};
use crate::ports::{ClickSubject, StoreError};

/// The clicks of one day (UTC), by every dimension.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DailyClicks {
    /// The day.
    pub date: NaiveDate,
    /// The total.
    pub counts: Counts,
    /// The clicks of each value of each dimension, most clicked first.
    pub values: Vec<(Dimension, Vec<(String, Counts)>)>,
}

impl Statistics {
    /// All clicks of `subject`, day by day (UTC), oldest first; days without clicks are omitted. Days are read one after the
    /// other, so that memory use is constant.
    pub fn daily(
        &self,
        subject: ClickSubject,
    ) -> impl Stream<Item = Result<DailyClicks, StoreError>> + Send + use<> {
        let (statistics, all) = (self.clone(), self.clone());
        let end = Day::from_timestamp(self.ports.clock.now())
            .next()
            .first_quarter()
            .0;
        let days = async move {
            let numbers = all.ports.store.statistics();
            let days = numbers.count_by_step(subject, 0..end, 0, QuarterHour::PER_DAY);
            Ok::<_, StoreError>(iter(days.await?.into_iter().map(Ok)))
        };
        once(days).try_flatten().and_then(move |(day, counts)| {
            let statistics = statistics.clone();
            async move { statistics.day(subject, Day(day), counts).await }
        })
    }

    async fn day(
        &self,
        subject: ClickSubject,
        day: Day,
        counts: Counts,
    ) -> Result<DailyClicks, StoreError> {
        let span = Span::new(day.first_quarter(), day.next().first_quarter());
        let numbers = self.ports.store.statistics();
        let mut values = Vec::new();
        for dimension in Dimension::ALL {
            let ranked = ranked(numbers, subject, &span, dimension).await?;
            values.push((dimension, ranked));
        }
        Ok(DailyClicks {
            date: date_of(day.0),
            counts,
            values,
        })
    }
}
