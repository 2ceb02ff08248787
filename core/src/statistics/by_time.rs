//! Clicks by hour, day, week or month in a time zone.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};

use super::{Granularity, Group, Period};
use crate::Zone;
use crate::click::{Counts, QuarterHour};
use crate::ports::{ClickStatistics, ClickSubject, StoreError, Timestamp};
use crate::zone::monday;

const QUARTERS_PER_HOUR: i64 = 4;

/// The clicks of every hour, day, week or month of a period, in order, including empty ones. A week or month that is only
/// partly in the period has the clicks of that part.
pub(crate) async fn count_by_time(
    statistics: &dyn ClickStatistics,
    subject: ClickSubject,
    period: &Period,
    granularity: Granularity,
) -> Result<Vec<Group>, StoreError> {
    if granularity == Granularity::Hour {
        return count_by_hour(statistics, subject, period).await;
    }
    let days = count_by_day(statistics, subject, period).await?;
    let mut groups: BTreeMap<NaiveDate, Counts> = BTreeMap::new();
    for (date, counts) in days {
        *groups.entry(granularity.begin(date)).or_default() += counts;
    }
    let group = |(date, counts): (NaiveDate, Counts)| Group {
        key: granularity.name_of(date),
        start: Some(period.zone.midnight(date).max(period.from.start())),
        counts,
    };
    Ok(groups.into_iter().map(group).collect())
}

/// The clicks of every day of a period, in order. A date that the zone skipped is omitted.
pub(crate) async fn count_by_day(
    statistics: &dyn ClickStatistics,
    subject: ClickSubject,
    period: &Period,
) -> Result<BTreeMap<NaiveDate, Counts>, StoreError> {
    let mut days = BTreeMap::new();
    let zone = period.zone;
    let last = zone.date_before(period.until.start());
    let mut date = zone.date(period.from.start());
    while date <= last {
        days.insert(date, Counts::default());
        date = zone.next_date(date);
    }
    for (quarters, offset) in period.by_offset() {
        let steps = statistics
            .count_by_step(subject, quarters, offset, QuarterHour::PER_DAY)
            .await?;
        for (day, counts) in steps {
            *days.entry(date_of(day)).or_default() += counts;
        }
    }
    Ok(days)
}

async fn count_by_hour(
    statistics: &dyn ClickStatistics,
    subject: ClickSubject,
    period: &Period,
) -> Result<Vec<Group>, StoreError> {
    let mut groups = Vec::new();
    for (quarters, offset) in period.by_offset() {
        let steps = statistics
            .count_by_step(subject, quarters.clone(), offset, QUARTERS_PER_HOUR)
            .await?;
        let steps: BTreeMap<i64, Counts> = steps.into_iter().collect();
        let hour = |quarter: i64| (quarter + offset).div_euclid(QUARTERS_PER_HOUR);
        for step in hour(quarters.start)..=hour(quarters.end - 1) {
            let start = (step * QUARTERS_PER_HOUR - offset).max(quarters.start);
            let start = QuarterHour(start).start();
            groups.push(Group {
                key: hour_name(period.zone, start),
                start: Some(start),
                counts: steps.get(&step).copied().unwrap_or_default(),
            });
        }
    }
    Ok(groups)
}

/// Such as `2026-11-27T13:00+03:00`; with the offset, because an hour that the clocks show twice is two groups.
fn hour_name(zone: Zone, start: Timestamp) -> String {
    let seconds = zone.offset_seconds(start);
    let sign = if seconds < 0 { '-' } else { '+' };
    let minutes = seconds.abs() / 60;
    let local = zone.local(start).format("%Y-%m-%dT%H:%M");
    format!("{local}{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

/// The date that is `day` days after 1970-01-01.
pub(super) fn date_of(day: i64) -> NaiveDate {
    NaiveDate::default() + Days::new(u64::try_from(day).unwrap_or_default())
}

impl Granularity {
    /// The first day of the interval that contains `date`.
    fn begin(self, date: NaiveDate) -> NaiveDate {
        match self {
            Self::Hour | Self::Day => date,
            Self::Week => monday(date),
            Self::Month => date.with_day(1).unwrap_or(date),
        }
    }

    fn name_of(self, begin: NaiveDate) -> String {
        match self {
            Self::Month => begin.format("%Y-%m").to_string(),
            _ => begin.to_string(),
        }
    }
}
