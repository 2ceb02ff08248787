use std::collections::BTreeMap;

use crate::Zone;
use crate::click::{ClickKind, Counts, Dimension, QuarterHour};
use crate::fault::Fault;
use crate::id::{CollectionId, LinkId, UserId};
use crate::mock::{MockPorts, sample};
use crate::ports::ClickSubject;
use crate::statistics::{
    CountClicksError, Granularity, GroupBy, PeriodText, Statistic, StatisticsQuery, StatisticsScope,
};
use crate::user::User;

const ANN: UserId = UserId(7);
const NEW_YORK: &str = "America/New_York";
const KATHMANDU: &str = "Asia/Kathmandu";

fn query(scope: StatisticsScope, group_by: GroupBy) -> StatisticsQuery<'static> {
    StatisticsQuery {
        scope,
        period: PeriodText {
            from: None,
            to: None,
            zone: None,
        },
        group_by,
        limit: 2,
    }
}

/// The statistics of all of Ann's links.
async fn count(mocks: MockPorts, group_by: GroupBy) -> Statistic {
    let wanted = query(StatisticsScope::All, group_by);
    let statistics = mocks.korotko().statistics;
    statistics.count(&sample::user(), &wanted).await.unwrap()
}

/// The same with one click of a person in each quarter hour, as a store counts them.
async fn by_time(from: &str, to: &str, zone: &str, granularity: Granularity) -> Statistic {
    let period = PeriodText {
        from: Some(from),
        to: Some(to),
        zone: Some(zone),
    };
    by_time_of(&sample::user(), period, granularity).await
}

/// The same for an account that is like Ann's.
async fn by_time_of(user: &User, period: PeriodText<'_>, granularity: Granularity) -> Statistic {
    let mut mocks = MockPorts::default();
    let by_step = mocks.statistics.expect_count_by_step();
    by_step.returning(|subject, quarters, offset, step| {
        assert_eq!(subject, ClickSubject::Owner(ANN));
        let mut steps: BTreeMap<i64, Counts> = BTreeMap::new();
        for quarter in quarters {
            let step = (quarter + offset).div_euclid(step);
            *steps.entry(step).or_default() += Counts::one(ClickKind::Human, false);
        }
        Ok(steps.into_iter().collect())
    });
    let wanted = StatisticsQuery {
        period,
        limit: 100,
        ..query(StatisticsScope::All, GroupBy::Time(granularity))
    };
    let statistics = mocks.korotko().statistics;
    statistics.count(user, &wanted).await.unwrap()
}

fn keys(statistic: &Statistic) -> Vec<&str> {
    let groups = statistic.groups.iter();
    groups.map(|group| group.key.as_str()).collect()
}

fn shown(statistic: &Statistic) -> Vec<(&str, u64)> {
    let humans = statistic.groups.iter().map(|group| group.counts.humans);
    keys(statistic).into_iter().zip(humans).collect()
}

#[tokio::test]
async fn days_are_as_long_as_in_the_zone() {
    let spring = by_time("2026-03-07", "2026-03-09", NEW_YORK, Granularity::Day).await;
    let expected = [("2026-03-07", 96), ("2026-03-08", 92), ("2026-03-09", 96)];
    assert_eq!(shown(&spring), expected);
    assert_eq!(spring.total.humans, 284);
    let autumn = by_time("2026-11-01", "2026-11-01", NEW_YORK, Granularity::Day).await;
    assert_eq!(shown(&autumn), [("2026-11-01", 100)]);
    let days = by_time("2026-11-01", "2026-11-02", KATHMANDU, Granularity::Day).await;
    assert_eq!(shown(&days), [("2026-11-01", 96), ("2026-11-02", 96)]);
    let start = days.groups[0].start.unwrap().to_rfc3339();
    assert_eq!(start, "2026-10-31T18:15:00+00:00");
}

#[tokio::test]
async fn days_are_those_of_the_account_unless_the_query_names_a_zone() {
    let ann = User {
        time_zone: Zone::parse(KATHMANDU).ok(),
        ..sample::user()
    };
    for (zone, expected) in [(None, KATHMANDU), (Some(NEW_YORK), NEW_YORK)] {
        let period = PeriodText {
            from: Some("2026-03-08"),
            to: Some("2026-03-08"),
            zone,
        };
        let counted = by_time_of(&ann, period, Granularity::Day).await;
        assert_eq!(counted.period.zone.name(), expected);
        let local = Zone::parse(expected).unwrap();
        let midnight = local.midnight("2026-03-08".parse().unwrap());
        assert_eq!(counted.period.from.start(), midnight);
    }
}

#[tokio::test]
async fn a_date_that_the_zone_skipped_is_no_group() {
    let apia = async |from, to, granularity| by_time(from, to, "Pacific/Apia", granularity).await;
    let days = apia("2011-12-29", "2011-12-31", Granularity::Day).await;
    assert_eq!(shown(&days), [("2011-12-29", 96), ("2011-12-31", 96)]);
    let weeks = apia("2011-12-26", "2012-01-02", Granularity::Week).await;
    assert_eq!(shown(&weeks), [("2011-12-26", 6 * 96), ("2012-01-02", 96)]);
    let months = apia("2011-12-26", "2012-01-02", Granularity::Month).await;
    assert_eq!(shown(&months), [("2011-12", 5 * 96), ("2012-01", 2 * 96)]);
}

#[tokio::test]
async fn skipped_hours_are_no_groups_and_repeated_hours_are_two() {
    for (day, zone, hours, first) in [
        ("03-08", NEW_YORK, 23, ["01:00-05:00", "03:00-04:00"]),
        ("11-01", NEW_YORK, 25, ["01:00-04:00", "01:00-05:00"]),
        ("11-01", KATHMANDU, 24, ["01:00+05:45", "02:00+05:45"]),
    ] {
        let day = format!("2026-{day}");
        let first = first.map(|time| format!("{day}T{time}"));
        let counted = by_time(&day, &day, zone, Granularity::Hour).await;
        assert_eq!(counted.groups.len(), hours);
        assert_eq!(keys(&counted)[1..3], first);
        assert!(counted.groups.iter().all(|group| group.counts.humans == 4));
    }
}

#[tokio::test]
async fn weeks_begin_on_monday_months_on_the_first_and_partial_ones_count_their_part() {
    let weeks = by_time("2026-11-27", "2026-12-01", "UTC", Granularity::Week).await;
    let expected = [("2026-11-23", 3 * 96), ("2026-11-30", 2 * 96)];
    assert_eq!(shown(&weeks), expected);
    assert_eq!(weeks.groups[0].start, Some(weeks.period.from.start()));
    let months = by_time("2026-11-27", "2026-12-01", "UTC", Granularity::Month).await;
    assert_eq!(shown(&months), [("2026-11", 4 * 96), ("2026-12", 96)]);
}

#[tokio::test]
async fn intervals_without_clicks_are_included() {
    let mut mocks = MockPorts::default();
    let none = mocks.statistics.expect_count_by_step();
    none.returning(|_, _, _, _| Ok(Vec::new()));
    let statistic = count(mocks, GroupBy::Time(Granularity::Day)).await;
    assert_eq!(statistic.groups.len(), 30);
    assert_eq!(statistic.total, Counts::default());
}

#[tokio::test]
async fn values_beyond_the_limit_are_summed() {
    let mut mocks = MockPorts::default();
    let values = mocks.statistics.expect_count_by_value();
    values.returning(|_, _, dimension| {
        assert_eq!(dimension, Dimension::Referrer);
        let humans = |humans| Counts {
            humans,
            ..Counts::default()
        };
        let values = [("b", 2), ("a", 2), ("", 5), ("c", 1)];
        Ok(values
            .map(|(value, clicks)| (value.to_owned(), humans(clicks)))
            .into())
    });
    let statistic = count(mocks, GroupBy::Value(Dimension::Referrer)).await;
    assert_eq!(shown(&statistic), [("", 5), ("a", 2)]);
    assert_eq!((statistic.other.humans, statistic.total.humans), (3, 10));
}

#[tokio::test]
async fn kinds_are_ordered_by_their_clicks() {
    for (humans, bots, previews, order) in [
        (3, 2, 1, [("human", 3), ("bot", 2), ("preview", 1)]),
        (1, 3, 2, [("bot", 3), ("preview", 2), ("human", 1)]),
        (2, 1, 3, [("preview", 3), ("human", 2), ("bot", 1)]),
        (0, 4, 0, [("bot", 4), ("human", 0), ("preview", 0)]),
        (5, 5, 5, [("human", 5), ("bot", 5), ("preview", 5)]),
    ] {
        let all = Counts {
            humans,
            bots,
            previews,
            visitors: 2,
        };
        let mut mocks = MockPorts::default();
        let counts = mocks.statistics.expect_count();
        counts.returning(move |_, _| Ok(all));
        let statistic = count(mocks, GroupBy::Kind).await;
        assert_eq!(statistic.total, all);
        let clicks = statistic.groups.iter().map(|group| group.counts.clicks());
        let kinds: Vec<_> = keys(&statistic).into_iter().zip(clicks).collect();
        assert_eq!(kinds, order);
    }
}

#[tokio::test]
async fn clicks_of_other_users_resources_are_not_counted() {
    let mocks = MockPorts::default().with_link(sample::link());
    let mocks = mocks.with_collection(sample::collection(), 0);
    let statistics = mocks.korotko().statistics;
    let refused = async |id, scope| {
        let wanted = query(scope, GroupBy::Kind);
        let owner = User {
            id,
            ..sample::user()
        };
        statistics.count(&owner, &wanted).await.unwrap_err()
    };
    let bob = UserId(8);
    for (owner, link) in [(bob, sample::link().id), (ANN, LinkId(99))] {
        let error = refused(owner, StatisticsScope::Link(link)).await;
        assert!(matches!(error, CountClicksError::NoLink));
    }
    for (owner, set) in [(bob, sample::collection().id), (ANN, CollectionId(99))] {
        let error = refused(owner, StatisticsScope::Collection(set)).await;
        assert!(matches!(error, CountClicksError::NoCollection));
    }
}

#[tokio::test]
async fn a_period_of_too_many_hours_is_refused() {
    let wanted = StatisticsQuery {
        period: PeriodText {
            from: Some("2020-01-01"),
            to: Some("2026-01-01"),
            zone: None,
        },
        ..query(StatisticsScope::All, GroupBy::Time(Granularity::Hour))
    };
    let statistics = MockPorts::default().korotko().statistics;
    let refused = statistics.count(&sample::user(), &wanted).await;
    let refused = refused.unwrap_err();
    assert_eq!(refused.fields(), ["granularity"]);
    assert_eq!(QuarterHour::PER_DAY, 96);
}
