use std::collections::BTreeMap;

use crate::click::{ClickKind, Counts, Dimension, Quarter};
use crate::fault::Fault;
use crate::id::{CollectionId, LinkId, UserId};
use crate::mock::{MockPorts, sample};
use crate::ports::ClickSubject;
use crate::statistics::{
    CountClicksError, Granularity, GroupBy, NewStatistics, PeriodText, Statistic, StatisticsScope,
};

const ANN: UserId = UserId(7);

/// One click of a person in each quarter of an hour, as a store adds them up.
fn one_a_quarter(mocks: &mut MockPorts) {
    let statistics = &mut mocks.statistics;
    statistics
        .expect_count_by_step()
        .returning(|subject, quarters, offset, step| {
            assert_eq!(subject, ClickSubject::Owner(ANN));
            let mut steps: BTreeMap<i64, Counts> = BTreeMap::new();
            for quarter in quarters {
                *steps
                    .entry((quarter + offset).div_euclid(step))
                    .or_default() += Counts::one(ClickKind::Human, false);
            }
            Ok(steps.into_iter().collect())
        });
}

async fn by_time(period: (&str, &str), zone: &str, granularity: Granularity) -> Statistic {
    let mut mocks = MockPorts::default();
    one_a_quarter(&mut mocks);
    let wanted = NewStatistics {
        scope: StatisticsScope::All,
        period: PeriodText {
            from: Some(period.0),
            to: Some(period.1),
            zone: Some(zone),
        },
        group_by: GroupBy::Time(granularity),
        limit: 100,
    };
    mocks
        .korotko()
        .statistics
        .count(ANN, &wanted)
        .await
        .unwrap()
}

fn shown(statistic: &Statistic) -> Vec<(&str, u64)> {
    let groups = statistic.groups.iter();
    groups
        .map(|group| (group.key.as_str(), group.counts.humans))
        .collect()
}

#[tokio::test]
async fn days_are_as_long_as_they_are_there() {
    let spring = by_time(
        ("2026-03-07", "2026-03-09"),
        "America/New_York",
        Granularity::Day,
    )
    .await;
    assert_eq!(
        shown(&spring),
        [("2026-03-07", 96), ("2026-03-08", 92), ("2026-03-09", 96)]
    );
    assert_eq!(spring.total.humans, 284);
    let autumn = by_time(
        ("2026-11-01", "2026-11-01"),
        "America/New_York",
        Granularity::Day,
    )
    .await;
    assert_eq!(shown(&autumn), [("2026-11-01", 100)]);
    let kathmandu = by_time(
        ("2026-11-01", "2026-11-02"),
        "Asia/Kathmandu",
        Granularity::Day,
    )
    .await;
    assert_eq!(shown(&kathmandu), [("2026-11-01", 96), ("2026-11-02", 96)]);
    assert_eq!(
        kathmandu.groups[0].start.unwrap().to_rfc3339(),
        "2026-10-31T18:15:00+00:00"
    );
}

#[tokio::test]
async fn a_date_that_the_zone_left_out_is_no_group() {
    let ends = ("2011-12-29", "2011-12-31");
    let days = by_time(ends, "Pacific/Apia", Granularity::Day).await;
    assert_eq!(shown(&days), [("2011-12-29", 96), ("2011-12-31", 96)]);
    let ends = ("2011-12-26", "2012-01-02");
    let weeks = by_time(ends, "Pacific/Apia", Granularity::Week).await;
    assert_eq!(shown(&weeks), [("2011-12-26", 6 * 96), ("2012-01-02", 96)]);
    let months = by_time(ends, "Pacific/Apia", Granularity::Month).await;
    assert_eq!(shown(&months), [("2011-12", 5 * 96), ("2012-01", 2 * 96)]);
}

#[tokio::test]
async fn hours_that_the_clocks_skip_are_none_and_those_that_they_repeat_are_two() {
    let spring = by_time(
        ("2026-03-08", "2026-03-08"),
        "America/New_York",
        Granularity::Hour,
    )
    .await;
    let keys: Vec<_> = shown(&spring).into_iter().map(|(key, _)| key).collect();
    assert_eq!(keys.len(), 23);
    assert_eq!(
        keys[1..3],
        ["2026-03-08T01:00-05:00", "2026-03-08T03:00-04:00"]
    );
    let autumn = by_time(
        ("2026-11-01", "2026-11-01"),
        "America/New_York",
        Granularity::Hour,
    )
    .await;
    let keys: Vec<_> = shown(&autumn).into_iter().map(|(key, _)| key).collect();
    assert_eq!(keys.len(), 25);
    assert_eq!(
        keys[1..3],
        ["2026-11-01T01:00-04:00", "2026-11-01T01:00-05:00"]
    );
    assert!(autumn.groups.iter().all(|group| group.counts.humans == 4));
    let kathmandu = by_time(
        ("2026-11-01", "2026-11-01"),
        "Asia/Kathmandu",
        Granularity::Hour,
    )
    .await;
    assert_eq!(
        (kathmandu.groups.len(), kathmandu.groups[0].key.as_str()),
        (24, "2026-11-01T00:00+05:45")
    );
}

#[tokio::test]
async fn weeks_begin_on_monday_and_months_on_the_first_and_a_cut_one_has_its_part() {
    let weeks = by_time(("2026-11-27", "2026-12-01"), "UTC", Granularity::Week).await;
    assert_eq!(
        shown(&weeks),
        [("2026-11-23", 3 * 96), ("2026-11-30", 2 * 96)]
    );
    assert_eq!(weeks.groups[0].start, Some(weeks.period.from.start()));
    let months = by_time(("2026-11-27", "2026-12-01"), "UTC", Granularity::Month).await;
    assert_eq!(shown(&months), [("2026-11", 4 * 96), ("2026-12", 96)]);
}

#[tokio::test]
async fn stretches_without_clicks_are_there_too() {
    let mut mocks = MockPorts::default();
    let none = mocks.statistics.expect_count_by_step();
    none.returning(|_, _, _, _| Ok(Vec::new()));
    let wanted = asked(StatisticsScope::All, GroupBy::Time(Granularity::Day));
    let statistic = mocks
        .korotko()
        .statistics
        .count(ANN, &wanted)
        .await
        .unwrap();
    assert_eq!(statistic.groups.len(), 30);
    assert_eq!(statistic.total, Counts::default());
}

fn asked(scope: StatisticsScope, group_by: GroupBy) -> NewStatistics<'static> {
    NewStatistics {
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

#[tokio::test]
async fn values_beyond_the_limit_are_added_up() {
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
    let wanted = asked(StatisticsScope::All, GroupBy::Value(Dimension::Referrer));
    let statistic = mocks
        .korotko()
        .statistics
        .count(ANN, &wanted)
        .await
        .unwrap();
    assert_eq!(shown(&statistic), [("", 5), ("a", 2)]);
    assert_eq!((statistic.other.humans, statistic.total.humans), (3, 10));
}

#[tokio::test]
async fn kinds_add_up_and_all_visitors_are_people() {
    let mut mocks = MockPorts::default();
    let all = Counts {
        humans: 3,
        bots: 2,
        previews: 1,
        visitors: 2,
    };
    mocks
        .statistics
        .expect_count()
        .returning(move |_, _| Ok(all));
    let wanted = asked(StatisticsScope::All, GroupBy::Kind);
    let statistic = mocks
        .korotko()
        .statistics
        .count(ANN, &wanted)
        .await
        .unwrap();
    assert_eq!(statistic.total, all);
    let kinds: Vec<_> = statistic
        .groups
        .iter()
        .map(|group| (group.key.as_str(), group.counts.clicks()))
        .collect();
    assert_eq!(kinds, [("human", 3), ("bot", 2), ("preview", 1)]);
}

#[tokio::test]
async fn kinds_stand_in_the_order_of_their_clicks() {
    for (humans, bots, previews, order) in [
        (1, 3, 2, ["bot", "preview", "human"]),
        (2, 1, 3, ["preview", "human", "bot"]),
        (0, 4, 0, ["bot", "human", "preview"]),
        (5, 5, 5, ["human", "bot", "preview"]),
    ] {
        let mut mocks = MockPorts::default();
        let all = Counts {
            humans,
            bots,
            previews,
            visitors: 0,
        };
        let count = mocks.statistics.expect_count();
        count.returning(move |_, _| Ok(all));
        let wanted = asked(StatisticsScope::All, GroupBy::Kind);
        let counted = mocks.korotko().statistics.count(ANN, &wanted).await;
        let groups = counted.unwrap().groups;
        let kinds: Vec<&str> = groups.iter().map(|group| group.key.as_str()).collect();
        assert_eq!(kinds, order);
    }
}

#[tokio::test]
async fn clicks_of_what_is_not_ones_own_are_not_told() {
    let mut mocks = MockPorts::default();
    mocks
        .links
        .expect_find_by_id()
        .returning(|id| Ok((id == sample::link().id).then(sample::link)));
    let collections = mocks.collections.expect_find_by_id();
    collections.returning(|id| Ok((id == sample::collection().id).then(sample::collection)));
    let statistics = mocks.korotko().statistics;
    let refused = async |owner, scope| {
        let wanted = asked(scope, GroupBy::Kind);
        statistics.count(owner, &wanted).await.unwrap_err()
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
async fn more_hours_than_anybody_reads_are_refused() {
    let wanted = NewStatistics {
        period: PeriodText {
            from: Some("2020-01-01"),
            to: Some("2026-01-01"),
            zone: None,
        },
        ..asked(StatisticsScope::All, GroupBy::Time(Granularity::Hour))
    };
    let statistics = MockPorts::default().korotko().statistics;
    let refused = statistics.count(ANN, &wanted).await.unwrap_err();
    assert_eq!(refused.fields(), ["granularity"]);
    assert_eq!(Quarter::PER_DAY, 96);
}
